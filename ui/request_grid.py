"""The requests in an editable grid, with bulk fill; every entry is kept beside the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from intake.columns import CAPITAL_COLUMN, COLUMNS, HOURS_COLUMN, OPERATING_COLUMN, Column
from intake.defaults import DEFAULTS, marked
from intake.guides import choices_of
from intake.own_rows import Row
from intake.read import Intake
from reports import wording
from scoring.criterion import CRITERIA
from ui import entering, grid_filter, jumping, loading, state
from ui.plain_text import plain

_BY_KEY = {column.key: column for column in COLUMNS}
_RATED = {c.key: c for c in CRITERIA if c.is_rated}
_BASICS = (
    "requesting_department", "focus_area", "sponsor_role", "stage", "ai_risk", "duration_quarters", "earliest_start",
)  # fmt: skip
_RULES = (
    "mandate_type", "mandate_rule", "mandate_deadline", "mandate_group", "depends_on", "exclusive_group",
    "affected_departments", "change_impact",
)  # fmt: skip
_BENEFIT = ("annual_benefit_usd", "benefit_type", "benefit_confidence")
GROUPS = ("Basics", "Money", "Hours", "Ratings", "Mandates and prerequisites", "Everything")
_START_BLANK = "Blank counts as the plan's first quarter."
# Filled together: a request waits until each of its years has its costs, 0 where none.
_ALL_COSTS, _ALL_HOURS = "all_costs", "all_hours"
_MANY = {_ALL_COSTS: "All costs by year", _ALL_HOURS: "All hours"}
# Rows up to which the grid has no scroll bar of its own, and its height in pixels beyond.
_SHOWN_WHOLE, _TALLEST = 11, 460
# Rows of one page: a grid of thousands takes seconds to send and to draw again after every cell.
PAGE_ROWS = 200


def show(found: Intake) -> None:
    """Filters, bulk fill and the grid."""
    current = loading.loaded()
    if current is None or not found.requests:
        st.info("No requests came in yet.")
        return
    group = st.segmented_control("Columns", GROUPS, default=GROUPS[0], key=jumping.GROUP) or GROUPS[0]
    rows = entering.rows_of(found)
    only = jumping.only_request(found)
    chosen = _one(found, rows, only) if only else grid_filter.show(found, rows)
    keys = _keys(found, group)
    _bulk_fill(keys, [row["request_id"] for row in chosen])
    _grid(current, _page(chosen), keys, group)
    if group == "Hours":
        _add_role()
    n = len(current.edits) - len(entering.resting_edits())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{wording.counted(n, 'cell')} entered beside the file." if n else "Nothing entered beside the file yet."
        )
        if current.edits:
            st.button("Take all entries back", key="drop_edits", on_click=entering.drop_edits)


def _one(found: Intake, rows: Sequence[Row], request_id: str) -> list[Row]:
    """The one request that a finding led to, with what was found about it and the ways back."""
    own = jumping.findings_of(found, request_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Only **{plain(request_id)}**", width="content")
        st.button("Back to the findings", key="grid_back", on_click=jumping.back_to_findings)
        st.button("Show all requests", key="grid_all", on_click=jumping.show_all_requests)
        if own:
            words = f"Its {wording.counted(len(own), 'finding')}"
            st.button(words, key="grid_findings", on_click=jumping.show_findings, args=(request_id,))
    return [row for row in rows if row["request_id"] == request_id]


def _page(rows: Sequence[Row]) -> Sequence[Row]:
    """One page of a long list."""
    if len(rows) <= PAGE_ROWS:
        return rows
    with st.container(horizontal=True, vertical_alignment="center"):
        # Another list of other length begins on its first page.
        number = st.pagination(-(-len(rows) // PAGE_ROWS), key=f"grid_page_{len(rows)}")
        first = (number - 1) * PAGE_ROWS
        st.caption(f"Requests {first + 1:,} to {min(first + PAGE_ROWS, len(rows)):,} of {len(rows):,}")
    return rows[first : first + PAGE_ROWS]


def _keys(found: Intake, group: str) -> list[str]:
    columns = entering.columns_of(found)
    chosen = {
        "Basics": _BASICS,
        "Money": (*filter(_is_cost, columns), *_BENEFIT),
        "Hours": tuple(filter(HOURS_COLUMN.match, columns)),
        "Ratings": tuple(_RATED),
        "Mandates and prerequisites": _RULES,
    }.get(group, columns)
    return ["title", *(k for k in columns if k in chosen and k != "title")]


def group_of(key: str) -> str:
    """The group of columns that holds one."""
    if _is_cost(key) or key in _BENEFIT:
        return "Money"
    if HOURS_COLUMN.match(key):
        return "Hours"
    if key in _RATED:
        return "Ratings"
    if key in _RULES:
        return "Mandates and prerequisites"
    return GROUPS[0] if key in (*_BASICS, "title") else GROUPS[-1]


def _is_cost(key: str) -> bool:
    return bool(CAPITAL_COLUMN.match(key) or OPERATING_COLUMN.match(key))


def _bulk_fill(keys: Sequence[str], ids: Sequence[str]) -> None:
    """The same value for all requests that pass the filters, on whichever page they stand."""
    many = {_ALL_COSTS: [*filter(_is_cost, keys)], _ALL_HOURS: [*filter(HOURS_COLUMN.match, keys)]}
    together = [name for name, columns in many.items() if columns]
    with st.expander(
        f"Fill many at once: the {wording.counted(len(ids), 'request')} chosen above",
        icon=":material/format_color_fill:",
    ):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choices = [*(k for k in keys if k != "title"), *together]
            column = st.selectbox("Column", choices, format_func=heading, key="fill_column", width=260)
            if column is None:
                return
            words = choices_of(column)
            key = f"fill_value_{column}"
            if words:
                st.selectbox("Value", words, key=key, width=200)
            else:
                st.text_input("Value", key=key, width=200)
            only_blank = st.checkbox("Only where blank or a default", value=True, key="fill_blank")
            st.button("Fill", key="fill", on_click=_fill, args=(many.get(column, [column]), key, ids, only_blank))
        if note := _blank_note(column):
            st.caption(note)


def _blank_note(column: str) -> str:
    """What counts where nobody said anything."""
    if column in _RATED:
        return f"Blank counts as {_RATED[column].assumed:g} (a stated default, shown as assumed) until rated."
    if column in DEFAULTS:
        return f"Where nobody states it, {DEFAULTS[column]} counts."
    if column == _ALL_COSTS:
        return "A request competes once each year has its capital and operating cost: 0 where there is none."
    return _START_BLANK if column == "earliest_start" else ""


def _fill(columns: Sequence[str], key: str, ids: Sequence[str], only_blank: bool) -> None:
    value = str(state.widget_value(key) or "").strip()
    if value:
        n = entering.fill_many(columns, value, frozenset(ids), only_blank=only_blank)
        st.toast(f"{wording.counted(n, 'request')} filled.")


def _add_role() -> None:
    """A field for a role that the list does not have."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Another role", placeholder="Such as pharmacist", key="grid_role", width=260)
        st.button("Add its column", key="grid_add_role", on_click=_take_role)


