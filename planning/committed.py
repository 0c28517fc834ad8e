"""What funded requests take of every limit, and what is left of it to the planning cycle after theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from planning.notebook import PlanningNotebook
from portfolio.limit_rows import CENT, capital_rows, change_rows, hours_rows, operating_rows
from portfolio.limits import BudgetYear, Limits
from portfolio.rule_inputs import RuleInputs

_ROWS = (capital_rows, operating_rows, hours_rows, change_rows)
_Bounds = tuple[tuple[str, float], ...]


def left_over(notebook: PlanningNotebook, funded: Collection[str]) -> PlanningNotebook:
    """The notebook with what is left of its limits, moved ones and those of scenarios too, after some requests.

    Money keeps its cents; where more is taken than there is, nothing is left. A funded saving leaves more.

    Args:
        funded: Ids of the requests whose money, hours and change points are spoken for.
    """
    taken = _taken(notebook, funded)
    return replace(
        notebook,
        limits=_limits(notebook.limits, taken, 1 - notebook.agreed_rules.reserve_share),
        bounds=_bounds(notebook.bounds, taken),
        plan=replace(
            notebook.plan,
            scenarios=tuple(replace(s, bounds=_bounds(s.bounds, taken)) for s in notebook.plan.scenarios),
        ),
        saved=tuple(replace(s, bounds=_bounds(s.bounds, taken)) for s in notebook.saved),
    )


def _taken(notebook: PlanningNotebook, funded: Collection[str]) -> Mapping[str, float]:
    """What the funded take of each limit, by its row's key in small letters."""
    requests = [notebook.governance.as_decided(r) for r in notebook.requests if r.id in funded]
    inputs = RuleInputs(
        requests=requests,
        limits=notebook.limits,
        first_quarter=notebook.plan.first_quarter,
        agreed=notebook.agreed_rules,
    )
    return {row.key.casefold(): row.used(row.terms) for build in _ROWS for row in build(inputs)}


def _limits(limits: Limits, taken: Mapping[str, float], usable_share: float) -> Limits:
    # A reserve is kept of what is stated; hours that are spoken for come out of the rest.
    return Limits(
        budget=tuple(_year(year, taken) for year in limits.budget),
        capacity=tuple(
            replace(role, hours={
                quarter: max(hours - taken.get(f"hours {role.role} {quarter}".casefold(), 0.0) / usable_share, 0.0)
                for quarter, hours in role.hours.items()
            })
            for role in limits.capacity
        ),
        change=tuple(
            replace(limit, points={
                quarter: max(points - taken.get(f"change {limit.department} {quarter}".casefold(), 0.0), 0.0)
                for quarter, points in limit.points.items()
            })
            for limit in limits.change
        ),
    )  # fmt: skip


def _year(year: BudgetYear, taken: Mapping[str, float]) -> BudgetYear:
    return replace(
        year,
        capital_usd=_money(year.capital_usd, taken.get(f"capital {year.fiscal_year}".casefold(), 0.0)),
        operating_usd=_money(year.operating_usd, taken.get(f"operating {year.fiscal_year}".casefold(), 0.0)),
    )


def _money(limit: Decimal | None, taken: float) -> Decimal | None:
    return None if limit is None else max(limit - Decimal(taken).quantize(CENT), Decimal(0))


def _bounds(bounds: _Bounds, taken: Mapping[str, float]) -> _Bounds:
    return tuple((key, max(bound - taken.get(key.casefold(), 0.0), 0.0)) for key, bound in bounds)
