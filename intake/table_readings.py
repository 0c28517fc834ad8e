"""Where the list stands and what a row is: sheet, header row, order of day and month, grouping and statuses as read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from intake import meanings as m
from intake import questions as q
from intake.answers import Answers, Grouping
from intake.cells import Cell, is_blank, read_text
from intake.dates import DayOrder
from intake.grouping import grouping_choices, row_keys
from intake.header_names import CONTAINED, GUESSED, SPELLED, SURE
from intake.kept_rows import index_of
from intake.layout import ALL_SHEETS, Table
from intake.mapping import ColumnUse
from intake.meanings import header_meaning
from intake.questions import Choice
from intake.reading import Reading
from intake.statuses import MOST_STATUSES, competes, status_text
from intake.table_questions import header_row_choices, sheet_choices

Rows = Sequence[Sequence[Cell]]


def table_readings(
    table: Table,
    candidates: Sequence[Table],
    uses: Sequence[ColumnUse],
    rows: Rows,
    orders: Mapping[int, DayOrder | None],
    answers: Answers,
    *,
    asked: frozenset[str],
) -> Iterator[Reading]:
    """The readings of everything about a table but its money.

    Args:
        candidates: The best table of every sheet, the one that is read or begins it first.
        rows: The rows that may be requests.
        orders: Order of day and month by column.
        asked: Codes of the questions that are open.
    """
    yield _sheet(table, candidates, answers)
    yield _header_row(table, answers, is_asked=q.HEADER_ROW in asked)
    yield from _dates(table, uses, orders, answers)
    if not any(use.is_own and use.target == "title" for use in uses):
        yield from _grouping(rows, uses, answers, is_asked=q.GROUPING in asked)


def _sheet(table: Table, candidates: Sequence[Table], answers: Answers) -> Reading:
    next_best = max(candidates[1:], key=lambda other: other.score, default=None)
    rest = f"next likeliest: {next_best.sheet}" if next_best else "no other sheet holds a list"
    return Reading(
        code=q.SHEET,
        values=(ALL_SHEETS if table.places else table.sheet,),
        words=table.sheet,
        confidence=SURE if answers.sheet else _share(table.score, next_best.score if next_best else 0.0),
        seen=f"{_known(table)} known; {rest}",
        choices=sheet_choices(candidates[0], candidates[1:]),
        is_stated=bool(answers.sheet),
    )


def _header_row(table: Table, answers: Answers, *, is_asked: bool) -> Reading:
    is_stated = answers.header_row is not None
    if not table.has_headers:
        words, seen = "No headers", "the first row holds what the rows below it hold"
    else:
        words = f"Column {table.header_row}, a request in each column" if table.is_turned else f"Row {table.header_row}"
        seen = f"{_known(table)} known"
    sure = GUESSED if is_asked else _share(table.score, table.next_score)
    return Reading(
        code=q.HEADER_ROW,
        values=(str(table.header_row),),
        words=words,
        confidence=SURE if is_stated else sure,
        seen=f"{seen}; next likeliest: row {table.next_row}" if table.next_row and not is_stated else seen,
        choices=header_row_choices(table),
        is_stated=is_stated,
    )


def _known(table: Table) -> str:
    n = sum(bool(header) for header in table.headers)
    return f"{_n_known(table)} of {n} headers"


def _n_known(table: Table) -> int:
    return sum(bool(header_meaning(header)) for header in table.headers)


def _share(score: float, next_score: float) -> float:
    """How much of two likelinesses is the first one's: a half where both are as likely."""
    return round(score / (score + next_score), 2) if score > 0 else GUESSED


def _dates(
    table: Table, uses: Sequence[ColumnUse], orders: Mapping[int, DayOrder | None], answers: Answers
) -> Iterator[Reading]:
    needing = [use for use in uses if use.meaning in (m.START, m.END) and orders[use.index] is not None]
    if not needing:
        return
    found = {orders[use.index] for use in needing}
    order = found.pop() if len(found) == 1 else None
    names = ", ".join(use.header for use in needing)
    is_known = order is not DayOrder.UNKNOWN
    yield Reading(
        code=q.DATES,
        values=(order or "each column",),
        words=str(order or "As each column tells").capitalize() if is_known else "Not known",
        confidence=SURE if answers.day_order else SPELLED if is_known else GUESSED,
        seen=f"days over 12 or points in {names}" if is_known and not answers.day_order else f"dates of {names}",
        choices=q.choices((DayOrder.MONTH_FIRST, DayOrder.DAY_FIRST)),
        is_stated=answers.day_order is not None,
    )


def _grouping(rows: Rows, uses: Sequence[ColumnUse], answers: Answers, *, is_asked: bool) -> Iterator[Reading]:
    keys = row_keys(rows, index_of(uses, m.ID), index_of(uses, m.TITLE), index_of(uses, m.DEPARTMENT))
    if not keys:
        return
    n_again = sum(n for n in Counter(keys).values() if n > 1)
    now = answers.grouping or Grouping.ROWS
    choices = grouping_choices(len(keys), len(set(keys)))
    sure = GUESSED if is_asked else CONTAINED if n_again else SPELLED
    yield Reading(
        code=q.GROUPING,
        values=(now,),
        words=next(choice.label for choice in choices if choice.value == now),
        confidence=SURE if answers.grouping else sure,
        seen=f"{n_again:,} rows share an id or a name" if n_again else "no id and no name comes again",
        choices=choices,
        is_stated=answers.grouping is not None,
    )


def status_reading(rows: Rows, uses: Sequence[ColumnUse], answers: Answers, *, is_asked: bool) -> Iterator[Reading]:
    """Which statuses compete; nothing where the list names hardly any.

    Args:
        rows: The rows that may be requests, whatever their status.
    """
    use = next((use for use in uses if use.meaning == m.STATUS), None)
    if use is None or use.is_own:
        return
    texts = [status_text(read_text(row[use.index])) for row in rows if use.index < len(row)]
    counted = Counter(text for text in texts if not is_blank(text))
    out = [status for status in counted if not competes(status)]
    if not (len(counted) >= 2 or out) or len(counted) > MOST_STATUSES:
        return
    now = [status for status in counted if answers.statuses is None or status in answers.statuses]
    yield Reading(
        code=q.STATUS,
        values=tuple(now),
        words="All compete" if len(now) == len(counted) else f"{', '.join(now) or 'None'} compete",
        confidence=SURE if answers.statuses is not None else GUESSED if is_asked else CONTAINED,
        seen=f"{use.header}: {', '.join(out[:4])} sound like the end"
        if out
        else f"{use.header}: none sounds like the end",
        choices=tuple(Choice(status, f"{status} ({n})") for status, n in counted.most_common()),
        takes_many=True,
        is_stated=answers.statuses is not None,
    )
