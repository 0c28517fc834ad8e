"""Small named problems, and the best of them by trying everything: the oracle of the engine's tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning.notebook import PlanningNotebook
from planning.opening import open_notebook
from planning.prepared import prepare
from portfolio.premium import Premium
from portfolio.row import Row, Sense
from portfolio.selection import Problem, broken_rows
from scoring.score import weigh


@cache
def sample_notebook() -> PlanningNotebook:
    return open_notebook(read_workbook(SAMPLE_WORKBOOK.read_bytes(), SAMPLE_WORKBOOK.name, today=None))


def problem_of(notebook: PlanningNotebook) -> Problem:
    prepared = prepare(notebook, notebook.plan.planning_date)
    return prepared.problem(weigh(prepared.levels, notebook.weights))


@cache
def sample_problem() -> Problem:
    return problem_of(sample_notebook())


def limit(key: str, bound: float, amounts: Mapping[str, float], *, unit: str = "USD") -> Row:
    terms = {i: a for i, a in amounts.items() if a}
    return Row(key=key, kind="capital", label=key, sense=Sense.AT_MOST, bound=bound, unit=unit, terms=terms)


def yes_no(key: str, sense: Sense, bound: float, terms: Mapping[str, float], *, kind: str = "mandates") -> Row:
    return Row(key=key, kind=kind, label=key, sense=sense, bound=bound, unit="requests", terms=dict(terms))


def needs(wanting: str, needed: str) -> Row:
    key = f"prerequisite {wanting} {needed}"
    return yes_no(key, Sense.AT_MOST, 0, {wanting: 1.0, needed: -1.0}, kind="prerequisites")


def lourenco() -> Problem:
    """Four requests, one budget (Lourenco, Morton and Bana e Costa 2012): best {1, 2, 4} with 9."""
    values = {"1": 3.0, "2": 4.0, "3": 3.0, "4": 2.0}
    costs = {"1": 4.0, "2": 8.0, "3": 10.0, "4": 8.0}
    return Problem(scores=values, rows=(limit("cost", 20, costs),), capital_usd=costs)


def buildings() -> Problem:
    """Fifteen building projects (Lundgren, Ronnqvist and Varbrand): best value 2370."""
    value = [600, 400, 100, 150, 80, 120, 200, 220, 90, 380, 290, 130, 80, 270, 280]
    budget = [35, 34, 26, 12, 10, 18, 32, 11, 10, 22, 27, 18, 16, 29, 22]
    staff = [5, 3, 4, 2, 2, 2, 4, 1, 1, 5, 3, 2, 2, 4, 3]
    ids = [str(k) for k in range(1, 16)]
    rows = [
        limit("budget", 225, dict(zip(ids, budget, strict=True))),
        limit("staff", 28, dict(zip(ids, staff, strict=True)), unit="h"),
        yes_no("number", Sense.AT_MOST, 9, dict.fromkeys(ids, 1.0)),
        *(
            yes_no(f"not {a} {b}", Sense.AT_MOST, 1, {a: 1.0, b: 1.0})
            for a, b in (("1", "10"), ("5", "6"), ("11", "15"))
        ),
        *(needs(a, b) for a, b in (("3", "15"), ("4", "15"), ("8", "7"), ("13", "2"), ("14", "2"))),
    ]
    return Problem(scores=dict(zip(ids, map(float, value), strict=True)), rows=tuple(rows), capital_usd={})


def stockco(*, with_need: bool = False) -> Problem:
    """Stockco (Winston): best 42 = {2, 3, 4}; where 2 needs 1, 38 = {1, 2}."""
    values, costs = {"1": 16.0, "2": 22.0, "3": 12.0, "4": 8.0}, {"1": 5.0, "2": 7.0, "3": 4.0, "4": 3.0}
    rows = (limit("budget", 14, costs),) + ((needs("2", "1"),) if with_need else ())
    return Problem(scores=values, rows=rows, capital_usd=costs)


def all_sets(problem: Problem) -> list[frozenset[str]]:
    """Every feasible portfolio, by trying all."""
    ids = problem.ids
    every = (frozenset(c) for n in range(len(ids) + 1) for c in combinations(ids, n))
    return [chosen for chosen in every if not broken_rows(problem.rows, chosen)]


def best_value(problem: Problem) -> float | None:
    return max((problem.value(chosen) for chosen in all_sets(problem)), default=None)


@st.composite
def problems(draw: st.DrawFn, *, n_most: int = 9) -> Problem:
    """Random small problems: two limits, a need, an exclusion, a duty, premiums; feasible or not."""
    n = draw(st.integers(2, n_most))
    ids = [f"R{k}" for k in range(n)]
    numbers = st.integers(-5, 30)
    scores = {i: float(draw(numbers)) for i in ids}
    costs = {i: float(draw(st.integers(0, 12))) for i in ids}
    hours = {i: float(draw(st.integers(0, 9))) for i in ids}
    rows = [
        limit("capital FY27", float(draw(st.integers(0, 40))), costs),
        limit("hours x 2027-Q1", float(draw(st.integers(0, 25))), hours, unit="h"),
    ]
    if draw(st.booleans()):
        rows.append(needs(ids[0], ids[1]))
    if draw(st.booleans()):
        rows.append(yes_no("exclusion X", Sense.AT_MOST, 1, {ids[0]: 1.0, ids[-1]: 1.0}, kind="exclusions"))
    if draw(st.booleans()):
        rows.append(yes_no("mandate M", Sense.AT_LEAST, 1, dict.fromkeys(ids[:2], 1.0)))
    premiums = ()
    if draw(st.booleans()):
        points = float(draw(st.integers(-12, 12)))
        premiums = (Premium(request_ids=(ids[0], ids[-1]), points=points), Premium(request_ids=(ids[1],), points=3.0))
    return Problem(scores=scores, rows=tuple(rows), capital_usd=costs, premiums=premiums)


def seeded(n: int, seed: int = 0) -> Problem:
    """A larger problem made from a seed, with costs in cents so that values tie."""
    random = np.random.default_rng(seed)
    ids = [f"R{k:04d}" for k in range(n)]
    costs = {i: float(c) for i, c in zip(ids, random.integers(1, 60, n) * 1000, strict=True)}
    hours = {i: float(h) for i, h in zip(ids, random.integers(1, 40, n), strict=True)}
    scores = {i: float(s) / 100 for i, s in zip(ids, random.integers(-300, 4000, n), strict=True)}
    rows = [limit("capital FY27", 0.3 * sum(costs.values()), costs), limit("hours x", 6.0 * n, hours, unit="h")]
    rows += [needs(ids[k], ids[k + 1]) for k in range(0, n - 1, 9)]
    return Problem(scores=scores, rows=tuple(rows), capital_usd=costs)
