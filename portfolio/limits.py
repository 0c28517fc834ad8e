"""What an organization can spend, staff and absorb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.quarter import Quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetYear:
    """Money of one fiscal year, in whole cents; a limit of None is no limit.

    Args:
        contingency_share: Added to every capital cost before it counts. Expected 0 <= share <= 1.
    """

    fiscal_year: str
    capital_usd: Decimal | None = None
    operating_usd: Decimal | None = None
    contingency_share: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not 0 <= self.contingency_share <= 1:
            raise ValueError("Expected 0 <= share <= 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCapacity:
    """Hours one role can give to projects, by quarter. Expected hours >= 0."""

    role: str
    name: str
    hours: Mapping[Quarter, float]

    def __post_init__(self) -> None:
        if any(h < 0 for h in self.hours.values()):
            raise ValueError("Expected hours >= 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLimit:
    """Change points one department can take, by quarter. Expected points >= 0."""

    department: str
    points: Mapping[Quarter, float]

    def __post_init__(self) -> None:
        if any(p < 0 for p in self.points.values()):
            raise ValueError("Expected points >= 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All limits of a plan. An empty part means that nothing limits it."""

    budget: tuple[BudgetYear, ...] = ()
    capacity: tuple[RoleCapacity, ...] = ()
    change: tuple[ChangeLimit, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether anything is limited; a year that only has costs limits nothing."""
        has_money = any(y.capital_usd is not None or y.operating_usd is not None for y in self.budget)
        return has_money or bool(self.capacity or self.change)

    @property
    def fiscal_years(self) -> tuple[str, ...]:
        """Fiscal years in order."""
        return tuple(year.fiscal_year for year in self.budget)

    @property
    def roles(self) -> tuple[str, ...]:
        """Role keys in order."""
        return tuple(role.role for role in self.capacity)
