"""Answers kept in a small file, by the shape of the table: the next file of that shape is understood at once."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from intake import questions as q
from intake.answers import NO_ANSWERS, Answers, answers_from_data, answers_to_data
from intake.read import Intake
from intake.reading import values_read

FILE_NAME = "answers.json"
_VERSION = 1
_MOST_SHAPES = 500
# Field of the answers by the code of what is answered, for what each file of a shape may say of itself. Grouping is
# said of all files of the shape, statuses of all that name no further ones.
_ANSWERS = {q.HEADER_ROW: "header_row", q.UNIT: "unit", q.CURRENCY: "currency", q.DATES: "day_order"}
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Remembered:
    """Answers given earlier.

    Args:
        answers: What was decided.
        source_name: The file it was decided about.
        on: The day it was decided.
        read_as: What that file said of itself, by code of the reading, before anybody answered.
    """

    answers: Answers
    source_name: str
    on: str
    read_as: Mapping[str, str] = field(default_factory=dict)


def said_of_itself(found: Intake) -> Mapping[str, str]:
    """What a file read without answers says of itself, by code of the reading: tells whether two files say the same.

    Of the unit it tells who says it and how many digits the usual amount has, too: amounts of another size are hardly
    counted in the same unit.
    """
    said = dict(values_read(found.readings))
    if q.UNIT in said and found.table is not None:
        money = found.table.money
        size = (money.usual / money.unit.multiplier).adjusted() if money.usual else ""
        said[q.UNIT] = f"{said[q.UNIT]} {money.unit.source} {size}"
    return said


def still_fitting(remembered: Remembered, found: Intake) -> Answers:
    """The answers without those about things that another file of the same shape says differently of itself.

    Args:
        found: The other file, read without answers.
    """
    now = said_of_itself(found)
    differs = {code for code, value in remembered.read_as.items() if now.get(code, value) != value}
    given, blank = remembered.answers, NO_ANSWERS
    sheets = [choice.value for reading in found.readings if reading.code == q.SHEET for choice in reading.choices]
    return replace(
        given,
        sheet=given.sheet if given.sheet in sheets else blank.sheet,
        statuses=given.statuses if knows_statuses(remembered, found) else blank.statuses,
        **{name: getattr(blank, name) for code, name in _ANSWERS.items() if code in differs},
    )


def knows_statuses(remembered: Remembered, found: Intake) -> bool:
    """Whether somebody saw each status of the file: one that nobody was asked about would take its requests away."""
    seen = f";{remembered.read_as.get(q.STATUS, '')};"
    offered = _statuses(found)
    return bool(offered) and all(f";{status};" in seen for status in offered)


def seen_with_answers(read_as: Mapping[str, str], found: Intake) -> Mapping[str, str]:
    """What a file said of itself before anybody answered, with the statuses that a person saw: their column may be one
    that only an answer names.

    Args:
        found: The file read with the answers.
    """
    offered = _statuses(found)
    return {**read_as, q.STATUS: ";".join(sorted(offered))} if offered else read_as


def _statuses(found: Intake) -> tuple[str, ...]:
    return tuple(c.value for reading in found.readings if reading.code == q.STATUS for c in reading.choices)


class AnswerFile:
    """The file of remembered answers in a folder, read anew each time: several screens and servers may share it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self.trouble = ""

    def get(self, shape: str) -> Remembered | None:
        """The answers for a shape; None where there are none that can be read."""
        with _LOCK:
            found = self._read().get(shape)
        if found is None:
            return None
        try:
            answers, read_as = answers_from_data(found["answers"]), dict(found.get("read_as") or {})
            return Remembered(answers, str(found["source"]), str(found["on"]), read_as)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, shape: str, given: Remembered) -> None:
        """Remember the answers for a shape; the shapes kept longest ago go first."""
        entry = {
            "answers": answers_to_data(given.answers),
            "source": given.source_name,
            "on": given.on,
            "read_as": dict(given.read_as),
        }
        self._change(shape, entry)

    def forget(self, shape: str) -> None:
        """Forget the answers for a shape."""
        self._change(shape, None)

    def _change(self, shape: str, entry: Mapping[str, Any] | None) -> None:
        with _LOCK:
            kept = self._read()
            if entry is None and shape not in kept:
                return
            kept.pop(shape, None)
            if entry is not None:
                kept[shape] = entry
            self._write(dict(list(kept.items())[-_MOST_SHAPES:]))

    def _read(self) -> dict[str, Any]:
        try:
            shapes = json.loads(self._path.read_text(encoding="utf-8"))["shapes"]
            return dict(shapes.items())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.trouble = f"Remembered answers can't be read: {error.strerror}. Questions are asked again."
            return {}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return self._set_aside()

    def _set_aside(self) -> dict[str, Any]:
        """A damaged file is kept under another name, and a new one begun."""
        aside = self._path.with_suffix(".damaged.json")
        self.trouble = f"The file of remembered answers was damaged: it is kept as {aside.name}, a new one begins."
        try:
            self._path.replace(aside)
        except OSError as error:
            self.trouble = f"The file of remembered answers is damaged and can't be moved: {error.strerror}."
        return {}

    def _write(self, shapes: Mapping[str, Any]) -> None:
        """Write a new file beside the old one and put it in its place: nobody ever sees half a file."""
        text = json.dumps({"version": _VERSION, "shapes": shapes}, ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{FILE_NAME}.")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(self._path)
        except OSError as error:
            self.trouble = f"Answers can't be remembered beyond this session: {error.strerror}."
