"""The requests: the picture, the list in order, and what the room talks about first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planning.outcome import Outcome
from planning.worker import Answer
from portfolio.explanation import Explanation
from reports import charts, frames, front_line, wording
from reports.frames import Columns
from ui import parts, reasons_panel, state
from ui.room import request_panel

LIST_HEIGHT = 224
ALL, CONTESTED = "All", "Contested first"
_SHOWN, _DEPARTMENT, _WITHIN = "requests_shown", "requests_department", "requests_within"
_PICTURE, _LIST = "value_cost", "request_list"
# Points from the line within which a place counts as contested, unless the room says otherwise.
NEAR_THE_LINE = 3.0
# Seconds between looks for margins, and how many new ones are worth drawing the list again.
LOOK_FOR_MARGINS, MARGINS_AT_ONCE = 3.0, 8
# Longer lists are not explained unasked: that would keep a core busy for as long as the meeting lasts.
MOST_EXPLAINED = 200
MARGIN = "Above 0: what the plan would lose without it. Below 0: what forcing it in would cost. Points."
Votes = Mapping[str, frozenset[str]]
# Where no row has a number yet, the column is one of numbers all the same.
_NUMBERS = {"margin": pa.float64()}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the requests are drawn after every move."""

    mark: DeltaGenerator
    picture: DeltaGenerator
    list: DeltaGenerator


def show_places(outcome: Outcome) -> Places:
    """What the room wants to see of the list; returns the places of what moves."""
    # Beside the picture, not in it: a chart with another specification is built anew, with other data it moves.
    mark = st.container(key="picture_mark")
    picture = st.container(key="picture", height="stretch")
    with st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small"):
        _ask_what_to_show(outcome)
        _show_agreement(outcome)
    return Places(mark, picture, st.container(key="list", height=LIST_HEIGHT, border=False))


def show(outcome: Outcome, places: Places) -> None:
    """The list in order and the picture, both marked while they are provisional."""
    rows = frames.request_columns(outcome)
    with places.list:
        _show_rows(rows, outcome)
    places.mark.markdown("" if outcome.selection.is_final else ":orange-badge[Provisional]")
    with places.picture:
        _show_picture(rows)
    request_panel.show_opened(outcome)


def margins_to_come(outcome: Outcome) -> Callable[[], bool] | None:
    """Whether many more margins are known than the list shows, or all; None where none is to come.

    They are found behind a proven plan; the list takes them in as they are known.
    """
    is_short = len(outcome.notebook.requests) <= MOST_EXPLAINED
    if not is_short or not outcome.selection.is_final or reasons_panel.ask(outcome).is_over:
        return None
    n_shown = len(state.desk().explained(outcome.notebook, outcome.today))
    return lambda: _are_more_known(outcome, n_shown)


def _are_more_known(outcome: Outcome, n_shown: int) -> bool:
    n_known = len(state.desk().explained(outcome.notebook, outcome.today))
    return reasons_panel.ask(outcome).is_over or n_known >= n_shown + MARGINS_AT_ONCE


def _show_rows(rows: Columns, outcome: Outcome) -> None:
    reasons, votes = state.desk().explained(outcome.notebook, outcome.today), _votes(outcome).value or {}
    rows = {
        **rows,
        "margin": [_margin(reasons.get(request_id)) for request_id in rows["id"]],
        "votes": _n_holding(votes, rows["id"]),
    }
    rows = _chosen(rows, outcome, votes)
    signed = [f"{charts.STANDING_SIGNS[word]} {word}" for word in rows["standing"]]
    _show_list({**rows, "standing": signed}, outcome, n_votes=len(votes))


def _votes(outcome: Outcome) -> Answer[Votes]:
    return state.desk().votes(outcome.notebook, outcome.today)


def _margin(explained: Explanation | None) -> float | None:
    """What the plan would lose without a funded request; below 0 what forcing one in would cost; None: not known."""
    if explained is None:
        return None
    if explained.safety_margin is not None:
        return explained.safety_margin
    return None if explained.points_short is None else -explained.points_short


def _show_picture(rows: Columns) -> None:
    picture = charts.value_cost_chart(rows)
    st.vega_lite_chart(
        picture.data,
        picture.spec,
        key=_PICTURE,
        height="stretch",
        alt="Score against three-year net cost by request",
        on_select=_open_from_picture,
    )


