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
# The file.
FILE_UNREADABLE = _kind(
    "file_unreadable", "The file can't be read", _E, "Save it as an Excel workbook (.xlsx) or as CSV and try again."
)
FILE_PROTECTED = _kind(
    "file_protected", "The file has a password", _E, "Open it, remove the password, save it and try again."
)
FILE_WRONG_KIND = _kind(
    "file_wrong_kind", "Not a spreadsheet", _E, "Save the list as an Excel workbook (.xlsx) or as CSV and try again."
)
FILE_TOO_LARGE = _kind(
    "file_too_large", "The file is too large", _E, "Remove pictures and unused sheets, or split the list."
)
FILE_EMPTY = _kind("file_empty", "The file holds no table", _E, "Put one request in each row below a row of headers.")
SHEET_HIDDEN = _kind(
    "sheet_hidden", "Hidden sheet not read", _N, "Nothing to do, or unhide it and load the file again."
)
ROWS_HIDDEN = _kind("rows_hidden", "Hidden rows are read", _N, "Delete them in the file if they should not count.")
COLUMNS_HIDDEN = _kind(
    "columns_hidden", "Hidden columns are read", _N, "Look at the mapping: a hidden column may be an old one."
)
ROW_STRUCK = _kind(
    "row_struck", "Row struck through", _W, "Leave it out here if it was dropped, or take the stroke away in the file."
)
COMMENTS_UNREAD = _kind(
    "comments_unread", "Comments are not read", _N, "Look at them: enter in the grid what only a comment says."
)
ENCODING_GUESSED = _kind(
    "encoding_guessed", "Letters read on a guess", _N, "Look at the sample; if it is wrong save the file as UTF-8."
)
CONTROLS_REMOVED = _kind("controls_removed", "Control characters taken out", _N, "Nothing to do.")
QUOTE_OPEN = _kind("quote_open", "A quotation mark never closes", _E, "Close or remove it and load the file again.")

# Sheet, header and columns.
NO_TABLE_FOUND = _kind(
    "no_table_found", "No table of requests found", _E, "Choose sheet and header row, or use the template."
)
PLACE_UNKNOWN = _kind("place_unknown", "No such sheet or row", _E, "Choose one that is there.")
HEADER_ASSUMED = _kind(
    "header_assumed", "Headers found below the first row", _N, "Nothing to do, or choose another header row."
)
HEADER_ABSENT = _kind(
    "header_absent", "No row of headers", _N, "Answer the questions, or add a row of headers above the first request."
)
TABLE_TURNED = _kind("table_turned", "One request in each column", _N, "Nothing to do: the sheet was read sideways.")
SHEETS_JOINED = _kind(
    "sheets_joined", "Several sheets read as one list", _N, "Nothing to do, or change the answer on the sheet."
)
TABLE_OTHER = _kind(
    "table_other", "Another table below", _E, "Put it on a sheet or in a file of its own, or give it the same headers."
)
HEADER_NAMELESS = _kind(
    "header_nameless",
    "Column without a header",
    _N,
    "Choose its meaning under How it was read, or give it a header, if it should be used.",
)
COLUMN_DOUBTFUL = _kind(
    "column_doubtful", "Meaning of a column guessed", _N, "Look at the mapping and change it where it is wrong."
)
SERIES_FOUND = _kind("series_found", "Columns by year", _N, "Nothing to do, or change the columns' meanings.")
COLUMN_UNKNOWN = _kind(
    "column_unknown", "Column not used", _N, "Nothing to do, or rename it to a column of the template."
)
COLUMN_REPEATED = _kind("column_repeated", "Column stands twice", _W, "Keep one of the two; the first is used.")

