"""Sheets of the same columns, one for each department or year: read together as one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from intake.cells import Cell
from intake.layout import Table
from intake.meanings import DEPARTMENT, TITLE, fold_header, header_meaning
from intake.series import year_of
from intake.stated_units import said_unit
from intake.workbook import Merged

# Headers of the column that holds the sheets' names.
BY_DEPARTMENT, BY_YEAR = "Department (sheet)", "Fiscal year"
_SHARED = 0.7


def sheets_alike(table: Table, others: Sequence[Table]) -> tuple[Table, ...]:
    """The table and those of other sheets with its columns, in which amounts are counted alike; none where it is alone.

    Args:
        others: The best table of every other sheet.
    """
    if not table.has_headers:
        return ()
    alike = tuple(other for other in others if _is_alike(table, other))
    return (table, *alike) if alike else ()


def joined(tables: Sequence[Table]) -> Table:
    """One table of all rows under the first one's headers; each row knows its sheet, and its sheet's name stands in it.

    Headers that only a later sheet has are added behind. The name of the sheet fills a column of departments, or of
    years, where the list has none.
    """
    first = tables[0]
    headers = list(first.headers)
    folded = [fold_header(header) for header in headers]
    for other in tables[1:]:
        for header in other.headers:
            if header and fold_header(header) not in folded:
                headers.append(header)
                folded.append(fold_header(header))
    source = _source_header(tables)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    merged: list[Merged] = []
    places: dict[int, tuple[str, int]] = {}
    levels: dict[int, int] = {}
    other_table: int | None = None
    offset = 0
    for table in tables:
        order = _order(table, folded)
        for number, row in table.rows:
            rows.append((offset + number, _in_order(row, order, len(headers), table.sheet if source else "")))
            places[offset + number] = (table.sheet, number)
        merged += [
            Merged(order[area.column], offset + area.first, offset + area.last)
            for area in table.merged
            if order.get(area.column) is not None
        ]
        if table.other_table is not None:
            other_table = offset + table.other_table
            places[other_table] = (table.sheet, table.other_table)
        levels |= {offset + number: level for number, level in table.levels.items()}
        offset = max((offset + area.last for area in table.merged), default=offset)
        offset = max(offset, *places)
    return replace(
        first,
        sheet=" + ".join(table.sheet for table in tables),
        headers=(*headers, *([source] if source else [])),
        rows=tuple(rows),
        above=tuple(dict.fromkeys(text for table in tables for text in table.above)),
        other_table=other_table,
        merged=tuple(merged),
        levels=levels,
        places=places,
    )


def _is_alike(table: Table, other: Table) -> bool:
    ours, theirs = ({fold_header(header) for header in t.headers if header} for t in (table, other))
    shared = ours & theirs
    has_title = any(header_meaning(header) == TITLE for header in shared)
    is_close = len(shared) >= _SHARED * max(len(ours), len(theirs))
    return has_title and is_close and other.is_turned == table.is_turned and _units(table) == _units(other)


def _units(table: Table) -> set[Decimal]:
    """What the sheet's name and the texts above its headers say that amounts are counted in."""
    said = (said_unit(table.sheet, in_sentence=False), *(said_unit(text) for text in table.above))
    return {unit.scale for unit in said if unit is not None}


def _source_header(tables: Sequence[Table]) -> str:
    """The header of a column with the sheets' names; empty where the list says itself what they would tell."""
    if all(table.part_of == tables[0].part_of != "" for table in tables):
        return ""
    known = {header_meaning(header) for table in tables for header in table.headers}
    if all(year_of(table.sheet) for table in tables):
        has_year = any(fold_header(header) == fold_header(BY_YEAR) for header in tables[0].headers)
        return "" if has_year or any(year_of(header) for header in tables[0].headers) else BY_YEAR
    return "" if DEPARTMENT in known or "requesting_department" in known else BY_DEPARTMENT


def _order(table: Table, folded: Sequence[str]) -> dict[int, int]:
    """Where each column of a table goes; a column without a header keeps its place where the first table has none."""
    places = {header: k for k, header in reversed(list(enumerate(folded))) if header}
    return {
        k: place for k, header in enumerate(table.headers) if (place := places.get(fold_header(header))) is not None
    }


def _in_order(row: Sequence[Cell], order: dict[int, int], width: int, source: str) -> tuple[Cell, ...]:
    cells: list[Cell] = [None] * width
    for k, cell in enumerate(row):
        if k in order:
            cells[order[k]] = cell
    return (*cells, source) if source else tuple(cells)
