"""Two people changed one notebook: what both can have is joined, what only one can have is shown to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = Any
Path = tuple[str, ...]
# What tells the entries of a list apart, the first that fits: these fields, all of them.
_NAMES: tuple[tuple[str, ...], ...] = (
    ("request_id", "column"),
    ("request_id", "gate"),
    ("request_id", "code"),
    ("request_id",),
    ("id",),
    ("code",),
    ("domain",),
    ("name",),
    ("fiscal_year",),
    ("role",),
    ("department",),
)
# Lists whose order means nothing and where each word stands for itself.
_SETS = ("kinds_on", "ai_evidence")
# Values that make sense only as a whole.
_WHOLE = ({"shares"},)
_ABSENT = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One place that two people set to different values.

    Args:
        path: Where: names of fields and of entries, from the outside in.
        base: What stood there before both; None where nothing did.
        theirs: What was saved first and stays until a person chooses.
        ours: What came second.
    """

    path: Path
    base: Json
    theirs: Json
    ours: Json


def merge(base: Json, theirs: Json, ours: Json, path: Path = ()) -> tuple[Json, tuple[Clash, ...]]:
    """Both changes of a plain JSON value, and where they clash; there the first one saved stands."""
    if ours in (base, theirs):
        return theirs, ()
    if theirs == base:
        return ours, ()
    if all(isinstance(v, dict) for v in (base, theirs, ours)) and set(ours) not in _WHOLE:
        return _merge_named(base, theirs, ours, path)
    if all(isinstance(v, list) for v in (base, theirs, ours)):
        return _merge_lists(base, theirs, ours, path)
    return theirs, (Clash(path=path, base=base, theirs=theirs, ours=ours),)


def _merge_lists(
    base: list[Json], theirs: list[Json], ours: list[Json], path: Path
) -> tuple[list[Json], tuple[Clash, ...]]:
    if path and path[-1] in _SETS:
        return sorted((set(theirs) | (set(ours) - set(base))) - (set(base) - set(ours))), ()
    named = _by_name(base), _by_name(theirs), _by_name(ours)
    if named[0] is not None and named[1] is not None and named[2] is not None:
        merged, clashes = _merge_named(named[0], named[1], named[2], path)
        return list(merged.values()), clashes
    if theirs[: len(base)] == base == ours[: len(base)]:
        return _merge_added(base, theirs, ours, path)
    return theirs, (Clash(path=path, base=base, theirs=theirs, ours=ours),)


def _merge_named(
    base: dict[str, Json], theirs: dict[str, Json], ours: dict[str, Json], path: Path
) -> tuple[dict[str, Json], tuple[Clash, ...]]:
    merged: dict[str, Json] = {}
    clashes: list[Clash] = []
    for name in dict.fromkeys((*theirs, *ours)):
        was, first, second = (v.get(name, _ABSENT) for v in (base, theirs, ours))
        is_everywhere = _ABSENT not in (was, first, second)
        found, told = (merge if is_everywhere else _merge_absent)(was, first, second, (*path, name))
        clashes += told
        if found is not _ABSENT:
            merged[name] = found
    return merged, tuple(clashes)


def _merge_absent(base: Json, theirs: Json, ours: Json, path: Path) -> tuple[Json, tuple[Clash, ...]]:
    """One place that one of the three does not have."""
    if ours in (base, theirs):
        return theirs, ()
    if theirs == base:
        return ours, ()
    shown = [None if v is _ABSENT else v for v in (base, theirs, ours)]
    return theirs, (Clash(path=path, base=shown[0], theirs=shown[1], ours=shown[2]),)


def _merge_added(
    base: Sequence[Json], theirs: Sequence[Json], ours: Sequence[Json], path: Path
) -> tuple[list[Json], tuple[Clash, ...]]:
    """Lists that both only added to: both additions, unless they are about the same thing."""
    new_theirs, new_ours = theirs[len(base) :], ours[len(base) :]
    about = {_about(entry) for entry in new_theirs}
    clashing = [entry for entry in new_ours if _about(entry) in about and entry not in new_theirs]
    joined = [*theirs, *(e for e in new_ours if e not in clashing and e not in new_theirs)]
    if not clashing:
        return joined, ()
    # Whoever takes the second side takes it for what clashes; what the first added about other things stays.
    twice = {_about(entry) for entry in clashing}
    others = [entry for entry in joined[len(base) :] if _about(entry) not in twice]
    second = [*base, *others, *(entry for entry in new_ours if _about(entry) in twice)]
    return joined, (Clash(path=path, base=base, theirs=joined, ours=second),)


def _about(entry: Json) -> Json:
    if isinstance(entry, list) and entry and isinstance(entry[0], str):
        return entry[0]
    if isinstance(entry, dict):
        return str(entry.get("request_id", entry))
    return str(entry)


def _by_name(entries: list[Json]) -> dict[str, Json] | None:
    """Entries of a list by what tells them apart; None where nothing does."""
    names = [_name_of(entry) for entry in entries]
    if None in names or len(set(names)) < len(names):
        return None
    return dict(zip(names, entries, strict=True))  # type: ignore[arg-type]


def _name_of(entry: Json) -> str | None:
    if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str):
        return entry[0]
    if isinstance(entry, dict):
        for fields in _NAMES:
            if all(isinstance(entry.get(field), str) for field in fields):
                return " ".join(entry[field] for field in fields)
    return None


def value_at(facts: Json, path: Path) -> Json:
    """What stands at a path of plain JSON values; None where nothing does."""
    if not path:
        return facts
    named = facts if isinstance(facts, dict) else _by_name(facts) if isinstance(facts, list) else None
    return value_at((named or {}).get(path[0]), path[1:])


def put_at(facts: Json, path: Path, value: Json) -> Json:
    """Plain JSON values with another one at a path; None takes an entry of a list away."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(facts, dict):
        return {**facts, first: put_at(facts.get(first), rest, value)}
    named = _by_name(facts or []) or {}
    changed = {**named, first: put_at(named.get(first), rest, value)}
    return [entry for name, entry in changed.items() if not (name == first and entry is None)]


def without_at(facts: Json, path: Path) -> Json:
    """Plain JSON values without the entry at a path, be it of a list or of names."""
    first, rest = path[0], path[1:]
    if rest:
        return put_at(facts, (first,), without_at(value_at(facts, (first,)), rest))
    if isinstance(facts, dict):
        return {name: entry for name, entry in facts.items() if name != first}
    return put_at(facts, path, None)
