"""All rows of a problem as one table, to check a portfolio fast: the check's own, apart from any solver's arrays."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from portfolio.row import TOLERANCE, Row, Sense

# Amounts summed in another order differ by far less, in units and as a share of the bound: a row this close to its
# bound is summed once more, exactly. Whole amounts sum to the same in any order.
DOUBT, DOUBT_SHARE = 1e-3, 1e-10


class RowTable:
    """Rows over sorted requests: which of them a portfolio breaks."""

    def __init__(self, rows: Sequence[Row], ids: Sequence[str]) -> None:
        self._rows = tuple(rows)
        self._position = {request_id: k for k, request_id in enumerate(ids)}
        lengths = [len(row.terms) for row in self._rows]
        self._of_row = np.repeat(np.arange(len(self._rows)), lengths)
        self._columns = np.array([self._position[i] for row in self._rows for i in row.terms], dtype=np.int64)
        self._amounts = np.array([a for row in self._rows for a in row.terms.values()], dtype=np.float64)
        self._bounds = np.array([row.bound for row in self._rows], dtype=np.float64)
        is_split = np.bincount(self._of_row, self._amounts % 1 != 0, len(self._rows)) + (self._bounds % 1 != 0) > 0
        self._doubt = np.where(is_split, DOUBT + DOUBT_SHARE * np.abs(self._bounds), -TOLERANCE)
        self._is_most = np.array([row.sense is Sense.AT_MOST for row in self._rows], dtype=np.bool_)
        self._is_least = np.array([row.sense is Sense.AT_LEAST for row in self._rows], dtype=np.bool_)

    def broken(self, selected: Collection[str]) -> tuple[Row, ...]:
        """The rows these requests break; empty where they keep all."""
        inside = np.zeros(len(self._position))
        inside[[self._position[i] for i in selected]] = 1.0
        used = np.bincount(self._of_row, self._amounts * inside[self._columns], len(self._rows))
        left = np.where(self._is_least, used - self._bounds, self._bounds - used)
        slack = np.where(self._is_most | self._is_least, left, -np.abs(left))
        doubted = np.flatnonzero(slack < self._doubt).tolist()
        return tuple(self._rows[r] for r in doubted if not self._rows[r].is_met(selected))
