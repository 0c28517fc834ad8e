"""One row to one request: every readable row comes in, every doubt becomes a finding."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from intake import finding as kinds
from intake import meanings as m
from intake.cells import Cell, CellError, is_blank, read_text
from intake.columns import COLUMNS, NEVER_GUESSED, Column
from intake.defaults import assumed_columns, is_marked
from intake.foreign_cells import clean_text, foreign_reader, says_yes
from intake.mapping import ColumnUse
from intake.row_costs import AmountReader
from intake.row_notes import Frame, Notes
from scoring.quarter import Quarter
from scoring.request import Mandate, OutcomeMetric, Request

_BY_KEY = {column.key: column for column in COLUMNS}
# The fields of a request's parts, written "part.name" in the column dictionary.
_PARTS = ("ratings", "mandate", "metric")
_LONGEST_DURATION = 40
# Of a column that is not used: characters of each cell, and columns in all, that are kept.
_LONGEST_OTHER, _MOST_OTHERS = 500, 100


class RowReader:
    """Reads one row after the other and collects findings on the way."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.notes = Notes(frame.sheet)
        self.amounts = AmountReader(frame, self.notes)
        # What nobody stated of each request, by id.
        self.assumed: dict[str, frozenset[str]] = {}
        self._ids_made: dict[str, int] = {}
        self._fixed = [use for use in frame.uses if use.target in _BY_KEY]
        self._unused = [use for use in frame.uses if use.header and use.is_passed_over][:_MOST_OTHERS]
        self._mandate_flag = next((use for use in frame.uses if use.meaning == m.MANDATE), None)
        self._end = next((use for use in frame.uses if use.meaning == m.END), None)
        self._readers = {use.index: foreign_reader(use, frame.orders.get(use.index)) for use in self._fixed}

    def read(self, row: int, cells: Sequence[Cell], *, taken: Collection[str] = ()) -> Request | None:
        """The request of a row with a title; None where it can't be one at all, with the reason as a finding.

        Args:
            taken: Ids that this row may not have: it gets a number behind its own.
        """
        unclear: list[str] = []
        values = self._values(row, cells, unclear)
        title = values.get("title", "")
        if not values.get("id"):
            values["id"] = self._made_id(row, title, str(values.get("requesting_department", "")))
        elif values["id"] in taken:
            values["id"] = _numbered(values["id"], taken)
        parts = {part: _pick(values, part) for part in _PARTS}
        plain: dict[str, Any] = {name: v for name, v in values.items() if "." not in name}
        if "ai_evidence" in plain:
            plain["ai_evidence"] = frozenset(code.upper() for code in plain["ai_evidence"])
        plain.update(self._duration(row, cells, plain))
        capital, operating = self.amounts.costs(row, cells)
        try:
            request = Request(
                **plain,
                ratings=parts["ratings"],
                mandate=self._mandate(row, parts["mandate"], unclear),
                metric=OutcomeMetric(**parts["metric"]) if parts["metric"].get("name") else None,
                capital_usd=capital,
                operating_usd=operating,
                role_hours=self.amounts.role_hours(row, cells),
                unclear=tuple(unclear),
                other_columns=self._others(cells),
            )
        except ValueError as error:
            self.notes.note(kinds.VALUE_UNREADABLE, f"The row makes no request: {error}", row, "")
            return None
        self.assumed.setdefault(request.id, assumed_columns(values.keys() | plain.keys(), unclear))
        self._note_unknown(row, cells, request)
        self._note_schedule(row, plain, unclear)
        return request

    def _values(self, row: int, cells: Sequence[Cell], unclear: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for use in self._fixed:
            cell = self.notes.cell(row, cells, use)
            column = _BY_KEY[use.target]
            if is_marked(column.key, cell):
                continue
            value = None if cell is None else self._value(row, use, column, cell)
            if value is not None:
                values[column.field] = value
            elif self._must_not_be_guessed(use, column, cells):
                unclear.append(column.key)
                self._note_blank(row, use, cell)
        return values

    def _others(self, cells: Sequence[Cell]) -> dict[str, str]:
        """What stands in columns that Rounds does not use, as text: it goes through to finance's workbook."""
        held = ((use.header, cells[use.index]) for use in self._unused if use.index < len(cells))
        return {header: read_text(cell)[:_LONGEST_OTHER] for header, cell in held if not is_blank(cell)}

    def _must_not_be_guessed(self, use: ColumnUse, column: Column, cells: Sequence[Cell]) -> bool:
        """A cell that holds something unreadable; in our own layout also a blank AI tier, which is never "none"."""
        if column.key not in NEVER_GUESSED or (self.frame.asks_dates and use.meaning in (m.START, m.END)):
            return False
        cell = cells[use.index] if use.index < len(cells) else None
        return not is_blank(cell) or (column.key == "ai_risk" and read_text(use.header).casefold() == "ai_risk")

    def _note_blank(self, row: int, use: ColumnUse, cell: Cell) -> None:
        if is_blank(cell):
            message = f"{use.header} is blank; none must be written as none."
            self.notes.note(kinds.VALUE_UNREADABLE, message, row, use.header)

    def _value(self, row: int, use: ColumnUse, column: Column, cell: Cell) -> Any:
        try:
            value = self._readers[use.index](cell)
        except CellError as error:
            if self.frame.asks_dates and use.meaning in (m.START, m.END):
                return None
            kind = kinds.CHOICE_UNKNOWN if column.type.startswith("one of") else kinds.VALUE_UNREADABLE
            self.notes.note(
                kind, f"{read_text(cell)[:80]!r} in {use.header}.", row, use.header, cell, detail=str(error)
            )
            return None
        if column.type == "text":
            return self._text(row, use, str(value))
        is_low = column.low is not None and value < column.low
        if is_low or (column.high is not None and value > column.high):
            bounds = f"{column.low:g} to {column.high:g}" if column.high is not None else f"{column.low:g} or more"
            message = f"{read_text(cell)} in {use.header}."
            self.notes.note(kinds.VALUE_OUT_OF_RANGE, message, row, use.header, cell, detail=f"Expected {bounds}.")
            return None
        return value

    def _text(self, row: int, use: ColumnUse, text: str) -> str:
        cleaned = clean_text(text, use.target)
        if cleaned.is_cut:
            self.notes.note(
                kinds.TEXT_LONG, f"{use.header} was cut to {len(cleaned.text)} characters.", row, use.header, text
            )
        if cleaned.is_changed:
            self.notes.note(
                kinds.TEXT_CLEANED, f"{use.header} held characters nobody sees.", row, use.header, cleaned.text
            )
        return cleaned.text

    def _mandate(self, row: int, part: dict[str, Any], unclear: list[str]) -> Mandate | None:
        type_ = str(part.get("type", "")).casefold()
        if type_ in ("", "none"):
            if not type_ and (part.get("rule") or part.get("deadline")):
                message = "A mandate's rule or deadline stands there, its type does not."
                self.notes.note(kinds.MANDATE_UNCLEAR, message, row, "mandate_type")
                unclear.append("mandate_type")
            return None
        if type_ not in self.frame.mandate_types:
            unclear.append("mandate_type")
            choices = f"Choices: {', '.join(self.frame.mandate_types)}."
            self.notes.note(
                kinds.CHOICE_UNKNOWN, f"{type_!r} in mandate_type.", row, "mandate_type", type_, detail=choices
            )
        return Mandate(**{**part, "type": type_})

    def _duration(self, row: int, cells: Sequence[Cell], plain: Mapping[str, Any]) -> dict[str, int]:
        """Quarters of work from start to end, where both stand there and nothing else says it."""
        start = plain.get("earliest_start")
        if self._end is None or not isinstance(start, Quarter) or "duration_quarters" in plain:
            return {}
        cell = self.notes.cell(row, cells, self._end)
        if cell is None:
            return {}
        try:
            end = foreign_reader(self._end, self.frame.orders.get(self._end.index))(cell)
        except CellError:
            return {}
        quarters = end.minus(start) + 1
        if quarters < 1:
            message = f"{self._end.header} {read_text(cell)} lies before the start in {start}."
            self.notes.note(kinds.DATES_REVERSED, message, row, self._end.header, cell)
        return {"duration_quarters": quarters} if 1 <= quarters <= _LONGEST_DURATION else {}

    def _made_id(self, row: int, title: str, department: str) -> str:
        """An id that stays the same when the file comes again: title, department and occurrence decide it."""
        base = "-".join("".join(c if c.isalnum() else " " for c in f"{title} {department}".casefold()).split())[:60]
        base = base.strip("-") or "request"
        self._ids_made[base] = n = self._ids_made.get(base, 0) + 1
        made = f"{base}-{n}" if n > 1 else base
        self.notes.note(kinds.ID_MISSING, f"The row is known as {made}.", row, "request_id")
        return made

    def _note_unknown(self, row: int, cells: Sequence[Cell], request: Request) -> None:
        self.amounts.note_unknown(row, cells, request)
        for use in self._fixed:
            column = _BY_KEY[use.target]
            if column.field.startswith("ratings.") and column.key not in request.ratings:
                self.notes.note(kinds.RATING_MISSING, f"{request.id} has no usable {use.header}.", row, use.header)
        flag = self._mandate_flag
        if flag is not None and flag.index < len(cells) and says_yes(cells[flag.index]):
            message = f"{flag.header} says {read_text(cells[flag.index])[:60]}, not by which law or contract."
            self.notes.note(kinds.MANDATE_UNCLEAR, message, row, flag.header, cells[flag.index])

    def _note_schedule(self, row: int, plain: Mapping[str, Any], unclear: Collection[str]) -> None:
        """Duration and start that nothing states: what counts in their place is said, as a default."""
        if "duration_quarters" not in plain and "duration_quarters" not in unclear:
            message = "No duration stands there: it counts as one quarter."
            self.notes.note(kinds.DURATION_ASSUMED, message, row, "duration_quarters")
        if "earliest_start" not in plain and "earliest_start" not in unclear:
            message = "No start stands there: the plan's first quarter counts."
            self.notes.note(kinds.START_ASSUMED, message, row, "earliest_start")


def _numbered(base: str, taken: Collection[str]) -> str:
    """The id with the first free number behind it."""
    n = 2
    while f"{base}-{n}" in taken:
        n += 1
    return f"{base}-{n}"


def _pick(values: Mapping[str, Any], part: str) -> dict[str, Any]:
    return {name.split(".", 1)[1]: v for name, v in values.items() if name.startswith(f"{part}.")}
