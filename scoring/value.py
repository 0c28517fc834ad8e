"""Money and time of one request: the benefit that can be counted, and net cost in points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoring.quarter import Quarter
from scoring.request import BenefitType, Confidence, Request

COUNTED_SHARE_BY_TYPE = {
    BenefitType.CASH: Decimal("1"),
    BenefitType.MIXED: Decimal("0.5"),
    BenefitType.AVOIDED: Decimal("0.25"),
    BenefitType.SOFT: Decimal("0"),
    BenefitType.NONE: Decimal("0"),
}
COUNTED_SHARE_BY_CONFIDENCE = {
    Confidence.HIGH: Decimal("0.9"),
    Confidence.MEDIUM: Decimal("0.6"),
    Confidence.LOW: Decimal("0.3"),
    Confidence.NOT_APPLICABLE: Decimal("0"),
}


@dataclass(frozen=True, slots=True)
class CostTerms:
    """What turns money and time into net cost.

    Args:
        first_quarter: The plan's first quarter.
        fiscal_years: Years with costs, such as FY27; those of the ``n_years`` from the first quarter's year count.
        dollars_per_point: Net cost that counts as one point. Expected dollars per point > 0.
        n_years: Years over which cost and benefit count. Expected years >= 1.
    """

    first_quarter: Quarter
    fiscal_years: tuple[str, ...]
    dollars_per_point: Decimal = Decimal(600_000)
    n_years: int = 3

    def __post_init__(self) -> None:
        if self.dollars_per_point <= 0:
            raise ValueError("Expected dollars per point > 0.")
        if self.n_years < 1:
            raise ValueError("Expected years >= 1.")

    @property
    def counted_years(self) -> tuple[str, ...]:
        """The fiscal years whose costs count: those of the list that lie in the counted span."""
        span = {f"FY{(self.first_quarter.year + k) % 100:02}" for k in range(self.n_years)}
        return tuple(year for year in self.fiscal_years if year in span)


def benefit_quarters(request: Request, terms: CostTerms) -> int:
    """Whole quarters from the quarter after the last work quarter to the end of the counted years, never below 0."""
    end = terms.first_quarter.plus(4 * terms.n_years)
    return max(0, end.minus(request.last_work_quarter(terms.first_quarter)) - 1)


def counted_benefit_usd(request: Request, terms: CostTerms) -> Decimal:
    """Benefit that counts against cost: annual / 4 x whole quarters x type share x confidence share.

    An unknown benefit counts as nothing: it is a claim nobody has made.
    """
    annual = request.annual_benefit_usd
    if not annual:
        return Decimal(0)
    share = COUNTED_SHARE_BY_TYPE[request.benefit_type] * COUNTED_SHARE_BY_CONFIDENCE[request.benefit_confidence]
    return annual * benefit_quarters(request, terms) * share / 4


def net_cost_usd(request: Request, terms: CostTerms) -> Decimal | None:
    """Capital plus operating of the counted years less the counted benefit, without contingency.

    None while any year's cost is unknown, or no year is known at all.
    """
    years = terms.counted_years
    if not years or unknown_costs(request, years):
        return None
    spent = sum((request.capital_usd[year] + request.operating_usd[year] for year in years), Decimal(0))
    return spent - counted_benefit_usd(request, terms)


def unknown_costs(request: Request, fiscal_years: tuple[str, ...]) -> tuple[str, ...]:
    """The costs nobody has entered, such as "capital FY28"; empty where all are known."""
    capital = tuple(f"capital {year}" for year in fiscal_years if year not in request.capital_usd)
    return capital + tuple(f"operating {year}" for year in fiscal_years if year not in request.operating_usd)


def net_cost_points(request: Request, terms: CostTerms) -> float | None:
    """Net cost K in points, signed and unbounded: net cost / dollars per point. None while cost is unknown."""
    cost = net_cost_usd(request, terms)
    return None if cost is None else float(cost / terms.dollars_per_point)
