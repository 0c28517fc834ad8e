"""What a single cell holds: an amount, a day, words that withhold an amount, or other words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from intake.amounts import AmountError, read_amount
from intake.cells import Cell, CellError, read_decimal
from intake.dates import DayOrder, parse_date, parse_quarter

AMOUNT, DATE, WITHHELD, TEXT, OTHER = "amount", "date", "withheld", "text", "other"


def cell_kind(cell: Cell, text: str) -> str:
    """One of amount, date, withheld, text and other.

    Args:
        text: The cell as text.
    """
    if isinstance(cell, dt.date):
        return DATE
    if isinstance(cell, bool | dt.time | dt.timedelta):
        return OTHER
    if not isinstance(cell, str):
        return AMOUNT if _is_number(cell) else OTHER
    if parse_date(text, DayOrder.DAY_FIRST) or parse_date(text, DayOrder.MONTH_FIRST) or parse_quarter(text):
        # Five bare digits are an amount before they are Excel's number of a day.
        return AMOUNT if text.isdigit() else DATE
    try:
        read_amount(cell)
    except AmountError as error:
        return WITHHELD if error.is_withheld else _ambiguous(str(error))
    return AMOUNT


def _ambiguous(message: str) -> str:
    return AMOUNT if "two ways" in message else TEXT


def _is_number(cell: int | float | Decimal | None) -> bool:
    try:
        read_decimal(cell)
    except CellError:
        return False
    return True
