"""Neighbors: a very good portfolio of a long list, by deciding exactly on a few requests at a time.

The exact search proves; on lists of some hundreds it is slow to find. Around a portfolio at hand most requests stay as
they are, and the solver decides on those where it disagrees with the relaxed answer, and on some of the requests the
relaxed answer is the least sure about (Danna, Rothberg and Le Pape 2005).
"""

from __future__ import annotations

import time

import numpy as np

from portfolio.solver import TIE_POINTS, Ask, Bools, Floats, Ints, KeptModel, Relaxation

# Shorter lists are searched as a whole just as fast.
LONG_LIST = 100
# Requests decided on in a round, out of so many unsure ones, and seconds of a round: measured on lists of 150 and 500.
DECIDED, UNSURE, ROUND_SECONDS = 50, 150, 0.3
# Seconds of all rounds at most, as a share of the time there is, and rounds in vain before giving up.
MOST_SECONDS, SHARE, IN_VAIN = 2.0, 1 / 8, 5


def search_neighbors(
    model: KeptModel, objective: Floats, ask: Ask, *, start: frozenset[str], enough: float = np.inf
) -> frozenset[str]:
    """A portfolio at least as good as the one to start from; the same one where nothing better was found.

    Args:
        ask: Its time limit and stop; only a share of the time is used.
        enough: Points at which to stop.
    """
    arrays, relaxed = model.arrays, model.relax(objective)
    if len(arrays.ids) < LONG_LIST or relaxed.bound is None or not np.isfinite(relaxed.bound):
        return start
    deadline = time.perf_counter() + min(MOST_SECONDS, SHARE * ask.seconds)
    random, best, in_vain = np.random.default_rng(0), start, 0
    value = float(objective @ arrays.vector(best))
    rank = _unsure(relaxed, len(arrays.ids))
    while value < enough and in_vain < IN_VAIN and not (ask.is_stopped and ask.is_stopped()):
        seconds = min(ROUND_SECONDS, deadline - time.perf_counter())
        if seconds <= 0.02:
            break
        inside = arrays.vector(best)[: len(arrays.ids)] > 0.5
        fixed = {arrays.ids[k]: bool(inside[k]) for k in np.flatnonzero(~_free(relaxed, inside, rank, random))}
        found = model.best(
            objective, Ask(fixed=fixed, floor=value + TIE_POINTS, seconds=seconds, is_stopped=ask.is_stopped)
        ).chosen
        in_vain += 1
        if found is not None and arrays.is_feasible(arrays.vector(found)):
            best, value, in_vain = found, float(objective @ arrays.vector(found)), 0
    return best


def _unsure(relaxed: Relaxation, n: int) -> Ints:
    """Requests in parts first, then those whose being in or out hangs on the fewest points."""
    x = relaxed.x[:n]
    is_split = (x > 1e-6) & (x < 1 - 1e-6)
    return np.argsort(np.where(is_split, -1.0, np.abs(relaxed.reduced[:n])), kind="stable").astype(np.int32)


def _free(relaxed: Relaxation, inside: Bools, rank: Ints, random: np.random.Generator) -> Bools:
    """Most of those on which the relaxed answer disagrees, and some of the unsure."""
    differs = np.abs(relaxed.x[: len(inside)] - inside) > 0.4
    free = np.asarray(differs & (random.random(len(inside)) < 0.8))
    free[random.choice(rank[:UNSURE], min(DECIDED, len(rank)), replace=False)] = True
    return free
