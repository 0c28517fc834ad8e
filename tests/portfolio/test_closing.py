"""Closing: a gap that branching alone closes ends as final as any other proof, with the same portfolio."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generated import generate
from portfolio.ceiling import Ceiling
from portfolio.closing import close_gap
from portfolio.engine import Engine, Terrain
from portfolio.selection import Problem, Selection, SolveStatus, keep, select
from tests.portfolio.problems import all_sets, limit, problems


def _unfinished(problem: Problem, chosen: frozenset[str]) -> Selection:
    """A search that ended at this portfolio, with a bound far off."""
    value = problem.value(chosen)
    return Selection(status=SolveStatus.STOPPED, funded=tuple(sorted(chosen)), value=value, bound=value + 100.0)


def _closed(problem: Problem, chosen: frozenset[str]) -> Selection:
    selection = _unfinished(problem, chosen)
    return close_gap(problem, selection, Ceiling(problem), keep(problem), deadline=np.inf)


@given(problems(n_most=7), st.data())
def test_from_any_portfolio_the_gap_closes_at_the_one_an_unlimited_search_ends_at(
    problem: Problem, data: st.DataObject
) -> None:
    every = all_sets(problem)
    if not every:
        return
    best = max(problem.value(chosen) for chosen in every)
    equals = [chosen for chosen in every if problem.value(chosen) == best]
    proven = select(problem)
    for chosen in (data.draw(st.sampled_from(every)), *equals):
        closed = _closed(problem, chosen)
        assert closed.is_final
        assert closed.status is SolveStatus.OPTIMAL and closed.gap == 0
        assert (closed.funded, closed.value, closed.bound) == (proven.funded, proven.value, proven.bound)


def test_of_two_portfolios_worth_the_same_the_cheaper_one_is_final() -> None:
    """A and B are worth 10 each for 6 and 5 of 9: only one fits, and B costs less."""
    costs = {"A": 6.0, "B": 5.0}
    problem = Problem(scores={"A": 10.0, "B": 10.0}, rows=(limit("capital", 9.0, costs),), capital_usd=costs)
    closed = _closed(problem, frozenset("A"))
    assert closed.is_final and closed.funded == ("B",)


def test_a_proof_whose_search_is_stopped_at_the_best_is_final_by_branching_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = generate(30, seed=2)
    engine = Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))
    best = select(made.problem)
    stopped = _unfinished(made.problem, frozenset(best.funded))
    monkeypatch.setattr("portfolio.engine.select", lambda *_, **__: stopped)
    proven = engine.prove(made.shares)
    assert proven.is_final and proven.funded == best.funded
    assert engine.first(made.shares).is_final


def test_a_proof_that_is_stopped_says_no_more_than_it_knows() -> None:
    made = generate(30, seed=2)
    selection = _unfinished(made.problem, frozenset(select(made.problem).funded))
    model, ceiling = keep(made.problem), Ceiling(made.problem)
    closed = close_gap(made.problem, selection, ceiling, model, deadline=np.inf, is_stopped=lambda: True)
    assert not closed.is_final and closed.status is SolveStatus.STOPPED
    assert closed.bound is not None and closed.value is not None and closed.value < closed.bound


@given(problems(n_most=7), st.integers(0, 1000))
def test_bounds_of_proofs_that_branch_a_little_are_never_below_the_best_here_or_anywhere(
    problem: Problem, seed: int
) -> None:
    every, random = all_sets(problem), np.random.default_rng(seed)
    if not every:
        return
    levels = np.column_stack(([problem.scores[i] for i in problem.ids], random.integers(-3, 9, len(problem.ids))))
    engine = Engine(Terrain(problem=problem, levels=levels, near=np.array([1.0, 0.0])))
    with pytest.MonkeyPatch.context() as patch:
        for share in random.random(3).round(2):
            weights = np.array([share, 1 - share])
            at = engine.terrain.at(weights)
            best = max(at.value(chosen) for chosen in every)
            found = _unfinished(at, every[random.integers(len(every))])
            patch.setattr("portfolio.engine.select", lambda *_, found=found, **__: found)
            patch.setattr("portfolio.closing.MOST_SPLITS", int(random.integers(0, 6)))
            for answer in (engine.first(weights), engine.prove(weights), engine.first(weights)):
                assert answer.bound is None or answer.bound >= best - 1e-6
                assert not answer.is_final or answer.funded == select(at).funded
