"""Briefs by audience: the best argument for the plan, the best against it, and what would change the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from governance.mandates import is_late
from reports.dossier import Dossier
from reports.facts import key_figures
from reports.reasons import change_words, has_funded_variant, why_out
from reports.wording import counted, headline, money, points
from scoring.evidence import evidence_grade
from scoring.request import AiTier, Request

_NAMED = 3
_BELIEF = (
    "Claims are counted as stated; of its lead over the mean a vendor\u2019s word is expected to keep a third, "
    "published or local results two thirds."
)
# In points: less is nothing to speak of.
_A_POINT = 0.05


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
    out = _best_out(dossier, "clinical_value")
    against = f"{_name(out)} would help patients and is not in." if out else "Nothing of clinical value is left out."
    return Brief(
        audience="Physicians",
        best_for=_gain(dossier, "clinical_value", "Patients gain", "Nothing in the plan adds clinical value."),
        best_against=against,
        would_change=_change(dossier, out),
    )


def _nurses(dossier: Dossier) -> Brief:
    adds = [r for r in dossier.funded if r.ratings.get("burden_reduction", 0) < 0]
    add = "adds" if len(adds) == 1 else "add"
    against = f"{_names(adds)} {add} work on the units." if adds else "Nothing funded adds work; go-lives take time."
    return Brief(
        audience="Nurses",
        best_for=_gain(dossier, "burden_reduction", "Work is taken off", "On balance the plan takes no work off."),
        best_against=against,
        would_change=_change(dossier, _best_out(dossier, "burden_reduction")),
    )


def _executives(dossier: Dossier) -> Brief:
    figures, currency = key_figures(dossier), dossier.currency
    lost = figures.value - figures.expected_value
    doubt = f" {points(lost)} points of the claimed value are not expected to come true." if lost >= _A_POINT else ""
    hope = "Only if benefits come true does the money come back. " if figures.npv >= 0 else ""
    return Brief(
        audience="Executives",
        best_for=(
            f"{figures.n_funded} of {figures.n_asked} requests worth {points(figures.value)} points, for "
            f"{money(float(figures.capital), currency)} of capital and {money(float(figures.operating), currency)} of "
            f"running cost in three years. {headline(dossier.outcome)}"
        ),
        best_against=(
            f"{hope}Net present value is {money(float(figures.npv), currency)} over {figures.n_years} years, counting "
            f"only cash that is expected.{doubt}"
        ),
        would_change=_scarce_words(dossier),
    )


def _vendors(dossier: Dossier) -> Brief:
    claims = [r for r in dossier.outcome.notebook.requests if evidence_grade(r.evidence_status).name == "vendor claim"]
    in_plan = [r for r in claims if r.id in dossier.outcome.funded]
    out = [r for r in claims if r.id not in dossier.outcome.funded]
    believed = f"Funded with a vendor\u2019s evidence: {_names(in_plan)}."
    refused = f"{_names(out)} {'rests' if len(out) == 1 else 'rest'} on a vendor\u2019s word and {_be(out)} not in."
    nearest = max(out, key=lambda r: (dossier.outcome.scores.totals[r.id], r.id), default=None)
    return Brief(
        audience="Vendors",
        best_for=believed if in_plan else "What is funded rests on more than a vendor\u2019s word.",
        best_against=refused if out else "No request that rests on a vendor\u2019s word is left out.",
        would_change=f"{_change(dossier, nearest)} {_BELIEF}",
    )


def _legal(dossier: Dossier) -> Brief:
    outcome = dossier.outcome
    met = sum(any(i in outcome.funded for i in duty.request_ids) for duty in outcome.duties)
    unmet = len(outcome.duties) - met
    late = [r for r in dossier.funded if r.id in outcome.mandated and is_late(r, outcome.notebook.plan.first_quarter)]
    ai = [r for r in dossier.funded if r.ai_tier is AiTier.HIGH]
    duties = (
        f"{met} of {counted(len(outcome.duties), 'duty', 'duties')} of law or contract {_be(range(met))} in the plan."
    )
    against = f"AI of high risk is in: {_names(ai)}." if ai else "No duty is late and no AI of high risk is in."
    if late:
        against = f"{_names(late)} will be late even at the earliest start."
    if unmet:
        against = f"{counted(unmet, 'duty', 'duties')} of law or contract {_be(range(unmet))} not in the plan."
    return Brief(
        audience="Legal",
        best_for=duties if outcome.duties else "No law or contract demands a request.",
        best_against=against,
        would_change=_legal_change(dossier),
    )


def _legal_change(dossier: Dossier) -> str:
    """What lawyers themselves can bring."""
    waits = _waiting_for(dossier, "legal")
    if not waits:
        return "A new rule, or another date of one: no request waits for a legal review."
    return f"A legal review of {_names(waits)}: without it {'they stay' if len(waits) > 1 else 'it stays'} out."


def _it(dossier: Dossier) -> Brief:
    figures = key_figures(dossier)
    is_limited = any(use.row.kind == "hours" for use in dossier.outcome.limits)
    fits = f"It fits the staff: {figures.hours:,.0f} hours, no role over its capacity in any quarter."
    free = f"{figures.hours:,.0f} hours of work, and no limit of hours applies to them."
    full = f"{figures.scarcest.row.label}: {figures.scarcest.share:.0%} used." if figures.scarcest else ""
    return Brief(
        audience="IT",
        best_for=fits if is_limited else free,
        best_against=f"{full} A delay there moves all behind it." if full else "Nobody knows whether hours suffice.",
        would_change=_scarce_words(dossier),
    )


_AUDIENCES: tuple[Callable[[Dossier], Brief], ...] = (_physicians, _nurses, _executives, _vendors, _legal, _it)


def _gain(dossier: Dossier, key: str, says: str, otherwise: str) -> str:
    """What the plan adds by one criterion, and where most of it comes from."""
    scores, best = dossier.outcome.scores, _top(dossier, key)
    gained = sum(scores.contribution(r.id, key) for r in dossier.funded) if key in scores.keys else 0.0
    if gained < _A_POINT or not best:
        return otherwise
    of_all = f"{points(gained)} of {points(key_figures(dossier).value)} points"
    words = next(c.label for c in dossier.outcome.notebook.criteria if c.key == key).lower()
    return f"{says}: {of_all} are {words}, the largest parts from {_names(best)}."


def _top(dossier: Dossier, key: str) -> list[Request]:
    rated = [r for r in dossier.funded if r.ratings.get(key, 0) > 0]
    return sorted(rated, key=lambda r: (-r.ratings[key], r.id))[:_NAMED]


def _best_out(dossier: Dossier, key: str) -> Request | None:
    """The request left out that does most for a criterion and has no variant in the plan; None where there is none."""
    rated = [r for r in dossier.not_funded if r.ratings.get(key, 0) > 0 and not has_funded_variant(dossier.outcome, r)]
    return min(rated, key=lambda r: (-r.ratings[key], r.id), default=None)


def _change(dossier: Dossier, out: Request | None) -> str:
    if out is None:
        return "Nothing is waiting that would change this view."
    explained = None if out.id in dossier.outcome.blocked else dossier.explanations.get(out.id)
    words = change_words(dossier.outcome, out.id, explained) if explained else why_out(dossier.outcome, out.id)
    return f"{_name(out)}: {words}"


def _waiting_for(dossier: Dossier, provider: str) -> list[Request]:
    """Requests kept out for want of evidence that these people usually bring."""
    outcome = dossier.outcome
    codes = {code for code, item in outcome.notebook.rules.evidence.items() if item.provider == provider}
    ids = {block.request_id for block in outcome.blocks if {item.split()[0] for item in block.missing} & codes}
    return [r for r in dossier.not_funded if r.id in ids]


def _be(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


def _scarce_words(dossier: Dossier) -> str:
    scarce = key_figures(dossier).scarcest
    if scarce is None:
        return "Other weights or other limits of money."
    return f"More hours of {scarce.row.label}, where {scarce.used:,.0f} of {scarce.row.bound:,.0f} are used."


def _name(request: Request) -> str:
    return f"{request.title} ({request.id})"


def _names(requests: Sequence[Request]) -> str:
    more = f" and {len(requests) - _NAMED} more" if len(requests) > _NAMED else ""
    return ", ".join(map(_name, requests[:_NAMED])) + more if requests else "none"
