"""One entry of the log: who changed what, when, from what to what, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from planning.notebook import PlanningNotebook
from planning.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place of a change that touched several: from what to what.

    Args:
        what: The place, in words: "decision", "capital fy27 usd".
        request_id: The request it is about; empty where it is about none.
        before: What stood there, in words; empty where nothing did.
        after: What stands there now, in words.
        why: Its own reason; empty where it has none beside the change's.
    """

    what: str
    request_id: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one person changed, in words that stay true without the notebook.

    Args:
        what: The field that changed, in words: "weights", "evidence E9", "exit decision".
        request_id: The request it is about; empty where it is about the whole notebook, or about several.
        before: What stood there, in words; empty where nothing did. Where several places changed, all of it in short.
        after: What stands there now, in words.
        why: The reason given; empty where none is asked for.
        lines: Each place from what to what, where several changed at once.

    Raises:
        ValueError: Expected a time with its zone.
    """

    who: Person
    at: dt.datetime
    what: str
    request_id: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    lines: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("Expected a time with its zone.")

    @property
    def places(self) -> tuple[Line, ...]:
        """Every place it changed, each with its reason: its lines, or itself as the only one."""
        whole = Line(what=self.what, request_id=self.request_id, before=self.before, after=self.after)
        return tuple(replace(line, why=line.why or self.why) for line in self.lines or (whole,))


def differing(
    before: Mapping[str, str], after: Mapping[str, str], *, what: str = "", request_id: str = "", nothing: str = ""
) -> tuple[Line, ...]:
    """A line for each name under which two sets of words differ.

    Args:
        what: What stands before each name in a line's place.
        nothing: What is said of a name that a set lacks.
    """
    pairs = ((name, before.get(name, nothing), after.get(name, nothing)) for name in dict.fromkeys((*before, *after)))
    return tuple(
        Line(what=f"{what}{name}", request_id=request_id, before=was, after=now)
        for name, was, now in pairs
        if was != now
    )


class Recorded(NamedTuple):
    """A notebook after a change, and the change for the log."""

    notebook: PlanningNotebook
    change: Change
