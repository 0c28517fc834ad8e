"""Columns of one name that hold one list between them, such as the links of a Jira export: read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake import meanings as m
from intake.cells import Cell, is_blank, read_text
from intake.header_rows import shared_header
from intake.layout import Table
from intake.mapping import ColumnUse


def with_lists_joined(table: Table, uses: Sequence[ColumnUse]) -> Table:
    """The table with the prerequisites of all columns of that name in the one that is used."""
    use = next((use for use in uses if use.meaning == m.DEPENDENCIES and not use.is_own), None)
    if use is None:
        return table
    name = shared_header(use.header).casefold()
    same = [k for k, header in enumerate(table.headers) if shared_header(header).casefold() == name]
    if len(same) < 2:
        return table
    return replace(table, rows=tuple((number, _joined(row, use.index, same)) for number, row in table.rows))


def read_together(uses: Sequence[ColumnUse], use: ColumnUse) -> tuple[str, ...]:
    """Names of the columns that are read as one with a column, its own first."""
    if use.meaning != m.DEPENDENCIES or use.is_own:
        return (use.name,)
    name = shared_header(use.header).casefold()
    return tuple(dict.fromkeys((use.name, *(u.name for u in uses if shared_header(u.header).casefold() == name))))


def _joined(row: tuple[Cell, ...], into: int, same: Sequence[int]) -> tuple[Cell, ...]:
    texts = [read_text(row[k]) for k in same if k < len(row) and not is_blank(row[k])]
    if len(texts) < 2 and (into >= len(row) or not is_blank(row[into])):
        return row
    cells = [*row, *[None] * (into + 1 - len(row))]
    cells[into] = "; ".join(texts) or None
    return tuple(cells)
