import datetime as dt
from dataclasses import replace

import pytest

from governance.gates import gate
from governance.mandates import is_late, read_duties
from governance.rules import GovernanceRules
from intake.tables import read_governance_rules
from portfolio.plan import Plan
from scoring.quarter import Quarter
from scoring.request import AiTier, Direction, ExitDecision, Mandate, OutcomeMetric, Stage
from tests.builders import FIRST, TODAY, request

RULES = read_governance_rules()
PLAN = Plan(planning_date=TODAY, first_quarter=FIRST)


def blocks(**facts):
    return gate([request("A", **{"human_final_say": "Nurse in charge", **facts})], RULES, TODAY)


def test_the_gates_block_exactly_the_seven_requests_of_the_sample(sample):
    found = gate(sample.requests, sample.rules, sample.plan.planning_date)
    assert {b.request_id for b in found} == {f"DP-{n}" for n in ("004", "008", "012", "014", "019", "021", "022")}
    by_gate = {(b.request_id, b.gate) for b in found}
    assert ("DP-008", "pilot_exit") in by_gate
    assert ("DP-014", "pilot_exit") in by_gate
    assert ("DP-021", "ai_evidence") in by_gate


def test_a_block_says_what_is_missing(sample):
    (found,) = gate([sample.request("DP-012")], sample.rules, TODAY)
    assert [m.split()[0] for m in found.missing] == ["E9"]
    assert "E9 Legal review" in found.reason


@pytest.mark.parametrize(
    ("stage", "tier", "needed"),
    [
        (Stage.IDEA, AiTier.LOW, "E1 E2 E8 E9"),
        (Stage.PILOT, AiTier.MODERATE, "E1 E2 E7 E8 E9"),
        (Stage.IDEA, AiTier.HIGH, "E1 E2 E3 E7 E8 E9 E11"),
        (Stage.SCALE, AiTier.LOW, "E1 E2 E8 E9 E10"),
        (Stage.SCALE, AiTier.MODERATE, "E1 E2 E4 E6 E7 E8 E9 E10 E11 E12"),
        (Stage.SCALE, AiTier.HIGH, "E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12"),
        (Stage.OPERATE, AiTier.HIGH, "E10"),
        (Stage.RETIRE, AiTier.HIGH, ""),
    ],
)
def test_each_stage_and_tier_needs_its_evidence_and_one_less_blocks(stage, tier, needed):
    codes = frozenset(needed.split())
    assert not blocks(stage=stage, ai_tier=tier, ai_evidence=codes)
    for code in codes:
        (block,) = blocks(stage=stage, ai_tier=tier, ai_evidence=codes - {code})
        assert [m.split()[0] for m in block.missing] == [code]


def test_no_ai_needs_no_evidence():
    assert not blocks(stage=Stage.SCALE, ai_tier=AiTier.NONE)


METRIC = OutcomeMetric(name="minutes", better=Direction.LOWER, baseline=10, target=5, latest=7)


@pytest.mark.parametrize(
    ("end", "metric", "is_blocked"),
    [
        (TODAY - dt.timedelta(days=1), None, True),
        (TODAY, METRIC, True),
        (TODAY + dt.timedelta(days=90), METRIC, True),
        (TODAY + dt.timedelta(days=91), METRIC, False),
        (TODAY + dt.timedelta(days=30), replace(METRIC, latest=5), False),
        (TODAY + dt.timedelta(days=30), replace(METRIC, latest=None), False),
        (None, METRIC, False),
    ],
)
def test_a_pilot_past_its_end_or_near_it_and_short_waits_for_its_exit_decision(end, metric, is_blocked):
    assert bool(blocks(stage=Stage.PILOT, pilot_end=end, metric=metric)) is is_blocked


def test_a_pilot_that_scales_no_longer_waits():
    assert not blocks(stage=Stage.PILOT, pilot_end=dt.date(2026, 1, 1), exit_decision=ExitDecision.SCALE)


def test_a_pilot_the_list_calls_extended_runs_to_its_end_and_no_longer():
    extended = {"stage": Stage.PILOT, "exit_decision": ExitDecision.EXTEND, "metric": METRIC}
    assert not blocks(pilot_end=TODAY, **extended)
    (block,) = blocks(pilot_end=TODAY - dt.timedelta(days=1), **extended)
    assert block.gate == "pilot_exit"


def test_only_pilots_wait():
    assert not blocks(stage=Stage.SCALE, pilot_end=dt.date(2026, 1, 1), metric=METRIC)


def test_expected_harm_is_a_hard_stop():
    (block,) = blocks(is_harmful=True, ratings={"clinical_value": 10.0})
    assert block.gate == "harm"


def test_only_laws_and_contracts_force(sample):
    duties = read_duties(sample.requests, sample.rules, sample.plan)
    single = {d.request_ids[0] for d in duties if not d.group}
    assert single == {f"DP-{n}" for n in ("005", "016", "020", "033", "040", "052", "055")}
    (group,) = [d for d in duties if d.group]
    assert (group.group, group.request_ids) == ("ECQM", ("DP-035", "DP-036"))


def test_a_deadline_out_of_reach_still_forces_and_is_late():
    late = request("A", duration_quarters=8, mandate=Mandate(type="law with date", deadline=dt.date(2027, 5, 11)))
    (duty,) = read_duties([late], RULES, PLAN)
    assert duty.is_late
    assert not is_late(replace(late, duration_quarters=1), FIRST)


def test_going_live_in_the_quarter_of_the_deadline_is_on_time():
    mandate = Mandate(type="law with date", deadline=dt.date(2027, 5, 11))
    assert not is_late(request("A", earliest_start=Quarter(2027, 2), mandate=mandate), FIRST)
    assert is_late(request("A", earliest_start=Quarter(2027, 3), mandate=mandate), FIRST)


def test_negative_review_days_are_refused():
    with pytest.raises(ValueError, match="Expected days >= 0"):
        GovernanceRules({}, {}, frozenset(), (), -1)


def test_each_tier_has_its_route_and_days():
    assert {t: (r.name, r.target_days) for t, r in RULES.routes.items()} == {
        AiTier.LOW: ("register", 5),
        AiTier.MODERATE: ("fast", 20),
        AiTier.HIGH: ("full", 45),
    }
