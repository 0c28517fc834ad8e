"""What a person says about the file on the desk: it is read again with it, entries stay, the next file knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from intake.answering import answered
from intake.answers import NO_ANSWERS, Answers
from intake.read import read_workbook
from intake.reimport import carry_edits
from ui import answer_memory, loading


def answer(code: str, chosen: Collection[str]) -> None:
    """Take an answer, or another reading, and read the file again with it."""
    current = loading.loaded()
    if current is not None and chosen:
        _read_again(current, answered(current.read, code, chosen))


def set_meaning(columns: Iterable[str], meaning: str) -> None:
    """Take what a person says columns mean, each by its name, and read the file again."""
    current = loading.loaded()
    if current is not None:
        answers = current.read.answers
        said = dict.fromkeys(columns, meaning)
        _read_again(current, replace(answers, meanings={**answers.meanings, **said}))


def forget_answers() -> None:
    """Read the file again as if nobody had been asked; who may edit requests forgets the answers for its shape."""
    current = loading.loaded()
    if current is not None:
        answer_memory.forget(current.shape)
        _read_again(current, NO_ANSWERS, is_kept=False)


def _read_again(current: loading.Loaded, answers: Answers, *, is_kept: bool = True) -> None:
    today = dt.date.today()  # noqa: DTZ011
    found = read_workbook(current.data, current.name, today=today, answers=answers)
    if is_kept and found.table is not None:
        answer_memory.remember(current.shape, answers, current.name, current.read_as)
    edits = carry_edits(current.edits, current.read.requests, found.requests)
    loading.put(replace(current, read=found, edits=edits, remembered=None, version=current.version + 1))
