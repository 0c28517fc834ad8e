"""What could still go wrong with a portfolio, from its own record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from governance.mandates import is_late
from planning.endings import endings
from reports.dossier import Dossier
from reports.reasons import names, standing
from reports.wording import counted
from scoring.evidence import evidence_grade
from scoring.request import AiTier, Request

_NAMED = 3


def risks(dossier: Dossier) -> tuple[str, ...]:
    """One sentence for each kind of risk that the portfolio holds; none where it holds none."""
    return tuple(_risks(dossier))


def _risks(dossier: Dossier) -> Iterator[str]:
    outcome = dossier.outcome
    first = outcome.notebook.plan.first_quarter
    tight = [use for use in outcome.limits if use.is_tight]
    if tight:
        fullest = max(tight, key=lambda use: use.share)
        yield f"Full or nearly so: {counted(len(tight), 'limit')}, first {fullest.row.label} at {fullest.share:.0%}."
    late = [r for r in dossier.funded if r.mandate and r.id in outcome.mandated and is_late(r, first)]
    if late:
        yield f"Mandates that are late even at their earliest start: {_listed(late)}."
    assumed = [r for r in dossier.funded if outcome.scores.assumed.get(r.id)]
    if assumed:
        yield f"Funded on ratings that nobody entered: {_listed(assumed)}."
    weak = [r for r in dossier.funded if evidence_grade(r.evidence_status).noise > 1]
    if weak:
        yield f"Funded on a vendor\u2019s word, or with nothing stated that the claim rests on: {_listed(weak)}."
    ai = [r for r in dossier.funded if r.ai_tier is AiTier.HIGH]
    if ai:
        yield f"AI of high risk in the plan: {_listed(ai)}."
    for ending in endings(outcome.notebook):
        yield f"Counts until {ending.until} only: {'; '.join(ending.words)}."
    blocked = [r for r in dossier.not_funded if standing(outcome, r.id) == "blocked"]
    if blocked:
        yield f"Kept out until something is shown or decided: {_listed(blocked)}."
    if dossier.money.npv < 0:
        yield "What is expected back does not cover the cost: the case rests on care, burden and duty, not on savings."


def _listed(requests: Sequence[Request]) -> str:
    return names([r.id for r in requests], {r.id: r.title for r in requests}, _NAMED)
