"""The pool: every portfolio found under one set of rows, ready to be compared at any weights."""

from __future__ import annotations

import numpy as np

from portfolio.solver import Floats

MOST_KEPT = 400


class Pool:
    """Portfolios with what each is worth where one criterion has all the weight; the oldest leave when it is full."""

    def __init__(self, n_criteria: int) -> None:
        self._planes = np.zeros((0, n_criteria))
        self._portfolios: list[frozenset[str]] = []
        self._known: set[frozenset[str]] = set()

    def add(self, chosen: frozenset[str], plane: Floats) -> None:
        """One more portfolio that keeps all rows, with its m points by criterion."""
        if chosen in self._known:
            return
        if len(self._portfolios) >= MOST_KEPT:
            self._known.discard(self._portfolios[0])
            self._portfolios, self._planes = self._portfolios[1:], self._planes[1:]
        self._known.add(chosen)
        self._portfolios = [*self._portfolios, chosen]
        self._planes = np.vstack((self._planes, plane))

    def best(self, shares: Floats, n: int = 3) -> list[frozenset[str]]:
        """The n portfolios worth most at these weight shares, the best first."""
        order = np.argsort(-(self._planes @ shares), kind="stable")[:n]
        return [self._portfolios[k] for k in order]
