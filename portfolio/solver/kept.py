"""A kept HiGHS model: rows are handed over once, each solve changes only what it asks for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import highspy
import numpy as np

from portfolio.solver.added_rows import AddedRows
from portfolio.solver.answer import TIE_POINTS, Ask, Cut, SolverAnswer
from portfolio.solver.arrays import Arrays, Floats
from portfolio.solver.leaving import LEAVING
from portfolio.solver.overtime import Search

_WORDS = highspy.HighsModelStatus
_NOTHING_FITS = (_WORDS.kInfeasible, _WORDS.kUnboundedOrInfeasible)
_CUT_SHORT = (_WORDS.kTimeLimit, _WORDS.kInterrupt, _WORDS.kIterationLimit, _WORDS.kSolutionLimit)
# Measured on the sample and on generated portfolios: these four save a quarter of the time of an exact solve.
_OPTIONS: Mapping[str, object] = {
    "output_flag": False,
    "threads": 1,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "mip_allow_restart": False,
    "mip_detect_symmetry": False,
}


@cache
def solver_name() -> str:
    """Name and version of the solver."""
    return f"HiGHS {highspy.Highs().version()}"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The best when requests may be in by parts: its value is an upper bound.

    Args:
        bound: Upper bound in points; None where not even parts fit.
        x: Share of each column.
        reduced: What one more of each column would add to the bound at first.
    """

    bound: float | None
    x: Floats
    reduced: Floats


