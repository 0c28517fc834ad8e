"""The pool: every portfolio found under one set of rows, ready to be compared at any weights."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from portfolio.solver import Floats

MOST_KEPT = 400


@dataclass(frozen=True, slots=True)
class Known:
    """A portfolio that keeps all rows.

    Args:
        plane: m points, what it is worth where one criterion has all the weight: plane . w at weight shares w.
    """

    chosen: frozenset[str]
    plane: Floats


class Pool:
    """Portfolios with what each is worth where one criterion has all the weight; the oldest leave when it is full."""

    def __init__(self, n_criteria: int) -> None:
        # One value, replaced as a whole: those who ask from another thread never see half of a change.
        self.contents: tuple[list[frozenset[str]], Floats] = ([], np.zeros((0, n_criteria)))
        self._lock = threading.Lock()

    def __contains__(self, chosen: object) -> bool:
        return chosen in self.contents[0]

    def add(self, chosen: frozenset[str], plane: Floats) -> None:
        """One more portfolio that keeps all rows, with its m points by criterion."""
        with self._lock:
            portfolios, planes = self.contents
            if chosen not in portfolios:
                kept = slice(1, None) if len(portfolios) >= MOST_KEPT else slice(None)
                self.contents = [*portfolios[kept], chosen], np.vstack((planes[kept], plane))

    def best(self, shares: Floats, n: int = 3) -> list[frozenset[str]]:
        """The n portfolios worth most at these weight shares, the best first."""
        portfolios, planes = self.contents
        order = np.argsort(-(planes @ shares), kind="stable")[:n]
        return [portfolios[k] for k in order]
