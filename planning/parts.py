"""A notebook in parts named by their SHA-256, so that a change stores only what it touches."""

from __future__ import annotations

import hashlib
import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, partial
from typing import Any, get_type_hints

from planning.codec import SCHEMA, CodecError, decode, encode, upgrade
from planning.merge import put_at, without_at
from planning.notebook import PlanningNotebook

# Requests stored together: small enough for an edit to be small, large enough for a long list to be few parts.
REQUESTS_TOGETHER = 50
REQUESTS = "requests"
# Values kept as they were read: a notebook has some twenty fields, and one for each fifty requests.
VALUES_KEPT = 1000
Refs = Mapping[str, tuple[str, ...]]
Json = Any
_READ: OrderedDict[tuple[str, tuple[str, ...]], Any] = OrderedDict()
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A notebook taken apart.

    Args:
        refs: Hashes of its parts, by field; only the requests have more than one.
        bodies: Compressed JSON by hash, of the parts that were not known before.
    """

    refs: Refs
    bodies: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def state_hash(self) -> str:
        """The hash of everything: equal for equal notebooks."""
        return state_hash(self.refs)


def take_apart(notebook: PlanningNotebook, known: tuple[PlanningNotebook, Refs] | None = None) -> Parts:
    """The parts of a notebook; those it shares with a known one are not written again."""
    refs: dict[str, tuple[str, ...]] = {}
    bodies: dict[str, bytes] = {}
    for name, kind in _kinds().items():
        value = getattr(notebook, name)
        if known is not None and name in known[1] and getattr(known[0], name) is value:
            refs[name] = known[1][name]
        elif name == REQUESTS:
            refs[name] = _requests(notebook, known, bodies)
        else:
            refs[name] = (_add(bodies, encode(value, kind)),)
    return Parts(refs=refs, bodies=bodies)


def put_together(refs: Refs, bodies: Mapping[str, bytes], schema: int = SCHEMA) -> PlanningNotebook:
    """The notebook of these parts.

    Raises:
        CodecError: a part is missing, damaged, or written by a later version.
    """
    if schema != SCHEMA:
        facts = {name: field_json(name, hashes, bodies) for name, hashes in refs.items()}
        return decode(upgrade({"schema": schema, "notebook": facts})["notebook"], PlanningNotebook)
    if unknown := sorted(set(refs) - set(_kinds())):
        raise CodecError(f"This version of Rounds does not know {', '.join(unknown)}; a later one wrote it.")
    values = {name: _value(name, hashes, bodies) for name, hashes in refs.items()}
    try:
        return PlanningNotebook(**values)
    except TypeError as error:
        raise CodecError(f"A part of the notebook is missing: {error}.") from error


def field_json(name: str, hashes: tuple[str, ...], bodies: Mapping[str, bytes]) -> Json:
    """One field as plain JSON values."""
    found = [_read(one, bodies) for one in hashes]
    return [request for chunk in found for request in chunk] if name == REQUESTS else found[0]


def with_side(name: str, facts: Json, path: tuple[str, ...], side: Json) -> Json:
    """One field's plain JSON values with another one at a path.

    None is what some facts may be; of others, such as the amounts by year, it says that there is no entry.
    """
    changed = put_at(facts, path, side)
    if side is None and path:
        try:
            decode(changed, _kinds()[name])
        except CodecError:
            return without_at(facts, path)
    return changed


def field_parts(name: str, facts: Json) -> Parts:
    """One field's parts from plain JSON values."""
    bodies: dict[str, bytes] = {}
    pieces = _chunks(facts) if name == REQUESTS else [facts]
    return Parts(refs={name: tuple(_add(bodies, piece) for piece in pieces)}, bodies=bodies)


def state_hash(refs: Refs) -> str:
    """One hash for all parts."""
    return digest(json.dumps({name: refs[name] for name in sorted(refs)}).encode())


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def hashes_of(refs: Iterable[Refs]) -> frozenset[str]:
    """Every part that is named."""
    return frozenset(name for ref in refs for hashes in ref.values() for name in hashes)


def check_whole(bodies: Mapping[str, bytes]) -> None:
    """Let parts pass that are what was stored, also those this process has read before.

    Raises:
        CodecError: one is damaged.
    """
    for name in bodies:
        _text(name, bodies)


def unread(refs: Refs) -> frozenset[str]:
    """Parts that were not read yet in this process; the others were found whole when they were."""
    with _LOCK:
        return frozenset(one for name, hashes in refs.items() for one in hashes if (name, (one,)) not in _READ)


def _value(name: str, hashes: tuple[str, ...], bodies: Mapping[str, bytes]) -> Any:
    """One field's value: the same object for the same contents, so that what was worked out for it still counts."""
    blocks = [_remembered((name, (one,)), partial(_decoded, name, one, bodies)) for one in hashes]
    if name != REQUESTS:
        return blocks[0]
    return _remembered((name, (*hashes, "")), lambda: tuple(request for block in blocks for request in block))


def _decoded(name: str, part: str, bodies: Mapping[str, bytes]) -> Any:
    return decode(_read(part, bodies), _kinds()[name])


def _remembered(key: tuple[str, tuple[str, ...]], read: Callable[[], Any]) -> Any:
    with _LOCK:
        if key in _READ:
            _READ.move_to_end(key)
            return _READ[key]
    value = read()
    with _LOCK:
        _READ[key] = value
        while len(_READ) > VALUES_KEPT:
            _READ.popitem(last=False)
    return value


@cache
def _kinds() -> dict[str, Any]:
    hints = get_type_hints(PlanningNotebook)
    return {f.name: hints[f.name] for f in fields(PlanningNotebook)}


def _requests(
    notebook: PlanningNotebook, known: tuple[PlanningNotebook, Refs] | None, bodies: dict[str, bytes]
) -> tuple[str, ...]:
    before = _chunks(known[0].requests) if known else []
    hashes = []
    for number, chunk in enumerate(_chunks(notebook.requests)):
        is_known = known is not None and number < len(before) and _are_same(chunk, before[number])
        if known is not None and is_known:
            hashes.append(known[1][REQUESTS][number])
        else:
            hashes.append(_add(bodies, encode(tuple(chunk), _kinds()[REQUESTS])))
    return tuple(hashes)


def _chunks(requests: Any) -> list[Any]:
    return [requests[i : i + REQUESTS_TOGETHER] for i in range(0, len(requests), REQUESTS_TOGETHER)]


def _are_same(one: Any, other: Any) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _add(bodies: dict[str, bytes], facts: Json) -> str:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    name = digest(text)
    bodies[name] = zlib.compress(text, 6)
    return name


def _read(name: str, bodies: Mapping[str, bytes]) -> Json:
    return json.loads(_text(name, bodies))


def _text(name: str, bodies: Mapping[str, bytes]) -> str:
    try:
        text = zlib.decompress(bodies[name])
    except KeyError as error:
        raise CodecError(f"A part of the notebook is missing: {name[:12]}.") from error
    except zlib.error as error:
        raise CodecError(f"A part of the notebook is damaged: {name[:12]}.") from error
    if digest(text) != name:
        raise CodecError(f"A part of the notebook is not what was stored: {name[:12]}.")
    return text.decode("utf-8", "surrogatepass")
