"""Select: the best portfolio under the rows, with an honest status."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio.row import Row
from portfolio.solver import TIE_POINTS, SolverAnswer, find_best, settle_ties


class SolveStatus(StrEnum):
    """How a solve ended. Only the first two and a stopped one with a portfolio are ever drawn."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is to be selected: points and capital by request id, and the rows every portfolio must keep.

    ``capital_usd`` only breaks ties. The order of requests and rows means nothing.
    """

    scores: Mapping[str, float]
    rows: tuple[Row, ...]
    capital_usd: Mapping[str, float]

    @property
    def ids(self) -> tuple[str, ...]:
        """Request ids, sorted."""
        return tuple(sorted(self.scores))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The outcome of a solve.

    Args:
        status: How it ended.
        funded: Selected ids, sorted; empty where there is no portfolio.
        value: Points of the portfolio, None where there is none.
        bound: No portfolio under these rows is worth more points; None where nothing is known.
        gap: (bound - value) / bound, 0 when proven; None where it can't be told.
        seconds: Time taken.
        solver: Name and version.
        is_final: Proven and tie-broken: the only kind that may be recorded, exported as final or signed.
        message: Plain words where there is no portfolio.
    """

    status: SolveStatus
    funded: tuple[str, ...] = ()
    value: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float = 0.0
    solver: str = ""
    is_final: bool = False
    message: str = ""

    @property
    def has_portfolio(self) -> bool:
        """Whether there is a portfolio to show."""
        return self.value is not None


def select(problem: Problem, *, gap: float = 0.0, seconds: float = 30.0) -> Selection:
    """The best portfolio: maximize the sum of scores over the selected, every row kept.

    Ties (values within 1e-6 points) go to the lower capital, then to the portfolio that holds the lowest id in which
    they differ. Every row of the answer is recomputed without the solver before it is returned.

    Args:
        gap: Stop once the answer is proven within this share of the bound; 0 proves it the best.
        seconds: Time limit for the whole of it.

    Raises:
        ValueError: Expected finite scores, 0 <= gap <= 1 and seconds > 0.
    """
    if any(not math.isfinite(points) for points in problem.scores.values()) or not 0 <= gap <= 1 or seconds <= 0:
        raise ValueError("Expected finite scores, 0 <= gap <= 1 and seconds > 0.")
    started = time.perf_counter()
    answer = find_best(problem.scores, problem.rows, gap=gap, seconds=seconds)
    is_settled = False
    if answer.is_proven and answer.chosen is not None:
        left = max(seconds - (time.perf_counter() - started), 0.01)
        chosen, is_settled = settle_ties(
            problem.scores, problem.rows, problem.capital_usd, best=answer.chosen, seconds=left
        )
        answer = answer.with_chosen(chosen)
    return _read_answer(problem, answer, gap, is_settled, time.perf_counter() - started)


def broken_rows(rows: Collection[Row], selected: Collection[str]) -> tuple[Row, ...]:
    """The rows a set of requests breaks, recomputed without the solver; empty where it is feasible."""
    return tuple(row for row in rows if not row.is_met(selected))


def portfolio_value(scores: Mapping[str, float], selected: Collection[str]) -> float:
    """The sum of the scores of the selected ids, in points."""
    return math.fsum(scores[request_id] for request_id in selected)


def _read_answer(problem: Problem, answer: SolverAnswer, gap: float, is_settled: bool, seconds: float) -> Selection:
    nothing = Selection(status=SolveStatus.FAILED, seconds=seconds, solver=answer.solver)
    if answer.chosen is None:
        if answer.is_infeasible:
            return replace(nothing, status=SolveStatus.INFEASIBLE, message="No portfolio fits all the rules.")
        status = SolveStatus.STOPPED if answer.is_stopped else SolveStatus.FAILED
        return replace(nothing, status=status, bound=answer.bound, message="No portfolio was found in time.")
    if broken := broken_rows(problem.rows, answer.chosen):
        return replace(nothing, message=f"The solver's answer breaks {broken[0].label}; it is not shown.")
    value = portfolio_value(problem.scores, answer.chosen)
    bound = value if answer.is_proven else max(answer.bound if answer.bound is not None else math.inf, value)
    share = _gap(value, bound)
    status = SolveStatus.OPTIMAL if answer.is_proven else SolveStatus.WITHIN_GAP
    if not answer.is_proven and (answer.is_stopped or share is None or share > gap + 1e-12):
        status = SolveStatus.STOPPED
    return replace(
        nothing,
        status=status,
        funded=tuple(sorted(answer.chosen)),
        value=value,
        bound=bound if math.isfinite(bound) else None,
        gap=share,
        is_final=answer.is_proven and is_settled,
    )


def _gap(value: float, bound: float) -> float | None:
    if not math.isfinite(bound):
        return None
    if bound - value <= TIE_POINTS:
        return 0.0
    return (bound - value) / abs(bound) if bound else None
