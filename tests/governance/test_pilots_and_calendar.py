import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from governance.calendar import CalendarRule, RuleStatus, forces, is_near, propose_rating
from governance.pilot import CHARTER_FIELDS, PilotCharter, PilotExit, StopCause, charter_gaps, refusals
from governance.tier import TierQuestion, propose_tier
from intake.tables import read_governance_rules
from scoring.request import AiTier, Direction, ExitDecision
from tests.builders import TODAY, request

RULES = read_governance_rules()
QUESTIONS = (
    TierQuestion("T1", "learns?", AiTier.LOW),
    TierQuestion("T2", "writes?", AiTier.MODERATE),
    TierQuestion("T5", "harms?", AiTier.HIGH),
)
CHARTER = PilotCharter(
    problem="Notes take long", hypothesis="Drafts halve it", where="Two clinics", how_many=48, measure="Charting",
    unit="minutes", better=Direction.LOWER, source="audit log", baseline=62, baseline_on=dt.date(2026, 1, 5), target=45,
    smallest_useful_change=5, balancing_measure="Errors in notes", start=dt.date(2026, 2, 2), end=dt.date(2026, 5, 2),
    stop_early_rule="Any harm", scale_rule="Target met", budget_usd=Decimal(20_000), next_step_owner="CMIO",
)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "tier", "n_open"),
    [
        ({}, AiTier.NONE, 3),
        ({"T1": False, "T2": False, "T5": False}, AiTier.NONE, 0),
        ({"T1": True, "T2": False, "T5": False}, AiTier.LOW, 0),
        ({"T1": True, "T2": True}, AiTier.MODERATE, 1),
        ({"T1": True, "T2": True, "T5": True}, AiTier.HIGH, 0),
    ],
)
def test_the_highest_yes_proposes_the_tier(answers, tier, n_open):
    proposal = propose_tier(QUESTIONS, answers)
    assert (proposal.tier, len(proposal.unanswered)) == (tier, n_open)
    assert proposal.is_complete is (n_open == 0)
    assert all(q.tier is tier for q in proposal.because)


def rule(status, **facts):
    return CalendarRule(name="R", status=status, **facts)


NEAR, FAR = TODAY + dt.timedelta(days=300), TODAY + dt.timedelta(days=500)


@pytest.mark.parametrize(
    ("given", "rating"),
    [
        (rule(RuleStatus.NONE), 0),
        (rule(RuleStatus.VOLUNTARY), 2),
        (rule(RuleStatus.PROPOSED), 4),
        (rule(RuleStatus.CONTRACT), 6),
        (rule(RuleStatus.GUIDANCE), 6),
        (rule(RuleStatus.FINAL, is_bound=True, date=FAR, has_penalty=True), 8),
        (rule(RuleStatus.FINAL, is_bound=True, date=NEAR, has_penalty=True), 10),
        (rule(RuleStatus.IN_FORCE, is_bound=True, date=dt.date(2024, 7, 31), has_penalty=True), 10),
        (rule(RuleStatus.IN_FORCE, is_bound=True, date=dt.date(2024, 7, 31)), 8),
        (rule(RuleStatus.FINAL, only_others_bound=True), 5),
        (rule(RuleStatus.VOLUNTARY, only_others_bound=True), 0),
        (rule(RuleStatus.FINAL, is_bound=True, date=NEAR, has_penalty=True, is_gap_open=False), 0),
    ],
)
def test_the_regulatory_rating_and_its_arithmetic(given, rating):
    proposal = propose_rating(given, TODAY)
    assert proposal.rating == rating == min(max(sum(points for _, points in proposal.steps), 0), 10)


@pytest.mark.parametrize(
    ("status", "facts", "is_forced"),
    [
        (RuleStatus.FINAL, {}, True),
        (RuleStatus.IN_FORCE, {}, True),
        (RuleStatus.PROPOSED, {}, False),
        (RuleStatus.VOLUNTARY, {}, False),
        (RuleStatus.FINAL, {"is_gap_open": False}, False),
        (RuleStatus.FINAL, {"is_bound": False}, False),
    ],
)
def test_only_binding_final_rules_with_an_open_gap_force(status, facts, is_forced):
    assert forces(rule(status, **{"is_bound": True, **facts})) is is_forced


