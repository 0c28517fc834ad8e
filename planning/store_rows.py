"""Rows of the store's tables and the values they stand for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from planning.change import Change, Line
from planning.codec import SCHEMA
from planning.log import LogEntry, next_entry
from planning.notebook import PlanningNotebook
from planning.parts import Parts, Refs, check_whole, digest, hashes_of, put_together, unread
from planning.people import Person
from planning.stored import Listed, NoNotebookError, Stored
from planning.tables import CHANGES, NOTEBOOKS, PARTS, SOURCES, VERSIONS

# Numbers of parts asked for at once: below every database's limit of parameters.
_AT_ONCE = 500


def moment_text(at: dt.datetime) -> str:
    """A moment as the tables keep it."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def insert_once(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is not there yet."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if rows:
        connection.execute(make(table).on_conflict_do_nothing(), rows)


def keep_source(connection: Connection, notebook: PlanningNotebook, body: bytes, at: dt.datetime) -> None:
    """Keep a file as it came.

    Raises:
        ValueError: Expected the bytes of the notebook's source.
    """
    if digest(body) != notebook.source.sha256:
        raise ValueError("Expected the bytes of the notebook's source.")
    row = {"sha256": notebook.source.sha256, "name": notebook.source.name, "body": body, "received_at": moment_text(at)}
    insert_once(connection, SOURCES, [row])


def write_moment(connection: Connection, stored: Stored, parts: Parts, entry: LogEntry) -> None:
    """One more moment: new parts, what it consists of, and its entry in the log."""
    insert_once(connection, PARTS, [{"hash": name, "body": parts.bodies[name]} for name in sorted(parts.bodies)])
    connection.execute(
        insert(VERSIONS).values(
            notebook_id=stored.id,
            number=stored.number,
            schema=SCHEMA,
            refs=json.dumps(stored.refs),
            state_hash=parts.state_hash,
        )
    )
    change = entry.change
    connection.execute(
        insert(CHANGES).values(
            notebook_id=stored.id,
            number=entry.number,
            at=moment_text(change.at),
            who=change.who.name,
            role=change.who.role,
            what=change.what,
            request_id=change.request_id,
            before=change.before,
            after=change.after,
            why=change.why,
            previous=entry.previous,
            hash=entry.hash,
            lines=_written(change.lines),
        )
    )


def write_same(connection: Connection, notebook_id: str, current: Standing, change: Change) -> None:
    """One more moment that leaves the notebook as it is: its entry in the log is all there is to it."""
    parts = Parts(refs=current.refs)
    notebook = read_notebook(connection, parts)
    stored = Stored(id=notebook_id, number=current.number + 1, notebook=notebook, refs=parts.refs)
    entry = next_entry(change, parts.state_hash, last_entry(connection, notebook_id))
    write_moment(connection, stored, parts, entry)
    touch(connection, stored, entry)


def touch(connection: Connection, stored: Stored, entry: LogEntry) -> None:
    """Make a moment the notebook's latest."""
    facts = {"name": stored.notebook.name, "cycle": stored.notebook.cycle, "version": stored.number}
    when = moment_text(entry.change.at)
    connection.execute(update(NOTEBOOKS).where(NOTEBOOKS.c.id == stored.id).values(**facts, changed_at=when))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The latest moment of a notebook: its number and what it consists of."""

    number: int
    refs: Refs


def standing(connection: Connection, notebook_id: str) -> Standing:
    """The notebook as it stands, held against other writers until the transaction ends."""
    connection.execute(select(NOTEBOOKS.c.id).where(NOTEBOOKS.c.id == notebook_id).with_for_update())
    row = version_row(connection, notebook_id, None)
    return Standing(number=row.number, refs=read_refs(row.refs))


def version_row(connection: Connection, notebook_id: str, number: int | None) -> Row[Any]:
    """A moment's row; without a number the latest.

    Raises:
        NoNotebookError: there is no such notebook or moment.
    """
    query = select(VERSIONS).where(VERSIONS.c.notebook_id == notebook_id)
    if number is None:
        latest = select(NOTEBOOKS.c.version).where(NOTEBOOKS.c.id == notebook_id).scalar_subquery()
        query = query.where(VERSIONS.c.number == latest)
    else:
        query = query.where(VERSIONS.c.number == number)
    row = connection.execute(query).first()
    if row is None:
        moment = "" if number is None else f" with a moment {number}"
        raise NoNotebookError(f"There is no notebook {notebook_id}{moment}.")
    return row


def read_stored(connection: Connection, notebook_id: str, row: Row[Any]) -> Stored:
    """The notebook of a moment's row."""
    refs = read_refs(row.refs)
    bodies = read_bodies(connection, hashes_of([refs]))
    check_whole(bodies)
    notebook = put_together(refs, bodies, row.schema)
    return Stored(id=notebook_id, number=row.number, notebook=notebook, refs=refs)


