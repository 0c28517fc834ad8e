"""Rows of the sheets beside Requests, by header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.cells import Cell, is_blank, read_text
from intake.workbook import Sheet
from scoring.quarter import Quarter

HEADER_ROWS_SEARCHED = 10


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a settings sheet: its row number and its cells by header."""

    row: int
    cells: Mapping[str, Cell]

    def text(self, header: str) -> str:
        """The cell as text."""
        return read_text(self.cells.get(header))


def records(sheet: Sheet | None, first: str = "") -> list[Record]:
    """Rows below the row of headers: the first row, or the first one near the top that begins with ``first``."""
    if sheet is None or not sheet.rows:
        return []
    tops = [read_text(row[0]).casefold() if row else "" for row in sheet.rows[:HEADER_ROWS_SEARCHED]]
    head = tops.index(first) if first in tops else 0
    headers = [read_text(cell) for cell in sheet.rows[head]]
    keys = [header if _is_quarter(header) else header.casefold() for header in headers]
    return [
        Record(number, dict(zip(keys, row, strict=False)))
        for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2)
        if not all(is_blank(cell) for cell in row)
    ]


def _is_quarter(text: str) -> bool:
    try:
        Quarter.parse(text)
    except ValueError:
        return False
    return True
