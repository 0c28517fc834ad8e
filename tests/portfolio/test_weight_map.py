"""The map of weights: exact where it is finished, honest where it is not."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.envelope import Envelope
from portfolio.selection import Problem, keep, select
from portfolio.solver import SolverAnswer
from portfolio.weight_map import WeightMap, robustness
from tests.portfolio.problems import all_sets, limit, problems


@given(st.integers(1, 4), st.integers(1, 25), st.integers(0, 10_000))
def test_the_envelope_is_the_highest_plane_and_regions_have_all_their_corners(m: int, n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    planes = random.integers(-20, 40, size=(n, m)).astype(float)
    envelope = Envelope(m)
    for plane in planes:
        envelope.add(plane)
    assert np.allclose(envelope.heights, (envelope.corners @ planes.T).max(axis=1))
    drawn = random.dirichlet(np.ones(m), size=200)
    assert np.allclose((drawn @ envelope.planes.T).max(axis=1), (drawn @ planes.T).max(axis=1))
    for weights in drawn[:20]:
        corners = envelope.corners_of(envelope.best(weights))
        assert len(corners) >= m
        low, high = envelope.corners[corners].min(axis=0), envelope.corners[corners].max(axis=0)
        assert np.all(weights >= low - 1e-7) and np.all(weights <= high + 1e-7)


def _random(seed: int, n: int, m: int) -> tuple[Problem, np.ndarray]:
    random = np.random.default_rng(seed)
    ids = [f"R{k:02d}" for k in range(n)]
    levels = random.integers(-2, 11, size=(n, m)).astype(float)
    costs = {i: float(c) for i, c in zip(ids, random.integers(1, 9, n), strict=True)}
    return Problem(scores=dict.fromkeys(ids, 0.0), rows=(limit("capital", 2.0 * n, costs),), capital_usd=costs), levels


@given(st.integers(0, 10_000), st.integers(1, 3))
def test_a_finished_map_answers_every_weight_as_everything_tried_does(seed: int, m: int) -> None:
    problem, levels = _random(seed, 8, m)
    made = WeightMap(keep(problem), levels, near=np.full(m, 1 / m))
    progress = made.fill(seconds=30)
    assert progress.is_complete and progress.points == 0
    sets = np.array([made.model.arrays.vector(chosen) for chosen in all_sets(problem)])
    for weights in np.random.default_rng(seed).dirichlet(np.ones(m), size=30):
        answer = made.answer(weights)
        assert answer.is_proven and answer.chosen is not None
        value = sum(made.points(weights)[i] for i in answer.chosen)
        assert value == pytest.approx(float((sets @ levels @ weights).max()), abs=1e-6)


@given(st.integers(0, 10_000), st.integers(0, 6))
def test_an_unfinished_map_never_bounds_below_the_best(seed: int, n_steps: int) -> None:
    problem, levels = _random(seed, 8, 3)
    made = WeightMap(keep(problem), levels, near=np.full(3, 1 / 3))
    for _ in range(3 + n_steps):
        next(made.steps(deadline=1e18), None)
    sets = np.array([made.model.arrays.vector(chosen) for chosen in all_sets(problem)])
    for weights in np.random.default_rng(seed).dirichlet(np.ones(3), size=20):
        answer = made.answer(weights)
        best = float((sets @ levels @ weights).max())
        assert answer.bound is None or answer.bound >= best - 1e-6
        if answer.is_proven:
            assert answer.bound == pytest.approx(best, abs=2e-6)


@given(problems(n_most=6))
def test_premiums_count_at_every_weight(problem: Problem) -> None:
    if not all_sets(problem):
        return
    ids = problem.ids
    levels = np.array([[problem.scores[i], problem.capital_usd[i]] for i in ids])
    made = WeightMap(keep(problem), levels, problem.premiums, near=np.array([1.0, 0.0]))
    assert made.fill(seconds=30).is_complete
    answer = made.answer(np.array([1.0, 0.0]))
    assert answer.is_proven and answer.chosen is not None
    assert problem.value(answer.chosen) == pytest.approx(select(problem).value)


def test_shares_add_up() -> None:
    problem, levels = _random(3, 10, 3)
    made = WeightMap(keep(problem), levels, near=np.full(3, 1 / 3))
    made.fill(seconds=30)
    robust = robustness(made, n_samples=2000)
    assert sum(robust.shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in robust.share_of_weights.values())
    in_all = {i for i, share in robust.core_index.items() if share == 1}
    assert all(robust.share_of_weights[i] == pytest.approx(1) for i in in_all)


def test_a_place_where_a_long_solve_says_nothing_is_not_tried_again(monkeypatch) -> None:
    problem, levels = _random(1, 8, 3)
    made = WeightMap(keep(problem), levels, near=np.full(3, 1 / 3))
    asked = []

    def say_nothing(objective, ask) -> SolverAnswer:
        asked.append(objective)
        return SolverAnswer(is_stopped=True)

    monkeypatch.setattr(made.model, "best", say_nothing)
    for _ in range(12):
        next(made.steps(deadline=1e18), None)
    assert 0 < len(asked) == len({tuple(objective) for objective in asked}) < 12
    # One that had too little time may say more with more.
    fresh = WeightMap(keep(problem), levels, near=np.full(3, 1 / 3))
    monkeypatch.setattr(fresh.model, "best", say_nothing)
    for _ in range(2):
        asked.clear()
        next(fresh.steps(deadline=time.perf_counter() + 1), None)
        assert len(asked) == 1
