"""Questions a file leaves open, one card each; the answer is taken at once and the file is read again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from intake import questions as q
from intake.questions import Question
from intake.read import Intake
from intake.statuses import competes
from ui import answering, state
from ui.plain_text import plain

TITLES = {
    q.SHEET: "Which sheet?",
    q.HEADER_ROW: "Which row holds the headers?",
    q.TITLE: "Which column is the title?",
    q.COST_COLUMN: "Which column is the cost?",
    q.UNIT: "What are the amounts counted in?",
    q.CURRENCY: "Which currency?",
    q.GROUPING: "One row, one request?",
    q.STATUS: "Which statuses compete?",
    q.DATES: "Day or month first?",
    q.NOT_A_REQUEST_LIST: "Is this a list of requests?",
}
_BLOCKING = (*q.MONEY_CODES, q.NOT_A_REQUEST_LIST)


def show(found: Intake) -> None:
    """Cards in two columns, what touches money first; nothing where nothing is open."""
    asked = sorted(found.questions, key=lambda question: question.code not in _BLOCKING)
    if not asked:
        return
    n_blocking = sum(question.code in _BLOCKING for question in asked)
    lead = "The list can be used as it is."
    if any(question.code == q.SHEET for question in asked) and found.table is not None:
        lead = f"Only the sheet {plain(found.table.sheet)} is read before you choose."
    if n_blocking:
        lead = "No cost is used before the marked questions are answered."
    st.markdown(f"**{len(asked)} open question{'s' if len(asked) > 1 else ''}.** {lead}")
    n_columns = min(len(asked), 3)
    columns = st.columns(n_columns)
    for k, question in enumerate(asked):
        with columns[k % n_columns], st.container(border=True):
            _card(question)


def _card(question: Question) -> None:
    marker = ":material/pan_tool: " if question.code in _BLOCKING else ""
    st.markdown(f"{marker}**{TITLES[question.code]}**")
    st.text(question.text)
    labels = {choice.value: choice.label for choice in question.choices}
    key = f"answer_{question.code}"
    if question.takes_many:
        likely = [value for value in labels if competes(value)]
        st.multiselect("Those that compete", list(labels), likely, format_func=labels.__getitem__, key=key)
        st.button("Take these", key=f"take_{question.code}", on_click=_take_many, args=(question.code, key))
        return
    st.selectbox(
        "Answer",
        list(labels),
        index=None,
        placeholder="Choose",
        format_func=labels.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=_take,
        args=(question.code, key),
    )


def _take(code: str, key: str) -> None:
    chosen = state.widget_value(key)
    if chosen is not None:
        answering.answer(code, [chosen])


def _take_many(code: str, key: str) -> None:
    chosen: Sequence[str] = state.widget_value(key) or ()
    answering.answer(code, chosen)
