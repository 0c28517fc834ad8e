"""The smallest set of rules that collide, and how far each limit in it would have to move."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portfolio.row import Row, Sense
from portfolio.selection import Problem, keep
from portfolio.solver import Ask, KeptModel

Keys = frozenset[str]
# Far finer than a cent or a minute, coarser than the noise of a sum.
DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How far one limit alone would have to move for a portfolio to fit.

    Args:
        to: The nearest bound at which one fits; None where moving this limit alone helps nothing.
    """

    row: Row
    to: float | None

    @property
    def by(self) -> float | None:
        """The distance, never negative, in the row's unit."""
        return None if self.to is None else abs(self.to - self.row.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rules no portfolio can keep together; leave any one of them out and the others can be kept.

    Args:
        rows: The rules, in order of their keys; empty where no rule is needed (nothing collides).
        moves: For each limit among them, how far it alone would have to move with every other rule kept.
        is_smallest: No set of fewer rules collides; False where time only allowed the irreducible.
    """

    rows: tuple[Row, ...]
    moves: tuple[Move, ...] = ()
    is_smallest: bool = False


def find_conflict(
    problem: Problem,
    *,
    model: KeptModel | None = None,
    fixed: Mapping[str, bool] = {},
    seconds: float = 10.0,
    with_moves: bool = True,
) -> Conflict | None:
    """Why no portfolio fits, as the smallest set of rules that collide; None where one fits.

    First an irreducible set by halving (QuickXplain, Junker 2004), then the smallest by implicit hitting sets
    (Ignatiev, Previti, Liffiton and Marques-Silva 2015) for as long as time is left. Whole requests decide
    throughout, so that rules that parts of requests could keep are found too.

    Args:
        fixed: Requests held in (True) or out (False): why that is impossible.
        seconds: Time limit for finding fewer rules; an irreducible set comes back in any case.
        with_moves: Whether to tell how far each limit would have to move.
    """
    kept = model or keep(problem)
    oracle = _Oracle(kept, problem.rows, fixed)
    deadline = time.perf_counter() + seconds
    everything = frozenset(row.key for row in problem.rows)
    if oracle.can_keep(everything):
        return None
    found = frozenset(_irreducible(oracle.can_keep, _by_suspicion(problem.rows)))
    smallest = _smallest(oracle, everything, found, deadline)
    rows = tuple(row for row in sorted(problem.rows, key=lambda r: r.key) if row.key in (smallest or found))
    moves = tuple(_move(kept, row, fixed) for row in rows if _is_movable(row)) if with_moves else ()
    return Conflict(rows=rows, moves=moves, is_smallest=smallest is not None)


def find_conflicts(
    problem: Problem, *, model: KeptModel | None = None, fixed: Mapping[str, bool] = {}, n_most: int = 5
) -> tuple[Conflict, ...]:
    """One conflict after the other, each found with the rules of those before left out; empty where a portfolio fits.

    All of them must be solved before a portfolio fits: a request may be too dear and lack its prerequisite as well.
    """
    kept, found, left = model or keep(problem), list[Conflict](), problem
    while len(found) < n_most:
        conflict = find_conflict(left, model=kept, fixed=fixed, with_moves=False)
        if conflict is None or not conflict.rows:
            break
        found.append(conflict)
        left = without_rows(left, {row.key for row in conflict.rows})
    return tuple(found)


@dataclass(slots=True)
class _Oracle:
    """Whether some portfolio keeps a set of rows; remembers portfolios, because one answers for many sets."""

    model: KeptModel
    rows: Sequence[Row]
    fixed: Mapping[str, bool]
    kept_by_known: list[Keys] = field(default_factory=list)

    def can_keep(self, keys: Keys) -> bool:
        return self.kept_with(keys) is not None

    def kept_with(self, keys: Keys) -> Keys | None:
        """All rows that one portfolio keeps, these among them; None where no portfolio keeps these."""
        for kept in self.kept_by_known:
            if keys <= kept:
                return kept
        ask = Ask(fixed=self.fixed, without=[key for key in self.model.arrays.keys if key not in keys], gap=1.0)
        nothing = self.model.arrays.objective({}, with_premiums=False)
        if self.model.relax(nothing, ask).bound is None:
            return None
        answer = self.model.best(nothing, ask)
        if answer.chosen is None:
            return None
        kept = frozenset(row.key for row in self.rows if row.is_met(answer.chosen)) | keys
        self.kept_by_known.append(kept)
        return kept


def _by_suspicion(rows: Iterable[Row]) -> list[str]:
    """Limits last: the halving keeps early rules for the longest, so duties and their needs are named first."""
    return [row.key for row in sorted(rows, key=lambda r: (r.is_limit, r.key))]


def _irreducible(can_keep: Callable[[Keys], bool], keys: Sequence[str]) -> list[str]:
    """Rules of which no proper part collides, by halving: about k log(n / k) questions for k of n rules."""

    def explain(background: Keys, is_grown: bool, rest: Sequence[str]) -> list[str]:
        if is_grown and not can_keep(background):
            return []
        if len(rest) == 1:
            return list(rest)
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        of_second = explain(background | set(first), bool(first), second)
        of_first = explain(background | set(of_second), bool(of_second), first)
        return of_first + of_second

    return explain(frozenset(), True, keys) if keys else []


def _smallest(oracle: _Oracle, everything: Keys, found: Keys, deadline: float) -> Keys | None:
    """The smallest colliding set, or None where time ran out; ties go to the lowest keys."""
    corrections: list[Keys] = []
    while time.perf_counter() < deadline:
        chosen = _hitting_set(corrections, len(found))
        if chosen is None or len(chosen) >= len(found):
            return found
        kept = oracle.kept_with(chosen)
        if kept is None:
            return chosen
        corrections.append(everything - _grown(oracle, everything, kept))
    return None


def _grown(oracle: _Oracle, everything: Keys, kept: Keys) -> Keys:
    """A set of rows some portfolio keeps, to which no further row can be added."""
    for key in sorted(everything - kept):
        if key not in kept:
            kept = oracle.kept_with(kept | {key}) or kept
    return kept


def _hitting_set(sets: Sequence[Keys], fewer_than: int) -> Keys | None:
    """The smallest set of keys with one in each set; None where it takes as many as asked."""
    for size in range(fewer_than):
        if (chosen := _hit(sets, frozenset(), size)) is not None:
            return chosen
    return None


def _hit(sets: Sequence[Keys], chosen: Keys, n_left: int) -> Keys | None:
    missed = [keys for keys in sets if keys.isdisjoint(chosen)]
    if not missed or n_left == 0:
        return None if missed else chosen
    smallest = sorted((sorted(keys) for keys in missed), key=lambda keys: (len(keys), keys))[0]
    for key in smallest:
        if (found := _hit(missed, chosen | {key}, n_left - 1)) is not None:
            return found
    return None


def _is_movable(row: Row) -> bool:
    return row.is_limit or (row.sense is not Sense.EXACTLY and row.kind == "balance")


def _move(model: KeptModel, row: Row, fixed: Mapping[str, bool]) -> Move:
    sign = -1.0 if row.sense is Sense.AT_MOST else 1.0
    objective = model.arrays.objective({i: sign * amount for i, amount in row.terms.items()}, with_premiums=False)
    answer = model.best(objective, Ask(fixed=fixed, without=(row.key,)))
    if answer.chosen is None or not answer.is_proven:
        return Move(row=row, to=None)
    return Move(row=row, to=round(row.used(answer.chosen), DIGITS))


def without_rows(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem with some rows left out."""
    return replace(problem, rows=tuple(row for row in problem.rows if row.key not in keys))
