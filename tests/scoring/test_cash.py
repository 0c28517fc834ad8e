"""Money over the years, by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cash import case_years, live_quarters, net_present_value, payback_years, straight_line
from scoring.quarter import Quarter
from scoring.value import CostTerms, benefit_quarters
from tests.builders import FIRST, YEARS, request

AMOUNTS = st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=8)


def flows(*amounts):
    return [Decimal(str(amount)) for amount in amounts]


def test_net_present_value_counts_each_year_at_its_end():
    # -100/1.1 + 60.5/1.21 + 66.55/1.331 = -90.909... + 50 + 50
    found = net_present_value(flows(-100, 60.5, 66.55), Decimal("0.1"))
    assert round(found, 6) == Decimal("9.090909")


def test_at_a_rate_of_nothing_it_is_the_plain_sum():
    assert net_present_value(flows(-3, 1, 1), Decimal(0)) == -1


def test_a_rate_of_minus_one_has_no_present_value():
    with pytest.raises(ValueError, match="Expected rate > -1"):
        net_present_value(flows(1), Decimal(-1))


@pytest.mark.parametrize(
    ("amounts", "years"),
    [
        ((-100, 40, 80, 5), Decimal("2.75")),  # -60 after year 2, 80 in year 3
        ((-100, 100), Decimal(2)),
        ((10, 10), Decimal(0)),
        ((0, 0), Decimal(0)),
        ((-100, 40, 40), None),
        # Above zero after year 2, below again after year 3: only the last crossing counts.
        ((-10, 20, -20, 40), Decimal("3.25")),
        ((), Decimal(0)),
    ],
)
def test_payback_is_the_last_time_the_sum_rises_to_nothing(amounts, years):
    assert payback_years(flows(*amounts)) == years


def test_depreciation_is_in_equal_parts_from_the_year_of_the_money_on():
    # 90 over three years: 30 each; 30 more in year 2: 10 each.
    assert straight_line(flows(90, 30, 0, 0, 0), 3) == tuple(flows(30, 40, 40, 10, 0))


def test_what_lives_longer_than_the_case_is_not_all_written_off():
    assert straight_line(flows(50, 0), 5) == tuple(flows(10, 10))


def test_a_useful_life_of_nothing_is_refused():
    with pytest.raises(ValueError, match="Expected useful life >= 1 year"):
        straight_line(flows(1), 0)


@given(AMOUNTS)
def test_one_year_of_life_is_the_money_itself(amounts):
    assert straight_line(amounts, 1) == tuple(amounts)


@given(AMOUNTS, st.integers(1, 10))
def test_never_more_is_written_off_than_was_spent(amounts, life):
    spent = [abs(amount) for amount in amounts]
    assert sum(straight_line(spent, life)) <= sum(spent) + Decimal("1e-20")


def test_a_case_holds_five_years_and_every_year_that_is_named():
    assert case_years(Quarter(2027, 1), ["FY28", "FY27"]) == ("FY27", "FY28", "FY29", "FY30", "FY31")
    assert case_years(Quarter(2099, 1), [], 2) == ("FY99", "FY00")
    assert case_years(Quarter(2027, 1), ["FY26", "FY33"], 1) == ("FY26", "FY27", "FY33")


def test_a_benefit_flows_from_the_quarter_after_the_work():
    # Work 2027-Q2 to 2027-Q4: nothing in FY27, all of FY28.
    asked = request("A", earliest_start=Quarter(2027, 2), duration_quarters=3)
    assert live_quarters(asked, FIRST, ("FY26", "FY27", "FY28")) == (0, 0, 4)
    assert live_quarters(request("B"), FIRST, ("FY27", "FY28")) == (3, 4)
    assert live_quarters(request("C", duration_quarters=6), FIRST, ("FY27", "FY28", "FY29")) == (0, 2, 4)


@given(st.integers(0, 14), st.integers(1, 14))
def test_the_first_three_years_hold_the_quarters_that_scores_count(start, duration):
    asked = request("A", earliest_start=FIRST.plus(start), duration_quarters=duration)
    assert sum(live_quarters(asked, FIRST, YEARS)) == benefit_quarters(asked, CostTerms(FIRST, YEARS))
