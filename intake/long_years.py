"""Long tables: one row a request and year. Each amount is put into a column of its year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake import meanings as m
from intake.cells import Cell, is_blank, read_text
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.meanings import fold_header
from intake.series import year_of
from intake.together import BY_YEAR

_YEAR_HEADERS = {
    "fiscal year", "year", "fy", "budget year", "financial year", "plan year", "funding year", "calendar year",
    "geschäftsjahr", "jahr", "année", "exercice", "año", "ejercicio",
}  # fmt: skip


def with_columns_by_year(table: Table, uses: Sequence[ColumnUse]) -> tuple[Table, tuple[ColumnUse, ...]]:
    """The table with a cost column for every year, where a column names each row's year and requests come again, or
    each year has a sheet.

    Returns:
        The table and its uses, unchanged where it is not such a table.
    """
    costs = [use for use in uses if use.is_cost]
    year = next((k for k, header in enumerate(table.headers) if fold_header(header) in _YEAR_HEADERS), None)
    name = next((use.index for meaning in (m.ID, m.TITLE) for use in uses if use.meaning == meaning), None)
    if year is None or name is None or not costs or any(use.year for use in costs):
        return table, tuple(uses)
    years = [_year(row, year) for _, row in table.rows]
    is_by_sheet = bool(table.places) and table.headers[year] == BY_YEAR
    if not is_by_sheet and not _comes_again(table, name, years):
        return table, tuple(uses)
    columns = [(use, fy) for use in costs for fy in sorted({fy for fy in years if fy})]
    width = len(table.headers)
    added = tuple(
        replace(
            use,
            index=width + k,
            header=f"{use.header} {fy}",
            year=fy,
            meaning=_by_year(use.meaning),
            made_from=use.header,
        )
        for k, (use, fy) in enumerate(columns)
    )
    rows = tuple(
        (number, _widened(row, width, columns, fy) if fy else row)
        for (number, row), fy in zip(table.rows, years, strict=True)
    )
    kept = tuple(replace(use, meaning=m.UNUSED, parted=use.meaning) if use.is_cost else use for use in uses)
    return replace(table, headers=(*table.headers, *(use.header for use in added)), rows=rows), (*kept, *added)


def _by_year(meaning: str) -> str:
    return m.COST_OPERATING if meaning == m.COST_OPERATING else m.COST_CAPITAL


def _comes_again(table: Table, name: int, years: Sequence[str]) -> bool:
    """Whether every row names a year, and most requests stand there for several."""
    seen: dict[str, list[str]] = {}
    for (_, row), fy in zip(table.rows, years, strict=True):
        key = _text(row, name)
        if key and fy:
            seen.setdefault(key, []).append(fy)
    rows = sum(map(len, seen.values()))
    again = sum(len(found) for found in seen.values() if len(set(found)) == len(found) > 1)
    return rows > 0 and rows >= 0.9 * len(table.rows) and again * 2 > rows


def _widened(row: tuple[Cell, ...], width: int, columns: Sequence[tuple[ColumnUse, str]], fy: str) -> tuple[Cell, ...]:
    head = [*row[:width], *[None] * (width - len(row))]
    tail = [row[use.index] if of == fy and use.index < len(row) else None for use, of in columns]
    for use, _ in columns:
        if use.index < width:
            head[use.index] = None
    return (*head, *tail)


def _year(row: Sequence[Cell], index: int) -> str:
    return year_of(_text(row, index)) or ""


def _text(row: Sequence[Cell], index: int) -> str:
    return read_text(row[index]) if index < len(row) and not is_blank(row[index]) else ""
