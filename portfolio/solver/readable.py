"""The readable model: the same arrays through PuLP, for audit and as a second opinion on the kept model."""

from __future__ import annotations

import math
from typing import Any

import highspy
import numpy as np
import pulp

from portfolio.solver.answer import TIE_POINTS, SolverAnswer
from portfolio.solver.arrays import Arrays, Floats


def find_best(arrays: Arrays, objective: Floats, *, gap: float, seconds: float) -> SolverAnswer:
    """Maximize the objective under the rows with PuLP and HiGHS, the model built anew.

    Args:
        gap: Relative gap at which to stop; 0 proves the best.
        seconds: Time limit.
    """
    model, variables = build_model(arrays, objective)
    model.solve(pulp.HiGHS(msg=False, gapRel=gap, gapAbs=0.0, timeLimit=seconds, threads=1))
    return _read(arrays, objective, model, variables)


def build_model(arrays: Arrays, objective: Floats) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """The model in PuLP. Names are positions: ids may hold characters that solvers refuse."""
    model = pulp.LpProblem("portfolio", pulp.LpMaximize)
    variables = [model.add_variable(f"x{k}", 0, 1, pulp.LpInteger) for k in range(arrays.n_columns)]
    model.setObjective(pulp.LpAffineExpression(list(zip(variables, objective.tolist(), strict=True))))
    columns, amounts, starts = arrays.columns.tolist(), arrays.amounts.tolist(), arrays.starts.tolist()
    for r, (lower, upper) in enumerate(zip(arrays.lower.tolist(), arrays.upper.tolist(), strict=True)):
        terms = [(variables[columns[k]], amounts[k]) for k in range(starts[r], starts[r + 1])]
        for side, sense, bound in _sides(lower, upper):
            model.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, f"r{r}{side}", bound))
    return model, variables


def _sides(lower: float, upper: float) -> list[tuple[str, int, float]]:
    if lower == upper:
        return [("", pulp.LpConstraintEQ, upper)]
    sides = [("u", pulp.LpConstraintLE, upper)] if math.isfinite(upper) else []
    return sides + ([("l", pulp.LpConstraintGE, lower)] if math.isfinite(lower) else [])


def _read(arrays: Arrays, objective: Floats, model: pulp.LpProblem, variables: list[pulp.LpVariable]) -> SolverAnswer:
    highs: Any = model.solverModel
    info, status = highs.getInfo(), highs.getModelStatus()
    words = highspy.HighsModelStatus
    is_infeasible = status in (words.kInfeasible, words.kUnboundedOrInfeasible)
    chosen = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible and not is_infeasible:
        chosen = arrays.chosen(np.array([variable.varValue for variable in variables]))
    bound = -info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else None
    value = -math.inf if chosen is None else float(objective @ arrays.vector(chosen))
    return SolverAnswer(
        chosen=chosen,
        bound=bound,
        is_proven=bound is not None and bound - value <= TIE_POINTS,
        is_infeasible=is_infeasible,
        is_stopped=status in (words.kTimeLimit, words.kInterrupt, words.kIterationLimit),
        solver=f"HiGHS {highs.version()} through PuLP {pulp.VERSION}",
    )
