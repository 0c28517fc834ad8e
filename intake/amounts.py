"""Money and numbers in the spellings people use: $1.2M, 1,200k, (1,200), 1.234,56, USD 5 million."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

LARGEST = Decimal(10) ** 15
_LONGEST, _LONGEST_TEXT = 60, 400
_HAS_DIGIT = re.compile(r"\d")

_THOUSAND, _MILLION, _BILLION = Decimal(1_000), Decimal(1_000_000), Decimal(1_000_000_000)
SCALE_WORDS: dict[str, Decimal] = {
    **dict.fromkeys(("k", "thousand", "thousands", "tsd", "thsd", "000s"), _THOUSAND),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mil", "mln", "mill", "million", "millions"), _MILLION),
    **dict.fromkeys(("b", "bn", "bln", "mrd", "billion", "billions"), _BILLION),
    **dict.fromkeys(("lakh", "lakhs", "lac"), Decimal(100_000)),
    **dict.fromkeys(("crore", "crores"), Decimal(10_000_000)),
}
# "$" alone names no country's dollar.
DOLLAR = "$"
SYMBOLS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL", "£": "GBP", "€": "EUR", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "zł": "PLN", "Fr.": "CHF",
    DOLLAR: DOLLAR, "¥": "¥", "kr": "kr",
}  # fmt: skip
CODES = (
    "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "JPY", "CNY", "INR", "SGD", "HKD", "BRL",
    "MXN", "ZAR", "PLN", "CZK", "HUF", "AED", "SAR", "QAR", "ILS", "KRW", "TRY",
)  # fmt: skip
_UNKNOWN_WORDS = {
    "n/a", "na", "n.a.", "n.a", "tbd", "tbc", "tba", "t.b.d.", "unknown", "none", "null", "nan", "?", "??", "-", "--",
    "---", ".", "x", "xx", "not available", "pending", "not known", "to be determined", "to be confirmed",
    "not applicable", "not reported", "not provided", "blank",
}  # fmt: skip
_ZERO_WORDS = {"nil", "zero", "free", "no cost"}
_WITHHELD = re.compile(
    r"\b(exempt|withheld|nfp|not for publication|confidential|redacted|in confidence|not published|not disclosed|"
    r"undisclosed|suppressed|section \d+|classified|commercially sensitive|restricted)\b"
)
_MARKS = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("’‘ʼ´`", "'")})
# A dash in place of the cents, as in 5.000,- or 1'200.-: no minus sign.
_NO_CENTS = re.compile(r"(?<=\d)([.,])\s?-{1,2}(?=\D*$)")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
# Raised, lowered and circled digits: NFKC would append them to the amount.
_NOTE_MARKS = "²³¹⁰⁴-⁹₀-₉①-⑳⓪-⓿❶-➓"
_NOTE = re.compile(rf"[{_NOTE_MARKS}]")
_NOTE_AFTER_WORD = re.compile(rf"(?<=[^\d\s.,'{_NOTE_MARKS}])\s*[{_NOTE_MARKS}]+\s*$")
_SPELLINGS = {*SYMBOLS, *CODES, *(symbol.upper() for symbol in SYMBOLS)}
_CURRENCY = "|".join(re.escape(s) for s in sorted(_SPELLINGS, key=lambda s: (-len(s), s)))
# Unicode would take a Turkish İ for an I: ILS is spelled with none.
_FRONT = re.compile(rf"^\s*({_CURRENCY})\s*", re.IGNORECASE | re.ASCII)
_BACK = re.compile(rf"\s*({_CURRENCY})\s*$", re.IGNORECASE | re.ASCII)
_SCALED = re.compile(r"^([\d.,'\s]*\d)\s*([a-z0]+)\.?$")
_PLAIN = re.compile(r"^\d+(\.\d+)?(e[+-]?\d{1,3})?$")
_BODY = re.compile(r"^[\d.,' ]+$")
_GROUPED = {
    ",": re.compile(r"^\d{1,3}(,\d{3})+$|^\d{1,2}(,\d{2})+,\d{3}$"),
    ".": re.compile(r"^\d{1,3}(\.\d{3})+$"),
    " ": re.compile(r"^\d{1,3}( \d{3})+$"),
    "'": re.compile(r"^\d{1,3}('\d{3})+$"),
}
_POINT_EVIDENCE = re.compile(r"\d,\d{3}\.\d|^\D*\d*\.(\d{1,2}|\d{4,})\D*$|\d,\d{3},\d{3}|\d{4,}\.\d")
_COMMA_EVIDENCE = re.compile(r"\d\.\d{3},\d|^\D*\d*,(\d{1,2}|\d{4,})\D*$|\d\.\d{3}\.\d{3}|\d{4,},\d|\d,\s?[-‐-―]+\D*$")


class NumberStyle(StrEnum):
    """How a column writes decimals: a point, a comma, both by turns, or nothing tells."""

    POINT = "point"
    COMMA = "comma"
    MIXED = "mixed"
    UNKNOWN = "unknown"
    COMMA_LIKELY = "comma likely"


class AmountError(ValueError):
    """Text that is no amount. ``is_withheld``: it says that the amount is not given."""

    def __init__(self, message: str, *, is_withheld: bool = False) -> None:
        super().__init__(message)
        self.is_withheld = is_withheld


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written.

    Args:
        value: The number, scaled where the text names a scale.
        currency: ISO code, "$" or "¥" where only the sign stands there, empty where nothing does.
        has_scale: The text names its own scale, such as M or million.
    """

    value: Decimal
    currency: str = ""
    has_scale: bool = False


