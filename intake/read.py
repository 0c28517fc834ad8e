"""Read a workbook: bytes in, requests, limits and findings out. Nothing raises on bad data."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from intake import finding as kinds
from intake.answers import NO_ANSWERS, Answers
from intake.cells import read_text
from intake.finding import Finding
from intake.layout import ALL_SHEETS, find_tables
from intake.plan_currency import PlanCurrency, plan_currency, usual_currency
from intake.questions import CURRENCY, MONEY_CODES, NOT_A_REQUEST_LIST, QUESTION_CODES, Choice, Question, in_order
from intake.reading import Reading
from intake.request_table import RequestTable, fill_absent_years, read_request_table
from intake.scenario_checks import check_scenarios
from intake.settings import (
    BUDGET_SHEET,
    CAPACITY_SHEET,
    CHANGE_SHEET,
    CHANGES_SHEET,
    COLUMNS_SHEET,
    PLAN_SHEET,
    STAKEHOLDER_SHEET,
    SettingsReader,
    default_plan,
    first_year_of,
)
from intake.tables import read_governance_rules
from intake.together import joined, sheets_alike
from intake.workbook import Book, RefusedFileError, Sheet, open_book
from portfolio.limits import Limits
from portfolio.plan import Plan
from scoring.request import Request
from scoring.weights import Weights

# First header of each other sheet of our layout: a foreign sheet that happens to be called Budget is none.
_SETTINGS = {
    PLAN_SHEET: "section",
    BUDGET_SHEET: "fiscal_year",
    CAPACITY_SHEET: "role",
    CHANGE_SHEET: "department",
    STAKEHOLDER_SHEET: "stakeholder",
    COLUMNS_SHEET: "column",
    CHANGES_SHEET: "what",
}


# Shares of the work that are done once a file is open, and once its tables are found.
_OPENED, _FOUND = 0.1, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a file held, and every remark on it.

    Args:
        requests: The requests that could be read.
        limits: Budgets, capacity and change limits; empty parts where the file has none.
        findings: Remarks, in the order of the file.
        plan: The plan the file states, defaults where it states none; None only for a refused file.
        questions: What the file leaves open; costs wait while one about money is among them.
        answers: The answers it was read with.
        is_refused: Nothing in the file can be used; ``findings`` says why.
    """

    requests: tuple[Request, ...] = ()
    limits: Limits = Limits()
    findings: tuple[Finding, ...] = ()
    plan: Plan | None = None
    stakeholder_weights: Mapping[str, Weights] = field(default_factory=dict)
    table: RequestTable | None = None
    questions: tuple[Question, ...] = ()
    readings: tuple[Reading, ...] = ()
    settings_sheets: frozenset[str] = frozenset()
    answers: Answers = NO_ANSWERS
    source_name: str = ""
    source_sha256: str = ""
    is_refused: bool = False

    @property
    def message(self) -> str:
        """Why the file was refused, in one sentence; empty where it was not."""
        return self.findings[0].message if self.is_refused and self.findings else ""

    @property
    def is_waiting(self) -> bool:
        """Whether a question must be answered before these requests may compete."""
        return any(question.code in MONEY_CODES | {NOT_A_REQUEST_LIST} for question in self.questions)


