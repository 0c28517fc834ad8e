"""Pilots: a charter before they start, exactly one exit decision at their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from governance.rules import GovernanceRules
from scoring.request import Direction, ExitDecision, OutcomeMetric, Request, Stage

USUAL_DAYS, MOST_DAYS = 90, 180


class StopCause(StrEnum):
    """Why a pilot was stopped."""

    GOVERNANCE = "governance"
    WORKFLOW = "workflow"
    CHANGE = "change"
    TECHNOLOGY = "technology"


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotCharter:
    """What a pilot must say before it may start. Every field stays optional until then."""

    problem: str = ""
    hypothesis: str = ""
    where: str = ""
    how_many: int | None = None
    measure: str = ""
    unit: str = ""
    better: Direction = Direction.HIGHER
    source: str = ""
    baseline: float | None = None
    baseline_on: dt.date | None = None
    target: float | None = None
    smallest_useful_change: float | None = None
    balancing_measure: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    stop_early_rule: str = ""
    scale_rule: str = ""
    budget_usd: Decimal | None = None
    next_step_owner: str = ""


# Field -> what to ask for, in the order of the form.
CHARTER_FIELDS: tuple[tuple[str, str], ...] = (
    ("problem", "the problem"),
    ("hypothesis", "the hypothesis"),
    ("where", "where it runs"),
    ("how_many", "how many take part"),
    ("measure", "the measure"),
    ("unit", "the unit of the measure"),
    ("source", "the source of the measure"),
    ("baseline", "the baseline"),
    ("baseline_on", "the date of the baseline"),
    ("target", "the target"),
    ("smallest_useful_change", "the smallest useful change"),
    ("balancing_measure", "the balancing measure"),
    ("start", "the start"),
    ("end", "the end"),
    ("stop_early_rule", "the rule to stop early"),
    ("scale_rule", "the rule to scale"),
    ("budget_usd", "the budget"),
    ("next_step_owner", "the owner of the next step"),
)


def charter_gaps(charter: PilotCharter | None) -> tuple[str, ...]:
    """What a charter still lacks before the pilot may start, in words; empty where it is complete."""
    filled = charter or PilotCharter()
    gaps = [words for field, words in CHARTER_FIELDS if getattr(filled, field) in (None, "")]
    if filled.start and filled.end:
        days = (filled.end - filled.start).days
        if days <= 0:
            gaps.append("an end after its start")
        elif days > MOST_DAYS:
            gaps.append(f"an end within {MOST_DAYS} days of its start, not {days}")
    if filled.baseline is not None and filled.target is not None:
        gain = filled.target - filled.baseline
        if (gain if filled.better is Direction.HIGHER else -gain) <= 0:
            gaps.append("a target better than the baseline")
    return tuple(gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotExit:
    """One exit decision: who, when and why.

    Args:
        until: The new end, for an extension.
        missing_fact: What the extension is to find out.
        cause: Why it was stopped.
        is_balance_worse: The balancing measure got worse.
    """

    decision: ExitDecision
    who: str
    on: dt.date
    reason: str
    until: dt.date | None = None
    missing_fact: str = ""
    cause: StopCause | None = None
    is_balance_worse: bool | None = None


def refusals(
    request: Request, rules: GovernanceRules, exit_: PilotExit, past: Sequence[PilotExit] = ()
) -> tuple[str, ...]:
    """Why an exit decision can't be taken, each reason in words; empty where it can.

    Scale needs the target met, the balancing measure not worse and the evidence of stage scale; a pilot is extended
    at most once, with a dated reason and the missing fact; stop needs its cause.
    """
    found = [] if request.stage is Stage.PILOT else [f"{request.id} is not a pilot."]
    if not exit_.who.strip() or not exit_.reason.strip():
        found.append("An exit decision needs a name and a reason.")
    if any(p.decision is not ExitDecision.EXTEND for p in past):
        found.append("The pilot already has its exit decision.")
    checks = {ExitDecision.SCALE: _scale, ExitDecision.EXTEND: _extend, ExitDecision.STOP: _stop}
    return (*found, *checks[exit_.decision](request, rules, exit_, past))


def _scale(request: Request, rules: GovernanceRules, exit_: PilotExit, past: Sequence[PilotExit]) -> list[str]:
    found = []
    if request.metric is None or request.metric.is_target_met is not True:
        found.append(f"The target is not met: {_standing(request.metric)}.")
    if exit_.is_balance_worse is not False:
        found.append("The balancing measure must be shown to be no worse.")
    lacking = [c for c in rules.needed(Stage.SCALE, request.ai_tier) if c not in request.ai_evidence]
    found += [f"Evidence is missing: {code} {rules.evidence[code].item}." for code in lacking]
    return found


def _extend(request: Request, rules: GovernanceRules, exit_: PilotExit, past: Sequence[PilotExit]) -> list[str]:
    found = []
    if request.exit_decision is ExitDecision.EXTEND or any(p.decision is ExitDecision.EXTEND for p in past):
        found.append("The pilot was extended once already; it must scale or stop.")
    if exit_.until is None or exit_.until <= exit_.on:
        found.append("An extension needs a new end date ahead.")
    elif (exit_.until - exit_.on).days > MOST_DAYS:
        found.append(f"An extension runs {MOST_DAYS} days at most.")
    if not exit_.missing_fact.strip():
        found.append("An extension needs the fact that is still missing.")
    return found


def _stop(request: Request, rules: GovernanceRules, exit_: PilotExit, past: Sequence[PilotExit]) -> list[str]:
    return [] if exit_.cause else ["A stop needs its cause: governance, workflow, change or technology."]


def _standing(metric: OutcomeMetric | None) -> str:
    if metric is None or metric.latest is None or metric.target is None:
        return "no measured value against a target"
    return f"{metric.name} is {metric.latest:g}, the target {metric.target:g} {metric.unit}".strip()
