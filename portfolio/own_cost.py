"""The band of a request's own capital cost in which it would be in, everything else the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from portfolio.frontier import Band
from portfolio.row import Row
from portfolio.selection import Problem, keep
from portfolio.solver import TIE_POINTS, Ask, KeptModel

# The band is told to the dollar.
UNIT_USD = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scaled:
    """One request whose capital cost is scaled, the split over the years staying as it is."""

    problem: Problem
    request_id: str
    cost_usd: float
    points_per_usd: float
    rows: tuple[Row, ...]

    def bounds(self, cost: float) -> dict[str, float]:
        """Capital limits that leave others what a dearer or cheaper request would leave them."""
        share = cost / self.cost_usd - 1
        return {row.key: row.bound - share * row.terms[self.request_id] for row in self.rows}

    def value(self, chosen: frozenset[str], cost: float) -> float:
        """Points of a portfolio with the request at this cost."""
        return self.problem.value(chosen) - self.points_per_usd * (cost - self.cost_usd)

    def reach(self, chosen: frozenset[str], least_value: float) -> float:
        """The highest own cost at which a portfolio still fits and is worth so much."""
        costs = [math.inf]
        for row in self.rows:
            own = row.terms[self.request_id]
            costs.append(self.cost_usd * (row.bound - row.used(chosen) + own) / own)
        if self.points_per_usd > 0:
            costs.append(self.cost_usd + (self.problem.value(chosen) - least_value) / self.points_per_usd)
        return min(costs)


def own_cost_band(
    problem: Problem,
    request_id: str,
    *,
    points_per_usd: float = 0.0,
    model: KeptModel | None = None,
    ask: Ask = Ask(),
) -> Band | None:
    """From which to which own capital cost a request is in the best portfolio; None where it is at no cost.

    A dearer request leaves less to others and scores less, so there is one band, from 0 up: its end is found by
    halving, each solve moving the end as far as its portfolio reaches.

    Args:
        points_per_usd: Points the request's own score loses with each dollar of capital.

    Raises:
        ValueError: Expected a request with capital cost that may be in or out, without a share-of-capital rule over it.
    """
    kept = model or keep(problem)
    cost = problem.capital_usd.get(request_id, 0.0)
    rows = tuple(r for r in problem.rows if r.kind == "capital" and r.terms.get(request_id))
    is_shared = any(r.kind == "balance" and r.unit == "USD" and r.terms.get(request_id) for r in problem.rows)
    objective = kept.arrays.objective(problem.scores)
    without = kept.best(objective, replace(ask, fixed={request_id: False}))
    if cost <= 0 or is_shared or without.chosen is None or not without.is_proven:
        raise ValueError(
            "Expected a request with capital cost that may be in or out, without a share-of-capital rule over it."
        )
    scaled = _Scaled(problem=problem, request_id=request_id, cost_usd=cost, points_per_usd=points_per_usd, rows=rows)
    least = problem.value(without.chosen)

    def reach(at: float) -> float | None:
        answer = kept.best(objective, replace(ask, fixed={request_id: True}, bounds=scaled.bounds(at)))
        if answer.chosen is None or scaled.value(answer.chosen, at) < least - TIE_POINTS:
            return None
        return max(scaled.reach(answer.chosen, least - TIE_POINTS), at)

    low = reach(0.0)
    if low is None:
        return None
    alone = [cost * row.bound / row.terms[request_id] for row in rows]
    relaxed = kept.relax(objective, replace(ask, fixed={request_id: True}, bounds=scaled.bounds(0.0)))
    if points_per_usd > 0 and relaxed.bound is not None:
        alone.append(cost + (relaxed.bound - least) / points_per_usd)
    high = min(alone, default=math.inf)
    while math.isfinite(high) and high - low > UNIT_USD:
        middle = (low + high) / 2
        reached = reach(middle)
        low, high = (low, middle) if reached is None else (reached, high)
    return Band(0.0, math.floor(low) if math.isfinite(low) else None)
