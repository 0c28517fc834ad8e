"""What the views share: who records, recording, and tables that read well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from governance.book import MOST_WAIVER_DAYS
from planning.change import Recorded
from planning.governing import Step
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.people import Action, Person
from planning.worker import Answer
from portfolio.price import Price
from portfolio.selection import SolveStatus
from reports import wording
from ui import access, keeping, parts, presence, state
from ui.plain_text import plain

Make = Callable[[PlanningNotebook, Step], Recorded]
# Seconds the portfolio of a step that is only considered may take, and those a view waits for it at once.
PRICE_SECONDS, AT_ONCE = 4.0, 0.3
# Days a waiver or an override runs where nobody says otherwise. Source: ours.
USUAL_WAIVER_DAYS = 90
ROWS_WITHOUT_SCROLLING = 16


def recorder() -> Person | None:
    """Who here may record what is on file: who approves, or edits requests."""
    person = presence.person()
    may_approve = person is not None and person.may(Action.APPROVE)
    return access.person_for(Action.APPROVE if may_approve else Action.EDIT_REQUESTS)


def take(person: Person, make: Make, why: str = "") -> None:
    """Record a step; where it is refused, say why and keep what was typed."""
    step = replace(keeping.step(why), by=person)
    if access.try_to_record(lambda on: make(on, step)):
        st.rerun()


def show_price(now: Outcome, changed: PlanningNotebook, label: str) -> str:
    """Show what a step would cost, worked out behind: the page goes on, and is drawn again once it is known.

    Returns:
        The sentence; empty while it is being worked out.
    """
    # Asked from a seat of its own: the plan's own proof goes on beside it.
    desk = state.desk().seat(f"{state.seat()} considers {label}")

    def ask(wait: float) -> Answer[Outcome]:
        return desk.look(changed, now.today, wait=wait, seconds=PRICE_SECONDS)

    answer = ask(AT_ONCE)
    if not answer.is_over:
        parts.look_again(ask, f"{label} being worked out.")
        return ""
    said = price_sentence(now, answer.value or desk.first(changed, now.today))
    st.markdown(f"{label} {plain(said)}")
    return said


def price_sentence(now: Outcome, then: Outcome) -> str:
    """What a step does to the best value and who comes and goes, in one sentence."""
    if now.selection.value is None or then.selection.value is None:
        is_known = SolveStatus.INFEASIBLE in (now.selection.status, then.selection.status)
        return "No portfolio fits then." if is_known else "Not known yet: it takes longer than a glance."
    gain = then.selection.value - now.selection.value
    comes, leaves = sorted(then.funded - now.funded), sorted(now.funded - then.funded)
    # What is found so far can only grow: a gain is at least that, a loss at most.
    bound = "" if then.selection.is_final else "at least " if gain >= 0 else "at most "
    if not comes and not leaves:
        return "The portfolio stays as it is: the price is 0.0 points."
    sign = "gains" if gain >= 0 else "loses"
    who = [f"{', '.join(comes)} in" if comes else "", f"{', '.join(leaves)} out" if leaves else ""]
    return f"The plan {sign} {bound}{wording.points(abs(gain))} points: {'; '.join(w for w in who if w)}."


def ask_end(label: str, today: dt.date, key: str) -> dt.date:
    """The day a waiver or an override ends: after today, within the days it may run."""
    first, usual, last = (today + dt.timedelta(days=n) for n in (1, USUAL_WAIVER_DAYS, MOST_WAIVER_DAYS))
    return st.date_input(label, usual, min_value=first, max_value=last, key=key)


def known_prices(outcome: Outcome) -> tuple[Price, ...] | None:
    """Prices of rules and decisions; None while they are being worked out or where there is no portfolio."""
    if not outcome.selection.has_portfolio:
        return ()
    answer = state.desk().prices(outcome.notebook, outcome.today, with_steps=False)
    return answer.value if answer.is_over else None


def wait_for_prices(outcome: Outcome) -> None:
    """Look again by itself until the prices are known."""
    parts.look_again(
        lambda wait: state.desk().prices(outcome.notebook, outcome.today, with_steps=False, wait=wait),
        "Working out what each gate and mandate costs.",
    )


def table(
    frame: pd.DataFrame,
    key: str,
    names: Mapping[str, tuple[str, int]],
    alt: str,
    *,
    style: Callable[[pd.DataFrame], object] | None = None,
) -> None:
    """A table with headers for people; numbers with one decimal, money and shares as such.

    Args:
        names: Header and width in pixels, by column, in order.
        style: Gives the frame its colors.
    """
    config: dict[str, Any] = {}
    shown = frame.copy()
    for column, (label, width) in names.items():
        if _is_share(column):
            shown[column] = 100 * shown[column]
        config[column] = _column(frame[column], column, label, width)
    st.dataframe(
        style(shown) if style else shown,
        height="content" if len(shown) <= ROWS_WITHOUT_SCROLLING else "auto",
        hide_index=True,
        key=key,
        column_order=list(names),
        column_config=config,
        placeholder="",
        alt=alt,
    )


def choose_request(label: str, ids: Sequence[str], titles: Mapping[str, str], key: str) -> str:
    """One request by id and title; the one asked about before where it is among them."""
    asked = state.chosen_request()
    first = asked if asked in ids else ids[0]
    if state.widget_value(key) not in ids:
        state.show_in_widget(key, first)
    return str(st.selectbox(label, ids, ids.index(first), format_func=lambda i: f"{i} {titles[i]}", key=key))


def _column(values: pd.Series, column: str, label: str, width: int) -> Any:
    if _is_share(column):
        return st.column_config.NumberColumn(label, format="%.0f%%", width=width)
    if column in ("capital", "spend"):
        return st.column_config.NumberColumn(label, format="compact", width=width)
    if column == "hours":
        return st.column_config.NumberColumn(label, format="%,d h", width=width)
    if str(values.dtype) in ("Float64", "float64"):
        return st.column_config.NumberColumn(label, format="%.1f", width=width)
    if str(values.dtype) in ("Int64", "int64"):
        return st.column_config.NumberColumn(label, format="%d", width=width)
    return st.column_config.TextColumn(label, width=width)


def _is_share(column: str) -> bool:
    return column.endswith(("_share", "used", "by_mandates"))
