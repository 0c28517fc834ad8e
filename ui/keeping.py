"""The open notebook and the store: what is recorded is kept at once, and what others saved comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from planning.change import Change, Recorded
from planning.database import StoreError
from planning.deciding import next_cycle
from planning.governing import Step
from planning.log import LogEntry
from planning.notebook import PlanningError, PlanningNotebook, Source
from planning.outcome import Outcome
from planning.parts import state_hash
from planning.people import Action, NotAllowedError, NotNamedError, Person, check_may
from planning.record import make_record
from planning.result import result_hash
from planning.signed import SignedPlan, version_sentences
from planning.signing import MOVED_ON, plans, sign
from planning.store import OPENED
from planning.stored import Listed, OpenClash, Stored
from ui import presence, shelf, state
from ui.plain_text import plain

T = TypeVar("T")
_STORED, _CHANGES, _NOTED, _WAITING, _ASKED = "stored", "changes", "noted", "waiting_for_name", "asked_for_name"
_DRAWN = "drawn"
# The page's address carries the notebook.
ADDRESS = "notebook"
# Who opens a file, and says how it is to be read, before anybody said who they are; nothing else is recorded so.
UNNAMED = Person("Somebody here", "portfolio office")
UNKEPT = "This notebook is in this session only, and a next cycle follows one that is kept: open its file again first."
CLASHED = "Somebody else changed the same place at the same time. Both are kept: choose on the screen Notebooks."


def stored() -> Stored | None:
    """The open notebook as the store keeps it; None where none is, or this session alone has it, or may not see it."""
    found = state.kept(_STORED)
    is_open = isinstance(found, Stored) and state.notebook() is not None and here().may(Action.VIEW)
    return found if isinstance(found, Stored) and is_open else None


def start(opened: PlanningNotebook, source: bytes | None = None, *, follows: str = "", what: str = OPENED) -> None:
    """Keep a new notebook and open it; where it can't be kept, say so and open it in this session.

    Who may not open one is told so, and nothing changes.

    Args:
        source: The file it came from.
        follows: The notebook of the cycle before.
        what: What the log calls it.
    """
    kept = None
    try:
        kept = shelf.store().create(opened, by=here(), at=now(), source=source, follows=follows, what=what)
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


def try_to_record(recorded: Recorded, *, source: bytes | None = None) -> bool:
    """Record; where it can't be kept, say why at the top of the page and change nothing."""
    try:
        record(recorded, source=source)
    except PlanningError as error:
        state.tell(str(error))
        return False
    return True


def changes() -> tuple[Change, ...]:
    """What was recorded in this session about the open notebook, the earliest first."""
    found = state.kept(_CHANGES)
    return found if isinstance(found, tuple) else ()


def listing(search: str, *, is_archived: bool) -> tuple[Listed, ...]:
    """Notebooks on the shelf; none where it can't be read, and the page says why."""
    return _look(lambda: shelf.store().listing(search, is_archived=is_archived, by=here()), ())


def duplicate(notebook_id: str) -> None:
    """Open a copy of a notebook; the copy's log begins anew and names the original."""

    def copy() -> None:
        check_may(who(), Action.OPEN)
        original = shelf.store().load(notebook_id, by=here()).notebook
        start(replace(original, name=f"{original.name}, copy"), what=f"copy of {original.name}")

    _try(copy)


def note_result(shown: Outcome) -> None:
    """Keep the hash of what the agreed notebook gives, once for each moment.

    Args:
        shown: The draft's outcome; it counts where nothing is moved.
    """
    kept = stored()
    if kept is None or state.draft() != kept.notebook or not shown.selection.is_final:
        return
    if state.kept(_NOTED) != (kept.id, kept.number):
        _try(lambda: shelf.store().note_result(kept.id, kept.number, result_hash(shown), by=here()))
        state.keep(_NOTED, (kept.id, kept.number))


def signed_plans() -> tuple[SignedPlan, ...]:
    """Plans of the open notebook that somebody signed, the latest first."""
    kept = stored()
    return _look(lambda: plans(shelf.store(), kept.id, by=here()), ()) if kept is not None else ()


