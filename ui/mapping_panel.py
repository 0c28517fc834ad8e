"""How the columns of a file were understood; each meaning can be changed and is remembered for files of that shape."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from intake.columns import COLUMNS
from intake.meanings import LABELS, UNUSED, label
from intake.questions import money_in_words
from intake.read import Intake
from intake.request_table import RequestTable
from ui import loading

_CHOICES = (*LABELS, *(c.key for c in COLUMNS if c.key not in ("request_id", "title", "description", "focus_area")))


def show(found: Intake) -> None:
    """Sheet, header row, cost and unit in one line, then a table of columns and a way to change each."""
    table = found.table
    if table is None:
        return
    st.text(_summary(found, table))
    frame = pd.DataFrame(
        {
            "Column": [use.header or f"(column {use.index + 1})" for use in table.uses],
            "Means": [label(use.meaning) for use in table.uses],
            "Year": [use.year for use in table.uses],
            "How sure": [use.confidence if use.meaning != UNUSED else None for use in table.uses],
            "Said by": ["you" if use.is_stated else "" for use in table.uses],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        key="mapping",
        height=min(36 * (len(frame) + 1) + 2, 420),
        column_config={"How sure": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)},
        alt="Columns of the file, what they mean and how sure that is",
    )
    headers = [use.header for use in table.uses if use.header]
    if not headers:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox("Column", headers, key="mapping_column", width=340)
        now = next(use.meaning for use in table.uses if use.header == column)
        choices = list(dict.fromkeys((now, *_CHOICES)))
        meaning = st.selectbox("Means", choices, format_func=label, key=f"mapping_meaning_{column}", width=260)
        st.button(
            "Change",
            key="mapping_change",
            disabled=meaning == now,
            on_click=loading.set_meaning,
            args=(column, meaning),
        )
        if found.answers != type(found.answers)():
            st.button("Forget all answers", key="mapping_forget", on_click=loading.forget_answers)
    if loading.answers_bind_others():
        st.caption("Answers and meanings are remembered for the next file with the same columns.")


def _summary(found: Intake, table: RequestTable) -> str:
    headers = f"headers in row {table.header_row}" if table.header_row else "no headers"
    parts = [f"Sheet {table.sheet}", headers]
    if table.is_turned:
        parts.append("one request in each column")
    money = table.money
    if money.columns and table.cost_sum is not None:
        currency = money.usual_currency
        source = {"stated": "stated", "asked": "not known yet", "assumed": "assumed from their size"}[money.unit.source]
        parts.append(f"cost from {money.cost_column}: {money_in_words(table.cost_sum, currency)} in all")
        scales = {money.scale(use) for use in money.columns}
        counted = f"in units of {scales.pop():,f} ({source})" if len(scales) == 1 else "as each header says"
        parts.append(f"counted {counted}")
    return ", ".join(parts) + "."
