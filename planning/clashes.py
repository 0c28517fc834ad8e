"""Places that two people changed at once: both changes are kept until a person chooses which one stands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from intake.reimport import facts_changed
from planning.change import Change
from planning.codec import decode
from planning.database import StoreError
from planning.merge import Clash, Path, value_at
from planning.parts import REQUESTS, Parts, Refs, field_json, field_parts, with_side
from planning.people import Action, Person, check_may
from planning.recording import weights_words
from planning.store_rows import Standing, moment_text, read_bodies, read_refs
from planning.stored import OpenClash, Stored
from planning.tables import CHANGES, CLASHES, VERSIONS
from scoring.request import Request
from scoring.weights import Weights

Json = Any
# What choosing between two changes of a field takes: the same as changing it. Any other field is agreed on.
CHOOSING: Mapping[str, Action] = {
    "overrides": Action.OVERRIDE,
    "decisions": Action.OVERRIDE,
    "governance": Action.APPROVE,
    "requests": Action.EDIT_REQUESTS,
    "source": Action.EDIT_REQUESTS,
    "name": Action.EDIT_REQUESTS,
    "cycle": Action.EDIT_REQUESTS,
    "saved": Action.EXPLORE,
    "money_terms": Action.ASSUME,
}


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
    for number, clash in enumerate(clashes, start=first):
        values = {name: json.dumps(getattr(clash, name)) for name in ("path", "base", "theirs", "ours")}
        facts = {"notebook_id": stored.id, "number": number, "version": stored.number, "at": moment_text(change.at)}
        theirs_who = _who_put(connection, stored.id, clash.path, after=held.number, before=stored.number)
        people = {"theirs_who": theirs_who, "who": str(change.who), "settled": ""}
        connection.execute(insert(CLASHES).values(**facts, **people, **values))


def open_clashes(connection: Connection, notebook_id: str, current: Refs) -> tuple[OpenClash, ...]:
    """Places where two changes wait for a person, the earliest first.

    The first side is what stands there now, which somebody may have changed once more since. A cell that two people
    entered is one place, though it stands in the request and beside the file.

    Args:
        current: What the notebook consists of as it stands.
    """
    found = _all_open(connection, notebook_id, current)
    beside = {twin.number for one in found for twin in _twins(connection, current, one, found)}
    return tuple(one for one in found if one.number not in beside)


def choose(
    connection: Connection, notebook_id: str, current: Standing, shown: OpenClash, *, takes_second: bool, by: Person
) -> Parts:
    """Settle a clash; the parts of the notebook with the side that was chosen.

    Args:
        shown: The clash as the person saw it.

    Raises:
        NotAllowedError: the role may not change that place.
        StoreError: the clash is settled already, or somebody changed its place since it was shown.
    """
    waiting = _all_open(connection, notebook_id, current.refs)
    found = next((c for c in waiting if c.number == shown.number), None)
    if found is None:
        raise StoreError("Somebody has chosen already.")
    check_may(by, CHOOSING.get(found.clash.path[0], Action.AGREE))
    if found.clash != shown.clash:
        raise StoreError(f"{found.theirs_who} changed this place since it was shown: choose anew. Nothing was changed.")
    settled = (found, *_twins(connection, current.refs, found, waiting))
    where = (CLASHES.c.notebook_id == notebook_id) & CLASHES.c.number.in_([one.number for one in settled])
    said = chosen_words(shown, takes_second=takes_second)
    connection.execute(update(CLASHES).where(where).values(settled=f"{by} took {said}"))
    parts = Parts(refs=current.refs)
    for one in settled if takes_second else ():
        name, *rest = one.clash.path
        known = read_bodies(connection, set(parts.refs[name]) - set(parts.bodies)) | dict(parts.bodies)
        facts = field_json(name, parts.refs[name], known)
        changed = field_parts(name, with_side(name, facts, tuple(rest), one.clash.ours))
        parts = Parts(refs={**parts.refs, **changed.refs}, bodies={**parts.bodies, **changed.bodies})
    return parts


def chosen_words(shown: OpenClash, *, takes_second: bool) -> str:
    """The chosen side of a clash: whose it was, and what it says."""
    who, value = (shown.who, shown.clash.ours) if takes_second else (shown.theirs_who, shown.clash.theirs)
    return f"{who}: {value_words(value)}"


def value_words(value: Json) -> str:
    """A stored value in words."""
    if value is None or isinstance(value, str):
        return value or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if set(value) == {"shares"}:
            return weights_words(decode(value, Weights))
        facts = {key: entry for key, entry in value.items() if key != "request_id" and entry not in (None, "", [], {})}
        said = ((key.replace("_", " "), entry) for key, entry in facts.items())
        return "; ".join(f"{key}: {value_words(entry)}" for key, entry in said) or "nothing"
    if isinstance(value, list):
        return ", ".join(value_words(entry) for entry in value) or "nothing"
    return f"{value:,.10g}"


def request_of(path: Path, request_ids: Sequence[str]) -> str:
    """The request that a place is about; empty where it is about none."""
    ids = set(request_ids)
    return next((word for name in path for word in (name, name.partition(" ")[0]) if word in ids), "")


def _all_open(connection: Connection, notebook_id: str, current: Refs) -> tuple[OpenClash, ...]:
    query = select(CLASHES).where(CLASHES.c.notebook_id == notebook_id, CLASHES.c.settled == "")
    rows = connection.execute(query.order_by(CLASHES.c.number)).mappings().all()
    return tuple(_as_it_stands(connection, row, current) for row in rows)


def _twins(connection: Connection, current: Refs, one: OpenClash, among: Sequence[OpenClash]) -> tuple[OpenClash, ...]:
    """Entries beside the file that clash because a cell of a request does: the same two changes made them."""
    is_cell = one.clash.path[0] == REQUESTS and len(one.clash.path) > 2
    standing = _Place(connection, one.clash.path[:2]).value(current) if is_cell else None
    if standing is None:
        return ()
    request_id = one.clash.path[1]
    sides = (one.clash.theirs, one.clash.ours)
    facts = [with_side(REQUESTS, [standing], one.clash.path[1:], side) for side in sides]
    before, after = (decode(side, tuple[Request, ...])[0] for side in facts)
    cells = {f"{request_id} {fact.column}" for fact in facts_changed(before, after)}
    return tuple(
        other
        for other in among
        if (other.at, other.who) == (one.at, one.who)
        and other.clash.path[:2] == ("source", "edits")
        and cells.intersection(other.clash.path[2:3])
    )


def _as_it_stands(connection: Connection, row: RowMapping, current: Refs) -> OpenClash:
    path, base, theirs, ours = (json.loads(row[name]) for name in ("path", "base", "theirs", "ours"))
    clash = Clash(path=tuple(path), base=base, theirs=theirs, ours=ours)
    when = dt.datetime.fromisoformat(row["at"])
    kept = OpenClash(number=row["number"], clash=clash, theirs_who=row["theirs_who"], who=row["who"], at=when)
    standing = _Place(connection, clash.path).value(current)
    if standing == theirs:
        return kept
    who = _who_put(connection, row["notebook_id"], clash.path, after=row["version"])
    return replace(kept, clash=replace(clash, theirs=standing), theirs_who=who or kept.theirs_who)


def _who_put(connection: Connection, notebook_id: str, path: Path, *, after: int, before: int | None = None) -> str:
    """Who last changed a place after one moment, and before another one if asked for; empty where nobody did."""
    query = (
        select(VERSIONS.c.number, VERSIONS.c.refs, CHANGES.c.who, CHANGES.c.role)
        .join(CHANGES, (CHANGES.c.notebook_id == VERSIONS.c.notebook_id) & (CHANGES.c.number == VERSIONS.c.number))
        .where(VERSIONS.c.notebook_id == notebook_id, VERSIONS.c.number >= after)
        .order_by(VERSIONS.c.number)
    )
    place, who = _Place(connection, path), ""
    values: list[Json] = []
    for row in connection.execute(query if before is None else query.where(VERSIONS.c.number < before)):
        values.append(place.value(read_refs(row.refs)))
        if len(values) > 1 and values[-1] != values[-2]:
            who = str(Person(row.who, row.role))
    return who


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a notebook at many of its moments; each part is read once."""

    connection: Connection
    path: Path
    found: dict[str, Json] = field(default_factory=dict)

    def value(self, refs: Refs) -> Json:
        """What stands there; None where nothing does."""
        name, *rest = self.path
        if missing := [part for part in refs.get(name, ()) if part not in self.found]:
            bodies = read_bodies(self.connection, missing)
            self.found.update({part: value_at(field_json(name, (part,), bodies), tuple(rest)) for part in missing})
        values = [self.found[part] for part in refs.get(name, ())]
        if name == REQUESTS and not rest:
            return [request for block in values for request in block]
        return next((value for value in values if value is not None), None)
