"""Which requests the grid shows: by department, focus area, type, stage and words of the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from intake.own_rows import Row
from intake.read import Intake
from ui.plain_text import plain

_FILTERS = {"requesting_department": "Department", "focus_area": "Focus area", "stage": "Stage", "ai_risk": "AI tier"}
# Lists of fewer requests are seen whole: no words are needed to find one.
_LONG_LIST = 20
_WIDTH = 170


def show(found: Intake, rows: Sequence[Row]) -> list[Row]:
    """The filters, each only where it parts the list; the rows that pass them.

    Args:
        rows: Every request as a row of our layout.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kept = list(rows)
        for key, name in _FILTERS.items():
            kept = _kept(kept, key, name, {row["request_id"]: row[key] for row in rows if row[key]})
        for header, kinds in (found.table.kinds if found.table else {}).items():
            kept = _kept(kept, f"kind_{header}", plain(header), kinds)
        if len(rows) > _LONG_LIST:
            words = st.text_input("Find", placeholder="Words or id", key="grid_find", width=_WIDTH)
            kept = [row for row in kept if _says(row, words)]
    return kept


def _kept(rows: list[Row], key: str, name: str, values: Mapping[str, str]) -> list[Row]:
    """The rows of the value that is chosen.

    Args:
        values: Value by request id.
    """
    choices = sorted(set(values.values()))
    if len(choices) < 2:
        return rows
    chosen = st.selectbox(name, choices, index=None, placeholder="All", key=f"grid_{key}", width=_WIDTH)
    return rows if chosen is None else [row for row in rows if values.get(row["request_id"]) == chosen]


def _says(row: Row, words: str) -> bool:
    text = f"{row['request_id']} {row['title']}".casefold()
    return all(word in text for word in words.casefold().split())
