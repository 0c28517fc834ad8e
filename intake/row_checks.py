"""Which rows below the header hold a request, and why the others don't."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from statistics import median

from intake import finding as kinds
from intake import meanings as m
from intake.amounts import AmountError, read_amount
from intake.cells import Cell, broken, is_blank, read_text
from intake.finding import FindingKind
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.meanings import clean_header
from intake.money import Money, amount_in
from intake.profile import Profile

_TOTAL = re.compile(
    r"^(grand |sub[- ]?|overall |column |report )?totals?"
    r"( (cost|costs|budget|capital|operating|amount|requests|projects|programs?|hours|all|for .*|of .*))?\s*[:=]?$"
    r"|^.{1,60} (sub[- ]?totals?|totals?)\s*:?$|^(sum|gesamt|summe|somme|gesamtsumme|suma|totale)\s*:?$"
    r"|^((row |record )?counts?|number of (requests|projects|rows)|averages?|mean|median|anzahl|mittelwert)\s*:?$",
    re.IGNORECASE,
)
_STARTS_TOTAL = re.compile(r"^(grand |sub[- ]?)?totals?\b", re.IGNORECASE)
_NOTE = re.compile(
    r"^(\*|†|‡|§|\[\d|\(\d|\d\)|notes?\b|sources?\b|prepared|as of\b|last updated|updated|data as|disclaimer"
    r"|report (date|run)|figures|all (figures|amounts|costs)|costs? (are|in)\b|amounts? (are|in)\b|generated|exported"
    r"|legend|key:|page \d|end of)",
    re.IGNORECASE,
)
_SUM_WORDS = re.compile(r"\b(grand|sub)?[- ]?totals?\b|\b(for|of|cost|costs|budget)\b|[:=]", re.IGNORECASE)
_LONG_NOTE, _LONGEST_LABEL = 220, 80
# Id of the row that shows how the template is filled in.
EXAMPLE_ID = "EXAMPLE"
_USUAL_FILLED = 3
# Cells that are looked at for the word total, and columns of amounts that tell whether a row is shifted.
_LOOKED_AT, _TELLING_COLUMNS = 6, 12


def says_total(text: str) -> bool:
    """Whether a text is the label of a row of totals."""
    return bool(_TOTAL.match(clean_header(text)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a row is no request, or what is odd about one that is.

    Args:
        kind: The finding to make.
        reason: One short reason in words.
        is_out: The row is left out.
    """

    kind: FindingKind
    reason: str
    is_out: bool = True