# Rows.
TITLE_MISSING = _kind("title_missing", "Row without a title", _E, "Enter a title; the row is left out until then.")
ID_MISSING = _kind("id_missing", "Request without an id", _N, "Enter an id; until then one is made from title.")
ID_REPEATED = _kind("id_repeated", "Id stands twice", _E, "Give each request its own id; the later row is left out.")
ROW_TOTAL = _kind("row_total", "Row of totals left out", _N, "Nothing to do: it would count money twice.")
ROW_SUM = _kind(
    "row_sum",
    "Row that sums up others left out",
    _W,
    "Nothing to do if it is a subtotal; if it is a request, choose this finding and count the row.",
)
ROW_SUM_KEPT = _kind(
    "row_sum_kept",
    "Row that equals the sum of others",
    _W,
    "Leave it out if it is their total: its money would count twice.",
)
GROUP_FILLED = _kind(
    "group_filled", "Name of a group filled down", _N, "Nothing to do, or write it in each row of the file."
)
ROW_COUNTED = _kind("row_counted", "Row counted by a person", _N, "Nothing to do, or leave it out again.")
ROW_LEFT_OUT = _kind("row_left_out", "Row left out by a person", _N, "Nothing to do, or count it again.")
ROW_NOTE = _kind("row_note", "Note or heading left out", _N, "Nothing to do, or give it the facts of a request.")
ROW_HEADER = _kind("row_header", "Header row repeated", _N, "Nothing to do: it holds no request.")
ROW_LONG = _kind("row_long", "Row with too many cells", _E, "Mend the row (a comma or quotation mark is missing).")
ROW_SHORT = _kind("row_short", "Row that ends early", _W, "Check the row: its last cells are missing.")
ROW_SHIFTED = _kind("row_shifted", "Row shifted sideways", _E, "Move its cells under their headers; it is left out.")
ROW_TITLE_ONLY = _kind(
    "row_title_only", "Row with a title and nothing else", _W, "Add its facts, or delete the row if it is a heading."
)
ROW_EXAMPLE = _kind("row_example", "Example row passed over", _N, "Nothing to do, or delete the row.")
ROW_STATUS_OUT = _kind("row_status_out", "Status does not compete", _N, "Change the answer on statuses to bring it in.")
ROW_JOINED = _kind("row_joined", "Rows joined into one request", _N, "Change the answer on grouping to part them.")
TITLE_REPEATED = _kind(
    "title_repeated", "Title stands twice", _W, "Give each request its own title, or delete the copy."
)
TITLE_SIMILAR = _kind("title_similar", "Titles nearly the same", _N, "Delete one if both are the same request.")

