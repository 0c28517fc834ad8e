"""The sample's governance stories, and what people record changing who may and who must be in."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.ai_file import (
    AiFile,
    ErrorRate,
    Evidence,
    EvidenceState,
    GateDecision,
    GateOutcome,
)
from governance.book import (
    GateWaiver,
    GovernanceBook,
    with_calendar_rule,
    with_charter,
    with_exit,
    with_waiver,
)
from governance.calendar import RuleStatus
from governance.gates import gate
from governance.mandates import is_ahead, latest_safe_start, read_duties
from governance.pilot import PilotExit, StopCause
from intake.tables import read_calendar, read_governance_rules
from planning.notebook import with_rules, with_weights
from planning.outcome import evaluate
from portfolio.plan import Plan
from scoring.quarter import Quarter
from scoring.request import AiTier, ExitDecision, Mandate, Stage
from scoring.weights import Weights
from tests.builders import FIRST, TODAY, request
from tests.governance.test_pilots_and_calendar import CHARTER

RULES = read_governance_rules()
PLAN = Plan(planning_date=TODAY, first_quarter=FIRST)


def blocked(asked, book=None):
    return {b.gate for b in gate([asked], RULES, TODAY, book or GovernanceBook())}


def with_file(sample, request_id, **facts):
    file = replace(sample.governance.ai_files.of(request_id), **facts)
    return replace(sample, governance=replace(sample.governance, ai_files=sample.governance.ai_files.with_file(file)))


def judge(notebook):
    return evaluate(notebook, notebook.plan.planning_date)


def test_adding_the_legal_review_unblocks_the_second_note_vendor(sample, sample_outcome):
    assert "E9 Legal review" in sample_outcome.blocked["DP-012"]
    item = Evidence(code="E9", state=EvidenceState.PRESENT, note="memo 12", on=TODAY)
    outcome = judge(with_file(sample, "DP-012", evidence=(item,)))
    assert "DP-012" not in outcome.blocked
    assert outcome.selection.value >= sample_outcome.selection.value


def test_removing_the_final_say_blocks_sepsis_whatever_else_is_ticked(sample):
    gone = tuple(replace(r, human_final_say="") if r.id == "DP-003" else r for r in sample.requests)
    waived = GateWaiver(request_id="DP-003", gate="final_say", who="A", role="CMO", why="x", until=TODAY)
    book = with_waiver(sample.governance, waived)
    outcome = judge(replace(sample, requests=gone, governance=book))
    assert "final say" in outcome.blocked["DP-003"]
    assert "DP-003" not in outcome.funded


EXTENSION = PilotExit(
    decision=ExitDecision.EXTEND,
    who="CMIO",
    on=TODAY,
    reason="One site missing",
    until=TODAY + dt.timedelta(days=60),
    missing_fact="Time per message",
)


def test_an_extension_unblocks_until_its_new_end(sample):
    book = with_exit(sample.governance, "DP-014", EXTENSION)
    asked = sample.request("DP-014")
    assert blocked(asked, book) == set()
    later = gate([asked], RULES, EXTENSION.until + dt.timedelta(days=1), book)
    assert {b.gate for b in later} == {"pilot_exit"}


def test_a_stopped_pilot_is_out_and_a_scaled_one_needs_the_evidence_of_scale(sample):
    asked = sample.request("DP-014")
    stop = replace(EXTENSION, decision=ExitDecision.STOP, cause=StopCause.WORKFLOW)
    assert blocked(asked, with_exit(sample.governance, "DP-014", stop)) == {"pilot_exit"}
    scale = replace(EXTENSION, decision=ExitDecision.SCALE)
    assert blocked(asked, with_exit(sample.governance, "DP-014", scale)) == {"ai_evidence"}


def test_a_declined_request_stays_out(sample):
    declined = GateDecision(outcome=GateOutcome.DECLINE, stage=Stage.IDEA, who="Ann", role="CMO", on=TODAY, why="harm")
    outcome = judge(with_file(sample, "DP-007", decisions=(declined,)))
    assert outcome.blocked["DP-007"].startswith("Declined by Ann (CMO)")


def test_a_waiver_opens_a_soft_gate_until_its_last_day():
    asked = request("A", ai_tier=AiTier.LOW)
    waiver = GateWaiver(request_id="A", gate="ai_evidence", who="B", role="CMO", why="urgent", until=TODAY)
    book = with_waiver(GovernanceBook(), waiver)
    assert blocked(asked, book) == set()
    assert gate([asked], RULES, TODAY + dt.timedelta(days=1), book)
    with pytest.raises(ValueError, match="Expected who"):
        replace(waiver, why=" ")


def test_harm_knows_no_waiver():
    waiver = GateWaiver(request_id="A", gate="harm", who="B", role="CMO", why="urgent", until=TODAY)
    assert blocked(request("A", is_harmful=True), with_waiver(GovernanceBook(), waiver)) == {"harm"}


@pytest.mark.parametrize(
    ("duty", "facts", "file", "mended"),
    [
        ("charter", {"stage": Stage.PILOT}, {}, None),
        ("sign_off", {"ai_tier": AiTier.MODERATE}, {}, {"clinician_sign_off": "Dr Ames"}),
        ("error_rate", {}, {"writes_text": True}, {"error_rate": ErrorRate(share=0.02, sample=200, on=TODAY)}),
    ],
)
def test_a_new_duty_binds_requests_from_its_day_on_and_not_those_before(duty, facts, file, mended):
    evidence = frozenset(RULES.evidence)
    asked = request("A", ai_evidence=evidence, human_final_say="x", **facts)

    def book(opened, **more):
        files = GovernanceBook().ai_files.with_file(AiFile(request_id="A", opened_on=opened, **file, **more))
        return GovernanceBook(ai_files=files, duties_since=((duty, TODAY),))

    assert blocked(asked, book(TODAY)) == {duty}
    assert blocked(asked, book(TODAY - dt.timedelta(days=1))) == set()
    assert blocked(asked, book(None)) == set()
    if mended:
        assert blocked(asked, book(TODAY, **mended)) == set()
    else:
        assert blocked(asked, with_charter(book(TODAY), "A", CHARTER)) == set()


def test_open_reviews_block_where_the_duty_binds():
    asked = request("A", ai_tier=AiTier.LOW, ai_evidence=frozenset(RULES.evidence))
    files = GovernanceBook().ai_files.with_file(AiFile(request_id="A", opened_on=TODAY))
    (found,) = gate([asked], RULES, TODAY, GovernanceBook(ai_files=files, duties_since=(("reviews", TODAY),)))
    assert found.missing == ("Review: risk", "Review: privacy", "Review: legal")


def test_every_mandate_of_the_sample_has_its_rule_in_the_calendar_and_the_proposed_one_never_forces(sample):
    for asked in sample.requests:
        if asked.mandate and asked.mandate.type in sample.rules.forcing_mandates:
            assert sample.governance.rule_behind(asked), asked.id
    assert sample.governance.rule_behind(sample.request("DP-053")).status is RuleStatus.PROPOSED
    forced = {
        i for d in read_duties(sample.requests, sample.rules, sample.plan, sample.governance) for i in d.request_ids
    }
    assert "DP-053" not in forced


@pytest.mark.parametrize("request_id", ["DP-016", "DP-020", "DP-040"])
def test_moving_a_rule_from_final_to_proposed_frees_its_request(sample, sample_outcome, request_id):
    behind = sample.governance.rule_behind(sample.request(request_id))
    freed = with_calendar_rule(sample.governance, replace(behind, status=RuleStatus.PROPOSED))
    outcome = judge(replace(sample, governance=freed))
    assert request_id not in {i for d in outcome.duties for i in d.request_ids}
    assert outcome.selection.value >= sample_outcome.selection.value


def test_closing_the_gap_frees_a_request_too(sample):
    behind = sample.governance.rule_behind(sample.request("DP-033"))
    closed = with_calendar_rule(sample.governance, replace(behind, is_gap_open=False))
    assert "DP-033" not in {i for d in read_duties(sample.requests, RULES, PLAN, closed) for i in d.request_ids}


def test_late_mandates_are_forced_and_shown_as_late(sample):
    duties = read_duties(sample.requests, sample.rules, sample.plan, sample.governance)
    late = {i for d in duties if d.is_late for i in d.request_ids}
    # 2025-05-01, 2024-07-31 and 2026-02-16 are past; DP-055 is due 2027-05-11 and goes live in that quarter.
    assert late == {"DP-005", "DP-033", "DP-040"}


@pytest.mark.parametrize(
    ("deadline", "duration", "start"),
    [
        (dt.date(2028, 5, 26), 3, Quarter(2027, 4)),
        (dt.date(2027, 12, 31), 2, Quarter(2027, 3)),
        (dt.date(2027, 10, 1), 2, Quarter(2027, 3)),
    ],
)
def test_the_latest_safe_start_leaves_room_for_the_work(deadline, duration, start):
    asked = request("A", duration_quarters=duration, mandate=Mandate(type="law with date", deadline=deadline))
    assert latest_safe_start(asked) == start


def test_a_deadline_far_beyond_the_plan_does_not_force_yet():
    far = request("A", mandate=Mandate(type="law with date", deadline=dt.date(2031, 12, 31)))
    assert is_ahead(far, PLAN)
    assert read_duties([far], RULES, PLAN) == ()
    assert latest_safe_start(request("B")) is None


def test_the_calendar_is_dated_and_sourced():
    for entry in read_calendar():
        assert entry.last_checked
        assert entry.source


WEIGHT = st.floats(0.01, 1)


@given(
    st.tuples(WEIGHT, WEIGHT, WEIGHT, WEIGHT), st.sets(st.sampled_from(["mandates", "hours", "capital", "exclusions"]))
)
def test_no_blocked_request_is_ever_funded(sample, amounts, off):
    keys = ("clinical_value", "burden_reduction", "regulatory_need", "cost")
    notebook = with_rules(sample, on=frozenset(), off=frozenset(off))
    outcome = evaluate(
        with_weights(notebook, Weights.of(dict(zip(keys, amounts, strict=True)))), TODAY, gap=0.05, seconds=5
    )
    assert not outcome.funded & set(outcome.blocked)
    assert len(outcome.blocked) == 7
