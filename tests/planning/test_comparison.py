"""Two plans compared: hand-worked plans of a few requests, the sample's budget cut, and the parts sum to the whole."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.change import Change
from planning.comparison import causes, changed, contested, risk, value_change
from planning.log import last_meeting, next_entry
from planning.notebook import Override, with_bounds, with_override, with_rules, with_scenario
from planning.outcome import evaluate
from planning.people import Person
from portfolio.limits import ChangeLimit
from portfolio.rules import AgreedRules, BothOrNone
from reports.comparison import cause_sentences, contested_frame, figure_frame, figures
from scoring.request import AiTier, Stage
from scoring.weights import Weights
from tests.builders import FIRST, TODAY, limits, notebook, request

ALL = Weights.of({"clinical_value": 1.0})


def rated(request_id, clinical, *, burden=0.0, **facts):
    return request(request_id, ratings={"clinical_value": clinical, "burden_reduction": burden}, **facts)


def solve(given_notebook):
    return evaluate(given_notebook, given_notebook.plan.planning_date)


# Clinical value alone has weight: a rating of 10 is 100 points. The budget takes two of three.
A, B, C = rated("A", 9, burden=1, capital=1), rated("B", 5, capital=1), rated("C", 2, burden=9, capital=1)
START = notebook([A, B, C], limits_=limits(capital=2), weights=ALL)


def found(end, start=START):
    return causes(solve(start), solve(end), solve)


def told(end, start=START):
    return [(c.parts, round(c.value_change, 6), *c.moved) for c in found(end, start)]


def test_the_same_on_both_sides_has_no_cause():
    assert found(replace(START, name="Another", cycle="FY28")) == ()
    assert "same requests" in cause_sentences(())[0]


def test_a_lower_budget_costs_what_drops_out():
    assert told(with_bounds(START, {"capital FY27": 1})) == [(("limits",), -50.0, (), ("B",))]


def test_each_part_says_its_own_share_in_the_named_order():
    """A and B: 90 + 50. C rated 8: A and C, 90 + 80. One request fits: A, 90. A forced out: C, 80."""
    end = replace(START, requests=(A, B, rated("C", 8, burden=9, capital=1)))
    end = with_override(with_bounds(end, {"capital FY27": 1}), Override(request_id="A", is_in=False, who="K", why="w"))
    assert told(end) == [
        (("scores",), 30.0, ("C",), ("B",)),
        (("limits",), -80.0, (), ("C",)),
        (("overrides",), -10.0, ("C",), ("A",)),
    ]
    assert cause_sentences(found(end))[0] == "Scores: 30.0 points more, in C; out B."


def test_weights_alone_move_what_relieves_most():
    """All weight on burden: A 10, B 0, C 90; A and C are 100 of points where A and B were 140."""
    end = replace(START, weights=Weights.of({"burden_reduction": 1.0}))
    assert told(end) == [(("weights",), -40.0, ("C",), ("B",))]
    assert cause_sentences(found(end)) == ("Weights alone: 40.0 points less, in C; out B.",)


def test_costs_and_the_list_are_causes_of_their_own():
    dear = replace(START, requests=(A, rated("B", 5, capital=2), C))
    assert told(dear) == [(("costs",), -30.0, ("C",), ("B",))]
    longer = replace(START, requests=(*START.requests, rated("D", 10, capital=1)))
    assert told(longer) == [(("the list of requests",), 50.0, ("D",), ("B",))]
    assert told(START, longer) == [(("the list of requests",), -50.0, ("B",), ("D",))]


def test_a_rule_is_a_cause_and_so_is_a_gate():
    both = AgreedRules(both_or_none=(BothOrNone(request_ids=("B", "C")),))
    ruled = replace(START, agreed_rules=both, kinds_on=START.kinds_on | {"both-or-none"})
    assert told(ruled) == [(("rules",), -50.0, (), ("B",))]
    harmful = replace(START, requests=(replace(A, is_harmful=True), B, C))
    assert told(harmful) == [(("gates and mandates",), -70.0, ("C",), ("A",))]


def test_a_part_with_which_nothing_fits_is_joined_with_the_next():
    """The budget takes one; forcing two in fits only once the limit has grown as well."""
    forced = Override(request_id="C", is_in=True, who="K", why="w")
    start = with_override(with_bounds(START, {"capital FY27": 1}), forced)
    end = with_bounds(with_override(START, replace(forced, is_in=False)), {"capital FY27": 0})
    end = replace(end, requests=(A, B, C), overrides=())
    assert [c.parts for c in found(end, start)] == [("limits", "overrides")]
    assert cause_sentences(found(end, start)) == ("Limits and overrides together: 20.0 points less, out C.",)


def test_a_side_that_does_not_fit_says_so():
    tight = with_override(
        with_bounds(START, {"capital FY27": 0}), Override(request_id="A", is_in=True, who="K", why="w")
    )
    assert value_change(solve(START), solve(tight)) is None
    assert cause_sentences(found(tight)) == (
        "Limits: 140.0 points less, out A, B.", "Overrides: no portfolio fits.",
    )  # fmt: skip
    assert cause_sentences(found(START, tight)) == (
        "Limits: a portfolio fits again, 2 requests for 140.0 points.", "Overrides: the same value, the same requests.",
    )  # fmt: skip


def test_a_changed_limit_that_only_one_side_s_rules_know_does_not_stand_in_the_way():
    """Change limits are off until the rules step: between limits and rules there is no such row to change."""
    change = (ChangeLimit(department="Clinic", points={FIRST: 9.0}),)
    clinic = {"affected_departments": ("Clinic",), "change_impact": 4.0}
    start = replace(
        START, requests=tuple(replace(r, **clinic) for r in START.requests), limits=replace(START.limits, change=change)
    )
    on = with_rules(start, on=frozenset({"change-limits"}), off=frozenset())
    end = with_bounds(on, {f"change Clinic {FIRST}": 4})
    assert told(end, start) == [(("limits",), 0.0, (), ()), (("rules",), -50.0, (), ("B",))]


SMALL = st.builds(
    lambda ratings, capitals, bound, weights, out: notebook(
        [rated(i, r, burden=10 - r, capital=c) for i, r, c in zip("ABCD", ratings, capitals, strict=True)],
        limits_=limits(capital=bound),
        weights=Weights.of(dict(zip(("clinical_value", "burden_reduction"), weights, strict=True))),
        overrides=tuple(Override(request_id=i, is_in=False, who="K", why="w") for i in out),
    ),
    st.lists(st.integers(0, 10), min_size=4, max_size=4),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
    st.integers(1, 12),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.frozensets(st.sampled_from("ABCD"), max_size=2),
)


@given(SMALL, SMALL)
def test_the_parts_sum_to_the_whole_difference_in_value_and_in_requests(start, end):
    left, right = solve(start), solve(end)
    parts = causes(left, right, solve)
    assert sum(c.value_change for c in parts) == pytest.approx(value_change(left, right), abs=1e-9)
    funded = left.funded
    for cause in parts:
        came_in, dropped_out = cause.moved
        funded = (funded | set(came_in)) - set(dropped_out)
    assert funded == right.funded


def test_contested_are_those_not_the_same_in_all_of_several_plans():
    two, one = solve(START), solve(with_bounds(START, {"capital FY27": 1}))
    all_three = solve(with_bounds(START, {"capital FY27": 3}))
    assert contested([two, one, all_three]) == ("B", "C")
    assert contested([two]) == contested([]) == ()
    frame = contested_frame([one, two, all_three], ["one", "two", "all"])
    assert frame.to_numpy().tolist() == [
        ["C", "Request C", "out", "out", "in"],
        ["B", "Request B", "out", "in", "in"],
    ]


def test_risk_is_of_funded_requests_and_its_mean_of_rated_ones():
    risky = replace(A, ratings={**A.ratings, "delivery_risk": 7.0}, stage=Stage.PILOT)
    with_ai = replace(B, ratings={**B.ratings, "delivery_risk": 4.0}, ai_tier=AiTier.HIGH)
    start = replace(START, requests=(risky, with_ai, C), kinds_on=START.kinds_on - {"gates"})
    of = risk(solve(start))
    assert (of.mean_rating, of.n_rated, of.n_pilots, of.n_high_ai) == (5.5, 2, 1, 1)
    assert risk(solve(START)).mean_rating is None


def test_the_sample_s_budget_cut_is_caused_by_limits_alone(sample, sample_outcome):
    cut = solve(with_scenario(sample, "Budget cut"))
    (cause,) = causes(sample_outcome, cut, solve)
    assert cause.parts == ("limits",)
    assert (len(sample_outcome.funded), len(cut.funded)) == (26, 25)
    assert cause.value_change == pytest.approx(638.14 - 662.533333, abs=1e-6)
    assert changed(sample_outcome.funded, cut.funded) == (
        ("DP-018", "DP-029", "DP-030", "DP-038", "DP-042"),
        ("DP-002", "DP-003", "DP-009", "DP-028", "DP-054", "DP-057"),
    )  # fmt: skip
    assert cause_sentences([cause])[0].startswith("Limits alone: 24.4 points less, in DP-018")


def test_figures_are_those_of_the_finance_workbook_and_say_their_difference(sample, sample_outcome):
    """Capital of A and B: 1 and 1 in the first year, that of A alone 1; hours 8 and 3."""
    start = notebook([replace(A, role_hours={"analyst": 8.0}), replace(B, role_hours={"analyst": 3.0})], weights=ALL,
                     limits_=limits(capital=2, operating=9, hours=20))  # fmt: skip
    plans = [
        solve(start),
        solve(with_bounds(start, {"capital FY27": 1})),
        solve(with_bounds(start, {"capital FY27": -1})),
    ]
    frame = figure_frame(figures(plans[:2]), ["two", "one"], "USD").set_index("figure")
    assert frame.loc["Capital FY27"].tolist() == ["$2", "$1", "\u2212$1"]
    assert frame.loc["Capital FY28"].tolist() == ["$0", "$0", "same"]
    assert frame.loc["Analysts"].tolist() == ["11 h", "8 h", "\u22123 h"]
    three = figure_frame(figures(plans), ["two", "one", "none"], "USD").set_index("figure")
    assert three.loc["Analysts"].tolist() == ["11 h", "8 h", "\u2013"]
    assert len(figures([sample_outcome])) == 6 + len(sample.limits.capacity) + 3


@pytest.mark.parametrize(
    ("signed", "moment"),
    [((), 2), ((1,), 1), ((1, 2), 2), ((3,), 2), ((1, 3), 1)],
    ids=["none", "first", "later", "now", "first and now"],
)
def test_the_last_meeting_is_what_was_signed_last_or_the_last_change_of_an_earlier_day(signed, moment):
    days = [dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC) for day in (19, 20, 22, 22)]
    entries = []
    # The last entry is a signature: it leaves the notebook as the third one made it.
    for at, state in zip(days, "abcc", strict=True):
        change = Change(who=Person("Ada Kim", "CMIO"), at=at, what="weights")
        entries.append(next_entry(change, state, entries[-1] if entries else None))
    assert last_meeting(entries, signed, TODAY) == moment
    assert last_meeting(entries[:1], (), TODAY) is None
