"""The column dictionary of our own layout: every column of the sheet Requests, its type and its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from intake import cells
from scoring.criterion import CRITERIA, Criterion
from scoring.request import AiTier, BenefitType, Confidence, Direction, ExitDecision, Stage

Reader = Callable[[cells.Cell], Any]

CAPITAL_COLUMN = re.compile(r"^capital_fy(\d\d)_usd$")
OPERATING_COLUMN = re.compile(r"^opex_fy(\d\d)_usd$")
HOURS_COLUMN = re.compile(r"^hours_([a-z][a-z0-9_]*)$")
# Gates, mandates and hours hang on these: a cell that can't be read makes the request wait, never pass.
NEVER_GUESSED = (
    "stage",
    "ai_risk",
    "harm",
    "pilot_end",
    "exit_decision",
    "mandate_type",
    "duration_quarters",
    "earliest_start",
)
# What the writer puts where a cell could not be read, so that it is asked for again.
UNCLEAR_MARK = "?"
SERIES_COLUMNS = (
    ("capital_fyNN_usd", "money", "One-off cost in fiscal year NN, without contingency; 0 where none, blank = unknown"),
    ("opex_fyNN_usd", "money", "Added running cost in fiscal year NN; negative is a saving, blank = unknown"),
    ("hours_ROLE", "number", "Staff hours of the role for the whole of the work; 0 where none, blank = unknown"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Args:
        key: The header in the sheet.
        field: The field of ``Request`` (or of its mandate or metric) it fills.
        type: Type in words, for the dictionary.
        read: Reader of one cell.
        meaning: One line for people.
        low: Smallest value allowed, where there is one.
        high: Largest value allowed, where there is one.
    """

    key: str
    field: str
    type: str
    read: Reader
    meaning: str
    low: float | None = None
    high: float | None = None


def _column(
    key: str,
    type_: str,
    read: Reader,
    meaning: str,
    *,
    field: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Column:
    return Column(key=key, field=field or key, type=type_, read=read, meaning=meaning, low=low, high=high)


def _choice(key: str, kind: Any, meaning: str, *, field: str = "") -> Column:
    return _column(key, f"one of {', '.join(kind)}", cells.read_choice(kind), meaning, field=field)


def _text(key: str, meaning: str, *, field: str = "") -> Column:
    return _column(key, "text", cells.read_text, meaning, field=field)


def _rating(criterion: Criterion) -> Column:
    return Column(
        key=criterion.key,
        field=f"ratings.{criterion.key}",
        type=f"rating {criterion.low:g} to {criterion.high:g}",
        read=cells.read_number,
        meaning=criterion.meaning,
        low=criterion.low,
        high=criterion.high,
    )


COLUMNS: tuple[Column, ...] = (
    _text("request_id", "Stable id, kept as text", field="id"),
    _text("title", "What people call it; a title alone is enough to come in"),
    _text("description", "What it does, in one or two sentences"),
    _text("sponsor_role", "Executive who answers for it"),
    _text("requesting_department", "Department that asks"),
    _text("focus_area", "Focus area, for balance and reports"),
    _choice("stage", Stage, "Where it stands in its life"),
    _choice("ai_risk", AiTier, "How much harm its AI part could do; none where there is no AI", field="ai_tier"),
    _column("duration_quarters", "whole number", cells.read_whole, "Quarters of work, 40 at most", low=1, high=40),
    _column("earliest_start", "quarter", cells.read_quarter, "First quarter work may start, such as 2027-Q1"),
    *(_rating(criterion) for criterion in CRITERIA if criterion.is_rated),
    _column("annual_benefit_usd", "money", cells.read_money, "Claimed yearly benefit once live", low=0),
    _choice("benefit_type", BenefitType, "How much of the benefit is money in hand"),
    _choice("benefit_confidence", Confidence, "How sure the benefit is"),
    _column("affected_departments", "list", cells.read_list, "Departments that feel the go-live, separated by ;"),
    _column("change_impact", "number", cells.read_number, "Change points in the go-live quarter", low=0),
    _text("mandate_type", "none, or a type of mandate_types.csv", field="mandate.type"),
    _text("mandate_rule", "The rule or contract, by name", field="mandate.rule"),
    _column("mandate_deadline", "date", cells.read_date, "The day the duty falls due", field="mandate.deadline"),
    _text("mandate_group", "Mandates of one group: at least one of them must be in", field="mandate.group"),
    _column("depends_on", "list", cells.read_list, "Ids it needs, separated by ;", field="prerequisites"),
    _text("exclusive_group", "Variants of one group: at most one of them is in"),
    _text("clinical_champion", "Clinician who leads adoption"),
    _text("outcome_metric", "The measure it promises to move", field="metric.name"),
    _text("metric_unit", "Unit of the measure", field="metric.unit"),
    _choice("metric_better", Direction, "Which way the measure should move", field="metric.better"),
    _column("metric_baseline", "number", cells.read_number, "Value before", field="metric.baseline"),
    _column("metric_target", "number", cells.read_number, "Value promised", field="metric.target"),
    _column("metric_latest", "number", cells.read_number, "Latest value", field="metric.latest"),
    _column("pilot_start", "date", cells.read_date, "First day of the pilot"),
    _column("pilot_end", "date", cells.read_date, "Last day of the pilot"),
    _choice("exit_decision", ExitDecision, "How the pilot ended; blank while undecided (optional column)"),
    _text("evidence_status", "What the claim rests on"),
    _column("ai_evidence_items", "list", cells.read_list, "AI evidence shown, such as E1;E2", field="ai_evidence"),
    _text("human_final_say", "The human with the final say; never blank for AI of high risk"),
    _column(
        "frontline_tickets", "whole number", cells.read_whole, "Tickets from the front line that ask for it", low=0
    ),
    _column(
        "harm", "yes or no", cells.read_yes_no, "Expected to do harm: a hard stop (optional column)", field="is_harmful"
    ),
    _text("notes", "Anything else"),
    _text("cost_nature", "license, subscription, build, training, conversion, hardware, labor (optional column)"),
    _text("entity", "Legal entity that pays (optional column)"),
    _text("cost_center", "Cost center it is booked on (optional column)"),
    _text("account", "Account it is booked on (optional column)"),
)
