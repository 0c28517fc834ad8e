import datetime as dt
from decimal import Decimal

import pytest

from governance.ai_file import (
    AiFile,
    AiFiles,
    Condition,
    ErrorRate,
    Evidence,
    EvidenceState,
    GateDecision,
    GateOutcome,
    Review,
)
from governance.approval import ApprovalRule, may_approve, refusal
from scoring.request import AiTier, Stage
from tests.builders import TODAY, request

LATER = TODAY + dt.timedelta(days=30)
WAIVED = Evidence(code="E9", state=EvidenceState.WAIVED, who="CMO", why="Counsel is ill", until=LATER)


def test_evidence_on_file_changes_what_the_list_ticked():
    file = AiFile(request_id="A").with_evidence(Evidence(code="E9", state=EvidenceState.PRESENT, note="memo", on=TODAY))
    assert file.shown(frozenset({"E1"}), TODAY) == {"E1", "E9"}
    taken_back = file.with_evidence(Evidence(code="E1", state=EvidenceState.MISSING))
    assert taken_back.shown(frozenset({"E1"}), TODAY) == {"E9"}


def test_a_waiver_counts_until_its_last_day():
    file = AiFile(request_id="A").with_evidence(WAIVED)
    assert file.shown(frozenset(), LATER) == {"E9"}
    assert file.shown(frozenset({"E9"}), LATER + dt.timedelta(days=1)) == frozenset()


def test_reviews_that_are_needed_stay_open_until_signed_or_waived():
    file = AiFile(request_id="A").with_review(Review(domain="bias", state=EvidenceState.PRESENT, who="CMO", on=TODAY))
    assert file.open_reviews(("risk", "bias"), TODAY) == ("risk",)
    waived = file.with_review(Review(domain="risk", state=EvidenceState.WAIVED, who="CMO", why="x", until=LATER))
    assert waived.open_reviews(("risk", "bias"), TODAY) == ()
    assert waived.open_reviews(("risk", "bias"), LATER + dt.timedelta(days=1)) == ("risk",)


def test_the_route_took_the_days_from_opening_to_the_last_decision():
    decisions = tuple(
        GateDecision(outcome=o, stage=Stage.IDEA, who="A", role="CMO", on=TODAY + dt.timedelta(days=d))
        for o, d in ((GateOutcome.RE_REVIEW, 5), (GateOutcome.APPROVE, 12))
    )
    file = AiFile(request_id="A", decisions=decisions, opened_on=TODAY)
    assert file.days_taken == 12
    assert file.last_decision.outcome is GateOutcome.APPROVE
    assert AiFile(request_id="A").days_taken is None


def test_conditions_fall_due():
    open_, done = Condition(text="x", due=TODAY), Condition(text="x", due=TODAY, done_on=TODAY)
    assert [c.is_overdue(TODAY + dt.timedelta(days=1)) for c in (open_, done)] == [True, False]
    assert not open_.is_overdue(TODAY)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Evidence(code="E1", state=EvidenceState.WAIVED, who="CMO", why="", until=LATER),
        lambda: Evidence(code="E1", state=EvidenceState.WAIVED, who="CMO", why="x"),
        lambda: Review(domain="bias", state=EvidenceState.PRESENT, who="CMO"),
        lambda: Review(domain="bias", state=EvidenceState.WAIVED, who=" ", why="x", until=LATER),
        lambda: ErrorRate(share=1.2, sample=10, on=TODAY),
        lambda: ErrorRate(share=0.1, sample=0, on=TODAY),
        lambda: GateDecision(
            outcome=GateOutcome.APPROVE_WITH_CONDITIONS, stage=Stage.IDEA, who="A", role="CMO", on=TODAY
        ),
    ],
)
def test_half_filled_records_are_refused(make):
    with pytest.raises(ValueError, match="Expected"):
        make()


def test_files_are_kept_by_request():
    files = AiFiles().with_file(AiFile(request_id="A", writes_text=True)).with_file(AiFile(request_id="B"))
    assert files.of("A").writes_text
    assert files.of("Z") == AiFile(request_id="Z")
    assert len(files.with_file(AiFile(request_id="A")).files) == 2


RULES = (
    ApprovalRule(AiTier.LOW, Decimal(250_000), ("CMIO", "CNIO")),
    ApprovalRule(AiTier.LOW, None, ("CMIO",)),
    ApprovalRule(AiTier.HIGH, None, ("CMO",)),
)


@pytest.mark.parametrize(
    ("tier", "cost", "roles"),
    [
        (AiTier.LOW, 250_000, ("CMIO", "CNIO")),
        (AiTier.LOW, 250_001, ("CMIO",)),
        (AiTier.HIGH, 1, ("CMO",)),
        (AiTier.MODERATE, 1, ()),
    ],
)
def test_tier_and_cost_decide_who_may_approve(tier, cost, roles):
    assert may_approve(RULES, request("A", capital=cost, ai_tier=tier)) == roles


def test_the_wrong_approver_is_refused_by_name():
    asked = request("A", ai_tier=AiTier.HIGH)
    assert refusal(RULES, asked, "CMO") == ""
    assert refusal(RULES, asked, "CFO") == "A is AI of high risk: it takes CMO, not CFO."
