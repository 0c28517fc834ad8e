"""Rows that name a group of the rows below them, as a pivot in outline form does: its name is filled down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake import finding as kinds
from intake import meanings as m
from intake.cells import Cell, is_blank, read_text
from intake.finding import Finding
from intake.header_findings import table_finding
from intake.kept_rows import index_of
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.row_checks import says_total


@dataclass(frozen=True, slots=True)
class Grouped:
    """A table whose groups are filled down.

    Args:
        groups: Numbers of the rows that name a group.
    """

    table: Table
    groups: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def fill_groups(table: Table, uses: tuple[ColumnUse, ...]) -> Grouped:
    """The table with the department of the group in each of its rows.

    Only where that is the whole pattern: no row has both a title and a department, and each department stands above a
    row that has a title.
    """
    title, department = index_of(uses, m.TITLE), index_of(uses, m.DEPARTMENT)
    if title is None or department is None:
        return Grouped(table)
    groups: dict[int, list[int]] = {}
    group: tuple[int, Cell] | None = None
    filled: list[tuple[int, tuple[Cell, ...]]] = []
    for number, row in table.rows:
        name, has_title = _at(row, department), not is_blank(_at(row, title))
        if not is_blank(name) and says_total(read_text(name)):
            group = None
        elif not is_blank(name):
            if has_title:
                return Grouped(table)
            group = (number, name)
            groups[number] = []
        elif has_title and group is not None:
            groups[group[0]].append(number)
            filled.append((number, _with(row, department, group[1])))
            continue
        filled.append((number, row))
    if not groups or not all(groups.values()):
        return Grouped(table)
    by_number = dict(table.rows)
    header = next(use.header for use in uses if use.index == department)
    findings = tuple(
        table_finding(
            kinds.GROUP_FILLED,
            f"{read_text(by_number[number][department])[:80]} counts as the {header} of the "
            f"{'row' if len(below) == 1 else f'{len(below)} rows'} below it.",
            table,
            row=number,
            column=header,
            value=read_text(by_number[number][department])[:200],
        )
        for number, below in groups.items()
    )
    return Grouped(replace(table, rows=tuple(filled)), frozenset(groups), findings)


def _at(row: tuple[Cell, ...], index: int) -> Cell:
    return row[index] if index < len(row) else None


def _with(row: tuple[Cell, ...], index: int, value: Cell) -> tuple[Cell, ...]:
    cells = [*row, *[None] * (index + 1 - len(row))]
    cells[index] = value
    return tuple(cells)
