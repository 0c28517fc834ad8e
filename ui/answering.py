"""What a person says about the file on the desk: it is read again with it, entries stay, the next file knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import streamlit as st

from intake.answering import answered, with_row
from intake.answers import NO_ANSWERS, Answers
from intake.read import read_workbook
from intake.reimport import carry_edits
from ui import answer_memory, loading, state

_SAID = "answers_said"


@dataclass(frozen=True, slots=True)
class _Said:
    """Answers that the file is still to be read with.

    Args:
        sha256: The file they are about.
        is_kept: They are remembered for the next file; else what was remembered is forgotten.
    """

    sha256: str
    answers: Answers
    is_kept: bool = True


def answer(code: str, chosen: Collection[str]) -> None:
    """Take an answer, or another reading: the page reads the file again with it."""
    current = loading.loaded()
    if current is not None and chosen:
        _say(current, answered(replace(current.read, answers=_answers_of(current)), code, chosen))


def set_meaning(columns: Iterable[str], meaning: str) -> None:
    """Take what a person says columns mean, each by its name."""
    current = loading.loaded()
    if current is not None:
        answers = _answers_of(current)
        said = dict.fromkeys(columns, meaning)
        _say(current, replace(answers, meanings={**answers.meanings, **said}))


def count_row(place: tuple[str, int], *, counts: bool) -> None:
    """Take what a person says of one row: that it is a request, or that it is none.

    Args:
        place: Sheet and row.
    """
    current = loading.loaded()
    if current is not None:
        _say(current, with_row(_answers_of(current), place, counts=counts))


def forget_answers() -> None:
    """Read the file again as if nobody had been asked; who may edit requests forgets the answers for its shape."""
    current = loading.loaded()
    if current is not None:
        _say(current, NO_ANSWERS, is_kept=False)


def _say(current: loading.Loaded, answers: Answers, *, is_kept: bool = True) -> None:
    state.keep(_SAID, _Said(current.read.source_sha256, answers, is_kept))


def _said_about(current: loading.Loaded) -> _Said | None:
    """What was said about the file on the desk, and waits to be read."""
    said = state.kept(_SAID)
    return said if isinstance(said, _Said) and said.sha256 == current.read.source_sha256 else None


def _answers_of(current: loading.Loaded) -> Answers:
    """The answers so far: one that interrupts a read adds to those it was read with."""
    said = _said_about(current)
    return said.answers if said else current.read.answers


def read_with_answers(progress: Callable[[float], None]) -> None:
    """Read the file again where somebody answered since, and draw the page anew. A read that a click interrupts begins
    again with the next run.

    Args:
        progress: Called with the share of the work that is done.
    """
    current = loading.loaded()
    said = _said_about(current) if current else None
    if current is None or said is None:
        return
    today = dt.date.today()  # noqa: DTZ011
    found = read_workbook(current.data, current.name, today=today, answers=said.answers, progress=progress)
    look = loading.first_look(current)
    if not said.is_kept:
        answer_memory.forget(look.shape)
    elif found.table is not None:
        answer_memory.remember(look.shape, found, look.read_as)
    edits = carry_edits(current.edits, current.read.requests, found.requests)
    state.keep(_SAID, None)
    loading.put(
        replace(current, read=found, first_look=look, edits=edits, remembered=None, version=current.version + 1)
    )
    st.rerun()
