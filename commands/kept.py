"""Rerun, backup and restore: what is kept, checked and carried from one machine to another."""

from __future__ import annotations

from pathlib import Path

from commands.call import read_bytes
from commands.studies import Answer
from planning.backup import BackupError, count_kept, restore_backup, take_backup
from planning.database import FILE_NAME, FOLDER_SETTING, SQLITE, URL_SETTING, database_url
from planning.notebook import PlanningError
from planning.parts import digest
from planning.record import rerun
from planning.sealed import unseal
from planning.store import open_store


class FileRefusedError(PlanningError):
    """A file that can't be written; the message says why."""


def rerun_record(path: str, *, seconds: float) -> tuple[bool, Answer]:
    """Run a record again: whether it is the same, the facts and sentences.

    Raises:
        CallError: the file can't be read.
        PlanningError: it is damaged or no record.
    """
    found = rerun(read_bytes(path), seconds=seconds)
    facts = {
        "same": found.is_same,
        "differences": list(found.differences),
        "notes": list(found.notes),
        "version": found.version,
        "recorded": found.recorded,
        "found": found.found,
    }
    n = len(found.found["funded"])
    head = f"The same: {n} requests funded, {found.found['value']} points." if found.is_same else "Not the same:"
    return found.is_same, (facts, [head, *filter(None, [found.version]), *found.differences, *found.notes])


def backup_store(path: str) -> Answer:
    """Back up all notebooks into a new file.

    Raises:
        PlanningError: there are no notebooks where they are looked for, the database can't be read, or the file is
            there already or can't be written.
    """
    url = database_url()
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        raise _nothing_kept(url)
    store = open_store(url)
    try:
        counted = count_kept(store)
        if not counted.notebooks:
            raise _nothing_kept(url)
        data = take_backup(store)
    finally:
        store.close()
    try:
        with Path(path).open("xb") as out:
            out.write(data)
    except FileExistsError as error:
        raise FileRefusedError(f"{path} is there already; choose another name. Nothing was overwritten.") from error
    except OSError as error:
        raise FileRefusedError(f"{path} can't be written: {error.strerror}.") from error
    facts = {"path": path, "hash": digest(data), "notebooks": counted.notebooks, "changes": counted.changes}
    held = f"{counted.notebooks} notebooks with {counted.changes} changes"
    return facts, [f"{path}: {held}, {len(data):,} bytes, SHA-256 {digest(data)}"]


def _nothing_kept(url: str) -> BackupError:
    # An address of a database may hold a password.
    place = url.removeprefix(SQLITE) if url.startswith(SQLITE) else f"the database that {URL_SETTING} names"
    return BackupError(
        f"There are no notebooks in {place}, so there is nothing to back up. Set {FOLDER_SETTING} or {URL_SETTING} as "
        "for the app. No file was written."
    )


def restore_store(path: str, to: str) -> Answer:
    """Restore a backup into an empty database.

    Args:
        to: A folder for the notebooks' file, or a database address; empty: the one that is set.

    Raises:
        CallError: the file can't be read.
        PlanningError: it is damaged or no backup, or there are notebooks already.
    """
    data = read_bytes(path)
    # Before any database is opened: a damaged file makes none.
    unseal(data)
    url = to if "://" in to else f"{SQLITE}{Path(to).absolute() / FILE_NAME}" if to else database_url()
    store = open_store(url)
    try:
        counted = restore_backup(store, data)
    finally:
        store.close()
    facts = {"path": path, "hash": digest(data), "notebooks": counted.notebooks, "changes": counted.changes}
    return facts, [f"{counted.notebooks} notebooks with {counted.changes} changes restored."]
