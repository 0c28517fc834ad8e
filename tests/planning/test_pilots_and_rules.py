"""Recording pilots, the rule calendar and AI in use: who may, what is refused, what the log keeps."""

import datetime as dt
from dataclasses import replace

import pytest

from governance.book import KeepAnswer
from governance.calendar import RuleStatus
from governance.pilot import PilotExit, StopCause
from governance.registry import AiRegistry, AiUse
from planning import ai_record, pilot_record, registry_record, rule_record
from planning.governing import (
    RefusedStepError,
)
from planning.notebook import UnknownNameError
from planning.people import NotAllowedError
from scoring.request import AiTier, ExitDecision, Stage
from tests.builders import TODAY, notebook, request
from tests.governance.test_pilots_and_calendar import CHARTER
from tests.planning.governing import LATER, PRESENT, judge, step


def test_scaling_the_failed_reply_drafts_is_refused_with_what_is_missing(sample):
    exit_ = PilotExit(decision=ExitDecision.SCALE, who="A", on=TODAY, reason="Popular", is_balance_worse=False)
    with pytest.raises(RefusedStepError) as error:
        pilot_record.decide_exit(sample, "DP-014", exit_, step())
    for words in ("The target is not met", "E10", "E11"):
        assert words in str(error.value)


def test_an_extension_unblocks_once_and_only_once(sample, sample_outcome):
    exit_ = PilotExit(
        decision=ExitDecision.EXTEND, who="A", on=TODAY, reason="One site", until=LATER, missing_fact="Time per message"
    )
    assert "DP-014" in sample_outcome.blocked
    after, change = pilot_record.decide_exit(sample, "DP-014", exit_, step())
    assert "DP-014" not in judge(after).blocked
    assert change.after == f"extend until {LATER} to learn Time per message"
    with pytest.raises(RefusedStepError, match="extended once already"):
        pilot_record.decide_exit(after, "DP-014", replace(exit_, on=LATER, until=LATER + dt.timedelta(days=9)), step())


def test_evidence_on_file_counts_for_scaling_and_scale_asks_half_a_year_later():
    metric = {"metric": None}
    asked = request("A", stage=Stage.PILOT, ai_tier=AiTier.NONE, pilot_end=TODAY, **metric)
    from scoring.request import OutcomeMetric

    asked = replace(asked, metric=OutcomeMetric(name="m", target=1.0, latest=2.0))
    exit_ = PilotExit(decision=ExitDecision.SCALE, who="A", on=TODAY, reason="Met", is_balance_worse=False)
    after, _ = pilot_record.decide_exit(notebook([asked]), "A", exit_, step("CIO"))
    due = after.governance.keep_due("A")
    assert due == TODAY + dt.timedelta(days=180)
    answer = KeepAnswer(would_keep=True, who="Nurses", on=due, why="Saves an hour")
    kept, change = pilot_record.answer_keep(after, "A", answer, step())
    assert (kept.governance.keep_due("A"), change.after) == (None, "yes")
    with pytest.raises(RefusedStepError, match="asked once"):
        pilot_record.answer_keep(kept, "A", answer, step())


def test_a_stop_is_recorded_with_its_cause(sample):
    exit_ = PilotExit(decision=ExitDecision.STOP, who="A", on=TODAY, reason="Slower", cause=StopCause.WORKFLOW)
    after, change = pilot_record.decide_exit(sample, "DP-022", exit_, step())
    assert change.after == "stop: workflow"
    assert "stopped" in judge(after).blocked["DP-022"]


def test_a_charter_says_in_the_log_what_it_lacks(sample):
    after, change = pilot_record.write_charter(sample, "DP-014", replace(CHARTER, budget_usd=None), step())
    assert change.after == "lacks the budget"
    _, change = pilot_record.write_charter(after, "DP-014", CHARTER, step())
    assert (change.before, change.after) == ("lacks the budget", "complete")


@pytest.mark.parametrize("request_id", ["DP-005", "DP-040"])
def test_moving_a_rule_to_proposed_frees_its_request_and_is_logged(sample, request_id):
    rule = sample.governance.rule_behind(sample.request(request_id))
    moved = replace(rule, status=RuleStatus.PROPOSED)
    with pytest.raises(NotAllowedError):
        rule_record.change_rule(sample, moved, step("finance"))
    after, change = rule_record.change_rule(sample, moved, step("CMIO", why="Withdrawn"))
    assert request_id not in judge(after).funded
    assert change.before.startswith("in force") and change.after.startswith("proposed")


