from dataclasses import replace

import pytest

from planning.comparison import changed
from planning.notebook import with_bounds
from planning.outcome import evaluate
from portfolio.conflict import Conflict
from portfolio.explanation import Breach, Explanation, Standing
from portfolio.frontier import Band
from reports import charts, letters, reasons, wording
from reports.frames import limit_columns, request_columns
from tests.builders import row


def test_the_picture_shows_every_request_by_standing_in_color_and_shape(sample_outcome):
    spec = charts.value_cost_chart(request_columns(sample_outcome)).to_dict()
    rows = spec["data"]["values"]
    assert len(rows) == 60
    encoding = spec["encoding"]
    assert encoding["color"]["field"] == encoding["shape"]["field"] == "standing"
    assert encoding["color"]["scale"]["domain"] == list(charts.STANDINGS)
    assert {r["standing"] for r in rows} == set(charts.STANDINGS)
    assert encoding["size"]["field"] == "hours"


def test_bars_mark_tight_and_over_limits_in_sign_and_color(sample_outcome):
    columns = limit_columns(sample_outcome.limits[:3], "USD")
    states = {"share": [0.5, 0.99, 1.2], "slack": [5, 1, -3], "tight": [False, True, True]}
    spec = charts.limits_chart({**columns, **states}, ink="#000000").to_dict()
    rows = spec["data"]["values"]
    assert [r["state"] for r in rows] == ["free", "full", "over"]
    assert [r["name"][0] for r in rows[1:]] == ["\u25c6", "\u25c6"]


def test_bars_stand_in_the_order_given_whatever_stood_there_before(sample_outcome):
    columns = limit_columns([sample_outcome.limits[k] for k in (7, 2, 5)], "USD")
    spec = charts.limits_chart(columns, ink="#000000").to_dict()
    assert [(r["place"], r["label"]) for r in spec["data"]["values"]] == list(enumerate(columns["label"]))
    assert {layer["encoding"]["y"]["field"] for layer in spec["layer"]} == {"place"}


def test_pictures_begin_without_a_row_of_their_own_in_which_all_would_be_undefined(sample_outcome):
    limits = charts.limits_chart(limit_columns(sample_outcome.limits[:3], "USD"), ink="#000000")
    for picture in (limits, charts.value_cost_chart(request_columns(sample_outcome))):
        # Data of a name without rows; where a picture names none, Vega makes one row in which nothing is defined.
        assert picture.spec["data"] == {"name": "source"}
        assert "datasets" not in picture.spec


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
