"""The selected portfolio as an Excel workbook. Text stays text, money is exact, every sheet carries its source."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planning.outcome import MODEL_VERSION, Outcome
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.premium import Premium
from reports.frames import hours_frame, limit_frame, money_frame, request_frame
from reports.wording import assumed_words, headline, standing
from scoring.request import Request

MONEY_FORMAT = '#,##0.00;[Red]-#,##0.00;"-"'
HOURS_FORMAT = "#,##0.0"
POINTS_FORMAT = "0.00"
SHARE_FORMAT = "0.0%"
HEADER_FILL = PatternFill("solid", fgColor="FF1F3A4D")
HEADER_FONT = Font(bold=True, color="FFFFFFFF")
TITLE_FONT = Font(bold=True, size=16)

Cell = Any


def build_workbook(outcome: Outcome) -> bytes:
    """The portfolio for finance: summary, funded, not funded with reasons, money, staffing, rules and source.

    Raises:
        ValueError: there is no portfolio to export.
    """
    if not outcome.selection.has_portfolio:
        raise ValueError("There is no portfolio to export.")
    book = Workbook()
    summary = book.worksheets[0]
    summary.title = "Summary"
    _write_pairs(summary, f"{outcome.notebook.name}: selected portfolio", _summary(outcome))
    _write_funded(book.create_sheet("Funded"), outcome)
    _write_not_funded(book.create_sheet("Not funded"), outcome)
    _write_money(book.create_sheet("Money"), outcome)
    _write_hours(book.create_sheet("Staffing"), outcome)
    _write_limits(book.create_sheet("Limits"), outcome)
    _write_rules(book.create_sheet("Rules"), outcome)
    _write_pairs(book.create_sheet("Source"), "Where this comes from", _source(outcome))
    book.properties.title = f"{outcome.notebook.name}: selected portfolio"
    book.properties.creator = "Rounds"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _summary(outcome: Outcome) -> list[tuple[str, Cell, str]]:
    funded = _funded(outcome)
    total = Decimal(0)
    capital = sum((r.total_capital_usd for r in funded), total)
    operating = sum((r.total_operating_usd for r in funded), total)
    counted = sum(money_frame(outcome)["capital_with_contingency_usd"], total)
    currency = outcome.notebook.plan.currency or "currency not stated"
    return [
        ("Requests funded", len(funded), "0"),
        ("Requests considered", len(outcome.notebook.requests), "0"),
        ("Portfolio value (points)", outcome.selection.value, "0.000000"),
        ("Answer", headline(outcome), ""),
        (f"Capital without contingency, all years ({currency})", capital, MONEY_FORMAT),
        (f"Capital with contingency, all years ({currency})", counted, MONEY_FORMAT),
        (f"Operating, all years ({currency})", operating, MONEY_FORMAT),
        ("Staff hours", sum(r.total_hours for r in funded), HOURS_FORMAT),
        ("Scenario", outcome.notebook.scenario or "Agreed plan", ""),
        ("Judged on", outcome.today, "yyyy-mm-dd"),
    ]


def _source(outcome: Outcome) -> list[tuple[str, Cell, str]]:
    notebook, selection = outcome.notebook, outcome.selection
    weights = [(f"Weight {c.label.lower()}", notebook.weights.share(c.key), SHARE_FORMAT) for c in notebook.criteria]
    return [
        ("Notebook", notebook.name, ""),
        ("Source file", notebook.source.name, ""),
        ("Source file SHA-256", notebook.source.sha256, ""),
        ("Model version", MODEL_VERSION, ""),
        ("Solver", selection.solver, ""),
        ("Status", str(selection.status), ""),
        ("Value (points)", selection.value, "0.000000"),
        ("Bound (points)", selection.bound, "0.000000"),
        ("Gap", selection.gap, "0.00%"),
        ("Planning date", outcome.today, "yyyy-mm-dd"),
        ("First quarter", str(notebook.plan.first_quarter), ""),
        ("Dollars per point", notebook.plan.dollars_per_point, MONEY_FORMAT),
        *weights,
        *(
            (f"Rule {kind.label.lower()}", "on" if kind.key in notebook.kinds_on or not kind.can_switch else "off", "")
            for kind in CONSTRAINT_KINDS
        ),
    ]


def _write_funded(sheet: Worksheet, outcome: Outcome) -> None:
    years, roles = outcome.notebook.limits.fiscal_years, outcome.notebook.limits.roles
    criteria = outcome.notebook.criteria_in_use
    headers = ["Request", "Title", "Sponsor", "Department", "Standing", "Score (points)"]
    headers += [f"{c.label} (points)" for c in criteria]
    headers += [f"Capital {y}" for y in years] + [f"Operating {y}" for y in years] + [f"Hours {r}" for r in roles]
    headers += ["Assumed ratings"]
    formats = ["", "", "", "", "", POINTS_FORMAT] + [POINTS_FORMAT] * len(criteria)
    formats += [MONEY_FORMAT] * (2 * len(years)) + [HOURS_FORMAT] * len(roles) + [""]
    rows = []
    for request in _funded(outcome):
        rows.append(
            [request.id, request.title, request.sponsor_role, request.requesting_department]
            + [standing(outcome, request.id), outcome.scores.totals[request.id]]
            + [outcome.scores.contribution(request.id, c.key) for c in criteria]
            + [request.capital_usd.get(y) for y in years]
            + [request.operating_usd.get(y) for y in years]
            + [request.role_hours.get(r) for r in roles]
            + [assumed_words(outcome, request.id)]
        )
    _write_table(sheet, headers, rows, formats)
    _write_totals(sheet, rows, formats, first_number=5)


def _write_not_funded(sheet: Worksheet, outcome: Outcome) -> None:
    headers = [
        "Request",
        "Title",
        "Standing",
        "Score (points)",
        "Net cost, three years",
        "Why it is not in",
        "Assumed ratings",
    ]
    frame = request_frame(outcome)
    out = frame[~frame["funded"].astype(bool)][
        ["id", "title", "standing", "score", "net_cost_usd", "reason", "assumed"]
    ]
    rows = [list(row) for row in out.astype(object).where(out.notna(), None).itertuples(index=False)]
    _write_table(sheet, headers, rows, ["", "", "", POINTS_FORMAT, MONEY_FORMAT, "", ""])
    sheet.column_dimensions["F"].width = 100


def _write_money(sheet: Worksheet, outcome: Outcome) -> None:
    frame = money_frame(outcome)
    headers = ["Fiscal year", "Capital", "Contingency", "Capital with contingency", "Capital limit"]
    headers += ["Operating", "Operating limit"]
    formats = [""] + [MONEY_FORMAT] * 6
    rows = [list(row) for row in frame.itertuples(index=False)]
    _write_table(sheet, headers, rows, formats)
    _write_totals(sheet, rows, formats, first_number=1)


def _write_hours(sheet: Worksheet, outcome: Outcome) -> None:
    frame = hours_frame(outcome)
    quarters = list(dict.fromkeys(frame["quarter"]))
    headers = ["Role", "Hours", *quarters, "All quarters"]
    rows: list[list[Cell]] = []
    for name, part in frame.groupby("role_name", sort=False):
        by_quarter = part.set_index("quarter")
        for label, column in (("used", "used_hours"), ("available", "available_hours")):
            amounts = [float(by_quarter[column].get(q, 0.0)) for q in quarters]
            rows.append([name, label, *amounts, sum(amounts)])
    _write_table(sheet, headers, rows, ["", "", *[HOURS_FORMAT] * (len(quarters) + 1)])


def _write_limits(sheet: Worksheet, outcome: Outcome) -> None:
    frame = limit_frame(outcome.limits)
    headers = ["Limit", "Unit", "Limit amount", "Used", "Left", "Used share", "Tight"]
    rows = [
        [r.label, r.unit, r.limit, r.used, r.slack, r.share, "tight" if r.tight else ""] for r in frame.itertuples()
    ]
    _write_table(sheet, headers, rows, ["", "", MONEY_FORMAT, MONEY_FORMAT, MONEY_FORMAT, SHARE_FORMAT, ""])


def _write_rules(sheet: Worksheet, outcome: Outcome) -> None:
    labels = {kind.key: kind.label for kind in CONSTRAINT_KINDS}
    rows = [[row.label, labels.get(row.kind, row.kind), row.why] for row in outcome.rows if not row.is_limit]
    rows += [
        [_premium_words(premium), labels.get(premium.kind, premium.kind), premium.why] for premium in outcome.premiums
    ]
    rows += _hours_rules(outcome, labels)
    _write_table(sheet, ["Rule", "Kind", "Who or what asks for it"], rows, ["", "", ""])
    sheet.column_dimensions["C"].width = 100


def _hours_rules(outcome: Outcome, labels: Mapping[str, str]) -> Iterator[list[Cell]]:
    """Rules without rows of their own: they change what the hours' rows say."""
    notebook = outcome.notebook
    agreed, names = notebook.agreed_rules, {role.role: role.name for role in notebook.limits.capacity}
    if agreed.reserve_share and "reserve" in notebook.kinds_on:
        yield [f"{agreed.reserve_share:.0%} of every role's hours kept back", labels["reserve"], ""]
    if agreed.ai_charge and "ai-charge" in notebook.kinds_on:
        charge = agreed.ai_charge
        words = f"Reviewing and watching AI takes hours of {names.get(charge.role, charge.role)}"
        yield [words, labels["ai-charge"], charge.why]


