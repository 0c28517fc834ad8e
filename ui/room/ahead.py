"""A moved weight is answered before its part of the page begins to be drawn.

A browser draws whatever it hears, a part's empty places too, which go out when the part begins: heard well before what
stands in them, they cost it a drawing of their own. So the answer is found while the press is taken in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planning.notebook import PlanningError, PlanningNotebook
from planning.outcome import Outcome
from planning.worker import Answer
from ui import state
from ui.room import board, presenting

_READY = "room_ready"


@dataclass(frozen=True, slots=True)
class Ready:
    """The answer to a draft, and what the board draws of it."""

    draft: PlanningNotebook
    found: Answer[Outcome]
    told: dict[str, Any]


def answer() -> None:
    """Find what is shown next; where that fails, drawing it says why."""
    state.keep(_READY, None)
    draft = state.open_draft()
    try:
        found = state.look()
        if found.value is not None and found.value.selection.has_portfolio:
            told = board.tell(found, found.value, is_followed=False)
            state.keep(_READY, Ready(draft, found, told))
    except PlanningError:
        return


def take() -> Ready | None:
    """What was found ahead for the draft as it is now, once; None: it is looked for when it is drawn."""
    ready = state.kept(_READY)
    state.keep(_READY, None)
    is_mine = isinstance(ready, Ready) and ready.draft is state.draft() and not presenting.is_following()
    return ready if is_mine and isinstance(ready, Ready) else None