def read_refs(text: str) -> dict[str, tuple[str, ...]]:
    """Hashes of parts by field."""
    return {name: tuple(hashes) for name, hashes in json.loads(text).items()}


def read_bodies(connection: Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """Contents of parts by hash."""
    names = sorted(hashes)
    found: dict[str, bytes] = {}
    for start in range(0, len(names), _AT_ONCE):
        query = select(PARTS).where(PARTS.c.hash.in_(names[start : start + _AT_ONCE]))
        found.update({row.hash: bytes(row.body) for row in connection.execute(query)})
    return found


def read_notebook(connection: Connection, parts: Parts) -> PlanningNotebook:
    """The notebook of these parts, old ones read and new ones at hand."""
    return put_together(parts.refs, _Contents(connection, parts.refs, parts.bodies))


class _Contents(dict[str, bytes]):
    """Contents of parts by hash: what this process did not read yet at once, the rest where it is asked for."""

    def __init__(self, connection: Connection, refs: Refs, at_hand: Mapping[str, bytes] = {}) -> None:
        super().__init__({**read_bodies(connection, unread(refs) - set(at_hand)), **at_hand})
        self._connection = connection

    def __missing__(self, part: str) -> bytes:
        return read_bodies(self._connection, [part])[part]


def log_query() -> Any:
    """Changes with the hash of the notebook they made."""
    joined = CHANGES.join(
        VERSIONS, (VERSIONS.c.notebook_id == CHANGES.c.notebook_id) & (VERSIONS.c.number == CHANGES.c.number)
    )
    return select(CHANGES, VERSIONS.c.state_hash).select_from(joined)


def last_entry(connection: Connection, notebook_id: str) -> LogEntry | None:
    """The latest entry of a notebook's log; None before any."""
    query = log_query().where(CHANGES.c.notebook_id == notebook_id).order_by(CHANGES.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return read_entry(row) if row else None


def read_entry(row: RowMapping) -> LogEntry:
    """An entry of the log from its row."""
    change = Change(
        who=Person(row["who"], row["role"]),
        at=dt.datetime.fromisoformat(row["at"]),
        what=row["what"],
        request_id=row["request_id"],
        before=row["before"],
        after=row["after"],
        why=row["why"],
        lines=_lines(row["lines"]),
    )
    return LogEntry(
        number=row["number"],
        change=change,
        state_hash=row["state_hash"],
        previous=row["previous"],
        hash=row["hash"],
    )


def _written(lines: Sequence[Line]) -> str:
    return json.dumps([astuple(line) for line in lines], ensure_ascii=False) if lines else ""


def _lines(text: str) -> tuple[Line, ...]:
    named = [field.name for field in fields(Line)]
    return tuple(Line(**dict(zip(named, values, strict=True))) for values in json.loads(text)) if text else ()


def read_listed(row: RowMapping) -> Listed:
    """A line of the list from its row."""
    return Listed(
        id=row["id"],
        name=row["name"],
        cycle=row["cycle"],
        number=row["version"],
        created_at=dt.datetime.fromisoformat(row["created_at"]),
        changed_at=dt.datetime.fromisoformat(row["changed_at"]),
        is_archived=bool(row["archived_at"]),
        follows=row["follows"] or "",
    )
