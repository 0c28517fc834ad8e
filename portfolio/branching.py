"""A lower bound from a few branchings: the relaxed answer with a request held in, and with it held out, is surer."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from itertools import count

import numpy as np

from portfolio.solver import Ask, Bools, Floats, KeptModel, Relaxation

# A share this close to 0 or 1 is whole.
WHOLE = 1e-6


class Gains:
    """What holding a request in, or out, took off the bound so far, in points by share moved: the better to choose.

    Known as pseudocosts (Benichou, Gauthier, Girodet, Hentges, Ribiere and Vincent 1971).
    """

    def __init__(self, n: int) -> None:
        # By side, out first: points taken off, summed over so many trials.
        self._points, self._n_trials = np.zeros((2, n)), np.zeros((2, n))

    def learn(self, column: int, *, is_in: bool, points: float) -> None:
        """Holding this request in, or out, took so many points off for each whole share it moved."""
        self._points[int(is_in), column] += points
        self._n_trials[int(is_in), column] += 1

    def promise(self, x: Floats) -> Floats:
        """How much the bound should fall on both sides, by request; 0 where a request is whole already."""
        usual = (self._points.sum() + 1.0) / (self._n_trials.sum() + 1.0)
        each = np.where(self._n_trials > 0, self._points / np.maximum(self._n_trials, 1.0), usual)
        least = 1e-6 * usual
        promised = np.maximum(each[0] * x, least) * np.maximum(each[1] * (1 - x), least)
        return np.asarray(np.where(_is_split(x), promised, 0.0))


class Branches:
    """Every portfolio lies in one branch: none is worth more than the highest of their bounds.

    Args:
        model: Its relaxed form; rows that hold for every portfolio may come and go between splits.
        objective: Points by column.
        gains: What was learned of the requests; learns more.
        besides: A portfolio left out: the bound is that of all others.
    """

    def __init__(
        self, model: KeptModel, objective: Floats, gains: Gains, *, besides: Collection[str] | None = None
    ) -> None:
        self._model, self._objective, self._gains = model, objective, gains
        self._ids = model.arrays.ids
        self._besides = None if besides is None else model.arrays.vector(besides)[: len(self._ids)] > 0.5
        self._numbers = count()
        self._open: list[tuple[float, int, Mapping[str, bool], Relaxation]] = []
        self._push(np.inf, {}, model.relax(objective))

    @property
    def bound(self) -> float:
        """No portfolio is worth more points; -inf where none keeps all rows."""
        return -self._open[0][0] if self._open else -np.inf

    @property
    def whole(self) -> frozenset[str] | None:
        """The portfolio that the branch with the highest bound is down to, where it is; to be checked."""
        if not self._open or not _is_known(self._open[0][3]) or self._next_column() is not None:
            return None
        return self._model.arrays.chosen(self._open[0][3].x)

    def split(self) -> bool:
        """Split the branch with the highest bound; False where that can't lower it."""
        if not self._open or not np.isfinite(self.bound) or (column := self._next_column()) is None:
            return False
        key, _, held, relaxed = heapq.heappop(self._open)
        share = float(relaxed.x[column])
        for is_in in (True, False):
            fixed = {**held, self._ids[column]: is_in}
            branch = self._model.relax(self._objective, Ask(fixed=fixed))
            moved = 1 - share if is_in else share
            if branch.bound is not None and _is_known(branch) and WHOLE < share < 1 - WHOLE:
                self._gains.learn(column, is_in=is_in, points=max(-key - branch.bound, 0.0) / moved)
            self._push(-key, fixed, branch)
        return True

    def _next_column(self) -> int | None:
        """The request to split the branch with the highest bound at; None where all are whole."""
        _, _, held, relaxed = self._open[0]
        x = relaxed.x[: len(self._ids)]
        column = int(np.argmax(self._gains.promise(x)))
        if _is_split(x)[column]:
            return column
        costs = self._costs_of_others(held, relaxed)
        return None if costs is None else int(np.argmin(costs))

    def _push(self, most: float, held: Mapping[str, bool], relaxed: Relaxation) -> None:
        """One more branch, unless nothing is in it."""
        if relaxed.bound is None:
            return
        bound, costs = min(relaxed.bound, most), self._costs_of_others(held, relaxed)
        if costs is not None:
            # Any other portfolio moves at least one of the free requests.
            bound = min(bound, relaxed.bound - float(costs.min(initial=np.inf)))
        if bound > -np.inf:
            heapq.heappush(self._open, (-bound, next(self._numbers), held, relaxed))

    def _costs_of_others(self, held: Mapping[str, bool], relaxed: Relaxation) -> Floats | None:
        """What moving each request takes off the bound at least, inf for one held; None but for the one left out."""
        x = relaxed.x[: len(self._ids)]
        if self._besides is None or not _is_known(relaxed) or _is_split(x).any():
            return None
        if not np.array_equal(x > 0.5, self._besides):
            return None
        costs = np.abs(relaxed.reduced[: len(self._ids)])
        costs[[self._model.arrays.position[i] for i in held]] = np.inf
        return np.asarray(costs)


def _is_known(relaxed: Relaxation) -> bool:
    return relaxed.bound is not None and bool(np.isfinite(relaxed.bound))


def _is_split(x: Floats) -> Bools:
    return np.asarray((x > WHOLE) & (x < 1 - WHOLE))
