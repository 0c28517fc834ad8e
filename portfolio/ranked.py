"""The lists people ask for: funding by rank to the cut line, and by value per cost with skipping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio.collision import must_be_in, must_be_out
from portfolio.row import Row, Sense
from portfolio.selection import Problem, broken_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedList:
    """What a list would fund.

    Args:
        funded: Selected ids, sorted: duties first, then down the list.
        value: Points.
        cut_at: The first request that did not fit any limit; empty where all fit.
        broken: Rows the list breaks all the same: duties and minimums it can't see.
    """

    funded: tuple[str, ...]
    value: float
    cut_at: str
    broken: tuple[Row, ...]


def fund_by_rank(problem: Problem) -> RankedList:
    """Duties, then the highest score first, until a limit is full: the line falls there."""
    order = sorted(problem.ids, key=lambda i: (-problem.scores[i], i))
    return _fund(problem, order, is_skipping=False)


def fund_by_value_per_cost(problem: Problem, costs: Mapping[str, float]) -> RankedList:
    """Duties, then the most points per unit of cost first, passing over what does not fit; free ones lead."""

    def ratio(request_id: str) -> float:
        cost = costs.get(request_id, 0.0)
        return problem.scores[request_id] / cost if cost > 0 else float("inf")

    order = sorted(problem.ids, key=lambda i: (-ratio(i), -problem.scores[i], i))
    return _fund(problem, order, is_skipping=True)


def _fund(problem: Problem, order: Sequence[str], *, is_skipping: bool) -> RankedList:
    funded = set(must_be_in(problem.rows))
    for row in problem.rows:
        if row.kind == "mandates" and row.sense is Sense.AT_LEAST and not row.is_met(funded):
            funded |= set([i for i in order if i in row.terms][: int(row.bound)])
    barred, cut_at = must_be_out(problem.rows), ""
    for request_id in order:
        if request_id in funded or request_id in barred or problem.scores[request_id] <= 0:
            continue
        broken = _newly_broken(problem.rows, funded, request_id)
        if not broken:
            funded.add(request_id)
        elif any(row.is_limit for row in broken):
            cut_at = cut_at or request_id
            if not is_skipping:
                break
    return RankedList(
        funded=tuple(sorted(funded)),
        value=problem.value(funded),
        cut_at=cut_at,
        broken=broken_rows(problem.rows, funded),
    )


def _newly_broken(rows: Sequence[Row], funded: set[str], request_id: str) -> list[Row]:
    touched = [row for row in rows if request_id in row.terms and row.is_met(funded)]
    return [row for row in touched if not row.is_met(funded | {request_id})]
