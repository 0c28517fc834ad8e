"""Money over the years: the plan's years, when a benefit flows, net present value, payback and depreciation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.quarter import Quarter
from scoring.request import Request

# Years a business case looks at; more where the plan has more.
CASE_YEARS = 5
_CENTURY = 100
# What people may assume: longer than anything digital is used, and a rate nobody goes beyond.
LONGEST_LIFE_YEARS, HIGHEST_RATE_PERCENT = 40, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTerms:
    """What a business case assumes.

    Args:
        discount_rate: Yearly. Expected rate > -1.
        useful_life_years: Years over which capital is depreciated. Expected useful life >= 1 year.
    """

    discount_rate: Decimal = Decimal("0.05")
    useful_life_years: int = 5

    def __post_init__(self) -> None:
        if self.discount_rate <= -1:
            raise ValueError("Expected rate > -1.")
        if self.useful_life_years < 1:
            raise ValueError("Expected useful life >= 1 year.")


def year_name(year: int) -> str:
    """The fiscal year of a calendar year, such as FY27."""
    return f"FY{year % _CENTURY:02}"


def case_years(first: Quarter, stated: Iterable[str], n_years: int = CASE_YEARS) -> tuple[str, ...]:
    """The years of a business case, in order: those with costs, and ``n_years`` from the plan's first one.

    Args:
        stated: Fiscal years that costs or limits name, such as FY27.
    """
    spanned = {year_name(first.year + k): k for k in range(n_years)}
    places = spanned | {name: _place(name, first) for name in stated}
    return tuple(sorted(places, key=lambda name: (places[name], name)))


def live_quarters(request: Request, first: Quarter, years: Sequence[str]) -> tuple[int, ...]:
    """Quarters of each year in which a request's benefit flows: from the one after its last work quarter on.

    Year k holds the plan's quarters 4k to 4k + 3, so that the first three years hold the quarters that scores count.
    """
    begins = request.last_work_quarter(first).minus(first) + 1
    return tuple(
        min(4, max(0, 4 * (_place(name, first) + 1) - begins)) if _place(name, first) >= 0 else 0 for name in years
    )


def net_present_value(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """sum over k = 1..n of flow(k) / (1 + rate)^k: each year's net flow counted at its end (NPV of any spreadsheet).

    Raises:
        ValueError: Expected rate > -1.
    """
    if rate <= -1:
        raise ValueError("Expected rate > -1.")
    return sum((flow / (1 + rate) ** k for k, flow in enumerate(flows, start=1)), Decimal(0))


def payback_years(flows: Sequence[Decimal]) -> Decimal | None:
    """Years until the summed flows are no longer below zero and stay so, within a year in proportion.

    0 where they never are below zero; None where they still are at the end.
    """
    below, total, before = 0, Decimal(0), Decimal(0)
    for k, flow in enumerate(flows, start=1):
        total += flow
        if total < 0:
            below, before = k, total
    if below == len(flows):
        return None if flows else Decimal(0)
    return Decimal(0) if not below else below - before / flows[below]


def straight_line(amounts: Sequence[Decimal], life_years: int) -> tuple[Decimal, ...]:
    """Yearly depreciation: each year's amount in equal parts over its useful life, the first in its own year.

    Returns:
        One charge for each year of ``amounts``; what is left afterwards is their difference from the sum.

    Raises:
        ValueError: Expected useful life >= 1 year.
    """
    if life_years < 1:
        raise ValueError("Expected useful life >= 1 year.")
    return tuple(
        sum((amounts[j] for j in range(max(0, k - life_years + 1), k + 1)), Decimal(0)) / life_years
        for k in range(len(amounts))
    )


def _place(name: str, first: Quarter) -> int:
    """Years after the plan's first one, below 0 before it, within 50 of it. A name that is no year is last."""
    digits = name.removeprefix("FY")
    if not digits.isdecimal():
        return _CENTURY
    return (int(digits) - first.year + 50) % _CENTURY - 50
