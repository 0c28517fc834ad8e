"""Looking into a zipped workbook before its reader does: sizes, and the cells the reader would show as blank.

A dense reader turns one cell in the last row and column into billions of blanks, and it shows an error value
or a formula without a saved value as nothing at all. Both are found here, in the XML, part by part.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from intake.finding import FILE_PROTECTED, FILE_TOO_LARGE
from intake.refusal import (
    MAX_CELLS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_UNPACK_RATIO,
    MAX_UNPACKED_BYTES,
    RefusedFileError,
    damaged,
    megabytes,
)

_SMALL = 2 * 1024 * 1024
_BAD_ZIP = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zipfile.zlib.error)  # type: ignore[attr-defined]
_FULL_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*?(?<!/)>")
_NAMELESS_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])(?![^>]*\br=)")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_ODD_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?<!/)>((?:(?!</(?:\w+:)?c>).){0,20000}?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ERROR_TYPE = re.compile(rb"\bt=[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*?)(/?)>")
_REPEAT = re.compile(rb"table:number-(?:rows|columns)-repeated=[\"'](\d{1,9})[\"']")


@dataclass(frozen=True, slots=True)
class PackagePart:
    """What the reader of one sheet would not tell.

    Args:
        broken: Cells by (row, column) index that hold an error value or a formula without a saved value:
            the text to show, and whether it is a formula.
        n_hidden_rows: Rows that are hidden in the sheet.
    """

    broken: Mapping[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    n_hidden_rows: int = 0


def check_package(data: bytes, name: str) -> dict[str, PackagePart]:
    """Check sizes and look through the sheets of an Excel workbook, by sheet name; empty for other packages.

    Raises:
        RefusedFileError: it would unpack to too much, has too many parts or cells, is protected or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, len(data), name)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _unpack(archive, part)
            return {sheet: _look(archive.read(part), name) for sheet, part in _sheet_parts(archive)}
    except RuntimeError as error:
        raise RefusedFileError(FILE_PROTECTED, f"{name} is protected by a password.") from error
    except (*_BAD_ZIP, KeyError) as error:
        raise damaged(name) from error


def check_open_document(data: bytes, name: str) -> None:
    """Check that the repeated rows and cells of an OpenDocument spreadsheet don't add up to too much.

    Raises:
        RefusedFileError: they do.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "content.xml" not in archive.namelist():
            return
        if _open_document_cells(archive.read("content.xml")) > MAX_CELLS:
            raise RefusedFileError(FILE_TOO_LARGE, f"{name} repeats cells into a table of more than {MAX_CELLS:,}.")


def _check_sizes(archive: zipfile.ZipFile, n_bytes: int, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > MAX_UNPACK_RATIO * n_bytes and unpacked > _SMALL):
        raise RefusedFileError(FILE_TOO_LARGE, f"{name} would unpack to {megabytes(unpacked)}, too much for its size.")
    if len(parts) > MAX_PARTS:
        raise RefusedFileError(FILE_TOO_LARGE, f"{name} consists of {len(parts):,} parts; {MAX_PARTS:,} is the most.")
    if len({part.filename for part in parts}) < len(parts):
        raise damaged(name)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end: sizes that were declared wrongly and broken check sums come out here."""
    with archive.open(part) as stream:
        while stream.read(1 << 20):
            pass


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    book = next((n for n in names if n.endswith("/workbook.xml") or n == "workbook.xml"), None)
    if book is None:
        return
    folder, base = dirname(book), book.rsplit("/", 1)[-1]
    relations = join(folder, "_rels", f"{base}.rels")
    if relations not in names:
        return
    targets = {}
    for found in _RELATION.finditer(archive.read(relations).decode("utf-8", "replace")):
        attributes = _attributes(found[1])
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target.lstrip("/") if target[:1] == "/" else normpath(join(folder, target))
    for found in _SHEET.finditer(archive.read(book).decode("utf-8", "replace")):
        attributes = _attributes(found[1])
        key = next((v for k, v in attributes.items() if k == "id" or k.endswith(":id")), "")
        if (part := targets.get(key, "")) in names:
            yield attributes.get("name", ""), part


def _attributes(text: str) -> dict[str, str]:
    return {m[1]: html.unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(text)}


def _look(xml: bytes, name: str) -> PackagePart:
    height, width = _extent(xml)
    if height > MAX_ROWS or height * width > MAX_CELLS:
        raise RefusedFileError(
            FILE_TOO_LARGE,
            f"{name} has a sheet that reaches down to row {height:,} and over {width:,} columns; "
            f"{MAX_ROWS:,} rows are the most.",
        )
    hidden = sum(1 for row in _ROW.finditer(xml) if _HIDDEN.search(row[1]))
    return PackagePart(_broken_cells(xml), hidden)


def _extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns of the rectangle that holds every cell with something in it; counting stops at too many rows."""
    columns: set[bytes] = set()
    last_row = 0
    for cell in _FULL_CELL.finditer(xml):
        columns.add(cell[1])
        last_row = max(last_row, int(cell[2]))
        if last_row > MAX_ROWS:
            break
    width = max((column_index(c.decode()) + 1 for c in columns), default=0)
    if _NAMELESS_CELL.search(xml):
        rows = re.split(rb"<(?:\w+:)?row\b", xml)
        width = max(width, *(len(re.findall(rb"<(?:\w+:)?c[\s>/]", row)) for row in rows))
        stated = max((int(n[1]) for row in _ROW.finditer(xml) if (n := _ROW_NUMBER.search(row[1]))), default=0)
        last_row = max(last_row, len(rows), stated)
    return last_row, width


def _broken_cells(xml: bytes) -> dict[tuple[int, int], tuple[str, bool]]:
    broken: dict[tuple[int, int], tuple[str, bool]] = {}
    if not re.search(rb"<(?:\w+:)?f\b|\bt=[\"']e[\"']", xml):
        return broken
    for cell in _ODD_CELL.finditer(xml):
        is_error = bool(_ERROR_TYPE.search(cell[1]))
        formula = _FORMULA.search(cell[2]) if b"<" in cell[2] else None
        if not is_error and formula is None:
            continue
        place, value = _REFERENCE.search(cell[1]), _VALUE.search(cell[2])
        if place is None:
            continue
        at = int(place[2]) - 1, column_index(place[1].decode())
        if is_error:
            broken[at] = (value[1].decode("utf-8", "replace") if value else "#ERROR", False)
        elif value is None and b"<is>" not in cell[2] and formula is not None:
            broken[at] = ("=" + html.unescape(formula[1].decode("utf-8", "replace")), True)
    return broken


def column_index(letters: str) -> int:
    """Index of a column by its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _open_document_cells(xml: bytes) -> int:
    """Cells of the largest rectangle that repeated rows and cells unfold to, trailing blanks apart."""
    largest = rows = rows_to_last = width = cells = last_cell = 0
    repeat = 1
    for tag in _ODS_TAG.finditer(xml):
        kind, times = tag[1], int(found[1]) if (found := _REPEAT.search(tag[2])) else 1
        if kind == b"table":
            rows = rows_to_last = width = 0
        if kind in (b"table", b"table-row"):
            repeat, cells, last_cell = times, 0, 0
            rows += times if kind == b"table-row" else 0
            continue
        cells += times
        if not tag[3] or b"office:value" in tag[2]:
            last_cell = cells
            rows_to_last, width = rows, max(width, last_cell)
        largest = max(largest, rows_to_last * width, repeat * last_cell)
    return largest
