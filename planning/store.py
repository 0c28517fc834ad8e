"""The store: notebooks with every moment of theirs, safe for many people at once."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from sqlalchemy import Engine, insert, select, update

from planning.change import Change, Line, Recorded
from planning.clashes import choose, chosen_words, keep_clashes, open_clashes, request_of, value_words
from planning.database import connect, reading, writing
from planning.joining import join_changes
from planning.log import LogEntry, next_entry
from planning.merge import Clash
from planning.notebook import PlanningNotebook
from planning.parts import take_apart
from planning.people import Action, Person, check_may
from planning.store_rows import (
    keep_source,
    last_entry,
    log_query,
    moment_text,
    read_entry,
    read_listed,
    read_notebook,
    read_refs,
    read_stored,
    standing,
    touch,
    version_row,
    write_moment,
    write_same,
)
from planning.stored import Listed, OpenClash, Saved, Stored
from planning.tables import CHANGES, NOTEBOOKS, SOURCES, VERSIONS

OPENED = "notebook opened"


class Store:
    """All notebooks in one database. What a function here returned from is on disk."""

    def __init__(self, engine: Engine) -> None:
        """``engine``: a database with today's tables, from ``planning.database.connect``."""
        self.engine = engine

    def create(
        self,
        notebook: PlanningNotebook,
        *,
        by: Person,
        at: dt.datetime,
        source: bytes | None = None,
        follows: str = "",
        what: str = OPENED,
        lines: tuple[Line, ...] = (),
    ) -> Stored:
        """A new notebook with its first moment; the file it came from is kept as it came.

        Args:
            lines: Each place in which it differs from the one it is made from.

        Raises:
            NotAllowedError: the role may not open files.
            ValueError: the bytes are not those of the notebook's source.
            StoreError: it was not saved.
        """
        check_may(by, Action.OPEN)
        parts = take_apart(notebook)
        stored = Stored(id=uuid.uuid4().hex[:12], number=1, notebook=notebook, refs=parts.refs)
        change = Change(who=by, at=at, what=what, after=notebook.name, lines=lines)
        with writing(self.engine) as connection:
            values = {"id": stored.id, "name": notebook.name, "cycle": notebook.cycle, "version": 1}
            moments = {"created_at": moment_text(at), "changed_at": moment_text(at), "follows": follows or None}
            connection.execute(insert(NOTEBOOKS).values(**values, **moments))
            if source is not None:
                keep_source(connection, notebook, source, at)
            write_moment(connection, stored, parts, next_entry(change, parts.state_hash, None))
        return stored

    def save(self, held: Stored, recorded: Recorded, *, source: bytes | None = None) -> Saved:
        """A recorded change of a notebook as this person holds it; what others changed meanwhile is kept.

        Changes of different places are joined. Where both changed one place, the one saved first stands, the other is
        kept beside it until a person chooses.

        Raises:
            NoNotebookError: there is no such notebook.
            StoreError: it was not saved.
        """
        parts = take_apart(recorded.notebook, (held.notebook, held.refs))
        with writing(self.engine) as connection:
            current, clashes = standing(connection, held.id), tuple[Clash, ...]()
            if source is not None:
                keep_source(connection, recorded.notebook, source, recorded.change.at)
            if current.number == held.number:
                stored = replace(held, notebook=recorded.notebook, refs=parts.refs)
            else:
                stored, parts, clashes = join_changes(connection, held, current, parts)
            stored = replace(stored, number=current.number + 1)
            entry = next_entry(recorded.change, parts.state_hash, last_entry(connection, held.id))
            write_moment(connection, stored, parts, entry)
            touch(connection, stored, entry)
            keep_clashes(connection, held, stored, clashes, recorded.change)
        return Saved(stored=stored, entry=entry, clashes=clashes)

    def load(self, notebook_id: str, number: int | None = None, *, by: Person) -> Stored:
        """A notebook as it stands, or as it stood at one moment.

        Raises:
            NotAllowedError: the role may not view.
            NoNotebookError: there is no such notebook or moment.
            StoreError: it can't be read, or a part of it is damaged.
        """
        check_may(by, Action.VIEW)
        with reading(self.engine) as connection:
            row = version_row(connection, notebook_id, number)
            return read_stored(connection, notebook_id, row)

    def number(self, notebook_id: str, *, by: Person) -> int:
        """The number of the latest moment; 0 where there is no such notebook.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        with reading(self.engine) as connection:
            found = connection.scalar(select(NOTEBOOKS.c.version).where(NOTEBOOKS.c.id == notebook_id))
            return int(found or 0)

    def listing(self, search: str = "", *, is_archived: bool = False, by: Person) -> tuple[Listed, ...]:
        """Notebooks whose name or cycle holds the words, the last changed first.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        query = select(NOTEBOOKS).order_by(NOTEBOOKS.c.changed_at.desc(), NOTEBOOKS.c.id)
        with reading(self.engine) as connection:
            rows = connection.execute(query).mappings().all()
        words = search.casefold().split()
        found = [read_listed(row) for row in rows if bool(row["archived_at"]) == is_archived]
        return tuple(n for n in found if all(word in f"{n.name} {n.cycle}".casefold() for word in words))

    def set_archived(self, notebook_id: str, is_archived: bool, *, by: Person, at: dt.datetime) -> None:
        """Take a notebook out of the list, or back into it, which its log says; nothing of it is lost.

        Raises:
            NotAllowedError: the role may not archive.
            NoNotebookError: there is no such notebook.
        """
        check_may(by, Action.ARCHIVE)
        when = moment_text(at) if is_archived else None
        words = ("in use", "archived") if is_archived else ("archived", "in use")
        with writing(self.engine) as connection:
            current = standing(connection, notebook_id)
            this_one = NOTEBOOKS.c.id == notebook_id
            if bool(connection.scalar(select(NOTEBOOKS.c.archived_at).where(this_one))) is is_archived:
                return
            connection.execute(update(NOTEBOOKS).where(this_one).values(archived_at=when))
            change = Change(who=by, at=at, what="shelf", before=words[0], after=words[1])
            write_same(connection, notebook_id, current, change)

    def log(self, notebook_id: str, *, by: Person) -> tuple[LogEntry, ...]:
        """Every change, the earliest first.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        query = log_query().where(CHANGES.c.notebook_id == notebook_id).order_by(CHANGES.c.number)
        with reading(self.engine) as connection:
            return tuple(read_entry(row) for row in connection.execute(query).mappings())

    def source(self, sha256: str, *, by: Person) -> tuple[str, bytes] | None:
        """The name and the bytes of a file as it came; None where it was not kept.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        with reading(self.engine) as connection:
            row = connection.execute(select(SOURCES).where(SOURCES.c.sha256 == sha256)).mappings().first()
        return (row["name"], bytes(row["body"])) if row else None

    def clashes(self, notebook_id: str, *, by: Person) -> tuple[OpenClash, ...]:
        """Places where two changes wait for a person, the earliest first.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        with reading(self.engine) as connection:
            if connection.scalar(select(NOTEBOOKS.c.id).where(NOTEBOOKS.c.id == notebook_id)) is None:
                return ()
            return open_clashes(connection, notebook_id, read_refs(version_row(connection, notebook_id, None).refs))

    def settle(self, notebook_id: str, shown: OpenClash, *, takes_second: bool, by: Person, at: dt.datetime) -> Stored:
        """Choose between two changes of one place; the choice is a change of its own.

        Args:
            shown: The clash as the person saw it.

        Raises:
            NotAllowedError: the role may not change that place.
            StoreError: the clash is settled already, or somebody changed its place since it was shown.
        """
        with writing(self.engine) as connection:
            current = standing(connection, notebook_id)
            parts = choose(connection, notebook_id, current, shown, takes_second=takes_second, by=by)
            notebook = read_notebook(connection, parts)
            stored = Stored(id=notebook_id, number=current.number + 1, notebook=notebook, refs=parts.refs)
            change = Change(
                who=by,
                at=at,
                what=" ".join(("choice on", *shown.clash.path)),
                request_id=request_of(shown.clash.path, [request.id for request in notebook.requests]),
                before=value_words(shown.clash.theirs),
                after=chosen_words(shown, takes_second=takes_second),
                why="Two people changed it at the same time.",
            )
            entry = next_entry(change, parts.state_hash, last_entry(connection, notebook_id))
            write_moment(connection, stored, parts, entry)
            touch(connection, stored, entry)
        return stored

    def note_result(self, notebook_id: str, number: int, result_hash: str, *, by: Person) -> None:
        """Keep the hash of what a moment gave, which whoever looks at it works out. The first one noted stays.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        where = (VERSIONS.c.notebook_id == notebook_id) & (VERSIONS.c.number == number)
        with writing(self.engine) as connection:
            connection.execute(
                update(VERSIONS).where(where, VERSIONS.c.result_hash.is_(None)).values(result_hash=result_hash)
            )

    def result_hash(self, notebook_id: str, number: int, *, by: Person) -> str:
        """The hash of what a moment gave; empty while nobody looked.

        Raises:
            NotAllowedError: the role may not view.
        """
        check_may(by, Action.VIEW)
        with reading(self.engine) as connection:
            return str(version_row(connection, notebook_id, number).result_hash or "")

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """The store at this address, with its tables brought up to date.

    Raises:
        StoreError: the database can't be opened.
    """
    return Store(connect(url))
