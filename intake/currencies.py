"""Which currency the costs of a table are in, and which cells name another one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake import questions as q
from intake.amounts import CODES, DOLLAR, SYMBOLS, AmountError, read_amount
from intake.answers import Answers
from intake.cells import Cell, is_blank
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.questions import Choice, Question

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
_COMMON = ("USD", "EUR", "GBP", "CAD", "AUD")
# Currencies written with a bare sign that several share.
_SIGNED = {DOLLAR: (*_DOLLARS, "MXN"), "¥": ("JPY", "CNY"), "kr": ("SEK", "NOK", "DKK")}
# With what the amounts are counted in before it, too: TEUR, KUSD, MSEK.
_CODE = re.compile(rf"\b[TKM]?({'|'.join(CODES)})\b")


def currency_of(cell: Cell) -> str:
    """The currency, or its sign, that a cell itself names; empty where it names none."""
    if not isinstance(cell, str) or len(cell) > 60:
        return ""
    try:
        return read_amount(cell).currency
    except AmountError:
        return ""


def is_other_currency(row: Sequence[Cell], use: ColumnUse, usual: str) -> bool:
    """Whether a cell names another currency than the usual one; a bare sign stands for any currency that uses it."""
    named = currency_of(row[use.index]) if use.index < len(row) else ""
    return bool(named and usual) and named != usual and usual not in _SIGNED.get(named, ())


@dataclass(frozen=True, slots=True)
class NamedCurrency:
    """The currency of the cost columns.

    Args:
        code: ISO code; empty where no single one is named.
        sign: The sign, or the currency that only some name, where no code is sure; empty where there is none.
        named: Every currency and sign that is named.
        seen: What names it, in words.
    """

    code: str = ""
    sign: str = ""
    named: tuple[str, ...] = ()
    seen: str = ""


NOT_NAMED = NamedCurrency(seen="nothing names it")


def named_currency(table: Table, columns: Sequence[ColumnUse], answers: Answers) -> NamedCurrency:
    """Which currency the cost columns are in: as a person, a header, a text above or the cells say."""
    if answers.currency:
        return NamedCurrency(answers.currency, seen="an answer")
    if len(named := tuple(dict.fromkeys(filter(None, (_named(use.header) for use in columns))))) > 1:
        return NamedCurrency("", named[0], named, f"the headers of the cost say {', '.join(named)}")
    for text in (*(use.header for use in columns), *table.above):
        if found := _named(text):
            return NamedCurrency(found, named=(found,), seen=f"\u201c{text[:80]}\u201d")
    return _named_by_cells(table, columns)


def columns_apart(columns: Sequence[ColumnUse], usual: str) -> frozenset[int]:
    """Indices of the columns whose header names another currency than the usual one; none where all name the same.

    Args:
        usual: What a person answers counts against the one currency of all headers, not against several.
    """
    named = {use.index: code for use in columns if (code := _named(use.header))}
    is_mixed = len(set(named.values())) > 1
    return frozenset(index for index, code in named.items() if is_mixed and code != usual)


def _named_by_cells(table: Table, columns: Sequence[ColumnUse]) -> NamedCurrency:
    counted = Counter(
        code
        for use in columns
        for _, row in table.rows
        if use.index < len(row) and (code := currency_of(row[use.index]))
    )
    if not counted:
        return NOT_NAMED
    most, named = counted.most_common(1)[0][0], tuple(sorted(counted))
    n_filled = sum(not is_blank(row[use.index]) for use in columns for _, row in table.rows if use.index < len(row))
    seen = f"{counted.total():,} of {n_filled:,} amounts say {', '.join(named)}"
    # A few that name it are the exception as likely as the rule.
    is_rare = most in CODES and counted.total() * 2 < n_filled
    if DOLLAR in counted and len(dollars := set(counted) - {DOLLAR}) == 1 and dollars <= set(_DOLLARS):
        # One kind of dollar is named: the bare signs mean it too.
        return NamedCurrency(min(dollars), named=tuple(sorted(dollars)), seen=seen)
    is_single = len(counted) == 1 and not is_rare and most in CODES
    return NamedCurrency(most, named=named, seen=seen) if is_single else NamedCurrency("", most, named, seen)


def _named(text: str) -> str:
    if match := _CODE.search(text):
        return match[1]
    for symbol, code in SYMBOLS.items():
        if code in CODES and symbol in text and (not symbol.isalpha()):
            return code
    return ""


def currency_choices() -> tuple[Choice, ...]:
    """Every currency that is known by name, the common ones first."""
    return q.choices(list(dict.fromkeys((*_COMMON, *CODES))))


def currency_question(found: NamedCurrency = NOT_NAMED) -> Question:
    """Ask for the currency."""
    sign, named = found.sign, found.named
    if len(named) > 1:
        text = f"The costs name several currencies ({', '.join(named)}). Which one does the plan use?"
        return Question(code=q.CURRENCY, text=text, choices=q.choices([c for c in named if c in CODES] or CODES[:5]))
    if sign in CODES:
        text = f"Only some of the costs name a currency ({sign}). Which one are the others in?"
        return Question(code=q.CURRENCY, text=text, choices=q.choices(list(dict.fromkeys((sign, *_COMMON)))))
    if sign:
        text = f'The costs carry "{sign}", which several currencies share. Which one is it?'
        return Question(code=q.CURRENCY, text=text, choices=q.choices(_SIGNED.get(sign, _COMMON)))
    text = "The file names no currency. Which one is it?"
    return Question(code=q.CURRENCY, text=text, choices=q.choices(_COMMON))
