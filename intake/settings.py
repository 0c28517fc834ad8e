"""The sheets beside Requests: Plan, Budget, Capacity, Change limits and Stakeholder weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from intake import finding as kinds
from intake.cells import (
    Cell,
    CellError,
    is_blank,
    read_date,
    read_money,
    read_number,
    read_quarter,
    read_text,
    read_whole,
)
from intake.finding import Finding, FindingKind
from intake.workbook import Sheet
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.limits import BudgetYear, ChangeLimit, Limits, RoleCapacity
from portfolio.plan import Plan, Scenario
from scoring.criterion import CRITERIA
from scoring.quarter import Quarter
from scoring.weights import Weights

PLAN_SHEET, BUDGET_SHEET, CAPACITY_SHEET = "Plan", "Budget", "Capacity"
CHANGE_SHEET, STAKEHOLDER_SHEET, REQUESTS_SHEET = "Change limits", "Stakeholder weights", "Requests"
# Sheets that are written for people and never read.
COLUMNS_SHEET, CHANGES_SHEET = "Columns", "Changes"
# Sections of the sheet Plan.
PLAN, WEIGHT, RULE, SCENARIO = "plan", "weight", "rule", "scenario"

_PLAN_READERS: Mapping[str, tuple[str, Callable[[Cell], Any]]] = {
    "planning_date": ("planning_date", read_date),
    "first_quarter": ("first_quarter", read_quarter),
    "number_of_quarters": ("n_quarters", read_whole),
    "dollars_per_point": ("dollars_per_point", read_money),
    "currency": ("currency", read_text),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a settings sheet: its row number and its cells by header."""

    row: int
    cells: Mapping[str, Cell]

    def text(self, header: str) -> str:
        """The cell as text."""
        return read_text(self.cells.get(header))


