"""Why a request is in or out: the sample's known numbers, and everything tried on small problems."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.conflict import find_conflict
from portfolio.explanation import Explanation, Standing, explain
from portfolio.price import binding_limits, price_decisions, price_kinds, price_roles, price_steps
from portfolio.row import Sense
from portfolio.selection import Problem, Selection, keep, select
from portfolio.solver import KeptModel
from tests.portfolio.problems import all_sets, limit, lourenco, problems, sample_problem, yes_no


@pytest.fixture(scope="module")
def kept() -> KeptModel:
    return keep(sample_problem())


@pytest.fixture(scope="module")
def best(kept: KeptModel) -> Selection:
    return select(sample_problem(), kept=kept)


def _explained(request_id: str, best: Selection, kept: KeptModel) -> Explanation:
    explained = explain(sample_problem(), best, request_id, model=kept)
    assert explained.is_proven
    return explained


@pytest.mark.parametrize(
    ("request_id", "points", "leaves"),
    [
        ("DP-042", 0.9, {"DP-045"}),
        ("DP-026", 2.2, {"DP-057"}),
        ("DP-027", 2.6533, None),
        ("DP-006", 10.0267, None),
        ("DP-034", 121.285, None),
    ],
)
def test_points_short_on_the_sample(
    request_id: str, points: float, leaves: set[str] | None, best: Selection, kept: KeptModel
) -> None:
    explained = _explained(request_id, best, kept)
    assert explained.standing is Standing.NOT_FUNDED
    assert explained.points_short == pytest.approx(points, abs=1e-4)
    assert explained.break_even == pytest.approx(explained.score + points, abs=1e-4)
    assert explained.breaches
    assert leaves is None or set(explained.leaves) == leaves


@pytest.mark.parametrize(("request_id", "points"), [("DP-045", 0.9), ("DP-001", 6.6333), ("DP-015", 30.5)])
def test_safety_margins_on_the_sample(request_id: str, points: float, best: Selection, kept: KeptModel) -> None:
    explained = _explained(request_id, best, kept)
    assert explained.standing is Standing.FUNDED
    assert explained.safety_margin == pytest.approx(points, abs=1e-4)


def test_a_request_that_fits_no_budget_names_the_limits_that_forbid_it(best: Selection, kept: KeptModel) -> None:
    explained = _explained("DP-037", best, kept)
    assert explained.standing is Standing.CANNOT_BE_IN
    assert explained.points_short is None
    named = [{row.key for row in conflict.rows} for conflict in explained.obstacles]
    assert {"capital FY28"} in named and {"capital FY29"} in named


def test_a_blocked_request_names_its_gate(best: Selection, kept: KeptModel) -> None:
    explained = _explained("DP-021", best, kept)
    assert [row.key for row in explained.obstacles[0].rows] == ["gate DP-021"]


def test_a_mandate_names_its_price_and_whom_it_displaces(best: Selection, kept: KeptModel) -> None:
    explained = _explained("DP-040", best, kept)
    assert explained.standing is Standing.MUST_BE_IN
    assert explained.price == pytest.approx(12.2533, abs=1e-4)
    assert explained.makes_room_for == ("DP-027", "DP-042", "DP-046")


def test_the_price_of_all_mandates_on_the_sample(best: Selection, kept: KeptModel) -> None:
    prices = {price.key: price for price in price_kinds(sample_problem(), best, model=kept)}
    assert prices["mandates"].points == pytest.approx(38.895, abs=1e-3)
    assert len(prices["mandates"].comes) == 5
    assert prices["gates"].comes == ("DP-021", "DP-027", "DP-042")


def test_every_price_is_what_solving_again_without_the_rule_gives(best: Selection, kept: KeptModel) -> None:
    problem = sample_problem()
    for price in price_decisions(problem, best, model=kept):
        if price.key in ("mandate DP-005", "gate DP-021", "gate DP-004"):
            again = select(replace(problem, rows=tuple(r for r in problem.rows if r.key != price.key)))
            assert (again.value or 0) - (best.value or 0) == pytest.approx(price.points, abs=1e-6)


def test_a_tenth_more_of_each_role_helps_only_the_scarce_ones(best: Selection, kept: KeptModel) -> None:
    prices = {price.key: price for price in price_roles(sample_problem(), best, model=kept)}
    assert prices["hours integration"].is_binding and prices["hours informatics"].is_binding
    assert not prices["hours ehr_analyst"].is_binding and not prices["hours project_mgmt"].is_binding


@given(problems(n_most=7))
def test_steps_of_limits_are_what_everything_tried_gives(problem: Problem) -> None:
    selection = select(problem)
    if selection.value is None:
        return
    for price in price_steps(problem, selection):
        rows = [replace(r, bound=r.bound + (price.step or 0)) if r.key == price.key else r for r in problem.rows]
        moved = max(problem.value(s) for s in all_sets(replace(problem, rows=tuple(rows))))
        assert price.points == pytest.approx(moved - selection.value, abs=1e-6)


@given(problems(n_most=7), st.data())
def test_numbers_are_exact_and_the_break_even_score_is_tight(problem: Problem, data: st.DataObject) -> None:
    selection = select(problem)
    if selection.value is None:
        return
    request_id = data.draw(st.sampled_from(problem.ids))
    explained = explain(problem, selection, request_id)
    feasible = all_sets(problem)
    other = [s for s in feasible if (request_id in s) != explained.is_funded]
    if not other:
        assert explained.standing in (Standing.MUST_BE_IN, Standing.CANNOT_BE_IN)
        assert find_conflict(problem, fixed={request_id: not explained.is_funded}) is not None
        return
    loss = selection.value - max(problem.value(s) for s in other)
    said = explained.safety_margin if explained.is_funded else explained.points_short
    assert said == pytest.approx(loss, abs=1e-6)
    assert explained.break_even is not None
    for hair, is_in in ((1e-3, True), (-1e-3, False)):
        scores = {**problem.scores, request_id: explained.break_even + hair}
        assert (request_id in select(replace(problem, scores=scores)).funded) is is_in


def test_explaining_needs_a_portfolio_and_a_known_request(best: Selection) -> None:
    with pytest.raises(ValueError, match="Expected"):
        explain(sample_problem(), best, "DP-999")


def test_a_limit_binds_exactly_where_one_more_step_raises_the_best_value() -> None:
    problem = lourenco()
    tight = replace(problem, rows=(replace(problem.rows[0], unit="h", bound=20.0),))
    # A tenth more is 22: {1, 2, 3} with 10 in place of {1, 2, 4} with 9.
    assert binding_limits(tight, select(tight), seconds=30) == {"cost": True}
    loose = replace(problem, rows=(replace(problem.rows[0], unit="h", bound=22.0),))
    # 24.2 would add nothing: the next step of the value is at 30.
    assert binding_limits(loose, select(loose), seconds=30) == {"cost": False}
    assert binding_limits(tight, select(tight), seconds=0.0) == {"cost": None}


def test_requests_worth_nothing_are_not_said_to_leave_or_come_where_they_may_stay() -> None:
    """Room for A or B. C to F are worth nothing and need nothing: whatever a solver does with them, only A leaves."""
    scores = {"A": 10.0, "B": 9.0, "C": 0.0, "D": 0.0, "E": 0.0, "F": 0.0}
    costs = {"A": 5.0, "B": 5.0}
    problem = Problem(scores=scores, rows=(limit("cost", 5, costs),), capital_usd=costs)
    for funded in ({"A"}, {"A", "C", "D"}, {"A", "C", "D", "E", "F"}):
        selection = replace(select(problem), funded=tuple(sorted(funded)))
        explained = explain(problem, selection, "B")
        assert (explained.leaves, explained.comes) == (("A",), ())
    must_go = replace(problem, rows=(*problem.rows, yes_no("B or C", Sense.AT_MOST, 1, {"B": 1.0, "C": 1.0})))
    selection = replace(select(must_go), funded=("A", "C"))
    assert explain(must_go, selection, "B").leaves == ("A", "C")
