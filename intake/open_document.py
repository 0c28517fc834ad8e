"""Looking into an OpenDocument spreadsheet before its reader does: how far it unfolds, what is merged or hidden."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.finding import FILE_TOO_LARGE
from intake.package import Area, PackagePart
from intake.refusal import MAX_CELLS, MAX_ROWS, RefusedFileError

_CONTENT = "content.xml"
_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table-column|table)(?=[\s/>])([^>]*?)(/?)>")
_REPEAT = re.compile(rb"table:number-(?:rows|columns)-repeated=[\"'](\d{1,9})[\"']")
_ROWS_SPANNED = re.compile(rb"table:number-rows-spanned=[\"'](\d{1,9})[\"']")
_COLUMNS_SPANNED = re.compile(rb"table:number-columns-spanned=[\"'](\d{1,9})[\"']")
_HIDDEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)[\"']")
_NAME = re.compile(rb"table:name=(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(slots=True)
class _Sheet:
    """One sheet, as far as its tags are counted."""

    name: str = ""
    n_rows: int = 0
    rows_to_last: int = 0
    width: int = 0
    areas: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    has_hidden_columns: bool = False

    @property
    def n_cells(self) -> int:
        return self.rows_to_last * self.width


def check_open_document(data: bytes, name: str) -> dict[str, PackagePart]:
    """What is merged or hidden in each sheet, by its name; empty for a file of another kind.

    Raises:
        RefusedFileError: repeated rows and cells add up to too much.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _CONTENT not in archive.namelist():
            return {}
        xml = archive.read(_CONTENT)
    found = {}
    for sheet in _sheets(xml):
        if sheet.n_cells > MAX_CELLS:
            raise RefusedFileError(FILE_TOO_LARGE, f"{name} repeats cells into a table of more than {MAX_CELLS:,}.")
        found[sheet.name] = PackagePart(
            n_hidden_rows=len(sheet.hidden_rows),
            has_hidden_columns=sheet.has_hidden_columns,
            areas=tuple(sheet.areas),
        )
    return found


def _sheets(xml: bytes) -> Iterator[_Sheet]:
    """The sheets with the rectangle that holds every cell with something in it, once repeated ones are unfolded."""
    sheet, repeat, column, is_hidden = _Sheet(), 1, 0, False
    for tag in _TAG.finditer(xml):
        kind, attributes = tag[1], tag[2]
        times = _number(_REPEAT, attributes)
        if kind == b"table":
            yield sheet
            sheet, repeat, column = _Sheet(_sheet_name(attributes)), 1, 0
        elif kind == b"table-row":
            sheet.n_rows += times
            repeat, column, is_hidden = times, 0, bool(_HIDDEN.search(attributes))
        elif kind == b"table-column":
            sheet.has_hidden_columns |= bool(_HIDDEN.search(attributes))
        else:
            _note_merged(sheet, attributes, column, repeat)
            column += times
            if not tag[3] or b"office:value" in attributes:
                sheet.rows_to_last, sheet.width = sheet.n_rows, max(sheet.width, column)
                sheet.hidden_rows |= {sheet.n_rows} if is_hidden else set()
    yield sheet


def _note_merged(sheet: _Sheet, attributes: bytes, column: int, repeat: int) -> None:
    n_rows = _number(_ROWS_SPANNED, attributes)
    if n_rows < 2 or repeat > 1 or sheet.n_rows > MAX_ROWS:
        return
    first = sheet.n_rows - 1
    last = min(first + n_rows, MAX_ROWS) - 1
    sheet.areas.append(((first, column), (last, column + _number(_COLUMNS_SPANNED, attributes) - 1)))


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    return int(found[1]) if (found := pattern.search(attributes)) else 1


def _sheet_name(attributes: bytes) -> str:
    found = _NAME.search(attributes)
    return html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""
