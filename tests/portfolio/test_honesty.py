"""The bound on screen is never below the best value that any engine finds, however early it is shown."""

from __future__ import annotations

import numpy as np
import pulp
import pytest

from benchmarks.generated import generate
from portfolio.engine import Engine, Terrain
from portfolio.selection import Problem, broken_rows, select
from portfolio.solver import build_arrays
from portfolio.solver.readable import build_model

# The other solver comes with PuLP 3 under a name that PuLP 4 drops.
pytestmark = pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated:DeprecationWarning")
HURRY = 0.05
CASES = [pytest.param(seed, marks=[] if seed < 20 else pytest.mark.long) for seed in range(500)]


def best_of_cbc(problem: Problem) -> float:
    """The best value by another solver, through PuLP; -inf where it finds none."""
    arrays = build_arrays(problem.scores, problem.rows, problem.premiums)
    model, variables = build_model(arrays, arrays.objective(problem.scores))
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=10, threads=1))
    chosen = arrays.chosen(np.array([variable.varValue or 0.0 for variable in variables]))
    return -np.inf if broken_rows(problem.rows, chosen) else problem.value(chosen)


@pytest.mark.parametrize("seed", CASES)
def test_the_bound_shown_is_never_below_the_best_of_any_engine(seed: int) -> None:
    random = np.random.default_rng(seed)
    made = generate(int(random.integers(6, 34)), seed)
    engine = Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))
    weights = made.shares
    for step in range(3):
        problem = engine.terrain.at(weights)
        # Proofs cut short leave bounds behind that later answers lean on.
        shown = [engine.first(weights), engine.prove(weights, seconds=HURRY if step < 2 else 10), engine.first(weights)]
        best = max(select(problem, seconds=10).value or -np.inf, best_of_cbc(problem))
        for selection in shown:
            assert selection.bound is None or selection.bound >= best - 1e-5
            assert selection.value is None or selection.value <= best + 1e-5
            assert not broken_rows(problem.rows, selection.funded) or not selection.has_portfolio
        weights = random.dirichlet(20 * weights + 0.5)