def version_words() -> tuple[str, ...]:
    """Which signed version of its plan the open notebook stands at, and which frozen one it follows, in sentences."""
    kept = stored()
    return version_sentences(signed_plans(), state_hash(kept.refs)) if kept is not None else ()


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
        sign(shelf.store(), seen.id, seen.number, found, by=who(), at=now())
        shelf.store().note_result(seen.id, seen.number, found, by=who())

    _try(put)


def record_seen(seen: Stored | None, make: Callable[[], Recorded]) -> None:
    """Record what a person pressed on what they saw; refused in words where the notebook moved since.

    Args:
        seen: The notebook as the store kept it when the button was drawn; None where it is in this session alone.
    """

    def put() -> None:
        _check_seen(seen)
        record(make())

    _try(put)


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
        following = next_cycle(seen.notebook, cycle, replace(step(), today=day))
        start(following, follows=seen.id, what=f"next cycle after {seen.notebook.cycle or seen.notebook.name}")

    _try(begin)


def _check_seen(seen: Stored | None) -> None:
    kept = stored()
    latest = (kept.id, shelf.store().number(kept.id, by=here())) if kept is not None else None
    if latest != ((seen.id, seen.number) if seen is not None else None):
        raise StoreError(MOVED_ON)


def start_from_past(past_one: PlanningNotebook, number: int) -> None:
    """Open a past moment of the open notebook as a copy; the notebook itself stays as it is."""
    start(replace(past_one, name=f"{past_one.name}, as after change {number}"), what=f"copy as after change {number}")


def set_archived(notebook_id: str, is_archived: bool) -> None:
    """Take a notebook off the list, or bring it back."""
    _try(lambda: shelf.store().set_archived(notebook_id, is_archived, by=who(), at=now()))


def clashes() -> tuple[OpenClash, ...]:
    """Places of the open notebook that two people changed at once."""
    kept = stored()
    return _look(lambda: shelf.store().clashes(kept.id, by=here()), ()) if kept is not None else ()


def settle(number: int, takes_second: bool) -> None:
    """Choose between two changes of one place of the open notebook."""
    kept = stored()
    if kept is not None:
        _try(lambda: shelf.store().settle(kept.id, number, takes_second=takes_second, by=who(), at=now()))


def log() -> tuple[LogEntry, ...]:
    """The open notebook's log, the earliest entry first; empty where it is in this session alone."""
    kept = stored()
    return _look(lambda: shelf.store().log(kept.id, by=here()), ()) if kept is not None else ()


def past(number: int) -> PlanningNotebook | None:
    """The open notebook as it stood after one entry of its log; None where it can't be read, and the page says why."""
    kept = stored()
    return _look(lambda: shelf.store().load(kept.id, number, by=here()).notebook, None) if kept is not None else None


def source_of(source: Source) -> bytes | None:
    """The file a notebook came from, as it came; None where it was not kept or can't be read now."""
    found = _look(lambda: shelf.store().source(source.sha256, by=here()), None)
    return found[1] if found else None


def record_file(shown: Outcome) -> Callable[[], bytes]:
    """Makes the record of a proven outcome, with the file its requests came from where that was kept."""
    kept, who_takes, store = stored(), here(), shelf.store()
    signed = signed_plans()

    def make() -> bytes:
        found = store.source(shown.notebook.source.sha256, by=who_takes) if kept is not None else None
        standing = state_hash(kept.refs) if kept is not None else ""
        body = found[1] if found else None
        return make_record(shown, source=body, by=who_takes, at=now(), state_hash=standing, signed=signed)

    return make


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


def wait_for_name(do: Callable[[], object] = lambda: None) -> None:
    """Ask who is here on the page that is drawn next, and do this once it is said."""
    state.keep(_WAITING, do)
    state.keep(_ASKED, _n_asked() + 1)


def turn() -> int:
    """Counts changes and questions: a panel with it in its key closes once it has done its work."""
    return len(changes()) + _n_asked()


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
    state.take_person(person)
    waiting = state.kept(_WAITING)
    forget_waiting()
    if callable(waiting):
        _try(waiting)


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


def _look(find: Callable[[], T], otherwise: T) -> T:
    """What the store finds; where it can't be read, the page says why."""
    try:
        return find()
    except PlanningError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return otherwise


def _try(do: Callable[[], object]) -> None:
    try:
        do()
    except NotNamedError:
        wait_for_name(do)
    except PlanningError as error:
        state.tell(str(error))


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
