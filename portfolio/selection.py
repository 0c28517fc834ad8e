"""Select: the best portfolio under the rows, with an honest status."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio.first_answer import first_answer
from portfolio.neighbors import search_neighbors
from portfolio.premium import Premium, earned_points
from portfolio.row import Row
from portfolio.row_table import RowTable
from portfolio.solver import TIE_POINTS, Ask, Floats, KeptModel, SolverAnswer, build_arrays, other_than, solver_name
from portfolio.ties import settle_ties


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

    ``capital_usd`` only breaks ties. The order of requests, rows and premiums means nothing.
    """

    scores: Mapping[str, float]
    rows: tuple[Row, ...]
    capital_usd: Mapping[str, float]
    premiums: tuple[Premium, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Request ids, sorted."""
        return tuple(sorted(self.scores))

    def value(self, selected: Collection[str]) -> float:
        """Points of a set of requests: their scores and the premiums they earn."""
        return math.fsum((portfolio_value(self.scores, selected), earned_points(self.premiums, selected)))


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


def select(
    problem: Problem,
    *,
    gap: float = 0.0,
    seconds: float = 30.0,
    kept: KeptModel | None = None,
    known: Sequence[frozenset[str]] = (),
    is_stopped: Callable[[], bool] | None = None,
) -> Selection:
    """The best portfolio: maximize the sum of scores over the selected, every row kept.

    A good portfolio and an upper bound come first; where they meet within the gap, that is the answer. For a proof
    the solver then looks for any other portfolio at least as good: finding none proves both that this one is the best
    and that it has no tie. Ties (values within 1e-6 points) go to the lower capital, then to the portfolio that holds
    the lowest id in which they differ. Every row of the answer is recomputed without the solver before it is returned.

    Args:
        gap: Stop once the answer is proven within this share of the bound; 0 proves it the best.
        seconds: Time limit for the whole of it.
        kept: ``keep(problem)`` where it is at hand; it must hold the same rows.
        known: Portfolios to start from; those that break a row are passed over.
        is_stopped: Asked now and then; True ends the search with the best found so far.

    Raises:
        ValueError: Expected finite scores, 0 <= gap <= 1 and seconds > 0.
    """
    if any(not math.isfinite(points) for points in problem.scores.values()) or not 0 <= gap <= 1 or seconds <= 0:
        raise ValueError("Expected finite scores, 0 <= gap <= 1 and seconds > 0.")
    started = time.perf_counter()
    model = kept or keep(problem)
    ask = Ask(gap=gap, seconds=seconds, is_stopped=is_stopped)
    answer, is_settled = _find(problem, model, ask, known, started)
    return read_answer(problem, answer, gap=gap, is_settled=is_settled, seconds=time.perf_counter() - started)


def keep(problem: Problem) -> KeptModel:
    """The problem's rows handed to a solver once, for many solves."""
    return KeptModel(build_arrays(problem.scores, problem.rows, problem.premiums))


def broken_rows(rows: Collection[Row], selected: Collection[str]) -> tuple[Row, ...]:
    """The rows a set of requests breaks, recomputed without the solver; empty where it is feasible."""
    chosen = frozenset(selected)
    return tuple(row for row in rows if not row.is_met(chosen))


def portfolio_value(scores: Mapping[str, float], selected: Collection[str]) -> float:
    """The sum of the scores of the selected ids, in points."""
    return math.fsum(scores[request_id] for request_id in selected)


def _find(
    problem: Problem, model: KeptModel, ask: Ask, known: Sequence[frozenset[str]], started: float
) -> tuple[SolverAnswer, bool]:
    """The best portfolio, and whether its ties are settled."""
    objective = model.arrays.objective(problem.scores)
    first = first_answer(model, objective, known)
    if first.is_infeasible or _is_within(problem, first, ask.gap):
        return first, False
    first = _with_neighbors(problem, model, objective, ask, first)
    if _is_within(problem, first, ask.gap):
        return first, False
    rest = replace(ask, start=first.chosen, seconds=_left(ask.seconds, started))
    if ask.gap > 0:
        return _better(problem, first, model.best(objective, rest)), False
    if first.chosen is None:
        answer = model.best(objective, rest)
    else:
        value = problem.value(first.chosen)
        others = replace(rest, start=None, floor=value - TIE_POINTS, cuts=(other_than(model.arrays, first.chosen),))
        answer = model.best(objective, others)
        if answer.is_infeasible:
            return replace(first, bound=value, is_proven=True, solver=answer.solver), True
        answer = _better(problem, first, answer)
    if not answer.is_proven or answer.chosen is None:
        return answer, False
    rest = replace(ask, seconds=_left(ask.seconds, started))
    chosen, is_settled = settle_ties(model, objective, problem.capital_usd, rest, best=answer.chosen)
    return answer.with_chosen(chosen), is_settled


def _with_neighbors(
    problem: Problem, model: KeptModel, objective: Floats, ask: Ask, first: SolverAnswer
) -> SolverAnswer:
    """The first answer with a better portfolio where one is found around it."""
    if first.chosen is None or first.is_proven:
        return first
    enough = math.inf if first.bound is None or ask.gap <= 0 else first.bound - ask.gap * abs(first.bound)
    found = search_neighbors(model, objective, ask, start=first.chosen, enough=enough)
    return _better(problem, first, replace(first, chosen=found, bound=None))


def _better(problem: Problem, first: SolverAnswer, answer: SolverAnswer) -> SolverAnswer:
    """The later answer, with the first one's portfolio where that is worth more and the lower of the two bounds."""
    bounds = [bound for bound in (first.bound, answer.bound) if bound is not None]
    bound = min(bounds) if bounds else None
    sets = [chosen for chosen in (answer.chosen, first.chosen) if chosen is not None]
    if not sets:
        return replace(answer, bound=bound)
    chosen = max(sets, key=problem.value)
    is_proven = bound is not None and bound - problem.value(chosen) <= TIE_POINTS
    return replace(answer, chosen=chosen, bound=bound, is_proven=is_proven, is_infeasible=False)


def _is_within(problem: Problem, answer: SolverAnswer, gap: float) -> bool:
    if gap <= 0 or answer.chosen is None or answer.bound is None:
        return False
    share = _gap(problem.value(answer.chosen), answer.bound)
    return share is not None and share <= gap


def read_answer(
    problem: Problem,
    answer: SolverAnswer,
    *,
    gap: float,
    is_settled: bool,
    seconds: float,
    table: RowTable | None = None,
) -> Selection:
    """A solver's answer, checked: every row recomputed, the value summed anew, the status told from value and bound.

    ``table``: the problem's rows as a table, where it is at hand: the same check, faster.
    """
    nothing = Selection(status=SolveStatus.FAILED, seconds=seconds, solver=answer.solver or solver_name())
    if answer.chosen is None:
        if answer.is_infeasible:
            return replace(nothing, status=SolveStatus.INFEASIBLE, message="No portfolio fits all the rules.")
        status = SolveStatus.STOPPED if answer.is_stopped else SolveStatus.FAILED
        return replace(nothing, status=status, bound=answer.bound, message="No portfolio was found in time.")
    broken = table.broken(answer.chosen) if table else broken_rows(problem.rows, answer.chosen)
    if broken:
        return replace(nothing, message=f"The solver's answer breaks {broken[0].label}; it is not shown.")
    value = problem.value(answer.chosen)
    bound = value if answer.is_proven else max(answer.bound if answer.bound is not None else math.inf, value)
    share = _gap(value, bound)
    status = SolveStatus.OPTIMAL if answer.is_proven else SolveStatus.WITHIN_GAP
    if not answer.is_proven and (share is None or share > gap + 1e-12):
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


def _left(seconds: float, started: float) -> float:
    return max(seconds - (time.perf_counter() - started), 0.01)
