"""Gates: what a request must show before it may be selected at its stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from governance.ai_file import GateOutcome
from governance.book import GovernanceBook
from governance.pilot import charter_gaps
from governance.rules import GovernanceRules
from scoring.request import AiTier, ExitDecision, Request, Stage


@dataclass(frozen=True, slots=True)
class Block:
    """Why one gate keeps one request out.

    Args:
        request_id: The request.
        gate: Key of the gate, one of ``GATES``.
        reason: One sentence for people.
        missing: What would open the gate, each in words.
        is_hard: No weight, rule or waiver lifts it; only the missing fact does.
    """

    request_id: str
    gate: str
    reason: str
    missing: tuple[str, ...] = ()
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class GateInputs:
    """What gates look at besides the request."""

    rules: GovernanceRules
    book: GovernanceBook
    today: dt.date


Gate = Callable[[Request, GateInputs], Block | None]


def harm_gate(request: Request, inputs: GateInputs) -> Block | None:
    """Expected harm stops a request, whatever its total."""
    if not request.is_harmful:
        return None
    missing = ("Harm removed and the flag taken back",)
    return Block(request.id, "harm", "Flagged as expected to do harm.", missing, is_hard=True)


def final_say_gate(request: Request, inputs: GateInputs) -> Block | None:
    """AI of high risk names the human with the final say; nothing else stands in for it."""
    if request.ai_tier is not AiTier.HIGH or request.stage is Stage.RETIRE or request.human_final_say.strip():
        return None
    reason = "AI of high risk without a named human who has the final say."
    return Block(request.id, "final_say", reason, ("The human with the final say",), is_hard=True)


def declined_gate(request: Request, inputs: GateInputs) -> Block | None:
    """A request whose evidence was declined stays out until it is decided anew."""
    last = inputs.book.ai_files.of(request.id).last_decision
    if last is None or last.outcome is not GateOutcome.DECLINE:
        return None
    reason = f"Declined by {last.who} ({last.role}) on {last.on}: {last.why or 'no reason given'}."
    return Block(request.id, "declined", reason, ("A new decision on new evidence",), is_hard=True)


def decision_gate(request: Request, inputs: GateInputs) -> Block | None:
    """A request sent back, or approved on a condition that is overdue, waits for the next decision."""
    last = inputs.book.ai_files.of(request.id).last_decision
    if last is None:
        return None
    overdue = tuple(c for c in last.conditions if c.is_overdue(inputs.today))
    if overdue:
        missing = tuple(f"Condition due {c.due}: {c.text}" for c in overdue)
        reason = f"Approved on {last.on} on a condition that is overdue: {'; '.join(c.text for c in overdue)}."
        return Block(request.id, "decision", reason, missing)
    if last.outcome is GateOutcome.RE_REVIEW:
        reason = f"Sent back for another review by {last.who} ({last.role}) on {last.on}: {last.why}."
        return Block(request.id, "decision", reason, ("A new decision after the review",))
    return None


def ai_evidence_gate(request: Request, inputs: GateInputs) -> Block | None:
    """AI must show the evidence its tier and stage need. Passes where there is no AI."""
    rules, file = inputs.rules, inputs.book.ai_files.of(request.id)
    shown = file.shown(request.ai_evidence, inputs.today)
    lacking = [code for code in rules.needed(request.stage, request.ai_tier) if code not in shown]
    if not lacking:
        return None
    missing = tuple(f"{code} {rules.evidence[code].item}" for code in lacking)
    reason = (
        f"AI of {request.ai_tier} risk at stage {request.stage} needs {_count(len(lacking))} of evidence "
        f"before it may be selected: {'; '.join(missing)}."
    )
    return Block(request.id, "ai_evidence", reason, missing)


def pilot_exit_gate(request: Request, inputs: GateInputs) -> Block | None:
    """A pilot past its end, or near it with the target not met, waits for its exit decision; a stopped one is out."""
    if request.exit_decision is ExitDecision.STOP:
        return Block(request.id, "pilot_exit", "The pilot was stopped.", ("A new request",))
    if request.stage is not Stage.PILOT or request.pilot_end is None or request.exit_decision is ExitDecision.SCALE:
        return None
    days_left = (request.pilot_end - inputs.today).days
    # A list says so by its exit decision, the book by an exit with this end.
    is_extended = request.exit_decision is ExitDecision.EXTEND or any(
        e.until == request.pilot_end for e in inputs.book.past_exits(request.id)
    )
    is_short = request.metric is not None and request.metric.is_target_met is False
    if days_left < 0:
        reason = f"The pilot ended on {request.pilot_end} without an exit decision."
    elif days_left <= inputs.rules.pilot_review_days and is_short and not is_extended:
        reason = f"The pilot ends on {request.pilot_end}, in {days_left} days, and has not reached its target."
    else:
        return None
    return Block(request.id, "pilot_exit", reason, ("Exit decision: scale, extend once or stop",))


def charter_gate(request: Request, inputs: GateInputs) -> Block | None:
    """A pilot that the duty binds starts only with a complete charter."""
    if request.stage is not Stage.PILOT or not inputs.book.binds("charter", request.id):
        return None
    gaps = charter_gaps(inputs.book.charter(request.id))
    return Block(request.id, "charter", f"The pilot's charter lacks {', '.join(gaps)}.", gaps) if gaps else None


def sign_off_gate(request: Request, inputs: GateInputs) -> Block | None:
    """AI of moderate or high risk that the duty binds needs a clinician's sign-off by name."""
    needs = request.ai_tier in (AiTier.MODERATE, AiTier.HIGH) and request.stage is not Stage.RETIRE
    if not needs or not inputs.book.binds("sign_off", request.id):
        return None
    if inputs.book.ai_files.of(request.id).clinician_sign_off.strip():
        return None
    return Block(request.id, "sign_off", "No clinician has signed it off by name.", ("Clinician sign-off by name",))


