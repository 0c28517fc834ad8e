"""Columns that sort requests into kinds and fill no fact of a request: good for choosing many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from intake import meanings as m
from intake.cells import Cell, is_blank, read_text
from intake.mapping import ColumnUse
from intake.meanings import fold_header

Kinds = Mapping[str, Mapping[str, str]]
_SORTING = re.compile(r"\b(type|kind|class|category|programme?|stream|theme)\b")
_MOST_COLUMNS, _MOST_KINDS = 2, 30


def kinds_of_requests(
    uses: Sequence[ColumnUse], passed: Sequence[ColumnUse], rows: Iterable[tuple[str, Sequence[Cell]]]
) -> Kinds:
    """Kind by request id, by the header of the column that says it; at most two columns.

    Args:
        passed: Columns that could have been the focus area, where another one is.
        rows: (request id, cells) of the requests.
    """
    rivals = [use for use in passed if use.meaning == "focus_area"]
    unused = [use for use in uses if use.meaning == m.UNUSED and use.header and use not in rivals]
    sorting = [use for use in unused if _SORTING.search(fold_header(use.header))]
    indexes = {use.index: use.header for use in (*rivals, *sorting)}
    told = list(rows)
    found = {}
    for index, header in indexes.items():
        kinds = {i: text for i, row in told if index < len(row) and (text := _text(row[index]))}
        if 2 <= len(set(kinds.values())) <= _MOST_KINDS:
            found[header] = kinds
    return dict(list(found.items())[:_MOST_COLUMNS])


def _text(cell: Cell) -> str:
    return "" if is_blank(cell) else " ".join(read_text(cell).split())[:80]
