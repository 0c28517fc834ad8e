"""Drawing: work behind rests while what somebody moved is drawn."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# How long work that rests sleeps between two looks, in seconds.
MOMENT = 0.002


class Drawing:
    """Whoever moves is answered first: work behind rests while a move is drawn, unless somebody waits for that work.

    One interpreter runs one thread at a time, and hands over only every few milliseconds: work behind would make a
    move, which takes some twenty, half as long again.
    """

    def __init__(self) -> None:
        # Until when each of those who move has it, by time.monotonic; how many wait for work.
        self._until: dict[str, float] = {}
        self._n_waiting = 0
        self._lock = threading.Lock()

    def begin(self, who: str, seconds: float) -> None:
        """Work rests for so long at most."""
        with self._lock:
            self._until[who] = time.monotonic() + seconds

    def end(self, who: str, *, after: float = 0.0) -> None:
        """What one began is drawn, and in so many seconds sent; nothing where that one began nothing."""
        with self._lock:
            if who in self._until:
                self._until[who] = min(self._until[who], time.monotonic() + after)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What is drawn waits for work: nothing rests meanwhile."""
        with self._lock:
            self._n_waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._n_waiting -= 1

    def wait(self) -> None:
        """Rest while a move is drawn."""
        while self._is_on():
            time.sleep(MOMENT)

    def _is_on(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._until = {who: until for who, until in self._until.items() if until > now}
            return bool(self._until) and not self._n_waiting
