"""Bounds: limits said more sharply never cost a portfolio, and the fast check of rows says what the exact one says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generated import generate
from portfolio.row import Row, Sense
from portfolio.row_table import RowTable
from portfolio.selection import Problem, broken_rows, keep
from portfolio.solver import build_arrays, cover_cuts
from tests.portfolio.problems import all_sets, limit, problems


@st.composite
def one_limit(draw: st.DrawFn) -> tuple[Problem, np.ndarray]:
    """Up to nine requests under one limit, and an answer in parts."""
    n = draw(st.integers(2, 9))
    ids = [f"R{k}" for k in range(n)]
    costs = {i: float(draw(st.integers(0, 20))) for i in ids}
    parts = np.array([draw(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0])) for _ in ids])
    row = limit("capital FY27", float(draw(st.integers(0, 90))), costs)
    return Problem(scores=dict.fromkeys(ids, 1.0), rows=(row,), capital_usd=costs), parts


@given(one_limit())
def test_a_cover_cut_keeps_every_portfolio_and_breaks_the_answer_in_parts(case: tuple[Problem, np.ndarray]) -> None:
    problem, parts = case
    arrays = build_arrays(problem.scores, problem.rows)
    for cut in cover_cuts(arrays, parts):
        assert cut.amounts @ parts[cut.columns] > cut.upper
        for chosen in all_sets(problem):
            assert cut.amounts @ arrays.vector(chosen)[cut.columns] <= cut.upper


def test_three_requests_of_which_two_fit_are_cut_to_two() -> None:
    """5 + 5 + 5 > 14: at most two of the three, and never the fourth (14) with another one.

    The parts 1, 0.9, 0.9 use all of 14; the cut x1 + x2 + x3 + 2 x4 <= 2 leaves them 0.8 too many.
    """
    costs = {"1": 5.0, "2": 5.0, "3": 5.0, "4": 14.0}
    arrays = build_arrays(costs, [limit("capital FY27", 14.0, costs)])
    parts = np.array([1.0, 0.9, 0.9, 0.0])
    (cut,) = cover_cuts(arrays, parts)
    assert cut.columns.tolist() == [0, 1, 2, 3]
    assert cut.amounts.tolist() == [1.0, 1.0, 1.0, 2.0]
    assert cut.upper == 2.0


def test_cuts_lower_the_bound_of_a_list_of_sixty_and_never_below_the_best() -> None:
    made = generate(60, seed=3)
    model = keep(made.problem)
    objective = model.arrays.objective(made.problem.scores)
    before = model.relax(objective)
    best = model.best(objective)
    while model.cut_parts(cover_cuts(model.arrays, model.relax(objective).x)):
        pass
    after = model.relax(objective)
    assert before.bound is not None and after.bound is not None and best.chosen is not None
    value = float(objective @ model.arrays.vector(best.chosen))
    assert value - 1e-6 <= after.bound < before.bound - 0.1 * (before.bound - value)


@given(problems(), st.data())
def test_the_table_of_rows_finds_the_broken_ones(problem: Problem, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(problem.ids)))
    assert RowTable(problem.rows, problem.ids).broken(chosen) == broken_rows(problem.rows, chosen)


@pytest.mark.parametrize("sense", list(Sense))
@pytest.mark.parametrize("cents", [-2, -1, 0, 1, 2])
def test_a_row_at_its_bound_is_judged_to_the_cent(sense: Sense, cents: int) -> None:
    terms = {f"R{k}": 1e9 + k / 100 for k in range(9)}
    bound = sum(round(100 * a) for a in terms.values()) / 100 + cents / 100
    row = Row(key="k", kind="capital", label="k", sense=sense, bound=bound, unit="USD", terms=terms)
    is_kept = {Sense.AT_MOST: cents >= 0, Sense.AT_LEAST: cents <= 0, Sense.EXACTLY: cents == 0}[sense]
    assert (RowTable([row], sorted(terms)).broken(terms) == ()) is is_kept
