"""Headers of one or two rows, and headers that come again further down in another order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.cells import Broken, Cell, is_blank, read_text
from intake.meanings import TITLE, clean_header, fold_header, header_meaning
from intake.series import year_of

Row = tuple[int, tuple[Cell, ...]]
_LONGEST_SUB_HEADER = 40
_PLACE = re.compile(r" \(column \d+\)$")


@dataclass(frozen=True, slots=True)
class Below:
    """The rows below the headers.

    Args:
        rows: Rows under these headers; those of a repeated header row in another order are put into this order.
        other_table: Row where a table with other headers begins, whose rows are left out; None where there is none.
    """

    rows: tuple[Row, ...]
    other_table: int | None = None


def read_headers(rows: Sequence[tuple[Cell, ...]], index: int) -> tuple[tuple[str, ...], int]:
    """The headers that begin in a row, and how many rows they take: one, or two where groups are parted below.

    Headers that stand twice below group names get their group's name in front.
    """
    headers = [header_text(cell) for cell in rows[index]]
    if index + 1 < len(rows) and (parted := _parted(headers, rows[index + 1])):
        return parted, 2
    used = [header for header in headers if header]
    if index == 0 or len(set(used)) == len(used):
        return tuple(headers), 1
    group, grouped = "", []
    above = rows[index - 1]
    for k, header in enumerate(headers):
        group = header_text(above[k]) if k < len(above) and not is_blank(above[k]) else group
        is_repeated = header and headers.count(header) > 1
        grouped.append(f"{group} {header}".strip() if is_repeated else header)
    return tuple(grouped), 1


def told_apart(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers that can each be named: one that stands twice gets its column's number behind, from the second on."""
    seen: set[str] = set()
    named = []
    for number, header in enumerate(headers, start=1):
        folded = header.casefold()
        named.append(f"{header} (column {number})" if header and folded in seen else header)
        seen.add(folded)
    return tuple(named)


def shared_header(header: str) -> str:
    """The header as it stands in the file, without the number that tells it apart."""
    return _PLACE.sub("", header)


def header_text(cell: Cell) -> str:
    """A header cell as people read it; empty where nothing stands there."""
    return "" if isinstance(cell, Broken) else clean_header(read_text(cell))


def _parted(headers: Sequence[str], row: Sequence[Cell]) -> tuple[str, ...]:
    """Headers with the sub-headers of the row below behind them; empty where that row holds no sub-headers."""
    width = max(len(headers), len(row))
    tops = [*headers, *[""] * (width - len(headers))]
    subs = [row[k] if k < len(row) else None for k in range(width)]
    filled = [k for k, cell in enumerate(subs) if not is_blank(cell)]
    if len(filled) < 2 or any(header_meaning(tops[k]) == TITLE for k in filled):
        return ()
    texts = {k: header_text(subs[k]) for k in filled}
    for k, text in texts.items():
        is_label = isinstance(subs[k], str) and len(text) <= _LONGEST_SUB_HEADER
        begins_group = bool(tops[k]) and k + 1 in texts and not tops[k + 1]
        if not (is_label or year_of(text)) or not (begins_group or (not tops[k] and k - 1 in texts)):
            return ()
    group, found = "", []
    for k, top in enumerate(tops):
        group = top or group
        found.append(f"{group} {texts[k]}" if k in texts else top)
    return tuple(found)


def rows_below(rows: Sequence[Row], headers: Sequence[str]) -> Below:
    """The filled rows below the headers, each under the headers it belongs to."""
    kept: list[Row] = []
    order: list[int | None] | None = None
    for number, row in rows:
        if _is_header_row(row):
            order = _order(row, headers)
            if order is None:
                return Below(tuple(kept), number)
        kept.append((number, row if order is None else tuple(_at(row, order))))
    return Below(tuple(kept))


def _is_header_row(row: Sequence[Cell]) -> bool:
    """Whether a row names a title and other columns that lists of requests have, and little else."""
    filled = [cell for cell in row if not is_blank(cell)]
    if len(filled) < 2 or not all(isinstance(cell, str) and _may_be_header(cell) for cell in filled):
        return False
    known = [meaning for cell in filled if (meaning := header_meaning(read_text(cell)))]
    return TITLE in known and len(set(known)) >= 2 and len(known) * 5 >= len(filled) * 3


def _may_be_header(text: str) -> bool:
    """Headers of lists are short and begin with a letter: a look that spares most rows the search of spellings."""
    return len(text) <= 80 and text.lstrip()[:1].isalpha()


def _order(row: Sequence[Cell], headers: Sequence[str]) -> list[int | None] | None:
    """Where each header stands in a repeated header row; None where that row has headers that are none of these."""
    again = [fold_header(header_text(cell)) for cell in row]
    ours = [fold_header(header) for header in headers]
    if not {text for text in again if text} <= set(ours):
        return None
    if again == ours:
        return list(range(len(ours)))
    return [again.index(header) if header and header in again else None for header in ours]


def _at(row: Sequence[Cell], order: Sequence[int | None]) -> Iterator[Cell]:
    for k in order:
        yield row[k] if k is not None and k < len(row) else None