# Cells.
CELLS_MERGED = _kind("cells_merged", "Merged cells filled down", _N, "Nothing to do, or split the cells in the file.")
AMOUNT_MERGED = _kind(
    "amount_merged", "One amount for several rows", _W, "Split the cells and give each row its own amount."
)
CELL_ERROR = _kind("cell_error", "Excel error in the cell", _W, "Correct the formula; the cell counts as unknown.")
FORMULA_WITHOUT_VALUE = _kind(
    "formula_without_value",
    "Formula without a saved value",
    _W,
    "Open the file in Excel, let it calculate, save it and load it again; until then the cell counts as unknown.",
)
TEXT_CLEANED = _kind("text_cleaned", "Invisible characters taken out", _N, "Nothing to do.")
TEXT_LONG = _kind("text_long", "Text cut short", _W, "Shorten the text in the file.")
VALUE_UNREADABLE = _kind("value_unreadable", "Value not understood", _W, "Correct the cell; it counts as unknown.")
VALUE_OUT_OF_RANGE = _kind("value_out_of_range", "Value out of range", _W, "Correct the cell; it counts as unknown.")
CHOICE_UNKNOWN = _kind("choice_unknown", "Not one of the choices", _W, "Enter one of the choices.")
NEGATIVE_AMOUNT = _kind(
    "negative_amount", "Negative amount", _E, "Enter 0 or more; a saving belongs in operating cost or benefit."
)
COST_MISSING = _kind(
    "cost_missing", "Cost unknown", _W, "Enter capital and operating cost (0 where none); the request waits until then."
)
COST_WITHHELD = _kind(
    "cost_withheld", "Cost not given", _W, "Ask for the amount; the request waits, it is not counted as 0."
)
COST_ZERO = _kind("cost_zero", "Cost is zero", _W, "Check it: what costs nothing is nearly always funded.")
COST_WAITS = _kind(
    "cost_waits", "Costs wait for an answer", _W, "Answer the question about money; no cost is used until then."
)
COST_YEAR_ASSUMED = _kind(
    "cost_year_assumed", "Cost without a year", _N, "Nothing to do, or give the costs by fiscal year."
)
UNIT_ASSUMED = _kind(
    "unit_assumed",
    "Unit of the amounts assumed",
    _W,
    "Nothing to do if the total is right; else change Amounts counted under How it was read.",
)
COST_SUM_DIFFERS = _kind("cost_sum_differs", "Years don't add up to the total", _W, "Correct the years or the total.")
AMOUNT_UNLIKELY = _kind(
    "amount_unlikely", "Amount far from all others", _W, "Check its unit: it may be counted in another one."
)
CURRENCY_MIXED = _kind(
    "currency_mixed", "Amount in another currency", _W, "Convert it; it counts as unknown, not as the same money."
)
MANDATE_UNCLEAR = _kind(
    "mandate_unclear",
    "Mandate without its type",
    _W,
    "Choose the type of mandate and its rule; nothing forces it in yet.",
)
DATE_ORDER_DIFFERS = _kind(
    "date_order_differs",
    "Dates in another order",
    _W,
    "Look at the column: some of its dates may be read wrongly. Write them as 2027-03-25, or change the order.",
)
FISCAL_QUARTERS = _kind(
    "fiscal_quarters",
    "Fiscal quarters",
    _N,
    "Nothing to do where the plan counts fiscal quarters too; else write days, or calendar quarters such as 2027-Q1.",
)
DATES_REVERSED = _kind("dates_reversed", "End before start", _W, "Correct one of the dates; the duration is unknown.")
HOURS_MISSING = _kind("hours_missing", "Staff hours unknown", _W, "Enter hours (0 where none); the request waits.")
RATING_MISSING = _kind("rating_missing", "Rating unknown", _N, "Enter a rating; a stated default counts until then.")
DURATION_ASSUMED = _kind(
    "duration_assumed", "Duration not stated", _N, "Enter the quarters of work; until then it counts as one quarter."
)
DEFAULT_USED = _kind(
    "default_used",
    "Default counts",
    _N,
    "Enter it where it is another one: the grid marks defaults, and fills many at once.",
)
START_ASSUMED = _kind(
    "start_assumed", "Start not stated", _N, "Enter the first quarter of work; until then the plan's first one counts."
)
PREREQUISITE_UNKNOWN = _kind(
    "prerequisite_unknown", "Prerequisite not in the list", _W, "Correct the id or add the request it names."
)
PREREQUISITE_CIRCULAR = _kind(
    "prerequisite_circular", "Prerequisites run in a circle", _W, "Take one out; as it stands all or none are funded."
)

# Limits and plan.
SETTING_UNKNOWN = _kind("setting_unknown", "Setting not known", _W, "Correct or remove the row.")
SCENARIO_LIMIT_UNKNOWN = _kind(
    "scenario_limit_unknown",
    "Scenario changes a limit that is not there",
    _W,
    "Name a limit the file states, such as capital FY27; the change is left out until then.",
)
SETTING_UNREADABLE = _kind("setting_unreadable", "Setting not understood", _W, "Correct the cell; a default counts.")
LIMIT_UNREADABLE = _kind(
    "limit_unreadable", "Limit not understood", _E, "Correct the cell: until then nothing limits this."
)
LIMIT_BLANK = _kind("limit_blank", "Limit left blank", _N, "Enter a limit; while it is blank nothing limits this.")
LIMIT_REPEATED = _kind("limit_repeated", "Limit stands twice", _E, "Keep one row; the later one is left out.")
LIMITS_MISSING = _kind(
    "limits_missing", "No limits in the file", _N, "Add the sheet, or enter the limits in the app: now nothing limits."
)

FINDING_KINDS: tuple[FindingKind, ...] = tuple(v for v in list(globals().values()) if isinstance(v, FindingKind))