def _show_list(rows: Columns, outcome: Outcome, *, n_votes: int) -> None:
    is_final = outcome.selection.is_final
    labels = {c.key: c.short for c in outcome.notebook.criteria_in_use}
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    votes = ["votes"] if n_votes else []
    names = ("standing", "id", "title", "score", "margin", "reason", *votes, *labels, "assumed")
    st.dataframe(
        pa.table({name: pa.array(rows[name], _NUMBERS.get(name)) for name in names}),
        hide_index=True,
        height="stretch",
        key=_LIST,
        placeholder="",
        on_select=_open_from_list,
        selection_mode="single-cell",
        column_config={
            "standing": text("Standing" if is_final else "Provisional", width=100),
            "id": text("Request", width=66),
            "title": text("Title", width=230),
            "score": number("Score", format="%.1f", width=52),
            "margin": number("Margin", format="%+.1f", width=62, help=MARGIN),
            "reason": text("Why", width=226),
            "votes": number(f"In, of {n_votes}", width=62, help="Stakeholders whose best portfolio holds it"),
            **{key: number(label, format="%.1f", width=70) for key, label in labels.items()},
            "assumed": text("Assumed ratings", width=160),
        },
        alt="Requests in order of score with contributions",
    )
    state.keep(_LIST, tuple(rows["id"]))


def _ask_what_to_show(outcome: Outcome) -> None:
    shown = st.segmented_control("Requests shown", [ALL, CONTESTED], default=ALL, key=_SHOWN, required=True,
                                 label_visibility="collapsed")  # fmt: skip
    st.selectbox("Department", front_line.departments(outcome), index=None, key=_DEPARTMENT,
                 placeholder="All departments", label_visibility="collapsed", width=190)  # fmt: skip
    if shown == CONTESTED:
        _ask_how_near()


def _chosen(rows: Columns, outcome: Outcome, votes: Votes) -> Columns:
    """The rows people want to see: all, those whose place can still change first, one department's."""
    if state.widget_value(_SHOWN) == CONTESTED:
        within = state.widget_value(_WITHIN)
        contested = _contested(rows, outcome, votes, NEAR_THE_LINE if within is None else float(within))
        rows = frames.rows_where(rows, [request_id in contested for request_id in rows["id"]])
    if one := state.widget_value(_DEPARTMENT):
        theirs = {r.id for r in outcome.notebook.requests if one in front_line.touched(r)}
        rows = frames.rows_where(rows, [request_id in theirs for request_id in rows["id"]])
    return rows


def _ask_how_near() -> None:
    """Points from the line within which a place counts as one that can still change."""
    st.number_input(
        "Within points of the line",
        0.0,
        value=NEAR_THE_LINE,
        step=1.0,
        format="%.1f",
        key=_WITHIN,
        width=120,
        label_visibility="collapsed",
        icon=":material/straighten:",
        help="Requests this near to the line, by their margin, can still change places",
    )


def _contested(rows: Columns, outcome: Outcome, votes: Votes, within: float) -> frozenset[str]:
    """Requests whose place can still change: near the line, stakeholders differ, or they moved since the snapshot."""
    open_ones = {
        request_id
        for request_id, margin, n in zip(rows["id"], rows["margin"], rows["votes"], strict=True)
        if 0 < n < len(votes) or (margin is not None and abs(margin) <= within)
    }
    before = state.snapshot()
    moved = before.funded ^ outcome.funded if before is not None else frozenset[str]()
    return moved | open_ones


def _n_holding(votes: Votes, ids: Iterable[str]) -> list[int]:
    """How many stakeholders' best portfolios hold each request."""
    return [sum(request_id in funded for funded in votes.values()) for request_id in ids]


def _show_agreement(outcome: Outcome) -> None:
    """On how many requests the stakeholders agree; their weights are their own, whatever is moved here."""
    n_minds, answer = len(outcome.notebook.stakeholder_weights), _votes(outcome)
    if not n_minds:
        return
    if not answer.is_over:
        _await_votes(outcome)
        return
    votes, ids = answer.value or {}, [r.id for r in outcome.notebook.requests]
    n_holding = _n_holding(votes, ids)
    n_all, n_none = sum(n == n_minds for n in n_holding), sum(n == 0 for n in n_holding)
    st.markdown(
        f"**{n_all}** in all, **{n_none}** in none, **{len(n_holding) - n_all - n_none}** contested",
        help=f"The best portfolio at the weights of each of {wording.counted(n_minds, 'stakeholder')}: requests that "
        "are in all of them, in none, in some.",
    )


@st.fragment(run_every=parts.LOOK_AGAIN)
def _await_votes(outcome: Outcome) -> None:
    if _votes(outcome).is_over:
        state.draw_again()
    st.markdown("Asking each stakeholder's weights\u2026")


def _open_from_list() -> None:
    cells: Any = state.widget_value(_LIST)["selection"]["cells"]
    shown = state.kept(_LIST)
    if cells and isinstance(shown, tuple) and cells[0][0] < len(shown):
        request_panel.open_request(str(shown[cells[0][0]]))


def _open_from_picture() -> None:
    picked: Any = state.widget_value(_PICTURE)["selection"].get("picked", [])
    if picked:
        request_panel.open_request(str(picked[0]["id"]))
