"""Why no portfolio fits: limits that what must be in already overruns, and rulings that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio.row import TOLERANCE, Row, Sense


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """A limit that what must be in overruns, whatever else is chosen.

    Args:
        row: The limit.
        least: The least any allowed portfolio can use of it.
        over: ``least`` minus the limit, in the row's unit.
        request_ids: The requests that must be in and use it, the largest first.
    """

    row: Row
    least: float
    over: float
    request_ids: tuple[str, ...]


def must_be_in(rows: Sequence[Row]) -> frozenset[str]:
    """Ids that every portfolio must hold: forced ones and everything they need."""
    forced = {i for row in rows if (i := _single(row, is_in=True))}
    needs = [(row, *_ends(row)) for row in rows if row.kind == "prerequisites"]
    while grown := {needed for _, wanting, needed in needs if wanting in forced and needed} - forced:
        forced |= grown
    return frozenset(forced)


def must_be_out(rows: Sequence[Row]) -> frozenset[str]:
    """Ids that no portfolio may hold: those a row fixes at 0."""
    return frozenset(i for row in rows if (i := _single(row, is_in=False)))


def overruns(rows: Sequence[Row]) -> tuple[Overrun, ...]:
    """The limits that what must be in already overruns, the largest share first; empty where none is, taken alone."""
    forced, barred = must_be_in(rows), must_be_out(rows)
    groups = [tuple(row.terms) for row in rows if row.sense is Sense.AT_LEAST and row.bound == 1 and len(row.terms) > 1]
    found = []
    for row in rows:
        if not row.is_limit:
            continue
        least = _least_use(row, forced, barred, groups)
        if least > row.bound + TOLERANCE:
            users = sorted((i for i in forced if row.terms.get(i, 0) > 0), key=lambda i: (-row.terms[i], i))
            found.append(Overrun(row=row, least=least, over=least - row.bound, request_ids=tuple(users)))
    return tuple(sorted(found, key=lambda o: (-o.over / max(abs(o.row.bound), 1.0), o.row.key)))


def contradictions(rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Pairs (request id, why it is barred) where a request must be in and may not be: rulings against duties."""
    forced = must_be_in(rows)
    return tuple((i, row.why) for row in rows if (i := _single(row, is_in=False)) and i in forced)


def _least_use(row: Row, forced: Iterable[str], barred: Iterable[str], groups: Iterable[tuple[str, ...]]) -> float:
    forced, barred = set(forced), set(barred)
    used = sum(amount for i, amount in row.terms.items() if i in forced or (amount < 0 and i not in barred))
    claimed: set[str] = set(forced)
    for group in groups:
        open_members = [i for i in group if i not in barred]
        if claimed.isdisjoint(group) and open_members:
            used += max(0.0, min(row.terms.get(i, 0.0) for i in open_members))
            claimed |= set(group)
    return used


def _single(row: Row, *, is_in: bool) -> str:
    """The id that a one-request row fixes in (or out), empty where it fixes none so."""
    if len(row.terms) != 1 or row.unit != "requests":
        return ""
    (request_id, amount), *_ = row.terms.items()
    if amount != 1:
        return ""
    fixes_in = row.sense in (Sense.AT_LEAST, Sense.EXACTLY) and row.bound == 1
    fixes_out = row.sense in (Sense.AT_MOST, Sense.EXACTLY) and row.bound == 0
    return request_id if (fixes_in if is_in else fixes_out) else ""


def _ends(row: Row) -> tuple[str, str]:
    wanting = next((i for i, amount in row.terms.items() if amount > 0), "")
    needed = next((i for i, amount in row.terms.items() if amount < 0), "")
    return wanting, needed
