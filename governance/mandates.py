"""Mandates: what law or contract says must be in the portfolio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.rules import GovernanceRules
from scoring.quarter import Quarter
from scoring.request import Request


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


def read_duties(requests: Iterable[Request], rules: GovernanceRules, first_quarter: Quarter) -> tuple[Duty, ...]:
    """The duties the requests answer: one for each forcing mandate, one for each mandate group."""
    forcing = [r for r in requests if r.mandate and r.mandate.type in rules.forcing_mandates]
    by_group: dict[tuple[str, str], list[Request]] = {}
    for request in sorted(forcing, key=lambda r: r.id):
        assert request.mandate is not None
        name = request.mandate.group
        by_group.setdefault((name, "" if name else request.id), []).append(request)
    return tuple(_duty(name, members, first_quarter) for (name, _), members in by_group.items())


def is_late(request: Request, first_quarter: Quarter) -> bool:
    """Whether the request goes live after its mandate's deadline even at its earliest start."""
    deadline = request.mandate.deadline if request.mandate else None
    return deadline is not None and request.last_work_quarter(first_quarter).last_day > deadline


def _duty(group: str, members: list[Request], first_quarter: Quarter) -> Duty:
    authorities = dict.fromkeys(m.mandate.rule or m.mandate.type for m in members if m.mandate)
    return Duty(
        tuple(m.id for m in members),
        group,
        "; ".join(authorities),
        all(is_late(m, first_quarter) for m in members),
    )