def read_amount(text: str, style: NumberStyle = NumberStyle.UNKNOWN) -> Amount:
    """The amount a text stands for.

    An accounting dash with space around it (" -   ") is zero; a bare dash, n/a and the like say nothing.

    Raises:
        AmountError: it is no amount, its digits can be read in two ways, or it is withheld.
    """
    found = _parsed(text, style)
    if isinstance(found, AmountError):
        raise found
    return found


@lru_cache(maxsize=1 << 16)
def _parsed(text: str, style: NumberStyle) -> Amount | AmountError:
    """The amount, or why there is none: lists repeat themselves and every column is looked at twice."""
    try:
        return _parse(text, style)
    except AmountError as error:
        return error


def _parse(text: str, style: NumberStyle) -> Amount:
    if len(text) > _LONGEST_TEXT or not (_HAS_DIGIT.search(text) or len(text) <= _LONGEST):
        raise AmountError("Expected an amount, not a paragraph.", is_withheld=bool(_WITHHELD.search(text.casefold())))
    folded = _folded(text)
    if not _HAS_DIGIT.search(folded) and "-" not in folded:
        _refuse_words(folded)
        if folded.casefold() in _ZERO_WORDS:
            return Amount(Decimal(0))
        raise AmountError("Expected an amount such as 1200 or $1.2M.")
    bare, currency = _without_currency(folded)
    if bare == "-" and (currency or text != text.strip()):
        return Amount(Decimal(0), currency)
    _refuse_words(bare)
    if bare in _ZERO_WORDS:
        return Amount(Decimal(0), currency)
    bare, is_negative = _without_sign(bare)
    bare, inner = _without_currency(bare)
    bare, is_inner_negative = _without_sign(bare)
    scale = None
    if (scaled := _SCALED.match(bare)) and scaled[2] in SCALE_WORDS:
        bare, scale = scaled[1], SCALE_WORDS[scaled[2]]
    value = _digits(bare, style) * (scale or 1)
    return Amount(-value if is_negative != is_inner_negative else value, currency or inner, scale is not None)


def read_plain_number(text: str, style: NumberStyle = NumberStyle.UNKNOWN) -> Decimal:
    """A number without currency or scale. Raises AmountError."""
    bare, is_negative = _without_sign(_folded(text))
    _refuse_words(bare)
    number = _digits(bare.removesuffix("%").strip(), style)
    return -number if is_negative else number


def number_style(texts: Iterable[str], *, comma_likely: bool = False) -> NumberStyle:
    """How a column writes its decimals, from all its texts."""
    has_point = has_comma = False
    for text in texts:
        if len(text) <= _LONGEST:
            has_point = has_point or bool(_POINT_EVIDENCE.search(text))
            has_comma = has_comma or bool(_COMMA_EVIDENCE.search(text))
    if has_point and has_comma:
        return NumberStyle.MIXED
    if has_point:
        return NumberStyle.POINT
    if has_comma:
        return NumberStyle.COMMA
    return NumberStyle.COMMA_LIKELY if comma_likely else NumberStyle.UNKNOWN


