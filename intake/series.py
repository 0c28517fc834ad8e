"""Columns by year."""

from __future__ import annotations

import re

_YEAR = re.compile(
    r"(?<![\w.])(?:(?:fy|cy)\s*'?(?P<short>\d{2}|20\d{2})|(?P<long>20\d{2}))"
    r"(?:\s*[-/–]\s*(?:fy)?'?(?P<end>\d{2}|20\d{2}))?(?![\w.]\d|\d)",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_YEAR = re.compile(rf"\b{_MONTHS}\.?[\s'-]+(?P<short>\d{{2}})(?!\d)", re.IGNORECASE)
_DAY = re.compile(r"^20(?P<short>\d{2})-\d\d-\d\d")
_PERIOD = re.compile(
    rf"\b(?:q(?:tr|uarter)?\s*[1-4]|[1-4]q|h[12]|{_MONTHS})\b\.?|^20\d{{2}}-\d\d-\d\d.*", re.IGNORECASE
)
_SPAN = re.compile(r"(?<!\d)(?P<long>\d{2})/(?P<end>\d{2})(?!\d|/)")
_NTH_YEAR = re.compile(r"\b(?:year|yr|jahr|y)\s*\.?(?P<n>[1-9]|10)\b(?!\s*(?:total|tco))", re.IGNORECASE)


def year_of(header: str, *, first_year: int | None = None) -> str | None:
    """The fiscal year a header names, such as FY27 for FY27, 2027, 2027-28 (the year it ends in) or Year 1.

    Args:
        first_year: Calendar year that "Year 1" stands for; None: such headers name no year.

    Returns:
        FYNN, or None where the header names no year between 2000 and 2099.
    """
    text = header.strip()
    if len(text) > 80:
        return None
    if dated := _DAY.match(text) or _MONTH_YEAR.search(text):
        return f"FY{dated['short']}"
    match = _YEAR.search(text) or _SPAN.search(text)
    if match:
        start = _full(match.groupdict().get("short") or match["long"])
        if not match["end"]:
            return f"FY{start % 100:02d}"
        end = _full(match["end"])
        return f"FY{end % 100:02d}" if end == start + 1 else None
    if first_year is not None and (nth := _NTH_YEAR.search(text)):
        return f"FY{(first_year + int(nth['n']) - 1) % 100:02d}"
    return None


def names_period(header: str) -> bool:
    """Whether a header names a part of a year: a quarter, a half, a month, a day."""
    return bool(_PERIOD.search(header.strip()))


def without_year(header: str) -> str:
    """The header without the year, and the part of it, that it names."""
    for pattern in (_DAY, _MONTH_YEAR, _YEAR, _SPAN, _NTH_YEAR, _PERIOD):
        header = pattern.sub(" ", header)
    return " ".join(header.split())


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
