"""Saying who is here: what is to be recorded waits until somebody did."""

from __future__ import annotations

from collections.abc import Callable

from planning.notebook import PlanningError
from planning.people import NotNamedError, Person
from ui import keeping, presence, state

_WAITING, _ASKED = "waiting_for_name", "asked_for_name"


def wait_for_name(do: Callable[[], object] = lambda: None) -> None:
    """Ask who is here on the page that is drawn next, and do this once it is said."""
    state.keep(_WAITING, do)
    state.keep(_ASKED, _n_asked() + 1)


def turn() -> int:
    """Counts changes and questions: a panel with it in its key closes once it has done its work."""
    return len(keeping.changes()) + _n_asked()


def _n_asked() -> int:
    asked = state.kept(_ASKED)
    return asked if isinstance(asked, int) else 0


def waits_for_name() -> bool:
    """Whether something waits until somebody says who they are."""
    return state.kept(_WAITING) is not None


def forget_waiting() -> None:
    """Leave what waits for a name undone."""
    state.keep(_WAITING, None)


def take_name(person: Person) -> None:
    """Remember who is here, and do what waited for it."""
    presence.take_name(person)
    waiting = state.kept(_WAITING)
    forget_waiting()
    if callable(waiting):
        attempt(waiting)


def attempt(do: Callable[[], object]) -> None:
    """Do this, once somebody said who they are; where planning refuses it, the page that is drawn next says why."""
    try:
        do()
    except NotNamedError:
        wait_for_name(do)
    except PlanningError as error:
        state.tell(str(error))
