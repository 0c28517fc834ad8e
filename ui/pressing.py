"""What a person pressed on what they saw: refused in words where the notebook moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from planning.change import Recorded
from planning.database import StoreError
from planning.deciding import next_cycle
from planning.differences import limit_lines
from planning.outcome import Outcome
from planning.result import result_hash
from planning.signing import MOVED_ON, sign
from planning.stored import Stored
from ui import keeping, naming, shelf, state

UNKEPT = "This notebook is in this session only, and a next cycle follows one that is kept: open its file again first."


def record_seen(seen: Stored | None, make: Callable[[], Recorded]) -> None:
    """Record what a person pressed on what they saw; refused in words where the notebook moved since.

    Args:
        seen: The notebook as the store kept it when the button was drawn; None where it is in this session alone.
    """

    def put() -> None:
        _check_seen(seen)
        keeping.record(make())

    naming.attempt(put)


def sign_plan(shown: Outcome, seen: Stored | None) -> None:
    """Sign the agreed plan and its portfolio as they were shown; refused in words where the notebook moved since.

    Args:
        shown: The agreed notebook's outcome, as it stood on the screen when the button was drawn.
        seen: The notebook as the store kept it then.
    """
    if seen is None or shown.notebook != seen.notebook or not shown.selection.is_final:
        state.tell("Only the agreed plan with a proven portfolio is signed: agree on the moved weights first.")
        return
    found = result_hash(shown)

    def put() -> None:
        sign(shelf.store(), seen.id, seen.number, found, by=keeping.who(), at=keeping.now())
        shelf.store().note_result(seen.id, seen.number, found, by=keeping.who())

    naming.attempt(put)


def start_next_cycle(seen: Stored | None, cycle: str, day: dt.date) -> None:
    """Open the next cycle's notebook: it follows this one and begins with what is not yet decided.

    Refused in words where the notebook moved since, or is not kept.

    Args:
        seen: The notebook as the store kept it when the button was drawn.
        day: Its planning date.
    """

    def begin() -> None:
        _check_seen(seen)
        if seen is None:
            raise StoreError(UNKEPT)
        following = next_cycle(seen.notebook, cycle, replace(keeping.step(), today=day))
        what = f"next cycle after {seen.notebook.cycle or seen.notebook.name}"
        keeping.start(following, follows=seen.id, what=what, lines=limit_lines(seen.notebook, following))

    naming.attempt(begin)


def _check_seen(seen: Stored | None) -> None:
    kept = keeping.stored()
    latest = (kept.id, shelf.store().number(kept.id, by=keeping.here())) if kept is not None else None
    if latest != ((seen.id, seen.number) if seen is not None else None):
        raise StoreError(MOVED_ON)
