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
    model.solve(_InBulk(msg=False, gapRel=gap, gapAbs=0.0, timeLimit=seconds, threads=1))
    return _read(arrays, objective, model, variables)


def build_model(arrays: Arrays, objective: Floats) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """The model in PuLP. Names are positions: ids may hold characters that solvers refuse.

    PuLP sorts variables by name: names of equal length keep the order of the arrays, and so the solver's way.
    """
    model, width = pulp.LpProblem("portfolio", pulp.LpMaximize), len(str(arrays.n_columns))
    variables = [model.add_variable(f"x{k:0{width}}", 0, 1, pulp.LpInteger) for k in range(arrays.n_columns)]
    model.setObjective(pulp.LpAffineExpression(list(zip(variables, objective.tolist(), strict=True))))
    columns, amounts, starts = arrays.columns.tolist(), arrays.amounts.tolist(), arrays.starts.tolist()
    for r, (lower, upper) in enumerate(zip(arrays.lower.tolist(), arrays.upper.tolist(), strict=True)):
        terms = [(variables[columns[k]], amounts[k]) for k in range(starts[r], starts[r + 1])]
        for side, sense, bound in _sides(lower, upper):
            model.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, f"r{r}{side}", bound))
    return model, variables


class _InBulk(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS, given a model in one piece: row by row the handing over costs half as much as the solve."""

    def buildSolverModel(self, lp: Any) -> None:  # noqa: N802 - PuLP's name
        """Columns and rows of the PuLP model, as PuLP itself would hand them over."""
        variables, rows = lp.variables(), lp.constraints()
        for k, variable in enumerate(variables):
            variable.index = k
        for k, row in enumerate(rows):
            row.index = k
        sign = -1.0 if lp.sense == pulp.LpMaximize else 1.0
        handed = highspy.HighsLp()
        handed.num_col_, handed.num_row_ = len(variables), len(rows)
        handed.col_cost_ = np.array([sign * lp.objective.get(variable, 0.0) for variable in variables])
        handed.col_lower_ = np.array([variable.lowBound for variable in variables], dtype=np.float64)
        handed.col_upper_ = np.array([variable.upBound for variable in variables], dtype=np.float64)
        handed.integrality_ = [highspy.HighsVarType.kInteger] * len(variables)
        handed.row_lower_ = np.array([-np.inf if (low := row.getLb()) is None else low for row in rows])
        handed.row_upper_ = np.array([np.inf if (up := row.getUb()) is None else up for row in rows])
        handed.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lengths = np.array([0, *map(len, rows)], dtype=np.int64)
        handed.a_matrix_.start_ = np.cumsum(lengths).astype(np.int32)
        handed.a_matrix_.index_ = np.array([v.index for row in rows for v in row], dtype=np.int32)
        handed.a_matrix_.value_ = np.array([amount for row in rows for amount in row.values()], dtype=np.float64)
        lp.solverModel.passModel(handed)


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