def read_workbook(
    data: bytes,
    name: str,
    *,
    today: dt.date | None = None,
    answers: Answers = NO_ANSWERS,
    progress: Callable[[float], None] | None = None,
) -> Intake:
    """Read requests, limits and plan from an Excel or OpenDocument workbook or a text table, in any layout.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        today: Planning date of a file that states none; the clock's day where nobody says.
        answers: What people decided about the file.
        progress: Called with the share of the work that is done.

    Returns:
        An intake; a file that can't be used comes back refused, with the reason as its finding.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        book = open_book(data, name)
    except RefusedFileError as refusal:
        return Intake(findings=(refusal.finding,), is_refused=True, source_name=name, source_sha256=digest)
    if progress is not None:
        progress(_OPENED)
    return _read_book(book, name, digest, today or dt.date.today(), answers, progress)  # noqa: DTZ011


def _read_book(
    book: Book, name: str, digest: str, today: dt.date, answers: Answers, progress: Callable[[float], None] | None
) -> Intake:
    reader = SettingsReader()
    settings = _settings_sheets(book)
    own = [sheet for sheet in settings.values() if not sheet.is_called(answers.sheet)]
    lists = replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet not in own))
    tables = find_tables(lists, answers)
    if not tables:
        return _without_table(book, name, digest, today, answers)
    if progress is not None:
        progress(_FOUND)
    stated = reader.read_plan(settings.get(PLAN_SHEET), default_plan(today, ()))
    chosen = tables[0]
    if answers.sheet == ALL_SHEETS and (alike := sheets_alike(chosen, tables[1:])):
        chosen = joined(alike)
    table = read_request_table(
        chosen,
        mandate_types=read_governance_rules().known_mandates,
        first_year=first_year_of(stated),
        answers=answers,
        candidates=tables,
        progress=None if progress is None else partial(_among_rows, progress),
    )
    return _join(book, settings, table, name, digest, today, answers)


def _among_rows(progress: Callable[[float], None], share: float) -> None:
    """Tell the share of the whole work from that of the table."""
    progress(_FOUND + (1 - _FOUND) * share)


def _without_table(book: Book, name: str, digest: str, today: dt.date, answers: Answers) -> Intake:
    """A readable file in which nothing looks like a list of requests: asked about, not refused."""
    sheets = tuple(sheet.name for sheet in book.sheets if not sheet.is_empty)
    kind, message = kinds.PLACE_UNKNOWN, _unknown_place(book, name, answers)
    if not message:
        kind, message = kinds.NO_TABLE_FOUND, f"No sheet of {name} has a row of headers with requests below it."
    return Intake(
        findings=(*book.findings, Finding(kind=kind, message=message)),
        plan=default_plan(today, ()),
        questions=(
            Question(
                code=NOT_A_REQUEST_LIST,
                text=f"{message} Which sheet and row hold the headers?",
                choices=tuple(Choice(sheet, sheet) for sheet in sheets),
            ),
        ),
        answers=answers,
        source_name=name,
        source_sha256=digest,
    )


def _unknown_place(book: Book, name: str, answers: Answers) -> str:
    """Which answer names a sheet or row that is not there; empty where none does."""
    chosen = [s for s in book.sheets if answers.sheet in ("", ALL_SHEETS) or s.is_called(answers.sheet)]
    if not chosen:
        sheets = ", ".join(sheet.name for sheet in book.sheets if not sheet.is_empty)
        return f"{name} has no visible sheet {answers.sheet}. Sheets: {sheets}."
    last = max(len(sheet.rows) for sheet in chosen)
    if answers.header_row is not None and answers.header_row > last:
        return f"{name} has no row {answers.header_row}; its last row is {last}."
    return ""


def _join(
    book: Book,
    settings: Mapping[str, Sheet],
    table: RequestTable,
    name: str,
    digest: str,
    today: dt.date,
    answers: Answers,
) -> Intake:
    by_name = {key: sheet for key, sheet in settings.items() if sheet.name not in table.sheets}
    reader = SettingsReader()
    limits = SettingsReader().read_limits(by_name, table.fiscal_years)
    default = replace(default_plan(today, table.fiscal_years), currency=usual_currency(table, limits))
    plan = reader.read_plan(by_name.get(PLAN_SHEET), default)
    limits = reader.read_limits(by_name, table.fiscal_years)
    requests = tuple(fill_absent_years(r, limits.fiscal_years, table.fiscal_years) for r in table.requests)
    currency = plan_currency(plan, table, requests, limits, answers)
    plan = replace(plan, currency=currency.code)
    plan, unknown = check_scenarios(plan, limits, requests, reader.scenario_rows, PLAN_SHEET)
    stakeholders = reader.read_stakeholders(by_name.get(STAKEHOLDER_SHEET))
    return Intake(
        requests=requests,
        limits=limits,
        findings=(*_about(book, table.sheets), *table.findings, *reader.findings, *unknown, *_missing_limits(limits)),
        plan=plan,
        stakeholder_weights=stakeholders,
        table=table,
        questions=_asked(table, currency),
        readings=tuple(sorted((*table.readings, currency.reading), key=lambda found: QUESTION_CODES.index(found.code))),
        settings_sheets=frozenset(by_name),
        answers=answers,
        source_name=name,
        source_sha256=digest,
    )


def _asked(table: RequestTable, currency: PlanCurrency) -> tuple[Question, ...]:
    """The table's questions, with that about the plan's currency in place of the one about its amounts'."""
    rest = tuple(question for question in table.questions if question.code != CURRENCY)
    return in_order((*rest, currency.question)) if currency.question else rest


def _about(book: Book, sheets: Collection[str]) -> list[Finding]:
    """Findings about the file, without what is hidden in sheets that are not used."""
    of_sheets = (kinds.ROWS_HIDDEN, kinds.COLUMNS_HIDDEN, kinds.ROW_STRUCK, kinds.COMMENTS_UNREAD)
    return [f for f in book.findings if f.kind not in of_sheets or any(_is_of(f.sheet, sheet) for sheet in sheets)]


def _is_of(whole: str, sheet: str) -> bool:
    """Whether a sheet is the whole one, or a part of it."""
    return sheet == whole or sheet.startswith(f"{whole}!")


def _missing_limits(limits: Limits) -> list[Finding]:
    has_budget = any(year.capital_usd is not None or year.operating_usd is not None for year in limits.budget)
    return [
        Finding(kind=kinds.LIMITS_MISSING, message=f"No sheet {sheet} states any limit.", sheet=sheet)
        for sheet, is_there in ((BUDGET_SHEET, has_budget), (CAPACITY_SHEET, bool(limits.capacity)))
        if not is_there
    ]


def _settings_sheets(book: Book) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for sheet in book.sheets:
        name = sheet.name.strip().capitalize()
        first = read_text(sheet.rows[0][0]).casefold() if sheet.rows and sheet.rows[0] else ""
        if _SETTINGS.get(name) == first:
            found.setdefault(name, sheet)
    return found
