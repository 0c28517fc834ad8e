"""The rule calendar as a file: read with every doubt named by row and column, written with the same columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence

from governance.calendar import CalendarRule, RuleStatus
from intake.cells import Cell, CellError, is_blank, neutralized, read_date, read_text, read_yes_no
from intake.workbook import read_sheets

# Column in the file -> field of a rule, for text, yes/no and dates.
_TEXTS = {"rule": "name", "what_it_asks_of_a_hospital": "asks", "who_is_bound": "who_is_bound", "source": "source"}
_MARKS = ("is_bound", "only_others_bound", "is_gap_open", "has_penalty")
_DATES = ("date", "last_checked")
# Without its mandate_rule column a calendar would say nothing of any mandate, and a proposed rule might force.
_NEEDED = ("rule", "status", *_MARKS, "mandate_rule")
COLUMNS = (*_TEXTS, "status", *_DATES, *_MARKS, "mandate_rule")
_BETWEEN = "|"


class CalendarError(ValueError):
    """A file that is no rule calendar, or a cell in it that can't be read; the message says where."""


def read_calendar_file(data: bytes, name: str) -> tuple[CalendarRule, ...]:
    """The rules of a CSV file or a workbook's first sheet, with the columns of ``calendar_csv``; others are ignored.

    Raises:
        CalendarError: a column is missing, or a cell can't be read; all such cells are named at once.
        RefusedFileError: the file can't be read at all.
    """
    sheets = read_sheets(data, name)
    numbered = enumerate(sheets[0].rows if sheets else (), start=1)
    rows = [(number, row) for number, row in numbered if any(not is_blank(cell) for cell in row)]
    headers = [read_text(cell).strip().casefold() for cell in rows[0][1]] if rows else []
    if lacking := [column for column in _NEEDED if column not in headers]:
        raise CalendarError(f"{name} lacks the column {', '.join(lacking)}. Download the calendar to see all columns.")
    found: dict[str, CalendarRule] = {}
    doubts: list[str] = []
    for number, row in rows[1:]:
        facts, said = _read_row(dict(zip(headers, row, strict=False)), f"{name}, row {number}")
        doubts += said
        if not said:
            rule = CalendarRule(**facts)  # type: ignore[arg-type]
            doubts += [f"{name}, row {number}: the rule {rule.name} stands twice."] if rule.name in found else []
            found[rule.name] = rule
    if doubts:
        raise CalendarError(" ".join(doubts))
    return tuple(found.values())


def calendar_csv(rules: Sequence[CalendarRule]) -> bytes:
    """The calendar as CSV, UTF-8 with its mark; text that a spreadsheet would run as a formula is neutralized."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for rule in rules:
        texts = {column: neutralized(getattr(rule, field)) for column, field in _TEXTS.items()}
        dates = {column: day.isoformat() if (day := getattr(rule, column)) else "" for column in _DATES}
        marks = {column: "1" if getattr(rule, column) else "0" for column in _MARKS}
        named = neutralized(_BETWEEN.join(rule.mandate_rules))
        writer.writerow({**texts, **dates, **marks, "status": str(rule.status), "mandate_rule": named})
    return out.getvalue().encode("utf-8-sig")


def _read_row(cells: Mapping[str, Cell], where: str) -> tuple[dict[str, object], list[str]]:
    doubts: list[str] = []
    facts: dict[str, object] = {field: read_text(cells.get(column)) for column, field in _TEXTS.items()}
    if not facts["name"]:
        doubts.append(f"{where}: enter the name of the rule.")
    status = read_text(cells.get("status")).strip().casefold()
    if status in set(RuleStatus):
        facts["status"] = RuleStatus(status)
    else:
        doubts.append(f"{where}, status: {status or 'nothing'} is none of {', '.join(RuleStatus)}.")
    for column in _MARKS:
        try:
            facts[column] = read_yes_no(cells.get(column))
        except CellError:
            doubts.append(f"{where}, {column}: enter yes or no.")
    for column in _DATES:
        try:
            facts[column] = _date(cells.get(column))
        except CellError:
            doubts.append(f"{where}, {column}: enter a date like 2027-12-31.")
    named = read_text(cells.get("mandate_rule"))
    facts["mandate_rules"] = tuple(part.strip() for part in named.split(_BETWEEN) if part.strip())
    return facts, doubts


def _date(cell: Cell) -> dt.date | None:
    return None if is_blank(cell) else read_date(cell)
