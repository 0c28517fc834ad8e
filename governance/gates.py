"""Gates: what a request must show before it may be selected at its stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from governance.rules import GovernanceRules
from scoring.request import Request, Stage


@dataclass(frozen=True, slots=True)
class Block:
    """Why one gate keeps one request out.

    Args:
        request_id: The request.
        gate: Key of the gate, one of ``GATES``.
        reason: One sentence for people.
        missing: What would open the gate, each in words.
    """

    request_id: str
    gate: str
    reason: str
    missing: tuple[str, ...] = ()


Gate = Callable[[Request, GovernanceRules, dt.date], Block | None]


def ai_evidence_gate(request: Request, rules: GovernanceRules, today: dt.date) -> Block | None:
    """AI must show the evidence its tier and stage need. Passes where there is no AI."""
    lacking = [c for c in rules.needed(request.stage, request.ai_tier) if c not in request.ai_evidence]
    if not lacking:
        return None
    missing = tuple(f"{code} {rules.evidence[code].item}" for code in lacking)
    reason = (
        f"AI of {request.ai_tier} risk at stage {request.stage} needs {_count(len(lacking))} of evidence "
        f"before it may be selected: {'; '.join(missing)}."
    )
    return Block(request.id, "ai_evidence", reason, missing)


def pilot_exit_gate(request: Request, rules: GovernanceRules, today: dt.date) -> Block | None:
    """A pilot past its end, or near it with the target not met, waits for its exit decision."""
    if request.stage is not Stage.PILOT or request.pilot_end is None or request.exit_decision is not None:
        return None
    days_left = (request.pilot_end - today).days
    is_short = request.metric is not None and request.metric.is_target_met is False
    if days_left < 0:
        reason = f"The pilot ended on {request.pilot_end} without an exit decision."
    elif days_left <= rules.pilot_review_days and is_short:
        reason = f"The pilot ends on {request.pilot_end}, in {days_left} days, and has not reached its target."
    else:
        return None
    return Block(request.id, "pilot_exit", reason, ("Exit decision: scale, extend once or stop",))


def harm_gate(request: Request, rules: GovernanceRules, today: dt.date) -> Block | None:
    """Expected harm stops a request, whatever its total."""
    if not request.is_harmful:
        return None
    return Block(request.id, "harm", "Flagged as expected to do harm.", ("Harm removed and the flag taken back",))


GATES: tuple[Gate, ...] = (harm_gate, ai_evidence_gate, pilot_exit_gate)


def gate(requests: Iterable[Request], rules: GovernanceRules, today: dt.date) -> tuple[Block, ...]:
    """Every reason that keeps a request out, in the order of the requests; empty where all may be selected.

    Source: our own design from published frames (Duke ABCDS, Stanford FURM, NIST AI RMF, Joint Commission and CHAI
    2025, the federal AI inventory).
    """
    return tuple(
        block for request in requests for check in GATES if (block := check(request, rules, today)) is not None
    )


def _count(n: int) -> str:
    return "one more piece" if n == 1 else f"{n} more pieces"
