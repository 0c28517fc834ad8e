"""The engine: a first answer at once and honest, a proof behind, and a map that makes solves needless."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generated import generate
from portfolio.engine import Engine, Terrain, nearby_weights
from portfolio.explanation import explain
from portfolio.selection import SolveStatus, broken_rows, keep, select
from portfolio.solver.added_rows import MOST_PROVEN
from tests.portfolio.problems import all_sets, problems, sample_notebook, sample_problem


def _engine(n: int, seed: int) -> Engine:
    made = generate(n, seed)
    return Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))


def _walk(seed: int, n_steps: int) -> list[np.ndarray]:
    random, weights, walked = np.random.default_rng(seed), np.array([0.35, 0.25, 0.2, 0.2]), []
    for _ in range(n_steps):
        weights = np.clip(weights + random.normal(0, 0.03, 4), 0.0, None)
        weights = weights / weights.sum()
        walked.append(weights)
    return walked


@pytest.mark.parametrize("seed", [2, 3])
def test_first_answers_keep_every_row_and_their_bound_is_never_below_the_best(seed: int) -> None:
    engine = _engine(30, seed)
    for step, weights in enumerate(_walk(seed, 25)):
        first = engine.first(weights)
        problem = engine.terrain.at(weights)
        best = select(problem).value
        assert best is not None and first.bound is not None
        assert first.bound >= best - 1e-6
        if first.has_portfolio:
            assert first.value is not None and first.value <= best + 1e-6
            assert not broken_rows(problem.rows, first.funded)
            assert first.status is not SolveStatus.OPTIMAL or first.value == pytest.approx(best, abs=1e-6)
        assert not first.is_final or step > 0
        if step % 3 == 0:
            engine.prove(weights)


def test_what_was_once_sure_at_some_weights_stays_so() -> None:
    engine = _engine(100, seed=2)
    weights = np.array([0.35, 0.25, 0.2, 0.2])
    before = np.inf
    for _ in range(12):
        bound = engine.first(weights).bound
        assert bound is not None and bound <= before
        before = bound


@given(problems(n_most=7), st.integers(0, 100))
def test_first_and_proven_answers_on_problems_with_rules_and_premiums(problem, seed: int) -> None:
    random = np.random.default_rng(seed)
    levels = np.column_stack(([problem.scores[i] for i in problem.ids], random.integers(-3, 9, len(problem.ids))))
    engine = Engine(Terrain(problem=problem, levels=levels, near=np.array([1.0, 0.0])))
    feasible = all_sets(problem)
    for weights in (np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0.9, 0.1])):
        at = engine.terrain.at(weights)
        first, proven = engine.first(weights), engine.prove(weights)
        if not feasible:
            assert proven.status is SolveStatus.INFEASIBLE and not first.has_portfolio
            continue
        best = max(at.value(chosen) for chosen in feasible)
        assert proven.is_final and proven.value == pytest.approx(best, abs=1e-6)
        assert first.bound is None or first.bound >= best - 1e-6
        assert engine.first(weights).is_final


def test_a_filled_map_answers_and_proves_without_a_solve() -> None:
    engine = _engine(12, 1)
    assert engine.fill(seconds=60).is_complete
    solves = engine.map.n_solves
    for weights in _walk(5, 30):
        first = engine.first(weights)
        assert first.status is SolveStatus.OPTIMAL
        assert first.value == pytest.approx(select(engine.terrain.at(weights)).value, abs=1e-6)
    assert engine.map.n_solves == solves


def test_filling_stops_when_asked() -> None:
    engine = _engine(40, 1)
    asked = iter([False, False, True, True, True, True])
    progress = engine.fill(seconds=60, is_stopped=lambda: next(asked, True))
    assert progress.n_solves <= 3
    assert not progress.is_complete


def test_idle_time_proves_the_agreed_weights_moved_a_step_first_and_is_surer_there() -> None:
    engine, asked = _engine(30, 3), []
    near = engine.terrain.near
    between = 0.5 * near + 0.5 * nearby_weights(near)[0]
    engine.prove(near)
    unsure = engine.first(between)
    for _ in engine.steps(deadline=np.inf):
        asked.append(None)
        if all(engine.first(weights).is_final for weights in nearby_weights(near)):
            break
    assert len(asked) == len(nearby_weights(near)) and engine.map.n_solves == 0
    surer = engine.first(between)
    assert surer.bound is not None and unsure.bound is not None
    assert select(engine.terrain.at(between)).value <= surer.bound + 1e-6 < unsure.bound


def test_nearby_weights_move_one_and_the_others_share_the_rest_as_before() -> None:
    moved = nearby_weights(np.array([0.5, 0.3, 0.2, 0.0]), 0.1)
    assert len(moved) == 7
    np.testing.assert_allclose(moved[0], [0.6, 0.24, 0.16, 0.0])
    np.testing.assert_allclose(moved[1], [0.4, 0.36, 0.24, 0.0])
    np.testing.assert_allclose(moved[6], [0.45, 0.27, 0.18, 0.1])
    assert nearby_weights(np.array([1.0])) == []


def test_the_sample_walks_through_the_engine_as_it_does_without() -> None:
    problem, notebook = sample_problem(), sample_notebook()
    levels = np.array([[problem.scores[i]] for i in problem.ids])
    engine = Engine(Terrain(problem=problem, levels=levels, near=np.array([1.0])))
    proven = engine.prove(np.array([1.0]))
    assert proven.value == pytest.approx(662.533333, abs=1e-6) and proven.is_final
    explained = engine.explain(np.array([1.0]), "DP-042")
    assert explained == explain(problem, proven, "DP-042")
    assert engine.explain(np.array([1.0]), "DP-042") is explained
    assert len(notebook.requests) == len(problem.scores)


def test_what_is_proven_at_the_agreed_weights_is_not_forgotten_whatever_else_is_proven() -> None:
    engine = _engine(12, 1)
    objective = engine.model.arrays.objective_of(engine.terrain.levels @ engine.terrain.near)
    engine.prove(engine.terrain.near)
    before, _ = engine.ceiling.branched(objective, enough=-np.inf, n_most=0)
    random = np.random.default_rng(0)
    for _ in range(MOST_PROVEN + 5):
        engine.ceiling.tighten(random.normal(0, 1, len(objective)), 1000.0)
    after, _ = engine.ceiling.branched(objective, enough=-np.inf, n_most=0)
    relaxed = keep(engine.terrain.problem).relax(objective).bound
    assert relaxed is not None and after == pytest.approx(before) and after < relaxed - 1.0


def test_what_is_known_at_many_weights_is_the_best_of_all_known_and_says_its_worth() -> None:
    engine = _engine(30, seed=2)
    assert engine.known_at(np.eye(4)) == []
    engine.prove(engine.terrain.near)
    engine.fill(seconds=3)
    drawn = np.random.default_rng(5).dirichlet(np.ones(4), 40)
    found = engine.known_at(drawn)
    assert len({known.chosen for known in found}) == len(found) > 1
    for weights in drawn:
        problem = engine.terrain.at(weights)
        best = max(float(known.plane @ weights) for known in found)
        assert best == pytest.approx(max(problem.value(known.chosen) for known in found), abs=1e-6)
        assert best == pytest.approx(max(problem.value(chosen) for chosen in engine.map.portfolios), abs=1e-6)
    first = engine.read_known(drawn[0], found[0])
    assert first.has_portfolio and not first.is_final and first.bound is None
    assert not broken_rows(engine.terrain.problem.rows, first.funded)


def test_a_first_answer_is_worth_no_less_than_what_the_map_holds() -> None:
    engine = _engine(60, seed=3)
    engine.map.fill(seconds=3)
    for weights in _walk(4, 40):
        (known, *_) = engine.known_at(weights[np.newaxis])
        value = engine.first(weights).value
        assert value is not None and value >= float(known.plane @ weights) - 1e-6
