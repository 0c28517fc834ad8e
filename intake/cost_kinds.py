"""A row for each kind of cost: capital and operating amounts of one column are put into columns of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake import meanings as m
from intake.cells import Cell, is_blank, read_text
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.meanings import fold_header

_CAPITAL = {"capital", "capex", "capital cost", "capital expense", "capital expenditure", "one time", "one off"}
_OPERATING = {"operating", "opex", "operating cost", "operational", "recurring", "run", "operating expense", "ongoing"}
_MEANINGS = {**dict.fromkeys(_CAPITAL, m.COST_CAPITAL), **dict.fromkeys(_OPERATING, m.COST_OPERATING)}
_WORDS = {m.COST_CAPITAL: "capital", m.COST_OPERATING: "operating"}


def with_columns_by_kind(table: Table, uses: Sequence[ColumnUse]) -> tuple[Table, tuple[ColumnUse, ...]]:
    """The table with a capital and an operating column where another column says which of them each amount is.

    Returns:
        The table and its uses, unchanged where no column says so of every row.
    """
    costs = [use for use in uses if use.is_cost]
    kind = _kind_column(table) if len(costs) == 1 and not costs[0].year else None
    if kind is None:
        return table, tuple(uses)
    (cost,) = costs
    if cost.is_stated and cost.meaning != m.COST_TOTAL:
        # A person said which of the two all of it is.
        return table, tuple(uses)
    width = len(table.headers)
    meanings = (m.COST_CAPITAL, m.COST_OPERATING)
    added = tuple(
        replace(
            cost,
            index=width + k,
            header=f"{cost.header}, {_WORDS[meaning]}",
            meaning=meaning,
            made_from=cost.header,
        )
        for k, meaning in enumerate(meanings)
    )
    rows = tuple((number, _parted(row, width, kind, cost.index, meanings)) for number, row in table.rows)
    kept = tuple(replace(use, meaning=m.UNUSED, parted=cost.meaning) if use is cost else use for use in uses)
    return replace(table, headers=(*table.headers, *(use.header for use in added)), rows=rows), (*kept, *added)


def _kind_column(table: Table) -> int | None:
    """The column whose every word is capital or operating, both of them."""
    for k, header in enumerate(table.headers):
        told: set[str] = set()
        for _, row in table.rows:
            if k < len(row) and row[k]:
                told.add(_MEANINGS.get(fold_header(read_text(row[k])), ""))
            if "" in told:
                break
        if header and told == set(_WORDS):
            return k
    return None


def _parted(row: tuple[Cell, ...], width: int, kind: int, cost: int, meanings: Sequence[str]) -> tuple[Cell, ...]:
    head = [*row[:width], *[None] * (width - len(row))]
    said = "" if is_blank(head[kind]) else _MEANINGS[fold_header(read_text(head[kind]))]
    amount = head[cost]
    if said:
        head[cost] = None
    return (*head, *(amount if meaning == said else None for meaning in meanings))
