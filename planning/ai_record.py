"""Recording what is on file about AI: tier, evidence, reviews, final say, sign-off, error rate, decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from governance.ai_file import AiFile, Condition, ErrorRate, Evidence, EvidenceState, GateDecision, GateOutcome, Review
from governance.tier import TIER_ORDER, propose_tier
from planning.change import Line, Recorded, differing
from planning.governing import (
    RefusedStepError,
    Step,
    blocks_of,
    check_approver,
    check_end,
    check_recorder,
    file_of,
    recorded,
    with_entry,
    with_file,
)
from planning.notebook import PlanningNotebook, UnknownNameError
from planning.people import Action, check_may
from scoring.request import AiTier, Request

NOBODY = "nobody"


def confirm_tier(
    notebook: PlanningNotebook, request_id: str, tier: AiTier, answers: Mapping[str, bool], step: Step
) -> Recorded:
    """A person confirms the AI tier; a tier below the one the answers propose needs a reason.

    Raises:
        RefusedStepError: below the proposal without a reason.
        NotAllowedError: the role may not, or to lower it takes who may approve the tier it had.
        UnknownNameError: there is no such request.
    """
    check_may(step.by, Action.APPROVE)
    request = notebook.request(request_id)
    proposal = propose_tier(notebook.rules.tier_questions, answers)
    if TIER_ORDER.index(tier) < TIER_ORDER.index(proposal.tier) and not step.why.strip():
        raise RefusedStepError(f"The answers propose {proposal.tier}. A lower tier needs a reason.")
    if TIER_ORDER.index(tier) < TIER_ORDER.index(request.ai_tier):
        check_approver(notebook, request, step.by)
    before = file_of(notebook, request_id)
    file = replace(
        before,
        tier_answers=tuple(sorted(answers.items())),
        tier_confirmed_by=str(step.by),
        tier_confirmed_on=step.today,
    )
    entered = with_entry(notebook, replace(request, ai_tier=tier), "ai_risk", str(tier), str(request.ai_tier))
    was, now = f"{request.ai_tier}, {'' if before.tier_confirmed_by else 'not '}confirmed", f"{tier}, confirmed"
    lines = (
        Line(what="AI tier", request_id=request_id, before=was, after=now),
        *differing(_answer_words(before), _answer_words(file), what="AI tier question ", request_id=request_id),
    )
    return recorded(with_file(entered, file), step, "AI tier", request_id, was, now, lines=lines)


def record_evidence(notebook: PlanningNotebook, request_id: str, item: Evidence, step: Step) -> Recorded:
    """One piece of evidence is present, missing or waived. Only who may approve the request may waive.

    Raises:
        RefusedStepError: present without a link or note and its date, or waived without an end within a year.
        UnknownNameError: there is no such request or evidence.
        NotAllowedError: the role may not.
    """
    request = notebook.request(request_id)
    if item.code not in notebook.rules.evidence:
        raise UnknownNameError(f"There is no evidence {item.code!r}.")
    check_recorder(notebook, request, step, is_waiver=item.state is EvidenceState.WAIVED)
    item = _checked_evidence(item, step)
    file = file_of(notebook, request_id)
    earlier = next((e for e in file.evidence if e.code == item.code), None)
    listed = "present" if item.code in file.shown(request.ai_evidence, step.today) else "missing"
    before = _evidence_words(earlier.state, earlier.note, earlier.on, earlier.until) if earlier else listed
    changed = with_file(notebook, file.with_evidence(item))
    words = _evidence_words(item.state, item.note, item.on, item.until)
    return recorded(changed, step, f"evidence {item.code}", request_id, before, words, item.why)


def record_review(notebook: PlanningNotebook, request_id: str, review: Review, step: Step) -> Recorded:
    """One review domain is signed or waived by name.

    Raises:
        UnknownNameError, NotAllowedError: there is no such request; the role may not.
        RefusedStepError: a waiver without an end within a year.
    """
    request = notebook.request(request_id)
    check_may(step.by, Action.APPROVE)
    if review.state is EvidenceState.WAIVED:
        check_approver(notebook, request, step.by)
        review = replace(review, who=step.by.name)
        _check_waived_until(review.until, step)
    file = file_of(notebook, request_id)
    earlier = next((r for r in file.reviews if r.domain == review.domain), None)
    before = _evidence_words(earlier.state, earlier.who, earlier.on, earlier.until) if earlier else "open"
    words = _evidence_words(review.state, review.who, review.on, review.until)
    changed = with_file(notebook, file.with_review(review))
    return recorded(changed, step, f"review {review.domain}", request_id, before, words, review.why)


def name_final_say(notebook: PlanningNotebook, request_id: str, who: str, step: Step) -> Recorded:
    """Name the human with the final say. Nobody at high risk is a hard stop, and may be recorded as the truth."""
    check_may(step.by, Action.APPROVE)
    request = notebook.request(request_id)
    was, now = request.human_final_say, who.strip()
    changed = with_entry(notebook, replace(request, human_final_say=now), "human_final_say", now, was)
    return recorded(changed, step, "human with the final say", request_id, was or NOBODY, now or NOBODY)


def sign_off(notebook: PlanningNotebook, request_id: str, clinician: str, step: Step) -> Recorded:
    """A clinician's sign-off, by name; no name takes it back."""
    check_may(step.by, Action.APPROVE)
    notebook.request(request_id)
    file = file_of(notebook, request_id)
    changed = with_file(notebook, replace(file, clinician_sign_off=clinician.strip()))
    was, now = file.clinician_sign_off or NOBODY, clinician.strip() or NOBODY
    return recorded(changed, step, "clinician sign-off", request_id, was, now)


