"""What the command line says about a file: how it was understood, and what is wrong with it or left open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from intake.answers import Answers
from intake.columns import CAPITAL_COLUMN, OPERATING_COLUMN
from intake.finding import Finding
from intake.meanings import LABELS, meaning_named
from intake.read import Intake
from intake.request_table import RequestTable


def check_facts(intake: Intake) -> dict[str, Any]:
    """Everything about an intake as plain data, ready for JSON."""
    table = intake.table
    return {
        "refused": intake.is_refused,
        "message": intake.message,
        "sheet": table.sheet if table else None,
        "header_row": table.header_row if table else None,
        "orientation": ("columns" if table.is_turned else "rows") if table else None,
        "mapping": _mapping(table) if table else {},
        "requests": len(intake.requests),
        "title_column": table.title_column if table else None,
        **_cost_facts(intake),
        "rejected_rows": [{"sheet": sheet, "row": row, "reason": why} for sheet, row, why in table.rejected]
        if table
        else [],
        "findings": [finding_facts(finding) for finding in intake.findings],
        "questions": [
            {"code": question.code, "text": question.text, "choices": [choice.value for choice in question.choices]}
            for question in intake.questions
        ],
    }


def finding_facts(finding: Finding) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def stated_answers(*, sheet: str, header_row: int | None, meanings: Sequence[tuple[str, str]], unit: str) -> Answers:
    """Answers as they are given on the command line.

    Raises:
        ValueError: a meaning or the unit can't be understood; the message names the choices.
    """
    for _, meaning in meanings:
        if meaning_named(meaning) is None:
            raise ValueError(f"There is no meaning {meaning!r}. Meanings: {', '.join(LABELS)}, or a template column.")
    try:
        scale = Decimal(unit) if unit else None
    except InvalidOperation:
        raise ValueError(f"Expected a unit such as 1000, got {unit!r}.") from None
    return Answers(sheet=sheet, header_row=header_row, meanings=dict(meanings), unit=scale)


def _mapping(table: RequestTable) -> dict[str, dict[str, Any]]:
    return {
        use.header: {"meaning": use.meaning, "confidence": round(use.confidence, 2)}
        for use in table.uses
        if use.header in table.columns and use.meaning == table.columns[use.header]
    }


def _cost_facts(intake: Intake) -> dict[str, Any]:
    """Cost column, its sum in currency units, currency and unit; nothing where the file has no cost."""
    table = intake.table
    own = (
        [u.header for u in table.uses if CAPITAL_COLUMN.match(u.target) or OPERATING_COLUMN.match(u.target)]
        if table
        else []
    )
    if table is None or not (own or table.money.columns):
        return {"cost_column": None, "cost_sum": None, "currency": None, "unit": None}
    if not table.money.columns:
        total = sum((r.total_capital_usd + r.total_operating_usd for r in intake.requests), Decimal(0))
        currency = (intake.plan.currency or None) if intake.plan else None
        return {
            "cost_column": " + ".join(own),
            "cost_sum": float(total),
            "currency": currency,
            "unit": {"multiplier": 1, "source": "stated"},
        }
    unit = table.money.unit
    multiplier = (
        int(unit.multiplier) if unit.multiplier == unit.multiplier.to_integral_value() else float(unit.multiplier)
    )
    return {
        "cost_column": table.money.cost_column,
        "cost_sum": float(table.cost_sum or 0),
        "currency": table.money.currency or None,
        "unit": {"multiplier": multiplier, "source": unit.source},
    }
