"""Ties: which of several equally good portfolios is the answer."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import replace

from portfolio.solver import TIE_POINTS, Ask, Floats, KeptModel, at_most, other_than, worth

# Ids settled at once by powers of two: small enough for whole-number arithmetic in a solver.
IDS_AT_ONCE = 16
HALF_A_CENT = 0.005


def settle_ties(
    model: KeptModel, objective: Floats, capital_usd: Mapping[str, float], ask: Ask, *, best: frozenset[str]
) -> tuple[frozenset[str], bool]:
    """Among equally good sets, the one with the lowest capital, then the one that holds the lowest differing id.

    Args:
        ask: Its time limit and stop.
        best: A set proven the best.

    Returns:
        The set, and whether the question was settled within the time. One solve shows in most cases that the best is
        the only one.
    """
    deadline, timed = time.perf_counter() + ask.seconds, Ask(seconds=ask.seconds, is_stopped=ask.is_stopped)
    arrays = model.arrays
    floor = math.fsum(objective * arrays.vector(best)) - TIE_POINTS
    others = model.best(objective, replace(timed, cuts=(other_than(arrays, best),), floor=floor))
    if others.chosen is None:
        return best, others.is_infeasible
    as_good = worth(objective, floor)
    capital = {i: capital_usd.get(i, 0.0) for i in arrays.ids}
    saving = arrays.objective({i: -amount for i, amount in capital.items()}, with_premiums=False)
    cheapest = model.best(saving, replace(timed, cuts=(as_good,), seconds=_left(deadline)))
    if cheapest.chosen is None or not cheapest.is_proven:
        return best, False
    as_cheap = at_most(arrays, capital, math.fsum(capital[i] for i in cheapest.chosen) + HALF_A_CENT)
    return _lowest_ids(model, replace(timed, cuts=(as_good, as_cheap)), cheapest.chosen, deadline)


def _lowest_ids(model: KeptModel, settled: Ask, start: frozenset[str], deadline: float) -> tuple[frozenset[str], bool]:
    ids, chosen = model.arrays.ids, start
    for begin in range(0, len(ids), IDS_AT_ONCE):
        block = ids[begin : begin + IDS_AT_ONCE]
        rank = {i: 2.0 ** (len(block) - 1 - k) for k, i in enumerate(block)}
        objective = model.arrays.objective(rank, with_premiums=False)
        answer = model.best(objective, replace(settled, seconds=_left(deadline)))
        if answer.chosen is None or not answer.is_proven:
            return chosen, False
        chosen = answer.chosen
        settled = replace(settled, fixed={**settled.fixed, **{i: i in chosen for i in block}})
    return chosen, True


def _left(deadline: float) -> float:
    return max(deadline - time.perf_counter(), 0.01)
