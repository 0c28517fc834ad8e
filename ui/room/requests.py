"""The requests: the picture, the list in order, and what the room talks about first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from planning.outcome import Outcome
from planning.worker import Answer
from reports import charts, frames, wording
from ui import parts, state
from ui.room import request_panel

LIST_HEIGHT = 224
ALL, CONTESTED = "All", "Contested first"
_SHOWN, _DEPARTMENT, _PICTURE, _LIST = "requests_shown", "requests_department", "value_cost", "request_list"
Votes = Mapping[str, frozenset[str]]


def show(outcome: Outcome) -> None:
    """The picture and the list in order, both marked while they are provisional."""
    frame, is_final = frames.request_frame(outcome), outcome.selection.is_final
    answer = state.desk().votes(outcome.notebook, outcome.today)
    frame["votes"] = _votes(frame, answer.value or {})
    _show_picture(frame, is_final=is_final)
    frame = _chosen(frame, outcome, answer)
    frame["standing"] = frame["standing"].map(lambda word: f"{charts.STANDING_SIGNS[word]} {word}")
    with st.container(key="list", height=LIST_HEIGHT, border=False):
        _show_list(frame, outcome, is_final=is_final, n_votes=len(answer.value or {}))
    request_panel.show_opened(outcome)


def _show_picture(frame: pd.DataFrame, *, is_final: bool) -> None:
    with st.container(key="picture", height="stretch"):
        picture = charts.value_cost_chart(frame, mark="" if is_final else "Provisional")
        st.vega_lite_chart(
            picture.data,
            picture.spec,
            key=_PICTURE,
            height="stretch",
            alt="Score against three-year net cost by request",
            on_select=_open_from_picture,
        )


def _show_list(frame: pd.DataFrame, outcome: Outcome, *, is_final: bool, n_votes: int) -> None:
    labels = {c.key: c.short for c in outcome.notebook.criteria_in_use}
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    votes = ["votes"] if n_votes else []
    st.dataframe(
        frame[["standing", "id", "title", "score", "reason", *votes, *labels, "assumed"]],
        hide_index=True,
        height="stretch",
        key=_LIST,
        on_select=_open_from_list,
        selection_mode="single-cell",
        column_config={
            "standing": text("Standing" if is_final else "Provisional", width=100),
            "id": text("Request", width=66),
            "title": text("Title", width=230),
            "score": number("Score", format="%.1f", width=52),
            "reason": text("Why", width=240),
            "votes": number(f"In, of {n_votes}", width=62, help="Stakeholders whose best portfolio holds it"),
            **{key: number(label, format="%.1f", width=72) for key, label in labels.items()},
            "assumed": text("Assumed ratings", width=160),
        },
        alt="Requests in order of score with contributions",
    )
    state.keep(_LIST, tuple(frame["id"]))


def _chosen(frame: pd.DataFrame, outcome: Outcome, answer: Answer[Votes]) -> pd.DataFrame:
    """The rows people want to see: all, those whose place can still change first, one department's."""
    touched = {r.id: {r.requesting_department, *r.affected_departments} - {""} for r in outcome.notebook.requests}
    departments = sorted(frozenset[str]().union(*touched.values()))
    contested = _contested(frame, outcome, answer.value or {})
    with st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small"):
        shown = st.segmented_control("Requests shown", [ALL, CONTESTED], default=ALL, key=_SHOWN, required=True,
                                     label_visibility="collapsed")  # fmt: skip
        one = st.selectbox("Department", departments, index=None, placeholder="All departments", key=_DEPARTMENT,
                           label_visibility="collapsed", width=190)  # fmt: skip
        _show_agreement(frame, outcome, answer)
    if one:
        frame = frame[[one in touched[request_id] for request_id in frame["id"]]]
    return frame[frame["id"].isin(contested)] if shown == CONTESTED else frame


def _contested(frame: pd.DataFrame, outcome: Outcome, votes: Votes) -> frozenset[str]:
    """Requests whose place can still change: stakeholders differ about them, or they moved since the snapshot."""
    open_ones = frame[(frame["votes"] > 0) & (frame["votes"] < len(votes))]["id"]
    before = state.snapshot()
    moved = before.funded ^ outcome.funded if before is not None else frozenset()
    return frozenset(open_ones) | moved


def _show_agreement(frame: pd.DataFrame, outcome: Outcome, answer: Answer[Votes]) -> None:
    """On how many requests the stakeholders agree."""
    n_minds = len(outcome.notebook.stakeholder_weights)
    if not n_minds:
        return
    if not answer.is_over:
        _await_votes(outcome)
        return
    votes = frame["votes"]
    n_all, n_none = int((votes == n_minds).sum()), int((votes == 0).sum())
    st.markdown(
        f"**{n_all}** in all, **{n_none}** in none, **{len(votes) - n_all - n_none}** contested",
        help=f"The best portfolio at the weights of each of {wording.counted(n_minds, 'stakeholder')}: requests that "
        "are in all of them, in none, in some.",
    )


@st.fragment(run_every=parts.LOOK_AGAIN)
def _await_votes(outcome: Outcome) -> None:
    if state.desk().votes(outcome.notebook, outcome.today).is_over:
        state.draw_again()
    st.markdown("Asking each stakeholder's weights\u2026")


def _votes(frame: pd.DataFrame, votes: Votes) -> list[int]:
    return [sum(request_id in funded for funded in votes.values()) for request_id in frame["id"]]


def _open_from_list() -> None:
    cells: Any = state.widget_value(_LIST)["selection"]["cells"]
    shown = state.kept(_LIST)
    if cells and isinstance(shown, tuple) and cells[0][0] < len(shown):
        request_panel.open_request(str(shown[cells[0][0]]))


def _open_from_picture() -> None:
    picked: Any = state.widget_value(_PICTURE)["selection"].get("picked", [])
    if picked:
        request_panel.open_request(str(picked[0]["id"]))
