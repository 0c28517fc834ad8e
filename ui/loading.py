"""The file on the desk: read, asked about, edited, read again in a newer version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from intake.answering import answered
from intake.answers import NO_ANSWERS, Answers
from intake.edits import Edit, apply_edits, editable_rows, fill, with_edits
from intake.own_rows import Row
from intake.read import Intake, read_workbook
from intake.reimport import ReimportReport, compare_files, match_requests
from intake.remembered import AnswerFile, Remembered
from planning.database import data_folder
from planning.notebook import PlanningError, PlanningNotebook, Source
from planning.opening import open_notebook
from planning.people import NotNamedError
from planning.recording import has_other_list, relist
from ui import keeping, state

_LOADED, _ROWS, _TROUBLE, _CLEARED = "loaded", "rows", "answers_trouble", "uploads_cleared"
_UNRECORDED = "list_unrecorded"
# Files that share fewer of their requests are two lists, not two versions of one.
_SAME_LIST_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A file and what was entered beside it.

    Args:
        read: What the file holds, without edits.
        shape: Short name of the table's shape as it is found without answers; empty where no table is.
        remembered: Answers for an earlier file of that shape, which this one was read with.
        report: What changed since the version before; None for a first file.
        version: Counts what the grid must be drawn anew for.
    """

    data: bytes
    name: str
    read: Intake
    shape: str = ""
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
    shape = found.table.shape if found.table else ""
    found, remembered = _read_as_before(found, data, progress)
    if found.is_refused:
        state.show_intake(found)
        return
    before = loaded()
    version = before.version + 1 if before else 0
    opened = Loaded(data=data, name=name, read=found, shape=shape, remembered=remembered, version=version)
    if before is not None and before.data != data and _is_same_list(before.read, found):
        report = compare_files(before.read, found, before.edits)
        opened = replace(opened, report=report, edits=report.kept)
    _put(opened)


def _read_as_before(
    found: Intake, data: bytes, progress: Callable[[float], None] | None
) -> tuple[Intake, Remembered | None]:
    """The file read with the answers given for an earlier one of its shape, where there are any that fit."""
    if found.table is None or found.table.is_own:
        return found, None
    memory = _memory()
    remembered = memory.get(found.table.shape)
    _note_trouble(memory)
    if remembered is None:
        return found, None
    today = dt.date.today()  # noqa: DTZ011
    again = read_workbook(data, found.source_name, today=today, answers=remembered.answers, progress=progress)
    return (again, remembered) if again.table is not None else (found, None)


def upload_key() -> str:
    """Key of the upload field; another one once the field was cleared."""
    n_cleared = state.kept(_CLEARED) or 0
    return f"upload_{n_cleared}" if n_cleared else "upload"


def clear_upload() -> None:
    """Empty the upload field."""
    state.keep(_CLEARED, int(str(state.kept(_CLEARED) or 0)) + 1)


def answer(code: str, chosen: Collection[str]) -> None:
    """Take an answer and read the file again with it."""
    current = loaded()
    if current is not None and chosen:
        _read_again(current, answered(current.read, code, chosen))


def set_meaning(header: str, meaning: str) -> None:
    """Take what a person says a column means and read the file again."""
    current = loaded()
    if current is not None:
        answers = current.read.answers
        _read_again(current, replace(answers, meanings={**answers.meanings, header: meaning}))


def forget_answers() -> None:
    """Read the file again as if nobody had been asked, and forget the answers for files of its shape."""
    current = loaded()
    if current is not None:
        memory = _memory()
        memory.forget(current.shape)
        _note_trouble(memory)
        _read_again(current, NO_ANSWERS, is_kept=False)


def enter(edits: Sequence[Edit], *, redraw: bool = False) -> None:
    """Take edits of single cells; with ``redraw`` the grid starts anew."""
    current = loaded()
    if current is None:
        return
    _put(replace(current, edits=with_edits(current.edits, edits), version=current.version + redraw))


def enter_rows(changed: Mapping[int, Mapping[str, object]], shown_ids: Sequence[str]) -> None:
    """Take what was typed into a grid: changed cells by row number of the grid."""
    current = loaded()
    if current is None:
        return
    shown = state.intake()
    before = {row["request_id"]: row for row in rows_of(shown)} if shown else {}
    edits = [
        Edit(
            request_id=shown_ids[number],
            column=column,
            value=_typed(value),
            was=before[shown_ids[number]].get(column, ""),
        )
        for number, cells in changed.items()
        if number < len(shown_ids) and shown_ids[number] in before
        for column, value in cells.items()
        if column != "request_id"
    ]
    enter(edits)


