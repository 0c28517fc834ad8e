"""A lower bound from a few branchings: the relaxed answer with a request held in, and with it held out, is surer."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from itertools import count

import numpy as np

from portfolio.solver import Ask, Floats, KeptModel, Relaxation

# Branching pays where one relaxed answer is a matter of a millisecond.
MOST_REQUESTS = 300


def branched_bound(model: KeptModel, objective: Floats, *, enough: float, n_most: int = 12) -> float | None:
    """The lowest bound found: no portfolio is worth more points; None where not even parts fit.

    The branch with the highest bound is split next, at the request that is in by parts and worth most points so split.

    Args:
        enough: Points at which to stop.
        n_most: Requests to branch on at most, each two relaxed answers.
    """
    numbers = count()
    root = model.relax(objective)
    if root.bound is None or not np.isfinite(root.bound) or len(model.arrays.ids) > MOST_REQUESTS:
        return root.bound
    held: Mapping[str, bool] = {}
    branches = [(-root.bound, next(numbers), held, root)]
    for _ in range(n_most):
        highest, _, held, relaxed = branches[0]
        split = _split(model, objective, relaxed)
        if -highest <= enough or split is None:
            break
        heapq.heappop(branches)
        for is_in in (True, False):
            fixed = {**held, split: is_in}
            child = model.relax(objective, Ask(fixed=fixed))
            if child.bound is not None:
                heapq.heappush(branches, (-min(child.bound, -highest), next(numbers), fixed, child))
        if not branches:
            return None
    return -branches[0][0]


def _split(model: KeptModel, objective: Floats, relaxed: Relaxation) -> str | None:
    """The request to branch on; None where all are whole."""
    n = len(model.arrays.ids)
    points = np.minimum(relaxed.x, 1 - relaxed.x)[:n] * np.abs(objective[:n])
    column = int(np.argmax(points))
    return model.arrays.ids[column] if points[column] > 1e-6 else None
