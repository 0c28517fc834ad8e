import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.criterion import CRITERIA, Criterion
from scoring.quarter import Quarter
from scoring.request import BenefitType, Confidence
from scoring.score import score
from scoring.value import CostTerms, benefit_quarters, counted_benefit_usd, net_cost_points, net_cost_usd
from scoring.weights import Weights
from tests.builders import FIRST, YEARS, request

TERMS = CostTerms(FIRST, YEARS)
DEFAULT = Weights.default(CRITERIA)


def test_electronic_prior_authorization_of_the_sample_by_hand(sample):
    """DP-016 of the sample organization, worked by hand from the formula in docs/model.md.

    Starts 2027-Q3, 2 quarters: last work quarter 2027-Q4, so benefit runs 2028-Q1 to 2029-Q4: 8 quarters.
    Benefit = 1,250,000 / 4 x 8 x 0.5 (mixed) x 0.6 (medium) = 750,000.
    Cost = 380,000 + 130,000 + 260,000 + 260,000 = 1,030,000. Net cost = 280,000 = 0.466667 points.
    Score = 10 x (0.35 x 4 + 0.25 x 7 + 0.20 x 10 - 0.20 x 0.466667) = 14 + 17.5 + 20 - 0.933333 = 50.566667.
    """
    asked = sample.request("DP-016")
    terms = sample.cost_terms
    assert benefit_quarters(asked, terms) == 8
    assert counted_benefit_usd(asked, terms) == Decimal(750_000)
    assert net_cost_usd(asked, terms) == Decimal(280_000)
    scores = score([asked], CRITERIA, DEFAULT, terms=terms)
    assert scores.contribution("DP-016", "clinical_value") == pytest.approx(14)
    assert scores.contribution("DP-016", "burden_reduction") == pytest.approx(17.5)
    assert scores.contribution("DP-016", "regulatory_need") == pytest.approx(20)
    assert scores.contribution("DP-016", "cost") == pytest.approx(-0.933333, abs=1e-6)
    assert scores.totals["DP-016"] == pytest.approx(50.566667, abs=1e-6)


def test_a_request_that_does_nothing_and_costs_nothing_scores_zero():
    assert score([request("A")], CRITERIA, DEFAULT, terms=TERMS).totals["A"] == 0


def test_a_request_that_adds_work_and_costs_money_scores_below_zero():
    asked = request(
        "A", capital=600_000, ratings={"clinical_value": 0.0, "burden_reduction": -4.0, "regulatory_need": 0.0}
    )
    assert score([asked], CRITERIA, DEFAULT, terms=TERMS).totals["A"] == pytest.approx(-10 - 2)


def test_full_marks_and_a_net_saving_of_ten_points_score_one_hundred():
    best = {"clinical_value": 10.0, "burden_reduction": 10.0, "regulatory_need": 10.0}
    asked = request("A", operating=-2_000_000, ratings=best)
    assert net_cost_points(asked, TERMS) == -10
    assert score([asked], CRITERIA, DEFAULT, terms=TERMS).totals["A"] == pytest.approx(100)


@pytest.mark.parametrize(
    ("kind", "confidence", "expected"),
    [
        (BenefitType.CASH, Confidence.HIGH, 0.9),
        (BenefitType.CASH, Confidence.LOW, 0.3),
        (BenefitType.MIXED, Confidence.MEDIUM, 0.3),
        (BenefitType.AVOIDED, Confidence.HIGH, 0.225),
        (BenefitType.SOFT, Confidence.HIGH, 0.0),
        (BenefitType.CASH, Confidence.NOT_APPLICABLE, 0.0),
    ],
)
def test_benefit_counts_by_type_and_confidence(kind, confidence, expected):
    asked = request("A", annual_benefit_usd=Decimal(400_000), benefit_type=kind, benefit_confidence=confidence)
    quarters = 11  # one quarter of work, then eleven of twelve
    assert counted_benefit_usd(asked, TERMS) == Decimal(100_000) * quarters * Decimal(str(expected))


def test_benefit_that_starts_after_year_three_counts_nothing():
    late = request("A", earliest_start=Quarter(2029, 4), duration_quarters=3, annual_benefit_usd=Decimal(1))
    assert benefit_quarters(late, TERMS) == 0


