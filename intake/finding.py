"""Findings: remarks on one cell, row or sheet, each of a kind from one catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding costs: an error loses a row or a sheet, a warning a fact, a note nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """One entry of the catalogue. ``remedy`` says what to do, for every finding of the kind."""

    code: str
    title: str
    severity: Severity
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark. ``row`` is the sheet's own row number (1 = first), None for a whole sheet or file."""

    kind: FindingKind
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    detail: str = ""

    @property
    def code(self) -> str:
        """The kind's code."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The kind's severity."""
        return self.kind.severity

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return f"{self.kind.remedy} {self.detail}".strip()


def _kind(code: str, title: str, severity: Severity, remedy: str) -> FindingKind:
    return FindingKind(code=code, title=title, severity=severity, remedy=remedy)


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
FILE_UNREADABLE = _kind(
    "file_unreadable", "The file can't be read", _E, "Save it as an Excel workbook (.xlsx) or as CSV and try again."
)
FILE_TOO_LARGE = _kind(
    "file_too_large", "The file is too large", _E, "Remove pictures and unused sheets, or split the list."
)
FILE_EMPTY = _kind("file_empty", "The file holds no table", _E, "Put one request in each row below a row of headers.")
NO_REQUESTS_SHEET = _kind(
    "no_requests_sheet", "No sheet holds requests", _E, "Name the sheet Requests and give it a column title."
)
COLUMN_UNKNOWN = _kind(
    "column_unknown", "Column not used", _N, "Nothing to do, or rename it to a column of the template."
)
COLUMN_REPEATED = _kind("column_repeated", "Column stands twice", _W, "Keep one of the two; the first is used.")
TITLE_MISSING = _kind("title_missing", "Row without a title", _E, "Enter a title; the row is left out until then.")
ID_MISSING = _kind("id_missing", "Request without an id", _N, "Enter an id; until then one is made from title.")
ID_REPEATED = _kind("id_repeated", "Id stands twice", _E, "Give each request its own id; the later row is left out.")
VALUE_UNREADABLE = _kind("value_unreadable", "Value not understood", _W, "Correct the cell; it counts as unknown.")
VALUE_OUT_OF_RANGE = _kind("value_out_of_range", "Value out of range", _W, "Correct the cell; it counts as unknown.")
CHOICE_UNKNOWN = _kind("choice_unknown", "Not one of the choices", _W, "Enter one of the choices.")
NEGATIVE_AMOUNT = _kind(
    "negative_amount", "Negative amount", _E, "Enter 0 or more; a saving belongs in operating cost or benefit."
)
COST_MISSING = _kind(
    "cost_missing", "Cost unknown", _W, "Enter capital and operating cost (0 where none); the request waits until then."
)
HOURS_MISSING = _kind("hours_missing", "Staff hours unknown", _W, "Enter hours (0 where none); the request waits.")
RATING_MISSING = _kind("rating_missing", "Rating unknown", _N, "Enter a rating; a stated default counts until then.")
PREREQUISITE_UNKNOWN = _kind(
    "prerequisite_unknown", "Prerequisite not in the list", _W, "Correct the id or add the request it names."
)
PREREQUISITE_CIRCULAR = _kind(
    "prerequisite_circular", "Prerequisites run in a circle", _W, "Take one out; as it stands all or none are funded."
)
SETTING_UNKNOWN = _kind("setting_unknown", "Setting not known", _W, "Correct or remove the row.")
SETTING_UNREADABLE = _kind("setting_unreadable", "Setting not understood", _W, "Correct the cell; a default counts.")
LIMIT_UNREADABLE = _kind(
    "limit_unreadable", "Limit not understood", _E, "Correct the cell: until then nothing limits this."
)
LIMITS_MISSING = _kind(
    "limits_missing", "No limits in the file", _N, "Add the sheet, or enter the limits in the app: now nothing limits."
)

FINDING_KINDS: tuple[FindingKind, ...] = tuple(v for v in list(globals().values()) if isinstance(v, FindingKind))