def _premium_words(premium: Premium) -> str:
    if len(premium.request_ids) > 1:
        return f"{' and '.join(premium.request_ids)}: {premium.points:+g} points together"
    return f"Without {premium.request_ids[0]}: {premium.points:g} points lost"


def _write_table(
    sheet: Worksheet, headers: Sequence[str], rows: Iterable[Sequence[Cell]], formats: Sequence[str]
) -> None:
    for k, header in enumerate(headers, start=1):
        cell = sheet.cell(1, k, header)
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    longest = [len(header) for header in headers]
    for n, row in enumerate(rows, start=2):
        for k, (value, number_format) in enumerate(zip(row, formats, strict=True), start=1):
            _put(sheet, n, k, value, number_format)
            longest[k - 1] = max(longest[k - 1], len(str(value)) if value is not None else 0)
    for k, length in enumerate(longest, start=1):
        sheet.column_dimensions[get_column_letter(k)].width = min(max(12, length + 2), 60)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(sheet.max_row, 1)}"
    _set_print(sheet)


def _write_totals(
    sheet: Worksheet, rows: Sequence[Sequence[Cell]], formats: Sequence[str], *, first_number: int
) -> None:
    line = len(rows) + 2
    _put(sheet, line, 1, "Total", "")
    for k in range(first_number, len(formats)):
        if not formats[k]:
            continue
        amounts = [row[k] for row in rows if row[k] is not None]
        start = Decimal(0) if any(isinstance(a, Decimal) for a in amounts) else 0.0
        _put(sheet, line, k + 1, sum(amounts, start=start), formats[k])
    for cell in sheet[line]:
        cell.font = Font(bold=True)


def _write_pairs(sheet: Worksheet, title: str, pairs: Iterable[tuple[str, Cell, str]]) -> None:
    _put(sheet, 1, 1, title, "")
    sheet.cell(1, 1).font = TITLE_FONT
    for n, (label, value, number_format) in enumerate(pairs, start=3):
        _put(sheet, n, 1, label, "")
        _put(sheet, n, 2, value, number_format)
        sheet.cell(n, 2).alignment = Alignment(horizontal="left", wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 70
    _set_print(sheet)


def _put(sheet: Worksheet, row: int, column: int, value: Cell, number_format: str) -> None:
    """One cell; text is written as text, so that a title that starts with = stays a title."""
    if value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
    if number_format:
        cell.number_format = number_format


def _set_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _funded(outcome: Outcome) -> list[Request]:
    return sorted((r for r in outcome.notebook.requests if r.id in outcome.funded), key=lambda r: r.id)