def test_a_start_before_the_plan_counts_from_the_plan():
    early = request("A", earliest_start=Quarter(2026, 1))
    assert early.start(FIRST) == FIRST


def test_an_unknown_cost_has_no_net_cost_and_is_never_zero():
    unknown = request("A", capital_usd={"FY27": Decimal(1)})
    assert net_cost_usd(unknown, TERMS) is None
    assert score([unknown], CRITERIA, DEFAULT, terms=TERMS).assumed["A"] == ("cost",)


def test_costs_count_in_the_three_years_from_the_first_quarter():
    """A list that also has FY26: the counted years are FY27 to FY29, as for the benefit."""
    late = request("A", capital_usd=dict.fromkeys(("FY26", *YEARS), Decimal(0)) | {"FY29": Decimal(600_000)})
    late = replace(late, operating_usd=dict.fromkeys(("FY26", *YEARS), Decimal(0)))
    assert net_cost_points(late, CostTerms(FIRST, ("FY26", *YEARS))) == 1


def test_a_missing_rating_takes_the_stated_default_and_is_marked():
    asked = request("A", ratings={"burden_reduction": 0.0, "regulatory_need": 0.0})
    scores = score([asked], CRITERIA, DEFAULT, terms=TERMS)
    assert scores.assumed["A"] == ("clinical_value",)
    assert scores.totals["A"] == pytest.approx(10 * 0.35 * CRITERIA[0].assumed) != 0


RATING = st.floats(-10, 10)


@given(st.lists(st.tuples(RATING, RATING, st.integers(0, 5_000_000)), min_size=2, max_size=6))
def test_a_score_depends_on_its_request_alone(rows):
    requests = [
        request(str(k), capital=cost, ratings={"clinical_value": abs(c), "burden_reduction": b, "regulatory_need": 0.0})
        for k, (c, b, cost) in enumerate(rows)
    ]
    together = score(requests, CRITERIA, DEFAULT, terms=TERMS).totals
    for asked in requests:
        assert score([asked], CRITERIA, DEFAULT, terms=TERMS).totals[asked.id] == together[asked.id]


@given(st.integers(1, 9_999_999), st.floats(0, 10))
def test_a_request_split_in_two_is_worth_the_same_together(cost, rating):
    """Cost is in whole cents, so the split is exact; the rating's effect is shared between the parts."""
    half = Decimal(cost) / 2
    whole = request(
        "A", capital=cost, ratings={"clinical_value": rating, "burden_reduction": 0.0, "regulatory_need": 0.0}
    )
    part = replace(
        whole,
        capital_usd={**whole.capital_usd, "FY27": half},
        ratings={**whole.ratings, "clinical_value": rating / 2},
    )
    parts = [replace(part, id="A1"), replace(part, id="A2")]
    scored = score([whole, *parts], CRITERIA, DEFAULT, terms=TERMS).totals
    assert scored["A1"] + scored["A2"] == pytest.approx(scored["A"], abs=1e-9)


def test_every_contribution_adds_up_to_the_score(sample_outcome):
    scores = sample_outcome.scores
    for k, request_id in enumerate(scores.ids):
        assert math.fsum(scores.contributions[k]) == pytest.approx(scores.totals[request_id], abs=1e-9)


@pytest.mark.parametrize("bad", [{"sign": 0}, {"default_weight": -1}])
def test_impossible_criteria_are_refused(bad):
    facts = {"key": "x", "label": "X", "short": "X", "meaning": "", "low": 0, "high": 10, "level": lambda r, t: None}
    with pytest.raises(ValueError, match="Expected"):
        Criterion(**{**facts, **bad})


@pytest.mark.parametrize("bad", [{"dollars_per_point": Decimal(0)}, {"n_years": 0}])
def test_impossible_cost_terms_are_refused(bad):
    with pytest.raises(ValueError, match="Expected"):
        CostTerms(FIRST, YEARS, **bad)


@pytest.mark.parametrize(
    "bad",
    [
        {"id": " "},
        {"title": ""},
        {"duration_quarters": 0},
        {"capital_usd": {"FY27": Decimal(-1)}},
        {"role_hours": {"a": -1.0}},
        {"annual_benefit_usd": Decimal(-1)},
        {"change_impact": -1.0},
    ],
)
def test_impossible_requests_are_refused(bad):
    with pytest.raises(ValueError, match="Expected"):
        replace(request("A"), **bad)
