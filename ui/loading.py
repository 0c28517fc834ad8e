"""The file on the desk: opened, shown with its entries, recorded in the notebook, read again in a newer version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from intake.answers import NO_ANSWERS
from intake.edits import Edit, apply_edits
from intake.read import Intake, read_workbook
from intake.reimport import ReimportReport, carry_edits, compare_files, is_newer_version
from intake.remembered import Remembered, said_of_itself
from planning.notebook import PlanningError, PlanningNotebook, Source
from planning.opening import open_notebook
from planning.people import NotNamedError
from planning.recording import has_other_list, relist
from planning.stored import Stored
from ui import answer_memory, history, keeping, naming, state

_LOADED, _OPENED, _CLEARED = "loaded", "upload", "uploads_cleared"
_UNRECORDED, _TYPED_ON = "list_unrecorded", "list_typed_on"


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a file is before anybody answers anything about it.

    Args:
        shape: Short name of the table's shape; empty where no table is found.
        read_as: What the file says of itself, by code of the reading.
    """

    shape: str
    read_as: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A file and what was entered beside it.

    Args:
        read: What the file holds, without edits.
        first_look: The file without answers; None where it was opened with them.
        remembered: Answers for an earlier file of that shape, which this one was read with.
        report: What changed since the version before; None for a first file.
        version: Counts what the grid must be drawn anew for.
    """

    data: bytes
    name: str
    read: Intake
    first_look: FirstLook | None = None
    remembered: Remembered | None = None
    edits: tuple[Edit, ...] = ()
    report: ReimportReport | None = None
    version: int = 0


def loaded() -> Loaded | None:
    """The file on the desk; None before any, and while only a refused one was dropped."""
    found = state.kept(_LOADED)
    return found if isinstance(found, Loaded) else None


def open_file(data: bytes, name: str, progress: Callable[[float], None] | None = None) -> None:
    """Read a file; a newer version of the list on the desk takes over its edits, with a report of what changed."""
    today = dt.date.today()  # noqa: DTZ011
    found = read_workbook(data, name, today=today, progress=progress)
    first_look = _first_look(found)
    found, remembered = answer_memory.read_as_before(found, data, progress)
    if found.is_refused:
        state.show_intake(found)
        return
    before = loaded()
    version = before.version + 1 if before else 0
    opened = Loaded(data=data, name=name, read=found, first_look=first_look, remembered=remembered, version=version)
    if before is not None and before.data == data:
        # The same file once more: dropped again, or its opening was interrupted after it lay here.
        edits = carry_edits(before.edits, before.read.requests, found.requests)
        opened = replace(opened, report=before.report, edits=edits)
    elif before is not None and is_newer_version(before.read.requests, found.requests):
        report = compare_files(before.read, found, before.edits)
        opened = replace(opened, report=report, edits=report.edits)
    put(opened)


def upload_key() -> str:
    """Key of the upload field; another one once the field was cleared."""
    n_cleared = state.kept(_CLEARED) or 0
    return f"upload_{n_cleared}" if n_cleared else "upload"


def clear_upload() -> None:
    """Empty the upload field."""
    state.keep(_CLEARED, int(str(state.kept(_CLEARED) or 0)) + 1)


def is_new_upload(file_id: str) -> bool:
    """Whether this upload has not been opened yet."""
    return state.kept(_OPENED) != file_id


def note_upload(file_id: str) -> None:
    """Count this upload as opened. Only once it is: a click during a long read interrupts it, and it begins again."""
    state.keep(_OPENED, file_id)


def follow_notebook() -> None:
    """Put the open notebook's file on the desk, with its answers and entries, where another one lies there."""
    opened, have = state.notebook(), loaded()
    if opened is None or is_unrecorded() or (have is not None and _lies_here(have, opened.source)):
        return
    source = opened.source
    if have is not None and have.read.source_sha256 == source.sha256 and have.read.answers == source.answers:
        _show(replace(have, edits=source.edits, version=have.version + 1))
        return
    found = history.source_of(source)
    if found is not None:
        read = read_workbook(found, source.name, today=opened.plan.planning_date, answers=source.answers)
        version = have.version + 1 if have else 0
        _show(Loaded(data=found, name=source.name, read=read, edits=source.edits, version=version))


def first_look(current: Loaded) -> FirstLook:
    """The file on the desk as it is without answers; read for it where it was opened with some."""
    if current.first_look is not None:
        return current.first_look
    today = current.read.plan.planning_date if current.read.plan else None
    is_plain = current.read.answers == NO_ANSWERS
    return _first_look(current.read if is_plain else read_workbook(current.data, current.name, today=today))


def _first_look(found: Intake) -> FirstLook:
    return FirstLook(found.table.shape if found.table else "", said_of_itself(found))


def put(current: Loaded) -> None:
    """Make this the file on the desk and its requests those of the notebook."""
    shown = _show(current)
    if shown.plan is None:
        return
    source = Source(current.name, current.read.source_sha256, current.read.answers, current.edits)
    listed = replace(open_notebook(shown), source=source)
    before = state.notebook()
    is_newer = current.report is not None and before is not None and before.source.sha256 != source.sha256
    if before is None or not (is_newer or before.source.sha256 == source.sha256):
        keeping.start(listed, current.data)
    elif has_other_list(before, listed):
        _record(before, listed, current.data if is_newer else None)


def _record(before: PlanningNotebook, listed: PlanningNotebook, source: bytes | None) -> None:
    # What waited for a name was typed on an earlier moment: what others entered since is joined with it.
    held = _typed_on() if is_unrecorded() else None
    before = held.notebook if held is not None else before
    state.keep(_TYPED_ON, held or keeping.stored())
    is_reading = (before.source.sha256, before.source.edits) == (listed.source.sha256, listed.source.edits)
    try:
        recorded = relist(before, listed, keeping.step(is_reading=is_reading))
    except NotNamedError:
        # What was typed stays on the desk until somebody says who they are.
        state.keep(_UNRECORDED, _place())
        naming.wait_for_name(record_list)
        return
    except PlanningError as error:
        state.tell(str(error))
        return
    is_kept = keeping.try_to_record(recorded, source=source, held=held)
    state.keep(_UNRECORDED, None if is_kept else _place())


def is_unrecorded() -> bool:
    """Whether the list on the desk was changed by somebody who did not say yet who they are."""
    return state.kept(_UNRECORDED) == _place()


def _typed_on() -> Stored | None:
    """The notebook on which somebody typed who did not say yet who they are."""
    found, kept = state.kept(_TYPED_ON), keeping.stored()
    return found if isinstance(found, Stored) and kept is not None and found.id == kept.id else None


def _place() -> tuple[str, str]:
    """Where the list on the desk belongs: its file and the open notebook."""
    kept, opened = keeping.stored(), state.notebook()
    return (opened.source.sha256 if opened else "", kept.id if kept else "")


def record_list() -> None:
    """Record the list on the desk as it was changed."""
    current = loaded()
    if current is not None and is_unrecorded():
        put(current)


def _show(current: Loaded) -> Intake:
    state.keep(_LOADED, current)
    shown = apply_edits(current.read, current.edits)
    state.show_intake(shown)
    return shown


def _lies_here(have: Loaded, source: Source) -> bool:
    """Whether the file on the desk is the notebook's, with its answers and entries."""
    return (have.read.source_sha256, have.read.answers, have.edits) == (source.sha256, source.answers, source.edits)
