from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.collision import contradictions, must_be_in, overruns
from portfolio.constraints import (
    CONSTRAINT_KINDS,
    MustHave,
    RuleInputs,
    Ruling,
    build_rows,
)
from portfolio.limit_rows import capital_with_contingency_usd, hours_in_quarter
from portfolio.limits import BudgetYear, ChangeLimit, Limits, RoleCapacity
from portfolio.plan import Plan
from portfolio.row import Sense
from scoring.quarter import Quarter
from tests.builders import FIRST, TODAY, limits, request, row

ALL = frozenset(kind.key for kind in CONSTRAINT_KINDS)


def rows_of(*requests, limits_=None, kinds=ALL, **facts):
    inputs = RuleInputs(requests=requests, limits=limits_ or Limits(), first_quarter=FIRST, **facts)
    return {r.key: r for r in build_rows(inputs, kinds)}


def test_capital_counts_with_contingency_to_the_cent():
    asked = request("A", capital=100)
    assert capital_with_contingency_usd(asked, "FY27", Decimal("0.1")) == Decimal("110.00")
    cents = replace(asked, capital_usd={"FY27": Decimal("0.05")})
    assert capital_with_contingency_usd(cents, "FY27", Decimal("0.1")) == Decimal("0.06")


def test_hours_are_spread_evenly_over_the_quarters_of_work():
    asked = request("A", hours=90, earliest_start=Quarter(2027, 2), duration_quarters=3)
    by_quarter = [hours_in_quarter(asked, "analyst", Quarter(2027, 1).plus(k), FIRST) for k in range(6)]
    assert by_quarter == [0, 30, 30, 30, 0, 0]


def test_money_rows_carry_each_years_amounts_and_contingency():
    budget = (
        BudgetYear(
            fiscal_year="FY27", capital_usd=Decimal(500), operating_usd=Decimal(70), contingency_share=Decimal("0.1")
        ),
    )
    found = rows_of(request("A", capital=100, operating=-20), limits_=Limits(budget=budget))
    assert found["capital FY27"].terms == {"A": 110.0}
    assert found["operating FY27"].terms == {"A": -20.0}
    assert found["capital FY27"].bound == 500


def test_a_year_without_a_limit_makes_no_row():
    assert not [k for k in rows_of(request("A"), limits_=limits()) if k.startswith(("capital", "operating"))]


def test_yes_no_rules_become_rows():
    found = rows_of(
        request("A", prerequisites=("B",), exclusive_group="G"),
        request("B", exclusive_group="G"),
        must_haves=[
            MustHave(request_ids=("A",), name="A", why="law"),
            MustHave(request_ids=("A", "B"), name="M", why="law"),
        ],
        gated=[Ruling(request_id="B", is_in=False, why="no evidence")],
        overrides=[Ruling(request_id="A", is_in=True, why="CMIO: needed")],
    )
    assert (found["prerequisite A B"].terms, found["prerequisite A B"].bound) == ({"A": 1, "B": -1}, 0)
    assert (found["exclusion G"].terms, found["exclusion G"].bound) == ({"A": 1, "B": 1}, 1)
    assert found["mandate M"].sense is Sense.AT_LEAST
    assert (found["gate B"].bound, found["override A"].bound) == (0, 1)


def test_a_prerequisite_outside_the_list_can_never_be_met():
    (found,) = rows_of(request("A", prerequisites=("Z",))).values()
    assert not found.is_met({"A"})
    assert found.is_met(set())


def test_change_points_count_in_the_go_live_quarter_of_each_department():
    change = (ChangeLimit(department="Surgery", points={Quarter(2027, 2): 6.0, Quarter(2027, 1): 6.0}),)
    asked = request("A", duration_quarters=2, affected_departments=("Surgery", "IT"), change_impact=4.0)
    found = rows_of(asked, limits_=Limits(change=change))
    assert list(found) == ["change Surgery 2027-Q2"]
    assert found["change Surgery 2027-Q2"].terms == {"A": 4.0}


def test_switching_a_kind_off_takes_its_rows_away_but_missing_facts_stay():
    waiting = [Ruling(request_id="A", is_in=False, why="no cost")]
    assert list(rows_of(request("A", prerequisites=("B",)), kinds=(), incomplete=waiting)) == ["missing facts A"]


def test_slack_is_what_is_left_and_negative_where_broken():
    assert row("cost", {"A": 3}, 5).slack({"A"}) == 2
    assert row("least", {"A": 1}, 1, sense=Sense.AT_LEAST, kind="mandates").slack(set()) == -1
    assert row("exact", {"A": 1}, 0, sense=Sense.EXACTLY, kind="gates").slack({"A"}) == -1


def test_what_must_be_in_takes_its_prerequisites_along():
    found = rows_of(
        request("A", prerequisites=("B",)),
        request("B", prerequisites=("C",)),
        request("C"),
        must_haves=[MustHave(request_ids=("A",), name="A", why="law")],
    )
    assert must_be_in(tuple(found.values())) == {"A", "B", "C"}


def test_an_overrun_counts_must_haves_the_cheapest_of_a_group_and_every_saving_that_may_help():
    """Least use: A 60 (mandate) + 20 (cheapest of the group B, C) - 15 (D may be funded) = 65; E is barred."""
    cost = row("capital FY27", {"A": 60, "B": 20, "C": 30, "D": -15, "E": -99}, 50)
    cost = replace(cost, unit="USD")
    musts = [
        row("mandate A", {"A": 1}, 1, sense=Sense.AT_LEAST, kind="mandates"),
        row("mandate G", {"B": 1, "C": 1}, 1, sense=Sense.AT_LEAST, kind="mandates"),
        row("gate E", {"E": 1}, 0, sense=Sense.EXACTLY, kind="gates"),
    ]
    (over,) = overruns((cost, *musts))
    assert (over.least, over.over, over.request_ids) == (65, 15, ("A",))
    assert overruns((replace(cost, bound=65), *musts)) == ()


def test_a_mandate_that_a_gate_keeps_out_is_named():
    rows = (
        row("mandate A", {"A": 1}, 1, sense=Sense.AT_LEAST, kind="mandates"),
        replace(row("gate A", {"A": 1}, 0, sense=Sense.EXACTLY, kind="gates"), why="no evidence"),
    )
    assert contradictions(rows) == (("A", "no evidence"),)


@pytest.mark.parametrize(
    "make",
    [
        lambda: BudgetYear(fiscal_year="FY27", contingency_share=Decimal("1.1")),
        lambda: RoleCapacity(role="a", name="A", hours={FIRST: -1.0}),
        lambda: ChangeLimit(department="A", points={FIRST: -1.0}),
        lambda: Plan(planning_date=TODAY, first_quarter=FIRST, n_quarters=0),
    ],
)
def test_impossible_limits_are_refused(make):
    with pytest.raises(ValueError, match="Expected"):
        make()
