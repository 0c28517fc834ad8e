"""One cell at a time: what stands there, read as the type its column asks for."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeVar

from intake.amounts import LARGEST, AmountError, NumberStyle, read_amount, read_plain_number
from intake.dates import DayOrder, parse_date, parse_quarter
from scoring.quarter import Quarter

Cell = str | int | float | bool | Decimal | dt.datetime | dt.date | dt.time | dt.timedelta | None
Choice = TypeVar("Choice", bound=StrEnum)

_YES = {"yes", "y", "true", "1", "x", "on", "✓", "✔", "☑", "ja", "oui", "sí", "si"}
_NO = {"no", "n", "false", "0", "off", "✗", "✘", "☐", "nein", "non"}
_ERROR_VALUE = re.compile(r"^#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR)$|^Err:5\d\d$")
_APOSTROPHED = re.compile(r"^'(?=[=+\-@\t\r'])")


class Broken(str):
    """What stands in a cell that holds no value: an error such as #REF!, or a formula that was never calculated."""

    __slots__ = ("is_formula",)
    is_formula: bool

    def __new__(cls, text: str, *, is_formula: bool = False) -> Broken:
        """The text to show to people."""
        made = super().__new__(cls, text)
        made.is_formula = is_formula
        return made


class CellError(ValueError):
    """A cell that can't be read; the message says what would be right."""


class WithheldError(CellError):
    """A cell that says its value is not given, in words."""


def broken(cell: Cell) -> Broken | None:
    """The cell where it holds an error value or a formula without a value, else None."""
    if isinstance(cell, Broken):
        return cell
    return Broken(cell.strip()) if isinstance(cell, str) and _ERROR_VALUE.match(cell.strip()) else None


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands there."""
    if isinstance(cell, str):
        return not cell or cell.isspace()
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def neutralized(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula: with an apostrophe in front where needed."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "'") else text


def restored(text: str) -> str:
    """The text of a CSV cell without the apostrophe that ``neutralized`` put in front."""
    return _APOSTROPHED.sub("", text)


def read_text(cell: Cell) -> str:
    """The cell as text: whole numbers without a decimal point, dates in ISO form."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell).strip()


def read_decimal(cell: Cell, style: NumberStyle = NumberStyle.POINT) -> Decimal:
    """A number, with or without thousands separators. Raises CellError."""
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise CellError("Expected a number.")
    if not isinstance(cell, str):
        return _finite(Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell or 0))
    try:
        return _finite(read_plain_number(cell, style))
    except AmountError as error:
        raise CellError(str(error) or "Expected a number.") from None


def read_number(cell: Cell) -> float:
    """A number as float. Raises CellError."""
    return float(read_decimal(cell))


def read_percent(cell: Cell) -> Decimal:
    """A percentage such as 10, 10% or 7,5. Raises CellError."""
    return read_decimal(cell, NumberStyle.UNKNOWN)


def read_money(cell: Cell, style: NumberStyle = NumberStyle.UNKNOWN, scale: Decimal = Decimal(1)) -> Decimal:
    """An amount in currency units, to the cent, in any usual spelling ($1.2M, (1,200), USD 5 million).

    Args:
        scale: What a bare number of this column is counted in; an amount that names its own scale is left alone.

    Raises:
        CellError: it is no amount; WithheldError where the cell says that the amount is not given.
    """
    if isinstance(cell, str):
        try:
            amount = read_amount(cell, style)
        except AmountError as error:
            raise (WithheldError if error.is_withheld else CellError)(str(error)) from None
        value = amount.value if amount.has_scale else amount.value * scale
    else:
        value = read_decimal(cell) * scale
    return _finite(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number) > LARGEST:
        raise CellError("Expected a finite number of usual size.")
    return number


def read_whole(cell: Cell) -> int:
    """A whole number. Raises CellError."""
    number = read_decimal(cell)
    if number != number.to_integral_value():
        raise CellError("Expected a whole number.")
    return int(number)


def read_date(cell: Cell, order: DayOrder = DayOrder.UNKNOWN) -> dt.date:
    """A day, in the usual spellings. Raises CellError."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = parse_date(read_text(cell), order)
    if found is None:
        raise CellError("Expected a date such as 2027-12-31.")
    return found


def read_quarter(cell: Cell, order: DayOrder = DayOrder.UNKNOWN, *, is_end: bool = False) -> Quarter:
    """A quarter such as 2027-Q1, or the quarter of a day; of a half the last with ``is_end``. Raises CellError."""
    try:
        if (found := parse_quarter(read_text(cell), is_end=is_end)) is not None:
            return found
        day = read_date(cell, order)
        return Quarter(day.year, (day.month - 1) // 3 + 1)
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
