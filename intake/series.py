"""Columns by year, and the units that headers state."""

from __future__ import annotations

import re
from decimal import Decimal

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
_CODE = r"(?:us\$|ca?\$|au?\$|nz\$|[$£€]|usd|eur|gbp|cad|aud|nzd|chf)"
_BARE_CURRENCY = re.compile(rf"[(\[]\s*(?:in\s+)?{_CODE}\s*[)\]]", re.IGNORECASE)
_UNITS: tuple[tuple[Decimal, re.Pattern[str]], ...] = tuple(
    (Decimal(scale), re.compile(pattern, re.IGNORECASE))
    for scale, pattern in (
        (10**9, rf"\b(?:billions?|bn|mrd)\b|{_CODE}\s?(?:b|bn)\b"),
        (10**6, rf"\bmillions?\b|(?<=[£€$])millions?\b|\b(?:mio|mln|mill)\b\.?|{_CODE}\s?(?:m|mm|mn)\b"
                rf"|\(\s*(?:m|mm)\s*\)|\b(?:m|mm)\s?{_CODE}|'?000[,']000|\bin mm?\b"),
        (10**3, rf"\bthousands?\b|(?<=[£€$])thousands?\b|\btsd\b|{_CODE}\s?k\b|\(\s*k\s*\)|\bk\s?{_CODE}"
                rf"|\bt€|\b(?:teur|tusd|kusd|keur)\b|{_CODE}\s?'?000'?s?\b|\(\s*'?000'?s?\s*\)|\bin\s+'?000'?s?\b"
                rf"|(?<!\d)'000s?\b|\bin k\b"),
    )
)  # fmt: skip
_UNIT_SENTENCE = re.compile(
    r"\b(in|figures|amounts?|costs?|values?|dollars|currency|budget|all)\b|[$£€]|\busd\b|\beur\b", re.IGNORECASE
)


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


def stated_unit(text: str, *, in_sentence: bool = False) -> Decimal | None:
    """What a header or a line above the table says that amounts are counted in; None where it says nothing.

    Args:
        in_sentence: The text is prose: it must speak of amounts too.
    """
    if len(text) > 400 or (in_sentence and not _UNIT_SENTENCE.search(text)):
        return None
    for scale, pattern in _UNITS:
        if pattern.search(text):
            return scale
    return None


def names_bare_currency(header: str) -> bool:
    """Whether a header says by a currency alone in brackets that its amounts are counted in single units: Cost ($)."""
    return bool(_BARE_CURRENCY.search(header))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