class SettingsReader:
    """Reads settings sheets and collects findings; a bad cell falls back to "no limit" or the default."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def read_plan(self, sheet: Sheet | None, default: Plan) -> Plan:
        """The plan, each unreadable setting left at its default."""
        if sheet is None:
            return default
        changed: dict[str, Any] = {}
        amounts: dict[str, float] = {}
        on = set(default.kinds_on)
        scenarios: dict[str, list[tuple[str, float]]] = {}
        for record in records(sheet):
            section, _, name = (part.strip() for part in record.text("section").partition(":"))
            setting, value = record.text("setting"), record.cells.get("value")
            if section == PLAN and setting in _PLAN_READERS:
                field, read = _PLAN_READERS[setting]
                if (parsed := self._cell(sheet, record, "value", read)) is not None:
                    changed[field] = parsed
            elif section == WEIGHT and setting in {c.key for c in CRITERIA}:
                amount = self._cell(sheet, record, "value", read_number)
                amounts[setting] = amount if amount is not None else 0.0
            elif section == RULE and setting in {k.key for k in CONSTRAINT_KINDS}:
                on = on | {setting} if read_text(value).casefold() in ("on", "yes", "true", "1") else on - {setting}
            elif section == SCENARIO and name and setting:
                amount = self._cell(sheet, record, "value", read_number)
                if amount is not None:
                    scenarios.setdefault(name, []).append((setting, amount))
            else:
                self._note(kinds.SETTING_UNKNOWN, sheet, record, "setting", f"{record.text('section')} {setting}")
        changed["kinds_on"] = frozenset(on)
        changed["scenarios"] = tuple(Scenario(name=n, bounds=tuple(b)) for n, b in scenarios.items())
        return self._build_plan(sheet, default, changed, amounts)

    def read_limits(self, sheets: Mapping[str, Sheet], fiscal_years: tuple[str, ...]) -> Limits:
        """Budget, capacity and change limits; years with costs but no budget row have no money limit."""
        budget = self._budget(sheets.get(BUDGET_SHEET))
        known = {year.fiscal_year for year in budget}
        budget += [BudgetYear(fiscal_year=year) for year in fiscal_years if year not in known]
        return Limits(
            budget=tuple(sorted(budget, key=lambda year: year.fiscal_year)),
            capacity=tuple(self._capacity(sheets.get(CAPACITY_SHEET))),
            change=tuple(self._change(sheets.get(CHANGE_SHEET))),
        )

    def read_stakeholders(self, sheet: Sheet | None) -> dict[str, Weights]:
        """Weights by stakeholder; a row that makes no weights is left out with a finding."""
        found = {}
        for record in records(sheet):
            amounts = {
                c.key: self._cell(sheet, record, c.key, read_number) or 0.0 for c in CRITERIA if c.key in record.cells
            }
            try:
                found[record.text("stakeholder")] = Weights.of(amounts)
            except ValueError as error:
                self._note(kinds.SETTING_UNREADABLE, sheet, record, "stakeholder", str(error))
        return found

    def _build_plan(self, sheet: Sheet, default: Plan, changed: dict[str, Any], amounts: dict[str, float]) -> Plan:
        if amounts:
            try:
                changed["weights"] = Weights.of({c.key: amounts.get(c.key, 0.0) for c in CRITERIA})
            except ValueError as error:
                self.findings.append(Finding(kind=kinds.SETTING_UNREADABLE, message=str(error), sheet=sheet.name))
        if changed.get("dollars_per_point", Decimal(1)) <= 0 or changed.get("n_quarters", 1) < 1:
            message = "Dollars per point and number of quarters must be above 0."
            self.findings.append(Finding(kind=kinds.SETTING_UNREADABLE, message=message, sheet=sheet.name))
            changed.pop("dollars_per_point", None)
            changed.pop("n_quarters", None)
        return replace(default, **changed)

    def _budget(self, sheet: Sheet | None) -> list[BudgetYear]:
        years = []
        for record in records(sheet):
            percent = self._limit(sheet, record, "contingency_percent", high=100)
            years.append(
                BudgetYear(
                    fiscal_year=record.text("fiscal_year").upper(),
                    capital_usd=self._limit(sheet, record, "capital_limit_usd"),
                    operating_usd=self._limit(sheet, record, "operating_limit_usd", low=None),
                    contingency_share=(percent or Decimal(0)) / 100,
                )
            )
        return years

    def _capacity(self, sheet: Sheet | None) -> list[RoleCapacity]:
        return [
            RoleCapacity(
                role=record.text("role").casefold(),
                name=record.text("role_name") or record.text("role"),
                hours=self._by_quarter(sheet, record),
            )
            for record in records(sheet)
        ]

    def _change(self, sheet: Sheet | None) -> list[ChangeLimit]:
        return [
            ChangeLimit(department=record.text("department"), points=self._by_quarter(sheet, record))
            for record in records(sheet)
        ]

    def _by_quarter(self, sheet: Sheet | None, record: Record) -> dict[Quarter, float]:
        amounts = {}
        for header in record.cells:
            try:
                quarter = Quarter.parse(header)
            except ValueError:
                continue
            if (amount := self._limit(sheet, record, header)) is not None:
                amounts[quarter] = float(amount)
        return amounts

    def _limit(
        self, sheet: Sheet | None, record: Record, header: str, *, low: float | None = 0, high: float | None = None
    ) -> Decimal | None:
        amount: Decimal | None = self._cell(sheet, record, header, read_money, kind=kinds.LIMIT_UNREADABLE)
        if amount is None:
            return None
        if (low is not None and amount < low) or (high is not None and amount > high):
            self._note(kinds.LIMIT_UNREADABLE, sheet, record, header, f"{amount} is out of range.")
            return None
        return amount

    def _cell(
        self,
        sheet: Sheet | None,
        record: Record,
        header: str,
        read: Callable[[Cell], Any],
        *,
        kind: FindingKind = kinds.SETTING_UNREADABLE,
    ) -> Any:
        cell = record.cells.get(header)
        if is_blank(cell):
            return None
        try:
            return read(cell)
        except CellError as error:
            self._note(kind, sheet, record, header, str(error))
            return None

    def _note(self, kind: FindingKind, sheet: Sheet | None, record: Record, column: str, message: str) -> None:
        name = sheet.name if sheet else ""
        value = record.text(column)[:200]
        self.findings.append(
            Finding(kind=kind, message=message, sheet=name, row=record.row, column=column, value=value)
        )


def records(sheet: Sheet | None) -> list[Record]:
    """Rows of a sheet whose first row holds headers; rows with nothing in their first cell are passed over."""
    if sheet is None or not sheet.rows:
        return []
    headers = [read_text(cell) for cell in sheet.rows[0]]
    keys = [header if _is_quarter(header) else header.casefold() for header in headers]
    return [
        Record(number, dict(zip(keys, row, strict=False)))
        for number, row in enumerate(sheet.rows[1:], start=2)
        if row and not is_blank(row[0])
    ]


def default_plan(today: dt.date, fiscal_years: tuple[str, ...]) -> Plan:
    """The plan of a file that has none: from the first quarter of its first cost year, else the next quarter."""
    following = Quarter(today.year, (today.month - 1) // 3 + 1).plus(1)
    first = Quarter(2000 + int(fiscal_years[0][2:]), 1) if fiscal_years else following
    return Plan(planning_date=today, first_quarter=first)


def first_year_of(plan: Plan) -> int:
    """Calendar year in which a plan begins."""
    return plan.first_quarter.year


def _is_quarter(text: str) -> bool:
    try:
        Quarter.parse(text)
    except ValueError:
        return False
    return True
