"""Upper bounds between proven places: a convex function lies below every line between two of its points."""

from __future__ import annotations

import highspy
import numpy as np

from portfolio.solver.arrays import Floats
from portfolio.solver.leaving import LEAVING


class HullBound:
    """Places with a proven value, and the least bound they give anywhere between them.

    The best value is a convex function of the weights, so at any mix of places it is at most the same mix of their
    values: the bound is the cheapest mix that reaches the place asked for, a small linear program kept warm.
    """

    def __init__(self, n_dimensions: int) -> None:
        self._n = n_dimensions
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("solver", "simplex")
        for _ in range(n_dimensions):
            self._highs.addRow(0.0, 0.0, 0, np.array([], dtype=np.int32), np.zeros(0))

    def add(self, place: Floats, value: float) -> None:
        """One more place whose value is proven to be at most this."""
        used = np.flatnonzero(place).astype(np.int32)
        self._highs.addCol(value, 0.0, highspy.kHighsInf, len(used), used, place[used])

    def bound(self, place: Floats) -> float:
        """The least upper bound at a place; inf where no mix of places reaches it.

        Places are shares that sum to 1, so a mix that reaches one sums to 1 by itself.
        """
        for row in range(self._n):
            self._highs.changeRowBounds(row, float(place[row]), float(place[row]))
        with LEAVING.solve():
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.inf
        return float(self._highs.getInfo().objective_function_value)
