"""What governance shows: who waits for whom, what mandates cost, how the portfolio balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from governance.calendar import CalendarRule, RatingProposal, propose_rating
from governance.mandates import Duty, is_ahead, is_late, latest_safe_start
from planning.outcome import Outcome
from planning.waiting import Waiting, waiting_list
from portfolio.price import Price
from scoring.quarter import Quarter
from scoring.request import Request

NO_AREA = "No focus area"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLine:
    """One mandate, or one group of variants, with its authority, date and price.

    Args:
        is_forced: It forces one of its requests in; else it only scores.
        rating: Lowest regulatory rating its requests have; None where unknown.
        burden: Lowest burden rating of its funded requests, below 0 for compliant but painful; None where unknown.
        price: Points the plan would gain without it; None while unknown.
        displaced: Who would come in without it.
    """

    request_ids: tuple[str, ...]
    titles: tuple[str, ...]
    group: str
    authority: str
    rule: CalendarRule | None
    deadline: dt.date | None
    safe_start: Quarter | None
    is_late: bool
    is_ahead: bool
    is_forced: bool
    is_funded: bool
    rating: float | None
    proposal: RatingProposal | None
    burden: float | None
    mitigation: str
    price: float | None = None
    displaced: tuple[str, ...] = ()

    @property
    def is_painful(self) -> bool:
        """Compliant but painful: it adds work."""
        return self.burden is not None and self.burden < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShare:
    """How much of one role's hours the portfolio and its mandates take, as shares of what there is.

    Args:
        quarter: The quarter in which most of its hours are used.
        used, by_mandates: In that quarter.
        used_in_plan, by_mandates_in_plan: Over all quarters with a limit.
    """

    role: str
    name: str
    quarter: str
    used: float
    by_mandates: float
    used_in_plan: float
    by_mandates_in_plan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One focus area: what was asked for and what is funded. Money over the plan's years, without contingency."""

    area: str
    n_requests: int
    n_funded: int
    n_blocked: int
    points: float
    capital_usd: float
    spend_usd: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceReview:
    """Everything the governance screen shows, from one outcome and its prices."""

    waiting: tuple[Waiting, ...]
    mandates: tuple[MandateLine, ...]
    roles: tuple[RoleShare, ...]
    areas: tuple[AreaLine, ...]
    mandates_price: float | None
    displaced: tuple[str, ...]
    gates_price: float | None

    @property
    def scarcest(self) -> RoleShare | None:
        """The role with the fullest quarter; None where no hours are limited."""
        return next(iter(self.roles), None)


def review_governance(outcome: Outcome, prices: Iterable[Price] = ()) -> GovernanceReview:
    """Everything governance shows on a judged notebook.

    Args:
        prices: Prices of kinds and decisions (``portfolio.price``), as far as they are known.
    """
    by_key = {price.key: price for price in prices}
    mandates, gates = by_key.get("mandates"), by_key.get("gates")
    return GovernanceReview(
        waiting=waiting_list(outcome, by_key),
        mandates=mandate_lines(outcome, by_key),
        roles=role_shares(outcome),
        areas=area_lines(outcome),
        mandates_price=mandates.points if mandates else None,
        displaced=mandates.comes if mandates else (),
        gates_price=gates.points if gates else None,
    )


def mandate_lines(outcome: Outcome, prices: Mapping[str, Price] = {}) -> tuple[MandateLine, ...]:
    """Every mandate: the ones that force by their price, then those that only score."""
    forced = {i for duty in outcome.duties for i in duty.request_ids}
    alone = [r for r in outcome.notebook.requests if r.mandate is not None and r.id not in forced]
    lines = [
        _mandate_line(outcome, duty, prices.get(f"mandate {duty.group or duty.request_ids[0]}"))
        for duty in outcome.duties
    ]
    lines += [_mandate_line(outcome, Duty((r.id,), "", _authority(r), False), None, is_forced=False) for r in alone]
    return tuple(sorted(lines, key=lambda line: (not line.is_forced, -(line.price or 0.0), line.request_ids)))


