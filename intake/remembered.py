"""Answers kept in a small file, by the shape of the table: the next file of that shape is understood at once."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.answers import Answers, answers_from_data, answers_to_data

FILE_NAME = "answers.json"
_VERSION = 1
_MOST_SHAPES = 500
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Remembered:
    """Answers given earlier.

    Args:
        answers: What was decided.
        source_name: The file it was decided about.
        on: The day it was decided.
    """

    answers: Answers
    source_name: str
    on: str


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
            return Remembered(answers_from_data(found["answers"]), str(found["source"]), str(found["on"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, shape: str, answers: Answers, *, source_name: str, today: dt.date) -> None:
        """Remember the answers for a shape; the shapes kept longest ago go first."""
        entry = {"answers": answers_to_data(answers), "source": source_name, "on": today.isoformat()}
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
