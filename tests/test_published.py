"""Published problems through the command line, as plain tables: same optima, frontiers and reasons."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from tests.test_cli import run_json, table_file

PUBLISHED = Path(__file__).resolve().parent / "published"
BUDGET = 1_000_000
# One of each kind that is proven in well under a second; the others in the long profile.
HARD = "cb5-100-00"
FAST = {"weing3", "weing8", "weish10", "weish30", "pb4", "hp2"}


def petersen() -> Iterator[tuple[float, list[float], np.ndarray, list[float]]]:
    """Optimum, n values, m x n amounts and m limits of each problem."""
    numbers = iter(float(word) for word in (PUBLISHED / "mknap1.txt").read_text(encoding="ascii").split())
    for _ in range(int(next(numbers))):
        n, m, optimum = int(next(numbers)), int(next(numbers)), next(numbers)
        values = [next(numbers) for _ in range(n)]
        amounts = np.array([next(numbers) for _ in range(n * m)]).reshape(m, n)
        yield optimum, values, amounts, [next(numbers) for _ in range(m)]


class Knapsack(NamedTuple):
    """A published problem: n values, m x n amounts, m limits and the published optimum."""

    values: list[float]
    amounts: np.ndarray
    limits: list[float]
    optimum: float


def knapsacks() -> dict[str, Knapsack]:
    """The problems of knapsacks.txt by name."""
    lines, found = iter((PUBLISHED / "knapsacks.txt").read_text(encoding="ascii").splitlines()), {}
    for line in lines:
        n, m, n_problems = map(int, line.split())
        values, *amounts = ([float(word) for word in next(lines).split()] for _ in range(m + 1))
        assert {len(row) for row in (values, *amounts)} == {n}
        for _ in range(n_problems):
            name, n_first, *limits, optimum = next(lines).split()
            first = slice(int(n_first))
            found[name] = Knapsack(
                values[first], np.array(amounts)[:, first], [float(limit) for limit in limits], float(optimum)
            )
    return found


def call_of(folder: Path, values: Sequence[float], amounts: np.ndarray, limits: Sequence[float]) -> list[object]:
    names = [f"r{k}" for k in range(len(limits))]
    rows = [["request_id", "value", *names]]
    rows += [[f"p{i:03d}", value, *amounts[:, i].tolist()] for i, value in enumerate(values)]
    bounds = [["resource", "limit"], *map(list, zip(names, limits, strict=True))]
    table, caps = table_file(folder / "table.csv", rows), table_file(folder / "limits.csv", bounds)
    return [table, "--value-column", "value", "--resources", ",".join(names), "--limits", caps]


@pytest.mark.parametrize("number", range(7))
def test_petersen_s_problems_reach_their_published_optimum(capsys, tmp_path, number):
    optimum, values, amounts, limits = list(petersen())[number]
    code, facts = run_json(capsys, "select", *call_of(tmp_path, values, amounts, limits))
    assert (code, facts["status"]) == (0, "optimal")
    assert facts["value"] == pytest.approx(optimum, abs=1e-6)
    chosen = np.array([f"p{i:03d}" in facts["funded"] for i in range(len(values))])
    assert (amounts @ chosen <= np.array(limits) + 1e-9).all()


@pytest.mark.parametrize(
    "name", [n if n in FAST else pytest.param(n, marks=pytest.mark.long) for n in knapsacks() if n != HARD]
)
def test_problems_of_the_literature_reach_their_published_optimum(capsys, tmp_path, name):
    problem = knapsacks()[name]
    call = call_of(tmp_path, problem.values, problem.amounts, problem.limits)
    code, facts = run_json(capsys, "select", *call, "--seconds", "120")
    assert (code, facts["status"], facts["value"]) == (0, "optimal", pytest.approx(problem.optimum, abs=1e-6))
    chosen = np.array([f"p{i:03d}" in facts["funded"] for i in range(len(problem.values))])
    assert (problem.amounts @ chosen <= np.array(problem.limits) + 1e-9).all()


@pytest.mark.long
def test_a_hard_one_of_a_hundred_requests_reaches_its_published_optimum_under_an_honest_bound(capsys, tmp_path):
    """Chu and Beasley (1998): its proof takes longer than half a minute, the portfolio does not."""
    problem = knapsacks()[HARD]
    call = call_of(tmp_path, problem.values, problem.amounts, problem.limits)
    _, facts = run_json(capsys, "select", *call, "--seconds", "30")
    assert facts["value"] == problem.optimum <= facts["bound"] <= 1.01 * problem.optimum


@pytest.mark.parametrize(
    ("high", "low"), [("weing1", "weing4"), pytest.param("weing5", "weing3", marks=pytest.mark.long)]
)
def test_a_frontier_of_two_budgets_passes_through_the_optima_published_at_two_of_them(capsys, tmp_path, high, low):
    """Weingartner and Ness give the same 28 projects optima at 600 and at 300 in the first period."""
    rich, poor = knapsacks()[high], knapsacks()[low]
    assert rich.limits[1] == poor.limits[1]
    call = call_of(tmp_path, rich.values, rich.amounts, rich.limits)
    _, found = run_json(capsys, "frontier", *call, "--cost", "r0")
    assert found["complete"]
    for problem in (rich, poor):
        within = [point["value"] for point in found["points"] if point["cost"] <= problem.limits[0]]
        assert max(within) == problem.optimum


def test_reasons_frontier_and_sweep_of_a_published_problem_agree_with_it(capsys, tmp_path):
    optimum, values, amounts, limits = list(petersen())[1]
    call = call_of(tmp_path, values, amounts, limits)
    _, facts = run_json(capsys, "explain", *call)
    reasons = facts["requests"]
    assert facts["value"] == pytest.approx(optimum)
    for i, reason in reasons.items():
        _, forced = run_json(capsys, "select", *call, "--forbid" if reason["funded"] else "--force", i)
        apart = reason["safety_margin"] if reason["funded"] else reason["points_short"]
        assert apart == pytest.approx(optimum - forced["value"], abs=1e-6)
    _, found = run_json(capsys, "frontier", *call, "--cost", "r0")
    assert found["complete"]
    at_limit = [point["value"] for point in found["points"] if point["cost"] <= limits[0] + 1e-9]
    assert max(at_limit) == pytest.approx(optimum)


def toulouse() -> list[tuple[str, int, int]]:
    with (PUBLISHED / "toulouse_2019.csv").open(encoding="ascii", newline="") as file:
        return [(row["request_id"], int(row["cost"]), int(row["votes"])) for row in csv.DictReader(file)]


def best_by_budget() -> np.ndarray:
    """Most votes at each budget in steps of 1,000, by dynamic programming (Bellman 1957)."""
    best = np.zeros(BUDGET // 1000 + 1)
    for _, cost, votes in toulouse():
        assert cost % 1000 == 0
        step = cost // 1000
        best[step:] = np.maximum(best[step:], best[: len(best) - step] + votes)
    return best


@pytest.mark.long
def test_a_city_s_participatory_budget_gets_the_most_votes_and_its_exact_frontier(capsys, tmp_path):
    """Against a dynamic program over every budget; the frontier steps where, and only where, the program steps."""
    best = best_by_budget()
    limits = table_file(tmp_path / "limits.csv", [["resource", "limit"], ["cost", BUDGET]])
    table = PUBLISHED / "toulouse_2019.csv"
    call = [table, "--value-column", "votes", "--resources", "cost", "--limits", limits]
    _, facts = run_json(capsys, "select", *call)
    assert facts["status"] == "optimal"
    assert facts["value"] == best[-1]
    _, found = run_json(capsys, "frontier", *call, "--cost", "cost", "--seconds", "120")
    assert found["complete"]
    steps = np.flatnonzero(np.diff(best, prepend=-1.0))
    points = [(point["cost"], point["value"]) for point in found["points"] if point["cost"] <= BUDGET]
    assert points == [(1000 * step, best[step]) for step in steps.tolist()]


@pytest.mark.long
def test_a_problem_of_500_requests_and_30_limits_is_bounded_honestly(capsys, tmp_path):
    """Made as Chu and Beasley (Journal of Heuristics 4, 1998) made theirs: tightness a half, values follow amounts."""
    random = np.random.default_rng(1)
    amounts = random.integers(1, 1001, (30, 500)).astype(float)
    values = (amounts.mean(axis=0) + 500 * random.random(500)).round().tolist()
    limits = (0.5 * amounts.sum(axis=1)).round().tolist()
    _, facts = run_json(capsys, "select", *call_of(tmp_path, values, amounts, limits), "--seconds", "30")
    assert facts["value"] <= facts["bound"]
    assert facts["gap"] < 0.01
    chosen = np.array([f"p{i:03d}" in facts["funded"] for i in range(500)])
    assert (amounts @ chosen <= np.array(limits) + 1e-9).all()
