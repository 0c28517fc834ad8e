"""What governance shows on the sample: who waits for whom, what mandates cost, how focus areas balance."""

import datetime as dt
from dataclasses import replace

import pytest

from commands.gates import gates_review
from governance.book import GateWaiver, KeepAnswer, with_exit, with_keep_answer, with_waiver
from governance.pilot import PilotExit
from planning.governance_view import NO_AREA, area_lines, mandate_lines, role_shares
from planning.outcome import evaluate
from planning.waiting import waiting_list
from portfolio.price import price_decisions, price_kinds
from reports import governance_frames
from scoring.request import ExitDecision, Stage
from tests.builders import TODAY, limits, notebook, request


@pytest.fixture(scope="module")
def facts(sample_outcome):
    return gates_review(sample_outcome)[0]


def test_overdue_pilots_stand_first_and_every_blocked_request_waits_once(sample_outcome):
    waiting = waiting_list(sample_outcome)
    assert [(w.request_id, w.days) for w in waiting[:3]] == [("DP-008", 145), ("DP-022", 53), ("DP-014", None)]
    assert sorted(w.request_id for w in waiting) == sorted(sample_outcome.blocked)
    assert {w.request_id for w in waiting if w.is_hard} == {"DP-004", "DP-008", "DP-021"}


def test_it_says_for_whom_a_request_waits(sample_outcome):
    waits = {w.request_id: w.waits_for for w in waiting_list(sample_outcome)}
    assert waits["DP-012"] == "legal"
    assert waits["DP-014"] == "VP Ambulatory"
    assert waits["DP-008"] == "CMO, clinical champion, IT operations"


def test_the_mandates_of_the_sample_cost_38_895_points_and_keep_five_out(facts):
    assert facts["mandates_price"] == pytest.approx(38.895)
    assert facts["mandates_displace"] == ["DP-018", "DP-029", "DP-030", "DP-042", "DP-059"]
    prices = {tuple(m["requests"]): m["price"] for m in facts["mandates"]}
    assert prices[("DP-052",)] == pytest.approx(31.206667, abs=1e-5)
    assert prices[("DP-016",)] == 0
    assert prices[("DP-053",)] is None


def test_a_mandate_s_own_price_is_the_value_without_it(sample, sample_outcome, facts):
    free = tuple(replace(r, mandate=None) if r.id == "DP-020" else r for r in sample.requests)
    without = evaluate(replace(sample, requests=free), TODAY).selection.value - sample_outcome.selection.value
    (line,) = [m for m in facts["mandates"] if m["requests"] == ["DP-020"]]
    assert line["price"] == pytest.approx(without, abs=1e-6)


def test_late_proposed_and_painful_mandates_are_shown_as_such(sample_outcome):
    lines = {line.request_ids[0]: line for line in mandate_lines(sample_outcome)}
    assert {i for i, line in lines.items() if line.is_late} == {"DP-005", "DP-033", "DP-040"}
    assert not lines["DP-053"].is_forced
    assert not lines["DP-009"].is_forced
    assert {i for i, line in lines.items() if line.is_painful} == {"DP-033", "DP-040", "DP-053"}
    assert lines["DP-035"].request_ids == ("DP-035", "DP-036")


def test_the_price_of_the_gates_is_the_value_without_them(facts):
    # 682.186667 without gates, 662.533333 with them.
    assert facts["gates_price"] == pytest.approx(19.653333, abs=1e-5)
    prices = {w["request"]: w["price"] for w in facts["waiting"]}
    assert prices["DP-021"] == pytest.approx(19.653333, abs=1e-5)
    assert sum(prices.values()) == pytest.approx(prices["DP-021"])


def test_shares_of_a_role_by_hand():
    # 100 hours a quarter; A (mandated, 60 h over one quarter) and B (30 h) are in, both in the first quarter.
    from scoring.request import Mandate

    asked = [
        request("A", hours=60, mandate=Mandate(type="contract", rule="Terms"), ratings={"clinical_value": 1.0}),
        request("B", hours=30, ratings={"clinical_value": 5.0}),
    ]
    outcome = evaluate(notebook(asked, limits_=limits(hours=100)), TODAY)
    assert outcome.funded == {"A", "B"}
    (share,) = role_shares(outcome)
    assert (share.quarter, share.used, share.by_mandates) == ("2027-Q1", pytest.approx(0.9), pytest.approx(0.6))
    assert share.used_in_plan == pytest.approx(90 / 800)
    assert share.by_mandates_in_plan == pytest.approx(60 / 800)


def test_focus_areas_add_up_to_the_portfolio(sample_outcome):
    areas = area_lines(sample_outcome)
    funded = [r for r in sample_outcome.notebook.requests if r.id in sample_outcome.funded]
    assert len(areas) == 5
    assert sum(a.n_funded for a in areas) == 26
    assert sum(a.points for a in areas) == pytest.approx(sample_outcome.selection.value)
    assert sum(a.spend_usd for a in areas) == float(sum(r.total_capital_usd + r.total_operating_usd for r in funded))
    frame = governance_frames.area_frame(areas)
    assert frame["spend_share"].sum() == pytest.approx(1)


def test_requests_without_a_focus_area_are_counted_too():
    outcome = evaluate(notebook([request("A", focus_area=""), request("B", focus_area="X")]), TODAY)
    assert {a.area for a in area_lines(outcome)} == {NO_AREA, "X"}


def test_questions_that_block_nothing_are_on_the_agenda_too():
    exit_ = PilotExit(decision=ExitDecision.SCALE, who="A", on=TODAY - dt.timedelta(days=200), reason="Met")
    given = notebook([request("A", stage=Stage.PILOT), request("B")])
    book = with_exit(given.governance, "A", exit_)
    waiver = GateWaiver(
        request_id="B", gate="pilot_exit", who="A", role="CMO", why="x", until=TODAY + dt.timedelta(days=20)
    )
    outcome = evaluate(replace(given, governance=with_waiver(book, waiver)), TODAY)
    assert [(w.request_id, w.gates, w.days) for w in waiting_list(outcome)] == [
        ("A", ("keep",), 20),
        ("B", ("override",), None),
    ]
    answered = with_keep_answer(book, "A", KeepAnswer(would_keep=True, who="N", on=TODAY, why="y"))
    assert not waiting_list(evaluate(replace(given, governance=answered), TODAY))


def test_the_tables_have_a_row_for_each_line(sample_outcome):
    prices = {p.key: p for p in (*price_kinds(sample_outcome.problem, sample_outcome.selection),)}
    prices |= {p.key: p for p in price_decisions(sample_outcome.problem, sample_outcome.selection)}
    waiting = governance_frames.waiting_frame(waiting_list(sample_outcome, prices))
    assert list(waiting["missing"])[3] == "human with the final say, E2, E3, E7, E9, E11"
    mandates = governance_frames.mandate_frame(mandate_lines(sample_outcome, prices))
    assert list(mandates["request"])[:2] == ["DP-052", "DP-020"]
    assert list(mandates["timing"]).count("late") == 3
    pilots = governance_frames.pilot_frame(sample_outcome)
    assert list(pilots["days_left"]) == [-145, -53, 39]
    evidence = governance_frames.evidence_frame(sample_outcome, sample_outcome.notebook.request("DP-012"))
    assert evidence.set_index("code").loc["E9", ["needed", "state"]].tolist() == ["now", "missing"]
    assert governance_frames.waiting_frame(()).empty
