"""The end of the program waits for solves under way: a thread inside the solver must not meet a gone interpreter."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds the end of the program waits at most; a search hears of it once it looks, mostly within a fraction of one.
PATIENCE = 20.0


class Leaving:
    """Counts solves under way, on whatever thread; once the program ends, none begins."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._n_under_way = 0
        # Of those, searches that nobody waits for any more.
        self.n_left = 0
        self.has_begun = False

    @contextmanager
    def solve(self) -> Iterator[None]:
        """One solve.

        Raises:
            SystemExit: the program is ending; it ends the thread that asked.
        """
        with self._changed:
            if self.has_begun:
                raise SystemExit
            self._n_under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._n_under_way -= 1
                self._changed.notify_all()

    def leave(self, n: int) -> None:
        """So many more, or fewer, searches are under way that nobody waits for any more."""
        with self._changed:
            self.n_left += n

    def wait(self) -> None:
        """Let no solve begin and wait until those under way have stopped."""
        with self._changed:
            self.has_begun = True
            self._changed.wait_for(lambda: self._n_under_way == 0, PATIENCE)


LEAVING = Leaving()
atexit.register(LEAVING.wait)
