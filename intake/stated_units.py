"""What headers, names of sheets and notes say that amounts are counted in; an amount in a sentence says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from intake.amounts import CODES

_CODES = "|".join(CODES)
_CODE = rf"(?:us\$|ca?\$|au?\$|nz\$|[$£€₹¥]|{_CODES})"
# In brackets, or as the last word: Cost (USD), Kosten CHF.
_BARE_CURRENCY = re.compile(rf"[(\[]\s*(?:in\s+)?{_CODE}\s*[)\]]|(?<![a-z])(?:{_CODES})\s*$", re.IGNORECASE)
_UNITS: tuple[tuple[Decimal, re.Pattern[str]], ...] = tuple(
    (Decimal(scale), re.compile(pattern, re.IGNORECASE))
    for scale, pattern in (
        (10**9, rf"\b(?:billions?|bn|mrd)\b|{_CODE}\s?(?:b|bn)\b"),
        (10**6, rf"\bmillions?\b|(?<=[£€$])millions?\b|\b(?:mio|mln|mill)\b\.?|{_CODE}\s?(?:m|mm|mn)\b"
                rf"|\b(?:m|mn|mio)(?:{_CODES})\b|\(\s*(?:m|mm)\s*\)"
                rf"|\b(?:m|mm)\s?{_CODE}|(?<![\d,'.])'?000[,']000|\bin mm?\b"
                rf"|(?:\bin\s+|[(x×]\s*)(?:{_CODE}\s?)?1[,']000[,']000\b"),
        (10**3, rf"\bthousands?\b|(?<=[£€$])thousands?\b|\btsd\b|{_CODE}\s?k\b|\(\s*k\s*\)|\bk\s?{_CODE}"
                rf"|\bt€|\b[tk](?:{_CODES})\b|{_CODE}\s?'?000'?s?\b|\(\s*'?000'?s?\s*\)|\bin\s+'?000'?s?\b"
                rf"|(?<!\d)'000s?\b|\bin k\b"),
    )
)  # fmt: skip
_UNIT_SENTENCE = re.compile(
    r"\b(in|figures|amounts?|costs?|values?|dollars|currency|budget|all)\b|[$£€]|\busd\b|\beur\b", re.IGNORECASE
)
# "Over $500 thousand", "half a million", "per thousand": an amount or a rate, not what amounts are counted in.
_COUNTED = re.compile(
    rf"(?:(?<![\w.,'])(?:{_CODE}\s?)?\d[\d.,' ]*\+?[\s-]*"
    r"|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|half|hundreds?|several|few|many|couple of|some|per"
    r"|hundreds of|tens of)[\s-]+)$",
    re.IGNORECASE,
)
# A number that is a year or a step of a plan: Capital 2027 $K, Cost 27/28 TEUR, Year 1 ($K).
_NUMBERED = re.compile(
    r"(?:\b20\d{2}(?:\s*[-/–]\s*\d{2,4})?|\b\d{2}/\d{2}|\b(?:year|yr|y|jahr|phase|tier|option)\s*\d{1,2})\s*$",
    re.IGNORECASE,
)
_MONEY = rf"(?:{_CODE}(?!\w)|dollars?\b|euros?\b|pounds?\b|francs?\b)"
# "Thousands of patients", but "thousands of Canadian dollars".
_OF_OTHERS = re.compile(rf"^\s+of\b(?!\s+(?:[\w.]+\s+){{0,3}}{_MONEY})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:\b(?:in|are|as)\s+(?:the\s+)?|[=:(\[]\s*|{_MONEY}\s*)$", re.IGNORECASE)
_AFTER = re.compile(rf"^\s*(?:[)\]]|of\b|(?:[\w.]+\s+)?{_MONEY})", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SaidUnit:
    """What a text says that amounts are counted in.

    Args:
        scale: Currency units in one.
        is_plain: It says so in so many words ("in thousands", "$ millions"), and does not merely hold the word.
        text: The text that says so.
    """

    scale: Decimal
    is_plain: bool = True
    text: str = ""


def stated_unit(header: str) -> Decimal | None:
    """What a header says that its amounts are counted in, in currency units; None where it says nothing."""
    said = _said(header)
    return said.scale if said else None


def said_unit(text: str, *, in_sentence: bool = True) -> SaidUnit | None:
    """What the name of a sheet, or a line above or below the table, says of the unit; None where it says nothing.

    Args:
        in_sentence: The text is prose: it must speak of amounts too.
    """
    return None if in_sentence and not _UNIT_SENTENCE.search(text) else _said(text)


def names_bare_currency(header: str) -> bool:
    """Whether a header says by a currency alone in brackets that its amounts are counted in single units: Cost ($)."""
    return bool(_BARE_CURRENCY.search(header))


def _said(text: str) -> SaidUnit | None:
    if len(text) > 400:
        return None
    doubtful = None
    for scale, pattern in _UNITS:
        for match in pattern.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if _is_prose(before, after):
                continue
            if not _WORD.fullmatch(match[0]) or _BEFORE.search(before) or _AFTER.search(after):
                return SaidUnit(scale, text=text)
            doubtful = doubtful or SaidUnit(scale, is_plain=False, text=text)
    return doubtful


def _is_prose(before: str, after: str) -> bool:
    if _OF_OTHERS.search(after):
        return True
    return bool(_COUNTED.search(before)) and not _NUMBERED.search(before)
