"""What the room looks at first: three numbers, and who came in and dropped out, why, and what that gains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from planning.comparison import changed
from planning.outcome import Outcome
from planning.worker import Answer
from reports import frames, wording
from reports.moves import moved_weights
from ui import parts, state
from ui.state import Snapshot

# Text for the board: runs of words of a kind (plain, strong, badge; in and out: a request that came in, dropped out).
Line = Sequence[Mapping[str, str]]
# Requests named of those that came in, and of those that dropped out; the list tints them all.
MOST_NAMED = 8
SNAPSHOT = "snapshot"
# The heading of where requests stand while that is not proven.
PROVISIONAL = "Provisional"


def numbers(outcome: Outcome) -> list[dict[str, str]]:
    """Three numbers, marked while they are provisional."""
    years = frames.money_rows(outcome)
    capital = sum((year["capital_with_contingency_usd"] for year in years), Decimal(0))
    operating = sum((year["operating_usd"] for year in years), Decimal(0))
    currency = outcome.notebook.plan.currency
    sure = "" if outcome.selection.is_final else ", provisional"
    funded = f"{len(outcome.funded)} of {len(outcome.notebook.requests)}"
    shown = f"{wording.money(float(capital), currency)} + {wording.money(float(operating), currency)}"
    words = "Capital + operating" if sure else "Capital with contingency + operating"
    exact = f"{capital:,.2f} + {operating:,.2f} {currency}"
    value = outcome.selection.value or 0.0
    return [
        _number(f"Requests funded{sure}", funded),
        _number(f"Portfolio value{sure}", f"{wording.points(value)} points", f"{value:,.4f} points"),
        _number(f"{words}, three years{sure}", shown, exact),
    ]


def _number(label: str, value: str, exact: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "exact": exact}


def lines(found: Answer[Outcome], outcome: Outcome) -> list[Line]:
    """How sure the answer is, and what came in and dropped out since the last snapshot."""
    before = compared_with(outcome)
    if outcome.selection.is_final:
        sure = [_run("plain", wording.headline(outcome))]
    else:
        sure = [_run("badge", PROVISIONAL), _run("plain", parts.proof_words(found))]
    return [_change_line(outcome, before), sure] if before is not None else [sure]


def _run(kind: str, text: str) -> Mapping[str, str]:
    return {"kind": kind, "text": text}


def compared_with(outcome: Outcome) -> Snapshot | None:
    """What the room compares with: the last snapshot, or what it starts from, the agreed plan."""
    if state.snapshot() is None:
        _compare_with_agreed(outcome)
    return state.snapshot()


def _compare_with_agreed(shown: Outcome) -> None:
    """The agreed plan is what the room starts from, also where something was moved before it was proven."""
    agreed = state.agreed()
    if shown.notebook == agreed:
        state.take_snapshot(shown, "the agreed plan")
    elif basis := state.desk().basis(agreed, agreed.plan.planning_date).value:
        state.take_snapshot(basis, "the agreed plan")


def buttons(found: Answer[Outcome], outcome: Outcome, *, is_followed: bool) -> list[dict[str, Any]]:
    """What can be done about the answer: a snapshot, which waits for a proven one, and stop or go on with a proof.

    Args:
        is_followed: Whether it is what a presenter shows: that one's snapshot is what followers compare with.
    """
    if is_followed:
        return []
    is_off = not outcome.selection.is_final
    snapshot = {
        "name": SNAPSHOT,
        "label": "Snapshot",
        "help": "Compare with this portfolio from now on",
        "isOff": is_off,
    }
    if not is_off:
        return [snapshot]
    proof = parts.proof_button(found)
    return [snapshot, {"name": proof.key, "label": proof.label, "help": proof.help, "isOff": False}]


def press(name: str, shown: Outcome) -> None:
    """Do what a button says about the answer that was shown with it."""
    if name == SNAPSHOT:
        state.take_snapshot(shown, "the last snapshot")
    for proof in (parts.GO_ON, parts.STOP):
        if name == proof.key:
            proof.press()


def unsure() -> dict[str, Any]:
    """What the board says of a portfolio that is shown before the app has answered."""
    line = [_run("badge", PROVISIONAL), _run("plain", "Looking for a better one\u2026")]
    return {"line": line, "standing": PROVISIONAL}


def changes_ahead(funded: frozenset[str], before: Snapshot | None) -> dict[str, Any]:
    """What came in and dropped out in a portfolio that is shown before the app has answered, which tells the rest.

    Returns:
        line: in words; moved: ``in`` or ``out`` by id.
    """
    if before is None:
        return {"line": None, "moved": {}}
    return {"line": _changes(before, funded, "\u2026", "\u2026"), "moved": moved(funded, before)}


def moved(funded: frozenset[str], before: Snapshot | None) -> dict[str, str]:
    """Requests that came in or dropped out since a snapshot, ``in`` or ``out`` by id."""
    if before is None:
        return {}
    came_in, dropped_out = changed(before.funded, funded)
    return {**dict.fromkeys(came_in, "in"), **dict.fromkeys(dropped_out, "out")}


def _change_line(outcome: Outcome, before: Snapshot) -> Line:
    cause = moved_weights(before.weights, outcome.notebook.weights, outcome.notebook.criteria)
    since = f"{f': {cause}' if cause else ''}. {_gain(outcome, before.funded)}"
    return _changes(before, outcome.funded, f"{f', {cause}' if cause else ''}.", since)


def _changes(before: Snapshot, funded: frozenset[str], same: str, since: str) -> Line:
    """Which requests came in and dropped out since a snapshot.

    Args:
        same: Follows the snapshot's name where none did.
        since: Follows it where some did.
    """
    came_in, dropped_out = changed(before.funded, funded)
    if not came_in and not dropped_out:
        return [_run("plain", f"Same requests as {before.name}{same}")]
    return [
        _run("strong", "Came in"),
        *_requests("in", came_in),
        _run("strong", "dropped out"),
        *_requests("out", dropped_out),
        _run("plain", f"since {before.name}{since}"),
    ]


def _requests(kind: str, ids: Sequence[str]) -> list[Mapping[str, str]]:
    more = len(ids) - MOST_NAMED
    named = [_run(kind, request_id) for request_id in ids[:MOST_NAMED]] or [_run("plain", "none")]
    return [*named, _run("plain", f"and {more} more")] if more > 0 else named


def _gain(outcome: Outcome, before: frozenset[str]) -> str:
    """What the portfolio of before would be worth now, against the one shown."""
    known = frozenset(i for i in before if i in outcome.scores.totals)
    gain = (outcome.selection.value or 0.0) - outcome.problem.value(known)
    words = "more" if gain >= 0 else "less"
    return f"Worth {wording.points(abs(gain))} points {words} than keeping that one."
