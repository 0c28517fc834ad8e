import pytest

from planning.comparison import changed
from planning.notebook import with_bounds
from planning.outcome import evaluate
from reports import charts, wording
from reports.frames import limit_frame, request_frame


def test_the_picture_shows_every_request_by_standing_in_color_and_shape(sample_outcome):
    spec = charts.value_cost_chart(request_frame(sample_outcome)).to_dict()
    (rows,) = spec["datasets"].values()
    assert len(rows) == 60
    encoding = spec["encoding"]
    assert encoding["color"]["field"] == encoding["shape"]["field"] == "standing"
    assert encoding["color"]["scale"]["domain"] == list(charts.STANDINGS)
    assert {r["standing"] for r in rows} == set(charts.STANDINGS)
    assert encoding["size"]["field"] == "hours"


def test_bars_mark_tight_and_over_limits_in_sign_and_color(sample_outcome):
    frame = limit_frame(sample_outcome.limits).head(3).assign(words="w", share=[0.5, 0.99, 1.2], slack=[5, 1, -3])
    frame["tight"] = [False, True, True]
    spec = charts.limits_chart(frame, ink="#000000").to_dict()
    (rows,) = spec["datasets"].values()
    assert [r["state"] for r in rows] == ["free", "full", "over"]
    assert [r["name"][0] for r in rows[1:]] == ["\u25c6", "\u25c6"]


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
