"""The exact efficient frontier: every portfolio that no cheaper one beats, and the budgets at which a request is in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio.selection import Problem, broken_rows, keep
from portfolio.solver import TIE_POINTS, Ask, KeptModel, at_most

# Amounts are read to a millionth of their unit: far finer than a cent.
FINEST = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One efficient portfolio: none that costs as little is worth more, none worth as much costs less.

    Args:
        is_convex: On the upper hull of the frontier: some price of money makes it the best.
    """

    cost: float
    value: float
    funded: tuple[str, ...]
    is_convex: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Budgets from ``start`` up to but not including ``end`` (None: whatever more)."""

    start: float
    end: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """Efficient portfolios, the cheapest first.

    Args:
        is_complete: Every efficient portfolio is here.
        unsearched: Costs below this were not searched; None where complete.
    """

    points: tuple[Point, ...]
    is_complete: bool
    unsearched: float | None = None

    def bands(self, request_id: str) -> tuple[Band, ...]:
        """The budgets at which the best portfolio holds a request; empty where none does."""
        found: list[Band] = []
        ends = [*(point.cost for point in self.points), None][1:]
        for point, end in zip(self.points, ends, strict=True):
            if request_id not in point.funded:
                continue
            if found and found[-1].end == point.cost:
                found[-1] = Band(found[-1].start, end)
            else:
                found.append(Band(point.cost, end))
        return tuple(found)


def frontier(
    problem: Problem,
    costs: Mapping[str, float],
    *,
    lifted: str = "",
    model: KeptModel | None = None,
    seconds: float = 60.0,
    is_stopped: Callable[[], bool] | None = None,
) -> Frontier:
    """Every efficient portfolio: the best at any cost, then again and again the best that costs a unit less.

    Args:
        costs: Cost by request id, in any unit; what is not there costs nothing.
        lifted: Key of the limit the frontier varies, if it is one of the rows; all other rows stay on.
        seconds: Time limit; the points so far and the costs not yet searched come back.

    Source: the epsilon-constraint method (Haimes, Lasdon and Wismer 1971).
    """
    walk = walk_frontier(problem, costs, lifted=lifted, model=model, seconds=seconds, is_stopped=is_stopped)
    found: list[Point] = []
    is_complete, unsearched = True, None
    for point in walk:
        if point is None:
            is_complete = False
            unsearched = found[-1].cost if found else math.inf
        else:
            found.append(point)
    return Frontier(points=_marked(_efficient(found)), is_complete=is_complete, unsearched=unsearched)


def walk_frontier(
    problem: Problem,
    costs: Mapping[str, float],
    *,
    lifted: str = "",
    model: KeptModel | None = None,
    seconds: float = 60.0,
    is_stopped: Callable[[], bool] | None = None,
) -> Iterator[Point | None]:
    """The points one by one, the dearest first, for showing progress; None last where time ran out.

    A point may be as good as the next, cheaper one: only then it is not efficient.
    """
    kept, deadline = model or keep(problem), time.perf_counter() + seconds
    objective, unit = kept.arrays.objective(problem.scores), unit_of(costs.values())
    steps = {i: float(round(costs.get(i, 0.0) / unit)) for i in problem.scores}
    rows = [row for row in problem.rows if row.key != lifted]
    ask = Ask(without=(lifted,) if lifted else (), is_stopped=is_stopped)
    known: list[frozenset[str]] = []
    while time.perf_counter() < deadline:
        start = max((s for s in known if _fits(kept, ask, s)), key=problem.value, default=None)
        answer = kept.best(objective, replace(ask, start=start, seconds=deadline - time.perf_counter()))
        if answer.is_infeasible:
            return
        if answer.chosen is None or not answer.is_proven or broken_rows(rows, answer.chosen):
            break
        cost = sum(steps[i] for i in answer.chosen)
        known.append(answer.chosen)
        yield Point(cost=cost * unit, value=problem.value(answer.chosen), funded=tuple(sorted(answer.chosen)))
        ask = replace(ask, cuts=(at_most(kept.arrays, steps, cost - 1),))
    yield None


def unit_of(amounts: Iterable[float]) -> float:
    """The largest unit all amounts are whole multiples of, to a millionth; 1 where all are 0."""
    return (math.gcd(*(round(amount * FINEST) for amount in amounts)) or FINEST) / FINEST


def _fits(kept: KeptModel, ask: Ask, chosen: frozenset[str]) -> bool:
    x = kept.arrays.vector(chosen)
    return all(cut.lower <= cut.amounts @ x[cut.columns] <= cut.upper for cut in ask.cuts)


def _efficient(points: Sequence[Point]) -> list[Point]:
    """The cheapest first, without those that a cheaper one equals."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (p.cost, -p.value)):
        if not kept or point.value > kept[-1].value + TIE_POINTS:
            kept.append(point)
    return kept


def _marked(points: Sequence[Point]) -> tuple[Point, ...]:
    """Points on the upper hull marked, those on its edges too."""
    hull: list[Point] = []
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) > 1e-9:
            hull.pop()
        hull.append(point)
    return tuple(replace(point, is_convex=point in hull) for point in points)


def _turn(a: Point, b: Point, c: Point) -> float:
    """Above 0 where b lies below the line from a to c, relative to the rectangle they span."""
    area = (c.cost - a.cost) * (c.value - a.value) or 1.0
    return ((b.cost - a.cost) * (c.value - a.value) - (b.value - a.value) * (c.cost - a.cost)) / area