class RowChecks:
    """Judges the rows of one table, one after the other."""

    def __init__(self, table: Table, uses: Sequence[ColumnUse], held: Sequence[Profile], money: Money) -> None:
        self._table = table
        self._headers = [header.casefold() for header in table.headers]
        self._title = next((use.index for use in uses if use.meaning == m.TITLE), None)
        self._id = next((use.index for use in uses if use.meaning == m.ID), None)
        self._cost = next(iter([*([money.check] if money.check else []), *money.columns]), None)
        self._money = money
        self._amount_columns = [k for k, p in enumerate(held) if p.n_filled >= 8 and p.amount_share >= 0.8]
        self._telling = self._amount_columns[:_TELLING_COLUMNS]
        self._text_columns = {k for k, p in enumerate(held) if p.n_filled >= 8 and p.amount_share <= 0.2}
        filled = [_n_filled(row) for _, row in table.rows[:500]]
        self._usual = median([n for n in filled if n > 1] or [0])
        titles = [self._title_of(row) for _, row in table.rows[:500]]
        self._shouts = sum(title.isupper() for title in titles) * 2 > len(titles)
        self._summed = {name for _, row in table.rows if (name := _summed_name(row))}
        n_short = sum(len(row) < len(self._headers) for _, row in table.rows[:500])
        self._tells_short = table.has_text_cells and n_short * 5 < len(filled)
        self._sum_all = self._sum_part = Decimal(0)

    def judge(self, row: Sequence[Cell]) -> Verdict | None:
        """What is wrong with a row; None for a plain request. Sums run along: call it once a row, in order."""
        verdict = self._verdict(row)
        amount = self._amount(row)
        if verdict is not None and verdict.kind is kinds.ROW_TOTAL:
            self._sum_part = Decimal(0)
        elif amount is not None and (verdict is None or not verdict.is_out):
            self._sum_all += amount
            self._sum_part += amount
        return verdict

    def _verdict(self, row: Sequence[Cell]) -> Verdict | None:
        filled = [k for k, cell in enumerate(row) if not is_blank(cell)]
        width = self._odd_width(row)
        return (
            self._no_row(row, filled) or (width if width and width.is_out else self._no_request(row, filled)) or width
        )

    def _no_row(self, row: Sequence[Cell], filled: Sequence[int]) -> Verdict | None:
        if self._has_own_id(row) and clean_header(read_text(row[self._id or 0])) == EXAMPLE_ID:
            return Verdict(kinds.ROW_EXAMPLE, "the example")
        if self._is_header(row, filled):
            return Verdict(kinds.ROW_HEADER, "the header row repeated")
        return Verdict(kinds.ROW_TOTAL, "a row of totals") if self._is_total(row, filled) else None

    def _no_request(self, row: Sequence[Cell], filled: Sequence[int]) -> Verdict | None:
        if self._is_note(row, filled):
            return Verdict(kinds.ROW_NOTE, "a note or heading, not a request")
        if not self._title_of(row):
            return Verdict(kinds.TITLE_MISSING, "no title")
        if self._is_shifted(row):
            return Verdict(kinds.ROW_SHIFTED, "its cells stand under the wrong headers")
        if len(filled) == 1 and self._usual >= _USUAL_FILLED:
            return Verdict(kinds.ROW_TITLE_ONLY, "a title and nothing else", is_out=False)
        return None

    def _title_of(self, row: Sequence[Cell]) -> str:
        cell = row[self._title] if self._title is not None and self._title < len(row) else None
        return "" if broken(cell) is not None else clean_header(read_text(cell))

    def _is_header(self, row: Sequence[Cell], filled: Sequence[int]) -> bool:
        if len(filled) < 2 or not any(self._is_own_header(row, k) for k in filled[:2]):
            return False
        same = sum(self._is_own_header(row, k) for k in filled)
        return same >= 2 and same >= 0.6 * len(filled)

    def _is_own_header(self, row: Sequence[Cell], k: int) -> bool:
        return k < len(self._headers) and clean_header(read_text(row[k])).casefold() == self._headers[k]

    def _is_total(self, row: Sequence[Cell], filled: Sequence[int]) -> bool:
        if self._has_own_id(row):
            return False
        first = next((text for k in filled[:_LOOKED_AT] if (text := _words(row[k]))), "")
        if _TOTAL.match(first):
            n_words = sum(1 for _ in islice((k for k in filled if not _is_amount(row[k])), 3))
            is_plain = bool(_STARTS_TOTAL.match(first))
            return n_words <= 2 and (is_plain or len(filled) <= max(2, len(self._amount_columns) + 2))
        if not _STARTS_TOTAL.match(first) and (first or self._title_of(row)):
            return False
        amount = self._amount(row)
        return amount is not None and amount != 0 and amount in (self._sum_all, self._sum_part)

    def _has_own_id(self, row: Sequence[Cell]) -> bool:
        """An id of its own: the words Total or Count in the id's column are none."""
        text = clean_header(read_text(row[self._id])) if self._id is not None and self._id < len(row) else ""
        return bool(text) and not _STARTS_TOTAL.match(text) and not _TOTAL.match(text)

    def _odd_width(self, row: Sequence[Cell]) -> Verdict | None:
        if not self._table.has_text_cells:
            return None
        n_extra = sum(not is_blank(cell) for cell in row[len(self._headers) :])
        if n_extra:
            return Verdict(kinds.ROW_LONG, f"{len(row)} cells under {len(self._headers)} headers")
        if self._tells_short and len(row) < len(self._headers):
            return Verdict(kinds.ROW_SHORT, f"{len(row)} cells under {len(self._headers)} headers", is_out=False)
        return None

    def _is_note(self, row: Sequence[Cell], filled: Sequence[int]) -> bool:
        if len(filled) != 1 or self._usual < _USUAL_FILLED - 1:
            return False
        text = clean_header(read_text(row[filled[0]]))
        is_heading = text.endswith(":") or (text.isupper() and len(text) > 4 and not self._shouts)
        is_heading |= text.casefold() in self._summed
        return filled[0] != self._title or bool(_NOTE.match(text)) or len(text) > _LONG_NOTE or is_heading

    def _is_shifted(self, row: Sequence[Cell]) -> bool:
        wrong = [k for k in self._telling if k < len(row) and _is_words(row[k])]
        if len(wrong) >= 2 and len(wrong) * 2 > len(self._telling):
            return True
        return any(
            near in self._text_columns and near < len(row) and _is_amount(row[near]) and _is_words(row[k])
            for k in wrong
            for near in (k - 1, k + 1)
        )

    def _amount(self, row: Sequence[Cell]) -> Decimal | None:
        if self._cost is None:
            return None
        style = self._money.styles.get(self._cost.index)
        return None if style is None else amount_in(row, self._cost, style, Decimal(1))


def _summed_name(row: Sequence[Cell]) -> str:
    """What a row of totals sums up by its label, such as radiology for Subtotal Radiology; empty for other rows."""
    label = next((clean_header(c) for c in row[:_LOOKED_AT] if isinstance(c, str) and not is_blank(c)), "")
    if len(label) > _LONGEST_LABEL or "total" not in label.casefold():
        return ""
    return " ".join(_SUM_WORDS.sub(" ", label).split()).casefold()


def _words(cell: Cell) -> str:
    """The cell's words; empty where it holds an amount or nothing."""
    return "" if is_blank(cell) or _is_amount(cell) else clean_header(read_text(cell))


def _n_filled(row: Sequence[Cell]) -> int:
    return sum(not is_blank(cell) for cell in row)


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float | Decimal):
        return True
    if not isinstance(cell, str) or is_blank(cell) or broken(cell) is not None:
        return False
    try:
        read_amount(cell)
    except AmountError as error:
        return "two ways" in str(error)
    return True


def _is_words(cell: Cell) -> bool:
    """Words where an amount should be; words that withhold one apart."""
    if not isinstance(cell, str) or is_blank(cell) or broken(cell) is not None:
        return False
    try:
        read_amount(cell)
    except AmountError as error:
        return not error.is_withheld and "Expected" in str(error)
    return False
