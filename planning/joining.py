"""Two people changed one notebook at once: their changes joined, and what clashes kept for a person to choose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, insert, select

from planning.change import Change
from planning.codec import CodecError
from planning.merge import Clash, merge, put_at
from planning.parts import Parts, field_json, field_parts
from planning.store_rows import Standing, moment_text, read_bodies, read_notebook, read_refs
from planning.stored import Stored
from planning.tables import CHANGES, CLASHES, VERSIONS

Hashes = tuple[str, ...]


def join_changes(
    connection: Connection, held: Stored, current: Standing, ours: Parts
) -> tuple[Stored, Parts, tuple[Clash, ...]]:
    """Our change on top of the notebook as others left it, and where another change of the same place came first."""
    refs, bodies = dict(current.refs), dict(ours.bodies)
    clashes: list[Clash] = []
    for name in ours.refs:
        base, theirs, mine = (known.get(name) for known in (held.refs, current.refs, ours.refs))
        if mine in (base, theirs) or mine is None:
            continue
        if theirs == base or theirs is None or base is None:
            refs[name] = mine
            continue
        if (apart := _apart(base, theirs, mine)) is not None:
            refs[name] = apart
            continue
        known = {**read_bodies(connection, {*base, *theirs, *mine} - set(bodies)), **bodies}
        was, first, second = (field_json(name, hashes, known) for hashes in (base, theirs, mine))
        merged, found = merge(was, first, second, (name,))
        field = field_parts(name, merged)
        try:
            read_notebook(connection, Parts(refs={**refs, **field.refs}, bodies={**bodies, **field.bodies}))
        except CodecError:
            # Each change is right by itself, both together are not: a person chooses.
            found = (Clash(path=(name,), base=was, theirs=first, ours=second),)
        else:
            refs.update(field.refs)
            bodies.update(field.bodies)
        clashes += found
    parts = Parts(refs=refs, bodies=bodies)
    return replace(held, refs=refs, notebook=read_notebook(connection, parts)), parts, tuple(clashes)


def _apart(base: Hashes, theirs: Hashes, mine: Hashes) -> Hashes | None:
    """The parts of a field whose changes lie in different parts of it; None where they don't."""
    if not len(base) == len(theirs) == len(mine):
        return None
    triples = list(zip(base, theirs, mine, strict=True))
    if any(was not in (first, second) and first != second for was, first, second in triples):
        return None
    return tuple(second if first == was else first for was, first, second in triples)


def keep_clashes(
    connection: Connection, held: Stored, stored: Stored, clashes: Sequence[Clash], change: Change
) -> None:
    """Keep what came second beside what stands, until a person chooses.

    Args:
        held: The notebook the second change was made on.
        stored: The notebook as it stands now, with the second change.
        change: The second change.
    """
    if not clashes:
        return
    count = select(func.count()).select_from(CLASHES).where(CLASHES.c.notebook_id == stored.id)
    first = int(connection.scalar(count) or 0) + 1
    changers = _last_changers(connection, held, stored)
    for number, clash in enumerate(clashes, start=first):
        values = {name: json.dumps(getattr(clash, name)) for name in ("path", "base", "theirs", "ours")}
        facts = {"notebook_id": stored.id, "number": number, "version": stored.number, "at": moment_text(change.at)}
        people = {"theirs_who": changers.get(clash.path[0], ""), "who": str(change.who), "settled": ""}
        connection.execute(insert(CLASHES).values(**facts, **people, **values))


def _last_changers(connection: Connection, held: Stored, stored: Stored) -> dict[str, str]:
    """Who last changed each field between two moments."""
    query = (
        select(VERSIONS.c.refs, CHANGES.c.who, CHANGES.c.role)
        .join(CHANGES, (CHANGES.c.notebook_id == VERSIONS.c.notebook_id) & (CHANGES.c.number == VERSIONS.c.number))
        .where(VERSIONS.c.notebook_id == stored.id)
        .where(VERSIONS.c.number > held.number, VERSIONS.c.number < stored.number)
        .order_by(VERSIONS.c.number)
    )
    found: dict[str, str] = {}
    before = dict(held.refs)
    for row in connection.execute(query):
        refs = read_refs(row.refs)
        found.update({name: f"{row.who} ({row.role})" for name in refs if refs[name] != before.get(name)})
        before = refs
    return found


def put_choice(connection: Connection, current: Standing, clash: Clash) -> Parts:
    """The parts of a notebook with the second of two changes put in place of the first."""
    name = clash.path[0]
    known = read_bodies(connection, current.refs[name])
    changed = field_parts(name, put_at(field_json(name, current.refs[name], known), clash.path[1:], clash.ours))
    return Parts(refs={**current.refs, **changed.refs}, bodies=changed.bodies)
