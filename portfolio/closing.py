"""Closing: what an unfinished proof makes of the rest of its time."""

from __future__ import annotations

import time
from collections.abc import Callable

from portfolio.ceiling import Ceiling
from portfolio.selection import Problem, Selection, read_answer
from portfolio.solver import TIE_POINTS, Ask, KeptModel, SolverAnswer
from portfolio.ties import settle_ties

# Branchings at most in one proof: each keeps two answers in parts.
MOST_SPLITS = 6000


def close_gap(
    problem: Problem,
    selection: Selection,
    ceiling: Ceiling,
    model: KeptModel,
    *,
    deadline: float,
    is_stopped: Callable[[], bool] | None = None,
) -> Selection:
    """An unfinished proof with what was proven at other weights and what branching says: the lower bound counts.

    Where all other portfolios are bound to be worth less, this one is the best and the only one; where some may be
    worth as much, ties are settled as everywhere.

    Args:
        ceiling: Of the problem's rows, as is the model.
        deadline: When to stop, by ``time.perf_counter``.
    """
    value, bound, began = selection.value, selection.bound, time.perf_counter()
    if value is None or bound is None or (is_stopped and is_stopped()):
        return selection
    objective, chosen = model.arrays.objective(problem.scores), frozenset(selection.funded)
    ceiling.sharpen(objective, is_stopped=is_stopped)
    others, whole = ceiling.branched(
        objective,
        enough=value - 2 * TIE_POINTS,
        n_most=MOST_SPLITS,
        deadline=deadline,
        is_stopped=is_stopped,
        besides=chosen,
    )
    is_settled = others < value - TIE_POINTS
    if whole is not None and problem.value(whole) > value:
        chosen, value = whole, problem.value(whole)
    bound = max(min(bound, others), value)
    is_proven = bound - value <= TIE_POINTS
    if is_proven and not is_settled and (left := deadline - time.perf_counter()) > 0:
        ask = Ask(seconds=left, is_stopped=is_stopped)
        chosen, is_settled = settle_ties(model, objective, problem.capital_usd, ask, best=chosen)
    answer = SolverAnswer(chosen=chosen, bound=bound, is_proven=is_proven)
    seconds = selection.seconds + time.perf_counter() - began
    return read_answer(problem, answer, gap=0.0, is_settled=is_settled, seconds=seconds)
