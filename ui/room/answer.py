"""What the room looks at first: three numbers, and who came in and dropped out, why, and what that gains."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planning.comparison import changed
from planning.outcome import Outcome
from planning.worker import Answer
from reports import frames, wording
from reports.moves import moved_weights
from ui import parts, state


@dataclass(frozen=True, slots=True)
class Places:
    """Where the answer is drawn after every move."""

    numbers: DeltaGenerator
    changes: DeltaGenerator


def show_places() -> Places:
    """The places of three numbers and of what changed."""
    return Places(
        st.container(key="numbers", horizontal=True),
        st.container(key="changes", horizontal=True, vertical_alignment="center"),
    )


def show_numbers(outcome: Outcome, places: Places) -> None:
    """Three numbers, marked while they are provisional."""
    money = frames.money_frame(outcome)
    capital, operating = money["capital_with_contingency_usd"].sum(), money["operating_usd"].sum()
    currency = outcome.notebook.plan.currency
    sure = "" if outcome.selection.is_final else ", provisional"
    funded = f"{len(outcome.funded)} of {len(outcome.notebook.requests)}"
    shown = f"{wording.money(float(capital), currency)} + {wording.money(float(operating), currency)}"
    words = "Capital + operating" if sure else "Capital with contingency + operating"
    exact = f"{capital:,.2f} + {operating:,.2f} {currency}"
    with places.numbers:
        st.metric(f"Requests funded{sure}", funded)
        st.metric(f"Portfolio value{sure}", f"{wording.points(outcome.selection.value or 0)} points")
        st.metric(f"{words}, three years{sure}", parts.plain(shown), help=parts.plain(exact))


def show_changes(answer: Answer[Outcome], outcome: Outcome, places: Places, *, is_followed: bool = False) -> None:
    """What came in and dropped out since the last snapshot, and, until it is proven, how sure that is.

    Args:
        is_followed: Whether a presenter's screen proves it, and this one only shows what comes of that.
    """
    if state.snapshot() is None:
        _compare_with_agreed(outcome)
    is_final = outcome.selection.is_final
    said = ["" if is_final else parts.how_sure(answer), _change_words(outcome)]
    with places.changes:
        st.markdown("  \n".join(words for words in said if words))
        if is_final:
            _show_snapshot_button(outcome)
        elif not is_followed:
            parts.show_proof_button(answer)


def _compare_with_agreed(shown: Outcome) -> None:
    """The agreed plan is what the room starts from, also where something was moved before it was proven."""
    agreed = state.agreed()
    if shown.notebook == agreed:
        state.take_snapshot(shown, "the agreed plan")
    elif basis := state.desk().basis(agreed, agreed.plan.planning_date).value:
        state.take_snapshot(basis, "the agreed plan")


def _show_snapshot_button(outcome: Outcome) -> None:
    if st.button("Snapshot", key="snapshot", help="Compare with this portfolio from now on"):
        state.take_snapshot(outcome, "the last snapshot")
        st.rerun()


def _change_words(outcome: Outcome) -> str:
    before = state.snapshot()
    if before is None:
        return ""
    came_in, dropped_out = changed(before.funded, outcome.funded)
    cause = moved_weights(before.weights, outcome.notebook.weights, outcome.notebook.criteria)
    if not came_in and not dropped_out:
        return f"Same requests as {before.name}{parts.plain(f', {cause}') if cause else ''}."
    since = f"since {before.name}{parts.plain(f': {cause}') if cause else ''}"
    gained, lost = parts.badges(came_in, "blue"), parts.badges(dropped_out, "gray")
    return f"**Came in** {gained} **dropped out** {lost} {since}. {_gain(outcome, before.funded)}"


def _gain(outcome: Outcome, before: frozenset[str]) -> str:
    """What the portfolio of before would be worth now, against the one shown."""
    known = frozenset(i for i in before if i in outcome.scores.totals)
    gain = (outcome.selection.value or 0.0) - outcome.problem.value(known)
    words = "more" if gain >= 0 else "less"
    return f"Worth {wording.points(abs(gain))} points {words} than keeping that one."
