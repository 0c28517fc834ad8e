"""From a chosen answer to the answers a file is read with again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from intake import questions as q
from intake.answers import Answers, Grouping, place_key
from intake.dates import DayOrder
from intake.meanings import TITLE, UNUSED
from intake.read import Intake


def answered(intake: Intake, code: str, chosen: Collection[str]) -> Answers:
    """The answers of an intake with one question answered, or one reading changed.

    Args:
        code: The question's code.
        chosen: Values of the choices taken; one, unless the question takes many.

    Raises:
        ValueError: nothing was chosen, or the question is none that can be answered.
    """
    answers = intake.answers
    if not chosen:
        raise ValueError("Expected a choice.")
    first = next(iter(chosen))
    if code == q.SHEET:
        # The row that was said is one of the other sheet.
        return replace(answers, sheet=first, header_row=answers.header_row if first == answers.sheet else None)
    if code == q.HEADER_ROW:
        return replace(answers, header_row=int(first))
    if code == q.TITLE:
        return replace(answers, meanings={**answers.meanings, first: TITLE})
    if code == q.COST_COLUMN:
        return replace(answers, meanings={**answers.meanings, **_cost_meanings(intake, first)})
    return _about_values(intake, code, chosen)


def with_row(answers: Answers, place: tuple[str, int], *, counts: bool) -> Answers:
    """The answers with what a person says of one row: that it is a request, or that it is none."""
    return replace(answers, rows={**answers.rows, place_key(place): counts})


def _about_values(intake: Intake, code: str, chosen: Collection[str]) -> Answers:
    first = next(iter(chosen))
    if code == q.NOT_A_REQUEST_LIST and intake.table is None:
        return replace(intake.answers, sheet=first, header_row=1)
    changed: dict[str, Callable[[], dict[str, Any]]] = {
        q.UNIT: lambda: {"unit": Decimal(first)},
        q.CURRENCY: lambda: {"currency": first},
        q.GROUPING: lambda: {"grouping": Grouping(first)},
        q.STATUS: lambda: {"statuses": frozenset(chosen)},
        q.DATES: lambda: {"day_order": DayOrder(first)},
        q.NOT_A_REQUEST_LIST: lambda: {"is_request_list": first == "yes"},
    }
    if code not in changed:
        raise ValueError(f"Expected one of {', '.join(q.QUESTION_CODES)}.")
    return replace(intake.answers, **changed[code]())


def _cost_meanings(intake: Intake, name: str) -> dict[str, str]:
    """The meaning each column of the chosen cost has already: said by a person, it leaves no other way."""
    uses = intake.table.uses if intake.table else ()
    if name == q.NO_COST:
        return {use.header: UNUSED for use in uses if use.is_cost}
    whole = {use.header: use.meaning for use in uses if use.header == name}
    return whole or {use.header: use.meaning for use in uses if use.header in name.split(" + ") and use.is_cost}
