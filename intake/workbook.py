"""Bytes to sheets: the one place that opens workbooks and CSV files. Nothing is run, followed or unpacked unseen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from intake import finding as kinds
from intake.cells import Cell, is_blank, read_text
from intake.file_kind import ZIP_START, FileKind, file_kind
from intake.finding import Finding
from intake.old_workbook import look_into
from intake.open_document import check_open_document
from intake.package import Area, PackagePart, check_package
from intake.refusal import MAX_BYTES, MAX_CELLS, MAX_ROWS, RefusedFileError, damaged, megabytes
from intake.text_table import read_text_table

__all__ = ["Book", "RefusedFileError", "Sheet", "open_book", "read_sheets"]

# Lists merge some cells; a sheet that merges more is a form, and nobody's list.
MAX_AREAS = 20_000
_MOST_MARKS = 200
# Our own template explains its headers in comments.
_IN_FIRST_ROW = re.compile(r"[A-Z]+1")
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells of one column merged over several rows; the value stands in the first.

    Args:
        column: Index of the column, 0 for the first.
        first: Number of the first row, 1 for the sheet's first.
        last: Number of the last row.
    """

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows of cells, as they stand; row 1 of the sheet is ``rows[0]``.

    Args:
        areas: Merged cells as ((first row, first column), (last row, last column)), counted from 0.
        part_of: The sheet in the file, where this is only some of its columns; empty where it is the whole.
        levels: How deep rows stand in the sheet's outline, by row number.
    """

    name: str
    rows: Rows
    areas: tuple[Area, ...] = ()
    part_of: str = ""
    levels: Mapping[int, int] = field(default_factory=dict)

    def is_called(self, name: str) -> bool:
        """Whether a person means this sheet by a name."""
        wanted = name.strip().casefold()
        return wanted in (self.name.strip().casefold(), self.part_of.strip().casefold() or None)

    def merged(self, *, is_turned: bool = False) -> tuple[Merged, ...]:
        """Cells merged over several rows, in order; with ``is_turned`` rows and columns change places."""
        across = int(is_turned)
        found = (Merged(a[1 - across], a[across] + 1, b[across] + 1) for a, b in self.areas if b[across] > a[across])
        return tuple(sorted(found, key=lambda area: (area.first, area.column)))

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return all(is_blank(cell) for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a file holds before anything is understood.

    Args:
        sheets: The visible sheets, in order.
        findings: Remarks on the file itself: hidden sheets, a guessed encoding.
        has_text_cells: Every cell is text (a CSV file): rows may be ragged, numbers are written as people write them.
    """

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()
    has_text_cells: bool = False
    decimal_comma_likely: bool = False


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """All visible sheets of a workbook, or the one table of a CSV file.

    Raises:
        RefusedFileError: the file is too large, damaged, protected or of another kind.
    """
    return open_book(data, name).sheets


def open_book(data: bytes, name: str) -> Book:
    """The visible sheets of a file and the remarks on the file itself.

    Raises:
        RefusedFileError: the file is too large, damaged, protected or of another kind.
    """
    if len(data) > MAX_BYTES:
        raise RefusedFileError(
            kinds.FILE_TOO_LARGE, f"{name} has {megabytes(len(data))}; {megabytes(MAX_BYTES)} is the most."
        )
    if not data.strip(b" \t\r\n\x00"):
        raise RefusedFileError(kinds.FILE_EMPTY, f"{name} is empty.")
    book = _open_text(data, name) if file_kind(data, name) is FileKind.TEXT else _open_workbook(data, name)
    if all(sheet.is_empty for sheet in book.sheets):
        raise RefusedFileError(kinds.FILE_EMPTY, f"{name} holds no cells with anything in them.")
    return book


def _open_text(data: bytes, name: str) -> Book:
    table = read_text_table(data, name)
    return Book(
        sheets=(Sheet(_stem(name), table.rows),),
        findings=table.findings,
        has_text_cells=True,
        decimal_comma_likely=table.delimiter == ";",
    )


