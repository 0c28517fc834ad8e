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
    held, wanted = (np.flatnonzero(side).astype(np.int32) for side in (inside, ~inside))
    leaving, coming = _groups(held), _groups(wanted)
    taken, won = table[coming].sum(axis=1), points[coming].sum(axis=1)
    room, lost = slack + table[leaving].sum(axis=1), points[leaving].sum(axis=1)
    # One or nobody for two at most, and two for one or nobody: two for two are too many to look at.
    n_held, n_wanted = len(held) + 1, len(wanted) + 1
    gain = np.concatenate(((won - lost[:n_held, None]).ravel(), (won[:n_wanted] - lost[n_held:, None]).ravel()))
    better = np.flatnonzero(gain > 1e-9)
    ranked = better[np.argsort(-gain[better], kind="stable")]
    n_first = n_held * len(coming)
    for start in range(0, len(ranked), AT_ONCE):
        k = ranked[start : start + AT_ONCE]
        out = np.where(k < n_first, k // len(coming), n_held + (k - n_first) // n_wanted)
        into = np.where(k < n_first, k % len(coming), (k - n_first) % n_wanted)
        fits = (taken[into] <= room[out]).all(axis=1)
        if fits.any():
            first = int(np.argmax(fits))
            return leaving[out[first]], coming[into[first]]
    return None


def _groups(places: Ints) -> Ints:
    """Nobody, each alone, then each two together: two columns, -1 for nobody."""
    one, other = np.triu_indices(len(places), k=1)
    alone = np.column_stack((np.append([-1], places), np.full(len(places) + 1, -1)))
    return np.vstack((alone, np.column_stack((places[one], places[other])))).astype(np.int32)
