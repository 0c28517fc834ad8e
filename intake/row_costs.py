"""Money and hours of one row, by fiscal year and by role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from intake import finding as kinds
from intake import meanings as m
from intake.amounts import NumberStyle
from intake.cells import Cell, CellError, WithheldError, is_blank, read_decimal, read_money, read_text
from intake.columns import CAPITAL_COLUMN, HOURS_COLUMN, OPERATING_COLUMN
from intake.currencies import is_other_currency
from intake.mapping import ColumnUse
from intake.money import Money, amount_in
from intake.row_notes import Frame, Notes
from intake.series import year_of
from scoring.request import Request

Costs = dict[str, Decimal]
# So many times the usual amount is pointed out; nobody asks for a hundred billion.
_FAR, _IMPOSSIBLE = 1_000, Decimal(10) ** 11


def is_impossible(amount: Decimal, money: Money) -> bool:
    """Whether an amount, in currency units, can't be what one request costs: it is never used."""
    return bool(money.usual) and abs(amount) >= _IMPOSSIBLE


class AmountReader:
    """Reads the amounts of rows; what is blank, withheld or unreadable stays unknown, with a finding."""

    def __init__(self, frame: Frame, notes: Notes) -> None:
        self.frame = frame
        self.notes = notes
        self._series = [u for u in frame.uses if CAPITAL_COLUMN.match(u.target) or OPERATING_COLUMN.match(u.target)]
        self._hours = hours_by_role(frame.uses)

    def costs(self, row: int, cells: Sequence[Cell]) -> tuple[Costs, Costs]:
        """Capital and operating cost by fiscal year; empty where they are unknown or wait for an answer."""
        capital = self._own_series(row, cells, CAPITAL_COLUMN, is_cost=True)
        operating = self._own_series(row, cells, OPERATING_COLUMN, is_cost=False)
        if not self.frame.money.columns:
            return capital, operating
        read, are_known = self._foreign_costs(row, cells)
        if self.frame.money.is_waiting:
            return {}, {}
        if not are_known:
            return capital, operating
        return self._filled(*read)

    def _foreign_costs(self, row: int, cells: Sequence[Cell]) -> tuple[tuple[Costs, Costs], bool]:
        """Capital and operating cost from foreign columns, and whether any amount is known.

        Columns of one kind and year are added up; where one of them is unknown, so is their sum.
        """
        money, years = self.frame.money, self.frame.years
        is_whole = self._is_confirmed(cells)
        costs: tuple[Costs, Costs] = {}, {}
        unknown: set[tuple[bool, str]] = set()
        is_any_known = False
        for use in money.columns:
            is_running = use.meaning == m.COST_OPERATING
            style = money.styles.get(use.index, NumberStyle.UNKNOWN)
            amount = self._amount(row, use, cells, style, money.scale(use), may_be_negative=is_running)
            if amount is None and is_whole and _is_absent(cells, use):
                amount = Decimal(0)
            # A running cost that is part of a total is spent once, or the total would not hold.
            is_yearly = is_running and money.check is None
            spent_in = (use.year,) if use.year else years if is_yearly else years[:1]
            if amount is None:
                unknown |= {(is_running, year) for year in spent_in}
                continue
            is_any_known = True
            for year in spent_in:
                costs[is_running][year] = costs[is_running].get(year, Decimal(0)) + amount
            if not use.year and not is_yearly:
                for year in years[1:]:
                    costs[is_running].setdefault(year, Decimal(0))
        for is_running, year in unknown:
            costs[is_running].pop(year, None)
        return costs, is_any_known

    def _is_confirmed(self, cells: Sequence[Cell]) -> bool:
        """Whether the amounts that stand there come to the row's total: what is blank beside them is nothing."""
        money = self.frame.money
        if money.check is None:
            return False
        whole, *parts = (
            amount_in(cells, use, money.styles.get(use.index, NumberStyle.UNKNOWN), money.scale(use))
            for use in (money.check, *money.columns)
        )
        known = [part for part in parts if part is not None]
        return whole is not None and bool(known) and abs(sum(known) - whole) <= 1

    def _filled(self, capital: dict[str, Decimal], operating: dict[str, Decimal]) -> tuple[Costs, Costs]:
        """Zero for the kind of cost, and the years, that the table has no column for at all."""
        for amounts, is_running in ((capital, False), (operating, True)):
            asked = [use for use in self.frame.money.columns if (use.meaning == m.COST_OPERATING) == is_running]
            has_years = {use.year for use in asked if use.year}
            if is_running and self.frame.money.passed and not asked:
                continue
            if not asked or has_years:
                for year in self.frame.years:
                    if year not in has_years:
                        amounts.setdefault(year, Decimal(0))
        return capital, operating

    def _own_series(
        self, row: int, cells: Sequence[Cell], pattern: re.Pattern[str], *, is_cost: bool
    ) -> dict[str, Decimal]:
        amounts = {}
        for use in self._series:
            if match := pattern.match(use.target):
                style = self.frame.money.styles.get(use.index, NumberStyle.UNKNOWN)
                amount = self._amount(row, use, cells, style, Decimal(1), may_be_negative=not is_cost)
                if amount is not None:
                    amounts[f"FY{match[1]}"] = amount
        return amounts

    def _amount(
        self,
        row: int,
        use: ColumnUse,
        cells: Sequence[Cell],
        style: NumberStyle,
        scale: Decimal,
        *,
        may_be_negative: bool,
    ) -> Decimal | None:
        cell = self.notes.cell(row, cells, use)
        if cell is None:
            return None
        try:
            amount = read_money(cell, style, scale)
        except WithheldError as error:
            message = f"{use.header} is not given: {read_text(cell)[:80]}."
            self.notes.note(kinds.COST_WITHHELD, message, row, use.header, cell, detail=str(error))
            return None
        except CellError as error:
            message = f"{read_text(cell)[:80]!r} in {use.header}."
            self.notes.note(kinds.VALUE_UNREADABLE, message, row, use.header, cell, detail=str(error))
            return None
        if amount < 0 and not may_be_negative:
            self.notes.note(kinds.NEGATIVE_AMOUNT, f"{read_text(cell)} in {use.header}.", row, use.header, cell)
            return None
        usual = self.frame.money.usual_currency
        if use.index in self.frame.money.apart or is_other_currency(cells, use, usual):
            self.notes.note(kinds.CURRENCY_MIXED, f"{read_text(cell)} is not in {usual}.", row, use.header, cell)
            return None
        return self._likely(row, use, cell, amount)

    def _likely(self, row: int, use: ColumnUse, cell: Cell, amount: Decimal) -> Decimal | None:
        """The amount, pointed out where it is far from all others, unknown where it can't be one project's."""
        usual, size = self.frame.money.usual, abs(amount)
        if not usual or not size or use not in self.frame.money.columns:
            return amount
        if size > _FAR * usual or size * _FAR * 10 < usual:
            message = f"{read_text(cell)} in {use.header} is {amount:,.0f}, the usual amount {usual:,.0f}."
            self.notes.note(kinds.AMOUNT_UNLIKELY, message, row, use.header, cell)
        return None if is_impossible(amount, self.frame.money) else amount

    def role_hours(self, row: int, cells: Sequence[Cell]) -> dict[str, float]:
        """Staff hours by role, where the row gives them."""
        hours: dict[str, float] = {}
        unknown: set[str] = set()
        for use in self._hours:
            cell = self.notes.cell(row, cells, use)
            match = HOURS_COLUMN.match(use.target)
            if match is None:
                continue
            if cell is None:
                unknown.add(match[1])
                continue
            try:
                amount = float(read_decimal(cell, self.frame.money.styles.get(use.index, NumberStyle.POINT)))
            except CellError as error:
                message = f"{read_text(cell)[:80]!r} in {use.header}."
                self.notes.note(kinds.VALUE_UNREADABLE, message, row, use.header, cell, detail=str(error))
                unknown.add(match[1])
                continue
            if amount < 0:
                self.notes.note(kinds.NEGATIVE_AMOUNT, f"{read_text(cell)} in {use.header}.", row, use.header, cell)
                unknown.add(match[1])
            else:
                hours[match[1]] = hours.get(match[1], 0.0) + amount
        return {role: amount for role, amount in hours.items() if role not in unknown}

    def note_unknown(self, row: int, cells: Sequence[Cell], request: Request) -> None:
        """Costs and hours that the table asks for and the row leaves blank, and costs that are nothing at all."""
        for use in self._series:
            found = CAPITAL_COLUMN.match(use.target)
            match = found or OPERATING_COLUMN.match(use.target)
            amounts = request.capital_usd if found else request.operating_usd
            if match and f"FY{match[1]}" not in amounts and _is_absent(cells, use):
                self.notes.note(kinds.COST_MISSING, f"{request.id} has no {use.header}.", row, use.header)
        money = self.frame.money
        if money.columns:
            self._note_blank(row, cells, request.id)
        for use in self._hours:
            if _is_absent(cells, use):
                self.notes.note(kinds.HOURS_MISSING, f"{request.id} has no {use.header}.", row, use.header)
        if (
            (request.capital_usd or request.operating_usd)
            and not request.total_hours
            and not any((*request.capital_usd.values(), *request.operating_usd.values()))
        ):
            self.notes.note(kinds.COST_ZERO, f"{request.id} costs nothing at all.", row, money.cost_column)

    def _note_blank(self, row: int, cells: Sequence[Cell], request_id: str) -> None:
        """Cells of the cost that nothing stands in; not where the total says that nothing is spent there."""
        money = self.frame.money
        blank = [use for use in money.columns if _is_absent(cells, use)]
        is_part = len(blank) < len(money.columns)
        if not blank or (is_part and (money.is_waiting or self._is_confirmed(cells))):
            return
        message = f"{request_id} has no {' + '.join(use.header for use in blank) if is_part else money.cost_column}."
        if money.check is not None and not _is_absent(cells, money.check):
            parts, whole = " + ".join(use.header for use in blank), read_text(cells[money.check.index])[:40]
            message = f"{request_id} has no {parts}; {money.check.header} alone ({whole}) is not used."
        self.notes.note(kinds.COST_MISSING, message, row, blank[0].header)


def hours_by_role(uses: Sequence[ColumnUse]) -> list[ColumnUse]:
    """The columns of hours that count: those of one role by year together, of others of one role the first."""
    first: dict[str, ColumnUse] = {}
    counted = []
    for use in uses:
        if HOURS_COLUMN.match(use.target):
            earlier = first.setdefault(use.target, use)
            if earlier is use or (year_of(use.header) and year_of(earlier.header)):
                counted.append(use)
    return counted


def _is_absent(cells: Sequence[Cell], use: ColumnUse) -> bool:
    return use.index >= len(cells) or is_blank(cells[use.index])