def role_shares(outcome: Outcome) -> tuple[RoleShare, ...]:
    """Each limited role, the one with the fullest quarter first."""
    found = [
        share
        for capacity in outcome.notebook.limits.capacity
        if (share := _role_share(outcome, capacity.role, capacity.name))
    ]
    return tuple(sorted(found, key=lambda share: (-share.used, -share.used_in_plan)))


def _role_share(outcome: Outcome, role: str, name: str) -> RoleShare | None:
    mandated = outcome.funded & outcome.mandated
    rows = [row for row in outcome.rows if row.key.rpartition(" ")[0] == f"hours {role}" and row.bound > 0]
    if not rows:
        return None
    fullest = max(rows, key=lambda row: row.used(outcome.funded) / row.bound)
    available = sum(row.bound for row in rows)
    return RoleShare(
        role=role,
        name=name,
        quarter=fullest.key.rpartition(" ")[2],
        used=fullest.used(outcome.funded) / fullest.bound,
        by_mandates=fullest.used(mandated) / fullest.bound,
        used_in_plan=sum(row.used(outcome.funded) for row in rows) / available,
        by_mandates_in_plan=sum(row.used(mandated) for row in rows) / available,
    )


def area_lines(outcome: Outcome) -> tuple[AreaLine, ...]:
    """Each focus area the requests name, the most asked for first."""
    by_area: dict[str, list[Request]] = {}
    for request in outcome.notebook.requests:
        by_area.setdefault(request.focus_area or NO_AREA, []).append(request)
    lines = [_area_line(outcome, area, members) for area, members in by_area.items()]
    return tuple(sorted(lines, key=lambda line: (-line.n_requests, line.area)))


def _area_line(outcome: Outcome, area: str, members: Sequence[Request]) -> AreaLine:
    funded = [r for r in members if r.id in outcome.funded]
    return AreaLine(
        area=area,
        n_requests=len(members),
        n_funded=len(funded),
        n_blocked=sum(r.id in outcome.blocked for r in members),
        points=sum(outcome.scores.totals[r.id] for r in funded),
        capital_usd=float(sum(r.total_capital_usd for r in funded)),
        spend_usd=float(sum(r.total_capital_usd + r.total_operating_usd for r in funded)),
        hours=sum(r.total_hours for r in funded),
    )


def _mandate_line(outcome: Outcome, duty: Duty, price: Price | None, *, is_forced: bool = True) -> MandateLine:
    notebook = outcome.notebook
    members = [notebook.request(i) for i in duty.request_ids]
    first = members[0]
    rule = next((r for m in members if (r := notebook.governance.rule_behind(m))), None)
    funded = [m for m in members if m.id in outcome.funded]
    starts = [start for m in members if (start := latest_safe_start(m))]
    return MandateLine(
        request_ids=duty.request_ids,
        titles=tuple(m.title for m in members),
        group=duty.group,
        authority=duty.authority,
        rule=rule,
        deadline=first.mandate.deadline if first.mandate else None,
        safe_start=max(starts, default=None),
        is_late=duty.is_late or all(is_late(m, notebook.plan.first_quarter) for m in members),
        is_ahead=all(is_ahead(m, notebook.plan) for m in members),
        is_forced=is_forced and "mandates" in notebook.kinds_on,
        is_funded=bool(funded),
        rating=_lowest(members, "regulatory_need"),
        proposal=propose_rating(rule, outcome.today) if rule else None,
        burden=_lowest(funded or members, "burden_reduction"),
        mitigation=" ".join(words for m in members if (words := notebook.governance.mitigation(m.id))),
        price=price.points if price else None,
        displaced=price.comes if price else (),
    )


def _lowest(requests: Sequence[Request], criterion: str) -> float | None:
    return min((r.ratings[criterion] for r in requests if criterion in r.ratings), default=None)


def _authority(request: Request) -> str:
    return (request.mandate.rule or request.mandate.type) if request.mandate else ""
