"""What stands around the room's screen: header, notices, who is here. A move alone leaves it as it is."""

from __future__ import annotations

from dataclasses import dataclass

from planning.notebook import PlanningNotebook
from planning.people import Person
from ui import keeping, presence, state


@dataclass(frozen=True, slots=True)
class Around:
    """What the rest of the page was drawn from."""

    who: Person | None
    agreed: PlanningNotebook | None
    saved: str
    asks_for_name: bool
    has_words: bool


def now() -> Around:
    """What the rest of the page would be drawn from now."""
    return Around(
        who=presence.person(),
        agreed=state.notebook(),
        saved=keeping.saved_words(),
        asks_for_name=keeping.waits_for_name(),
        has_words=state.has_words() or state.has_refusal(),
    )
