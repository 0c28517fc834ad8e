"""What governance must not let slip: the same day, empty words, endless waivers, the wrong role, a list read again."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from governance.ai_file import Evidence, EvidenceState, GateOutcome, Review
from governance.pilot import PilotExit
from governance.registry import AiRegistry, AiUse
from intake.edits import apply_edits
from planning import ai_record, pilot_record, registry_record, rule_record
from planning.governing import RefusedStepError, blocks_of, end_waiver, waive_gate
from planning.notebook import Override, with_rules
from planning.opening import open_notebook
from planning.people import NotAllowedError
from planning.prepared import prepare
from planning.recording import agree_on, force, has_other_list, relist
from planning.scenario import save_scenario, with_saved
from planning.waiting import waiting_list
from portfolio.limits import BudgetYear, Limits
from scoring.request import AiTier, ExitDecision, Stage
from tests.builders import TODAY, notebook, request
from tests.governance.test_pilots_and_calendar import CHARTER
from tests.planning.governing import LATER, PRESENT, judge, step

ENDLESS = dt.date(9999, 12, 31)
EXTENSION = PilotExit(
    decision=ExitDecision.EXTEND, who="A", on=TODAY, reason="One site", until=LATER, missing_fact="Time"
)


def test_of_two_decisions_on_one_day_the_later_one_stands(sample):
    approved, _ = ai_record.decide_gate(sample, "DP-011", GateOutcome.APPROVE, step())
    declined, _ = ai_record.decide_gate(approved, "DP-011", GateOutcome.DECLINE, step(why="Errors in trial"))
    assert [b.gate for b in blocks_of(declined, "DP-011", TODAY)] == ["declined"]
    again, change = ai_record.decide_gate(declined, "DP-011", GateOutcome.APPROVE, step())
    assert not blocks_of(again, "DP-011", TODAY)
    assert change.before == "decline"


@pytest.mark.parametrize(
    "item",
    [replace(PRESENT, note=" "), replace(PRESENT, on=None), replace(PRESENT, on=TODAY + dt.timedelta(days=1))],
)
def test_evidence_is_present_only_with_a_link_or_note_and_a_day_that_has_come(sample, item):
    with pytest.raises(RefusedStepError, match="takes a link or note and its date"):
        ai_record.record_evidence(sample, "DP-012", item, step())


@pytest.mark.parametrize("until", [TODAY, TODAY + dt.timedelta(days=366), ENDLESS])
def test_no_waiver_ends_today_or_never(sample, until):
    waived = {"state": EvidenceState.WAIVED, "who": "Ada Berg", "why": "Away", "until": until}
    for ask in (
        lambda: ai_record.record_evidence(sample, "DP-012", Evidence(code="E9", **waived), step()),
        lambda: ai_record.record_review(sample, "DP-012", Review(domain="bias", **waived), step()),
        lambda: waive_gate(sample, "DP-012", "ai_evidence", until, step(why="Away")),
    ):
        with pytest.raises(RefusedStepError, match=r"end after today|365 days"):
            ask()


def test_no_waiver_ends_before_the_clock_s_day_where_the_plan_stands_on_an_earlier_one(sample):
    later = replace(step(why="Away"), at=step().at + dt.timedelta(days=90))
    waived = {"state": EvidenceState.WAIVED, "who": "Ada Berg", "why": "Away", "until": LATER}
    for ask in (
        lambda: ai_record.record_evidence(sample, "DP-012", Evidence(code="E9", **waived), later),
        lambda: waive_gate(sample, "DP-012", "ai_evidence", LATER, later),
    ):
        with pytest.raises(RefusedStepError, match="end after today"):
            ask()


def test_a_waiver_and_an_exit_decision_stand_in_the_name_and_on_the_day_of_who_records_them(sample):
    waiver = Evidence(code="E9", state=EvidenceState.WAIVED, who="Somebody else", why="Away", until=LATER)
    after, _ = ai_record.record_evidence(sample, "DP-012", waiver, step())
    assert after.governance.ai_files.of("DP-012").evidence[0].who == "Ada Berg"
    after, _ = pilot_record.decide_exit(sample, "DP-014", replace(EXTENSION, on=dt.date(2020, 1, 1)), step())
    (kept,) = after.governance.past_exits("DP-014")
    assert (kept.who, kept.on) == ("Ada Berg (CMO)", TODAY)


def test_extending_a_pilot_takes_who_may_approve_it(sample):
    with pytest.raises(NotAllowedError, match="it takes CMO"):
        pilot_record.decide_exit(sample, "DP-008", EXTENSION, step("CNIO"))


def test_lowering_a_tier_takes_who_may_approve_the_tier_it_had(sample):
    answers = {q.code: False for q in sample.rules.tier_questions}
    with pytest.raises(NotAllowedError, match="it takes CMO"):
        ai_record.confirm_tier(sample, "DP-004", AiTier.LOW, answers, step("CNIO"))
    after, change = ai_record.confirm_tier(sample, "DP-004", AiTier.LOW, answers, step("CMO"))
    assert after.request("DP-004").ai_tier is AiTier.LOW
    assert (change.before, change.after) == ("high, not confirmed", "low, confirmed")


def test_what_governance_recorded_outlives_a_list_that_is_read_again(sample, sample_intake):
    answers = {q.code: q.tier is AiTier.HIGH for q in sample.rules.tier_questions}
    after, _ = ai_record.name_final_say(sample, "DP-003", "", step())
    after, _ = ai_record.confirm_tier(after, "DP-013", AiTier.HIGH, answers, step())
    after, _ = rule_record.take_rating(after, "DP-052", step("CMIO"))
    read = replace(open_notebook(apply_edits(sample_intake, after.source.edits)), source=after.source)
    again, _ = relist(after, read, step("portfolio office"))
    assert again.requests == after.requests
    assert "final_say" in {b.gate for b in blocks_of(again, "DP-003", TODAY)}
    undone, _ = ai_record.name_final_say(again, "DP-003", sample.request("DP-003").human_final_say, step())
    assert "DP-003" not in {edit.request_id for edit in undone.source.edits}


def test_a_plain_list_with_costs_leaves_the_agreed_limits_and_one_with_limits_replaces_them(sample):
    plain = Limits(budget=(BudgetYear(fiscal_year="FY27"), BudgetYear(fiscal_year="FY30")))
    after, _ = relist(sample, replace(sample, limits=plain, requests=sample.requests[:5]), step("portfolio office"))
    assert (after.limits.capacity, after.limits.change) == (sample.limits.capacity, sample.limits.change)
    assert after.limits.budget == (*sample.limits.budget, BudgetYear(fiscal_year="FY30"))
    assert not has_other_list(after, replace(after, limits=plain))
    stated = Limits(budget=(BudgetYear(fiscal_year="FY27", operating_usd=Decimal(0)),))
    assert relist(after, replace(after, limits=stated), step("portfolio office"))[0].limits == stated


def test_an_override_whose_request_left_the_list_breaks_nothing(sample):
    soon = TODAY + dt.timedelta(days=10)
    waived, _ = waive_gate(sample, "DP-012", "ai_evidence", soon, step(why="Counsel has it"))
    gone = replace(waived, requests=tuple(r for r in waived.requests if r.id != "DP-012"))
    assert "DP-012" not in {w.request_id for w in waiting_list(judge(gone))}


def test_an_override_rests_while_its_request_is_off_the_list_and_counts_again_when_it_is_back():
    whole = notebook([request("A"), request("B")])
    override = Override(request_id="A", is_in=True, who="Ada Berg", why="The board asked for it")
    forced, _ = force(whole, override, step())
    without, change = relist(forced, replace(whole, requests=whole.requests[1:]), step("portfolio office"))
    assert (without.overrides, without.resting) == ((override,), (override,))
    assert change.after.endswith("rests until the request is back: A forced in")
    assert judge(without).funded <= {"B"}
    back, change = relist(without, whole, step("portfolio office"))
    assert (back.overrides, back.resting) == ((override,), ())
    assert ("A forced in" in change.before, "A forced in" in change.after) == (True, False)
    assert "override A" in {row.key for row in prepare(back, TODAY).rows}
    assert "override A" not in {row.key for row in prepare(without, TODAY).rows}


def test_a_saved_scenario_leaves_an_override_at_rest_alone():
    whole = notebook([request("A"), request("B")])
    forced, _ = force(whole, Override(request_id="A", is_in=True, who="Ada Berg", why="The board"), step())
    forced, _ = force(forced, Override(request_id="B", is_in=True, who="Ada Berg", why="The board"), step())
    without, _ = relist(forced, replace(whole, requests=whole.requests[1:]), step("portfolio office"))
    saved, _ = save_scenario(without, without, "as agreed", step())
    assert with_saved(saved, saved.saved[0]) == saved


def test_an_override_that_is_not_there_is_not_taken_back(sample):
    with pytest.raises(RefusedStepError, match="not overridden"):
        end_waiver(sample, "DP-012", "ai_evidence", step())


def test_an_inventory_brings_no_approval_its_reader_could_not_give():
    use = AiUse(id="1", name="Chat", stage=Stage.OPERATE, tier=AiTier.HIGH)
    came = AiRegistry(source_name="x", uses=(replace(use, tier_confirmed_by="X (CMO)", approved_by="X (CMO)"),))
    empty = notebook([request("A")])
    by_office, _ = registry_record.replace_registry(empty, came, step("portfolio office"))
    assert [u.approved_by for u in by_office.registry.found_in_use] == [""]
    by_chief, _ = registry_record.replace_registry(empty, came, step("CMO"))
    assert by_chief.registry.uses == came.uses
    # What was approved here stays approved, whoever reads the file again.
    again, _ = registry_record.replace_registry(by_chief, came, step("portfolio office"))
    assert again.registry.uses == came.uses


def test_the_log_says_which_part_of_a_charter_a_rule_or_a_calendar_changed(sample):
    kept, _ = pilot_record.write_charter(sample, "DP-014", CHARTER, step())
    _, change = pilot_record.write_charter(kept, "DP-014", replace(CHARTER, target=3.5), step())
    assert [(p.request_id, p.what, p.before, p.after) for p in change.places] == [
        ("DP-014", "pilot charter: the target", f"{CHARTER.target}", "3.5")
    ]
    rule = sample.governance.calendar[0]
    moved, change = rule_record.change_rule(sample, replace(rule, has_penalty=False), step("CMIO"))
    assert ("penalty stated" in change.before, "no penalty stated" in change.after) == (True, True)
    _, change = rule_record.replace_calendar(moved, sample.governance.calendar[:-1], step("CMIO"))
    first, last = change.places
    assert (first.what, last.what) == (f"rule {rule.name}", f"rule {sample.governance.calendar[-1].name}")
    assert ("no penalty stated" in first.before, "no penalty stated" in first.after) == (True, False)
    assert (last.before != "", last.after) == (True, "")


def test_a_plan_without_its_gates_may_be_looked_at_and_not_agreed(sample):
    bare = with_rules(sample, on=frozenset(), off=frozenset({"gates"}))
    with pytest.raises(RefusedStepError, match="DP-021"):
        agree_on(sample, bare, step("CMIO"))
