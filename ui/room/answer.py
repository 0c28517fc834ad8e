"""What the room looks at first: three numbers, and who came in and dropped out, why, and what that gains."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planning.comparison import changed
from planning.outcome import Outcome
from planning.worker import Answer
from reports import frames, wording
from reports.moves import moved_weights
from ui import parts, state


def show_numbers(outcome: Outcome) -> None:
    """Three numbers, marked while they are provisional."""
    money = frames.money_frame(outcome)
    capital, operating = money["capital_with_contingency_usd"].sum(), money["operating_usd"].sum()
    currency = outcome.notebook.plan.currency
    funded, value, cost = st.columns([1, 1, 1.6])
    sure = "" if outcome.selection.is_final else ", provisional"
    funded.metric(f"Requests funded{sure}", f"{len(outcome.funded)} of {len(outcome.notebook.requests)}")
    value.metric(f"Portfolio value{sure}", f"{wording.points(outcome.selection.value or 0)} points")
    shown = f"{wording.money(float(capital), currency)} + {wording.money(float(operating), currency)}"
    words = "Capital + operating" if sure else "Capital with contingency + operating"
    exact = f"{capital:,.2f} + {operating:,.2f} {currency}"
    cost.metric(f"{words}, three years{sure}", parts.plain(shown), help=parts.plain(exact))


def show_changes(answer: Answer[Outcome], outcome: Outcome, *, is_followed: bool = False) -> None:
    """What came in and dropped out since the last snapshot, and, until it is proven, how sure that is.

    Args:
        is_followed: Whether a presenter's screen proves it, and this one only shows what comes of that.
    """
    if state.snapshot() is None:
        _compare_with_agreed(outcome)
    if outcome.selection.is_final:
        _show_change_row(outcome)
    elif is_followed:
        st.markdown(f":orange-badge[Provisional] {parts.proof_words(answer)}")
        _show_change_words(outcome)
    else:
        parts.show_proof(answer, partial(_show_change_words, outcome))


def _compare_with_agreed(shown: Outcome) -> None:
    """The agreed plan is what the room starts from, also where something was moved before it was proven."""
    agreed = state.agreed()
    if shown.notebook == agreed:
        state.take_snapshot(shown, "the agreed plan")
    elif basis := state.desk().basis(agreed, agreed.plan.planning_date).value:
        state.take_snapshot(basis, "the agreed plan")


def _show_change_row(outcome: Outcome) -> None:
    words, button = st.columns([6.5, 1], vertical_alignment="center")
    with words.container(key="changes"):
        _show_change_words(outcome)
    if button.button("Snapshot", key="snapshot", help="Compare with this portfolio from now on"):
        state.take_snapshot(outcome, "the last snapshot")
        st.rerun()


def _show_change_words(outcome: Outcome) -> None:
    before = state.snapshot()
    if before is None:
        return
    came_in, dropped_out = changed(before.funded, outcome.funded)
    cause = moved_weights(before.weights, outcome.notebook.weights, outcome.notebook.criteria)
    since = f"since {before.name}{parts.plain(f': {cause}') if cause else ''}"
    if not came_in and not dropped_out:
        st.markdown(f"Same requests as {before.name}{parts.plain(f', {cause}') if cause else ''}.")
        return
    gained, lost = parts.badges(came_in, "blue"), parts.badges(dropped_out, "gray")
    st.markdown(f"**Came in** {gained} **dropped out** {lost} {since}. {_gain(outcome, before.funded)}")


def _gain(outcome: Outcome, before: frozenset[str]) -> str:
    """What the portfolio of before would be worth now, against the one shown."""
    known = frozenset(i for i in before if i in outcome.scores.totals)
    gain = (outcome.selection.value or 0.0) - outcome.problem.value(known)
    words = "more" if gain >= 0 else "less"
    return f"Worth {wording.points(abs(gain))} points {words} than keeping that one."
