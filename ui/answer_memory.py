"""Answers about files, remembered by the shape of the list for everybody who loads the next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from intake.read import Intake, read_workbook
from intake.remembered import AnswerFile, Remembered, knows_statuses, seen_with_answers, still_fitting
from planning.database import data_folder
from planning.people import Action
from ui import keeping, state

_TROUBLE = "answers_trouble"


def read_as_before(
    found: Intake, data: bytes, progress: Callable[[float], None] | None
) -> tuple[Intake, Remembered | None]:
    """The file read with the answers given for an earlier one of its shape, where there are any that fit."""
    if found.table is None or found.table.is_own:
        return found, None
    memory = _memory()
    remembered = memory.get(found.table.shape)
    _note_trouble(memory)
    if remembered is None:
        return found, None
    today = dt.date.today()  # noqa: DTZ011
    answers = still_fitting(remembered, found)
    again = read_workbook(data, found.source_name, today=today, answers=answers, progress=progress)
    given = remembered.answers.statuses
    if given is not None and answers.statuses is None and knows_statuses(remembered, again):
        # The column of statuses is one that a person chose: only with that answer it is known to be.
        answers = replace(answers, statuses=given)
        again = read_workbook(data, found.source_name, today=today, answers=answers, progress=progress)
    return (again, remembered) if again.table is not None else (found, None)


def remember(shape: str, found: Intake, read_as: Mapping[str, str]) -> None:
    """Remember the answers for lists of a shape, where the person here may answer for everybody.

    Args:
        found: The file read with them.
        read_as: What it says of itself without them.
    """
    if not (shape and answers_bind_others()):
        return
    memory = _memory()
    today = dt.date.today()  # noqa: DTZ011
    seen = seen_with_answers(read_as, found)
    memory.keep(shape, Remembered(replace(found.answers, rows={}), found.source_name, today.isoformat(), seen))
    _note_trouble(memory)


def forget(shape: str) -> None:
    """Forget the answers for lists of a shape, where the person here may answer for everybody."""
    if answers_bind_others():
        memory = _memory()
        memory.forget(shape)
        _note_trouble(memory)


def answers_bind_others() -> bool:
    """Whether what is answered here is remembered for everybody's next file of that shape: only of who may edit."""
    return keeping.here().may(Action.EDIT_REQUESTS)


def trouble() -> str:
    """Why answers can't be remembered, in one sentence; empty where they can."""
    return str(state.kept(_TROUBLE) or "")


def _memory() -> AnswerFile:
    return AnswerFile(data_folder())


def _note_trouble(memory: AnswerFile) -> None:
    state.keep(_TROUBLE, memory.trouble)
