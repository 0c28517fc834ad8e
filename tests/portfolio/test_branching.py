"""Branching: a bound that only falls, and never below the best of all portfolios, whatever else the model learned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.generated import generate
from portfolio.branching import Branches, Gains
from portfolio.ceiling import Ceiling
from portfolio.selection import Problem, keep, select
from portfolio.solver import cover_cuts
from portfolio.solver.added_rows import IDLE_ANSWERS, MOST_PROVEN
from tests.portfolio.problems import all_sets, limit, problems

# Rows added to a relaxed model left its simplex method with "unknown" on this one.
LOST = Problem(
    scores={"R0": 0.0, "R1": 0.0, "R2": 1.0, "R3": 0.0},
    rows=(limit("capital FY27", 1.0, {"R0": 6.0}), limit("hours x 2027-Q1", 1.0, {"R3": 2.0}, unit="h")),
    capital_usd={},
)


@given(problems(n_most=7), st.integers(0, 1000))
@example(LOST, 90)
def test_branches_are_never_below_the_best_and_end_at_it(problem: Problem, seed: int) -> None:
    random, model = np.random.default_rng(seed), keep(problem)
    arrays, gains = model.arrays, Gains(len(problem.ids))
    portfolios = [arrays.vector(chosen) for chosen in all_sets(problem)]
    for _ in range(3):
        own = np.array([problem.scores[i] for i in arrays.ids]) + random.integers(-4, 5, len(arrays.ids))
        objective = arrays.objective_of(own)
        best = max((float(objective @ x) for x in portfolios), default=-np.inf)
        branches, before = Branches(model, objective, gains), np.inf
        while branches.split():
            assert best - 1e-6 <= branches.bound <= before + 1e-9
            before = branches.bound
            model.cut_parts(cover_cuts(arrays, random.random(arrays.n_columns)))
        # Shares within a millionth of whole are not split any more, nor are premiums.
        assert best - 1e-6 <= branches.bound
        assert arrays.premiums or branches.bound <= best + 1e-4 or branches.bound == best
        if portfolios:
            model.tighten(objective, best + float(random.integers(0, 3)))


@given(problems(n_most=7), st.integers(0, 1000))
def test_branches_besides_one_portfolio_are_never_below_the_best_of_the_others_and_end_at_it(
    problem: Problem, seed: int
) -> None:
    random, model, every = np.random.default_rng(seed), keep(problem), all_sets(problem)
    arrays = model.arrays
    if not every:
        return
    best = max(every, key=problem.value)
    besides = best if random.random() < 0.8 else every[random.integers(len(every))]
    of_others = max((problem.value(chosen) for chosen in every if chosen != besides), default=-np.inf)
    branches = Branches(model, arrays.objective(problem.scores), Gains(len(problem.ids)), besides=besides)
    while branches.split():
        assert of_others - 1e-6 <= branches.bound
    whole = branches.whole
    assert whole in every or not np.isfinite(of_others)
    assert whole is None or problem.value(whole) == pytest.approx(of_others, abs=1e-4)
    assert whole != besides and branches.bound == pytest.approx(of_others, abs=1e-4)


def test_half_of_two_rivals_is_settled_by_one_split() -> None:
    """Of A (10 points) and B (9 points) for 6 each within 9, parts give 10 + 9 / 2 = 14.5.

    With A out the best is B, 9; with A in half of B fits: 14.5 again. With B out it is A, 10; with B in half of A: 14.
    So split at B, the one in parts: 14; then A, in half where B is in: 9, and the branch with A alone: 10.
    """
    costs = {"A": 6.0, "B": 6.0}
    model = keep(Problem(scores={"A": 10.0, "B": 9.0}, rows=(limit("capital", 9.0, costs),), capital_usd=costs))
    branches = Branches(model, np.array([10.0, 9.0]), Gains(2))
    bounds = [branches.bound]
    while branches.split():
        bounds.append(branches.bound)
    assert bounds == pytest.approx([14.5, 14.0, 10.0])


def test_gains_prefer_the_request_whose_holding_took_the_most_off_on_both_sides() -> None:
    gains = Gains(3)
    for column, points in ((0, 1.0), (1, 8.0), (2, 40.0)):
        gains.learn(column, is_in=True, points=points)
        gains.learn(column, is_in=False, points=points)
    assert np.argmax(gains.promise(np.array([0.5, 0.5, 1.0]))) == 1
    assert gains.promise(np.array([0.5, 0.5, 1.0]))[2] == 0.0


def test_a_few_branchings_lower_the_ceiling_of_forty_requests_and_keep_it_above_the_best() -> None:
    made = generate(40, seed=3)
    ceiling = Ceiling(made.problem)
    objective = ceiling.arrays.objective(made.problem.scores)
    before, _ = ceiling.branched(objective, enough=-np.inf, n_most=0)
    after, _ = ceiling.branched(objective, enough=-np.inf, n_most=12)
    best = select(made.problem).value
    assert best is not None
    assert best - 1e-6 <= after < before - 0.2 * (before - best)
    assert Ceiling(made.problem).branched(objective, enough=before + 1.0, n_most=12)[0] == pytest.approx(before)


def test_branching_asked_the_same_again_goes_on_where_it_ended_whatever_was_proven_meanwhile() -> None:
    made = generate(40, seed=3)
    one, two = Ceiling(made.problem), Ceiling(made.problem)
    objective = one.arrays.objective(made.problem.scores)
    best = frozenset(select(made.problem).funded)
    at_once, _ = one.branched(objective, enough=-np.inf, n_most=30, besides=best)
    before, _ = two.branched(objective, enough=-np.inf, n_most=10, besides=best)
    two.tighten(objective, before)
    after, _ = two.branched(objective, enough=-np.inf, n_most=20, besides=best)
    assert after < before and after == pytest.approx(at_once, abs=0.2 * (before - at_once))


def test_cuts_that_say_nothing_for_long_leave_and_the_bound_stays() -> None:
    made = generate(60, seed=3)
    model = keep(made.problem)
    objective = model.arrays.objective(made.problem.scores)
    while model.cut_parts(cover_cuts(model.arrays, model.relax(objective).x)):
        pass
    bound, rows = model.relax(objective).bound, _n_rows(model)
    for _ in range(IDLE_ANSWERS):
        model.relax(objective)
    model.cut_parts(())
    assert len(made.problem.rows) < _n_rows(model) < rows
    assert model.relax(objective).bound == pytest.approx(bound, abs=1e-6)


def test_what_is_proven_again_at_the_same_weights_takes_no_second_row_and_the_lower_bound_counts() -> None:
    made = generate(30, seed=1)
    model = keep(made.problem)
    objective = model.arrays.objective(made.problem.scores)
    root = model.relax(objective).bound
    assert root is not None
    model.tighten(objective, root - 1.0)
    rows = _n_rows(model)
    for bound in (root - 3.0, root - 2.0):
        model.tighten(objective, bound)
    assert _n_rows(model) == rows
    assert model.relax(objective).bound == pytest.approx(root - 3.0, abs=1e-5)


def test_of_many_proven_values_those_that_say_something_stay_and_the_agreed_one_always() -> None:
    made = generate(30, seed=1)
    model, random = keep(made.problem), np.random.default_rng(0)
    objective = model.arrays.objective(made.problem.scores)
    root = model.relax(objective).bound
    assert root is not None
    model.tighten(objective, root - 3.0, is_lasting=True)
    used = random.normal(0, 1, len(objective))
    model.tighten(used, model.relax(used).bound - 5.0)
    said = model.relax(used).bound
    for _ in range(MOST_PROVEN + 5):
        other = random.normal(0, 1, len(objective))
        model.tighten(other, model.relax(other).bound)
        model.relax(used)
    assert _n_rows(model) == len(made.problem.rows) + MOST_PROVEN
    assert model.relax(objective).bound <= root - 3.0 + 1e-5
    assert model.relax(used).bound == pytest.approx(said, abs=1e-5)


def _n_rows(model) -> int:
    return model._relaxed()[0].getNumRow()
