"""The next best: portfolios nearly as good as the best that differ from it where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portfolio.selection import Problem, Selection, broken_rows, keep
from portfolio.solver import Ask, Cut, KeptModel, other_than


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A portfolio nearly as good as the best.

    Args:
        short: Points below the best value.
        comes: Who is in here and not in the best portfolio.
        leaves: Who is in the best portfolio and not here.
    """

    funded: tuple[str, ...]
    value: float
    short: float
    comes: tuple[str, ...]
    leaves: tuple[str, ...]


def near_optimal(
    problem: Problem,
    selection: Selection,
    *,
    within_points: float,
    differing_in: int = 1,
    n_most: int = 10,
    model: KeptModel | None = None,
    ask: Ask = Ask(),
) -> Iterator[Alternative]:
    """Portfolios within so many points of the best, the best of them first, then the best of the rest.

    Each differs from the best portfolio, and from every one before it, in at least ``differing_in`` requests.

    Args:
        n_most: How many at most.
        ask: Time limit of each solve and how to stop it.

    Raises:
        ValueError: Expected a selection with a portfolio, points >= 0 and at least 1 request.
    """
    if selection.value is None or within_points < 0 or differing_in < 1:
        raise ValueError("Expected a selection with a portfolio, points >= 0 and at least 1 request.")
    kept = model or keep(problem)
    objective, best = kept.arrays.objective(problem.scores), frozenset(selection.funded)
    cuts: tuple[Cut, ...] = (other_than(kept.arrays, best, distance=differing_in),)
    for _ in range(n_most):
        answer = kept.best(objective, replace(ask, cuts=cuts, floor=selection.value - within_points))
        if answer.chosen is None or not answer.is_proven or broken_rows(problem.rows, answer.chosen):
            return
        value = problem.value(answer.chosen)
        yield Alternative(
            funded=tuple(sorted(answer.chosen)),
            value=value,
            short=selection.value - value,
            comes=tuple(sorted(answer.chosen - best)),
            leaves=tuple(sorted(best - answer.chosen)),
        )
        cuts = (*cuts, other_than(kept.arrays, answer.chosen, distance=differing_in))