def _open_workbook(data: bytes, name: str) -> Book:
    parts: Mapping[str, PackagePart] = {}
    if data.startswith(ZIP_START):
        parts = {**check_package(data, name), **check_open_document(data, name)}
    else:
        parts = _old_parts(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [(meta, book.get_sheet_by_name(meta.name)) for meta in book.sheets_metadata if _is_shown(meta)]
        hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
        sheets = tuple(
            Sheet(
                meta.name,
                _rows(sheet, parts.get(meta.name), name),
                tuple(sheet.merged_cell_ranges or parts.get(meta.name, PackagePart()).areas)[:MAX_AREAS],
                levels=parts.get(meta.name, PackagePart()).levels,
            )
            for meta, sheet in found
        )
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _refusal(error, name) from error
    except BaseException as error:
        # The reader is compiled code: what it calls a panic derives from no ordinary exception.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name) from error
    return Book(sheets=sheets, findings=(*_hidden(hidden), *_part_findings(sheets, parts)))


def _old_parts(data: bytes, name: str) -> dict[str, PackagePart]:
    """The error cells of an old workbook, by sheet; one that reaches too far is refused before it is unfolded."""
    sheets = look_into(data, name)
    for sheet_name, sheet in sheets.items():
        if sheet.n_rows > MAX_ROWS or sheet.n_rows * sheet.n_columns > MAX_CELLS:
            raise _too_far(sheet_name, sheet.n_rows, name)
    return {key: PackagePart(sheet.errors) for key, sheet in sheets.items()}


def _too_far(sheet: str, n_rows: int, name: str) -> RefusedFileError:
    return RefusedFileError(
        kinds.FILE_TOO_LARGE,
        f"The sheet {sheet} of {name} reaches down to row {n_rows:,}; {MAX_ROWS:,} rows are the most.",
    )


def _is_shown(meta: object) -> bool:
    is_sheet = getattr(meta, "typ", None) == SheetTypeEnum.WorkSheet
    return bool(is_sheet and getattr(meta, "visible", None) == SheetVisibleEnum.Visible)


def _rows(sheet: CalamineSheet, part: PackagePart | None, name: str) -> Rows:
    start = sheet.start
    if start is None:
        return () if part is None else _with_broken((), part)
    height, width = sheet.total_height, sheet.total_width
    if height * width > MAX_CELLS or height > MAX_ROWS:
        raise _too_far(sheet.name, height, name)
    rows: Rows = tuple(
        tuple(None if cell == "" else cell for cell in row) for row in sheet.to_python(skip_empty_area=False)
    )
    return rows if part is None else _with_broken(rows, part)


def _with_broken(rows: Rows, part: PackagePart) -> Rows:
    """The rows with error values and formulas without a saved value put back in: the reader shows both as blank."""
    if not part.broken:
        return rows
    changed = list(rows)
    for row, columns in part.broken.items():
        if row >= MAX_ROWS:
            continue
        changed += [()] * (row + 1 - len(changed))
        cells = list(changed[row])
        cells += [None] * (max(columns) + 1 - len(cells))
        for column, what in columns.items():
            cells[column] = what
        changed[row] = tuple(cells)
    return tuple(changed)


def _hidden(names: list[str]) -> tuple[Finding, ...]:
    return tuple(
        Finding(kind=kinds.SHEET_HIDDEN, message=f"The sheet {name} is hidden and was not read.", sheet=name)
        for name in names
    )


def _part_findings(sheets: tuple[Sheet, ...], parts: Mapping[str, PackagePart]) -> Iterator[Finding]:
    for sheet in sheets:
        part = parts.get(sheet.name, PackagePart())
        if part.n_hidden_rows:
            rows = "1 hidden row" if part.n_hidden_rows == 1 else f"{part.n_hidden_rows:,} hidden rows"
            message = f"{rows} of {sheet.name}: read like the others."
            yield Finding(kind=kinds.ROWS_HIDDEN, message=message, sheet=sheet.name)
        if part.has_hidden_columns:
            message = f"Hidden columns of {sheet.name} are read like the others."
            yield Finding(kind=kinds.COLUMNS_HIDDEN, message=message, sheet=sheet.name)

        yield from _marks(sheet, part)


def _marks(sheet: Sheet, part: PackagePart) -> Iterator[Finding]:
    """Rows that are struck through, and comments, which may say what the cells do not."""
    for number, n_struck in list(part.struck.items())[:_MOST_MARKS]:
        row = sheet.rows[number - 1] if number <= len(sheet.rows) else ()
        filled = [read_text(cell) for cell in row if not is_blank(cell)]
        if filled and n_struck * 2 >= len(filled):
            message = f"The row is struck through, and counts like the others: {filled[0][:80]}"
            yield Finding(kind=kinds.ROW_STRUCK, message=message, sheet=sheet.name, row=number, value=filled[0][:200])
    below = {ref: text for ref, text in part.comments.items() if not _IN_FIRST_ROW.fullmatch(ref)}
    if below:
        first = next(iter(below))
        listed = "; ".join(f"{ref} {text}".strip() for ref, text in list(below.items())[:5])
        message = f"{len(below):,} comments are not read, such as: {listed}"
        place = int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        yield Finding(kind=kinds.COMMENTS_UNREAD, message=message, sheet=sheet.name, row=place, value=listed[:200])


def _refusal(error: Exception, name: str) -> RefusedFileError:
    if "password" in str(error).casefold() or type(error).__name__ == "PasswordError":
        return RefusedFileError(kinds.FILE_PROTECTED, f"{name} is protected by a password.")
    return damaged(name)


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0] or "table"
