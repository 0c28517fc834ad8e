"""The sheets beside Requests: Plan, Budget, Capacity, Change limits and Stakeholder weights."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
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
    read_percent,
    read_quarter,
    read_text,
    read_whole,
    read_yes_no,
)
from intake.finding import Finding, FindingKind
from intake.setting_records import Record, records
from intake.workbook import Sheet
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.limits import BudgetYear, ChangeLimit, Limits, RoleCapacity
from portfolio.plan import Plan, Scenario
from scoring.cash import HIGHEST_RATE_PERCENT, LONGEST_LIFE_YEARS, MoneyTerms
from scoring.criterion import CRITERIA
from scoring.quarter import Quarter
from scoring.weights import Weights

PLAN_SHEET, BUDGET_SHEET, CAPACITY_SHEET = "Plan", "Budget", "Capacity"
CHANGE_SHEET, STAKEHOLDER_SHEET, REQUESTS_SHEET = "Change limits", "Stakeholder weights", "Requests"
# Sheets that are written for people and never read.
COLUMNS_SHEET, CHANGES_SHEET = "Columns", "Changes"
# Sections of the sheet Plan.
PLAN, WEIGHT, RULE, SCENARIO = "plan", "weight", "rule", "scenario"

# Ten years, as long as one request may take.
_MOST_QUARTERS = 40
_FISCAL_YEAR = re.compile(r"^\s*(?:FY\s*)?(?:20)?(\d\d)\s*$", re.IGNORECASE)
_DEFAULT_WEIGHTS = {criterion.key: criterion.default_weight for criterion in CRITERIA}
_PLAN_READERS: Mapping[str, tuple[str, Callable[[Cell], Any]]] = {
    "planning_date": ("planning_date", read_date),
    "first_quarter": ("first_quarter", read_quarter),
    "number_of_quarters": ("n_quarters", read_whole),
    "dollars_per_point": ("dollars_per_point", read_money),
    "discount_rate_percent": ("discount_rate", read_percent),
    "useful_life_years": ("useful_life_years", read_whole),
    "currency": ("currency", read_text),
}


class SettingsReader:
    """Reads settings sheets and collects findings; a bad cell falls back to "no limit" or the default.

    Args:
        scenario_rows: Row number by (scenario, limit), as read.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.scenario_rows: dict[tuple[str, str], int] = {}

    def read_plan(self, sheet: Sheet | None, default: Plan) -> Plan:
        """The plan, each unreadable setting left at its default."""
        if sheet is None:
            return default
        changed: dict[str, Any] = {}
        amounts: dict[str, float] = {}
        on = set(default.kinds_on)
        scenarios: dict[str, list[tuple[str, float]]] = {}
        for record in self._records(sheet, "section", ("setting", "value")):
            section, _, name = (part.strip() for part in record.text("section").partition(":"))
            setting, value = record.text("setting"), record.cells.get("value")
            if section == PLAN and setting in _PLAN_READERS:
                field, read = _PLAN_READERS[setting]
                if (parsed := self._cell(sheet, record, "value", read)) is not None:
                    changed[field] = parsed
                elif field == "currency":
                    # A row without its value: asked, where a file without the row means the template's currency.
                    changed[field] = ""
            elif section == WEIGHT and setting in {c.key for c in CRITERIA}:
                amount = self._cell(sheet, record, "value", read_number)
                amounts[setting] = amount if amount is not None else _DEFAULT_WEIGHTS[setting]
            elif section == RULE and setting in {k.key for k in CONSTRAINT_KINDS}:
                is_on = self._cell(sheet, record, "value", read_yes_no)
                if is_on is None and is_blank(value):
                    self._note(kinds.SETTING_UNREADABLE, sheet, record, "value", f"The rule {setting} is blank.")
                elif is_on is not None:
                    on = on | {setting} if is_on else on - {setting}
            elif section == SCENARIO and name and setting:
                amount = self._cell(sheet, record, "value", read_number)
                if amount is not None:
                    scenarios.setdefault(name, []).append((setting, amount))
                    self.scenario_rows[name, setting] = record.row
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
        for record in self._records(sheet, "stakeholder", ()):
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
        if changed.get("dollars_per_point", Decimal(1)) <= 0:
            self._drop(sheet, changed, "dollars_per_point", "Dollars per point must be above 0.")
        if not 1 <= changed.get("n_quarters", 1) <= _MOST_QUARTERS:
            self._drop(sheet, changed, "n_quarters", f"The number of quarters must be from 1 to {_MOST_QUARTERS}.")
        terms = self._money_terms(sheet, changed)
        return replace(default, money_terms=terms, **changed)

    def _money_terms(self, sheet: Sheet, changed: dict[str, Any]) -> MoneyTerms:
        """What the business case assumes, taken out of the settings; what is out of range stays at its default."""
        percent, life = changed.get("discount_rate", Decimal(0)), changed.get("useful_life_years", 1)
        if percent != 0 and not 1 <= percent <= HIGHEST_RATE_PERCENT:
            words = f"The discount rate must be 0 or from 1 to {HIGHEST_RATE_PERCENT} percent: write 5 for 5%."
            self._drop(sheet, changed, "discount_rate", words)
        if not 1 <= life <= LONGEST_LIFE_YEARS:
            words = f"The useful life must be from 1 to {LONGEST_LIFE_YEARS} years."
            self._drop(sheet, changed, "useful_life_years", words)
        stated = {name: changed.pop(name) for name in ("discount_rate", "useful_life_years") if name in changed}
        if "discount_rate" in stated:
            stated["discount_rate"] /= 100
        return MoneyTerms(**stated)

    def _drop(self, sheet: Sheet, changed: dict[str, Any], setting: str, message: str) -> None:
        changed.pop(setting)
        self.findings.append(Finding(kind=kinds.SETTING_UNREADABLE, message=message, sheet=sheet.name))

    def _budget(self, sheet: Sheet | None) -> list[BudgetYear]:
        years: dict[str, BudgetYear] = {}
        for record in self._records(sheet, "fiscal_year", ("capital_limit_usd", "operating_limit_usd")):
            name = fiscal_year(record.text("fiscal_year"))
            if not name:
                message = f"{record.text('fiscal_year')!r} is no fiscal year such as FY27; its limits are left out."
                self._note(kinds.LIMIT_UNREADABLE, sheet, record, "fiscal_year", message)
                continue
            if self._stands_twice(sheet, record, "fiscal_year", name, years):
                continue
            years[name] = BudgetYear(
                fiscal_year=name,
                capital_usd=self._limit(sheet, record, "capital_limit_usd", asks=True),
                operating_usd=self._limit(sheet, record, "operating_limit_usd", low=None, asks=True),
                contingency_share=self._contingency(sheet, record),
            )
        return list(years.values())

    def _contingency(self, sheet: Sheet | None, record: Record) -> Decimal:
        """The contingency as a share; less than one percent is how a workbook keeps 10%, and is asked for again."""
        percent = self._limit(sheet, record, "contingency_percent", high=100, read=read_percent)
        if percent is not None and 0 < percent < 1:
            message = f"{percent:f} is no contingency in percent: write 10 for 10%. None is added until then."
            self._note(kinds.LIMIT_UNREADABLE, sheet, record, "contingency_percent", message)
            percent = None
        return (percent or Decimal(0)) / 100

    def _capacity(self, sheet: Sheet | None) -> list[RoleCapacity]:
        roles: dict[str, RoleCapacity] = {}
        for record in self._records(sheet, "role", ()):
            role = record.text("role").casefold()
            if not self._stands_twice(sheet, record, "role", role, roles):
                name = record.text("role_name") or record.text("role")
                roles[role] = RoleCapacity(role=role, name=name, hours=self._by_quarter(sheet, record))
        return list(roles.values())

    def _change(self, sheet: Sheet | None) -> list[ChangeLimit]:
        limits: dict[str, ChangeLimit] = {}
        for record in self._records(sheet, "department", ()):
            name = record.text("department")
            if not self._stands_twice(sheet, record, "department", name, limits):
                limits[name] = ChangeLimit(department=name, points=self._by_quarter(sheet, record))
        return list(limits.values())

    def _records(self, sheet: Sheet | None, first: str, needed: Sequence[str]) -> list[Record]:
        """The rows of a settings sheet; a missing column and a row without its name are findings."""
        found = records(sheet, first)
        if sheet is None or not found:
            return found
        for header in (h for h in needed if h not in found[0].cells):
            message = f"There is no column {header}: nothing it should say counts."
            self.findings.append(Finding(kind=kinds.LIMIT_UNREADABLE, message=message, sheet=sheet.name, column=header))
        for record in found:
            if not record.text(first) and not all(is_blank(cell) for cell in record.cells.values()):
                self._note(kinds.SETTING_UNKNOWN, sheet, record, first, f"The row has no {first}; it is left out.")
        return [record for record in found if record.text(first)]

    def _stands_twice(
        self, sheet: Sheet | None, record: Record, column: str, name: str, known: Collection[str]
    ) -> bool:
        if name in known:
            self._note(kinds.LIMIT_REPEATED, sheet, record, column, f"{name} already stands further up.")
        return name in known

    def _by_quarter(self, sheet: Sheet | None, record: Record) -> dict[Quarter, float]:
        amounts = {}
        for header in record.cells:
            try:
                quarter = Quarter.parse(header)
            except ValueError:
                continue
            if (amount := self._limit(sheet, record, header, asks=True)) is not None:
                amounts[quarter] = float(amount)
        return amounts

    def _limit(
        self,
        sheet: Sheet | None,
        record: Record,
        header: str,
        *,
        low: float | None = 0,
        high: float | None = None,
        asks: bool = False,
        read: Callable[[Cell], Decimal] = read_money,
    ) -> Decimal | None:
        if asks and header in record.cells and is_blank(record.cells[header]):
            self._note(kinds.LIMIT_BLANK, sheet, record, header, f"{header} is blank.")
        amount: Decimal | None = self._cell(sheet, record, header, read, kind=kinds.LIMIT_UNREADABLE)
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


def fiscal_year(text: str) -> str:
    """FY27 from any of FY27, FY2027 and 2027; empty where it is none of these."""
    match = _FISCAL_YEAR.match(text)
    return f"FY{match[1]}" if match else ""


def default_plan(today: dt.date, fiscal_years: tuple[str, ...]) -> Plan:
    """The plan of a file that has none: from the first quarter of its first cost year, else the next quarter."""
    following = Quarter(today.year, (today.month - 1) // 3 + 1).plus(1)
    first = Quarter(2000 + int(fiscal_years[0][2:]), 1) if fiscal_years else following
    return Plan(planning_date=today, first_quarter=first)


def first_year_of(plan: Plan) -> int:
    """Calendar year in which a plan begins."""
    return plan.first_quarter.year