def record_error_rate(
    notebook: PlanningNotebook, request_id: str, rate: ErrorRate | None, step: Step, *, writes_text: bool
) -> Recorded:
    """Whether it writes text, and the sampled error rate with size and date."""
    check_recorder(notebook, notebook.request(request_id), step)
    file = file_of(notebook, request_id)
    changed = with_file(notebook, replace(file, writes_text=writes_text, error_rate=rate))
    before, after = _rate_words(file.writes_text, file.error_rate), _rate_words(writes_text, rate)
    return recorded(changed, step, "sampled error rate", request_id, before, after)


def open_file(
    notebook: PlanningNotebook, request_id: str, on: dt.date, step: Step, *, found_in_use: bool = False
) -> Recorded:
    """The day a request came to governance: duties switched on by then bind it, and its route counts from here."""
    check_recorder(notebook, notebook.request(request_id), step)
    file = file_of(notebook, request_id)
    changed = with_file(notebook, replace(file, opened_on=on, found_in_use=found_in_use))
    after = f"{on}{', found in use' if found_in_use else ''}"
    return recorded(changed, step, "came to governance", request_id, str(file.opened_on or ""), after)


def decide_gate(
    notebook: PlanningNotebook,
    request_id: str,
    outcome: GateOutcome,
    step: Step,
    *,
    conditions: Sequence[Condition] = (),
) -> Recorded:
    """One governance decision at the request's stage.

    Raises:
        NotAllowedError: by tier and cost it takes another approver.
        RefusedStepError: a plain approval while evidence is missing, or no reason where one is asked for.
    """
    request = notebook.request(request_id)
    check_approver(notebook, request, step.by)
    if outcome is not GateOutcome.APPROVE and not step.why.strip():
        raise RefusedStepError(f"To {outcome} takes a reason.")
    if outcome is GateOutcome.APPROVE_WITH_CONDITIONS and not conditions:
        raise RefusedStepError("An approval with conditions takes at least one condition with its date.")
    if outcome is GateOutcome.APPROVE:
        _check_nothing_missing(notebook, request, step.today)
    decision = GateDecision(
        outcome=outcome,
        stage=notebook.governance.as_decided(request).stage,
        who=step.by.name,
        role=step.by.role,
        on=step.today,
        why=step.why,
        conditions=tuple(conditions),
    )
    file = file_of(notebook, request_id)
    before, after = _decision_words(file.last_decision), _decision_words(decision)
    changed = with_file(notebook, replace(file, decisions=(*file.decisions, decision)))
    return recorded(changed, step, "gate decision", request_id, before, after)


def meet_condition(notebook: PlanningNotebook, request_id: str, text: str, step: Step) -> Recorded:
    """A condition of the last approval is met today.

    Raises:
        UnknownNameError: the last decision has no such open condition.
    """
    check_may(step.by, Action.APPROVE)
    file = file_of(notebook, request_id)
    last = file.last_decision
    if last is None or not any(c.text == text and c.done_on is None for c in last.conditions):
        raise UnknownNameError(f"{request_id} has no open condition {text!r}.")
    met = tuple(replace(c, done_on=step.today) if c.text == text else c for c in last.conditions)
    decisions = tuple(replace(d, conditions=met) if d is last else d for d in file.decisions)
    changed = with_file(notebook, replace(file, decisions=decisions))
    return recorded(changed, step, "condition", request_id, f"open: {text}", f"met on {step.today}: {text}")


def _check_nothing_missing(notebook: PlanningNotebook, request: Request, today: dt.date) -> None:
    # An earlier decision does not stand in the way of the next one.
    held = [b for b in blocks_of(notebook, request.id, today) if b.gate not in ("declined", "decision")]
    if held:
        words = " ".join(b.reason for b in held)
        raise RefusedStepError(f"{request.id} can't be approved as it stands. {words}")


def _checked_evidence(item: Evidence, step: Step) -> Evidence:
    """The evidence as it may be kept: present with its proof, or waived by who records it and until when."""
    if item.state is EvidenceState.WAIVED:
        _check_waived_until(item.until, step)
        return replace(item, who=step.by.name)
    is_shown = item.note.strip() and item.on is not None and item.on <= step.today
    if item.state is EvidenceState.PRESENT and not is_shown:
        raise RefusedStepError(f"{item.code} takes a link or note and its date, {step.today} at the latest.")
    return item


def _check_waived_until(until: dt.date | None, step: Step) -> None:
    # The record itself refuses a waiver without an end.
    if until is not None:
        check_end(until, step.day)


def _evidence_words(state: EvidenceState, note: str, on: dt.date | None, until: dt.date | None) -> str:
    if state is EvidenceState.WAIVED:
        return f"waived until {until}"
    return " ".join(part for part in (str(state), f"on {on}" if on else "", note) if part)


def _decision_words(decision: GateDecision | None) -> str:
    if decision is None:
        return ""
    return "; ".join([str(decision.outcome), *(f"{c.text} by {c.due}" for c in decision.conditions)])


def _answer_words(file: AiFile) -> dict[str, str]:
    return {code: "yes" if says else "no" for code, says in file.tier_answers}


def _rate_words(writes_text: bool, rate: ErrorRate | None) -> str:
    if not writes_text:
        return "writes no text"
    return f"{rate.share:.1%} of {rate.sample} on {rate.on}" if rate else "writes text, not sampled"
