"""What the store hands out: a notebook at one moment, what became of a change, a line of the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planning.database import StoreError
from planning.log import LogEntry
from planning.merge import Clash
from planning.notebook import PlanningNotebook
from planning.parts import Refs


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A notebook as it stood at one moment.

    Args:
        id: Names it in the address of the page.
        number: 1 for the first moment; each change makes one more.
        refs: Hashes of its parts.
    """

    id: str
    number: int
    notebook: PlanningNotebook
    refs: Refs


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClash:
    """Two changes of one place that wait for a person.

    Args:
        number: Its number in the notebook.
        theirs_who: Who saved first; that stands until somebody chooses.
        who: Who came second.
    """

    number: int
    clash: Clash
    theirs_who: str
    who: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a change: the notebook with it, and the places where another change came first."""

    stored: Stored
    entry: LogEntry
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A notebook in the list."""

    id: str
    name: str
    cycle: str
    number: int
    created_at: dt.datetime
    changed_at: dt.datetime
    is_archived: bool
    follows: str


class NoNotebookError(StoreError):
    """There is no such notebook, or no such moment of it."""
