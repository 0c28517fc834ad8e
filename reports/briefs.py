"""Briefs by audience: the best argument for the plan, the best against it, and what would change the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from governance.mandates import is_late
from reports.dossier import Dossier
from reports.facts import key_figures
from reports.reasons import change_words, why_out
from reports.wording import counted, headline, money, points
from scoring.evidence import evidence_grade
from scoring.request import AiTier, Request

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one audience should hear."""

    audience: str
    best_for: str
    best_against: str
    would_change: str


def briefs(dossier: Dossier) -> tuple[Brief, ...]:
    """A brief for each audience, all from the same record."""
    return tuple(write(dossier) for write in _AUDIENCES)


def _physicians(dossier: Dossier) -> Brief:
    share, first = points(_points_of(dossier, "clinical_value")), _names(_top(dossier, "clinical_value"))
    out = _best_out(dossier, "clinical_value")
    against = f"{_name(out)} would help patients and is not in." if out else "Nothing of clinical value is left out."
    return Brief(
        audience="Physicians",
        best_for=f"Patients gain most: {share} points of clinical value, first {first}.",
        best_against=against,
        would_change=_change(dossier, out),
    )


def _nurses(dossier: Dossier) -> Brief:
    lifted, first = points(_points_of(dossier, "burden_reduction")), _names(_top(dossier, "burden_reduction"))
    adds = [r for r in dossier.funded if r.ratings.get("burden_reduction", 0) < 0]
    against = f"{_names(adds)} add work on the units." if adds else "Nothing funded adds work; go-lives take time."
    return Brief(
        audience="Nurses",
        best_for=f"Work is taken off: {lifted} points of burden reduction, first {first}.",
        best_against=against,
        would_change=_change(dossier, _best_out(dossier, "burden_reduction")),
    )


def _executives(dossier: Dossier) -> Brief:
    figures, currency = key_figures(dossier), dossier.currency
    lost = points(figures.value - figures.expected_value)
    return Brief(
        audience="Executives",
        best_for=(
            f"{figures.n_funded} of {figures.n_asked} requests worth {points(figures.value)} points, for "
            f"{money(float(figures.capital), currency)} of capital in three years. {headline(dossier.outcome)}"
        ),
        best_against=(
            f"Net present value is {money(float(figures.npv), currency)}, counting cash that is expected; "
            f"{lost} points of the claimed value are not expected to come true."
        ),
        would_change=_scarce_words(dossier),
    )


def _vendors(dossier: Dossier) -> Brief:
    claims = [r for r in dossier.outcome.notebook.requests if evidence_grade(r.evidence_status).name == "vendor claim"]
    in_plan = [r for r in claims if r.id in dossier.outcome.funded]
    out = [r for r in claims if r.id not in dossier.outcome.funded]
    believed = f"Funded with a vendor\u2019s evidence: {_names(in_plan)}."
    refused = f"{_names(out)} rest on a vendor\u2019s word and are not in."
    return Brief(
        audience="Vendors",
        best_for=believed if in_plan else "What is funded rests on more than a vendor\u2019s word.",
        best_against=refused if out else "No request that rests on a vendor\u2019s word is left out.",
        would_change="Results that are published or measured here: a vendor\u2019s word keeps a third of its lead over "
        "the mean, they keep two thirds.",
    )


def _legal(dossier: Dossier) -> Brief:
    outcome = dossier.outcome
    duties = [r for r in dossier.funded if r.id in outcome.mandated]
    late = [r for r in duties if r.mandate and is_late(r, outcome.notebook.plan.first_quarter)]
    ai = [r for r in dossier.funded if r.ai_tier is AiTier.HIGH]
    blocked = [r for r in dossier.not_funded if r.id in outcome.blocked]
    against = f"AI of high risk is in: {_names(ai)}." if ai else "No mandate is late and no AI of high risk is in."
    met = f"Every mandate is met: {counted(len(duties), 'request')} in by law or contract."
    missing = f"{blocked[0].id}: {why_out(outcome, blocked[0].id)}" if blocked else "A new rule, or another date."
    return Brief(
        audience="Legal",
        best_for=met if duties else "No mandate asks for a request.",
        best_against=f"{_names(late)} will be late even at the earliest start." if late else against,
        would_change=missing,
    )


def _it(dossier: Dossier) -> Brief:
    figures = key_figures(dossier)
    scarce = figures.scarcest
    full = f"{scarce.row.label} is {scarce.share:.0%} used." if scarce else "No hours are limited."
    return Brief(
        audience="IT",
        best_for=f"It fits the staff: {figures.hours:,.0f} hours, no role over its capacity in any quarter.",
        best_against=f"{full} A delay there moves everything behind it.",
        would_change=_scarce_words(dossier),
    )


_AUDIENCES: tuple[Callable[[Dossier], Brief], ...] = (_physicians, _nurses, _executives, _vendors, _legal, _it)


def _points_of(dossier: Dossier, key: str) -> float:
    scores = dossier.outcome.scores
    return sum(scores.contribution(r.id, key) for r in dossier.funded) if key in scores.keys else 0.0


def _top(dossier: Dossier, key: str) -> list[Request]:
    return sorted(dossier.funded, key=lambda r: (-r.ratings.get(key, 0), r.id))[:_NAMED]


def _best_out(dossier: Dossier, key: str) -> Request | None:
    """The request left out that does most for a criterion; None where none does anything."""
    rated = [r for r in dossier.not_funded if r.ratings.get(key, 0) > 0]
    return min(rated, key=lambda r: (-r.ratings[key], r.id), default=None)


def _change(dossier: Dossier, out: Request | None) -> str:
    if out is None:
        return "Nothing is waiting that would change this view."
    explained = None if out.id in dossier.outcome.blocked else dossier.explanations.get(out.id)
    words = change_words(dossier.outcome, out.id, explained) if explained else why_out(dossier.outcome, out.id)
    return f"{_name(out)}: {words}"


def _scarce_words(dossier: Dossier) -> str:
    scarce = key_figures(dossier).scarcest
    if scarce is None:
        return "Other weights or other limits of money."
    return f"More hours of {scarce.row.label}: {scarce.used:,.0f} of {scarce.row.bound:,.0f} are used."


def _name(request: Request) -> str:
    return f"{request.title} ({request.id})"


def _names(requests: Sequence[Request]) -> str:
    more = f" and {len(requests) - _NAMED} more" if len(requests) > _NAMED else ""
    return ", ".join(map(_name, requests[:_NAMED])) + more if requests else "none"
