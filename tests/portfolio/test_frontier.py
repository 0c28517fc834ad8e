"""The exact frontier and the lists beside it: a published case, the sample, and everything tried on small ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.alternatives import near_optimal
from portfolio.frontier import Band, Frontier, frontier, unit_of
from portfolio.ranked import fund_by_rank, fund_by_value_per_cost
from portfolio.selection import Problem, keep, select
from tests.portfolio.problems import all_sets, limit, lourenco, problems, sample_problem, seeded, stockco


@pytest.fixture(scope="module")
def sample_frontier() -> Frontier:
    problem = sample_problem()
    return frontier(problem, problem.capital_usd, model=keep(problem), seconds=120)


def test_lourenco_2012_frontier_and_bands() -> None:
    """Efficient: {} {1} {2} {1,2} {1,2,4} {1,2,3} all; request 4 in for 20 <= B < 22 and from 30."""
    problem = lourenco()
    found = frontier(problem, problem.capital_usd, lifted="cost")
    assert found.is_complete
    facts = [("".join(p.funded), p.cost, p.value, p.is_convex) for p in found.points]
    assert facts == [
        ("", 0, 0, True),
        ("1", 4, 3, True),
        ("2", 8, 4, False),
        ("12", 12, 7, True),
        ("124", 20, 9, False),
        ("123", 22, 10, True),
        ("1234", 30, 12, True),
    ]
    assert found.bands("4") == (Band(20, 22), Band(30, None))
    assert found.bands("1") == (Band(4, 8), Band(12, None))


def test_without_lifting_the_limit_the_frontier_ends_at_the_best_portfolio() -> None:
    problem = stockco()
    points = frontier(problem, problem.capital_usd).points
    assert (points[-1].value, points[-1].cost) == (42, 14)


@given(problems(n_most=8))
def test_every_point_is_efficient_and_none_is_missed(problem: Problem) -> None:
    found = frontier(problem, problem.capital_usd, lifted="capital FY27")
    free = replace(problem, rows=tuple(r for r in problem.rows if r.key != "capital FY27"))
    best_at: dict[float, float] = {}
    for chosen in all_sets(free):
        cost = sum(problem.capital_usd[i] for i in chosen)
        best_at[cost] = max(best_at.get(cost, -1e9), free.value(chosen))
    expected, reached = [], -1e18
    for cost, value in sorted(best_at.items()):
        if value > reached + 1e-9:
            expected.append((cost, value))
            reached = value
    assert found.is_complete
    assert [p.cost for p in found.points] == [cost for cost, _ in expected]
    assert [p.value for p in found.points] == pytest.approx([value for _, value in expected])


@given(problems(n_most=8))
def test_a_point_is_convex_where_some_price_of_money_makes_it_the_best(problem: Problem) -> None:
    points = frontier(problem, problem.capital_usd, lifted="capital FY27").points
    for point in points:
        others = [p for p in points if p is not point]
        low = max(((p.value - point.value) / (p.cost - point.cost) for p in others if p.cost > point.cost), default=0)
        high = min(
            ((point.value - p.value) / (point.cost - p.cost) for p in others if p.cost < point.cost), default=1e9
        )
        assert point.is_convex is (low <= high + 1e-6 * max(1, high))


@given(problems(n_most=7), st.integers(0, 60))
def test_bands_say_at_which_budgets_a_request_is_in(problem: Problem, budget: int) -> None:
    found = frontier(problem, problem.capital_usd, lifted="capital FY27")
    rows = tuple(replace(r, bound=float(budget)) if r.key == "capital FY27" else r for r in problem.rows)
    selection = select(replace(problem, rows=rows))
    at = [p for p in found.points if p.cost <= budget]
    assert selection.has_portfolio is bool(at)
    if at:
        assert selection.value == pytest.approx(at[-1].value)
        for i in problem.ids:
            is_in = any(b.start <= budget and (b.end is None or budget < b.end) for b in found.bands(i))
            assert is_in is (i in at[-1].funded)


def test_the_sample_frontier_ends_at_its_best_value_and_rises_all_the_way(sample_frontier: Frontier) -> None:
    assert sample_frontier.is_complete
    points = sample_frontier.points
    assert points[-1].value == pytest.approx(662.533333, abs=1e-6)
    assert all(a.cost < b.cost and a.value < b.value for a, b in pairwise(points))
    assert points[0].is_convex and points[-1].is_convex


def test_a_frontier_that_runs_out_of_time_says_what_it_did_not_search() -> None:
    problem = seeded(80)
    found = frontier(problem, problem.capital_usd, seconds=1e-9)
    assert not found.is_complete
    assert found.unsearched is not None


def test_units_are_the_largest_that_fit() -> None:
    assert unit_of([30000.0, 250000.0, 0.0]) == 10000
    assert unit_of([0.25, 1.5]) == 0.25
    assert unit_of([]) == 1


def test_lists_never_beat_the_best_portfolio_and_the_line_falls_at_the_first_that_does_not_fit() -> None:
    problem = sample_problem()
    best = select(problem).value or 0
    ranked = fund_by_rank(problem)
    ratio = fund_by_value_per_cost(problem, problem.capital_usd)
    for listed in (ranked, ratio):
        assert listed.broken or listed.value <= best + 1e-6
        assert {"DP-005", "DP-016", "DP-020", "DP-033", "DP-040", "DP-055", "DP-052", "DP-031"} <= set(listed.funded)
    assert ranked.cut_at and ranked.cut_at not in ranked.funded
    small = stockco()
    assert fund_by_rank(small).funded == ("1", "2")
    assert fund_by_value_per_cost(small, small.capital_usd).value == 38


def test_the_line_stops_where_the_ratio_list_passes_over() -> None:
    costs = {"a": 6.0, "b": 5.0, "c": 1.0}
    problem = Problem(scores={"a": 10.0, "b": 9.0, "c": 0.5}, rows=(limit("cost", 7, costs),), capital_usd=costs)
    assert (fund_by_rank(problem).funded, fund_by_rank(problem).cut_at) == (("a",), "b")
    assert fund_by_value_per_cost(problem, costs).funded == ("b", "c")
    assert fund_by_value_per_cost(problem, {"a": 6.0, "b": 6.0, "c": 1.0}).funded == ("a", "c")


@given(problems(n_most=7), st.integers(0, 10), st.integers(1, 3))
def test_the_next_best_are_the_best_of_the_rest(problem: Problem, points: int, k: int) -> None:
    selection = select(problem)
    if selection.value is None:
        return
    found = list(near_optimal(problem, selection, within_points=points, differing_in=k, n_most=4))
    shown = [frozenset(selection.funded)]
    for alternative in found:
        rest = [s for s in all_sets(problem) if all(len(s ^ other) >= k for other in shown)]
        assert alternative.value == pytest.approx(max(problem.value(s) for s in rest))
        assert alternative.short <= points + 1e-6
        assert set(alternative.comes) | set(alternative.leaves) == set(alternative.funded) ^ set(selection.funded)
        shown.append(frozenset(alternative.funded))
    if len(found) < 4:
        rest = [s for s in all_sets(problem) if all(len(s ^ other) >= k for other in shown)]
        assert all(problem.value(s) < selection.value - points + 1e-6 for s in rest)


def test_a_frontier_that_was_not_searched_in_time_has_no_budgets() -> None:
    assert Frontier(points=(), is_complete=False).bands("A") == ()
