"""Lists without headers: seen by a first row that holds what the rows below hold; columns go by their letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from intake.cell_kind import AMOUNT, DATE, cell_kind
from intake.cells import Broken, Cell, is_blank, read_text
from intake.meanings import header_meaning
from intake.series import year_of

# What a person answers, and the number of a header row, where there is none.
NO_HEADERS = 0
_CODE = "code"
_CODED = re.compile(r"^(?=.*\d)[A-Za-z]{0,8}[-_/# ]?\d{1,12}$")
_ROWS_COMPARED = 20


def column_letters(width: int) -> tuple[str, ...]:
    """Names of columns without headers: A, B, C and so on."""
    return tuple(get_column_letter(k) for k in range(1, width + 1))


def is_data_row(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Whether a row holds amounts, days and codes where the rows below it do, and hardly a known header."""
    row = rows[index]
    filled = [k for k, cell in enumerate(row) if not is_blank(cell)]
    known = sum(bool(header_meaning(read_text(row[k]))) for k in filled)
    if known * 3 > len(filled):
        return False
    telling = [(k, kind) for k in filled if (kind := _kind_below(rows, index, k))]
    alike = sum(_kind(row[k]) == kind for k, kind in telling)
    return alike > 0 and alike * 2 > len(telling)


def is_coded(text: str) -> bool:
    """Whether a text is made like an id: letters and a number, such as P-12."""
    return bool(_CODED.match(text.strip()))


def _kind_below(rows: Sequence[Sequence[Cell]], index: int, k: int) -> str:
    """What most cells below hold: amounts, days or codes; empty where they hold words or differ."""
    below = [_kind(row[k]) for row in rows[index + 1 : index + 1 + _ROWS_COMPARED] if k < len(row)]
    filled = [kind for kind in below if kind != "blank"]
    most = max(set(filled), key=filled.count, default="")
    return most if most in (AMOUNT, DATE, _CODE) and filled.count(most) * 5 >= len(filled) * 3 else ""


def _kind(cell: Cell) -> str:
    if is_blank(cell) or isinstance(cell, Broken):
        return "blank"
    text = read_text(cell)
    kind = cell_kind(cell, text)
    if kind == AMOUNT and year_of(text) is not None:
        # A year is a header of costs as well as a fact: it tells nothing.
        return "year"
    return _CODE if kind not in (AMOUNT, DATE) and is_coded(text) else kind
