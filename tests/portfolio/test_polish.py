"""Polish ends where no exchange of one request for one or two, or of two for one, gains anything."""

from itertools import chain, combinations

import numpy as np
from hypothesis import given

from portfolio.polish import polish
from portfolio.selection import Problem, broken_rows, keep
from tests.portfolio.problems import all_sets, limit, problems


def groups(ids):
    return [frozenset(group) for group in chain.from_iterable(combinations(sorted(ids), n) for n in range(3))]


@given(problems())
def test_after_polish_no_small_exchange_gains_and_every_rule_is_kept(problem: Problem) -> None:
    arrays = keep(problem).arrays
    objective = arrays.objective(problem.scores)
    starts = [chosen for chosen in all_sets(problem) if not broken_rows(problem.rows, chosen)]
    if arrays.premiums or not starts:
        return
    start = arrays.vector(min(starts, key=lambda chosen: (problem.value(chosen), sorted(chosen))))
    polished = arrays.chosen(polish(arrays, objective, objective, start, n_passes=100, n_core=20))
    assert not broken_rows(problem.rows, polished)
    for leaving in groups(polished):
        for coming in groups(i for i in set(problem.ids) - polished if problem.scores[i] > 0):
            if len(leaving) == len(coming) == 2:
                continue
            other = (polished - leaving) | coming
            gains = problem.value(other) > problem.value(polished) + 1e-6
            assert not (gains and not broken_rows(problem.rows, other)), (leaving, coming)


def test_the_best_exchange_is_the_one_made() -> None:
    # One limit of 10: A (5) may leave for B (6 points) or for C and D (4 and 4), which together fit.
    scores = {"A": 5.0, "B": 6.0, "C": 4.0, "D": 4.0}
    problem = Problem(
        scores=scores, rows=(limit("capital", 10.0, {"A": 10.0, "B": 10.0, "C": 5.0, "D": 5.0}),), capital_usd=scores
    )
    arrays = keep(problem).arrays
    objective = arrays.objective(scores)
    polished = polish(arrays, objective, objective, arrays.vector({"A"}), n_passes=1)
    assert arrays.chosen(polished) == {"C", "D"}
    np.testing.assert_array_equal(polished, [0, 0, 1, 1])