def test_the_proposed_rating_is_taken_with_its_arithmetic(sample):
    proposal = rule_record.proposed_rating(sample, "DP-005", TODAY)
    after, change = rule_record.take_rating(sample, "DP-005", step("portfolio office"))
    assert proposal.rating == 10
    assert after.request("DP-005").ratings["regulatory_need"] == 10.0
    assert "Status in force: +8" in change.why
    with pytest.raises(RefusedStepError, match="no rule behind DP-001"):
        rule_record.take_rating(sample, "DP-001", step("portfolio office"))


def test_a_mitigation_is_kept_and_taken_back(sample):
    after, _ = rule_record.write_mitigation(sample, "DP-040", "Consent at check-in", step("portfolio office"))
    assert after.governance.mitigation("DP-040") == "Consent at check-in"
    gone, change = rule_record.write_mitigation(after, "DP-040", " ", step("portfolio office"))
    assert (gone.governance.mitigation("DP-040"), change.before) == ("", "Consent at check-in")


USES = AiRegistry(
    source_name="inv.csv",
    headers=("Use Case Name",),
    uses=(AiUse(id="U1", name="Chat", stage=Stage.OPERATE), AiUse(id="U2", name="Plan", stage=Stage.IDEA)),
)


def test_a_use_found_running_is_approved_only_with_its_tier_confirmed_and_by_whom_the_tier_takes():
    read, change = registry_record.replace_registry(notebook([]), USES, step())
    assert change.after == "2 uses from inv.csv"
    assert [u.id for u in read.registry.found_in_use] == ["U1"]
    with pytest.raises(RefusedStepError, match="Confirm the tier"):
        registry_record.approve_use(read, "U1", step())
    known, _ = registry_record.confirm_use_tier(read, "U1", AiTier.HIGH, step("CIO"))
    with pytest.raises(NotAllowedError, match="takes CMO"):
        registry_record.approve_use(known, "U1", step("CIO"))
    approved, _ = registry_record.approve_use(known, "U1", step("CMO"))
    assert not approved.registry.found_in_use
    again, _ = registry_record.replace_registry(approved, USES, step())
    assert again.registry.use("U1").approved_by == "Ada Berg (CMO)"
    assert again.registry.use("U1").tier is AiTier.HIGH
    with pytest.raises(UnknownNameError):
        registry_record.approve_use(read, "U9", step())


def test_the_whole_registry_lists_the_requests_with_ai(sample):
    ids = {use.id for use in registry_record.whole_registry(sample).uses}
    assert ids == {r.id for r in sample.requests if r.ai_tier is not AiTier.NONE}
    found, _ = ai_record.open_file(sample, "DP-007", TODAY, step(), found_in_use=True)
    assert [u.id for u in registry_record.whole_registry(found).found_in_use] == ["DP-007"]


def test_a_measured_value_that_reaches_the_target_lets_a_complete_pilot_scale(sample):
    # The target of DP-014 is 2.4 minutes or less; E10 and E11 are missing in the list.
    exit_ = PilotExit(
        decision=ExitDecision.SCALE, who=str(step().by), on=TODAY, reason="Target met", is_balance_worse=False
    )
    ready = sample
    for code in ("E10", "E11"):
        ready, _ = ai_record.record_evidence(ready, "DP-014", replace(PRESENT, code=code), step())
    with pytest.raises(RefusedStepError, match="The target is not met"):
        pilot_record.decide_exit(ready, "DP-014", exit_, step())
    measured, change = pilot_record.record_measure(ready, "DP-014", 2.3, step("portfolio office"))
    assert (change.before, change.after) == ("3.3", "2.3")
    assert measured.request("DP-014").metric.latest == 2.3
    exact = pilot_record.record_measure(ready, "DP-014", 1_234_567.5, step("portfolio office"))
    assert (exact.notebook.source.edits[-1].value, exact.change.after) == ("1234567.5", "1234567.5")
    scaled, _ = pilot_record.decide_exit(measured, "DP-014", exit_, step())
    assert scaled.governance.past_exits("DP-014")[0].decision is ExitDecision.SCALE
    with pytest.raises(NotAllowedError):
        pilot_record.record_measure(ready, "DP-014", 2.3, step("participant"))
