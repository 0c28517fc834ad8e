"""Bytes to sheets: the one place that opens workbooks and CSV files. Nothing is run, followed or unpacked unseen."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from intake.cells import Cell, is_blank
from intake.finding import FILE_EMPTY, FILE_TOO_LARGE, FILE_UNREADABLE, Finding, FindingKind

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_UNPACK_RATIO = 50
_ZIP_START = b"PK\x03\x04"
_OLE_START = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows of cells, as they stand; row 1 of the sheet is ``rows[0]``."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return all(is_blank(cell) for row in self.rows for cell in row)


class RefusedFileError(Exception):
    """A file that can't be read; ``finding`` says why in one plain sentence."""

    def __init__(self, kind: FindingKind, message: str) -> None:
        super().__init__(message)
        self.finding = Finding(kind=kind, message=message)


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """All sheets of a workbook, or the one table of a CSV file.

    Raises:
        RefusedFileError: the file is too large, damaged, protected or of another kind.
    """
    if len(data) > MAX_BYTES:
        raise RefusedFileError(
            FILE_TOO_LARGE, f"{name} has {len(data) / 1e6:.0f} MB; {MAX_BYTES / 1e6:.0f} MB is the most."
        )
    if not data.strip():
        raise RefusedFileError(FILE_EMPTY, f"{name} is empty.")
    is_workbook = data.startswith((_ZIP_START, _OLE_START))
    sheets = _read_workbook(data, name) if is_workbook else (Sheet(_stem(name), _read_csv(data, name)),)
    if all(sheet.is_empty for sheet in sheets):
        raise RefusedFileError(FILE_EMPTY, f"{name} holds no cells with anything in them.")
    return sheets


def _read_workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    if data.startswith(_ZIP_START):
        _check_unpacked_size(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for sheet_name in book.sheet_names:
            sheet = book.get_sheet_by_name(sheet_name)
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(sheet_name, tuple(tuple(None if c == "" else c for c in row) for row in rows)))
    except (CalamineError, OSError, ValueError) as error:
        reason = (
            "it is protected by a password"
            if "password" in str(error).casefold()
            else "it is damaged or not a workbook"
        )
        raise RefusedFileError(FILE_UNREADABLE, f"{name} can't be read: {reason}.") from error
    return tuple(sheets)


def _check_unpacked_size(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise RefusedFileError(FILE_UNREADABLE, f"{name} can't be read: it is damaged or not a workbook.") from error
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACK_RATIO * len(data):
        raise RefusedFileError(
            FILE_TOO_LARGE, f"{name} would unpack to {unpacked / 1e6:.0f} MB, too much for its size."
        )


def _read_csv(data: bytes, name: str) -> tuple[tuple[Cell, ...], ...]:
    text = _decode(data)
    if "\x00" in text:
        raise RefusedFileError(FILE_UNREADABLE, f"{name} is not a table of text.")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RefusedFileError(FILE_UNREADABLE, f"{name} can't be read as CSV: {error}.") from error
    return tuple(tuple(cell if cell.strip() else None for cell in row) for row in rows)


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0] or "table"