def rows_of(found: Intake) -> list[Row]:
    """The requests as rows of our layout, made once for an intake however often the screen is drawn."""
    kept = state.kept(_ROWS)
    if isinstance(kept, tuple) and kept[0] is found:
        rows: list[Row] = kept[1]
        return rows
    rows = editable_rows(found)
    state.keep(_ROWS, (found, rows))
    return rows


def fill_blanks(column: str, value: str, where: Mapping[str, str], *, only_blank: bool) -> int:
    """Give many requests the same value; how many got it."""
    current = loaded()
    if current is None:
        return 0
    shown = state.intake() or current.read
    edits = fill(shown, column, value, where=where, only_blank=only_blank)
    enter(edits, redraw=True)
    return len(edits)


def drop_edits() -> None:
    """Take all edits back."""
    current = loaded()
    if current is not None:
        _put(replace(current, edits=(), version=current.version + 1))


def _read_again(current: Loaded, answers: Answers, *, is_kept: bool = True) -> None:
    today = dt.date.today()  # noqa: DTZ011
    found = read_workbook(current.data, current.name, today=today, answers=answers)
    if is_kept and found.table is not None and current.shape:
        memory = _memory()
        memory.keep(current.shape, answers, source_name=current.name, today=today)
        _note_trouble(memory)
    matches = match_requests(current.read.requests, found.requests)
    edits = tuple(replace(e, request_id=matches[e.request_id]) for e in current.edits if e.request_id in matches)
    _put(replace(current, read=found, edits=edits, remembered=None, version=current.version + 1))


def follow_notebook() -> None:
    """Put the open notebook's file on the desk, with its answers and entries, where another one lies there."""
    opened, have = state.notebook(), loaded()
    if opened is None or is_unrecorded() or (have is not None and _lies_here(have, opened.source)):
        return
    source = opened.source
    if have is not None and have.read.source_sha256 == source.sha256 and have.read.answers == source.answers:
        _show(replace(have, edits=source.edits, version=have.version + 1))
        return
    found = keeping.source_of(source)
    if found is not None:
        read = read_workbook(found, source.name, today=opened.plan.planning_date, answers=source.answers)
        _show(
            Loaded(data=found, name=source.name, read=read, edits=source.edits, version=have.version + 1 if have else 0)
        )


def _put(current: Loaded) -> None:
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
    is_reading = (before.source.sha256, before.source.edits) == (listed.source.sha256, listed.source.edits)
    try:
        recorded = relist(before, listed, keeping.step(is_reading=is_reading))
    except NotNamedError:
        # What was typed stays on the desk until somebody says who they are.
        state.keep(_UNRECORDED, _place())
        keeping.wait_for_name(record_list)
        return
    except PlanningError as error:
        state.tell(str(error))
        return
    state.keep(_UNRECORDED, None)
    keeping.try_to_record(recorded, source=source)


def is_unrecorded() -> bool:
    """Whether the list on the desk was changed by somebody who did not say yet who they are."""
    return state.kept(_UNRECORDED) == _place()


def _place() -> tuple[str, str]:
    """Where the list on the desk belongs: its file and the open notebook."""
    kept, opened = keeping.stored(), state.notebook()
    return (opened.source.sha256 if opened else "", kept.id if kept else "")


def record_list() -> None:
    """Record the list on the desk as it was changed."""
    current = loaded()
    if current is not None and is_unrecorded():
        _put(current)


def _show(current: Loaded) -> Intake:
    state.keep(_LOADED, current)
    shown = apply_edits(current.read, current.edits)
    state.show_intake(shown)
    return shown


def _lies_here(have: Loaded, source: Source) -> bool:
    """Whether the file on the desk is the notebook's, with its answers and entries."""
    return (have.read.source_sha256, have.read.answers, have.edits) == (source.sha256, source.answers, source.edits)


def _is_same_list(before: Intake, after: Intake) -> bool:
    matches = match_requests(before.requests, after.requests)
    return len(matches) >= _SAME_LIST_SHARE * max(len(before.requests), 1)


def _typed(value: object) -> str:
    """What was typed into a cell, as our reader reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def remembered_trouble() -> str:
    """Why answers can't be remembered, in one sentence; empty where they can."""
    return str(state.kept(_TROUBLE) or "")


def _memory() -> AnswerFile:
    return AnswerFile(data_folder())


def _note_trouble(memory: AnswerFile) -> None:
    state.keep(_TROUBLE, memory.trouble)
