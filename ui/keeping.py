"""The open notebook and the store: what is recorded is kept at once, and what others saved comes in."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from planning.change import Change, Line, Recorded
from planning.database import StoreError
from planning.governing import Step
from planning.notebook import PlanningError, PlanningNotebook
from planning.people import Action, NotAllowedError, NotNamedError, Person
from planning.signing import MOVED_ON
from planning.store import OPENED
from planning.stored import Stored
from ui import presence, shelf, state

_STORED, _CHANGES, _DRAWN = "stored", "changes", "drawn"
# The page's address carries the notebook.
ADDRESS = "notebook"
# Who opens a file, and says how it is to be read, before anybody said who they are; nothing else is recorded so.
UNNAMED = Person("Somebody here", "portfolio office")
CLASHED = "Somebody else changed the same place at the same time. Both are kept: choose on the screen Notebooks."


def stored() -> Stored | None:
    """The open notebook as the store keeps it; None where none is, or this session alone has it, or may not see it."""
    found = state.kept(_STORED)
    is_open = isinstance(found, Stored) and state.notebook() is not None and here().may(Action.VIEW)
    return found if isinstance(found, Stored) and is_open else None


def start(
    opened: PlanningNotebook,
    source: bytes | None = None,
    *,
    follows: str = "",
    what: str = OPENED,
    lines: tuple[Line, ...] = (),
) -> None:
    """Keep a new notebook and open it; where it can't be kept, say so and open it in this session.

    Who may not open one is told so, and nothing changes.

    Args:
        source: The file it came from.
        follows: The notebook of the cycle before.
        what: What the log calls it.
        lines: What the log says of each place in which it differs from the one it is made from.
    """
    kept = None
    try:
        kept = shelf.store().create(opened, by=here(), at=now(), source=source, follows=follows, what=what, lines=lines)
    except NotAllowedError as error:
        state.tell(str(error))
        return
    except PlanningError as error:
        state.tell(f"This notebook is not kept. {error}")
    _open(opened, kept)


def open_stored(notebook_id: str) -> None:
    """Open a notebook of the store; where it can't be opened, say why and leave the open one alone."""
    try:
        kept = shelf.store().load(notebook_id, by=here())
    except PlanningError as error:
        state.tell(str(error))
        return
    _open(kept.notebook, kept)


def follow_address() -> None:
    """Open the notebook the page's address names, take in what others saved, and keep the address in step."""
    kept, named = stored(), st.query_params.get(ADDRESS, "")
    # What a press that is read in this run was made on.
    state.keep(_DRAWN, kept)
    if named and (kept is None or named != kept.id):
        open_stored(named)
    elif kept is not None:
        _take_in(kept)
    if stored() is None:
        st.query_params.pop(ADDRESS, None)
    _show_address()


def drawn() -> Stored | None:
    """The open notebook as the screen showed it when a person pressed; None where it is in this session alone."""
    kept, found = stored(), state.kept(_DRAWN)
    is_same = isinstance(found, Stored) and kept is not None and found.id == kept.id
    return found if isinstance(found, Stored) and is_same else kept


def record(recorded: Recorded, *, source: bytes | None = None, held: Stored | None = None) -> None:
    """Agree on a recorded notebook: it is kept, becomes the open one, and moves under way stay on top.

    Args:
        source: The file it came from, where that is a new one.
        held: The notebook it was made on, where that may be an earlier moment: what others saved since is joined,
            and where both changed one place a person chooses.

    Raises:
        ValueError: no notebook is open.
        StoreError: it could not be kept, or another notebook is open by now; nothing changed then.
    """
    kept = stored()
    if held is not None and (kept is None or kept.id != held.id):
        raise StoreError(MOVED_ON)
    if kept is None:
        state.agree_on(recorded.notebook)
    else:
        saved = shelf.store().save(held or kept, recorded, source=source)
        state.agree_on(saved.stored.notebook)
        state.keep(_STORED, saved.stored)
        if saved.clashes:
            state.tell(CLASHED)
    state.keep(_CHANGES, (*changes(), recorded.change))


def try_to_record(recorded: Recorded, *, source: bytes | None = None, held: Stored | None = None) -> bool:
    """Record as ``record`` does; where it can't be kept, say why at the top of the page and change nothing."""
    try:
        record(recorded, source=source, held=held)
    except PlanningError as error:
        state.tell(str(error))
        return False
    return True


def changes() -> tuple[Change, ...]:
    """What was recorded in this session about the open notebook, the earliest first."""
    found = state.kept(_CHANGES)
    return found if isinstance(found, tuple) else ()


def may_export() -> bool:
    """Whether who is here may take files home."""
    return here().may(Action.EXPORT)


def saved_words() -> str:
    """A quiet sign of where the last change went; empty before any notebook is open."""
    if state.notebook() is None:
        return ""
    if stored() is None:
        return "In this session only"
    log = changes()
    return f"Saved {log[-1].at.astimezone():%H:%M}" if log else "Saved"


def here() -> Person:
    """Who is here; somebody unnamed before anybody said so, and nobody with access once a sign-in ended."""
    return presence.person() or UNNAMED


def who() -> Person:
    """Who records.

    Raises:
        NotNamedError: nobody said yet who is here.
        NotAllowedError: the sign-in has ended.
    """
    current = presence.person()
    if current is None:
        raise NotNamedError("Say who you are first: name and role stand beside what you record.")
    presence.check_let_in(current)
    return current


def now() -> dt.datetime:
    """The moment a change is recorded at, with its zone."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The day ages and ends of the open notebook are counted from; gates and portfolios stay on its planning date.

    Raises:
        ValueError: no notebook is open.
    """
    return max(state.agreed().plan.planning_date, now().astimezone().date())


def step(why: str = "", *, is_reading: bool = False) -> Step:
    """A step taken now by who is here, on the open notebook's planning date.

    Args:
        is_reading: Whether it only says how a file is to be read, which nobody needs a name for.

    Raises:
        NotNamedError: nobody said yet who is here.
        ValueError: no notebook is open.
    """
    return Step(by=here() if is_reading else who(), at=now(), today=state.agreed().plan.planning_date, why=why)


def _show_address() -> None:
    kept = stored()
    if kept is not None and st.query_params.get(ADDRESS) != kept.id:
        st.query_params[ADDRESS] = kept.id


def _open(opened: PlanningNotebook, kept: Stored | None) -> None:
    state.open_as_notebook(opened)
    state.keep(_STORED, kept)
    state.keep(_CHANGES, ())
    if kept is None:
        # An address that still named another notebook would bring that one back.
        st.query_params.pop(ADDRESS, None)
    _show_address()


def _take_in(kept: Stored) -> None:
    """What others saved since this session looked."""
    try:
        if shelf.store().number(kept.id, by=here()) > kept.number:
            newer = shelf.store().load(kept.id, by=here())
            state.agree_on(newer.notebook)
            state.keep(_STORED, newer)
    except PlanningError as error:
        state.tell(str(error))
