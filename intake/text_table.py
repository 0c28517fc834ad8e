"""Text files to rows: encoding, delimiter and quotation, each guessed from the contents and said aloud."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake import finding as kinds
from intake.cells import Cell, restored
from intake.finding import Finding
from intake.refusal import MAX_CELLS, MAX_ROWS, RefusedFileError

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 60
_LONGEST_CELL = 1_000_000
_SEPARATOR_LINE = re.compile(r"^\ufeff?\s*\"?sep=(.)\"?[,;]*\s*(\r\n|\n|\r)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """The one table of a text file.

    Args:
        rows: Cells as text, None where blank; ragged as in the file.
        delimiter: The sign between two cells.
        findings: Remarks on encoding, control characters and quotation.
    """

    rows: tuple[tuple[Cell, ...], ...]
    delimiter: str
    findings: tuple[Finding, ...]


def read_text_table(data: bytes, name: str) -> TextTable:
    """Read delimited text.

    Raises:
        RefusedFileError: the bytes are no text, or hold more rows than a list of requests can have.
    """
    text, findings = _clean(*_decode(data), name)
    offset = 0
    if stated := _SEPARATOR_LINE.match(text):
        delimiter, text, offset = stated[1], text[stated.end() :], 1
    else:
        delimiter = sniff_delimiter(text)
    rows = _parse(text, delimiter, name)
    findings += _check_quotes(rows, text, offset)
    return TextTable(rows=((),) * offset + rows, delimiter=delimiter, findings=tuple(findings))


def sniff_delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most even rows of more than one cell; a comma where none does."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    scores = {}
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        except csv.Error:
            continue
        usual, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        scores[delimiter] = (count / max(len(widths), 1)) * min(usual - 1, 8) if usual > 1 else 0.0
        if widths and widths[0] > 1 and usual == 1:
            scores[delimiter] = 0.1
    best = max(scores, key=lambda d: scores[d], default=",")
    return best if scores.get(best, 0) > 0 else ","


def _decode(data: bytes) -> tuple[str, list[Finding]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), []
    if (wide := _wide_encoding(data)) is not None:
        return data.decode(wide, errors="replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    try:
        text, guess = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, guess = _decode_mixed(data), "a mixture of UTF-8 and Latin-1"
    sample = _first_accented(text)
    message = f"The text is not UTF-8; it was read as {guess}: {sample}"
    return text, [Finding(kind=kinds.ENCODING_GUESSED, message=message, value=sample)]


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of plain text is NUL."""
    head = data[:2000]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else None


def _decode_mixed(data: bytes) -> str:
    """UTF-8 where it is valid, else one Latin-1 letter a byte."""
    parts, rest = [], data
    while rest:
        try:
            parts.append(rest.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            if len(parts) > 2000:
                return data.decode("latin-1")
            parts.append(rest[: error.start].decode("utf-8"))
            parts.append(rest[error.start : error.start + 1].decode("latin-1"))
            rest = rest[error.start + 1 :]
    return "".join(parts)


def _first_accented(text: str) -> str:
    at = next((k for k, letter in enumerate(text) if ord(letter) > 127), 0)
    return " ".join(text[max(0, at - 20) : at + 20].split())


def _clean(text: str, findings: list[Finding], name: str) -> tuple[str, list[Finding]]:
    text = text.removeprefix("\ufeff")
    controls = len(_CONTROLS.findall(text))
    if controls * 20 > len(text):
        raise RefusedFileError(kinds.FILE_UNREADABLE, f"{name} is not a table of text.")
    if not controls:
        return text, findings
    message = f"{controls} control characters were taken out of the text."
    return _CONTROLS.sub("", text), [*findings, Finding(kind=kinds.CONTROLS_REMOVED, message=message)]


def _parse(text: str, delimiter: str, name: str) -> tuple[tuple[Cell, ...], ...]:
    previous = csv.field_size_limit(_LONGEST_CELL)
    rows: list[tuple[Cell, ...]] = []
    n_cells = n_lines = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells = tuple(restored(cell) if cell and not cell.isspace() else None for cell in row)
            n_cells += len(row)
            n_lines += 1
            if len(rows) < MAX_ROWS:
                rows.append(cells)
            if (n_lines > MAX_ROWS and any(cells)) or n_cells > MAX_CELLS:
                raise RefusedFileError(
                    kinds.FILE_TOO_LARGE, f"{name} has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells; split it."
                )
    except csv.Error as error:
        raise RefusedFileError(kinds.FILE_UNREADABLE, f"{name} can't be read as CSV: {error}.") from error
    finally:
        csv.field_size_limit(previous)
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def _check_quotes(rows: Sequence[Sequence[Cell]], text: str, offset: int) -> list[Finding]:
    """A quotation mark that never closes swallows the rows below it into one cell."""
    if text.count('"') % 2 == 0:
        return []
    for number, row in enumerate(rows, start=1 + offset):
        n_lines = max((cell.count("\n") for cell in row if isinstance(cell, str)), default=0)
        if n_lines >= 2 and number == len(rows) + offset:
            message = f"A quotation mark opened in row {number} never closes: {n_lines} lines stand inside one cell."
            return [Finding(kind=kinds.QUOTE_OPEN, message=message, row=number)]
    message = "The file has an odd number of quotation marks."
    return [Finding(kind=kinds.QUOTE_OPEN, message=message)]
