"""Recording governance by name: who may, what is refused, what it changes in the portfolio, what the log keeps."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.ai_file import Condition, ErrorRate, Evidence, EvidenceState, GateOutcome, Review
from planning import ai_record
from planning.governing import (
    DUTIES,
    RefusedStepError,
    blocks_of,
    end_waiver,
    switch_duty,
    waive_gate,
)
from planning.notebook import UnknownNameError
from planning.people import NotAllowedError
from scoring.request import AiTier
from tests.builders import TODAY
from tests.planning.governing import LATER, PRESENT, judge, step


def test_evidence_recorded_by_name_unblocks_and_stands_in_the_log(sample, sample_outcome):
    after, change = ai_record.record_evidence(sample, "DP-012", PRESENT, step("portfolio office"))
    outcome = judge(after)
    assert "DP-012" in sample_outcome.blocked
    assert "DP-012" not in outcome.blocked
    assert (change.who.name, change.what, change.request_id) == ("Ada Berg", "evidence E9", "DP-012")
    assert (change.before, change.after) == ("missing", "present on 2026-11-22 memo 12")


def test_a_waiver_of_evidence_takes_who_may_approve_and_ends(sample):
    waiver = Evidence(code="E9", state=EvidenceState.WAIVED, who="Ada Berg", why="Counsel away", until=LATER)
    with pytest.raises(NotAllowedError):
        ai_record.record_evidence(sample, "DP-012", waiver, step("portfolio office"))
    after, _ = ai_record.record_evidence(sample, "DP-012", waiver, step("CMO"))
    assert not blocks_of(after, "DP-012", LATER)
    assert blocks_of(after, "DP-012", LATER + dt.timedelta(days=1))


def test_unknown_evidence_and_requests_are_refused_by_name(sample):
    with pytest.raises(UnknownNameError, match="E13"):
        ai_record.record_evidence(sample, "DP-012", replace(PRESENT, code="E13"), step())
    with pytest.raises(UnknownNameError, match="DP-999"):
        ai_record.record_evidence(sample, "DP-999", PRESENT, step())


def test_removing_the_final_say_is_a_hard_stop_that_no_override_lifts(sample):
    after, change = ai_record.name_final_say(sample, "DP-003", "  ", step())
    assert change.before == "Rapid response nurse and emergency physician on duty"
    assert "DP-003" not in judge(after).funded
    with pytest.raises(RefusedStepError, match="hard stop knows no override"):
        waive_gate(after, "DP-003", "final_say", LATER, step(why="It saves lives"))


def test_a_tier_below_the_proposal_takes_a_reason(sample):
    answers = {q.code: q.code == "T5" for q in sample.rules.tier_questions}
    with pytest.raises(RefusedStepError, match="propose high"):
        ai_record.confirm_tier(sample, "DP-013", AiTier.MODERATE, answers, step())
    after, change = ai_record.confirm_tier(sample, "DP-013", AiTier.HIGH, answers, step())
    assert after.request("DP-013").ai_tier is AiTier.HIGH
    assert after.governance.ai_files.of("DP-013").tier_confirmed_by == "Ada Berg (CMO)"
    assert (change.before, change.after) == ("moderate, not confirmed", "high, confirmed")
    # High risk asks for more: a human with the final say and the off switch.
    assert {b.gate for b in blocks_of(after, "DP-013", TODAY)} == {"final_say", "ai_evidence"}


@pytest.mark.parametrize(("role", "may"), [("CMO", True), ("CIO", False), ("CNIO", False), ("CMIO", False)])
def test_high_risk_is_approved_by_the_cmo_alone(sample, role, may):
    complete, _ = ai_record.name_final_say(sample, "DP-003", "Nurse on duty", step())
    if may:
        after, _ = ai_record.decide_gate(complete, "DP-003", GateOutcome.APPROVE, step(role))
        assert after.governance.ai_files.of("DP-003").last_decision.role == role
    else:
        with pytest.raises(NotAllowedError, match="it takes CMO"):
            ai_record.decide_gate(complete, "DP-003", GateOutcome.APPROVE, step(role))


def test_nothing_is_approved_while_evidence_is_missing(sample):
    with pytest.raises(RefusedStepError, match="E9 Legal review"):
        ai_record.decide_gate(sample, "DP-012", GateOutcome.APPROVE, step())


def test_a_declined_request_is_out_until_it_is_decided_anew(sample):
    with pytest.raises(RefusedStepError, match="takes a reason"):
        ai_record.decide_gate(sample, "DP-011", GateOutcome.DECLINE, step())
    declined, _ = ai_record.decide_gate(sample, "DP-011", GateOutcome.DECLINE, step(why="Errors in trial"))
    assert {b.gate for b in blocks_of(declined, "DP-011", TODAY)} == {"declined"}
    again, change = ai_record.decide_gate(
        declined, "DP-011", GateOutcome.APPROVE, replace(step(), today=TODAY + dt.timedelta(days=1))
    )
    assert not blocks_of(again, "DP-011", TODAY)
    assert (change.before, change.after) == ("decline", "approve")


def test_a_condition_blocks_once_it_is_overdue_and_opens_when_it_is_met(sample):
    condition = Condition(text="Bias test at two sites", due=LATER)
    how = GateOutcome.APPROVE_WITH_CONDITIONS
    with pytest.raises(RefusedStepError, match="at least one condition"):
        ai_record.decide_gate(sample, "DP-011", how, step(why="Nearly there"))
    held, _ = ai_record.decide_gate(sample, "DP-011", how, step(why="Nearly there"), conditions=[condition])
    overdue = LATER + dt.timedelta(days=1)
    assert not [b for b in blocks_of(held, "DP-011", LATER) if b.gate == "decision"]
    (block,) = [b for b in blocks_of(held, "DP-011", overdue) if b.gate == "decision"]
    assert "Bias test at two sites" in block.reason
    met, _ = ai_record.meet_condition(held, "DP-011", "Bias test at two sites", step())
    assert not [b for b in blocks_of(met, "DP-011", overdue) if b.gate == "decision"]
    with pytest.raises(UnknownNameError):
        ai_record.meet_condition(met, "DP-011", "Bias test at two sites", step())


def test_a_request_sent_back_waits(sample):
    back, _ = ai_record.decide_gate(sample, "DP-011", GateOutcome.RE_REVIEW, step(why="New version"))
    assert [b.gate for b in blocks_of(back, "DP-011", TODAY)] == ["decision"]


def test_an_override_takes_the_right_approver_a_reason_and_an_end(sample):
    for by, until, why, error in [
        ("CIO", LATER, "Trial", NotAllowedError),
        ("CMO", LATER, " ", RefusedStepError),
        ("CMO", TODAY, "Trial", RefusedStepError),
        ("participant", LATER, "Trial", NotAllowedError),
    ]:
        with pytest.raises(error):
            waive_gate(sample, "DP-012", "ai_evidence", until, step(by, why=why))
    after, change = waive_gate(sample, "DP-012", "ai_evidence", LATER, step(why="Counsel has it"))
    assert not blocks_of(after, "DP-012", TODAY)
    assert blocks_of(after, "DP-012", LATER + dt.timedelta(days=1))
    assert (change.after, change.why) == (f"until {LATER}", "Counsel has it")
    closed, _ = end_waiver(after, "DP-012", "ai_evidence", step())
    assert blocks_of(closed, "DP-012", TODAY)
    with pytest.raises(RefusedStepError, match="does not hold"):
        waive_gate(sample, "DP-001", "ai_evidence", LATER, step("CIO", why="Trial"))


def test_a_duty_binds_requests_from_its_day_and_the_sample_s_figures_stay(sample, sample_outcome):
    after = sample
    for duty in DUTIES:
        after, _ = switch_duty(after, duty, TODAY, step("CMIO"))
    outcome = judge(after)
    assert outcome.funded == sample_outcome.funded
    came, _ = ai_record.open_file(after, "DP-011", TODAY, step())
    assert {b.gate for b in blocks_of(came, "DP-011", TODAY)} == {"sign_off", "reviews"}
    off, change = switch_duty(came, "reviews", None, step("CMIO"))
    assert {b.gate for b in blocks_of(off, "DP-011", TODAY)} == {"sign_off"}
    assert change.after == "off"
    with pytest.raises(UnknownNameError):
        switch_duty(sample, "dress code", TODAY, step("CMIO"))


def test_reviews_sign_offs_and_error_rates_open_their_duties(sample):
    bound = sample
    for duty in DUTIES:
        bound, _ = switch_duty(bound, duty, TODAY, step("CMIO"))
    bound, _ = ai_record.open_file(bound, "DP-011", TODAY, step())
    bound, change = ai_record.record_error_rate(bound, "DP-011", None, step(), writes_text=True)
    assert change.after == "writes text, not sampled"
    bound, change = ai_record.record_error_rate(
        bound, "DP-011", ErrorRate(share=0.034, sample=250, on=TODAY), step(), writes_text=True
    )
    assert change.after == "3.4% of 250 on 2026-11-22"
    bound, _ = ai_record.sign_off(bound, "DP-011", "Dr. Lund", step())
    for domain in bound.rules.review_domains[AiTier.MODERATE]:
        review = Review(domain=domain, state=EvidenceState.PRESENT, who="B. Reviewer", on=TODAY)
        bound, _ = ai_record.record_review(bound, "DP-011", review, step())
    assert not blocks_of(bound, "DP-011", TODAY)


@settings(max_examples=6 if settings().max_examples < 100 else settings().max_examples)
@given(
    codes=st.sets(st.sampled_from([f"E{n}" for n in range(1, 13)])),
    request_id=st.sampled_from(["DP-004", "DP-008", "DP-012", "DP-019", "DP-021", "DP-022"]),
)
def test_unblocking_never_lowers_the_best_value(sample, sample_outcome, codes, request_id):
    after = sample
    for code in sorted(codes):
        after, _ = ai_record.record_evidence(after, request_id, replace(PRESENT, code=code), step())
    after, _ = ai_record.name_final_say(after, request_id, "Physician on duty", step())
    outcome = judge(after)
    assert outcome.selection.value >= sample_outcome.selection.value - 1e-6
    assert not outcome.funded & set(outcome.blocked)