def test_twelve_months_run_to_the_same_day_next_year():
    assert is_near(dt.date(2027, 11, 22), TODAY)
    assert not is_near(dt.date(2027, 11, 23), TODAY)
    assert not is_near(None, TODAY)
    assert is_near(dt.date(2029, 2, 28), dt.date(2028, 2, 29))


def test_a_complete_charter_has_no_gaps_and_each_field_is_asked_for():
    assert charter_gaps(CHARTER) == ()
    assert len(charter_gaps(None)) == len(CHARTER_FIELDS)
    for field, words in CHARTER_FIELDS:
        blank = "" if isinstance(getattr(CHARTER, field), str) else None
        assert words in charter_gaps(replace(CHARTER, **{field: blank}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"end": dt.date(2026, 8, 2)}, "within 180 days"),
        ({"end": dt.date(2026, 2, 2)}, "after its start"),
        ({"target": 70}, "better than the baseline"),
    ],
)
def test_a_charter_that_cannot_work_says_so(change, words):
    assert any(words in gap for gap in charter_gaps(replace(CHARTER, **change)))


def exit_(decision, **facts):
    base = PilotExit(decision=decision, who="CMIO", on=TODAY, reason="Reviewed")
    return replace(base, **facts)


def test_scaling_the_failed_reply_drafts_names_the_target_and_the_missing_evidence(sample):
    found = refusals(sample.request("DP-014"), sample.rules, exit_(ExitDecision.SCALE, is_balance_worse=False))
    text = " ".join(found)
    assert "target is not met" in text
    assert "3.3" in text
    assert [w for w in ("E10", "E11", "E7", "E1 ") if w in text] == ["E10", "E11"]


EXTENSION = exit_(ExitDecision.EXTEND, until=TODAY + dt.timedelta(days=90), missing_fact="Time per message")


def test_a_pilot_is_extended_once_with_a_date_and_the_missing_fact(sample):
    asked = sample.request("DP-014")
    assert refusals(asked, sample.rules, EXTENSION) == ()
    assert "extended once already" in refusals(asked, sample.rules, EXTENSION, [EXTENSION])[0]
    assert refusals(asked, sample.rules, replace(EXTENSION, until=None))
    assert refusals(asked, sample.rules, replace(EXTENSION, missing_fact=" "))
    assert refusals(asked, sample.rules, replace(EXTENSION, until=TODAY + dt.timedelta(days=181)))


def test_a_pilot_the_list_calls_extended_is_not_extended_again(sample):
    extended = replace(sample.request("DP-014"), exit_decision=ExitDecision.EXTEND)
    exit_ = PilotExit(
        decision=ExitDecision.EXTEND,
        who="Ada",
        on=TODAY,
        reason="One site",
        until=TODAY + dt.timedelta(days=60),
        missing_fact="Time",
    )
    assert refusals(extended, sample.rules, exit_) == ("The pilot was extended once already; it must scale or stop.",)


def test_a_stop_needs_its_cause_and_ends_the_pilot(sample):
    asked = sample.request("DP-014")
    assert "cause" in refusals(asked, sample.rules, exit_(ExitDecision.STOP))[0]
    stopped = exit_(ExitDecision.STOP, cause=StopCause.WORKFLOW)
    assert refusals(asked, sample.rules, stopped) == ()
    assert refusals(asked, sample.rules, EXTENSION, [stopped])


def test_only_pilots_are_exited_and_only_by_name():
    assert "not a pilot" in refusals(request("A"), RULES, EXTENSION)[0]
    assert any("name and a reason" in r for r in refusals(request("A"), RULES, replace(EXTENSION, who=" ")))