class KeptModel:
    """One set of rows in two forms: whole requests (exact) and parts of requests (bound, warm from solve to solve).

    A solve leaves no trace in the next: bounds and cuts are taken back, and the search starts afresh, so that the
    same question gets the same answer whatever was asked before. Not safe for two threads at once.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._whole: Search | None = None
        self._parts: tuple[highspy.Highs, AddedRows] | None = None

    def best(self, objective: Floats, ask: Ask = Ask()) -> SolverAnswer:
        """Maximize the objective under the rows and what is asked.

        Returns:
            The chosen ids, or None with the reason. The bound comes from the solver's own dual bound, never from its
            status word.
        """
        if self.arrays.n_columns == 0:
            return self._nothing_to_choose(ask)
        search = self._whole = self._whole or Search(_load(self.arrays, is_whole=True))
        highs, search.ask = search.highs, ask
        with self._asked(highs, objective, ask):
            highs.setOptionValue("mip_rel_gap", ask.gap)
            highs.setOptionValue("objective_bound", math.inf if ask.floor is None else -ask.floor)
            if ask.start is not None:
                columns = np.arange(self.arrays.n_columns, dtype=np.int32)
                highs.setSolution(len(columns), columns, self.arrays.vector(ask.start))
            try:
                search.run()
            finally:
                if search.is_left:
                    # Another one answers from now on.
                    self._whole = None
            if search.is_left:
                return SolverAnswer(is_stopped=True, solver=solver_name())
            return self._read(highs, objective, ask)

    def tighten(self, objective: Floats, bound: float, *, is_lasting: bool = False) -> None:
        """No portfolio is worth more than the bound: from now on parts of requests may not be either.

        What is proven at some weights this way lowers the bound at all others near them. Of many, those that said
        nothing for longest are forgotten, the last one that is to last never.
        """
        self._relaxed()[1].tighten(objective, bound, is_lasting=is_lasting)

    def cut_parts(self, cuts: Iterable[Cut]) -> int:
        """Rows that whole requests keep anyway: from now on parts of requests must, too. Returns how many were taken.

        They hold under the arrays' own rows: a relaxation must not be asked with some of these lifted or widened.
        """
        return self._relaxed()[1].cut(cuts)

    def relax(self, objective: Floats, ask: Ask = Ask()) -> Relaxation:
        """The bound from letting requests be in by parts; keeps its basis from call to call."""
        n = self.arrays.n_columns
        if n == 0:
            return Relaxation(0.0 if self._nothing_to_choose(ask).is_proven else None, np.zeros(0), np.zeros(0))
        highs, added = self._relaxed()
        with self._asked(highs, objective, ask):
            # A new objective leaves the last basis feasible, held requests leave it optimal: each has its simplex.
            highs.setOptionValue("simplex_strategy", 1 if ask.fixed else 4)
            with LEAVING.solve():
                highs.run()
                if highs.getModelStatus() == _WORDS.kUnknown:
                    # A basis from before a row was added can mislead it for good: without one it finds its way.
                    highs.clearSolver()
                    highs.run()
            status, solution = highs.getModelStatus(), highs.getSolution()
            if status in _NOTHING_FITS:
                return Relaxation(None, np.zeros(n), np.zeros(n))
            if status != _WORDS.kOptimal:
                return Relaxation(math.inf, np.zeros(n), np.zeros(n))
            if not ask.fixed:
                added.hear(solution)
            x = np.clip(np.array(solution.col_value), 0.0, 1.0)
            return Relaxation(-highs.getInfo().objective_function_value, x, -np.array(solution.col_dual))

    def _relaxed(self) -> tuple[highspy.Highs, AddedRows]:
        if self._parts is None:
            highs = _load(self.arrays, is_whole=False)
            self._parts = highs, AddedRows(highs)
        return self._parts

    @contextmanager
    def _asked(self, highs: highspy.Highs, objective: Floats, ask: Ask) -> Iterator[None]:
        arrays, n = self.arrays, self.arrays.n_columns
        is_whole = self._is_whole(highs)
        if is_whole:
            highs.clearSolver()
        highs.changeColsCost(n, np.arange(n, dtype=np.int32), -objective)
        fixed = [(arrays.position[i], float(is_in)) for i, is_in in ask.fixed.items()]
        rows = self._changed_rows(ask)
        n_rows = highs.getNumRow()
        for column, value in fixed:
            highs.changeColBounds(column, value, value)
        for row, lower, upper in rows:
            highs.changeRowBounds(row, lower, upper)
        for cut in ask.cuts:
            highs.addRow(cut.lower, cut.upper, len(cut.columns), cut.columns, cut.amounts)
        # The clock of a search starts with each run; the one of a relaxation never goes back.
        spent = 0.0 if is_whole else highs.getRunTime()
        highs.setOptionValue("time_limit", spent + max(ask.seconds, 0.01))
        try:
            yield
        finally:
            # One that was left still runs: nobody may touch it.
            if not is_whole or self._is_whole(highs):
                self._take_back(highs, ask, n_rows)

    def _take_back(self, highs: highspy.Highs, ask: Ask, n_rows: int) -> None:
        """The kept rows and bounds again, after a solve that asked for others."""
        arrays = self.arrays
        if ask.cuts:
            highs.deleteRows(len(ask.cuts), np.arange(n_rows, n_rows + len(ask.cuts), dtype=np.int32))
        for row, _, _ in self._changed_rows(ask):
            highs.changeRowBounds(row, arrays.lower[row], arrays.upper[row])
        for request_id in ask.fixed:
            highs.changeColBounds(arrays.position[request_id], 0.0, 1.0)

    def _is_whole(self, highs: highspy.Highs) -> bool:
        return self._whole is not None and highs is self._whole.highs

    def _changed_rows(self, ask: Ask) -> list[tuple[int, float, float]]:
        arrays = self.arrays
        changed = []
        for key, bound in ask.bounds.items():
            row = arrays.row_position[key]
            lower = bound if math.isfinite(arrays.lower[row]) else -math.inf
            upper = bound if math.isfinite(arrays.upper[row]) else math.inf
            changed.append((row, lower, upper))
        return changed + [(arrays.row_position[key], -math.inf, math.inf) for key in ask.without]

    def _read(self, highs: highspy.Highs, objective: Floats, ask: Ask) -> SolverAnswer:
        """Trust no status word alone: values count only with a feasible solution, proof only with the dual bound."""
        info, status = highs.getInfo(), highs.getModelStatus()
        has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        is_infeasible = status in _NOTHING_FITS
        floor = -math.inf if ask.floor is None else ask.floor
        chosen, value = None, -math.inf
        if has_values and not is_infeasible:
            chosen = self.arrays.chosen(np.array(highs.getSolution().col_value))
            value = float(objective @ self.arrays.vector(chosen))
            if value < floor:
                chosen = None
        # Below the floor nothing is searched: what the solver calls its bound holds only above it.
        bound = max(floor if is_infeasible else -info.mip_dual_bound, floor)
        is_below = -info.objective_function_value < floor + TIE_POINTS
        is_over = is_infeasible or (status == _WORDS.kOptimal and chosen is None and is_below)
        return SolverAnswer(
            chosen=chosen,
            bound=bound if math.isfinite(bound) else None,
            is_proven=chosen is not None and math.isfinite(bound) and bound - value <= TIE_POINTS,
            is_infeasible=is_over,
            is_stopped=status in _CUT_SHORT,
            solver=solver_name(),
        )

    def _nothing_to_choose(self, ask: Ask) -> SolverAnswer:
        arrays = self.arrays
        left = {row: (lower, upper) for row, lower, upper in self._changed_rows(ask)}
        bounds = [left.get(r, (arrays.lower[r], arrays.upper[r])) for r in range(len(arrays.lower))]
        bounds += [(cut.lower, cut.upper) for cut in ask.cuts]
        is_met = all(lower <= 0 <= upper for lower, upper in bounds)
        chosen = frozenset[str]() if is_met else None
        bound = 0.0 if is_met else None
        return SolverAnswer(
            chosen=chosen, bound=bound, is_proven=is_met, is_infeasible=not is_met, solver=solver_name()
        )


def _load(arrays: Arrays, *, is_whole: bool) -> highspy.Highs:
    n, highs = arrays.n_columns, highspy.Highs()
    for name, value in _OPTIONS.items():
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(arrays.lower)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(n), np.zeros(n), np.ones(n)
    lp.row_lower_, lp.row_upper_ = arrays.lower, arrays.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = arrays.starts, arrays.columns
    lp.a_matrix_.value_ = arrays.amounts
    if is_whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * n
    else:
        highs.setOptionValue("solver", "simplex")
        highs.setOptionValue("presolve", "off")
    highs.passModel(lp)
    return highs
