"""Rules a planning group agrees on, each a frozen value: what must come together, what must balance, what adds up."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portfolio.row import Sense
from scoring.quarter import Quarter
from scoring.request import AiTier, Request

# What requests can be sorted by for a balance rule, by the name used in files.
CATEGORIES: Mapping[str, Callable[[Request], str]] = {
    "focus_area": lambda request: request.focus_area,
    "stage": lambda request: str(request.stage),
    "ai_tier": lambda request: str(request.ai_tier),
    "sponsor_role": lambda request: request.sponsor_role,
    "requesting_department": lambda request: request.requesting_department,
}


class Measure(StrEnum):
    """What a balance rule counts."""

    COUNT = "count"
    SHARE_OF_COUNT = "share_of_count"
    SHARE_OF_CAPITAL = "share_of_capital"
    SHARE_OF_SPEND = "share_of_spend"


@dataclass(frozen=True, slots=True, kw_only=True)
class BothOrNone:
    """These requests are in together or not at all. Expected at least two requests, none twice."""

    request_ids: tuple[str, ...]
    why: str = ""

    def __post_init__(self) -> None:
        if len(self.request_ids) < 2 or len(set(self.request_ids)) < len(self.request_ids):
            raise ValueError("Expected at least two requests, none twice.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A category gets at least, or at most, so many requests or such a share.

    Args:
        category: One of ``CATEGORIES``.
        value: The category's value, such as "Patient access".
        measure: What is counted; shares are of what the whole portfolio has.
        sense: At least or at most. Expected a sense other than exactly.
        amount: Number of requests, or a share. Expected amount >= 0, and a share <= 1.
    """

    category: str
    value: str
    measure: Measure
    sense: Sense
    amount: float
    why: str = ""

    def __post_init__(self) -> None:
        if self.category not in CATEGORIES:
            raise ValueError(f"Expected a category: {', '.join(CATEGORIES)}.")
        if self.sense is Sense.EXACTLY:
            raise ValueError("Expected a sense other than exactly.")
        if not 0 <= self.amount < math.inf or (self.measure is not Measure.COUNT and self.amount > 1):
            raise ValueError("Expected amount >= 0, and a share <= 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum:
    """No more than so many requests altogether. Expected number >= 0."""

    number: int
    why: str = ""

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("Expected number >= 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interplay:
    """Two or more requests that are worth more together (synergy) or less (overlap, negative points).

    Raises:
        ValueError: Expected at least two requests, none twice, and finite points.
    """

    request_ids: tuple[str, ...]
    points: float
    why: str = ""

    def __post_init__(self) -> None:
        if len(self.request_ids) < 2 or len(set(self.request_ids)) < len(self.request_ids):
            raise ValueError("Expected at least two requests, none twice.")
        if not math.isfinite(self.points):
            raise ValueError("Expected finite points.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AiReview:
    """Hours the AI review board has, and what each tier of AI takes of them over its work.

    Args:
        hours_by_tier: Hours one request of a tier takes, spread evenly over its quarters. Expected hours >= 0.
        available: Hours by quarter; a quarter without an entry is not limited. Expected hours >= 0.
    """

    hours_by_tier: Mapping[AiTier, float]
    available: Mapping[Quarter, float]
    why: str = ""

    def __post_init__(self) -> None:
        if any(hours < 0 for hours in (*self.hours_by_tier.values(), *self.available.values())):
            raise ValueError("Expected hours >= 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDoing:
    """What leaving a request out would cost beyond its score. Expected finite points >= 0."""

    request_id: str
    points: float
    why: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.points < math.inf:
            raise ValueError("Expected finite points >= 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AiCharge:
    """Hours of one role that reviewing AI before go-live and watching it afterwards takes, by tier.

    Args:
        role: The role that is charged, such as ``data_analytics``.
        review_hours: Hours over the whole of the work, spread like the request's own. Expected hours >= 0.
        monitoring_hours: Hours in each quarter after the last work quarter. Expected hours >= 0.
    """

    role: str
    review_hours: Mapping[AiTier, float]
    monitoring_hours: Mapping[AiTier, float]
    why: str = ""

    def __post_init__(self) -> None:
        if any(hours < 0 for hours in (*self.review_hours.values(), *self.monitoring_hours.values())):
            raise ValueError("Expected hours >= 0.")
        if not self.role.strip():
            raise ValueError("Expected a role.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleReserve:
    """Shares of money and hours that only requests at stage scale may use: kept for pilots that succeed.

    Raises:
        ValueError: Expected 0 <= share < 1.
    """

    money_share: float = 0.0
    hours_share: float = 0.0
    why: str = ""

    def __post_init__(self) -> None:
        if not (0 <= self.money_share < 1 and 0 <= self.hours_share < 1):
            raise ValueError("Expected 0 <= share < 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRules:
    """Everything a planning group agreed on beside limits, mandates and gates. Empty: nothing.

    Args:
        reserve_share: Share of every role's hours kept back for what nobody planned. Expected 0 <= share < 1.
    """

    both_or_none: tuple[BothOrNone, ...] = ()
    balances: tuple[Balance, ...] = ()
    maximum: Maximum | None = None
    interplays: tuple[Interplay, ...] = ()
    ai_review: AiReview | None = None
    reserve_share: float = 0.0
    not_doing: tuple[NotDoing, ...] = field(default=())
    ai_charge: AiCharge | None = None
    scale_reserve: ScaleReserve | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.reserve_share < 1:
            raise ValueError("Expected 0 <= share < 1.")

    @property
    def request_ids(self) -> frozenset[str]:
        """Every request a rule names."""
        named = [rule.request_ids for rule in self.both_or_none] + [rule.request_ids for rule in self.interplays]
        return frozenset(i for ids in named for i in ids) | {rule.request_id for rule in self.not_doing}

    def among(self, request_ids: Collection[str]) -> AgreedRules:
        """The rules that name these requests alone; rules that name none stay."""
        ids = set(request_ids)
        return replace(
            self,
            both_or_none=tuple(rule for rule in self.both_or_none if set(rule.request_ids) <= ids),
            interplays=tuple(rule for rule in self.interplays if set(rule.request_ids) <= ids),
            not_doing=tuple(rule for rule in self.not_doing if rule.request_id in ids),
        )
