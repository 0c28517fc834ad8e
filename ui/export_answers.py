"""What an export is made from, gathered as it comes: reasons, prices, and what changed since the last meeting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from planning.log import last_meeting
from planning.notebook import PlanningError
from planning.outcome import Outcome
from planning.since import Since, moment_words, since
from planning.worker import Answer
from portfolio.price import Price
from reports.dossier import Dossier
from ui import comparing, keeping, reasons_panel, state, taking

_SINCE = "since_last_meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is known so far.

    Args:
        reasons: Why requests are in or out; they are asked for while the other answers come.
        under_way: What else is being worked on, in words; empty where all is there.
        errors: What could not be worked out, and why.
    """

    dossier: Dossier
    reasons: Answer[reasons_panel.Reasons]
    under_way: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.reasons.is_over and not self.under_way


def gather(outcome: Outcome) -> Gathered:
    """What an export of a portfolio can say now; asked again, it says more until it is over."""
    if not outcome.selection.is_final:
        return _only_reasons(outcome)
    prices = state.desk().prices(outcome.notebook, outcome.today, with_steps=False)
    under_way, errors = [], [f"Prices of rules are not known: {prices.error}"] if prices.error else []
    if not prices.is_over:
        under_way.append("prices of rules, mandates, overrides and gates")
    changed: Since | None = None
    try:
        changed = _since(outcome)
    except comparing.NotYetError:
        under_way.append("what changed since the last meeting")
    except PlanningError as error:
        errors.append(f"What changed since the last meeting is not known: {error}")
    known = _only_reasons(outcome, prices.value or ())
    dossier = replace(known.dossier, since=changed)
    return replace(known, dossier=dossier, under_way=tuple(under_way), errors=(*known.errors, *errors))


def _only_reasons(outcome: Outcome, prices: tuple[Price, ...] = ()) -> Gathered:
    reasons = reasons_panel.ask(outcome)
    dossier = taking.dossier(outcome, explanations=reasons.value or {}, prices=prices)
    errors = (f"Not every reason is known: {reasons.error}",) if reasons.error else ()
    return Gathered(dossier=dossier, reasons=reasons, under_way=(), errors=errors)


def _since(outcome: Outcome) -> Since | None:
    """What changed since the last meeting; None where there was none. Kept for as long as both stay the same.

    Raises:
        NotYetError: a plan on the way is still being proven.
        PlanningError: one of them can't be solved.
    """
    entries, signed = keeping.log(), keeping.signed_plans()
    number = last_meeting(entries, [plan.version for plan in signed], keeping.now().astimezone().date())
    if number is None:
        return None
    kept = state.kept(_SINCE)
    if isinstance(kept, tuple) and kept[0] == number and kept[1] is outcome.notebook:
        known: Since = kept[2]
        return known
    past = keeping.past(number)
    if past is None:
        return None
    at_once = partial(comparing.solve, wait=0.0)
    found = since(at_once(past), outcome, moment_words(entries[number - 1], signed), at_once)
    state.keep(_SINCE, (number, outcome.notebook, found))
    return found