def _take_role() -> None:
    entering.add_role(str(state.widget_value("grid_role") or ""))


def _grid(current: loading.Loaded, rows: Sequence[Row], keys: Sequence[str], group: str) -> None:
    frame = pd.DataFrame({"request_id": [row["request_id"] for row in rows]}, dtype="object")
    for key in keys:
        # A grid shows a blank choice as nothing at all: the default stands there with its mark.
        texts = [row[key] or (marked(key) if choices_of(key) else "") for row in rows]
        frame[key] = pd.to_numeric(pd.Series(texts, dtype="object"), errors="coerce") if is_number(key) else texts
    place = (tuple(row["request_id"] for row in rows), tuple(keys))
    editor = f"grid_{group}_{current.version}_{abs(hash(place))}"
    st.data_editor(
        frame,
        hide_index=True,
        key=editor,
        num_rows="fixed",
        disabled=["request_id"],
        height="content" if len(frame) <= _SHOWN_WHOLE else _TALLEST,
        placeholder="",
        column_config={
            "request_id": st.column_config.TextColumn("Id", pinned=True, width=110),
            **{k: _config(k) for k in keys},
        },
        on_change=_commit,
        args=(editor, tuple(row["request_id"] for row in rows)),
    )
    if any(key in DEFAULTS for key in keys):
        st.caption("(default) marks what nobody stated: it counts until somebody chooses.")


def _commit(editor: str, shown_ids: Sequence[str]) -> None:
    changed = state.widget_value(editor) or {}
    entering.enter_rows(changed.get("edited_rows", {}), shown_ids)


def heading(key: str) -> str:
    """A column of our layout for people."""
    for pattern, words in ((CAPITAL_COLUMN, "Capital FY"), (OPERATING_COLUMN, "Operating FY")):
        if match := pattern.match(key):
            return f"{words}{match[1]}"
    if key in _MANY:
        return _MANY[key]
    if match := HOURS_COLUMN.match(key):
        return f"{match[1].replace('_', ' ').capitalize().replace('Ehr ', 'EHR ')} hours"
    if key in _RATED:
        return _RATED[key].label
    words = key.removesuffix("_usd").replace("_", " ").capitalize().replace("Ai ", "AI ")
    return f"{words} (blank: {DEFAULTS[key]})" if key in DEFAULTS and is_number(key) else words


def is_number(key: str) -> bool:
    """Whether a column holds numbers."""
    if CAPITAL_COLUMN.match(key) or OPERATING_COLUMN.match(key) or HOURS_COLUMN.match(key):
        return True
    column = _BY_KEY.get(key)
    return column is not None and column.type.startswith(("money", "number", "whole number", "rating"))


def _config(key: str) -> Any:
    column: Column | None = _BY_KEY.get(key)
    note = f"{column.meaning}. {_blank_note(key)}".strip() if column else None
    if key == "title":
        return st.column_config.TextColumn("Title", width="medium", pinned=True, required=True, help=note)
    if words := choices_of(key):
        first = [marked(key)] if key in DEFAULTS else [""]
        return st.column_config.SelectboxColumn(heading(key), options=[*first, *words], help=note)
    if not is_number(key):
        return st.column_config.TextColumn(heading(key), help=note)
    if key in _RATED:
        rated = _RATED[key]
        note = f"{rated.meaning} Blank counts as {rated.assumed:g} (assumed)."
        return st.column_config.NumberColumn(heading(key), min_value=rated.low, max_value=rated.high, help=note)
    is_cost = bool(CAPITAL_COLUMN.match(key) or HOURS_COLUMN.match(key))
    low = 0.0 if is_cost else column.low if column else None
    return st.column_config.NumberColumn(heading(key), min_value=low, format="localized", help=note)
