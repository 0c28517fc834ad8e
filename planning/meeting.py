"""Meetings: which notebook has one, and since when; one clock for everybody who has it open."""

from __future__ import annotations

import datetime as dt
import threading

from planning.people import Action, Person, check_may

# After this long nobody is in the room any longer, and somebody forgot to end it.
LONGEST = dt.timedelta(hours=3)


class Meetings:
    """The meetings under way on this server, by notebook. For many threads; gone when the server stops."""

    def __init__(self) -> None:
        self._since: dict[str, dt.datetime] = {}
        self._lock = threading.Lock()

    def begin(self, notebook_id: str, *, by: Person, at: dt.datetime) -> dt.datetime:
        """When the notebook's meeting began: now, or earlier where one is under way.

        Raises:
            NotAllowedError: the role may not explore.
        """
        check_may(by, Action.EXPLORE)
        with self._lock:
            began = self._under_way(notebook_id, at) or at
            self._since[notebook_id] = began
            return began

    def since(self, notebook_id: str, at: dt.datetime, *, by: Person) -> dt.datetime | None:
        """When the meeting under way began; None where there is none.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        with self._lock:
            return self._under_way(notebook_id, at)

    def end(self, notebook_id: str, *, by: Person) -> None:
        """End the meeting for everybody; nothing that was recorded changes.

        Raises:
            NotAllowedError: the role may not explore.
        """
        check_may(by, Action.EXPLORE)
        with self._lock:
            self._since.pop(notebook_id, None)

    def _under_way(self, notebook_id: str, at: dt.datetime) -> dt.datetime | None:
        began = self._since.get(notebook_id)
        return began if began is not None and at - began < LONGEST else None
