"""Rows that sum up the rows below or above them without being called a total: parents of outlines, subtotals."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from statistics import median

from intake.cells import Cell, CellError, is_blank, read_number
from intake.money import Money, amount_in

Row = tuple[int, tuple[Cell, ...]]
_MOST_PASSES = 4
# A row that sums others up lacks at least so many of the facts that requests have.
_FEWER_FACTS = 2


def find_rollups(rows: Sequence[Row], money: Money, parents: Collection[int] = ()) -> dict[int, tuple[int, int]]:
    """Rows whose amount is the sum of the rows next to them, and that say hardly anything else or are called parents.

    Args:
        parents: Rows that stand above rows of a lower level in an outline.

    Returns:
        By row number: the first and last row number of what it sums up.
    """
    use = money.check or (money.columns[0] if money.columns else None)
    if use is None or len(rows) < 3:
        return {}
    style = money.styles[use.index]
    amounts = {number: amount_in(row, use, style, Decimal(1)) or Decimal(0) for number, row in rows}
    facts = {number: sum(not is_blank(cell) for cell in row) for number, row in rows}
    usual = median(facts.values())
    poor = {n for n, filled in facts.items() if filled <= usual - _FEWER_FACTS or n in parents}
    poor = {number for number in poor if amounts[number] > 0}
    found: dict[int, tuple[int, int]] = {}
    left = [number for number, _ in rows]
    for _ in range(_MOST_PASSES):
        new = _one_pass(left, amounts, poor)
        if not new:
            break
        found |= new
        left = [number for number in left if number not in found]
    return found | _of_one(left, amounts, poor, found)


def _of_one(
    numbers: Sequence[int], amounts: dict[int, Decimal], poor: set[int], found: dict[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Rows that repeat the one row below them, in an outline whose other parents stand above what they sum up."""
    if not found or not all(number < first for number, (first, _) in found.items()):
        return {}
    pairs = pairwise(numbers)
    return {n: (below, below) for n, below in pairs if n in poor and below not in poor and amounts[n] == amounts[below]}


def _one_pass(numbers: Sequence[int], amounts: dict[int, Decimal], poor: set[int]) -> dict[int, tuple[int, int]]:
    if any(amounts[number] < 0 for number in numbers):
        return {}
    sums = list(accumulate((amounts[number] for number in numbers), initial=Decimal(0)))
    found: dict[int, tuple[int, int]] = {}
    for k, number in enumerate(numbers):
        if number not in poor:
            continue
        span = _span(sums, k, amounts[number])
        if span is not None and not any(numbers[j] in poor for j in range(*span)):
            found[number] = numbers[span[0]], numbers[span[1] - 1]
    return found or _all_together(numbers, amounts, poor, sums)


def _span(sums: Sequence[Decimal], k: int, amount: Decimal) -> tuple[int, int] | None:
    """The run of two or more rows right below, or right above, that comes to the amount."""
    end = bisect_left(sums, sums[k + 1] + amount, lo=k + 1)
    if end < len(sums) and sums[end] == sums[k + 1] + amount and end - (k + 1) >= 2:
        return k + 1, end
    begin = bisect_left(sums, sums[k] - amount, hi=k + 1)
    if begin <= k and sums[begin] == sums[k] - amount and k - begin >= 2:
        return begin, k
    return None


def _all_together(
    numbers: Sequence[int], amounts: dict[int, Decimal], poor: set[int], sums: Sequence[Decimal]
) -> dict[int, tuple[int, int]]:
    """A last row, or a first one, that comes to all the others."""
    for number, others in ((numbers[-1], numbers[:-1]), (numbers[0], numbers[1:])) if len(numbers) > 2 else ():
        if number in poor and sums[-1] == 2 * amounts[number]:
            return {number: (others[0], others[-1])}
    return {}


def find_parents(rows: Sequence[Row], title: int | None, level: int | None) -> set[int]:
    """Rows that stand above a row of a lower level: one indented further, or of a larger number in a column of levels.

    Args:
        title: The column of titles, whose leading blanks tell.
        level: The column of levels; None where there is none.
    """
    depths = [(number, _depth(row, title, level)) for number, row in rows]
    return {number for (number, depth), (_, below) in pairwise(depths) if depth < below}


def outline_parents(rows: Sequence[Row], levels: Mapping[int, int]) -> set[int]:
    """Rows right above, or right below, rows that stand deeper in the sheet's outline.

    Args:
        levels: Level by row number; rows at the top of the outline are left out.
    """
    depths = [(number, levels.get(number, 0)) for number, _ in rows] if levels else []
    above = {number for (number, depth), (_, after) in pairwise(depths) if depth < after}
    return above | {number for (_, before), (number, depth) in pairwise(depths) if depth < before}


def _depth(row: Sequence[Cell], title: int | None, level: int | None) -> float:
    if level is not None:
        cell = row[level] if level < len(row) else None
        try:
            return read_number(cell)
        except CellError:
            return 0.0
    cell = row[title] if title is not None and title < len(row) else None
    return float(len(cell) - len(cell.lstrip())) if isinstance(cell, str) else 0.0
