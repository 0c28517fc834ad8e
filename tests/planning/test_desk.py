"""The desk: the same answers as without it, at once where possible, and proven behind."""

import time
from dataclasses import replace

import pytest

from governance.book import GateWaiver
from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning.desk import Desk
from planning.ground import rule_key
from planning.notebook import with_agreed_rules, with_bounds, with_rules, with_weights
from planning.opening import open_notebook
from planning.outcome import evaluate
from planning.prover import PROOF, REASONS
from planning.worker import Stage
from portfolio.explanation import Standing
from portfolio.rules import AgreedRules, Maximum
from portfolio.selection import broken_rows
from scoring.weights import Weights

PATIENCE = 60


@pytest.fixture
def desk():
    made = Desk(fills_map=False)
    yield made
    made.close()


def test_a_first_answer_is_provisional_and_the_proof_is_the_same_as_without_a_desk(desk, sample, sample_outcome):
    today = sample.plan.planning_date
    first = desk.first(sample, today)
    assert not first.selection.is_final
    assert first.selection.value <= 662.533334 <= first.selection.bound + 1e-6
    assert not broken_rows(first.rows, first.funded)
    proven = desk.prove(sample, today, wait=PATIENCE)
    assert proven.selection.is_final
    assert proven.funded == sample_outcome.funded
    assert proven.selection.value == pytest.approx(sample_outcome.selection.value, abs=1e-9)
    assert desk.first(sample, today).selection is proven.selection


def test_without_waiting_the_first_answer_comes_and_the_proof_follows(desk, sample):
    today = sample.plan.planning_date
    early = desk.prove(sample, today, wait=0)
    assert early.selection.has_portfolio
    deadline = time.monotonic() + PATIENCE
    while not desk.prove(sample, today, wait=0).selection.is_final and time.monotonic() < deadline:
        time.sleep(0.01)
    assert desk.prove(sample, today, wait=0).selection.is_final


def test_moved_weights_and_rules_are_answered_for_themselves(desk, sample):
    today = sample.plan.planning_date
    moved = with_weights(sample, sample.weights.with_share("burden_reduction", 0.30))
    assert desk.prove(sample, today, wait=PATIENCE).selection.value == pytest.approx(662.533333)
    assert desk.prove(moved, today, wait=PATIENCE).funded == evaluate(moved, today).funded
    few = with_rules(
        with_agreed_rules(sample, AgreedRules(maximum=Maximum(number=20))),
        on=frozenset({"maximum-number"}),
        off=frozenset(),
    )
    assert len(desk.prove(few, today, wait=PATIENCE).funded) == 20
    fewer = with_agreed_rules(few, AgreedRules(maximum=Maximum(number=18)))
    assert len(desk.prove(fewer, today, wait=PATIENCE).funded) == 18


def test_requests_that_changed_are_never_answered_from_before(desk, sample):
    today = sample.plan.planning_date
    desk.prove(sample, today, wait=PATIENCE)
    shorter = replace(sample, requests=tuple(r for r in sample.requests if r.id != "DP-015"))
    assert "DP-015" not in desk.prove(shorter, today, wait=PATIENCE).funded


def test_a_collision_comes_with_its_rules(desk, sample):
    today = sample.plan.planning_date
    outcome = desk.prove(with_bounds(sample, {"capital FY27": 1}), today, wait=PATIENCE)
    assert not outcome.selection.has_portfolio
    assert outcome.conflict is not None and len(outcome.conflict.rows) == 2


def test_reasons_prices_and_the_frontier_come_from_the_same_worker(desk, sample):
    today = sample.plan.planning_date
    reason = desk.explain(sample, today, "DP-042", wait=PATIENCE)
    assert reason.stage is Stage.DONE and reason.value is not None
    assert reason.value.standing is Standing.NOT_FUNDED
    assert reason.value.points_short == pytest.approx(0.9)
    prices = desk.prices(sample, today, with_steps=False, wait=PATIENCE)
    assert {p.key: p.points for p in prices.value or ()}["mandates"] == pytest.approx(38.895, abs=1e-3)
    few = replace(sample, requests=sample.requests[:12])
    found = desk.frontier(few, today, wait=PATIENCE)
    assert found.value is not None and found.value.is_complete
    assert desk.seat("there").frontier(few, today) is desk.frontier(few, today)


