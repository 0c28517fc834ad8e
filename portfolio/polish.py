"""Polish: make a good portfolio better by exchanging requests that are nearly in or nearly out, without a solver."""

from __future__ import annotations

import numpy as np

from portfolio.solver import Arrays, Bools, Floats, Ints

# Requests looked at on either side: those that the bound is the least sure about.
CORE = 40


def polish(
    arrays: Arrays, objective: Floats, order: Floats, x: Floats, *, n_passes: int = 4, n_tries: int = CORE
) -> Floats:
    """A portfolio at least as good, from exchanging one request for those that fit in its place.

    Args:
        objective: Points by column.
        order: What to prefer when filling up, by column, the most first.
        x: A portfolio that keeps all rows, 0/1 by column.
        n_passes: How often requests are tried at most.
        n_tries: How many requests to try taking out, the least preferred first, and how many to offer their places.
    """
    amounts, bounds = arrays.one_sided
    best = x > 0.5
    core = _core(best, objective, order, n_tries)
    table, points, rank = np.ascontiguousarray(amounts[:, core]), objective[core], order[core]
    inside, slack = best[core], bounds - amounts @ best
    for _ in range(n_passes):
        is_better = False
        for out in sorted(np.flatnonzero(inside).tolist(), key=lambda k: float(rank[k])):
            without = inside.copy()
            without[out] = False
            filled, left = _fill(table, points, rank, without, slack + table[:, out], out)
            if left.min(initial=0.0) >= 0 and points @ filled > points @ inside + 1e-9:
                inside, slack, is_better = filled, left, True
        if not is_better:
            break
    best[core] = inside
    return best.astype(np.float64)


def _core(inside: Bools, objective: Floats, order: Floats, n: int) -> Ints:
    """The n least preferred that are in, and the n most preferred that are out and worth something."""
    ranked = np.argsort(order, kind="stable")
    held = ranked[inside[ranked]][:n]
    wanted = ranked[~inside[ranked] & (objective[ranked] > 0)][-n:]
    return np.concatenate((held, wanted)).astype(np.int32)


def _fill(
    amounts: Floats, objective: Floats, order: Floats, inside: Bools, slack: Floats, barred: int
) -> tuple[Bools, Floats]:
    """Add what fits, the most preferred first; ``slack`` may start below 0 where a rule waits to be mended."""
    inside = inside.copy()
    wanted = np.flatnonzero(~inside & (objective > 0))
    wanted = wanted[wanted != barred]
    while len(wanted):
        room = np.maximum(slack, 0.0)
        fits = wanted[(amounts[:, wanted] <= room[:, None]).all(axis=0)]
        if not len(fits):
            break
        added = int(fits[np.argmax(order[fits])])
        inside[added] = True
        slack = slack - amounts[:, added]
        wanted = fits[fits != added]
    return inside, slack
