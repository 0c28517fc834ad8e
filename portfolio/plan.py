"""A plan: the frame in which requests compete."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.constraints import CONSTRAINT_KINDS
from scoring.cash import MoneyTerms
from scoring.criterion import CRITERIA
from scoring.quarter import Quarter, quarters_from
from scoring.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named set of changed limits: pairs (row key, new bound)."""

    name: str
    bounds: tuple[tuple[str, float], ...] = ()


def _default_weights() -> Weights:
    return Weights.default(CRITERIA)


def _default_kinds() -> frozenset[str]:
    return frozenset(kind.key for kind in CONSTRAINT_KINDS if kind.is_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The frame in which requests compete, as the workbook's sheet Plan states it.

    Args:
        planning_date: The day gates and deadlines are judged on: data, never the clock.
        first_quarter: Where the plan begins.
        n_quarters: Quarters with staff hours. Expected quarters >= 1.
        dollars_per_point: Net cost that counts as one point.
        currency: ISO code, such as USD; empty while nobody has said which one.
        weights: The agreed weights.
        kinds_on: Keys of the constraint kinds that apply.
        scenarios: Named sets of changed limits.
        money_terms: What the business case assumes.
    """

    planning_date: dt.date
    first_quarter: Quarter
    n_quarters: int = 8
    dollars_per_point: Decimal = Decimal(600_000)
    currency: str = "USD"
    weights: Weights = field(default_factory=_default_weights)
    kinds_on: frozenset[str] = field(default_factory=_default_kinds)
    scenarios: tuple[Scenario, ...] = ()
    money_terms: MoneyTerms = field(default_factory=MoneyTerms)

    def __post_init__(self) -> None:
        if self.n_quarters < 1:
            raise ValueError("Expected quarters >= 1.")

    @property
    def last_quarter(self) -> Quarter:
        """The plan's last quarter."""
        return self.first_quarter.plus(self.n_quarters - 1)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The plan's quarters, in order."""
        return quarters_from(self.first_quarter, self.n_quarters)
