"""The board: what a presenter shows, so that others who have the notebook open draw the same without solving."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.worker import Answer

S = TypeVar("S")
# Seconds after which a presenter who was not heard of is gone.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Generic[S]):
    """What a presenter shows now.

    Args:
        seat: The presenter's browser session.
        name: Who presents, for people.
        number: Counts what was shown, so that followers see that there is something newer.
        base: The agreed notebook that the presenter's moves stand on.
        notebook: The presenter's draft.
        answer: Its outcome as far as it is known.
        snapshot: What the presenter compares with.
    """

    seat: str
    name: str
    number: int
    base: PlanningNotebook
    notebook: PlanningNotebook
    answer: Answer[Outcome]
    snapshot: S


class Board(Generic[S]):
    """One presenter for each notebook; the newest takes over, and one not heard of for long is gone. For many threads.

    Raises:
        ValueError: Expected patience > 0 seconds.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        if patience <= 0:
            raise ValueError("Expected patience > 0 seconds.")
        self._patience = patience
        self._shown: dict[str, Shown[S]] = {}
        self._heard: dict[str, float] = {}
        self._number = 0
        self._lock = threading.Lock()

    def show(self, notebook_id: str, shown: Shown[S]) -> None:
        """Show this from now on; it gets the next number, unless it says what is shown already."""
        with self._lock:
            self._heard[notebook_id] = time.monotonic()
            before = self._shown.get(notebook_id)
            if before is None or not _is_same(before, shown):
                # Counts on after a presenter stopped: a follower must not take the next one's first for one it saw.
                self._number += 1
                self._shown[notebook_id] = replace(shown, number=self._number)

    def shown(self, notebook_id: str) -> Shown[S] | None:
        """What is shown of a notebook; None where nobody presents it."""
        with self._lock:
            is_heard = time.monotonic() - self._heard.get(notebook_id, 0.0) < self._patience
            return self._shown.get(notebook_id) if is_heard else None

    def beat(self, notebook_id: str, seat: str) -> None:
        """The presenter is still there."""
        with self._lock:
            shown = self._shown.get(notebook_id)
            if shown is not None and shown.seat == seat:
                self._heard[notebook_id] = time.monotonic()

    def hand_over(self, notebook_id: str, before: str, seat: str) -> bool:
        """What one seat presents, another one presents from now on; False where the first presents nothing."""
        with self._lock:
            shown = self._shown.get(notebook_id)
            if shown is None or shown.seat != before:
                return False
            self._heard[notebook_id] = time.monotonic()
            self._shown[notebook_id] = replace(shown, seat=seat)
            return True

    def clear(self, notebook_id: str) -> None:
        """Nobody presents any longer."""
        with self._lock:
            self._shown.pop(notebook_id, None)

    def stop(self, notebook_id: str, seat: str) -> None:
        """Present no longer; what another seat shows stays."""
        shown = self.shown(notebook_id)
        if shown is not None and shown.seat == seat:
            self.clear(notebook_id)


def _is_same(one: Shown[S], other: Shown[S]) -> bool:
    """Whether nothing new is shown: values by identity, since screens hand on what they were given."""
    return (
        one.seat == other.seat
        and one.notebook is other.notebook
        and one.answer.value is other.answer.value
        and one.answer.stage is other.answer.stage
        and one.snapshot is other.snapshot
    )
