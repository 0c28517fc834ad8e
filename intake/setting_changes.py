"""What a newer version of a file states otherwise beside its requests: limits, weights and settings of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.own_rows import Row, budget_rows, capacity_rows, change_rows, plan_rows, stakeholder_rows
from intake.read import Intake
from intake.settings import BUDGET_SHEET, CAPACITY_SHEET, CHANGE_SHEET, PLAN_SHEET, STAKEHOLDER_SHEET
from portfolio.limits import Limits
from scoring.quarter import Quarter

LIMIT_SHEETS = (BUDGET_SHEET, CAPACITY_SHEET, CHANGE_SHEET)
_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One limit, weight or setting that differs between two versions of a file.

    Args:
        sheet: The sheet that states it.
        row: What its row is about, such as a fiscal year, a role or a part of the plan.
        name: The setting, or the column.
        before: What the older file stated; empty for nothing.
        after: What the newer file states; empty for nothing.
    """

    sheet: str
    row: str
    name: str
    before: str
    after: str

    @property
    def is_limit(self) -> bool:
        """Whether it is a limit, which the notebook takes over; weights and plan stay as agreed there."""
        return self.sheet in LIMIT_SHEETS


def settings_changed(older: Intake, newer: Intake) -> tuple[SettingChange, ...]:
    """What the newer file states otherwise; what a sheet would say that the newer file lacks is no change."""
    before, after = _stated(older), _stated(newer)
    return tuple(
        SettingChange(sheet=sheet, row=row, name=name, before=was, after=now)
        for sheet, row, name in dict.fromkeys((*after, *before))
        if sheet in newer.settings_sheets
        and (was := before.get((sheet, row, name), "")) != (now := after.get((sheet, row, name), ""))
    )


def _stated(intake: Intake) -> Mapping[_Place, str]:
    return {place: value for place, value in _all(intake) if place[0] in intake.settings_sheets}


def _all(intake: Intake) -> Iterator[tuple[_Place, str]]:
    limits, plan = intake.limits, intake.plan
    if plan is None:
        return
    for section, setting, value in plan_rows(plan):
        yield (PLAN_SHEET, section, setting), value
    yield from _limit_cells(limits, plan.quarters)
    yield from _cells(STAKEHOLDER_SHEET, stakeholder_rows(intake.stakeholder_weights))


def limit_cells(limits: Limits, quarters: Sequence[Quarter]) -> dict[str, str]:
    """Every stated limit by its row and column in words, as our layout writes it."""
    return {f"{row} {name}".replace("_", " "): value for (_, row, name), value in _limit_cells(limits, quarters)}


def _limit_cells(limits: Limits, quarters: Sequence[Quarter]) -> Iterator[tuple[_Place, str]]:
    yield from _cells(BUDGET_SHEET, _limited(budget_rows(limits)))
    yield from _cells(CAPACITY_SHEET, capacity_rows(limits, quarters))
    yield from _cells(CHANGE_SHEET, change_rows(limits, quarters))


def _limited(rows: Iterable[Row]) -> list[Row]:
    """The years that limit anything: years that only have costs stand among the limits too."""
    return [row for row in rows if row["capital_limit_usd"] or row["operating_limit_usd"]]


def _cells(sheet: str, rows: Sequence[Row]) -> Iterable[tuple[_Place, str]]:
    """Every filled cell of a sheet whose first column names its rows."""
    for row in rows:
        first, *others = row
        yield from (((sheet, row[first], name), row[name]) for name in others if row[name])
