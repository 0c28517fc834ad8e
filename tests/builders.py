"""Small named requests, notebooks and problems for tests."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from intake.tables import read_governance_rules
from planning.notebook import PlanningNotebook
from portfolio.limits import BudgetYear, Limits, RoleCapacity
from portfolio.plan import Plan
from portfolio.row import Row, Sense
from portfolio.selection import Problem, portfolio_value
from scoring.quarter import Quarter, quarters_from
from scoring.request import Request

FIRST = Quarter(2027, 1)
TODAY = dt.date(2026, 11, 22)
YEARS = ("FY27", "FY28", "FY29")


def request(request_id: str, *, capital: int = 0, operating: int = 0, hours: float = 0, **facts: Any) -> Request:
    """A complete request: costs in every year (capital all in the first), hours of the role analyst."""
    base = Request(
        id=request_id,
        title=facts.pop("title", f"Request {request_id}"),
        capital_usd={year: Decimal(capital if year == YEARS[0] else 0) for year in YEARS},
        operating_usd={year: Decimal(operating) for year in YEARS},
        role_hours={"analyst": hours},
        earliest_start=FIRST,
        ratings={"clinical_value": 0.0, "burden_reduction": 0.0, "regulatory_need": 0.0},
    )
    return replace(base, **facts)


def limits(*, capital: int | None = None, operating: int | None = None, hours: float | None = None) -> Limits:
    """The same limit in every year and quarter; None is no limit."""
    return Limits(
        budget=tuple(
            BudgetYear(
                fiscal_year=year,
                capital_usd=None if capital is None else Decimal(capital),
                operating_usd=None if operating is None else Decimal(operating),
            )
            for year in YEARS
        ),
        capacity=()
        if hours is None
        else (RoleCapacity(role="analyst", name="Analysts", hours=dict.fromkeys(quarters_from(FIRST, 8), hours)),),
    )


def notebook(requests: Sequence[Request], *, limits_: Limits | None = None, **facts: Any) -> PlanningNotebook:
    """A notebook with default weights and rules."""
    plan = Plan(planning_date=TODAY, first_quarter=FIRST)
    base = PlanningNotebook(
        name="Test",
        plan=plan,
        requests=tuple(requests),
        limits=limits_ or limits(),
        rules=read_governance_rules(),
        weights=plan.weights,
        kinds_on=plan.kinds_on,
    )
    return replace(base, **facts)


def row(
    key: str, terms: Mapping[str, float], bound: float, *, sense: Sense = Sense.AT_MOST, kind: str = "resource"
) -> Row:
    """One labelled row; a resource by default, else a yes/no rule of the kind."""
    unit = "" if kind == "resource" else "requests"
    return Row(key=key, kind=kind, label=key, sense=sense, bound=bound, unit=unit, terms=terms)


def problem(scores: Mapping[str, float], *rows: Row, capital: Mapping[str, float] | None = None) -> Problem:
    """A selection problem."""
    return Problem(scores=scores, rows=rows, capital_usd=capital or {})


def best_by_enumeration(given: Problem) -> frozenset[str] | None:
    """The best portfolio over all 2^n, by the named tie rule; None where no set keeps the rows."""
    ids, best, best_key = given.ids, None, None
    for mask in itertools.product((1, 0), repeat=len(ids)):
        chosen = frozenset(i for i, is_in in zip(ids, mask, strict=True) if is_in)
        if all(r.is_met(chosen) for r in given.rows):
            value = round(portfolio_value(given.scores, chosen), 6)
            key = (value, -round(sum(given.capital_usd.get(i, 0.0) for i in chosen), 2), mask)
            if best_key is None or key > best_key:
                best, best_key = chosen, key
    return best
