"""Questions about the rows of a list: which compete, which belong together, and how their dates are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake import meanings as m
from intake import questions as q
from intake.answers import Answers
from intake.cells import is_blank, read_text
from intake.dates import DayOrder
from intake.grouping import grouping_question
from intake.kept_rows import KeptRows, index_of
from intake.mapping import ColumnUse
from intake.profile import Profile
from intake.questions import Question
from intake.statuses import status_question


def ask_statuses(rows: KeptRows, uses: Sequence[ColumnUse], answers: Answers) -> Question | None:
    """Which statuses compete; None where nobody needs to be asked."""
    index = index_of(uses, m.STATUS)
    if index is None or answers.statuses is not None:
        return None
    texts = (read_text(row[index]) for _, row in rows.accepted if index < len(row) and not is_blank(row[index]))
    return status_question(texts)


def ask_grouping(rows: KeptRows, uses: Sequence[ColumnUse], answers: Answers, *, is_spread: bool) -> Question | None:
    """Whether each row is a request of its own; None where nobody needs to be asked.

    Args:
        is_spread: The table has a row for each request and year or kind of cost, or merges names over rows.
    """
    if answers.grouping is not None or any(use.is_own and use.target == "title" for use in uses):
        return None
    return grouping_question(
        [row for _, row in rows.accepted],
        index_of(uses, m.ID),
        index_of(uses, m.TITLE),
        index_of(uses, m.DEPARTMENT),
        is_spread=is_spread,
    )


def date_order(use: ColumnUse, held: Sequence[Profile], answers: Answers) -> DayOrder | None:
    """What a person says of dates that need to know, else what the column's own dates tell."""
    order = held[use.index].day_order
    return answers.day_order if order is not None and answers.day_order is not None else order


def ask_dates(uses: Sequence[ColumnUse], orders: Mapping[int, DayOrder | None]) -> Question | None:
    """Whether day or month comes first; None where the dates tell, or none needs to know."""
    unclear = [u.header for u in uses if u.meaning in (m.START, m.END) and orders[u.index] is DayOrder.UNKNOWN]
    if not unclear:
        return None
    text = f"Dates in {', '.join(unclear)} can be read in two ways, such as 3/4/2027. Which part comes first?"
    return Question(code=q.DATES, text=text, choices=q.choices((DayOrder.MONTH_FIRST, DayOrder.DAY_FIRST)))
