"""The best portfolio: published cases, the sample, and everything tried on small problems."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from portfolio.premium import Premium
from portfolio.row import Sense
from portfolio.selection import Problem, SolveStatus, broken_rows, keep, select
from portfolio.solver import build_arrays, readable
from tests.portfolio.problems import (
    all_sets,
    best_value,
    buildings,
    limit,
    lourenco,
    problems,
    sample_problem,
    seeded,
    stockco,
    yes_no,
)


@pytest.mark.parametrize(
    ("problem", "value", "funded"),
    [
        (lourenco(), 9, {"1", "2", "4"}),
        (buildings(), 2370, {"1", "2", "4", "6", "7", "8", "12", "14", "15"}),
        (stockco(), 42, {"2", "3", "4"}),
        (stockco(with_need=True), 38, {"1", "2"}),
    ],
)
def test_published_cases_reach_their_optimum(problem: Problem, value: float, funded: set[str]) -> None:
    selection = select(problem)
    assert selection.status is SolveStatus.OPTIMAL and selection.is_final
    assert selection.value == pytest.approx(value)
    assert set(selection.funded) == funded
    assert selection.gap == 0


def test_the_building_projects_use_211_of_the_budget_and_26_of_the_staff() -> None:
    problem = buildings()
    used = {row.key: row.used(select(problem).funded) for row in problem.rows}
    assert (used["budget"], used["staff"], used["number"]) == (211, 26, 9)


def test_the_sample_funds_26_requests_with_662_points() -> None:
    selection = select(sample_problem())
    assert selection.value == pytest.approx(662.533333, abs=1e-6)
    assert len(selection.funded) == 26
    assert selection.is_final


@given(problems())
def test_no_portfolio_is_better_and_ties_go_to_lower_capital_then_the_lowest_id(problem: Problem) -> None:
    selection = select(problem)
    feasible = all_sets(problem)
    if not feasible:
        assert selection.status is SolveStatus.INFEASIBLE
        return
    assert selection.value == pytest.approx(best_value(problem), abs=1e-6)
    ties = [s for s in feasible if problem.value(s) >= (selection.value or 0) - 1e-6]
    capital = {s: sum(problem.capital_usd[i] for i in s) for s in ties}
    ranked = sorted(ties, key=lambda s: (capital[s], tuple(i not in s for i in problem.ids)))
    assert selection.is_final
    assert frozenset(selection.funded) == ranked[0]


@given(problems())
def test_the_kept_and_the_readable_model_agree(problem: Problem) -> None:
    arrays = build_arrays(problem.scores, problem.rows, problem.premiums)
    objective = arrays.objective(problem.scores)
    kept = keep(problem).best(objective)
    again = readable.find_best(arrays, objective, gap=0, seconds=30)
    assert kept.is_infeasible == again.is_infeasible
    if kept.chosen is not None and again.chosen is not None:
        assert problem.value(kept.chosen) == pytest.approx(problem.value(again.chosen), abs=1e-6)


@given(problems())
def test_more_budget_never_lowers_and_a_further_rule_never_raises_the_value(problem: Problem) -> None:
    value = select(problem).value
    rows = [replace(r, bound=r.bound + 5) if r.key == "capital FY27" else r for r in problem.rows]
    richer = select(replace(problem, rows=tuple(rows))).value
    assert value is None or (richer is not None and richer >= value - 1e-6)
    rule = yes_no("number", Sense.AT_MOST, 2, dict.fromkeys(problem.ids, 1.0))
    stricter = select(replace(problem, rows=(*problem.rows, rule))).value
    assert stricter is None or (value is not None and stricter <= value + 1e-6)


def test_a_kept_model_answers_the_same_whatever_it_was_asked_before() -> None:
    problem = sample_problem()
    model = keep(problem)
    first = select(problem, kept=model)
    select(replace(problem, scores={i: -s for i, s in problem.scores.items()}), kept=model)
    again = select(problem, kept=model)
    assert (first.funded, first.value) == (again.funded, again.value)


def test_the_order_of_rows_and_requests_changes_nothing() -> None:
    problem = seeded(60)
    turned = Problem(
        scores=dict(reversed(problem.scores.items())),
        rows=tuple(reversed(problem.rows)),
        capital_usd=problem.capital_usd,
    )
    assert select(problem).funded == select(turned).funded


def test_a_gap_is_kept_and_its_bound_is_honest() -> None:
    problem = seeded(150)
    best = select(problem)
    near = select(problem, gap=0.02)
    assert near.status in (SolveStatus.WITHIN_GAP, SolveStatus.OPTIMAL)
    assert near.value is not None and near.bound is not None and best.value is not None
    assert near.value <= best.value + 1e-6 <= near.bound + 2e-6
    assert near.gap is not None and near.gap <= 0.02
    assert not near.is_final


def test_a_cancelled_solve_shows_the_best_found_so_far_and_never_as_final() -> None:
    selection = select(sample_problem(), is_stopped=lambda: True)
    assert selection.status is SolveStatus.STOPPED
    assert not selection.is_final
    if selection.has_portfolio:
        assert not broken_rows(sample_problem().rows, selection.funded)
        assert selection.bound is not None and selection.bound >= 662.533333


def test_a_kept_model_answers_in_full_after_it_was_stopped() -> None:
    model = keep(sample_problem())
    assert not select(sample_problem(), kept=model, is_stopped=lambda: True).is_final
    assert select(sample_problem(), kept=model).is_final


def test_synergy_and_overlap_count_only_when_all_are_in() -> None:
    values = {"a": 1.0, "b": 1.0, "c": 3.0}
    rows = (limit("cost", 2, dict.fromkeys(values, 1.0)),)
    alone = Problem(scores=values, rows=rows, capital_usd={})
    assert select(alone).value == 4
    together = replace(alone, premiums=(Premium(request_ids=("a", "b"), points=5),))
    assert (select(together).value, select(together).funded) == (7, ("a", "b"))
    overlap = replace(
        alone, premiums=(Premium(request_ids=("a", "c"), points=-2), Premium(request_ids=("b",), points=-3))
    )
    assert (select(overlap).value, select(overlap).funded) == (3, ("c",))
    model = keep(overlap)
    assert model.best(model.arrays.objective(overlap.scores)).chosen == {"c"}


def test_an_empty_list_is_the_empty_portfolio_and_a_duty_without_requests_fits_nothing() -> None:
    assert select(Problem(scores={}, rows=(), capital_usd={})).value == 0
    rule = yes_no("mandate", Sense.AT_LEAST, 1, {})
    assert select(Problem(scores={}, rows=(rule,), capital_usd={})).status is SolveStatus.INFEASIBLE


def test_a_row_over_an_unknown_request_is_refused() -> None:
    problem = Problem(scores={"a": 1.0}, rows=(limit("cost", 1, {"b": 1.0}),), capital_usd={})
    with pytest.raises(ValueError, match="known requests"):
        select(problem)
