"""What waits, for whom and how long: the first page of the agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance.approval import may_approve
from governance.gates import Block
from planning.outcome import Outcome
from portfolio.price import Price
from scoring.request import Request

# Days before its end at which an override of a gate is put on the agenda.
WAIVER_NOTICE_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One request that waits for people.

    Args:
        gates: Keys of the gates that hold it, or ``keep`` and ``override`` for questions that block nothing.
        waits_for: Who can end the wait, in words.
        since: The day it began to wait; None where nobody recorded one.
        days: Days since then; None without a day.
        is_overdue: A date has passed: overdue pilots stand first on the agenda.
        price: What the plan would gain without its gates, in points; None while unknown.
    """

    request_id: str
    title: str
    gates: tuple[str, ...]
    reason: str
    missing: tuple[str, ...]
    waits_for: str
    since: dt.date | None
    days: int | None
    is_overdue: bool
    is_hard: bool
    price: float | None = None


def waiting_list(outcome: Outcome, prices: Mapping[str, Price] = {}) -> tuple[Waiting, ...]:
    """What waits, in the order of the agenda: overdue pilots, other overdue dates, pilots, hard stops, the rest."""
    held: dict[str, list[Block]] = {}
    for block in outcome.blocks:
        held.setdefault(block.request_id, []).append(block)
    found = [_waiting(outcome, i, blocks, prices.get(f"gate {i}")) for i, blocks in held.items()]
    return tuple(sorted([*found, *_questions(outcome)], key=_rank))


def _waiting(outcome: Outcome, request_id: str, blocks: Sequence[Block], price: Price | None) -> Waiting:
    request = outcome.notebook.governance.as_decided(outcome.notebook.request(request_id))
    since = min((day for block in blocks if (day := _since(outcome, request, block))), default=None)
    people = dict.fromkeys(who for block in blocks for who in _waits_for(outcome, request, block))
    return Waiting(
        request_id=request.id,
        title=request.title,
        gates=tuple(block.gate for block in blocks),
        reason=" ".join(block.reason for block in blocks),
        missing=tuple(item for block in blocks for item in block.missing),
        waits_for=", ".join(people),
        since=since,
        days=(outcome.today - since).days if since else None,
        is_overdue=any(_is_overdue(outcome, request, block) for block in blocks),
        is_hard=any(block.is_hard for block in blocks),
        price=price.points if price else None,
    )


def _is_overdue(outcome: Outcome, request: Request, block: Block) -> bool:
    if block.gate == "pilot_exit":
        return request.pilot_end is not None and request.pilot_end < outcome.today
    return block.gate == "decision"


def _since(outcome: Outcome, request: Request, block: Block) -> dt.date | None:
    file = outcome.notebook.governance.ai_files.of(request.id)
    if block.gate == "pilot_exit":
        return request.pilot_end if _is_overdue(outcome, request, block) else None
    if block.gate in ("decision", "declined") and file.last_decision:
        return file.last_decision.on
    return file.opened_on


def _waits_for(outcome: Outcome, request: Request, block: Block) -> tuple[str, ...]:
    rules = outcome.notebook.rules
    sponsor = request.sponsor_role or "the sponsor"
    if block.gate == "ai_evidence":
        lacking = {item.split()[0] for item in block.missing}
        asked = [item.provider for code, item in rules.evidence.items() if code in lacking]
        return tuple(sponsor if who in ("", "sponsor") else who for who in asked)
    if block.gate == "decision":
        return may_approve(rules.approvers, request) or (sponsor,)
    if block.gate == "sign_off":
        return (request.clinical_champion or "a clinician",)
    return ("reviewers",) if block.gate == "reviews" else (sponsor,)


def _questions(outcome: Outcome) -> list[Waiting]:
    """What asks for an answer and blocks nothing: would you keep it, and overrides that run out."""
    book, today = outcome.notebook.governance, outcome.today
    found = []
    listed = {request.id: request for request in outcome.notebook.requests}
    for scaled in listed.values():
        due = book.keep_due(scaled.id)
        if due is not None and due <= today:
            found.append(_question(scaled, "keep", "Half a year after scale: would you keep it?", due, today))
    for waiver in book.waivers:
        left = (waiver.until - today).days
        request = listed.get(waiver.request_id)
        if request is not None and 0 <= left <= WAIVER_NOTICE_DAYS:
            words = f"The override of its gate by {waiver.who} ({waiver.role}) ends on {waiver.until}."
            found.append(_question(request, "override", words, None, today))
    return found


def _question(request: Request, key: str, words: str, since: dt.date | None, today: dt.date) -> Waiting:
    return Waiting(
        request_id=request.id,
        title=request.title,
        gates=(key,),
        reason=words,
        missing=(),
        waits_for=request.sponsor_role or "the sponsor",
        since=since,
        days=(today - since).days if since else None,
        is_overdue=since is not None and since < today,
        is_hard=False,
    )


def _rank(waiting: Waiting) -> tuple[bool, bool, bool, bool, int, str]:
    is_pilot = "pilot_exit" in waiting.gates
    days = -(waiting.days or 0)
    overdue_pilot = waiting.is_overdue and is_pilot
    return (not overdue_pilot, not waiting.is_overdue, not is_pilot, not waiting.is_hard, days, waiting.request_id)
