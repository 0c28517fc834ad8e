"""The invented lists by the names of their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from intake.answers import Answers
from intake.read import Intake, read_workbook
from tests.intake import unseen_exports as exports
from tests.intake import unseen_layouts as layouts
from tests.intake import unseen_money as amounts

UNSEEN: Mapping[str, Callable[[], bytes]] = {
    "servicenow.xlsx": exports.servicenow,
    "jira.csv": exports.jira,
    "smartsheet.xlsx": exports.smartsheet,
    "clarity.csv": exports.clarity,
    "project online.csv": exports.project_online,
    "project tasks.csv": exports.project_tasks,
    "planview.csv": exports.planview,
    "german.csv": exports.german,
    "french.csv": exports.french,
    "spanish.xlsx": exports.spanish,
    "two headers.xlsx": layouts.two_headers,
    "years over kinds.xlsx": layouts.years_over_kinds,
    "total first.xlsx": layouts.total_first,
    "subtotals.xlsx": layouts.subtotals_named_by_department,
    "title in thousands.xlsx": amounts.thousands_in_the_title,
    "tab in thousands.xlsx": amounts.thousands_in_the_tab,
    "months.csv": amounts.months,
    "quarters.csv": amounts.quarters,
    "budget and forecast.csv": amounts.budget_and_forecast_by_year,
    "long by year.csv": amounts.long_by_year,
    "currency column.csv": amounts.currency_column,
    "scale column.csv": amounts.scale_column,
    "mixed scales.csv": amounts.mixed_scales,
    "low and high.csv": amounts.low_and_high,
    "spend so far.csv": amounts.spend_so_far,
    "once and yearly.csv": amounts.once_and_yearly,
    "no headers.csv": layouts.no_headers,
    "turned.xlsx": layouts.turned,
    "departments.xlsx": layouts.sheet_for_each_department,
    "years.xlsx": layouts.sheet_for_each_year,
    "merged department.xlsx": layouts.merged_department,
    "merged title.xlsx": layouts.merged_title,
    "total of two.xlsx": amounts.total_of_two_columns,
    "one in euros.csv": amounts.one_names_its_currency,
    "sections.xlsx": layouts.sections,
    "units by header.xlsx": amounts.units_by_header,
    "one unit unstated.xlsx": amounts.one_unit_unstated,
    "spent and planned.xlsx": amounts.spent_and_planned,
    "hardly a cost.csv": amounts.hardly_a_cost,
    "pivot.xlsx": exports.pivot,
    "parts of a cost.csv": amounts.parts_of_a_cost,
    "crowns.csv": amounts.crowns,
    "two tables.xlsx": layouts.two_tables_on_a_sheet,
    "legend.xlsx": layouts.legend_beside,
    "filtered.xlsx": exports.filtered,
    "mandates.csv": exports.mandates,
    "wrapped.xlsx": layouts.wrapped_headers,
    "contingency.csv": amounts.wide_by_year_with_contingency,
    "one in dollars.csv": amounts.one_in_another_unit,
    "zeros.csv": amounts.leading_zeros,
    "two units.csv": amounts.two_units,
    "signs.csv": amounts.signs_of_many,
    "no cents.csv": amounts.no_cents,
    "german years.csv": exports.german_years,
    "same header.csv": layouts.same_header_twice,
    "count below.csv": layouts.count_below,
    "monthly.csv": amounts.monthly_alone,
    "per hour.csv": amounts.rates,
    "jira links.csv": exports.jira_links,
    "smartsheet one child.xlsx": exports.smartsheet_one_child,
    "quarters in words.csv": exports.quarters_in_words,
    "indented.xlsx": layouts.indented,
    "levels.csv": layouts.levels,
    "requested and approved.csv": amounts.requested_and_approved,
    "row for each kind.csv": amounts.row_for_each_kind,
    "running sum.csv": amounts.running_sum,
}


def read(name: str, **answers: object) -> Intake:
    """One of the lists, read with answers."""
    return read_workbook(UNSEEN[name](), name, today=dt.date(2026, 11, 22), answers=Answers(**answers))


def money(intake: Intake) -> Decimal:
    """All money of all requests."""
    return sum((r.total_capital_usd + r.total_operating_usd for r in intake.requests), Decimal(0))
