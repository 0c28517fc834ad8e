"""Amounts whose currency, or what they are counted in, stands in a column of its own: put together cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from intake.amounts import CODES, SCALE_WORDS, SYMBOLS
from intake.cells import Cell, is_blank, read_text
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.meanings import fold_header

_CURRENCY_HEADERS = {"currency", "currency code", "curr", "ccy", "cur", "iso currency", "währung", "devise", "moneda"}
_SCALE_HEADERS = {"unit", "units", "scale", "amount unit", "amounts in", "unit of amount", "magnitude", "einheit"}
_KNOWN_SHARE = 0.8
_NAMES = {
    "us dollar": "USD", "u.s. dollar": "USD", "united states dollar": "USD", "american dollar": "USD",
    "canadian dollar": "CAD", "australian dollar": "AUD", "new zealand dollar": "NZD", "euro": "EUR",
    "british pound": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP", "gb pound": "GBP", "swiss franc": "CHF",
    "japanese yen": "JPY", "indian rupee": "INR", "swedish krona": "SEK", "norwegian krone": "NOK",
    "danish krone": "DKK", "singapore dollar": "SGD", "hong kong dollar": "HKD", "mexican peso": "MXN",
}  # fmt: skip


def with_amount_parts(table: Table, uses: Sequence[ColumnUse]) -> Table:
    """The table with every cost written out, such as "EUR 90000" or "1.5 Millions", where columns tell."""
    costs = {use.index for use in uses if use.is_cost}
    if not costs:
        return table
    currency = _column(table, _CURRENCY_HEADERS, lambda text: bool(_named(text)))
    scale = _column(table, _SCALE_HEADERS, lambda text: text.casefold() in SCALE_WORDS)
    if currency is None and scale is None:
        return table
    rows = tuple((number, _written_out(row, costs, currency, scale)) for number, row in table.rows)
    return replace(table, rows=rows)


def _column(table: Table, headers: set[str], is_known: Callable[[str], bool]) -> int | None:
    """The column of one of these headers that holds hardly anything but known words."""
    for k, header in enumerate(table.headers):
        if fold_header(header) in headers:
            texts = [text for _, row in table.rows if (text := _text(row, k))]
            if texts and sum(map(is_known, texts)) >= _KNOWN_SHARE * len(texts):
                return k
    return None


def _written_out(row: tuple[Cell, ...], costs: set[int], currency: int | None, scale: int | None) -> tuple[Cell, ...]:
    told = _text(row, currency)
    before, behind = _named(told) or told, _text(row, scale)
    if not before and not behind:
        return row
    return tuple(
        f"{before} {read_text(cell)} {behind}".strip() if k in costs and not is_blank(cell) and _is_bare(cell) else cell
        for k, cell in enumerate(row)
    )


def _named(text: str) -> str:
    """A currency as amounts are written with it; empty where a text names none by code, sign or name."""
    if text.upper() in CODES or text in SYMBOLS:
        return text
    folded = " ".join(text.casefold().split())
    return _NAMES.get(folded) or _NAMES.get(folded.removesuffix("s"), "")


def _is_bare(cell: Cell) -> bool:
    """A number, or text that begins and ends with a digit: it names neither currency nor scale itself."""
    text = read_text(cell)
    return not isinstance(cell, bool) and text[:1].isdigit() and text[-1:].isdigit()


def _text(row: Sequence[Cell], index: int | None) -> str:
    return read_text(row[index]) if index is not None and index < len(row) else ""
