"""The only file that knows PuLP and HiGHS: numbers in, chosen ids and a bound out."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import highspy
import pulp

from portfolio.row import Row, Sense

# Values closer than this are the same value: far below what any rating can tell apart, far above rounding.
TIE_POINTS = 1e-6
# Ids settled at once by powers of two: small enough for whole-number arithmetic in a solver.
IDS_AT_ONCE = 16
_PULP_SENSE = {
    Sense.AT_MOST: pulp.LpConstraintLE,
    Sense.AT_LEAST: pulp.LpConstraintGE,
    Sense.EXACTLY: pulp.LpConstraintEQ,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverAnswer:
    """What the solver said, before anyone checked it."""

    chosen: frozenset[str] | None = None
    bound: float | None = None
    is_proven: bool = False
    is_infeasible: bool = False
    is_stopped: bool = False
    solver: str = ""

    def with_chosen(self, chosen: frozenset[str]) -> SolverAnswer:
        """The same answer with another, equally good set."""
        return replace(self, chosen=chosen)


def solver_name() -> str:
    """Name and version of model builder and solver."""
    return f"HiGHS {highspy.Highs().version()} through PuLP {pulp.VERSION}"


def find_best(points: Mapping[str, float], rows: Sequence[Row], *, gap: float, seconds: float) -> SolverAnswer:
    """Maximize the sum of points under the rows.

    Args:
        gap: Relative gap at which to stop; 0 proves the best.
        seconds: Time limit.

    Returns:
        The chosen ids, or None with the reason; the bound comes from the solver's own dual bound.
    """
    return _solve(points, rows, extra=(), gap=gap, seconds=seconds)


def settle_ties(
    points: Mapping[str, float],
    rows: Sequence[Row],
    capital_usd: Mapping[str, float],
    *,
    best: frozenset[str],
    seconds: float,
) -> tuple[frozenset[str], bool]:
    """Among equally good sets, the one with the lowest capital, then the one that holds the lowest differing id.

    One more solve shows in most cases that the best is the only one. Returns the set and whether the question was
    settled within the time.
    """
    deadline = time.perf_counter() + seconds
    value = math.fsum(points[i] for i in best)
    as_good = _bound_row("value", Sense.AT_LEAST, value - TIE_POINTS, points)
    others = _solve(points, rows, extra=(as_good, _another_than(points, best)), gap=0.0, seconds=seconds)
    if others.chosen is None:
        return best, others.is_infeasible
    cheapest = _solve(
        {i: -capital_usd.get(i, 0.0) for i in points}, rows, extra=(as_good,), gap=0.0, seconds=_left(deadline)
    )
    if cheapest.chosen is None or not cheapest.is_proven:
        return best, False
    capital = sum(capital_usd.get(i, 0.0) for i in cheapest.chosen)
    as_cheap = _bound_row("capital", Sense.AT_MOST, capital + 0.005, capital_usd)
    return _lowest_ids(points, rows, (as_good, as_cheap), cheapest.chosen, deadline)


def _lowest_ids(
    points: Mapping[str, float], rows: Sequence[Row], extra: tuple[Row, ...], start: frozenset[str], deadline: float
) -> tuple[frozenset[str], bool]:
    ids, chosen = sorted(points), start
    settled: tuple[Row, ...] = ()
    for begin in range(0, len(ids), IDS_AT_ONCE):
        block = ids[begin : begin + IDS_AT_ONCE]
        rank = {i: 2.0 ** (len(block) - 1 - k) for k, i in enumerate(block)}
        objective = {i: rank.get(i, 0.0) for i in points}
        answer = _solve(objective, rows, extra=(*extra, *settled), gap=0.0, seconds=_left(deadline))
        if answer.chosen is None or not answer.is_proven:
            return chosen, False
        chosen = answer.chosen
        settled += tuple(_bound_row(f"settled {i}", Sense.EXACTLY, float(i in chosen), {i: 1.0}) for i in block)
    return chosen, True


def _solve(
    points: Mapping[str, float], rows: Sequence[Row], *, extra: Sequence[Row], gap: float, seconds: float
) -> SolverAnswer:
    if not points:
        is_met = all(row.is_met(()) for row in (*rows, *extra))
        return SolverAnswer(
            chosen=frozenset() if is_met else None, is_proven=is_met, is_infeasible=not is_met, solver=solver_name()
        )
    model, variables = _build(points, (*rows, *extra))
    solver = pulp.HiGHS(msg=False, gapRel=gap, gapAbs=0.0, timeLimit=seconds, threads=1, mip_feasibility_tolerance=1e-9)
    model.solve(solver)
    return _read(model, variables)


def _build(points: Mapping[str, float], rows: Sequence[Row]) -> tuple[pulp.LpProblem, dict[str, pulp.LpVariable]]:
    """The model in sorted order, so that the order of the input can't change the answer."""
    model = pulp.LpProblem("portfolio", pulp.LpMaximize)
    # Names are positions: ids may hold characters that solvers refuse.
    variables = {i: model.add_variable(f"x{k}", 0, 1, pulp.LpInteger) for k, i in enumerate(sorted(points))}
    model.setObjective(pulp.LpAffineExpression([(x, points[i]) for i, x in variables.items()]))
    for k, row in enumerate(sorted(rows, key=lambda row: row.key)):
        terms = pulp.LpAffineExpression([(variables[i], row.terms[i]) for i in sorted(row.terms)])
        model.addConstraint(pulp.LpConstraint(terms, _PULP_SENSE[row.sense], f"r{k}", row.bound))
    return model, variables


def _read(model: pulp.LpProblem, variables: Mapping[str, pulp.LpVariable]) -> SolverAnswer:
    """Trust no status word alone: values count only with a feasible solution, proof only with the dual bound."""
    highs: Any = model.solverModel
    info, status = highs.getInfo(), highs.getModelStatus()
    words = highspy.HighsModelStatus
    is_infeasible = status in (words.kInfeasible, words.kUnboundedOrInfeasible)
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    chosen = (
        frozenset(i for i, x in variables.items() if x.varValue > 0.5) if has_values and not is_infeasible else None
    )
    bound = -info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else None
    value = -info.objective_function_value
    return SolverAnswer(
        chosen=chosen,
        bound=bound,
        is_proven=chosen is not None and bound is not None and bound - value <= TIE_POINTS,
        is_infeasible=is_infeasible,
        is_stopped=status in (words.kTimeLimit, words.kInterrupt, words.kIterationLimit),
        solver=solver_name(),
    )


def _another_than(points: Mapping[str, float], best: frozenset[str]) -> Row:
    terms = {i: 1.0 if i in best else -1.0 for i in points}
    return _bound_row("another", Sense.AT_MOST, len(best) - 1, terms)


def _bound_row(key: str, sense: Sense, bound: float, terms: Mapping[str, float]) -> Row:
    return Row(key=f"~{key}", kind="", label=key, sense=sense, bound=bound, unit="", terms=terms)


def _left(deadline: float) -> float:
    return max(deadline - time.perf_counter(), 0.01)
