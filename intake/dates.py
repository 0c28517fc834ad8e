"""Days and quarters in the spellings people use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

from scoring.quarter import Quarter

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ].*)?$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s.*)?$")
_COMPACT = re.compile(r"^(20\d\d)(\d\d)(\d\d)$")
_NUMERIC = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})(?:[t ,]+\d{1,2}:\d\d.*)?$")
_DAY_MONTH = re.compile(
    r"^(?:\w{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3,9})\.?[\s,-]+(\d{4}|\d{2})(?:\s.*)?$"
)
_MONTH_DAY = re.compile(r"^(?:[a-z]{3,9},\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:\s.*)?$")
_MONTH_YEAR = re.compile(r"^([a-z]{3,9})\.?[\s-]+(\d{4}|\d{2})$")
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$")
_QUARTER = (
    re.compile(r"^(?:fy|cy)?\s*(\d{4}|\d{2})\s*[-/ ]?\s*q([1-4])$"),
    re.compile(r"^(?:q([1-4])|([1-4])q)\s*[-/ ]?\s*(?:fy|cy)?\s*'?(\d{4}|\d{2})$"),
)
# The first quarter of a half, which names the same quarters in a plan and in a calendar.
_HALF = (
    re.compile(r"^(?:fy|cy)?\s*(\d{4}|\d{2})\s*[-/ ]?\s*h([12])$"),
    re.compile(r"^(?:h([12])|([12])h)\s*[-/ ]?\s*(?:fy|cy)?\s*'?(\d{4}|\d{2})$"),
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d)")
EXCEL_EPOCH = dt.date(1899, 12, 30)

# Two digits from here on are years of the last century: lists hold projects begun in 1997, none planned for 2097.
CENTURY_TURNS = 70


class DayOrder(StrEnum):
    """Whether 3/4/2027 is the third of April or the fourth of March; unknown where nothing tells."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


def parse_date(text: str, order: DayOrder = DayOrder.UNKNOWN) -> dt.date | None:
    """The day a text names; the first of a month where only the month stands there.

    Returns:
        None where the text names no day, or can be read in two ways and ``order`` does not tell.
    """
    bare = _folded(text)
    if len(bare) > 60:
        return None
    try:
        return _numbered(bare, order) or _worded(bare)
    except ValueError:
        return None


def parse_quarter(text: str, *, is_end: bool = False) -> Quarter | None:
    """The quarter a text names, such as 2027-Q1, Q1 2027 or FY27 Q1; None where it names none.

    Args:
        is_end: Of a half of a year, such as H1 2027, the last quarter is meant, not the first.
    """
    bare = " ".join(text.split()).casefold()
    if match := _QUARTER[0].match(bare):
        return Quarter(_year(match[1]), int(match[2]))
    if match := _QUARTER[1].match(bare):
        return Quarter(_year(match[3]), int(match[1] or match[2]))
    if match := _HALF[0].match(bare):
        return Quarter(_year(match[1]), 2 * int(match[2]) - (not is_end))
    if match := _HALF[1].match(bare):
        return Quarter(_year(match[3]), 2 * int(match[1] or match[2]) - (not is_end))
    return None


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Which order a column's dates are in.

    Returns:
        None where no date needs to know; unknown where some do and nothing tells, or both orders occur.
    """
    firsts, seconds, needs = False, False, False
    for text in texts:
        if match := _NUMERIC.match(_folded(text)):
            first, second = int(match[1]), int(match[3])
            firsts = firsts or first > 12
            seconds = seconds or second > 12
            needs = needs or (first <= 12 and second <= 12 and first != second)
            # A point between the parts is written by people who put the day first.
            firsts = firsts or match[2] == "."
    if firsts != seconds:
        return DayOrder.DAY_FIRST if firsts else DayOrder.MONTH_FIRST
    return DayOrder.UNKNOWN if needs else None


def _folded(text: str) -> str:
    """Lower case, one space between words, no day of the week before a numeric date."""
    return _WEEKDAY.sub("", " ".join(text.split()).casefold())


def _numbered(bare: str, order: DayOrder) -> dt.date | None:
    if match := _ISO.match(bare) or _YEAR_FIRST.match(bare):
        return dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _COMPACT.match(bare):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.match(bare):
        return _ordered(int(match[1]), int(match[3]), _year(match[4]), order, match[2])
    if _SERIAL.match(bare) and 25_000 <= float(bare) <= 80_000:
        return EXCEL_EPOCH + dt.timedelta(days=int(float(bare)))
    return None


def _ordered(first: int, second: int, year: int, order: DayOrder, mark: str) -> dt.date | None:
    is_day_first = order is DayOrder.DAY_FIRST or mark == "."
    if first > 12 or (is_day_first and second <= 12):
        return dt.date(year, second, first)
    if second > 12 or first == second or order is DayOrder.MONTH_FIRST:
        return dt.date(year, first, second)
    return None


def _worded(bare: str) -> dt.date | None:
    if (match := _DAY_MONTH.match(bare)) and match[2] in _MONTHS:
        return dt.date(_year(match[3]), _MONTHS[match[2]], int(match[1]))
    if (match := _MONTH_DAY.match(bare)) and match[1] in _MONTHS:
        return dt.date(int(match[3]), _MONTHS[match[1]], int(match[2]))
    if (match := _MONTH_YEAR.match(bare)) and match[1] in _MONTHS:
        return dt.date(_year(match[2]), _MONTHS[match[1]], 1)
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= CENTURY_TURNS else 2000)