def error_rate_gate(request: Request, inputs: GateInputs) -> Block | None:
    """A tool that writes text and that the duty binds needs a sampled error rate with size and date."""
    file = inputs.book.ai_files.of(request.id)
    if not file.writes_text or file.error_rate is not None or not inputs.book.binds("error_rate", request.id):
        return None
    missing = ("Sampled error rate with size and date",)
    return Block(request.id, "error_rate", "It writes text and no error rate was sampled.", missing)


def review_gate(request: Request, inputs: GateInputs) -> Block | None:
    """The review domains a tier needs are signed or waived, where the duty binds."""
    if not inputs.book.binds("reviews", request.id) or request.stage is Stage.RETIRE:
        return None
    needed = inputs.rules.review_domains.get(request.ai_tier, ())
    open_ = inputs.book.ai_files.of(request.id).open_reviews(needed, inputs.today)
    if not open_:
        return None
    return Block(request.id, "reviews", f"Reviews are open: {', '.join(open_)}.", tuple(f"Review: {d}" for d in open_))


GATES: tuple[Gate, ...] = (
    harm_gate,
    final_say_gate,
    declined_gate,
    decision_gate,
    ai_evidence_gate,
    pilot_exit_gate,
    charter_gate,
    sign_off_gate,
    error_rate_gate,
    review_gate,
)


def gate(
    requests: Iterable[Request], rules: GovernanceRules, today: dt.date, book: GovernanceBook | None = None
) -> tuple[Block, ...]:
    """Every reason that keeps a request out, in the order of the requests; empty where all may be selected.

    Exit decisions in the book are applied first. A valid waiver lifts its gate, unless the gate is a hard stop.

    Source: our own design from published frames (Duke ABCDS, Stanford FURM, NIST AI RMF, Joint Commission and CHAI
    2025, the federal AI inventory).
    """
    inputs = GateInputs(rules, book or GovernanceBook(), today)
    decided = map(inputs.book.as_decided, requests)
    found = (check(request, inputs) for request in decided for check in GATES)
    return tuple(block for block in found if block is not None and not _is_waived(block, inputs))


def _is_waived(block: Block, inputs: GateInputs) -> bool:
    return not block.is_hard and inputs.book.waiver(block.request_id, block.gate, inputs.today) is not None


def _count(n: int) -> str:
    return "one more piece" if n == 1 else f"{n} more pieces"
