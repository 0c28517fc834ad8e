"""One cell at a time: what stands there, read as the type its column asks for."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from scoring.quarter import Quarter

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Choice = TypeVar("Choice", bound=StrEnum)
LARGEST = Decimal(10) ** 15

_YES = {"yes", "y", "true", "1", "x", "on"}
_NO = {"no", "n", "false", "0", "off"}


class CellError(ValueError):
    """A cell that can't be read; the message says what would be right."""


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands there."""
    return (
        cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and math.isnan(cell))
    )


def read_text(cell: Cell) -> str:
    """The cell as text: whole numbers without a decimal point, dates in ISO form."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell).strip()


def read_decimal(cell: Cell) -> Decimal:
    """A number, with or without thousands commas. Raises CellError."""
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise CellError("Expected a number.")
    text = str(cell).strip().replace(",", "") if isinstance(cell, str) else repr(cell)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellError("Expected a number.") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise CellError("Expected a finite number of usual size.")
    return number


def read_number(cell: Cell) -> float:
    """A number as float. Raises CellError."""
    return float(read_decimal(cell))


def read_money(cell: Cell) -> Decimal:
    """An amount in currency units, to the cent; a leading dollar sign is allowed. Raises CellError."""
    bare = re.sub(r"^(-?)\s*\$\s*", r"\1", cell.strip()) if isinstance(cell, str) else cell
    return read_decimal(bare).quantize(Decimal("0.01"), ROUND_HALF_UP)


def read_whole(cell: Cell) -> int:
    """A whole number. Raises CellError."""
    number = read_decimal(cell)
    if number != number.to_integral_value():
        raise CellError("Expected a whole number.")
    return int(number)


def read_date(cell: Cell) -> dt.date:
    """A day: an Excel date or YYYY-MM-DD. Raises CellError."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    try:
        return dt.date.fromisoformat(str(cell).strip()[:10])
    except ValueError:
        raise CellError("Expected a date such as 2027-12-31.") from None


def read_quarter(cell: Cell) -> Quarter:
    """A quarter such as 2027-Q1. Raises CellError."""
    try:
        return Quarter.parse(read_text(cell))
    except ValueError:
        raise CellError("Expected a quarter such as 2027-Q1.") from None


def read_yes_no(cell: Cell) -> bool:
    """Yes or no, in the usual spellings. Raises CellError."""
    word = read_text(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellError("Expected yes or no.")


def read_list(cell: Cell) -> tuple[str, ...]:
    """Names separated by semicolons, without repeats."""
    return tuple(dict.fromkeys(part.strip() for part in read_text(cell).split(";") if part.strip()))


def read_choice(kind: type[Choice]) -> Callable[[Cell], Choice]:
    """A reader for one of the words of ``kind``, whatever the capitals. The reader raises CellError."""

    def read(cell: Cell) -> Choice:
        try:
            return kind(read_text(cell).casefold())
        except ValueError:
            raise CellError(f"Expected one of: {', '.join(kind)}.") from None

    return read
