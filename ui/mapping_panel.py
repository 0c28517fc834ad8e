"""How a file was read, as a whole and by column: each can be changed, and is remembered for files of that shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from intake import questions as q
from intake.answers import NO_ANSWERS
from intake.columns import COLUMNS
from intake.mapping import ColumnUse
from intake.meanings import LABELS, UNUSED, label
from intake.questions import money_in_words
from intake.read import Intake
from intake.reading import Reading
from intake.repeated_columns import read_together
from intake.request_table import RequestTable
from ui import answer_memory, answering, state

SUBJECTS = {
    q.SHEET: "Sheet",
    q.HEADER_ROW: "Header row",
    q.UNIT: "Amounts counted",
    q.CURRENCY: "Currency",
    q.GROUPING: "Rows and requests",
    q.STATUS: "Statuses that compete",
    q.DATES: "Day or month first",
}
_CHOICES = (*LABELS, *(c.key for c in COLUMNS if c.key not in ("request_id", "title", "description", "focus_area")))
# Rows up to which a table has no scroll bar of its own, and its height in pixels beyond.
_SHOWN_WHOLE, _TALLEST = 12, 420


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One thing that a person can say otherwise.

    Args:
        name: What it is, for people.
        now: The values it has.
        labels: Words by value of everything it could be.
        take: Called with the new values.
    """

    name: str
    now: tuple[str, ...]
    labels: Mapping[str, str]
    take: Callable[[Collection[str]], None]
    takes_many: bool = False


def show(found: Intake) -> None:
    """The file as a whole and its columns: two tables of one design, each with a way to change what stands there."""
    table = found.table
    if table is None:
        return
    st.text(_money_words(table))
    _table(
        "readings",
        {
            "The file": [SUBJECTS[reading.code] for reading in found.readings],
            "Is read as": [reading.words for reading in found.readings],
            "How sure": [reading.confidence for reading in found.readings],
            "Seen in": [reading.seen for reading in found.readings],
            "Said by": ["you" if reading.is_stated else "" for reading in found.readings],
        },
        "How the file as a whole was read and how sure that is",
    )
    _form("reading", "The file", [_reading_change(reading) for reading in found.readings if reading.choices])
    _table(
        "mapping",
        {
            "Column": [_column_words(use) for use in table.uses],
            "Means": [_meaning_words(use) for use in table.uses],
            "How sure": [use.confidence if (use.parted or use.meaning) != UNUSED else None for use in table.uses],
            "Year": [use.year for use in table.uses],
            "Said by": ["you" if use.is_stated else "" for use in table.uses],
        },
        "Columns of the file, what they mean and how sure that is",
    )
    _form("mapping", "Column", _column_changes(table))
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.answers != NO_ANSWERS:
            st.button("Forget all answers", key="mapping_forget", on_click=answering.forget_answers)
        if answer_memory.answers_bind_others() and not table.is_own:
            st.caption("Answers and meanings are remembered for the next file with the same columns.")


def _table(key: str, columns: Mapping[str, Sequence[object]], alt: str) -> None:
    frame = pd.DataFrame(columns)
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        height="content" if len(frame) <= _SHOWN_WHOLE else _TALLEST,
        column_config={
            "How sure": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, width=110),
            "Said by": st.column_config.Column(width=70),
        },
        alt=alt,
    )


def _form(key: str, heading: str, changes: Sequence[_Change]) -> None:
    """Choose one thing, say what it is, press Change."""
    if not changes:
        return
    by_name = {change.name: change for change in changes}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        change = by_name[st.selectbox(heading, list(by_name), key=f"{key}_what", width=300)]
        field = f"{key}_is_{change.name}"
        if change.takes_many:
            st.multiselect(
                "Is", list(change.labels), change.now, format_func=change.labels.__getitem__, key=field, width=420
            )
        else:
            choices = list(dict.fromkeys((*change.now, *change.labels)))
            st.selectbox("Is", choices, format_func=lambda value: change.labels.get(value, value), key=field, width=420)
        is_same = set(_chosen(field)) == set(change.now)
        st.button("Change", key=f"{key}_change", disabled=is_same, on_click=_take, args=(change, field))


def _take(change: _Change, field: str) -> None:
    change.take(_chosen(field))


def _chosen(field: str) -> tuple[str, ...]:
    value = state.widget_value(field)
    return tuple(value) if isinstance(value, list | tuple) else (str(value),)


def _reading_change(reading: Reading) -> _Change:
    def take(chosen: Collection[str]) -> None:
        answering.answer(reading.code, chosen)

    labels = {choice.value: choice.label for choice in reading.choices}
    return _Change(
        name=SUBJECTS[reading.code],
        now=reading.values,
        labels={**dict.fromkeys(reading.values, reading.words), **labels},
        take=take,
        takes_many=reading.takes_many,
    )


def _column_words(use: ColumnUse) -> str:
    return use.header or f"{use.name} (no header)"


def _meaning_words(use: ColumnUse) -> str:
    """What a column means; one whose amounts stand in columns made from it says so."""
    return f"{label(use.parted)}, parted below" if use.parted else label(use.meaning)


def _column_changes(table: RequestTable) -> list[_Change]:
    """Every column of the file; what was made from one changes with it."""
    return [_column_change(use, read_together(table.uses, use)) for use in table.uses if not use.made_from]


def _column_change(use: ColumnUse, together: Sequence[str]) -> _Change:
    """Args:
    together: Names of the columns that are read as one with it.
    """
    meaning = use.parted or use.meaning

    def take(chosen: Collection[str]) -> None:
        answering.set_meaning(together, next(iter(chosen)))

    labels = {choice: label(choice) for choice in (meaning, *_CHOICES)}
    return _Change(name=_column_words(use), now=(meaning,), labels=labels, take=take)


def _money_words(table: RequestTable) -> str:
    """The cost in words: the surest way to see a wrong unit."""
    money = table.money
    if not money.columns or table.cost_sum is None:
        return f"Sheet {table.sheet}."
    total = money_in_words(table.cost_sum, money.usual_currency)
    return f"Sheet {table.sheet}, cost from {money.cost_column}: {total} in all."
