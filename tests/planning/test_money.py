"""A portfolio's money by year, by hand and against what scores and limits count."""

from decimal import Decimal

from planning.money import funded_money, money_of
from portfolio.limits import BudgetYear, Limits
from reports.frames import money_frame
from scoring.cash import MoneyTerms
from scoring.quarter import Quarter
from scoring.request import BenefitType, Confidence
from scoring.value import counted_benefit_usd
from tests.builders import notebook, request

TENTH = Limits(
    budget=tuple(BudgetYear(fiscal_year=y, contingency_share=Decimal("0.1")) for y in ("FY27", "FY28", "FY29"))
)


def one_request():
    # 1,000 capital, 100 a year; 400 a year of mixed benefit at high confidence (0.45) from 2027-Q2 on.
    benefit = {"annual_benefit_usd": Decimal(400), "benefit_type": BenefitType.MIXED}
    return request("A", capital=1000, operating=100, benefit_confidence=Confidence.HIGH, **benefit)


def test_money_by_year_by_hand():
    money = money_of(notebook([], limits_=TENTH, money_terms=MoneyTerms(discount_rate=Decimal(0))), [one_request()])
    assert money.years == ("FY27", "FY28", "FY29", "FY30", "FY31")
    assert money.capital == (1000, 0, 0, 0, 0)
    assert money.counted == (1100, 0, 0, 0, 0)
    assert money.operating == (100, 100, 100, 100, 100)
    assert money.claimed == (300, 400, 400, 400, 400)
    assert money.expected == (135, 180, 180, 180, 180)
    assert money.net == (-1065, 80, 80, 80, 80)
    assert (money.npv, money.payback) == (-745, None)
    assert money.depreciation == (220, 220, 220, 220, 220)


def test_striking_the_only_request_leaves_nothing():
    money = money_of(notebook([], limits_=TENTH), [one_request()]).without({"A"})
    assert not any((*money.net, money.npv))
    assert money.payback == 0


def test_another_discount_rate_changes_the_present_value_alone():
    money = money_of(notebook([], limits_=TENTH), [one_request()]).at_rate(Decimal("0.1"))
    # -1065/1.1 + 80 x (1/1.21 + 1/1.331 + 1/1.4641 + 1/1.61051)
    assert round(money.npv, 4) == Decimal("-737.6461")


def test_a_list_without_years_or_costs_has_a_case_of_nothing():
    bare = request("A", capital_usd={}, operating_usd={})
    money = money_of(notebook([], limits_=Limits()), [bare])
    assert len(money.years) == 5
    assert not any(money.net)


def test_costs_of_a_year_without_a_budget_count_without_contingency():
    asked = request("A", capital_usd={"FY30": Decimal(10)}, operating_usd={"FY30": Decimal(1)})
    money = money_of(notebook([], limits_=TENTH), [asked])
    assert money.counted == (0, 0, 0, 10, 0)
    assert money.operating == (0, 0, 0, 1, 1)


def test_the_samples_money_is_what_its_limits_and_scores_count(sample_outcome):
    money, frame = funded_money(sample_outcome), money_frame(sample_outcome)
    assert list(money.counted[:3]) == list(frame["capital_with_contingency_usd"])
    assert list(money.operating[:3]) == list(frame["operating_usd"])
    terms = sample_outcome.notebook.cost_terms
    assert sum(money.expected[:3]) == sum(counted_benefit_usd(line.request, terms) for line in money.lines)
    assert Quarter(2027, 1) == sample_outcome.notebook.plan.first_quarter
