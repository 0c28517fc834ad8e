"""The first answer: a good portfolio and an upper bound in milliseconds, before any proof."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from portfolio.row import TOLERANCE
from portfolio.solver import TIE_POINTS, Arrays, Bools, Floats, KeptModel, SolverAnswer


def first_answer(model: KeptModel, objective: Floats, known: Sequence[frozenset[str]] = ()) -> SolverAnswer:
    """The best of the known portfolios and of one rounded from the bound, with that bound.

    Args:
        objective: Points by column.
        known: Portfolios found before; those that break a row are passed over.

    Returns:
        ``is_infeasible`` where not even parts of requests fit; ``chosen`` None where no portfolio was found this way.
    """
    relaxed = model.relax(objective)
    if relaxed.bound is None:
        return SolverAnswer(is_infeasible=True)
    arrays = model.arrays
    tried = [arrays.vector(chosen) for chosen in known]
    if math.isfinite(relaxed.bound):
        tried.append(round_down(arrays, objective, relaxed.x, relaxed.reduced))
    feasible = [x for x in tried if arrays.is_feasible(x)]
    bound = relaxed.bound if math.isfinite(relaxed.bound) else None
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
    whole = _completed(arrays, x[:n] > 1 - 1e-6)
    order = np.lexsort((-objective[:n], -reduced[:n], -np.round(x[:n], 6)))
    wanted = [k for k in order if not whole[k] and (objective[k] > 0 or x[k] > 1e-6)]
    fits = _fitting(arrays, whole)
    for k in wanted:
        if fits[k]:
            whole[k] = 1.0
            whole = _completed(arrays, whole[:n] > 0.5)
            fits = _fitting(arrays, whole)
    return whole


def _fitting(arrays: Arrays, x: Floats) -> Bools:
    """Which columns can be added without breaking a row that is kept now, or making a broken one worse."""
    used = arrays.activity(x)[arrays.entry_rows]
    after = used + arrays.amounts
    upper, lower = arrays.upper[arrays.entry_rows] + TOLERANCE, arrays.lower[arrays.entry_rows] - TOLERANCE
    is_worse = ((after > upper) & (arrays.amounts > 0)) | ((after < lower) & (arrays.amounts < 0))
    n_worse: Floats = np.bincount(arrays.columns, is_worse, arrays.n_columns).astype(np.float64)
    return np.asarray(n_worse == 0, dtype=np.bool_)


def _completed(arrays: Arrays, inside: Bools) -> Floats:
    """The requests' columns with those of the premiums they earn."""
    return arrays.vector(arrays.chosen(inside.astype(np.float64)))
