"""One entry of the log: who changed what, when, from what to what, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from planning.notebook import PlanningNotebook
from planning.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one person changed, in words that stay true without the notebook.

    Args:
        what: The field that changed, in words: "weights", "evidence E9", "exit decision".
        request_id: The request it is about; empty where it is about the whole notebook.
        before: What stood there, in words; empty where nothing did.
        after: What stands there now, in words.
        why: The reason given; empty where none is asked for.

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

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("Expected a time with its zone.")


class Recorded(NamedTuple):
    """A notebook after a change, and the change for the log."""

    notebook: PlanningNotebook
    change: Change
