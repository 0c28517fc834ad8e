"""A search that does not look at the clock is left to itself: whoever asked gets an answer in time.

HiGHS looks at its clock, and asks whether to stop, between rounds of cuts; on lists of thousands one round takes ten
seconds and more.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import highspy

from portfolio.solver.answer import Ask
from portfolio.solver.leaving import LEAVING

# Columns from which a round may take longer than anybody waits.
LONG_ROUNDS = 2000
# Searches in threads of their own at once, those left included: each keeps a core busy.
MOST_AT_ONCE = 3
# How long past its time, or past a stop, a search may run until it is left, and how often it is looked at, in seconds.
GRACE, LOOK = 0.25, 0.05

_ROOM = threading.Semaphore(MOST_AT_ONCE)
# Whether a search is over or left is decided once.
_STATE = threading.Lock()


@dataclass(slots=True)
class Search:
    """A solver for whole requests and what it is asked. One that was left must not be touched any more."""

    highs: highspy.Highs
    ask: Ask = field(default_factory=Ask)
    has_begun: bool = False
    is_left: bool = False

    def __post_init__(self) -> None:
        self.highs.cbMipInterrupt.subscribe(self._interrupt)

    def run(self) -> None:
        """Search until it is over, or left: it may then still be running, until it looks whether to stop."""
        if self.highs.getNumCol() < LONG_ROUNDS:
            with LEAVING.solve():
                self.highs.run()
            return
        over, self.has_begun = threading.Event(), False
        try:
            self._run_apart(over, ends=time.monotonic() + self.ask.seconds)
        finally:
            # Also where an error, or a key that interrupts, ends the waiting.
            with _STATE:
                self.is_left = not over.is_set()
                LEAVING.leave(int(self.is_left and self.has_begun))
        if LEAVING.has_begun:
            raise SystemExit

    def _run_apart(self, over: threading.Event, *, ends: float) -> None:
        """Wait for a search in a thread of its own, no longer than anybody wants to."""
        while not over.is_set() and time.monotonic() < ends + GRACE:
            if not self.has_begun and _ROOM.acquire(timeout=LOOK):
                self._begin(over, seconds=max(ends - time.monotonic(), LOOK))
            if self._is_stopped():
                ends = min(ends, time.monotonic())
            over.wait(LOOK)

    def _begin(self, over: threading.Event, *, seconds: float) -> None:
        self.highs.setOptionValue("time_limit", seconds)
        try:
            threading.Thread(target=self._search, args=(over,), name="search", daemon=True).start()
        except RuntimeError:
            _ROOM.release()
            raise
        self.has_begun = True

    def _search(self, over: threading.Event) -> None:
        try:
            with LEAVING.solve():
                self.highs.run()
        finally:
            _ROOM.release()
            with _STATE:
                over.set()
                LEAVING.leave(-int(self.is_left))

    def _is_stopped(self) -> bool:
        return self.ask.is_stopped is not None and self.ask.is_stopped()

    def _interrupt(self, event: Any) -> None:
        # Said each time: the solver remembers a yes until it hears a no, even from run to run.
        event.interrupt(self.is_left or LEAVING.has_begun or self._is_stopped())
