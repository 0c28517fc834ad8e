"""Two people changed one notebook at once: their changes joined, and what clashes kept for a person to choose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
        field = _Field(name, read_bodies(connection, _differing(base, theirs, mine) - set(bodies)) | bodies)
        joined = field.joined_by_blocks(base, theirs, mine)
        if joined is None:
            field.known.update(read_bodies(connection, {*base, *theirs, *mine} - set(field.known)))
            joined = field.joined(base, theirs, mine)
        parts, found = joined
        try:
            read_notebook(connection, Parts(refs={**refs, **parts.refs}, bodies={**bodies, **parts.bodies}))
        except CodecError:
            # Each change is right by itself, both together are not: a person chooses.
            field.known.update(read_bodies(connection, {*base, *theirs, *mine} - set(field.known)))
            was, first, second = (field_json(name, hashes, field.known) for hashes in (base, theirs, mine))
            found = (Clash(path=(name,), base=was, theirs=first, ours=second),)
        else:
            refs.update(parts.refs)
            bodies.update(parts.bodies)
        clashes += found
    parts = Parts(refs=refs, bodies=bodies)
    return replace(held, refs=refs, notebook=read_notebook(connection, parts)), parts, tuple(clashes)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field that both changed, and the contents of its parts by hash."""

    name: str
    known: dict[str, bytes]

    def joined(self, base: Hashes, theirs: Hashes, mine: Hashes) -> tuple[Parts, tuple[Clash, ...]]:
        """Both changes of the field as a whole."""
        was, first, second = (field_json(self.name, hashes, self.known) for hashes in (base, theirs, mine))
        merged, clashes = merge(was, first, second, (self.name,))
        return field_parts(self.name, merged), clashes

    def joined_by_blocks(self, base: Hashes, theirs: Hashes, mine: Hashes) -> tuple[Parts, tuple[Clash, ...]] | None:
        """Both changes block by block; None where an entry came, went or moved in a block that both changed."""
        if not 1 < len(base) == len(theirs) == len(mine):
            return None
        hashes: list[str] = []
        bodies: dict[str, bytes] = {}
        clashes: list[Clash] = []
        for block in zip(base, theirs, mine, strict=True):
            was, first, second = block
            if second in (was, first) or first == was:
                hashes.append(second if first == was else first)
                continue
            if len({self._entries(one) for one in block}) > 1:
                return None
            part, found = self.joined((was,), (first,), (second,))
            hashes += part.refs[self.name]
            bodies |= part.bodies
            clashes += found
        return Parts(refs={self.name: tuple(hashes)}, bodies=bodies), tuple(clashes)

    def _entries(self, block: str) -> tuple[str, ...]:
        return tuple(entry["id"] for entry in field_json(self.name, (block,), self.known))


def _differing(base: Hashes, theirs: Hashes, mine: Hashes) -> set[str]:
    """Parts that stand in some of the three and not in all."""
    return {*base, *theirs, *mine} - ({*base} & {*theirs} & {*mine})


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
