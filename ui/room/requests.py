"""The requests: the picture, the list in order, and what the room talks about first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

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
# How often a screen looks for margins, and how many new ones are worth drawing it again.
LOOK_FOR_MARGINS, MARGINS_AT_ONCE = "3s", 8
# Longer lists are not explained unasked: that would keep a core busy for as long as the meeting lasts.
MOST_EXPLAINED = 200
MARGIN = "Above 0: what the plan would lose without it. Below 0: what forcing it in would cost. Points."
Votes = Mapping[str, frozenset[str]]
# Where no row has a number yet, the column is one of numbers all the same.
_NUMBERS = {"margin": pa.float64()}


def show(outcome: Outcome) -> None:
    """The picture and the list in order, both marked while they are provisional."""
    rows, is_final = frames.request_columns(outcome), outcome.selection.is_final
    answer = state.desk().votes(outcome.notebook, outcome.today)
    _show_picture(rows, is_final=is_final)
    _show_rows(rows, outcome, answer)
    request_panel.show_opened(outcome)


def look_for_margins(outcome: Outcome) -> None:
    """While reasons are still being found behind a proven plan, let the list take in the margins as they are known."""
    is_short = len(outcome.notebook.requests) <= MOST_EXPLAINED
    if is_short and outcome.selection.is_final and not reasons_panel.ask(outcome).is_over:
        _watch_reasons(outcome, len(state.desk().explained(outcome.notebook, outcome.today)))


@st.fragment(run_every=LOOK_FOR_MARGINS)
def _watch_reasons(outcome: Outcome, n_shown: int) -> None:
    """Nothing to see: draws the page again once many more margins are known, or all."""
    n_known = len(state.desk().explained(outcome.notebook, outcome.today))
    if reasons_panel.ask(outcome).is_over or n_known >= n_shown + MARGINS_AT_ONCE:
        state.draw_again()


def _show_rows(rows: Columns, outcome: Outcome, answer: Answer[Votes]) -> None:
    reasons, votes = state.desk().explained(outcome.notebook, outcome.today), answer.value or {}
    rows = {
        **rows,
        "margin": [_margin(reasons.get(request_id)) for request_id in rows["id"]],
        "votes": [sum(request_id in funded for funded in votes.values()) for request_id in rows["id"]],
    }
    rows = _chosen(rows, outcome, answer)
    signed = [f"{charts.STANDING_SIGNS[word]} {word}" for word in rows["standing"]]
    with st.container(key="list", height=LIST_HEIGHT, border=False):
        _show_list({**rows, "standing": signed}, outcome, n_votes=len(votes))


def _margin(explained: Explanation | None) -> float | None:
    """What the plan would lose without a funded request; below 0 what forcing one in would cost; None: not known."""
    if explained is None:
        return None
    if explained.safety_margin is not None:
        return explained.safety_margin
    return None if explained.points_short is None else -explained.points_short


def _show_picture(rows: Columns, *, is_final: bool) -> None:
    # Beside the picture, not in it: a chart with another specification is built anew, with other data it moves.
    with st.container(key="picture_mark"):
        st.markdown("" if is_final else ":orange-badge[Provisional]")
    with st.container(key="picture", height="stretch"):
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


def _chosen(rows: Columns, outcome: Outcome, answer: Answer[Votes]) -> Columns:
    """The rows people want to see: all, those whose place can still change first, one department's."""
    with st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small"):
        shown = st.segmented_control("Requests shown", [ALL, CONTESTED], default=ALL, key=_SHOWN, required=True,
                                     label_visibility="collapsed")  # fmt: skip
        one = st.selectbox("Department", front_line.departments(outcome), index=None, key=_DEPARTMENT,
                           placeholder="All departments", label_visibility="collapsed", width=190)  # fmt: skip
        within = _ask_how_near() if shown == CONTESTED else NEAR_THE_LINE
        _show_agreement(rows["votes"], outcome, answer)
    if shown == CONTESTED:
        contested = _contested(rows, outcome, answer.value or {}, within)
        rows = frames.rows_where(rows, [request_id in contested for request_id in rows["id"]])
    if one:
        theirs = {r.id for r in outcome.notebook.requests if one in front_line.touched(r)}
        rows = frames.rows_where(rows, [request_id in theirs for request_id in rows["id"]])
    return rows


def _ask_how_near() -> float:
    """Points from the line within which a place counts as one that can still change."""
    return float(
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


def _show_agreement(n_holding: Sequence[int], outcome: Outcome, answer: Answer[Votes]) -> None:
    """On how many requests the stakeholders agree."""
    n_minds = len(outcome.notebook.stakeholder_weights)
    if not n_minds:
        return
    if not answer.is_over:
        _await_votes(outcome)
        return
    n_all, n_none = sum(n == n_minds for n in n_holding), sum(n == 0 for n in n_holding)
    st.markdown(
        f"**{n_all}** in all, **{n_none}** in none, **{len(n_holding) - n_all - n_none}** contested",
        help=f"The best portfolio at the weights of each of {wording.counted(n_minds, 'stakeholder')}: requests that "
        "are in all of them, in none, in some.",
    )


@st.fragment(run_every=parts.LOOK_AGAIN)
def _await_votes(outcome: Outcome) -> None:
    if state.desk().votes(outcome.notebook, outcome.today).is_over:
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