def _folded(text: str) -> str:
    text = _NOTE_AFTER_WORD.sub("", text)
    if _NOTE.search(text):
        message = "A raised or circled digit may be a footnote mark: write the amount without it."
        raise AmountError(message, is_withheld=bool(_WITHHELD.search(text.casefold())))
    # Some of the marks would fall apart in NFKC.
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_MARKS)).translate(_MARKS)
    return _NO_CENTS.sub(r"\g<1>00", " ".join(folded.split()))


def _refuse_words(bare: str) -> None:
    lower = bare.casefold()
    if lower[:1].isdigit():
        return
    if lower in _UNKNOWN_WORDS or not lower:
        raise AmountError("It says that the amount is unknown.", is_withheld=True)
    if _WITHHELD.search(lower):
        raise AmountError("It says that the amount is not given.", is_withheld=True)


def _without_currency(text: str) -> tuple[str, str]:
    for pattern in (_FRONT, _BACK):
        if match := pattern.search(text):
            rest = text[match.end() :] if pattern is _FRONT else text[: match.start()]
            if any(c.isdigit() or c == "-" for c in rest):
                return rest.strip(), _code(match[1])
    return text, ""


def _code(found: str) -> str:
    upper = found.upper()
    return upper if upper in CODES else next(code for symbol, code in SYMBOLS.items() if symbol.upper() == upper)


def _without_sign(text: str) -> tuple[str, bool]:
    bare = text.strip()
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1].strip().casefold(), True
    if bare[:1] in "+-" and bare[1:2] not in ("+", "-"):
        return bare[1:].strip().casefold(), bare[:1] == "-"
    if bare.endswith("-"):
        return bare[:-1].strip().casefold(), True
    return bare.casefold(), False


def _digits(body: str, style: NumberStyle) -> Decimal:
    if _PLAIN.match(body) and not re.match(r"^\d{1,3}\.\d{3}$", body):
        return _decimal(body)
    if not _BODY.match(body) or not any(c.isdigit() for c in body) or len(body) > _LONGEST:
        raise AmountError("Expected an amount such as 1200 or $1.2M.")
    points, commas = body.count("."), body.count(",")
    if points and commas:
        decimal = "." if body.rfind(".") > body.rfind(",") else ","
        whole, _, rest = body.rpartition(decimal)
        return _decimal(f"{_ungrouped(whole, ',' if decimal == '.' else '.')}.{_only_digits(rest)}")
    if not points and not commas:
        return _decimal(_ungrouped(body, " " if " " in body else "'"))
    mark = "." if points else ","
    if points + commas > 1:
        return _decimal(_ungrouped(body, mark))
    return _single_mark(body, mark, style)


def _single_mark(body: str, mark: str, style: NumberStyle) -> Decimal:
    """One point or one comma: before three digits it may part thousands or begin decimals."""
    whole, _, rest = body.partition(mark)
    other = " " if " " in whole else "'"
    if other in whole:
        return _decimal(f"{_ungrouped(whole, other)}.{_only_digits(rest)}")
    may_group = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    if not may_group:
        if mark == "," and style is NumberStyle.POINT and len(rest) != 3:
            raise AmountError("The comma stands neither for thousands nor, in this column, for decimals.")
        return _decimal(f"{_only_digits(whole) or '0'}.{_only_digits(rest) or '0'}")
    decimal = _decimal_mark(mark, style)
    return _decimal(f"{whole}.{_only_digits(rest)}" if mark == decimal else f"{whole}{_only_digits(rest)}")


def _decimal_mark(mark: str, style: NumberStyle) -> str:
    if style is NumberStyle.POINT:
        return "."
    if style is NumberStyle.COMMA:
        return ","
    if style is NumberStyle.UNKNOWN and mark == ",":
        return "."
    raise AmountError("It can be read in two ways: write it without separators.")


def _ungrouped(whole: str, mark: str) -> str:
    if mark in whole and not _GROUPED[mark].match(whole):
        raise AmountError("The digits are not grouped by threes.")
    return _only_digits(whole.replace(mark, ""))


def _only_digits(text: str) -> str:
    if not all(c in "0123456789" for c in text):
        raise AmountError("Expected an amount such as 1200 or $1.2M.")
    return text


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise AmountError("Expected an amount such as 1200 or $1.2M.") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise AmountError("Expected a finite number of usual size.")
    return number
