"""Rows of the sheet Requests to requests: every readable row comes in, every doubt becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from intake import finding as kinds
from intake.cells import Cell, CellError, is_blank, read_money, read_number, read_text
from intake.columns import CAPITAL_COLUMN, COLUMNS, HOURS_COLUMN, OPERATING_COLUMN, Column
from intake.finding import Finding, FindingKind
from intake.workbook import Sheet
from scoring.request import Mandate, OutcomeMetric, Request

HEADER_ROWS_SEARCHED = 30
_BY_KEY = {column.key: column for column in COLUMNS}
# The fields of a request's parts, written "part.name" in the column dictionary.
_PARTS = ("ratings", "mandate", "metric")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTable:
    """What one sheet of requests held.

    Args:
        columns: Column meaning by header, for the columns that are used.
        rejected: (row number, reason) of every row left out.
        fiscal_years: Years that have a cost column, in order.
    """

    sheet: str
    header_row: int
    requests: tuple[Request, ...]
    findings: tuple[Finding, ...]
    columns: Mapping[str, str]
    rejected: tuple[tuple[int, str], ...]
    fiscal_years: tuple[str, ...]


def find_header_row(sheet: Sheet) -> int | None:
    """Index of the row that holds our headers, None where no row has a title column and one more we know."""
    for index, row in enumerate(sheet.rows[:HEADER_ROWS_SEARCHED]):
        headers = {_header(cell) for cell in row}
        if "title" in headers and sum(_meaning(h) != "" for h in headers) >= 2:
            return index
    return None


def read_request_table(sheet: Sheet, header_index: int, *, mandate_types: Sequence[str]) -> RequestTable:
    """Read all rows below the header. Rows without a title and repeated ids are left out, with a finding."""
    headers, findings = _read_headers(sheet, header_index)
    reader = _RowReader(sheet.name, tuple(mandate_types))
    requests: dict[str, Request] = {}
    rejected: list[tuple[int, str]] = []
    for number, row in enumerate(sheet.rows[header_index + 1 :], start=header_index + 2):
        cells = {header: row[k] for header, k in headers.items() if k < len(row) and not is_blank(row[k])}
        if all(is_blank(cell) for cell in row):
            continue
        request = reader.read(number, cells, headers)
        if request is None:
            rejected.append((number, "no title"))
        elif request.id in requests:
            reader.note(kinds.ID_REPEATED, f"{request.id} already stands further up.", number, "request_id", request.id)
            rejected.append((number, f"id {request.id} stands twice"))
        else:
            requests[request.id] = request
    findings += reader.findings
    found = tuple(requests.values())
    return RequestTable(
        sheet=sheet.name,
        header_row=header_index + 1,
        requests=found,
        findings=(*findings, *_check_prerequisites(sheet.name, found)),
        columns={header: _meaning(header) for header in headers if _meaning(header)},
        rejected=tuple(rejected),
        fiscal_years=_years(headers),
    )


class _RowReader:
    """Reads one row after the other and collects findings on the way."""

    def __init__(self, sheet: str, mandate_types: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.mandate_types = mandate_types
        self.findings: list[Finding] = []
        self._ids_made: dict[str, int] = {}

    def note(
        self, kind: FindingKind, message: str, row: int, column: str, value: object = "", *, detail: str = ""
    ) -> None:
        shown = read_text(value) if not isinstance(value, str) else value  # type: ignore[arg-type]
        self.findings.append(
            Finding(
                kind=kind, message=message, sheet=self.sheet, row=row, column=column, value=shown[:200], detail=detail
            )
        )

    def read(self, row: int, cells: Mapping[str, Cell], headers: Iterable[str]) -> Request | None:
        title = read_text(cells.get("title"))
        if not title:
            self.note(kinds.TITLE_MISSING, "The row has values but no title.", row, "title")
            return None
        values = {
            c.field: v
            for k, cell in cells.items()
            if (c := _BY_KEY.get(k)) and (v := self._value(row, c, cell)) is not None
        }
        if not values.get("id"):
            values["id"] = self._made_id(row, title, str(values.get("requesting_department", "")))
        parts = {part: _pick(values, part) for part in _PARTS}
        plain: dict[str, Any] = {field: v for field, v in values.items() if "." not in field}
        plain["title"] = title
        if "ai_evidence" in plain:
            plain["ai_evidence"] = frozenset(code.upper() for code in plain["ai_evidence"])
        request = Request(
            **plain,
            ratings=parts["ratings"],
            mandate=self._mandate(row, parts["mandate"]),
            metric=OutcomeMetric(**parts["metric"]) if parts["metric"].get("name") else None,
            capital_usd=self._series(row, cells, CAPITAL_COLUMN, is_cost=True),
            operating_usd=self._series(row, cells, OPERATING_COLUMN),
            role_hours=self._hours(row, cells),
        )
        self._note_unknown(row, request, headers)
        return request

    def _value(self, row: int, column: Column, cell: Cell) -> Any:
        try:
            value = column.read(cell)
        except CellError as error:
            kind = kinds.CHOICE_UNKNOWN if column.type.startswith("one of") else kinds.VALUE_UNREADABLE
            self.note(kind, f"{read_text(cell)!r} in {column.key}.", row, column.key, cell, detail=str(error))
            return None
        is_low = column.low is not None and value < column.low
        if is_low or (column.high is not None and value > column.high):
            bounds = f"{column.low:g} to {column.high:g}" if column.high is not None else f"{column.low:g} or more"
            message = f"{read_text(cell)} in {column.key}."
            self.note(kinds.VALUE_OUT_OF_RANGE, message, row, column.key, cell, detail=f"Expected {bounds}.")
            return None
        return value

    def _series(
        self, row: int, cells: Mapping[str, Cell], pattern: Any, *, is_cost: bool = False
    ) -> dict[str, Decimal]:
        amounts = {}
        for header, cell in cells.items():
            if match := pattern.match(header):
                amount = self._amount(row, header, cell, may_be_negative=not is_cost)
                if amount is not None:
                    amounts[f"FY{match[1]}"] = amount
        return amounts

    def _amount(self, row: int, header: str, cell: Cell, *, may_be_negative: bool) -> Decimal | None:
        try:
            amount = read_money(cell)
        except CellError as error:
            self.note(kinds.VALUE_UNREADABLE, f"{read_text(cell)!r} in {header}.", row, header, cell, detail=str(error))
            return None
        if amount < 0 and not may_be_negative:
            self.note(kinds.NEGATIVE_AMOUNT, f"{read_text(cell)} in {header}.", row, header, cell)
            return None
        return amount

    def _hours(self, row: int, cells: Mapping[str, Cell]) -> dict[str, float]:
        hours = {}
        for header, cell in cells.items():
            if match := HOURS_COLUMN.match(header):
                amount = self._amount(row, header, cell, may_be_negative=False)
                if amount is not None:
                    hours[match[1]] = read_number(cell)
        return hours

    def _mandate(self, row: int, part: dict[str, Any]) -> Mandate | None:
        type_ = str(part.get("type", "")).casefold()
        if type_ in ("", "none"):
            return None
        if type_ not in self.mandate_types:
            choices = f"Choices: {', '.join(self.mandate_types)}."
            self.note(kinds.CHOICE_UNKNOWN, f"{type_!r} in mandate_type.", row, "mandate_type", type_, detail=choices)
        return Mandate(**{**part, "type": type_})

    def _made_id(self, row: int, title: str, department: str) -> str:
        """An id that stays the same when the file comes again: title, department and occurrence decide it."""
        base = "-".join("".join(c if c.isalnum() else " " for c in f"{title} {department}".casefold()).split())[:60]
        self._ids_made[base] = n = self._ids_made.get(base, 0) + 1
        made = f"{base}-{n}" if n > 1 else base
        self.note(kinds.ID_MISSING, f"The row is known as {made}.", row, "request_id")
        return made

    def _note_unknown(self, row: int, request: Request, headers: Iterable[str]) -> None:
        costs = {
            "capital_usd": (CAPITAL_COLUMN, request.capital_usd),
            "opex": (OPERATING_COLUMN, request.operating_usd),
        }
        for pattern, amounts in costs.values():
            for header in headers:
                if (match := pattern.match(header)) and f"FY{match[1]}" not in amounts:
                    self.note(kinds.COST_MISSING, f"{request.id} has no usable {header}.", row, header)
        for header in headers:
            if (match := HOURS_COLUMN.match(header)) and match[1] not in request.role_hours:
                self.note(kinds.HOURS_MISSING, f"{request.id} has no usable {header}.", row, header)
            column = _BY_KEY.get(header)
            if column and column.field.startswith("ratings.") and header not in request.ratings:
                self.note(kinds.RATING_MISSING, f"{request.id} has no usable {header}.", row, header)


def fill_absent_years(request: Request, fiscal_years: Iterable[str], known: Iterable[str]) -> Request:
    """A request with 0 for the budget years that have no cost column at all: nobody was asked, so nothing is spent."""
    absent = dict.fromkeys(set(fiscal_years) - set(known), Decimal(0))
    if not absent or not (request.capital_usd or request.operating_usd):
        return request
    return replace(
        request, capital_usd={**absent, **request.capital_usd}, operating_usd={**absent, **request.operating_usd}
    )


def _check_prerequisites(sheet: str, requests: Sequence[Request]) -> list[Finding]:
    known = {r.id: r for r in requests}
    found = []
    for request in requests:
        for needed in request.prerequisites:
            if needed not in known:
                message = f"{request.id} needs {needed}, which is not in the list: it can't be funded."
                found.append(_about(kinds.PREREQUISITE_UNKNOWN, sheet, message, needed))
        if _reaches_itself(request.id, known):
            message = f"{request.id} needs itself through {', '.join(request.prerequisites)}."
            found.append(_about(kinds.PREREQUISITE_CIRCULAR, sheet, message, request.id))
    return found


def _about(kind: FindingKind, sheet: str, message: str, value: str) -> Finding:
    return Finding(kind=kind, message=message, sheet=sheet, column="depends_on", value=value)


def _reaches_itself(start: str, known: Mapping[str, Request]) -> bool:
    seen: set[str] = set()
    todo = list(known[start].prerequisites)
    while todo:
        current = todo.pop()
        if current == start:
            return True
        if current in known and current not in seen:
            seen.add(current)
            todo.extend(known[current].prerequisites)
    return False


def _read_headers(sheet: Sheet, header_index: int) -> tuple[dict[str, int], list[Finding]]:
    headers: dict[str, int] = {}
    findings = []
    for k, cell in enumerate(sheet.rows[header_index]):
        header = _header(cell)
        if not header:
            continue
        if header in headers:
            message = f"The column {header} stands twice."
            findings.append(_on_header(kinds.COLUMN_REPEATED, sheet, header_index, header, message))
            continue
        if not _meaning(header):
            message = f"The column {header} is not used."
            findings.append(_on_header(kinds.COLUMN_UNKNOWN, sheet, header_index, header, message))
        headers[header] = k
    return headers, findings


def _on_header(kind: FindingKind, sheet: Sheet, header_index: int, header: str, message: str) -> Finding:
    return Finding(kind=kind, message=message, sheet=sheet.name, row=header_index + 1, column=header, value=header)


def _header(cell: Cell) -> str:
    return read_text(cell).casefold()


def _meaning(header: str) -> str:
    if header in _BY_KEY:
        return _BY_KEY[header].field
    for pattern, field in ((CAPITAL_COLUMN, "capital_usd"), (OPERATING_COLUMN, "operating_usd")):
        if match := pattern.match(header):
            return f"{field} FY{match[1]}"
    match = HOURS_COLUMN.match(header)
    return f"role_hours {match[1]}" if match else ""


def _years(headers: Iterable[str]) -> tuple[str, ...]:
    matches = (CAPITAL_COLUMN.match(h) or OPERATING_COLUMN.match(h) for h in headers)
    return tuple(sorted({f"FY{m[1]}" for m in matches if m}))


def _pick(values: Mapping[str, Any], part: str) -> dict[str, Any]:
    return {field.split(".", 1)[1]: v for field, v in values.items() if field.startswith(f"{part}.")}
