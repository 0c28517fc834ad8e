"""Read a workbook: bytes in, requests, limits and findings out. Nothing raises on bad data."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from intake import finding as kinds
from intake.finding import Finding
from intake.request_rows import RequestTable, fill_absent_years, find_header_row, read_request_table
from intake.settings import (
    BUDGET_SHEET,
    CAPACITY_SHEET,
    PLAN_SHEET,
    REQUESTS_SHEET,
    STAKEHOLDER_SHEET,
    SettingsReader,
    default_plan,
)
from intake.tables import read_governance_rules
from intake.workbook import RefusedFileError, Sheet, read_sheets
from portfolio.limits import Limits
from portfolio.plan import Plan
from scoring.request import Request
from scoring.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a file held, and every remark on it.

    Args:
        requests: The requests that could be read.
        limits: Budgets, capacity and change limits; empty parts where the file has none.
        findings: Remarks, in the order of the file.
        plan: The plan the file states, defaults where it states none; None only for a refused file.
        is_refused: Nothing in the file can be used; ``findings`` says why.
    """

    requests: tuple[Request, ...] = ()
    limits: Limits = Limits()
    findings: tuple[Finding, ...] = ()
    plan: Plan | None = None
    stakeholder_weights: Mapping[str, Weights] = field(default_factory=dict)
    table: RequestTable | None = None
    source_name: str = ""
    source_sha256: str = ""
    is_refused: bool = False

    @property
    def message(self) -> str:
        """Why the file was refused, in one sentence; empty where it was not."""
        return self.findings[0].message if self.is_refused and self.findings else ""


def read_workbook(data: bytes, name: str, *, today: dt.date | None = None) -> Intake:
    """Read requests, limits and plan from an Excel workbook or CSV in our own layout.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        today: Planning date of a file that states none; the clock's day where nobody says.

    Returns:
        An intake; a file that can't be used comes back refused, with the reason as its finding.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        sheets = read_sheets(data, name)
    except RefusedFileError as refusal:
        return Intake(findings=(refusal.finding,), is_refused=True, source_name=name, source_sha256=digest)
    found = _find_requests(sheets)
    if found is None:
        message = f"No sheet of {name} has a column title beside other columns of the template."
        refused = Finding(kind=kinds.NO_REQUESTS_SHEET, message=message)
        return Intake(findings=(refused,), is_refused=True, source_name=name, source_sha256=digest)
    sheet, header_index = found
    table = read_request_table(sheet, header_index, mandate_types=read_governance_rules().known_mandates)
    return _join(sheets, table, name, digest, today or dt.date.today())  # noqa: DTZ011


def _join(sheets: tuple[Sheet, ...], table: RequestTable, name: str, digest: str, today: dt.date) -> Intake:
    by_name = {_settings_name(sheet.name): sheet for sheet in sheets if sheet.name != table.sheet}
    reader = SettingsReader()
    plan = reader.read_plan(by_name.get(PLAN_SHEET), default_plan(today, table.fiscal_years))
    limits = reader.read_limits(by_name, table.fiscal_years)
    stakeholders = reader.read_stakeholders(by_name.get(STAKEHOLDER_SHEET))
    missing = [
        Finding(kind=kinds.LIMITS_MISSING, message=f"There is no sheet {wanted}.", sheet=wanted)
        for wanted in (BUDGET_SHEET, CAPACITY_SHEET)
        if wanted not in by_name
    ]
    return Intake(
        requests=tuple(fill_absent_years(r, limits.fiscal_years, table.fiscal_years) for r in table.requests),
        limits=limits,
        findings=(*table.findings, *reader.findings, *missing),
        plan=plan,
        stakeholder_weights=stakeholders,
        table=table,
        source_name=name,
        source_sha256=digest,
    )


def _find_requests(sheets: tuple[Sheet, ...]) -> tuple[Sheet, int] | None:
    """The sheet Requests first, then any other that has our headers."""
    for sheet in sorted(sheets, key=lambda s: _settings_name(s.name) != REQUESTS_SHEET):
        index = find_header_row(sheet)
        if index is not None:
            return sheet, index
    return None


def _settings_name(name: str) -> str:
    return name.strip().capitalize()
