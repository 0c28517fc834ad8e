"""The log: every change in its order, each entry carrying the hash of the one before, so that a gap shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from planning.change import Change

# What the first entry carries as the hash of the one before.
NOTHING_BEFORE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One change in its place.

    Args:
        number: 1 for the first; the notebook's version it made.
        state_hash: The hash of the notebook after it.
        previous: The hash of the entry before.
        hash: The hash of all of this.
    """

    number: int
    change: Change
    state_hash: str
    previous: str
    hash: str

    @property
    def is_true(self) -> bool:
        """Whether the entry says what it said when it was written."""
        return self.hash == _hash(self.number, self.change, self.state_hash, self.previous)


def next_entry(change: Change, state_hash: str, last: LogEntry | None) -> LogEntry:
    """The entry of a change after the last one."""
    number, previous = (last.number + 1, last.hash) if last else (1, NOTHING_BEFORE)
    written = _hash(number, change, state_hash, previous)
    return LogEntry(number=number, change=change, state_hash=state_hash, previous=previous, hash=written)


def first_fault(entries: Sequence[LogEntry], latest: int = 0) -> str:
    """Where a whole log, the earliest entry first, has a gap or was changed; empty where it is whole.

    Args:
        latest: The number of the notebook's latest moment, up to which the log goes at least; 0 where it is not known.
    """
    previous = NOTHING_BEFORE
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return f"Entry {number} is missing."
        if entry.previous != previous:
            return f"Entry {number} does not follow the entry before it."
        if not entry.is_true:
            return f"Entry {number} was changed after it was written."
        previous = entry.hash
    if len(entries) < latest:
        return f"Entry {len(entries) + 1} is missing, and all after it."
    return ""


def entries_about(
    entries: Iterable[LogEntry], *, request_ids: Sequence[str] = (), who: Sequence[str] = ()
) -> tuple[LogEntry, ...]:
    """Entries about some requests, be it on one of their lines, and by some people; no names: all."""
    return tuple(
        entry
        for entry in entries
        if (not request_ids or not requests_of(entry.change).isdisjoint(request_ids))
        and (not who or entry.change.who.name in who)
    )


def requests_of(change: Change) -> frozenset[str]:
    """Ids of the requests a change is about; none where it is about the notebook as a whole."""
    return frozenset((change.request_id, *(line.request_id for line in change.lines))) - {""}


def last_meeting(entries: Sequence[LogEntry], signed: Sequence[int], today: dt.date) -> int | None:
    """The moment the last meeting ended with: the last one signed that has changed since, else that of an earlier day.

    Args:
        entries: The whole log, the earliest first.
        signed: Moments that somebody signed.
        today: The day on the clock here, on which this meeting is.
    """
    earlier = [e.number for e in entries[:-1] if e.change.at.astimezone().date() < today]
    # A signature is a moment too, and one that was only signed since is the plan as it stands.
    before_now = [number for number in signed if entries[number - 1].state_hash != entries[-1].state_hash]
    return max(before_now) if before_now else max(earlier, default=None)


def _hash(number: int, change: Change, state_hash: str, previous: str) -> str:
    facts = [
        number,
        change.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        change.who.name,
        change.who.role,
        change.what,
        change.request_id,
        change.before,
        change.after,
        change.why,
        state_hash,
        previous,
        # An entry without lines has the hash it had before there were any.
        *([[list(astuple(line)) for line in change.lines]] if change.lines else ()),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
