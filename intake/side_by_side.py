"""Lists that stand side by side on one sheet: each is a candidate of its own, called by its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from intake.cells import Cell, is_blank, read_text
from intake.meanings import TITLE, header_meaning
from intake.workbook import Sheet

_ROWS_SEARCHED = 30
_FEWEST_KNOWN = 2


def parted(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet, or the parts of it that each hold a list: blank columns part them, and each has headers of its own.

    What stands beside a list and is none stays with the list before it.
    """
    for number, row in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        titles = [k for k, cell in enumerate(row) if isinstance(cell, str) and header_meaning(read_text(cell)) == TITLE]
        if len(titles) > 1 and len(starts := _starts(sheet.rows, number)) > 1:
            width = max(map(len, sheet.rows))
            ends = [*starts[1:], width]
            return tuple(_part(sheet, first, last) for first, last in zip([0, *starts[1:]], ends, strict=True))
    return (sheet,)


def _starts(rows: Sequence[Sequence[Cell]], header: int) -> list[int]:
    """The first column of every list whose headers stand in a row."""
    width = max(map(len, rows))
    filled = [False] * width
    for row in rows[header:]:
        for k, cell in enumerate(row):
            filled[k] = filled[k] or not is_blank(cell)
    blocks = [k for k in range(width) if filled[k] and (k == 0 or not filled[k - 1])]
    ends = [next((e for e in range(k, width) if not filled[e]), width) for k in blocks]
    return [first for first, last in zip(blocks, ends, strict=True) if _is_list(rows, header, first, last)]


def _is_list(rows: Sequence[Sequence[Cell]], header: int, first: int, last: int) -> bool:
    """Whether the columns have a title and another known header, and a title below."""
    known = {k: header_meaning(read_text(cell)) for k, cell in enumerate(rows[header][:last]) if k >= first}
    title = next((k for k, meaning in known.items() if meaning == TITLE), None)
    if title is None or len(set(filter(None, known.values()))) < _FEWEST_KNOWN:
        return False
    return any(title < len(row) and not is_blank(row[title]) for row in rows[header + 1 :])


def _part(sheet: Sheet, first: int, last: int) -> Sheet:
    while last > first + 1 and all(last > len(row) or is_blank(row[last - 1]) for row in sheet.rows):
        last -= 1
    name = f"{sheet.name}!{get_column_letter(first + 1)}:{get_column_letter(last)}"
    areas = tuple(
        ((top, left - first), (bottom, right - first))
        for (top, left), (bottom, right) in sheet.areas
        if first <= left and right < last
    )
    return replace(sheet, name=name, rows=tuple(row[first:last] for row in sheet.rows), areas=areas, part_of=sheet.name)
