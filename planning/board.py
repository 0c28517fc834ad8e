"""The board: what a presenter shows, so that others who have the notebook open draw the same without solving."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.worker import Answer

S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Generic[S]):
    """What a presenter shows now.

    Args:
        seat: The presenter's browser session.
        name: Who presents, for people.
        number: Counts what was shown, so that followers see that there is something newer.
        notebook: The presenter's draft.
        answer: Its outcome as far as it is known.
        snapshot: What the presenter compares with.
    """

    seat: str
    name: str
    number: int
    notebook: PlanningNotebook
    answer: Answer[Outcome]
    snapshot: S


class Board(Generic[S]):
    """One presenter for each notebook; the newest takes over. Safe for many threads."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown[S]] = {}
        self._lock = threading.Lock()

    def show(self, notebook_id: str, shown: Shown[S]) -> None:
        """Show this from now on; it gets the next number, unless it says what is shown already."""
        with self._lock:
            before = self._shown.get(notebook_id)
            if before is None or not _is_same(before, shown):
                self._shown[notebook_id] = replace(shown, number=before.number + 1 if before else 1)

    def shown(self, notebook_id: str) -> Shown[S] | None:
        """What is shown of a notebook; None where nobody presents it."""
        with self._lock:
            return self._shown.get(notebook_id)

    def stop(self, notebook_id: str, seat: str) -> None:
        """Present no longer; what another seat shows stays."""
        with self._lock:
            shown = self._shown.get(notebook_id)
            if shown is not None and shown.seat == seat:
                del self._shown[notebook_id]


def _is_same(one: Shown[S], other: Shown[S]) -> bool:
    """Whether nothing new is shown: values by identity, since screens hand on what they were given."""
    return (
        one.seat == other.seat
        and one.notebook is other.notebook
        and one.answer.value is other.answer.value
        and one.answer.stage is other.answer.stage
        and one.snapshot is other.snapshot
    )
