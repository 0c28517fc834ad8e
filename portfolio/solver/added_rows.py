"""What a relaxed model knows beyond its rows: proven values, and cuts, each a row after the arrays' own."""

from __future__ import annotations

import math
from collections.abc import Iterable

import highspy
import numpy as np

from portfolio.solver.answer import TIE_POINTS, Cut
from portfolio.solver.arrays import Floats

# Proven values remembered, each a row with an amount for every request, and cuts at most.
MOST_PROVEN, MOST_CUTS = 40, 200
# A cut that said nothing in so many answers goes: at 150 requests such rows took half the time of an answer.
IDLE_ANSWERS = 25


class AddedRows:
    """The rows added to a relaxed model, in order; all hold for whole requests, so that none costs a portfolio.

    Args:
        highs: The relaxed model, with its own rows only.
    """

    def __init__(self, highs: highspy.Highs) -> None:
        self._highs, self._n_own = highs, highs.getNumRow()
        # By row: the objective whose best value it bounds with that bound, or None for a cut.
        self._proven: list[tuple[bytes, float] | None] = []
        self._n_idle = np.zeros(0, dtype=np.int64)
        self._lasting = b""

    def tighten(self, objective: Floats, bound: float, *, is_lasting: bool = False) -> None:
        """No portfolio is worth more than the bound; the proven value that said nothing for longest is forgotten.

        Args:
            is_lasting: Whether to keep this one whatever it says.
        """
        key = objective.tobytes()
        if is_lasting:
            self._lasting = key
        for k, row in enumerate(self._proven):
            if row is not None and row[0] == key:
                self._proven[k], self._n_idle[k] = (key, min(bound, row[1])), 0
                self._highs.changeRowBounds(self._n_own + k, -math.inf, min(bound, row[1]) + TIE_POINTS)
                return
        if sum(row is not None for row in self._proven) >= MOST_PROVEN:
            passing = [k for k, row in enumerate(self._proven) if row is not None and row[0] != self._lasting]
            self._forget([max(passing, key=lambda k: int(self._n_idle[k]))])
        used = np.flatnonzero(objective).astype(np.int32)
        self._highs.addRow(-math.inf, bound + TIE_POINTS, len(used), used, objective[used])
        self._append((key, bound))

    def cut(self, cuts: Iterable[Cut]) -> int:
        """Rows that whole requests keep anyway; returns how many were taken, once those that said nothing are gone."""
        is_idle = self._n_idle >= IDLE_ANSWERS
        self._forget([k for k, row in enumerate(self._proven) if row is None and is_idle[k]])
        taken = tuple(cuts)[: max(MOST_CUTS - self._proven.count(None), 0)]
        for cut in taken:
            self._highs.addRow(cut.lower, cut.upper, len(cut.columns), cut.columns, cut.amounts)
            self._append(None)
        return len(taken)

    def hear(self, solution: highspy.HighsSolution) -> None:
        """Which rows said something in an answer with no request held: those at their bound."""
        if not len(self._n_idle):
            return
        self._n_idle += 1
        duals = np.array(solution.row_dual)[self._n_own : self._n_own + len(self._n_idle)]
        self._n_idle[duals != 0] = 0

    def _append(self, row: tuple[bytes, float] | None) -> None:
        self._proven.append(row)
        self._n_idle = np.append(self._n_idle, 0)

    def _forget(self, gone: list[int]) -> None:
        if not gone:
            return
        self._highs.deleteRows(len(gone), np.array(gone, dtype=np.int32) + np.int32(self._n_own))
        self._proven = [row for k, row in enumerate(self._proven) if k not in set(gone)]
        self._n_idle = np.delete(self._n_idle, gone)
