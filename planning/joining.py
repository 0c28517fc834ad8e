"""Two people changed one notebook at once: their changes joined, and what clashes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from planning.codec import CodecError
from planning.merge import Clash, merge
from planning.parts import Parts, field_json, field_parts
from planning.store_rows import Standing, read_bodies, read_notebook
from planning.stored import Stored

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
