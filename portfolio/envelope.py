"""The upper envelope of portfolios over all weights: where each is the best, and the corners between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from portfolio.solver import Bools, Floats

# Points closer than this are on a plane: far above rounding, far below a tie.
ON_PLANE = 1e-9


@dataclass(slots=True)
class Envelope:
    """The surface t(w) = max over portfolios of a(p) . w over all weight shares w >= 0 that sum to 1.

    It is convex and piecewise linear; its corners are kept as portfolios are added (double description method:
    Motzkin, Raiffa, Thompson and Thrall 1953).

    Args:
        n_criteria: m criteria. Expected criteria >= 1.
        planes: One row of m points by portfolio: what it is worth where one criterion has all the weight.
        corners: k corners as weight shares, k x m.
        heights: Value of the surface at each corner.
        tight: k x (m + portfolios), True where a corner has no weight on a criterion, or lies on a plane.
    """

    n_criteria: int
    planes: Floats = field(init=False)
    corners: Floats = field(init=False)
    heights: Floats = field(init=False)
    tight: Bools = field(init=False)

    def __post_init__(self) -> None:
        if self.n_criteria < 1:
            raise ValueError("Expected criteria >= 1.")
        m = self.n_criteria
        self.planes = np.zeros((0, m))
        self.corners = np.eye(m)
        self.heights = np.full(m, -np.inf)
        self.tight = np.eye(m, dtype=np.bool_) == 0

    def value(self, weights: Floats) -> float:
        """The best of the portfolios added so far at these weight shares; -inf where there is none."""
        return float(np.max(self.planes @ weights)) if len(self.planes) else -np.inf

    def best(self, weights: Floats) -> int:
        """Which portfolio is the best at these weight shares: its place in order of adding; the first among equals."""
        return int(np.argmax(self.planes @ weights))

    def corners_of(self, plane: int) -> NDArray[np.intp]:
        """The corners of the region where one portfolio is the best."""
        return np.flatnonzero(self.tight[:, self.n_criteria + plane])

    def add(self, plane: Floats) -> bool:
        """Lift the surface to one more portfolio; False where it is nowhere better."""
        above = self.corners @ plane
        scale = max(1.0, float(np.max(np.abs(plane))))
        is_under = above > self.heights + ON_PLANE * scale
        if not is_under.any():
            return False
        is_on = ~is_under & (np.abs(above - self.heights) <= ON_PLANE * scale)
        edges = self._cut_edges(is_under, is_on)
        self.planes = np.vstack((self.planes, plane))
        self._replace(is_under, is_on, edges, plane)
        return True

    def _cut_edges(self, is_under: Bools, is_on: Bools) -> list[tuple[int, int]]:
        """Pairs of neighboring corners, one lifted away and one that stays above the new plane."""
        under, over = np.flatnonzero(is_under), np.flatnonzero(~is_under & ~is_on)
        if not len(over) or self.n_criteria == 1:
            return []
        tight = self.tight.astype(np.int32)
        common = tight[under] @ tight[over].T
        pairs = []
        for a, b in zip(*np.nonzero(common >= self.n_criteria - 1), strict=True):
            shared = self.tight[under[a]] & self.tight[over[b]]
            # Neighbors share an edge that no third corner lies on.
            if int((self.tight[:, shared].all(axis=1)).sum()) == 2:
                pairs.append((int(under[a]), int(over[b])))
        return pairs

    def _replace(self, is_under: Bools, is_on: Bools, edges: list[tuple[int, int]], plane: Floats) -> None:
        m = self.n_criteria
        places, heights, tight = [], [], []
        for corner in np.flatnonzero(is_under):
            # Where one criterion has all the weight, the surface rises straight up.
            if int(self.tight[corner, :m].sum()) == m - 1:
                places.append(self.corners[corner])
                heights.append(float(plane @ self.corners[corner]))
                tight.append(np.append(self.tight[corner, :m], np.zeros(len(self.planes) - 1, dtype=np.bool_)))
        for a, b in edges:
            gain_a = float(plane @ self.corners[a]) - self.heights[a]
            gain_b = float(plane @ self.corners[b]) - self.heights[b]
            share = 1.0 if np.isneginf(self.heights[a]) else gain_a / (gain_a - gain_b)
            places.append(self.corners[a] + share * (self.corners[b] - self.corners[a]))
            heights.append(float(plane @ places[-1]))
            tight.append(self.tight[a] & self.tight[b])
        n_new = len(places)
        kept = ~is_under
        self.corners = np.vstack((self.corners[kept], np.array(places).reshape(n_new, m)))
        self.heights = np.concatenate((self.heights[kept], np.array(heights)))
        old = np.array(tight, dtype=np.bool_).reshape(n_new, self.tight.shape[1])
        is_on_new = np.concatenate((is_on[kept], np.ones(n_new, dtype=np.bool_)))
        self.tight = np.column_stack((np.vstack((self.tight[kept], old)), is_on_new))
