"""One request spread over several rows: seen, asked about, and joined where a person says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from intake import meanings as m
from intake import questions as q
from intake.amounts import NumberStyle
from intake.answers import Grouping
from intake.cells import Cell, CellError, is_blank, read_decimal, read_text
from intake.currencies import is_other_currency
from intake.mapping import ColumnUse
from intake.money import Money, amount_in
from intake.questions import Choice, Question

Row = tuple[int, tuple[Cell, ...]]
_FEWEST_ROWS = 4
_SPREAD_SHARE = 0.8


def grouping_question(
    rows: Sequence[Sequence[Cell]],
    id_index: int | None,
    title_index: int | None,
    department_index: int | None = None,
    *,
    is_spread: bool = False,
) -> Question | None:
    """Whether rows that share an id or a title are one request; None where hardly any do.

    Args:
        is_spread: The table has a row for each request and year, or merges a request's name over rows.
    """
    keys = row_keys(rows, id_index, title_index, department_index)
    distinct = len(set(keys))
    repeated = sum(n for n in Counter(keys).values() if n > 1)
    if repeated == 0 or len(keys) < 2:
        return None
    is_spread = is_spread or (len(keys) >= _FEWEST_ROWS and distinct < _SPREAD_SHARE * len(keys))
    if not is_spread and not (id_index is not None and _same_request(rows, id_index, title_index)):
        return None
    what = "ids" if id_index is not None else "titles"
    text = f"{len(keys):,} rows have only {distinct:,} different {what}. Is each row a request of its own?"
    return Question(
        code=q.GROUPING,
        text=text,
        choices=grouping_choices(len(keys), distinct),
    )


def grouping_choices(n_rows: int, n_names: int) -> tuple[Choice, ...]:
    """The two ways to count requests, each with the number it leads to."""
    return (
        Choice(Grouping.ROWS, f"Each row is a request: {n_rows:,} requests"),
        Choice(Grouping.TITLES, f"Rows with the same name are one request: {n_names:,} requests"),
    )


def row_keys(
    rows: Sequence[Sequence[Cell]], id_index: int | None, title_index: int | None, department_index: int | None
) -> list[str]:
    """What tells each row's request, for the rows that have an id or a title."""
    return [key for row in rows if (key := row_key(row, id_index, title_index, department_index))]


def _same_request(rows: Sequence[Sequence[Cell]], id_index: int, title_index: int | None) -> bool:
    """Whether an id comes again with the same title, or none, and other facts: a continued request, not a mistake."""
    seen: dict[str, Sequence[Cell]] = {}
    for row in rows:
        key = _text(row, id_index)
        if not key:
            continue
        first = seen.setdefault(key, row)
        same_title = _text(row, title_index) == _text(first, title_index)
        if first is not row and same_title and tuple(first) != tuple(row):
            return True
    return False


def row_key(row: Sequence[Cell], id_index: int | None, title_index: int | None, department_index: int | None) -> str:
    """What tells whether two rows are one request: the id, else the title with its department."""
    if found := _text(row, id_index):
        return found
    title = _text(row, title_index)
    return f"{title}\n{_text(row, department_index)}" if title else ""


def join_rows(
    rows: Sequence[Row],
    id_index: int | None,
    title_index: int | None,
    department_index: int | None,
    uses: Sequence[ColumnUse],
    money: Money,
) -> tuple[list[Row], list[tuple[int, int]]]:
    """One row for each key: amounts and hours are added up, of everything else the first that is not blank stays.

    Returns:
        The joined rows, and (row, row it was joined with) of those that are gone.
    """
    hours = {use.index for use in uses if use.meaning == m.EFFORT and use.target}
    first_of: dict[str, int] = {}
    kept: dict[int, list[Cell]] = {}
    gone = []
    for number, row in rows:
        key = row_key(row, id_index, title_index, department_index)
        first = first_of.setdefault(key, number) if key else number
        if first == number:
            kept[number] = list(row)
            continue
        gone.append((number, first))
        _merge(kept[first], row, hours, money)
    return [(number, tuple(cells)) for number, cells in kept.items()], gone


def _merge(into: list[Cell], row: Sequence[Cell], hours: set[int], money: Money) -> None:
    into += [None] * (len(row) - len(into))
    costs = {use.index: use for use in (*money.columns, *([money.check] if money.check else []))}
    for k, cell in enumerate(row):
        if is_blank(cell):
            continue
        if is_blank(into[k]):
            into[k] = cell
        elif k in costs:
            into[k] = _cost_sum(into[k], cell, money, costs[k])
        elif k in hours:
            into[k] = _sum(into[k], cell, money.styles.get(k, NumberStyle.POINT))


def _cost_sum(first: Cell, second: Cell, money: Money, use: ColumnUse) -> Cell:
    """Both amounts together, counted as the column counts; the one that has no amount in the plan's currency stays.

    It is found where the row is read, and not lost in a sum.
    """
    scale, total = money.scale(use), Decimal(0)
    alone = replace(use, index=0)
    for cell in (first, second):
        amount = amount_in((cell,), alone, money.styles.get(use.index, NumberStyle.UNKNOWN), scale)
        if amount is None or is_other_currency((cell,), alone, money.usual_currency):
            return cell
        total += amount
    return total / scale


def _sum(first: Cell, second: Cell, style: NumberStyle) -> Cell:
    """Both numbers together; the one that can't be read where there is one, so that it is found and not lost."""
    total = Decimal(0)
    for cell in (first, second):
        try:
            total += read_decimal(cell, style)
        except CellError:
            return cell
    return total


def _text(row: Sequence[Cell], index: int | None) -> str:
    return " ".join(read_text(row[index]).split()) if index is not None and index < len(row) else ""