def test_every_request_is_explained_behind_and_another_question_goes_first(desk, sample):
    """Fourteen requests, so that each solve takes milliseconds; the sample's own numbers stand in test_explanation."""
    today = sample.plan.planning_date
    short = replace(sample, requests=sample.requests[:14])
    begun = desk.explain_all(short, today)
    assert not begun.is_over
    one = desk.seat("there").explain(short, today, "DP-003", wait=PATIENCE).value
    desk.cancel(REASONS)
    assert desk.explain_all(short, today, wait=PATIENCE).stage in (Stage.STOPPED, Stage.DONE)
    done = desk.explain_all(short, today, wait=PATIENCE, again=True)
    assert done.stage is Stage.DONE and set(done.value) == {r.id for r in short.requests}
    assert done.value["DP-003"] == one
    assert all(explained.is_proven for explained in done.value.values())
    assert {i for i, explained in done.value.items() if explained.is_funded} == set(evaluate(short, today).funded)


def test_idle_time_fills_the_map_and_a_closed_desk_stops(sample):
    desk = Desk()
    today = sample.plan.planning_date
    desk.prove(sample, today, wait=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while desk.progress(sample, today).n_solves < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert desk.progress(sample, today).n_solves >= 5
    moved = with_weights(sample, Weights.of({"clinical_value": 1, "burden_reduction": 1, "cost": 1}))
    assert desk.prove(moved, today, wait=PATIENCE).selection.is_final
    desk.close()


def test_notebooks_that_say_the_same_share_engine_and_proofs(desk, sample):
    today = sample.plan.planning_date
    proven = desk.prove(sample, today, wait=PATIENCE)
    again = open_notebook(read_workbook(SAMPLE_WORKBOOK.read_bytes(), SAMPLE_WORKBOOK.name))
    assert again.requests is not sample.requests
    found = desk.look(replace(again, name="Another name"), today)
    assert found.stage is Stage.DONE and found.value is not None
    assert found.value.selection is proven.selection
    assert found.value.notebook.name == "Another name"
    assert desk.progress(again, today) == desk.progress(sample, today)


def test_what_governance_records_makes_another_rule_set(desk, sample):
    today = sample.plan.planning_date
    desk.prove(sample, today, wait=PATIENCE)
    funded = next(r for r in sample.requests if r.id == "DP-015")
    gated = replace(
        sample, requests=tuple(r if r is not funded else replace(r, is_harmful=True) for r in sample.requests)
    )
    assert rule_key(gated, today) != rule_key(sample, today)
    waiver = GateWaiver(request_id="DP-037", gate="evidence", who="A", role="CMIO", why="Pilot", until=today)
    book = replace(sample.governance, waivers=(waiver,))
    assert rule_key(replace(sample, governance=book), today) != rule_key(sample, today)


def test_two_askers_do_not_stop_each_other_and_each_stops_only_its_own(desk, sample):
    today = sample.plan.planning_date
    here, there = desk.seat("here"), desk.seat("there")
    moved = with_weights(sample, sample.weights.with_share("burden_reduction", 0.41))
    here.look(sample, today)
    there.look(moved, today)
    there.cancel(PROOF)
    assert here.look(sample, today, wait=PATIENCE).stage is Stage.DONE
    assert there.look(moved, today, wait=PATIENCE).stage is Stage.STOPPED
    assert there.look(moved, today, again=True).stage in (Stage.WAITING, Stage.RUNNING)
    assert there.look(moved, today, wait=PATIENCE).value.selection.is_final
