"""The ceiling: how much no portfolio can be worth, from a relaxed model that learns from every proof."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Collection, Sequence

import numpy as np

from portfolio.branching import Branches, Gains
from portfolio.first_answer import first_answer
from portfolio.selection import Problem, keep
from portfolio.solver import Arrays, Floats, SolverAnswer, cover_cuts
from portfolio.solver.covers import MOST_COVERED

# Rounds of saying limits more sharply after a proof.
SHARPENED = 10
# Branching is for lists this long at most: on longer ones parts of requests say enough.
LONGEST_BRANCHED = 1000


class Ceiling:
    """A relaxed model of its own, behind a lock that is held for one relaxed solve at a time.

    Args:
        problem: Rows, and the agreed scores: what is proven of these is never forgotten.
    """

    def __init__(self, problem: Problem) -> None:
        self._model, self._lock = keep(problem), threading.Lock()
        self._agreed = self._model.arrays.objective(problem.scores)
        self._gains = Gains(len(problem.scores))
        # The question branched on last, and how far that came.
        self._branches: tuple[tuple[bytes, frozenset[str] | None], Branches] | None = None

    @property
    def arrays(self) -> Arrays:
        """The rows as arrays."""
        return self._model.arrays

    @property
    def is_branched(self) -> bool:
        """Whether branching may lower the bound in reasonable time."""
        return len(self.arrays.ids) <= LONGEST_BRANCHED

    def first_answer(self, objective: Floats, known: Sequence[frozenset[str]], *, enough: float) -> SolverAnswer:
        """The better of the portfolios known and one rounded anew, with the bound of parts of requests."""
        with self._lock:
            return first_answer(self._model, objective, known, enough=enough)

    def branched(
        self,
        objective: Floats,
        *,
        enough: float,
        n_most: int,
        deadline: float = math.inf,
        is_stopped: Callable[[], bool] | None = None,
        besides: Collection[str] | None = None,
    ) -> tuple[float, frozenset[str] | None]:
        """The bound from branching until it is low enough, so many times, or time is up; others may ask in between.

        Asked the same again, it goes on where it ended.

        Args:
            enough: Points at which to stop.
            n_most: Branchings at most.
            deadline: When to stop, by ``time.perf_counter``.
            besides: A portfolio left out: the bound is that of all others.

        Returns:
            The bound, and the portfolio that is worth it where branching came down to one.
        """
        question = objective.tobytes(), None if besides is None else frozenset(besides)
        if self._branches is None or self._branches[0] != question:
            with self._lock:
                self._branches = question, Branches(self._model, objective, self._gains, besides=besides)
        branches = self._branches[1]
        for _ in range(n_most):
            if branches.bound <= enough or time.perf_counter() > deadline or (is_stopped and is_stopped()):
                break
            with self._lock:
                if not branches.split():
                    break
        whole = branches.whole
        is_kept = whole is not None and self.arrays.is_feasible(self.arrays.vector(whole))
        return branches.bound, whole if is_kept else None

    def tighten(self, objective: Floats, bound: float) -> None:
        """No portfolio is worth more than this."""
        with self._lock:
            self._model.tighten(objective, bound, is_lasting=np.array_equal(objective, self._agreed))

    def sharpen(self, objective: Floats, *, is_stopped: Callable[[], bool] | None = None) -> None:
        """Say limits more sharply where the relaxed answer sees through them; holds at all weights."""
        for _ in range(SHARPENED if len(self.arrays.ids) <= MOST_COVERED else 0):
            if is_stopped and is_stopped():
                return
            with self._lock:
                relaxed = self._model.relax(objective)
            if relaxed.bound is None or not math.isfinite(relaxed.bound):
                return
            cuts = tuple(cover_cuts(self.arrays, relaxed.x))
            with self._lock:
                n_taken = self._model.cut_parts(cuts)
            if n_taken == 0:
                return
