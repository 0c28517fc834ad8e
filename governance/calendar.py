"""The rule calendar: laws and rules as data, and the regulatory rating they propose."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MONTHS_NEAR = 12


class RuleStatus(StrEnum):
    """How far a rule has come."""

    NONE = "none"
    VOLUNTARY = "voluntary"
    PROPOSED = "proposed"
    CONTRACT = "contract"
    GUIDANCE = "guidance"
    FINAL = "final"
    IN_FORCE = "in force"


BASE_RATING = {
    RuleStatus.NONE: 0,
    RuleStatus.VOLUNTARY: 2,
    RuleStatus.PROPOSED: 4,
    RuleStatus.CONTRACT: 6,
    RuleStatus.GUIDANCE: 6,
    RuleStatus.FINAL: 8,
    RuleStatus.IN_FORCE: 8,
}
_FORCING = (RuleStatus.FINAL, RuleStatus.IN_FORCE, RuleStatus.CONTRACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """One rule, law or contract.

    Args:
        name: Name of the rule.
        mandate_rules: What mandates call it in the list of requests.
        asks: What it asks of a hospital.
        date: The day it binds; None where there is none.
        is_bound: Hospitals like ours are bound.
        only_others_bound: Only payers or vendors are bound.
        is_gap_open: What it asks is not yet done here.
        has_penalty: A penalty is stated.
        last_checked: The day somebody last looked it up.
    """

    name: str
    mandate_rules: tuple[str, ...] = ()
    asks: str = ""
    status: RuleStatus = RuleStatus.NONE
    date: dt.date | None = None
    is_bound: bool = False
    only_others_bound: bool = False
    is_gap_open: bool = True
    has_penalty: bool = False
    who_is_bound: str = ""
    source: str = ""
    last_checked: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RatingProposal:
    """A proposed regulatory rating and its arithmetic, one (words, points) pair for each step."""

    rating: int
    steps: tuple[tuple[str, int], ...]


def propose_rating(rule: CalendarRule, today: dt.date) -> RatingProposal:
    """The regulatory rating a rule proposes, 0 to 10.

    Base by status; +2 when we are bound, the gap is open, a penalty is stated and the date is past or within twelve
    months; -3 when only payers or vendors are bound; 0 when the gap is closed.

    Source: our own arithmetic on the anchors of the regulatory scale.
    """
    if not rule.is_gap_open:
        return RatingProposal(0, (("The gap is closed", 0),))
    steps = [(f"Status {rule.status}", BASE_RATING[rule.status])]
    if rule.is_bound and rule.has_penalty and is_near(rule.date, today):
        steps.append(("We are bound, the gap is open, a penalty is stated, the date is past or within 12 months", 2))
    if rule.only_others_bound:
        steps.append(("Only payers or vendors are bound", -3))
    total = min(max(sum(points for _, points in steps), 0), 10)
    return RatingProposal(total, tuple(steps))


def forces(rule: CalendarRule) -> bool:
    """Whether the rule forces its request in: we are bound, it is final or in force, and the gap is open."""
    return rule.is_bound and rule.is_gap_open and rule.status in _FORCING


def is_near(date: dt.date | None, today: dt.date) -> bool:
    """Whether a date is past or within twelve months; False without a date."""
    if date is None:
        return False
    years, month = divmod(today.month - 1 + MONTHS_NEAR, 12)
    day = min(today.day, 28) if today.month == 2 else today.day
    return date <= dt.date(today.year + years, month + 1, day)
