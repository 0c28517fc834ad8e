"""Help inside the workbook: drop-downs, comments with the anchors of each scale, units in the headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from intake.columns import CAPITAL_COLUMN, COLUMNS, HOURS_COLUMN, OPERATING_COLUMN, SERIES_COLUMNS, Column
from intake.row_checks import EXAMPLE_ID
from intake.tables import read_anchors, read_governance_rules

GUIDED_ROWS = 1_000
_BY_KEY = {column.key: column for column in COLUMNS}
_UNITS: Mapping[str, str] = {
    "duration_quarters": "quarters",
    "earliest_start": "such as 2027-Q1",
    "change_impact": "points",
    "mandate_deadline": "date",
    "pilot_start": "date",
    "pilot_end": "date",
    "frontline_tickets": "tickets",
    "depends_on": "ids, separated by ;",
    "affected_departments": "separated by ;",
    "ai_evidence_items": "such as E1;E2",
    "harm": "yes or no",
}
_EXAMPLE = {
    "request_id": EXAMPLE_ID,
    "title": "Example: remote monitoring for heart failure",
    "description": "Home scales and blood pressure cuffs that report to the clinic each morning.",
    "sponsor_role": "CMIO",
    "requesting_department": "Cardiology",
    "focus_area": "Virtual care",
    "stage": "idea",
    "ai_risk": "none",
    "duration_quarters": "3",
    "earliest_start": "2027-Q2",
    "clinical_value": "5",
    "burden_reduction": "-1",
    "regulatory_need": "0",
    "annual_benefit_usd": "180000",
    "benefit_type": "mixed",
    "benefit_confidence": "medium",
    "affected_departments": "Cardiology;Primary care",
    "change_impact": "2",
    "mandate_type": "none",
    "outcome_metric": "Readmissions within 30 days",
    "metric_unit": "% of discharges",
    "metric_better": "lower",
    "metric_baseline": "21",
    "metric_target": "18",
}


def with_unit(key: str) -> str:
    """The header with its unit behind it, where the name does not hold one already."""
    if HOURS_COLUMN.match(key):
        return f"{key} (hours)"
    column = _BY_KEY.get(key)
    if column is not None and column.low is not None and column.high is not None:
        return f"{key} ({column.low:g} to {column.high:g})"
    unit = _UNITS.get(key)
    return f"{key} ({unit})" if unit else key


def example_row(keys: Sequence[str]) -> dict[str, str]:
    """A filled row that shows what belongs where; our reader passes it over."""
    row = {key: _EXAMPLE.get(key, "") for key in keys}
    for key in keys:
        if CAPITAL_COLUMN.match(key) or OPERATING_COLUMN.match(key):
            row[key] = "40000"
        elif HOURS_COLUMN.match(key):
            row[key] = "120"
    return row


def add_guides(sheet: Worksheet, keys: Sequence[str], *, has_units: bool) -> None:
    """Give every column its comment and, where it has choices or bounds, its validation."""
    for k, key in enumerate(keys, start=1):
        header = sheet.cell(1, k)
        if has_units:
            header.value = with_unit(key)
        if meaning := _meaning(key):
            comment = Comment(meaning, "Rounds")
            comment.width, comment.height = 420, 40 + 18 * (meaning.count("\n") + len(meaning) // 60)
            header.comment = comment
        if (rule := _validation(key)) is not None:
            letter = get_column_letter(k)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{GUIDED_ROWS}")


def choices_of(key: str) -> tuple[str, ...]:
    """The words a column may hold; empty where it is free."""
    if key == "mandate_type":
        return ("none", *read_governance_rules().known_mandates)
    if key == "harm":
        return ("yes", "no")
    column = _BY_KEY.get(key)
    if column is None or not column.type.startswith("one of "):
        return ()
    return tuple(column.type.removeprefix("one of ").split(", "))


def _meaning(key: str) -> str:
    column = _BY_KEY.get(key)
    if column is not None:
        anchors = read_anchors().get(key, ())
        lines = [f"{anchor.rating:g}: {anchor.meaning}" for anchor in anchors]
        return "\n".join([column.meaning, *lines])
    for pattern, (_, _, meaning) in zip((CAPITAL_COLUMN, OPERATING_COLUMN, HOURS_COLUMN), SERIES_COLUMNS, strict=True):
        if pattern.match(key):
            return meaning
    return ""


def _validation(key: str) -> DataValidation | None:
    if words := choices_of(key):
        rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        rule.error = f"One of: {', '.join(words)}."[:250]
        return rule
    bounds = _bounds(key)
    if bounds is None:
        return None
    low, high = bounds
    if high is None:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=f"{low:g}", allow_blank=True)
        rule.error = f"{low:g} or more."
    else:
        rule = DataValidation(
            type="decimal", operator="between", formula1=f"{low:g}", formula2=f"{high:g}", allow_blank=True
        )
        rule.error = f"{low:g} to {high:g}."
    return rule


def _bounds(key: str) -> tuple[float, float | None] | None:
    if CAPITAL_COLUMN.match(key) or HOURS_COLUMN.match(key):
        return 0, None
    column: Column | None = _BY_KEY.get(key)
    return (column.low, column.high) if column is not None and column.low is not None else None
