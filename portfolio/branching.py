"""A lower bound from a few branchings: the relaxed answer with a request held in, and with it held out, is surer."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
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
    """

    def __init__(self, model: KeptModel, objective: Floats, gains: Gains) -> None:
        self._model, self._objective, self._gains = model, objective, gains
        self._numbers, root = count(), model.relax(objective)
        held: Mapping[str, bool] = {}
        self._open: list[tuple[float, int, Mapping[str, bool], Relaxation]] = []
        self._push(np.inf, held, root)

    @property
    def bound(self) -> float:
        """No portfolio is worth more points; -inf where none keeps all rows."""
        return -self._open[0][0] if self._open else -np.inf

    def split(self) -> bool:
        """Split the branch with the highest bound; False where that can't lower it."""
        if not self._open or not np.isfinite(self.bound):
            return False
        _, _, held, relaxed = self._open[0]
        ids, x = self._model.arrays.ids, relaxed.x[: len(self._model.arrays.ids)]
        column = int(np.argmax(self._gains.promise(x)))
        if not _is_split(x)[column]:
            return False
        bound = -heapq.heappop(self._open)[0]
        for is_in in (True, False):
            fixed = {**held, ids[column]: is_in}
            branch = self._model.relax(self._objective, Ask(fixed=fixed))
            if branch.bound is not None and np.isfinite(branch.bound):
                moved = 1 - x[column] if is_in else x[column]
                self._gains.learn(column, is_in=is_in, points=max(bound - branch.bound, 0.0) / float(moved))
            self._push(bound, fixed, branch)
        return True

    def _push(self, most: float, held: Mapping[str, bool], relaxed: Relaxation) -> None:
        if relaxed.bound is not None:
            heapq.heappush(self._open, (-min(relaxed.bound, most), next(self._numbers), held, relaxed))


def _is_split(x: Floats) -> Bools:
    return np.asarray((x > WHOLE) & (x < 1 - WHOLE))
