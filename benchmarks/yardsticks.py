"""What selections are measured against: HiGHS straight on the arrays, PuLP with HiGHS, and PuLP with its own solver."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import TypeVar

import highspy
import numpy as np
import pulp

from portfolio.selection import Problem, broken_rows
from portfolio.solver import Arrays, build_arrays, readable

T = TypeVar("T")
GAP, PATIENCE = 0.01, 60.0


def timed(run: Callable[[], T]) -> tuple[float, T]:
    """Seconds of one core, this process and the solvers it started: a busy machine counts for little."""
    started = _cpu_seconds()
    found = run()
    return _cpu_seconds() - started, found


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def by_the_clock(run: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    found = run()
    return time.perf_counter() - started, found


def straight(arrays: Arrays, problem: Problem) -> float:
    """The same arrays given to a new HiGHS, nothing checked: seconds are the caller's."""
    objective, n = arrays.objective(problem.scores), arrays.n_columns
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", GAP), ("time_limit", PATIENCE)):
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(arrays.lower)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -objective, np.zeros(n), np.ones(n)
    lp.row_lower_, lp.row_upper_ = arrays.lower, arrays.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = arrays.starts, arrays.columns, arrays.amounts
    lp.integrality_ = [highspy.HighsVarType.kInteger] * n
    highs.passModel(lp)
    highs.run()
    return -float(highs.getInfo().objective_function_value)


def through_pulp(problem: Problem) -> float:
    """Our arrays, the readable model with HiGHS, and our own check."""
    arrays = build_arrays(problem.scores, problem.rows, problem.premiums)
    answer = readable.find_best(arrays, arrays.objective(problem.scores), gap=GAP, seconds=PATIENCE)
    if answer.chosen is None or broken_rows(problem.rows, answer.chosen):
        return float("nan")
    return problem.value(answer.chosen)


def with_cbc(problem: Problem) -> float:
    """PuLP with its default solver, the model built anew."""
    arrays = build_arrays(problem.scores, problem.rows, problem.premiums)
    model, variables = readable.build_model(arrays, arrays.objective(problem.scores))
    model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=GAP, timeLimit=PATIENCE, threads=1))
    x = np.array([variable.varValue or 0.0 for variable in variables])
    return problem.value(arrays.chosen(x)) if arrays.is_feasible(np.round(x)) else float("nan")
