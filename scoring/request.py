"""A request: one proposed digital project, one row of the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from scoring.quarter import Quarter


class Stage(StrEnum):
    """Where a request stands in its life."""

    IDEA = "idea"
    PILOT = "pilot"
    SCALE = "scale"
    OPERATE = "operate"
    RETIRE = "retire"


class AiTier(StrEnum):
    """How much harm an AI part could do; ``none`` where there is no AI."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class BenefitType(StrEnum):
    """How much of a claimed benefit is money in hand."""

    CASH = "cash"
    MIXED = "mixed"
    AVOIDED = "avoided"
    SOFT = "soft"
    NONE = "none"


class Confidence(StrEnum):
    """How sure the claimed benefit is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOT_APPLICABLE = "n/a"


class ExitDecision(StrEnum):
    """How a pilot ended."""

    SCALE = "scale"
    EXTEND = "extend"
    STOP = "stop"


class Direction(StrEnum):
    """Which way an outcome measure should move."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A law, rule or contract behind a request, and what it asks for.

    Whether a ``type`` forces the request in or only scores is a table in data/, not a property here.
    """

    type: str
    rule: str = ""
    deadline: dt.date | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeMetric:
    """The measure a request promises to move: values in ``unit``."""

    name: str
    unit: str = ""
    better: Direction = Direction.HIGHER
    baseline: float | None = None
    target: float | None = None
    latest: float | None = None

    @property
    def is_target_met(self) -> bool | None:
        """Whether the latest value reaches the target; None while either is missing."""
        if self.latest is None or self.target is None:
            return None
        return self.latest >= self.target if self.better is Direction.HIGHER else self.latest <= self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One proposed digital project. Unknown facts are absent or None, never 0.

    Mappings are read-only by agreement: change a request with ``dataclasses.replace``.

    Args:
        id: Stable name, text (leading zeros kept). Expected a non-empty id.
        title: What people call it. Expected a non-empty title.
        capital_usd: One-off money by fiscal year; empty while unknown. Expected capital >= 0.
        operating_usd: Added yearly running cost by fiscal year; negative is a saving.
        role_hours: Staff hours by role for the whole of the work. Expected hours >= 0.
        duration_quarters: Quarters of work. Expected duration >= 1 quarter.
        ratings: Rating by criterion key, on the criterion's anchored scale.
        annual_benefit_usd: Claimed yearly benefit. Expected benefit >= 0.
        prerequisites: Ids of requests this one needs.
        is_harmful: A person flagged expected harm: a hard stop whatever the total.
        unclear: Columns whose cells could not be read and must not be guessed: the request waits until they are mended.
        change_impact: Change points each affected department takes in the go-live quarter. Expected change impact >= 0.
        cost_nature: What the money buys, such as license, subscription, build, training, conversion, hardware or labor.
        entity: Legal entity that pays; with cost center and account it passes through from the file to finance.
        other_columns: Columns of the file that Rounds does not use, by header, as text. They make no request another.
    """

    id: str
    title: str
    description: str = ""
    sponsor_role: str = ""
    requesting_department: str = ""
    focus_area: str = ""
    stage: Stage = Stage.IDEA
    ai_tier: AiTier = AiTier.NONE
    capital_usd: Mapping[str, Decimal] = field(default_factory=dict)
    operating_usd: Mapping[str, Decimal] = field(default_factory=dict)
    role_hours: Mapping[str, float] = field(default_factory=dict)
    duration_quarters: int = 1
    earliest_start: Quarter | None = None
    ratings: Mapping[str, float] = field(default_factory=dict)
    annual_benefit_usd: Decimal | None = None
    benefit_type: BenefitType = BenefitType.NONE
    benefit_confidence: Confidence = Confidence.NOT_APPLICABLE
    affected_departments: tuple[str, ...] = ()
    change_impact: float | None = None
    mandate: Mandate | None = None
    prerequisites: tuple[str, ...] = ()
    exclusive_group: str = ""
    clinical_champion: str = ""
    metric: OutcomeMetric | None = None
    pilot_start: dt.date | None = None
    pilot_end: dt.date | None = None
    exit_decision: ExitDecision | None = None
    evidence_status: str = ""
    ai_evidence: frozenset[str] = frozenset()
    human_final_say: str = ""
    frontline_tickets: int | None = None
    is_harmful: bool = False
    unclear: tuple[str, ...] = ()
    notes: str = ""
    cost_nature: str = ""
    entity: str = ""
    cost_center: str = ""
    account: str = ""
    other_columns: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError("Expected a non-empty id.")
        if not self.title.strip():
            raise ValueError("Expected a non-empty title.")
        if self.duration_quarters < 1:
            raise ValueError("Expected duration >= 1 quarter.")
        if any(amount < 0 for amount in self.capital_usd.values()):
            raise ValueError("Expected capital >= 0.")
        if any(hours < 0 for hours in self.role_hours.values()):
            raise ValueError("Expected hours >= 0.")
        if self.annual_benefit_usd is not None and self.annual_benefit_usd < 0:
            raise ValueError("Expected benefit >= 0.")
        if self.change_impact is not None and self.change_impact < 0:
            raise ValueError("Expected change impact >= 0.")

    @property
    def total_capital_usd(self) -> Decimal:
        """One-off money over all years, without contingency."""
        return sum(self.capital_usd.values(), Decimal(0))

    @property
    def total_operating_usd(self) -> Decimal:
        """Added running cost over all years, negative for a saving."""
        return sum(self.operating_usd.values(), Decimal(0))

    @property
    def total_hours(self) -> float:
        """Staff hours over all roles."""
        return sum(self.role_hours.values())

    def start(self, first_quarter: Quarter) -> Quarter:
        """The quarter work starts in a plan that begins with ``first_quarter``: never before the plan."""
        return max(self.earliest_start or first_quarter, first_quarter)

    def last_work_quarter(self, first_quarter: Quarter) -> Quarter:
        """The quarter work ends: the go-live quarter."""
        return self.start(first_quarter).plus(self.duration_quarters - 1)
