"""Dates that can only be meant in another order than their column is read in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from intake import finding as kinds
from intake import meanings as m
from intake.dates import DayOrder, day_order, parse_quarter
from intake.finding import Finding
from intake.header_findings import table_finding
from intake.layout import Table
from intake.mapping import ColumnUse

_FISCAL = re.compile(r"\bfy", re.IGNORECASE)
_ORDERS = (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)


def date_findings(table: Table, uses: Sequence[ColumnUse], orders: Mapping[int, DayOrder | None]) -> Iterator[Finding]:
    """One finding for each column of dates in which some tell another order than the one it is read in.

    Args:
        orders: Order of day and month by column.
    """
    for use in uses:
        if use.meaning in (m.START, m.END):
            yield from _fiscal(table, use)
        order = orders.get(use.index)
        if use.meaning not in (m.START, m.END) or order not in _ORDERS:
            continue
        cells = ((number, row[use.index]) for number, row in table.rows if use.index < len(row))
        other = [(number, cell) for number, cell in cells if isinstance(cell, str) and _tells_another(cell, order)]
        if other:
            number, cell = other[0]
            message = f"{use.header} is read {order}; {cell[:40]}, the first of {len(other):,} such dates, is not."
            yield table_finding(
                kinds.DATE_ORDER_DIFFERS, message, table, row=number, column=use.header, value=cell[:200]
            )


def _fiscal(table: Table, use: ColumnUse) -> Iterator[Finding]:
    """One finding where a column names fiscal quarters: which months they are nobody says."""
    for number, row in table.rows:
        cell = row[use.index] if use.index < len(row) else None
        if isinstance(cell, str) and _FISCAL.search(cell) and (quarter := parse_quarter(cell)) is not None:
            message = f"{use.header} names fiscal quarters: {cell[:40]} is read as the plan's quarter {quarter}."
            yield table_finding(kinds.FISCAL_QUARTERS, message, table, row=number, column=use.header, value=cell[:200])
            return


def _tells_another(cell: str, order: DayOrder) -> bool:
    return (told := day_order((cell,))) in _ORDERS and told is not order
