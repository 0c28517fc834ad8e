"""Limits as labelled rows: money by year, hours by role and quarter, change points, and what is kept for scaling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from portfolio.row import Row, Sense
from portfolio.rule_inputs import RuleInputs
from portfolio.rules import AiCharge
from scoring.quarter import Quarter
from scoring.request import Request, Stage

CENT = Decimal("0.01")


def capital_with_contingency_usd(request: Request, fiscal_year: str, contingency_share: Decimal) -> Decimal:
    """What a request counts against its year's capital limit: cost x (1 + contingency), to the cent."""
    cost = request.capital_usd.get(fiscal_year, Decimal(0)) * (1 + contingency_share)
    return cost.quantize(CENT, ROUND_HALF_UP)


def hours_in_quarter(request: Request, role: str, quarter: Quarter, first_quarter: Quarter) -> float:
    """A request's hours of one role in one quarter: spread evenly over the duration from its start."""
    start = request.start(first_quarter)
    if not start <= quarter <= request.last_work_quarter(first_quarter):
        return 0.0
    return request.role_hours.get(role, 0.0) / request.duration_quarters


def charged_hours(
    request: Request, role: str, quarter: Quarter, first_quarter: Quarter, charge: AiCharge | None
) -> float:
    """Hours a request takes of a role in a quarter, with the hours its AI takes to review and to watch.

    Review hours are spread like the request's own; watching begins in the quarter after the last work quarter.
    """
    own = hours_in_quarter(request, role, quarter, first_quarter)
    if charge is None or role != charge.role or request.stage is Stage.RETIRE:
        return own
    if quarter > request.last_work_quarter(first_quarter):
        return own + charge.monitoring_hours.get(request.ai_tier, 0.0)
    if quarter >= request.start(first_quarter):
        return own + charge.review_hours.get(request.ai_tier, 0.0) / request.duration_quarters
    return own


def capital_rows(inputs: RuleInputs) -> Iterator[Row]:
    """Capital with contingency of each fiscal year at most its budget."""
    for year in inputs.limits.budget:
        if year.capital_usd is not None:
            amounts = {
                r.id: float(capital_with_contingency_usd(r, year.fiscal_year, year.contingency_share))
                for r in inputs.requests
            }
            why = f"Capital budget {year.fiscal_year}, every cost with {year.contingency_share:.0%} contingency"
            yield _limit("capital", f"capital {year.fiscal_year}", "USD", float(year.capital_usd), amounts, why)


def operating_rows(inputs: RuleInputs) -> Iterator[Row]:
    """Added running cost of each fiscal year at most its limit."""
    for year in inputs.limits.budget:
        if year.operating_usd is not None:
            amounts = {r.id: float(r.operating_usd.get(year.fiscal_year, Decimal(0))) for r in inputs.requests}
            why = f"Added yearly running cost allowed in {year.fiscal_year}"
            yield _limit("operating", f"operating {year.fiscal_year}", "USD", float(year.operating_usd), amounts, why)


def hours_rows(inputs: RuleInputs) -> Iterator[Row]:
    """A role's hours in each quarter at most what is available, less the reserve."""
    for capacity in inputs.limits.capacity:
        for quarter, available in capacity.hours.items():
            charge = inputs.agreed.ai_charge
            amounts = {
                r.id: charged_hours(r, capacity.role, quarter, inputs.first_quarter, charge) for r in inputs.requests
            }
            key = f"hours {capacity.role} {quarter}"
            label = f"{capacity.name} {quarter}"
            why = f"Project hours of {capacity.name.lower()} in {quarter}"
            left = available * (1 - inputs.agreed.reserve_share)
            yield _limit("hours", key, "h", left, amounts, why, label=label)


def scale_reserve_rows(inputs: RuleInputs) -> Iterator[Row]:
    """What is not at stage scale stays within (1 - share) of every limit of money and hours."""
    reserve = inputs.agreed.scale_reserve
    if reserve is None:
        return
    others = replace(inputs, requests=[r for r in inputs.requests if r.stage is not Stage.SCALE])
    shares = (
        (capital_rows, reserve.money_share),
        (operating_rows, reserve.money_share),
        (hours_rows, reserve.hours_share),
    )
    for build, share in shares:
        for row in build(others) if share > 0 else ():
            yield replace(
                row,
                key=f"scale reserve {row.key}",
                kind="scale-reserve",
                label=f"{row.label} without what scales",
                bound=row.bound * (1 - share),
                why=reserve.why or f"{share:.0%} of it is kept for pilots that succeed",
            )


def change_rows(inputs: RuleInputs) -> Iterator[Row]:
    """Change points of go-lives in a department and quarter at most its limit."""
    live = {r.id: r.last_work_quarter(inputs.first_quarter) for r in inputs.requests}
    for limit in inputs.limits.change:
        for quarter, points in limit.points.items():
            amounts = {
                r.id: r.change_impact or 0.0
                for r in inputs.requests
                if live[r.id] == quarter and limit.department in r.affected_departments
            }
            if amounts:
                key = f"change {limit.department} {quarter}"
                why = f"Change points {limit.department} can take from go-lives in {quarter}"
                yield _limit("change-limits", key, "points", points, amounts, why)


def _limit(
    kind: str, key: str, unit: str, bound: float, amounts: Mapping[str, float], why: str, *, label: str = ""
) -> Row:
    terms = {request_id: amount for request_id, amount in amounts.items() if amount}
    label = label or key[:1].upper() + key[1:]
    return Row(key=key, kind=kind, label=label, sense=Sense.AT_MOST, bound=bound, unit=unit, terms=terms, why=why)
