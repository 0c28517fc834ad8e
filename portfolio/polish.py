"""Polish: make a good portfolio better by taking one request out and filling up again, without a solver."""

from __future__ import annotations

import numpy as np

from portfolio.solver import Arrays, Bools, Floats


def polish(
    arrays: Arrays, objective: Floats, order: Floats, x: Floats, *, n_passes: int = 4, n_tries: int = 1000
) -> Floats:
    """A portfolio at least as good, from exchanging one request for those that fit in its place.

    Args:
        objective: Points by column.
        order: What to prefer when filling up, by column, the most first.
        x: A portfolio that keeps all rows, 0/1 by column.
        n_passes: How often requests are tried at most.
        n_tries: How many requests in each pass, the least preferred first.
    """
    amounts, bounds = arrays.one_sided
    best = x > 0.5
    slack = bounds - amounts @ best
    for _ in range(n_passes):
        is_better = False
        for out in sorted(np.flatnonzero(best).tolist(), key=lambda k: float(order[k]))[:n_tries]:
            without = best.copy()
            without[out] = False
            filled, left = _fill(amounts, objective, order, without, slack + amounts[:, out], out)
            if left.min(initial=0.0) >= 0 and objective @ filled > objective @ best + 1e-9:
                best, slack, is_better = filled, left, True
        if not is_better:
            break
    return best.astype(np.float64)


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
