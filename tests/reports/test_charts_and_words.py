from dataclasses import replace

import pytest

from planning.comparison import changed
from planning.notebook import with_bounds
from planning.outcome import evaluate
from portfolio.conflict import Conflict
from portfolio.explanation import Breach, Explanation, Standing
from portfolio.frontier import Band
from reports import charts, letters, reasons, wording
from tests.builders import row


@pytest.mark.parametrize(
    ("slack", "share", "state"), [(5, 0.5, "free"), (1, 0.9, "full"), (0, 1.0, "full"), (-3, 1.2, "over")]
)
def test_a_limit_is_free_nearly_full_or_over(slack, share, state):
    assert charts.limit_state(slack, share) == state


@pytest.mark.parametrize("n", [0, 1, 4, 9])
def test_points_of_criteria_have_tints_of_their_own_none_of_them_that_of_a_standing(n):
    tints = charts.tints(n)
    assert len(set(tints)) == n
    assert not set(tints) & {*charts.STANDING_COLORS, charts.FULL_COLOR, charts.OVER_COLOR}


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "$0"), (950, "$950"), (310_400, "$310k"), (999_499, "$999k"), (999_500, "$1.0M"), (4_249_000, "$4.2M"),
        (1_250_000_000, "$1.2B"), (-140_000, "\u2212$140k"),
    ],
)  # fmt: skip
def test_money_for_people(amount, shown):
    assert wording.money(amount) == shown


def test_other_currencies_show_their_code():
    assert wording.money(2_000_000, "CAD") == "CAD 2.0M"


@pytest.mark.parametrize(("number", "shown"), [(662.533, "662.5"), (-0.04, "0.0"), (-2.26, "\u22122.3")])
def test_points_for_people(number, shown):
    assert wording.points(number) == shown


def test_people_limits_come_first_the_scarcest_on_top_then_all_money(sample_outcome):
    shown = wording.limits_to_show(sample_outcome.limits, 3)
    assert [u.row.unit for u in shown] == ["h"] * 3 + ["USD"] * 6
    assert shown[0].row.key == "hours informatics 2027-Q2"


def test_what_came_in_and_dropped_out():
    assert changed(frozenset("ab"), frozenset("bc")) == (("c",), ("a",))


def test_the_headline_says_proven_or_why_nothing_fits(sample, sample_outcome):
    assert wording.headline(sample_outcome).startswith("Proven")
    nothing = evaluate(with_bounds(sample, {"operating FY28": -9_000_000}), sample.plan.planning_date)
    assert wording.headline(nothing) == "No portfolio fits all the rules."


def test_a_reason_in_a_row_says_who_comes_and_goes_and_what_stands_most_in_the_way():
    # 30 h over 300 h is a tenth, 40 over 100 is more; a rule stands in the way only where no limit does.
    big, small = row("analysts", {"A": 330.0}, 300.0), row("engineers", {"A": 140.0}, 100.0)
    small, big = replace(small, unit="h"), replace(big, unit="h")
    needs = row("A needs B", {"A": 1.0}, 0.0, kind="prerequisites")
    breaches = (Breach(row=big, over=30.0), Breach(row=needs, over=1.0), Breach(row=small, over=40.0))
    out = Explanation(
        request_id="A", standing=Standing.NOT_FUNDED, score=5.0, leaves=("B",), comes=("C", "D"), breaches=breaches
    )
    assert reasons.moves_words(out) == "out B; in C, D"
    assert reasons.obstacle_words(out) == "engineers: 40 h over"
    assert reasons.obstacle_words(replace(out, breaches=breaches[1:2])) == "A needs B"
    gate = Conflict(rows=(row("A out by gate", {"A": 1.0}, 0.0, kind="gates"),), moves=())
    barred = replace(out, standing=Standing.CANNOT_BE_IN, obstacles=(gate,))
    assert (reasons.moves_words(barred), reasons.obstacle_words(barred)) == ("cannot be in at all", "A out by gate")
    duty = replace(out, standing=Standing.MUST_BE_IN, comes=(), makes_room_for=("C",), price=6.4)
    assert (reasons.moves_words(duty), reasons.obstacle_words(duty)) == ("costs 6.4 points; out B; in C", "")


def test_what_leaves_no_choice_reads_as_a_sentence():
    mandate = replace(row("A must be in", {"A": 1.0}, 1.0, kind="mandates"), why="42 CFR Part 2")
    budget = replace(row("Capital FY27", {"A": 9.0, "B": 9.0}, 10.0, kind="capital"), unit="USD")
    needs = row("A needs C", {"A": 1.0, "C": -1.0}, 0.0, kind="prerequisites")
    duty = Explanation(
        request_id="A", standing=Standing.MUST_BE_IN, score=5.0, obstacles=(Conflict(rows=(mandate,), moves=()),)
    )
    assert reasons.explanation_sentences(duty, {})[0] == "Must be in: by mandate, 42 CFR Part 2."
    barred = Explanation(
        request_id="B",
        standing=Standing.CANNOT_BE_IN,
        score=5.0,
        obstacles=(Conflict(rows=(budget, mandate, needs), moves=()),),
    )
    assert reasons.explanation_sentences(barred, {})[0] == (
        "Cannot be in at all: Capital FY27 (at most $10) together with the mandate for A and A needs C."
    )


def test_a_narrow_band_of_budgets_is_told_to_the_dollar():
    (said,) = letters.band_sentences((Band(1_410_000.0, 1_430_000.0), Band(2_000_000.0, 3_000_000.0)), "USD")
    assert said.endswith("USD 1,410,000 up to USD 1,430,000; $2.0M up to $3.0M.")
