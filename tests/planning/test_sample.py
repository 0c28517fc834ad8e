"""Facts of the sample organization, computed independently of this project."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from planning.notebook import (
    Override,
    UnknownNameError,
    with_bounds,
    with_override,
    with_rules,
    with_scenario,
    with_weights,
)
from planning.outcome import evaluate
from planning.prepared import check_bounds
from portfolio.selection import SolveStatus
from reports.reasons import why_out
from reports.wording import collision_sentences

AGREED = "001 002 003 005 007 009 010 015 016 017 020 028 031 033 036 040 041 044 045 048 050 051 052 054 055 057"
BUDGET_CUT = "001 005 007 010 015 016 017 018 020 029 030 031 033 036 038 040 041 042 044 045 048 050 051 052 055"
NONE = frozenset()


def ids(numbers: str) -> tuple[str, ...]:
    return tuple(f"DP-{n}" for n in numbers.split())


def judge(notebook):
    return evaluate(notebook, notebook.plan.planning_date)


def test_the_agreed_plan_funds_26_of_60_for_662_533333_points(sample_outcome):
    selection = sample_outcome.selection
    assert selection.status is SolveStatus.OPTIMAL
    assert selection.is_final
    assert selection.funded == ids(AGREED)
    assert selection.value == pytest.approx(662.533333, abs=1e-6)
    assert selection.bound == pytest.approx(selection.value)


@pytest.mark.parametrize(("kind", "value"), [("mandates", 701.428333), ("gates", 682.186667)])
def test_without_a_kind_of_rule(sample, kind, value):
    outcome = judge(with_rules(sample, on=NONE, off=frozenset({kind})))
    assert outcome.selection.value == pytest.approx(value, abs=1e-6)


def test_without_gates_ungoverned_discharge_summaries_are_funded(sample):
    assert "DP-021" in judge(with_rules(sample, on=NONE, off=frozenset({"gates"}))).funded


def test_the_budget_cut_funds_25_for_638_14_points(sample):
    outcome = judge(with_scenario(sample, "budget cut"))
    assert outcome.selection.funded == ids(BUDGET_CUT)
    assert outcome.selection.value == pytest.approx(638.14, abs=1e-6)


@pytest.mark.parametrize(("burden", "inside", "outside"), [(0.25, "DP-003", "DP-011"), (0.30, "DP-011", "DP-003")])
def test_the_tipping_point_between_sepsis_and_note_drafting(sample, burden, inside, outside):
    outcome = judge(with_weights(sample, sample.weights.with_share("burden_reduction", burden)))
    assert inside in outcome.funded
    assert outside not in outcome.funded


def test_stakeholders_agree_on_17_requests_reject_21_and_contest_22(sample):
    best = [judge(with_weights(sample, weights)).funded for weights in sample.stakeholder_weights.values()]
    in_all = frozenset.intersection(*best)
    in_some = frozenset.union(*best)
    assert (len(best), len(in_all), 60 - len(in_some), len(in_some - in_all)) == (9, 17, 21, 22)


def test_the_order_of_the_requests_changes_nothing(sample, sample_outcome):
    shuffled = list(sample.requests)
    random.Random(7).shuffle(shuffled)
    assert judge(replace(sample, requests=tuple(shuffled))).selection.funded == sample_outcome.selection.funded


@pytest.mark.parametrize("gone", ["DP-037", "DP-034", "DP-006"])
def test_an_unselected_request_can_go_without_changing_anything_else(sample, sample_outcome, gone):
    kept = tuple(r for r in sample.requests if r.id != gone)
    # DP-035 needs DP-034: without it the prerequisite can't be met, which it wasn't before either.
    outcome = judge(replace(sample, requests=kept))
    assert outcome.selection.funded == sample_outcome.selection.funded
    for request in kept:
        assert outcome.scores.totals[request.id] == sample_outcome.scores.totals[request.id]


def test_a_limit_that_cannot_be_met_names_the_mandates_that_overrun_it(sample):
    outcome = judge(with_bounds(sample, {"capital FY27": 1}))
    assert outcome.selection.status is SolveStatus.INFEASIBLE
    assert not outcome.selection.has_portfolio
    assert outcome.limits == ()
    (over,) = outcome.overruns
    assert over.row.key == "capital FY27"
    # 1.1 x (420,000 + 380,000 + 160,000 + 90,000 + 30,000) + 1.1 x 90,000 for the cheaper of DP-035 and DP-036
    assert over.least == pytest.approx(1_287_000)
    assert set(over.request_ids) == set(ids("016 020 031 040 055"))
    (sentence,) = collision_sentences(outcome.overruns, outcome.contradictions)
    assert "$1,287,000" in sentence
    assert "DP-016" in sentence


def test_change_limits_collide_in_specialty_clinics(sample):
    """DP-016 with 4 points and DP-052 with 3 both go live in Specialty clinics in 2027-Q4; the limit is 6."""
    outcome = judge(with_rules(sample, on=frozenset({"change-limits"}), off=NONE))
    assert outcome.selection.status is SolveStatus.INFEASIBLE
    (over,) = outcome.overruns
    assert (over.row.key, over.least, over.request_ids) == ("change Specialty clinics 2027-Q4", 7, ids("016 052"))


def test_the_planning_date_is_data_so_a_later_day_blocks_more(sample):
    later = evaluate(sample, dt.date(2027, 6, 1))
    assert set(later.blocked) >= set(evaluate(sample, sample.plan.planning_date).blocked)


def test_forcing_a_blocked_request_in_fits_nowhere_and_says_why(sample):
    forced = with_override(sample, Override(request_id="DP-021", is_in=True, who="CMO", why="wanted"))
    outcome = judge(forced)
    assert not outcome.selection.has_portfolio
    assert outcome.contradictions[0][0] == "DP-021"


def test_an_override_replaces_an_earlier_one_of_the_same_request(sample):
    once = with_override(sample, Override(request_id="DP-015", is_in=True, who="CMO", why="wanted"))
    twice = with_override(once, Override(request_id="DP-015", is_in=False, who="CIO", why="later"))
    assert [o.who for o in twice.overrides] == ["CIO"]
    assert "DP-015" not in judge(twice).funded


def test_a_moved_limit_that_is_not_in_force_waits_until_it_is_again(sample):
    moved = with_bounds(sample, {"capital FY27": 4_000_000})
    off = with_rules(moved, on=NONE, off=frozenset({"capital"}))
    assert evaluate(off, off.plan.planning_date).selection.has_portfolio
    again = evaluate(with_rules(off, on=frozenset({"capital"}), off=NONE), off.plan.planning_date)
    assert next(row.bound for row in again.rows if row.key == "capital FY27") == 4_000_000


@pytest.mark.parametrize(
    "change",
    [
        lambda n: check_bounds(with_bounds(n, {"capital FY99": 1}), n.plan.planning_date),
        lambda n: with_rules(n, on=frozenset({"nonsense"}), off=NONE),
        lambda n: with_rules(n, on=NONE, off=frozenset({"missing-facts"})),
        lambda n: with_scenario(n, "nonsense"),
        lambda n: with_override(n, Override(request_id="DP-999", is_in=True, who="A", why="b")),
    ],
)
def test_unknown_names_are_refused_by_name(sample, change):
    with pytest.raises(UnknownNameError, match="There is no"):
        change(sample)


def test_every_request_that_is_out_has_a_reason_and_none_that_is_in(sample, sample_outcome):
    for request in sample.requests:
        reason = why_out(sample_outcome, request.id)
        assert bool(reason) is (request.id not in sample_outcome.funded), request.id
    assert why_out(sample_outcome, "DP-024") == "Needs DP-025, which is not funded."
    assert why_out(sample_outcome, "DP-035").startswith("Needs DP-034")
    assert "E9 Legal review" in why_out(sample_outcome, "DP-012")


def test_people_bind_before_dollars(sample_outcome):
    tight_hours = [u for u in sample_outcome.limits if u.is_tight and u.row.kind == "hours"]
    fullest = max(sample_outcome.limits, key=lambda u: u.share)
    assert tight_hours
    assert fullest.row.kind == "hours"
