"""Findings about headers: where they stand, which columns are not used or guessed, how the cost is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from intake import finding as kinds
from intake import meanings as m
from intake.cells import is_blank
from intake.columns import CAPITAL_COLUMN, OPERATING_COLUMN
from intake.finding import Finding, FindingKind
from intake.header_rows import shared_header
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.money import ASSUMED, Money, amount_in
from intake.questions import money_in_words
from intake.stated_units import names_bare_currency
from scoring.criterion import CRITERIA

# Our scale by the column of a rating.
_SCALES = {c.key: f"{c.low:g} to {c.high:g}" for c in CRITERIA if c.is_rated}


def table_finding(
    kind: FindingKind, message: str, table: Table, *, row: int | None, column: str = "", value: str = ""
) -> Finding:
    """A finding about a row or a column of a table."""
    sheet, place = table.place(row) if row else (table.sheet, None)
    return Finding(kind=kind, message=message, sheet=sheet, row=place, column=column, value=value)


def header_findings(
    table: Table,
    uses: Sequence[ColumnUse],
    money: Money,
    years: tuple[str, ...],
    *,
    besides: Iterable[str] = (),
    cost_sum: Decimal | None = None,
) -> Iterable[Finding]:
    """Findings about the headers and about how money is read from them.

    Args:
        years: Fiscal years that a cost without a year is spread over.
        besides: Lists of the same sheet that are not read.
        cost_sum: Sum of the cost over the accepted rows, in currency units.
    """
    row = table.header_row
    if not table.has_headers:
        message = "No row names the columns: they go by their letters, and their meanings are guessed."
        yield table_finding(kinds.HEADER_ABSENT, message, table, row=1)
    if table.places:
        sheets = ", ".join(dict.fromkeys(sheet for sheet, _ in table.places.values()))
        yield table_finding(kinds.SHEETS_JOINED, f"The sheets {sheets} are read as one list.", table, row=None)
    yield from _place_findings(table, besides)
    if len(table.headers) > len(uses):
        message = f"The {len(table.headers) - len(uses):,} columns after the first {len(uses)} are not read."
        yield table_finding(kinds.COLUMN_UNKNOWN, message, table, row=row)
    seen: set[str] = set()
    for use in uses:
        held = any(use.index < len(cells) and not is_blank(cells[use.index]) for _, cells in table.rows[:500])
        if not use.header and held:
            message = f"Column {use.index + 1} has no header and is not used."
            yield table_finding(kinds.HEADER_NAMELESS, message, table, row=row)
        elif use.header and shared_header(use.header).casefold() in seen:
            message = f"The column {shared_header(use.header)} stands twice; the later one is called {use.header}."
            yield table_finding(kinds.COLUMN_REPEATED, message, table, row=row, column=use.header, value=use.header)
        elif use.header and use.is_passed_over and not use.parted:
            message = f"The column {use.header[:120]} is not used."
            yield table_finding(
                kinds.COLUMN_UNKNOWN, message, table, row=row, column=use.header, value=use.header[:200]
            )
        elif use.meaning == m.EFFORT and not use.target:
            message = f"{use.header[:120]} speaks of effort, and not in hours: it is not used."
            yield table_finding(
                kinds.COLUMN_UNKNOWN, message, table, row=row, column=use.header, value=use.header[:200]
            )
        elif use.header and use.confidence < 0.8 and not use.made_from and use not in money.passed:
            message = (
                f"{use.header[:120]} is taken for: {m.label(use.parted or use.meaning)} ({use.confidence:.0%} sure)."
            )
            yield table_finding(
                kinds.COLUMN_DOUBTFUL, message, table, row=row, column=use.header, value=use.header[:200]
            )
        if (scale := _SCALES.get(use.target)) and not use.is_own and not use.is_stated:
            message = f"{use.header[:120]} is read on our scale from {scale}, whatever scale the file rates on."
            yield table_finding(kinds.COLUMN_DOUBTFUL, message, table, row=row, column=use.header)
        seen.add(use.header.casefold())
    for use in money.passed if money.columns else ():
        yield _passed_finding(table, money, use)
    yield from _costs_left_out(table, uses, money)
    if not money.columns and not any(
        CAPITAL_COLUMN.match(use.target) or OPERATING_COLUMN.match(use.target) for use in uses
    ):
        message = "No column is known as a cost: requests wait for one."
        yield table_finding(kinds.COST_MISSING, message, table, row=row)
    yield from _money_findings(table, money, years, cost_sum)


def _costs_left_out(table: Table, uses: Sequence[ColumnUse], money: Money) -> Iterable[Finding]:
    """One finding for each column of a cost that another one replaces, once nothing about money is open."""
    counted = (*money.columns, *money.passed, money.check)
    for use in uses if money.columns and not money.is_waiting else ():
        if use.is_cost and use not in counted:
            message = f"{use.header} is not used: the cost is read from {money.cost_column}."
            yield table_finding(kinds.COLUMN_UNKNOWN, message, table, row=table.header_row, column=use.header)


def _passed_finding(table: Table, money: Money, use: ColumnUse) -> Finding:
    """A cost by the month or of several years: without another running cost, requests wait for one."""
    message, kind = f"{use.header} is no cost of one year: it is not used", kinds.COLUMN_UNKNOWN
    if not any(used.meaning == m.COST_OPERATING for used in money.columns):
        message, kind = f"{message}, and the yearly operating cost is unknown", kinds.COST_MISSING
    return table_finding(kind, f"{message}.", table, row=table.header_row, column=use.header)


def _place_findings(table: Table, besides: Iterable[str]) -> Iterable[Finding]:
    """Where the headers stand, and what stands below or beside the list and is not read."""
    row = table.header_row
    if table.is_turned:
        yield table_finding(
            kinds.TABLE_TURNED, "Each column holds one request; row numbers count columns.", table, row=None
        )
    elif row > 1:
        yield table_finding(kinds.HEADER_ASSUMED, f"The headers stand in row {row}.", table, row=row)
    if table.other_table is not None:
        message = (
            f"A table with other headers begins in row {table.row_words(table.other_table)}; its rows are not read."
        )
        yield table_finding(kinds.TABLE_OTHER, message, table, row=table.other_table)
    for beside in besides:
        message = f"A list stands beside it, in {beside}; it is not read."
        yield table_finding(kinds.TABLE_OTHER, message, table, row=row, value=beside)


def _money_findings(table: Table, money: Money, years: tuple[str, ...], cost_sum: Decimal | None) -> Iterable[Finding]:
    if not money.columns:
        return
    by_year = [use for use in money.columns if use.year]
    if money.is_waiting:
        message = f"Amounts of {money.cost_column} are not used before the question about them is answered."
        yield table_finding(kinds.COST_WAITS, message, table, row=table.header_row, column=money.cost_column)
    is_assumed = money.unit.source == ASSUMED and not any(names_bare_currency(use.header) for use in money.columns)
    if is_assumed and cost_sum is not None:
        message = (
            f"Nothing says what {money.cost_column} is counted in: taken for single units, as {money.unit.seen}. "
            f"All together {money_in_words(cost_sum, money.usual_currency)}."
        )
        yield table_finding(kinds.UNIT_ASSUMED, message, table, row=table.header_row, column=money.cost_column)
    if by_year:
        message = f"{len(by_year)} columns are costs by year: {', '.join(use.header for use in by_year)}."
        yield table_finding(kinds.SERIES_FOUND, message, table, row=table.header_row)
    if len(by_year) < len(money.columns):
        yearly = "" if money.check else ", yearly cost in every year"
        message = f"{money.cost_column} names no year: one-off cost counts in {years[0]}{yearly}."
        yield table_finding(kinds.COST_YEAR_ASSUMED, message, table, row=table.header_row, column=money.cost_column)
    if money.check is not None:
        yield from _sums_that_differ(table, money, money.check)


def _sums_that_differ(table: Table, money: Money, check: ColumnUse) -> Iterable[Finding]:
    for number, row in table.rows:
        whole = amount_in(row, check, money.styles[check.index], money.scale(check))
        parts = [amount_in(row, use, money.styles[use.index], money.scale(use)) for use in money.columns]
        if whole is None or None in parts:
            continue
        together = sum((part for part in parts if part), Decimal(0))
        if abs(together - whole) > max(abs(whole) / 100, Decimal(1)):
            message = f"The years come to {together:,.2f}, {check.header} says {whole:,.2f}; the years count."
            yield table_finding(
                kinds.COST_SUM_DIFFERS, message, table, row=number, column=check.header, value=str(whole)
            )
