"""Looking into a zipped workbook before its reader does: sizes, and the cells the reader would show as blank.

A dense reader turns one cell in the last row and column into billions of blanks, and it shows an error value
or a formula without a saved value as nothing at all. Both are found here, in the XML, part by part.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from posixpath import dirname, join, normpath

from intake.cells import Broken
from intake.finding import FILE_PROTECTED, FILE_TOO_LARGE
from intake.refusal import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_TEXT_BYTES,
    MAX_UNPACK_RATIO,
    MAX_UNPACKED_BYTES,
    RefusedFileError,
    damaged,
    megabytes,
)
from intake.row_marks import comments_of, row_levels, struck_rows, struck_styles

# Merged cells as ((first row, first column), (last row, last column)), counted from 0.
Area = tuple[tuple[int, int], tuple[int, int]]
BrokenCells = Mapping[int, Mapping[int, Broken]]
# Formulas that are shown as they stand; a sheet may hold a million that were never calculated.
_FORMULAS_SHOWN, _A_FORMULA = 2_000, Broken("=…", is_formula=True)
_SMALL = 2 * 1024 * 1024
_BAD_ZIP = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zipfile.zlib.error)  # type: ignore[attr-defined]
_PREFIX = re.compile(rb"<(/?)\w+:")
_NAMED_CELL = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>/]*(/?)>")
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
_ROW = re.compile(rb"<row\b([^>]*)>")
_COLUMN, _HEAD = re.compile(rb"<col\b([^>]*)>"), 1_000_000
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_FORMULA_MARKS, _ERROR_MARKS = (b"<f>", b"<f ", b"<f/"), (b't="e"', b"t='e'")
_UNCALCULATED = re.compile(
    rb"\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*)</f\s*>)"
    rb"\s*(?:<v\s*/>|<v\s*>\s*</v\s*>)?\s*</c\s*>"
)
_ERROR_CELL = re.compile(
    rb"<c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"\s*(?:<f\b[^>]*?(?:/>|>[^<]*</f\s*>)\s*)?(?:<v\b[^>]*>([^<]*)</v\s*>)?"
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si\s*>", re.DOTALL)
_SHOWN_TEXT = re.compile(rb"\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d{1,9})")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class PackagePart:
    """What the reader of one sheet would not tell.

    Args:
        broken: Cells, by row and column index, that hold an error value or a formula without a saved value.
        n_hidden_rows: Rows that are hidden in the sheet.
        has_hidden_columns: Some of its columns are hidden.
        areas: Cells merged over several rows; empty where the reader tells them itself.
        struck: How many filled cells of a row are struck through, by row number.
        levels: How deep rows stand in the sheet's outline, by row number.
        comments: Comments by cell, such as C2.
    """

    broken: BrokenCells = field(default_factory=dict)
    n_hidden_rows: int = 0
    has_hidden_columns: bool = False
    areas: tuple[Area, ...] = ()
    struck: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


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
            parts = dict(_sheet_parts(archive))
            sheets = {sheet: archive.read(part) for sheet, part in parts.items()}
            _check_texts(archive, sheets.values(), name)
            styles = struck_styles(archive)
            return {
                sheet: replace(_look(xml, name, styles), comments=comments_of(archive, parts[sheet]))
                for sheet, xml in sheets.items()
            }
    except RuntimeError as error:
        raise RefusedFileError(FILE_PROTECTED, f"{name} is protected by a password.") from error
    except (*_BAD_ZIP, KeyError) as error:
        raise damaged(name) from error


def _check_sizes(archive: zipfile.ZipFile, n_bytes: int, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > MAX_UNPACK_RATIO * n_bytes and unpacked > _SMALL):
        raise RefusedFileError(FILE_TOO_LARGE, f"{name} would unpack to {megabytes(unpacked)}, too much for its size.")
    if len(parts) > MAX_PARTS:
        raise RefusedFileError(FILE_TOO_LARGE, f"{name} consists of {len(parts):,} parts; {MAX_PARTS:,} is the most.")
    if len({part.filename for part in parts}) < len(parts):
        raise damaged(name)


def _check_texts(archive: zipfile.ZipFile, sheets: Collection[bytes], name: str) -> None:
    """One long text that is stored once and shown in thousands of cells unfolds only when cells are read."""
    parts = [part for part in archive.namelist() if part.endswith("sharedStrings.xml")]
    lengths = [len(text) for part in parts for text in _SHARED_TEXT.findall(archive.read(part))]
    n_shown = sum(xml.count(b't="s"') + xml.count(b"t='s'") for xml in sheets)
    if n_shown * max(lengths, default=0) <= MAX_TEXT_BYTES:
        return
    shown = (int(found[1]) for xml in sheets for found in _SHOWN_TEXT.finditer(xml))
    total = sum(lengths[number] for number in shown if number < len(lengths))
    if total > MAX_TEXT_BYTES:
        raise RefusedFileError(FILE_TOO_LARGE, f"{name} shows {megabytes(total)} of text in its cells, too much.")


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


def _look(xml: bytes, name: str, styles: Collection[bytes]) -> PackagePart:
    if any(mark in xml for mark in (b":c ", b":c>", b":c/", b":row")):
        xml = _PREFIX.sub(rb"<\1", xml)
    height, width = _extent(xml)
    if height > MAX_ROWS or height * width > MAX_CELLS:
        raise RefusedFileError(
            FILE_TOO_LARGE,
            f"{name} has a sheet that reaches down to row {height:,} and over {width:,} columns; "
            f"{MAX_ROWS:,} rows are the most.",
        )
    hidden = sum(1 for row in _ROW.finditer(xml) if _HIDDEN.search(row[1]))
    has_hidden_columns = any(_HIDDEN.search(column[1]) for column in _COLUMN.finditer(xml[:_HEAD]))
    return PackagePart(
        _broken_cells(xml), hidden, has_hidden_columns, struck=struck_rows(xml, styles), levels=row_levels(xml)
    )


def _extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns of the rectangle that holds every cell with something in it; counting stops at too many rows."""
    columns: set[bytes] = set()
    last_row = n_named = 0
    for column, row, is_blank in map(re.Match.groups, _NAMED_CELL.finditer(xml)):
        n_named += 1
        if is_blank:
            continue
        columns.add(column)
        if int(row) > last_row:
            last_row = int(row)
            if last_row > MAX_ROWS:
                break
    width = max((column_index(c) + 1 for c in columns), default=0)
    if last_row <= MAX_ROWS and n_named < sum(map(xml.count, _CELL_STARTS)):
        rows = re.split(rb"<row\b", xml)
        width = max(width, *(len(re.findall(rb"<c[\s>/]", row)) for row in rows))
        stated = max((int(n[1]) for row in _ROW.finditer(xml) if (n := _ROW_NUMBER.search(row[1]))), default=0)
        last_row = max(last_row, len(rows), stated)
    return last_row, width


def _broken_cells(xml: bytes) -> BrokenCells:
    broken: dict[int, dict[int, Broken]] = defaultdict(dict)
    if any(mark in xml for mark in _FORMULA_MARKS):
        for n, cell in enumerate(_UNCALCULATED.finditer(xml)):
            text = html.unescape((cell[3] or b"").decode("utf-8", "replace")) if n < _FORMULAS_SHOWN else ""
            what = Broken(f"={text}", is_formula=True) if text else _A_FORMULA
            broken[int(cell[2]) - 1][column_index(cell[1])] = what
    if any(mark in xml for mark in _ERROR_MARKS):
        for cell in _ERROR_CELL.finditer(xml):
            broken[int(cell[2]) - 1][column_index(cell[1])] = _error(cell[3] or b"#ERROR")
    return broken


@lru_cache(maxsize=64)
def _error(text: bytes) -> Broken:
    return Broken(text.decode("utf-8", "replace"))


@lru_cache(maxsize=MAX_COLUMNS)
def column_index(letters: bytes) -> int:
    """Index of a column by its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
