"""Polish: make a good portfolio better by exchanging requests that are nearly in or nearly out, without a solver."""

from __future__ import annotations

import numpy as np

from portfolio.solver import Arrays, Bools, Floats, Ints

# Requests looked at on either side: those that the bound is the least sure about.
CORE = 16
# Exchanges looked at together, the best first.
AT_ONCE = 256


def polish(
    arrays: Arrays, objective: Floats, order: Floats, x: Floats, *, n_passes: int = 8, n_core: int = CORE
) -> Floats:
    """A portfolio at least as good, from the best exchange of one request for one or two, or of two for one.

    Args:
        objective: Points by column.
        order: What to prefer, by column, the most first: settles who is looked at.
        x: A portfolio that keeps all rows, 0/1 by column.
        n_passes: Exchanges at most.
        n_core: How many requests to offer to leave, the least preferred first, and how many to offer their places.
    """
    amounts, bounds = arrays.one_sided
    best = x > 0.5
    core = _core(best, objective, order, n_core)
    # One more row for nobody, who takes nothing and is worth nothing.
    table = np.vstack((amounts[:, core].T, np.zeros(len(bounds))))
    points, inside = np.append(objective[core], 0.0), best[core]
    slack = bounds - amounts[:, best].sum(axis=1)
    for _ in range(n_passes):
        exchange = _best_exchange(table, points, inside, slack)
        if exchange is None:
            break
        leaving, coming = exchange
        slack = slack + table[leaving].sum(axis=0) - table[coming].sum(axis=0)
        inside[leaving[leaving >= 0]], inside[coming[coming >= 0]] = False, True
    best[core] = inside
    return best.astype(np.float64)


def _core(inside: Bools, objective: Floats, order: Floats, n: int) -> Ints:
    """The n least preferred that are in, and the n most preferred that are out and worth something."""
    ranked = np.argsort(order, kind="stable")
    held = ranked[inside[ranked]][:n]
    wanted = ranked[~inside[ranked] & (objective[ranked] > 0)][-n:]
    return np.concatenate((held, wanted)).astype(np.int32)


def _best_exchange(table: Floats, points: Floats, inside: Bools, slack: Floats) -> tuple[Ints, Ints] | None:
    """Who leaves and who comes for the most points, within what is left of each limit; None where nothing gains.

    Args:
        table: k x r amounts of the k requests that may move; the last of them is nobody.
        slack: What is left of each of r limits.
    """
    leaving, coming = _groups(inside), _groups(~inside)
    taken, won = table[coming].sum(axis=1), points[coming].sum(axis=1)
    room, lost = slack + table[leaving].sum(axis=1), points[leaving].sum(axis=1)
    gain = won[None, :] - lost[:, None]
    # Two for two are too many to look at.
    gain[np.outer((leaving >= 0).all(axis=1), (coming >= 0).all(axis=1))] = 0.0
    rows, columns = np.nonzero(gain > 1e-9)
    ranked = np.argsort(-gain[rows, columns], kind="stable")
    rows, columns = rows[ranked], columns[ranked]
    for start in range(0, len(rows), AT_ONCE):
        out, into = rows[start : start + AT_ONCE], columns[start : start + AT_ONCE]
        fits = (taken[into] <= room[out]).all(axis=1)
        if fits.any():
            first = int(np.argmax(fits))
            return leaving[out[first]], coming[into[first]]
    return None


def _groups(may: Bools) -> Ints:
    """Nobody, each alone, each two together of those who may: two columns, -1 for nobody."""
    places = np.flatnonzero(may)
    one, other = np.triu_indices(len(places) + 1, k=1)
    with_nobody = np.append(places, -1).astype(np.int32)
    return np.vstack(([[-1, -1]], np.column_stack((with_nobody[one], with_nobody[other])))).astype(np.int32)
