"""What a column holds, counted: amounts, dates, text, how distinct. The contents confirm or refute a header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.cell_kind import AMOUNT, DATE, WITHHELD, cell_kind
from intake.cells import Broken, Cell, is_blank, read_text
from intake.dates import DayOrder, day_order
from intake.headless import is_coded
from intake.layout import Table
from intake.series import year_of

_ROWS_LOOKED_AT = 400
_SIGN = re.compile(r"[$£€¥₹]|\b(?:USD|EUR|GBP|CAD|AUD|CHF|INR|JPY|CNY)\b", re.IGNORECASE)
_LARGE = re.compile(r"\d{4}|\d[,.'’\s]\d{3}(?!\d)|\d\s?[kKmM]\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Shares of the filled cells of one column, over the first rows.

    Args:
        n_filled: Cells with something in them.
        amount_share: Cells that can be read as an amount.
        withheld_share: Cells that say that an amount is unknown or withheld.
        date_share: Cells that hold or name a day or a quarter.
        distinct_share: Different texts among the filled cells.
        mean_length: Mean length of the texts.
        signed_share: Cells with an amount and the sign or code of a currency.
        large_share: Cells with an amount of four digits or more before its decimals, years apart.
        coded_share: Cells made like an id, such as P-12.
        day_order: Order of day and month; None where no cell needs to know.
    """

    n_filled: int
    amount_share: float
    withheld_share: float
    date_share: float
    distinct_share: float
    mean_length: float
    signed_share: float
    large_share: float
    coded_share: float
    day_order: DayOrder | None

    @property
    def holds_amounts(self) -> bool:
        """Mostly amounts; unknown and withheld ones don't speak against it."""
        return self.amount_share > 0 and self.amount_share + self.withheld_share >= 0.5

    @property
    def is_large(self) -> bool:
        """Amounts too large for ratings, counts and shares."""
        return self.large_share >= 0.5

    @property
    def holds_dates(self) -> bool:
        """Mostly days or quarters."""
        return self.date_share >= 0.5

    @property
    def holds_titles(self) -> bool:
        """Mostly words of a title's length."""
        return self.n_filled > 0 and self.amount_share < 0.5 and self.date_share < 0.5 and self.mean_length <= 220


def profiles(table: Table) -> tuple[Profile, ...]:
    """One profile a column, in the order of the headers."""
    width = max(len(table.headers), 1)
    columns: list[list[Cell]] = [[] for _ in range(width)]
    for _, row in _spread(table):
        for k, cell in enumerate(row[:width]):
            if not is_blank(cell) and not isinstance(cell, Broken):
                columns[k].append(cell)
    return tuple(_profile(cells) for cells in columns)


def _spread(table: Table) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """Rows from the whole of the table, not only its top."""
    step = max(1, len(table.rows) // _ROWS_LOOKED_AT)
    return table.rows[::step]


def _profile(cells: list[Cell]) -> Profile:
    n = len(cells)
    texts = [read_text(cell) for cell in cells]
    kinds = [cell_kind(cell, text) for cell, text in zip(cells, texts, strict=True)]
    order = day_order(text for cell, text in zip(cells, texts, strict=True) if isinstance(cell, str))
    amounts = [text for text, kind in zip(texts, kinds, strict=True) if kind == AMOUNT]
    share = 1 / n if n else 0.0
    return Profile(
        n_filled=n,
        amount_share=kinds.count(AMOUNT) * share,
        withheld_share=kinds.count(WITHHELD) * share,
        date_share=kinds.count(DATE) * share,
        distinct_share=len(set(texts)) * share,
        mean_length=sum(map(len, texts)) * share,
        signed_share=sum(bool(_SIGN.search(text)) for text in amounts) * share,
        large_share=sum(bool(_LARGE.search(text)) and year_of(text) is None for text in amounts) * share,
        coded_share=sum(map(is_coded, texts)) * share,
        day_order=order,
    )
