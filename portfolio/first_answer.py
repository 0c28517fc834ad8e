"""The first answer: a good portfolio and an upper bound in milliseconds, before any proof."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from portfolio.polish import polish
from portfolio.row import TOLERANCE
from portfolio.solver import TIE_POINTS, Arrays, Bools, Floats, KeptModel, SolverAnswer

# The dense table that polishing looks into stays small up to so many amounts; beyond, there is little to win.
MOST_AMOUNTS = 30_000


def first_answer(
    model: KeptModel, objective: Floats, known: Sequence[frozenset[str]] = (), *, enough: float = 0.0
) -> SolverAnswer:
    """The best of the known portfolios and of one rounded from the bound, with that bound.

    Args:
        objective: Points by column.
        known: Portfolios found before; those that break a row are passed over.
        enough: Where a known one is within this share of the bound, nothing better is looked for.

    Returns:
        ``is_infeasible`` where not even parts of requests fit; ``chosen`` None where no portfolio was found this way.
    """
    relaxed = model.relax(objective)
    if relaxed.bound is None:
        return SolverAnswer(is_infeasible=True)
    arrays, is_bounded = model.arrays, math.isfinite(relaxed.bound)
    feasible = [x for x in map(arrays.vector, known) if arrays.is_feasible(x)]
    if is_bounded and any(float(objective @ x) >= relaxed.bound - enough * abs(relaxed.bound) for x in feasible):
        return _best(arrays, objective, feasible, relaxed.bound)
    if is_bounded:
        rounded = round_down(arrays, objective, relaxed.x, relaxed.reduced)
        feasible += [rounded] if arrays.is_feasible(rounded) else []
    if feasible and not arrays.premiums and len(arrays.lower) * arrays.n_columns <= MOST_AMOUNTS:
        start = max(feasible, key=lambda x: float(objective @ x))
        order = relaxed.reduced + 1e-6 * objective
        polished = polish(arrays, objective, order, start)
        feasible += [polished] if arrays.is_feasible(polished) else []
    return _best(arrays, objective, feasible, relaxed.bound if is_bounded else None)


def _best(arrays: Arrays, objective: Floats, feasible: Sequence[Floats], bound: float | None) -> SolverAnswer:
    """The one worth most, with the bound."""
    if not feasible:
        return SolverAnswer(bound=bound)
    best = max(feasible, key=lambda x: float(objective @ x))
    value = float(objective @ best)
    return SolverAnswer(
        chosen=arrays.chosen(best),
        bound=None if bound is None else max(bound, value),
        is_proven=bound is not None and bound - value <= TIE_POINTS,
    )


def round_down(arrays: Arrays, objective: Floats, x: Floats, reduced: Floats) -> Floats:
    """Whole requests of a relaxed answer, filled up greedily while something fits; may break a minimum.

    Args:
        x: Share of each column in the relaxed answer.
        reduced: What one more of each column would add to the bound: settles the order after the shares.
    """
    n = len(arrays.ids)
    inside = x[:n] > 1 - 1e-6
    whole = _completed(arrays, inside)
    activity = arrays.activity(whole)
    order = np.lexsort((-objective[:n], -reduced[:n], -np.round(x[:n], 6)))
    wanted = ~inside & ((objective[:n] > 0) | (x[:n] > 1e-6)) & _has_room(arrays, activity)[:n]
    left, used = order[wanted[order]].tolist(), activity.tolist()
    # Twice: what a request needs may have come in after it was passed over.
    for _ in range(2):
        left = [k for k in left if _must_wait(arrays, k, used, inside)]
    return _completed(arrays, inside)


def _must_wait(arrays: Arrays, column: int, used: list[float], inside: Bools) -> bool:
    """Take a request in where it goes past no bound that is kept now, nor further past one that is broken.

    Returns:
        Whether it may fit later: it does not now, and not because something has run out.
    """
    entries = arrays.by_column[column]
    for row, amount, sign, bound in entries:
        if (used[row] + amount) * sign > bound:
            return not arrays.only_fills[row]
    for row, amount, _, _ in entries:
        used[row] += amount
    inside[column] = True
    return False


def _has_room(arrays: Arrays, used: Floats) -> Bools:
    """Columns that fit all limits that only fill up: the others never will."""
    rows = arrays.entry_rows
    filling = np.asarray(arrays.only_fills, dtype=np.bool_)[rows]
    is_over = filling & (used[rows] + arrays.amounts > arrays.upper[rows] + TOLERANCE)
    return np.asarray(np.bincount(arrays.columns, is_over, arrays.n_columns) == 0, dtype=np.bool_)


def _completed(arrays: Arrays, inside: Bools) -> Floats:
    """The requests' columns with those of the premiums they earn."""
    if not arrays.premiums:
        return inside.astype(np.float64)
    return arrays.vector(arrays.chosen(inside.astype(np.float64)))
