"""Cells merged over several rows: the file holds their value once, people read it in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from intake import finding as kinds
from intake import meanings as m
from intake.cells import Cell, broken, is_blank, read_text
from intake.finding import Finding
from intake.header_findings import table_finding
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.row_checks import says_total
from intake.workbook import Merged

_FILLED = (m.ID, m.TITLE, m.START, m.END, m.MANDATE)
_FILLED_TARGETS = ("requesting_department", "sponsor_role", "focus_area", "stage", "description", "earliest_start")


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A table whose merged cells are filled down.

    Args:
        is_spread: A title or an id is merged over several rows: they may be one request.
    """

    table: Table
    findings: tuple[Finding, ...] = ()
    is_spread: bool = False


def fill_merged(table: Table, uses: Sequence[ColumnUse]) -> Unmerged:
    """The table with names, departments and the like in every row they are merged over; amounts stay where they are."""
    by_column = {use.index: use for use in uses}
    filled = dict(table.rows)
    findings: list[Finding] = []
    is_spread = False
    for area in table.merged:
        use = by_column.get(area.column)
        below = [n for n in range(area.first + 1, area.last + 1) if n in filled and not _is_sum(filled[n])]
        value = _at(filled.get(area.first, ()), area.column)
        if use is None or not below or is_blank(value) or broken(value) is not None:
            continue
        if use.is_cost or use.meaning == m.EFFORT:
            findings.append(_amount_finding(table, area, use, value))
        elif use.meaning in _FILLED or use.target in _FILLED_TARGETS:
            filled |= {n: _with(filled[n], area.column, value) for n in below}
            findings.append(_filled_finding(table, area, use, value))
            is_spread |= use.meaning in (m.ID, m.TITLE)
    return Unmerged(replace(table, rows=tuple(filled.items())), tuple(findings), is_spread)


def _is_sum(row: Sequence[Cell]) -> bool:
    return any(says_total(read_text(cell)) for cell in _texts(row))


def _texts(row: Sequence[Cell]) -> Iterator[str]:
    return (cell for cell in row if isinstance(cell, str))


def _at(row: Sequence[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else None


def _with(row: Sequence[Cell], index: int, value: Cell) -> tuple[Cell, ...]:
    cells = [*row, *[None] * (index + 1 - len(row))]
    cells[index] = value
    return tuple(cells)


def _range(table: Table, area: Merged) -> str:
    sheet, first = table.place(area.first)
    last = first + area.last - area.first
    where = f" of {sheet}" if table.places else ""
    if table.is_turned:
        return f"{get_column_letter(first)}{area.column + 1}:{get_column_letter(last)}{area.column + 1}"
    letter = get_column_letter(area.column + 1)
    return f"{letter}{first}:{letter}{last}{where}"


def _filled_finding(table: Table, area: Merged, use: ColumnUse, value: Cell) -> Finding:
    text = read_text(value)
    message = f"{text[:80]} is merged over {_range(table, area)}: it counts in each of these rows."
    return table_finding(kinds.CELLS_MERGED, message, table, row=area.first, column=use.header, value=text[:200])


def _amount_finding(table: Table, area: Merged, use: ColumnUse, value: Cell) -> Finding:
    text = read_text(value)
    message = f"One amount is merged over {_range(table, area)}: it counts in row {table.row_words(area.first)} alone."
    return table_finding(kinds.AMOUNT_MERGED, message, table, row=area.first, column=use.header, value=text[:200])
