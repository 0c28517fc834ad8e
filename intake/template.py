"""Our own workbook layout, written: the sample, the empty template and corrected workbooks."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from intake.columns import COLUMNS, SERIES_COLUMNS
from intake.defaults import is_marked
from intake.guides import add_guides
from intake.own_rows import is_text_column
from intake.settings import (
    BUDGET_SHEET,
    CAPACITY_SHEET,
    CHANGE_SHEET,
    CHANGES_SHEET,
    COLUMNS_SHEET,
    PLAN_SHEET,
    REQUESTS_SHEET,
    STAKEHOLDER_SHEET,
)

_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
# Readers of workbooks take _x0041_ for the letter A, and _x005F_ for the line itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
# Ids and free text stay text even where they look like numbers.
_TEXT_COLUMNS = {column.key for column in COLUMNS if is_text_column(column)}
HEADER_FILL = PatternFill("solid", fgColor="FF1F3A4D")
HEADER_FONT = Font(bold=True, color="FFFFFFFF")
# A default stands back behind what somebody stated.
DEFAULT_FONT = Font(italic=True, color="FF6B7780")
STAMP = dt.datetime(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class PlanSetting:
    """One row of the sheet Plan."""

    section: str
    setting: str
    value: str
    meaning: str = ""


def write_workbook(
    *,
    plan: Sequence[PlanSetting],
    requests: Sequence[Mapping[str, str]],
    budget: Sequence[Mapping[str, str]],
    capacity: Sequence[Mapping[str, str]],
    change_limits: Sequence[Mapping[str, str]],
    stakeholder_weights: Sequence[Mapping[str, str]],
    changes: Sequence[Mapping[str, str]] = (),
    has_units: bool = False,
) -> bytes:
    """A workbook in our own layout, from rows of text: numbers and dates become cells of that type.

    Args:
        requests: Rows by column key; a single row of blanks gives the template.
        changes: Rows of the sheet Changes; none: no such sheet.
        has_units: The headers of the requests name their units, such as "change_impact (points)".

    Returns:
        The bytes of an .xlsx file with no formulas in it.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    settings = [{"section": p.section, "setting": p.setting, "value": p.value, "meaning": p.meaning} for p in plan]
    for name, rows in (
        (PLAN_SHEET, settings),
        (REQUESTS_SHEET, requests),
        (BUDGET_SHEET, budget),
        (CAPACITY_SHEET, capacity),
        (CHANGE_SHEET, change_limits),
        (STAKEHOLDER_SHEET, stakeholder_weights),
    ):
        _write_sheet(book.create_sheet(name), rows)
    if requests:
        add_guides(book[REQUESTS_SHEET], list(requests[0]), has_units=has_units)
    if changes:
        _write_changes(book.create_sheet(CHANGES_SHEET), changes)
    _write_dictionary(book.create_sheet(COLUMNS_SHEET))
    book.properties.created = book.properties.modified = STAMP
    book.properties.title, book.properties.creator = "Rounds requests", "Rounds"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column_dictionary() -> list[dict[str, str]]:
    """Every column of the sheet Requests: key, type and meaning."""
    fixed = [{"column": c.key, "type": c.type, "meaning": c.meaning} for c in COLUMNS]
    series = [{"column": key, "type": type_, "meaning": meaning} for key, type_, meaning in SERIES_COLUMNS]
    return fixed + series


def _write_changes(sheet: Worksheet, rows: Sequence[Mapping[str, str]]) -> None:
    """Every cell as text: what stood in the file is quoted, never read again."""
    _write_sheet(sheet, rows, all_text=True)
    sheet.auto_filter.ref = sheet.dimensions


def _write_dictionary(sheet: Worksheet) -> None:
    _write_sheet(sheet, column_dictionary())


def _write_sheet(sheet: Worksheet, rows: Sequence[Mapping[str, str]], *, all_text: bool = False) -> None:
    headers = list(rows[0]) if rows else []
    for k, header in enumerate(headers, start=1):
        cell = sheet.cell(1, k, header)
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        longest = max((len(row.get(header) or "") for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(k)].width = min(max(11, longest + 2, len(header) * 0.7), 48)
    for n, row in enumerate(rows, start=2):
        for k, header in enumerate(headers, start=1):
            _write_cell(sheet, n, k, row.get(header) or "", is_text=all_text or header in _TEXT_COLUMNS)
    sheet.freeze_panes = "C2" if sheet.title == REQUESTS_SHEET else "B2"


def _write_cell(sheet: Worksheet, row: int, column: int, text: str, *, is_text: bool) -> None:
    if not text:
        return
    cell = sheet.cell(row, column)
    if is_marked(str(sheet.cell(1, column).value), text):
        cell.font = DEFAULT_FONT
    if text[:1] in ("=", "+", "-", "@"):
        # The sign that Excel itself puts on text typed with an apostrophe in front.
        cell.quotePrefix = is_text or not _NUMBER.match(text)
    if not is_text and _DATE.match(text):
        cell.value, cell.number_format = dt.date.fromisoformat(text), "yyyy-mm-dd"
    elif not is_text and _NUMBER.match(text):
        cell.value = float(text) if "." in text else int(text)
        cell.number_format = "#,##0" if abs(cell.value) >= 1000 else "General"
    else:
        cell.value, cell.data_type = cell_text(text), "s"


def safe_text(text: str) -> str:
    """The text without the control characters that a workbook can't hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def cell_text(text: str) -> str:
    """The text as a cell of a workbook holds it: safe, and what looks like an escaped character is none."""
    return _ESCAPE.sub("_x005F_", safe_text(text))
