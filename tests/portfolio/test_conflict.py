"""Why no portfolio fits: the smallest set of rules that collide."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given

from planning.notebook import with_bounds, with_rules
from portfolio.conflict import find_conflict, find_conflicts
from portfolio.row import Sense
from portfolio.selection import Problem, select
from tests.portfolio.problems import all_sets, limit, problem_of, problems, sample_notebook, yes_no


def test_a_portfolio_that_fits_has_no_conflict() -> None:
    assert find_conflict(problem_of(sample_notebook())) is None


def test_change_limits_collide_with_two_duties_on_the_sample() -> None:
    notebook = with_rules(sample_notebook(), on=frozenset({"change-limits"}), off=frozenset())
    conflict = find_conflict(problem_of(notebook))
    assert conflict is not None and conflict.is_smallest
    keys = [row.key for row in conflict.rows]
    assert keys == ["change Specialty clinics 2027-Q4", "mandate DP-016", "mandate DP-052"]
    assert [(move.to, move.by) for move in conflict.moves] == [(7.0, 1.0)]


def test_a_dollar_of_capital_collides_and_says_how_much_is_needed() -> None:
    problem = problem_of(with_bounds(sample_notebook(), {"capital FY27": 1}))
    conflict = find_conflict(problem)
    assert conflict is not None
    assert len(conflict.rows) == 2
    (move,) = conflict.moves
    assert move.to is not None
    rows = {row.key: row for row in problem.rows}
    for bound, fits in ((move.to, True), (move.to - 1, False)):
        moved = replace(rows["capital FY27"], bound=bound)
        changed = tuple(moved if row.key == moved.key else row for row in problem.rows)
        assert (find_conflict(replace(problem, rows=changed)) is None) is fits


def test_a_conflict_that_parts_of_requests_would_solve_is_found() -> None:
    # Half of each would keep all three rules; no whole requests do: two of three pairs, each exactly one.
    pairs = (("a", "b"), ("b", "c"), ("a", "c"))
    rows = tuple(yes_no(f"one of {a}{b}", Sense.EXACTLY, 1, {a: 1.0, b: 1.0}) for a, b in pairs)
    spare = limit("cost", 5, {"a": 1.0, "b": 1.0, "c": 1.0})
    conflict = find_conflict(Problem(scores=dict.fromkeys("abc", 1.0), rows=(*rows, spare), capital_usd={}))
    assert conflict is not None
    assert [row.key for row in conflict.rows] == ["one of ab", "one of ac", "one of bc"]


def test_two_rules_are_named_where_three_collide_as_well() -> None:
    pairs = (("a", "b"), ("b", "c"), ("a", "c"))
    rows = [yes_no(f"one of {a}{b}", Sense.EXACTLY, 1, {a: 1.0, b: 1.0}) for a, b in pairs]
    rows += [yes_no("z must be in", Sense.AT_LEAST, 1, {"z": 1.0}), limit("cost", 1, {"z": 5.0})]
    conflict = find_conflict(Problem(scores=dict.fromkeys("abcz", 1.0), rows=tuple(rows), capital_usd={}))
    assert conflict is not None and conflict.is_smallest
    assert [row.key for row in conflict.rows] == ["cost", "z must be in"]


@given(problems(n_most=6))
def test_the_set_is_irreducible_and_no_smaller_one_collides(problem: Problem) -> None:
    tight = replace(
        problem,
        rows=(
            *problem.rows,
            *(yes_no(f"mandate {i}", Sense.AT_LEAST, 1, {i: 1.0}) for i in problem.ids[:3]),
        ),
    )
    conflict = find_conflict(tight)
    if all_sets(tight):
        assert conflict is None
        return
    assert conflict is not None and conflict.is_smallest
    assert not all_sets(replace(tight, rows=conflict.rows))
    for left_out in conflict.rows:
        assert all_sets(replace(tight, rows=tuple(r for r in conflict.rows if r is not left_out)))
    for fewer in combinations(tight.rows, len(conflict.rows) - 1):
        assert all_sets(replace(tight, rows=fewer))


@given(problems(n_most=6))
def test_a_move_is_the_least_that_lets_a_portfolio_fit(problem: Problem) -> None:
    conflict = find_conflict(problem)
    for move in conflict.moves if conflict else ():
        rest = replace(problem, rows=tuple(r for r in problem.rows if r.key != move.row.key))
        least = min((move.row.used(s) for s in all_sets(rest)), default=None)
        assert move.to == (None if least is None else pytest.approx(least))


def test_all_obstacles_of_a_request_are_named_one_after_the_other() -> None:
    rows = (limit("cost", 1, {"a": 5.0}), yes_no("gate a", Sense.EXACTLY, 0, {"a": 1.0}, kind="gates"))
    problem = Problem(scores={"a": 1.0}, rows=rows, capital_usd={})
    assert select(problem).funded == ()
    found = find_conflicts(problem, fixed={"a": True})
    assert sorted(row.key for conflict in found for row in conflict.rows) == ["cost", "gate a"]
