"""All notebooks on the shelf: found, copied, archived and brought back."""

from __future__ import annotations

from dataclasses import replace

from planning.notebook import PlanningNotebook
from planning.people import Action, check_may
from planning.stored import Listed
from ui import keeping, naming, shelf


def listing(search: str, *, is_archived: bool) -> tuple[Listed, ...]:
    """Notebooks on the shelf; none where it can't be read, and the page says why."""
    return shelf.look(lambda: shelf.store().listing(search, is_archived=is_archived, by=keeping.here()), ())


def duplicate(notebook_id: str) -> None:
    """Open a copy of a notebook; the copy's log begins anew and names the original."""

    def copy() -> None:
        check_may(keeping.who(), Action.OPEN)
        original = shelf.store().load(notebook_id, by=keeping.here()).notebook
        keeping.start(replace(original, name=f"{original.name}, copy"), what=f"copy of {original.name}")

    naming.attempt(copy)


def set_archived(notebook_id: str, is_archived: bool) -> None:
    """Take a notebook off the list, or bring it back."""
    naming.attempt(lambda: shelf.store().set_archived(notebook_id, is_archived, by=keeping.who(), at=keeping.now()))


def start_from_past(past_one: PlanningNotebook, number: int) -> None:
    """Open a past moment of the open notebook as a copy; the notebook itself stays as it is."""
    keeping.start(
        replace(past_one, name=f"{past_one.name}, as after change {number}"), what=f"copy as after change {number}"
    )
