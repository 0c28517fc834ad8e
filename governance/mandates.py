"""Mandates: what law or contract says must be in the portfolio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from governance.book import GovernanceBook
from governance.calendar import forces
from governance.rules import GovernanceRules
from scoring.quarter import Quarter
from scoring.request import Request


class PlanSpan(Protocol):
    """The quarters a plan covers."""

    @property
    def first_quarter(self) -> Quarter:
        """Where the plan begins."""

    @property
    def last_quarter(self) -> Quarter:
        """The last quarter it covers."""


@dataclass(frozen=True, slots=True)
class Duty:
    """At least one of these requests must be in.

    Args:
        request_ids: One id, or the members of a mandate group.
        group: Name of the group, empty for a single request.
        authority: The rule or contract, in words.
        is_late: Even the earliest start finishes after the deadline. A late duty still stands.
    """

    request_ids: tuple[str, ...]
    group: str
    authority: str
    is_late: bool


def read_duties(
    requests: Iterable[Request], rules: GovernanceRules, plan: PlanSpan, book: GovernanceBook | None = None
) -> tuple[Duty, ...]:
    """The duties the requests answer: one for each forcing mandate, one for each mandate group.

    A mandate forces when its type does, and the calendar's rule behind it, where there is one, binds us, is final or
    in force and has an open gap. A deadline so far ahead that a safe start lies beyond the plan does not force yet.
    """
    kept = book or GovernanceBook()
    forcing = [r for r in requests if _forces(r, rules, kept) and not is_ahead(r, plan)]
    by_group: dict[tuple[str, str], list[Request]] = {}
    for request in sorted(forcing, key=lambda r: r.id):
        name = request.mandate.group if request.mandate else ""
        by_group.setdefault((name, "" if name else request.id), []).append(request)
    return tuple(_duty(name, members, plan.first_quarter) for (name, _), members in by_group.items())


def latest_safe_start(request: Request) -> Quarter | None:
    """The last quarter work may start and still go live in the deadline's quarter; None without a deadline."""
    due = _due_quarter(request)
    return None if due is None else due.plus(1 - request.duration_quarters)


def is_ahead(request: Request, plan: PlanSpan) -> bool:
    """Whether the request may safely start after the plan's last quarter."""
    start = latest_safe_start(request)
    return start is not None and start > plan.last_quarter


def is_late(request: Request, first_quarter: Quarter) -> bool:
    """Whether the request goes live after its deadline's quarter even at its earliest start."""
    due = _due_quarter(request)
    return due is not None and request.last_work_quarter(first_quarter) > due


def _due_quarter(request: Request) -> Quarter | None:
    """Plans are made by quarter: what goes live in the quarter of its deadline counts as on time."""
    deadline = request.mandate.deadline if request.mandate else None
    return None if deadline is None else Quarter(deadline.year, (deadline.month - 1) // 3 + 1)


def _forces(request: Request, rules: GovernanceRules, book: GovernanceBook) -> bool:
    if request.mandate is None or request.mandate.type not in rules.forcing_mandates:
        return False
    behind = book.rule_behind(request)
    return behind is None or forces(behind)


def _duty(group: str, members: list[Request], first_quarter: Quarter) -> Duty:
    authorities = dict.fromkeys(m.mandate.rule or m.mandate.type for m in members if m.mandate)
    return Duty(
        tuple(m.id for m in members),
        group,
        "; ".join(authorities),
        all(is_late(m, first_quarter) for m in members),
    )
