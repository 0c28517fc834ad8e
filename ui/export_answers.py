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
from reports.exports import Export
from ui import comparing, history, keeping, reasons_panel, state, taking

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


def gather(outcome: Outcome, export: Export) -> Gathered:
    """What an export of a portfolio can say now; asked again, it says more until it is over."""
    under_way, errors = list[str](), list[str]()
    reasons = reasons_panel.ask(outcome)
    if reasons.error:
        errors.append(f"Not every reason is known: {reasons.error}")
    # Prices come after the reasons, which every file needs: whoever changes to another file does not wait for them.
    prices = _prices(outcome, under_way, errors) if export.has_prices and reasons.is_over else ()
    changed, is_compared = _changes(outcome, under_way, errors) if export.has_changes else (None, False)
    dossier = taking.dossier(outcome, explanations=reasons.value or {}, prices=prices)
    return Gathered(
        dossier=replace(dossier, since=changed, is_compared=is_compared),
        reasons=reasons,
        under_way=tuple(under_way),
        errors=tuple(errors),
    )


def _prices(outcome: Outcome, under_way: list[str], errors: list[str]) -> tuple[Price, ...]:
    """Prices of rules and single decisions; what is worked on, and why it failed, is added to the lists."""
    if not outcome.selection.is_final:
        return ()
    prices = state.desk().prices(outcome.notebook, outcome.today, with_steps=False)
    if prices.error:
        errors.append(f"Prices of rules are not known: {prices.error}")
    if not prices.is_over:
        under_way.append("prices of rules, mandates, overrides and gates")
    return prices.value or ()


def _changes(outcome: Outcome, under_way: list[str], errors: list[str]) -> tuple[Since | None, bool]:
    """What changed since the last meeting, and whether that is known; why it is not is added to the lists."""
    if not outcome.selection.is_final:
        return None, False
    try:
        return _since(outcome), True
    except comparing.NotYetError:
        under_way.append("what changed since the last meeting")
    except PlanningError as error:
        errors.append(f"What changed since the last meeting is not known: {error}")
    return None, False


def _since(outcome: Outcome) -> Since | None:
    """What changed since the last meeting; None where there was none. Kept for as long as both stay the same.

    Raises:
        NotYetError: a plan on the way is still being proven.
        PlanningError: one of them can't be read or solved.
    """
    entries, signed = history.log(), history.signed_plans()
    number = last_meeting(entries, [plan.version for plan in signed], keeping.now().astimezone().date())
    if number is None:
        return None
    kept = state.kept(_SINCE)
    if isinstance(kept, tuple) and kept[0] == number and kept[1] is outcome.notebook:
        known: Since = kept[2]
        return known
    past = history.past(number)
    if past is None:
        raise PlanningError("The plan of that meeting can't be read.")
    at_once = partial(comparing.solve, wait=0.0)
    found = since(at_once(past), outcome, moment_words(entries[number - 1], signed), at_once)
    state.keep(_SINCE, (number, outcome.notebook, found))
    return found
