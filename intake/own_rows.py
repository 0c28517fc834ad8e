"""Requests, plan and limits as rows of our own layout: what the reader reads back as themselves."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from intake.cells import neutralized
from intake.columns import COLUMNS, UNCLEAR_MARK, Column
from intake.settings import PLAN, RULE, SCENARIO, WEIGHT
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.limits import BudgetYear, ChangeLimit, Limits, RoleCapacity
from portfolio.plan import Plan
from scoring.criterion import CRITERIA
from scoring.quarter import Quarter
from scoring.request import Request
from scoring.weights import Weights

Row = dict[str, str]
TEXT_TYPES = ("text", "list", "one of", "quarter", "yes or no")


def is_text_column(column: Column) -> bool:
    """Whether a column holds words, even where they look like numbers."""
    return column.type.startswith(TEXT_TYPES)


def request_rows(
    requests: Sequence[Request], *, fiscal_years: Sequence[str] = (), roles: Sequence[str] = ()
) -> list[Row]:
    """One row a request with every column of our layout; blank where a fact is unknown.

    Args:
        fiscal_years: Years that get a cost column in any case.
        roles: Roles that get a column of hours in any case.
    """
    years = sorted({*fiscal_years, *(y for r in requests for y in (*r.capital_usd, *r.operating_usd))})
    all_roles = list(dict.fromkeys([*roles, *(role for r in requests for role in r.role_hours)]))
    return [_request_row(request, years, all_roles) for request in requests]


def empty_row(*, fiscal_years: Sequence[str], roles: Sequence[str]) -> Row:
    """Every column of our layout, blank."""
    return dict.fromkeys(_request_row(Request(id="-", title="-"), fiscal_years, roles), "")


def requests_as_csv(
    requests: Sequence[Request], *, fiscal_years: Sequence[str] = (), roles: Sequence[str] = ()
) -> bytes:
    """The requests as CSV in our layout, UTF-8 with a mark for Excel; no text in it is taken for a formula.

    Args:
        fiscal_years: Years that get a cost column in any case.
        roles: Roles that get a column of hours in any case.
    """
    rows = request_rows(requests, fiscal_years=fiscal_years, roles=roles)
    empty = rows[0] if rows else empty_row(fiscal_years=fiscal_years, roles=roles)
    out = io.StringIO()
    text_columns = {column.key for column in COLUMNS if is_text_column(column)}
    writer = csv.DictWriter(out, list(empty), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: neutralized(v) if k in text_columns else v for k, v in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def plan_rows(plan: Plan) -> list[tuple[str, str, str]]:
    """(section, setting, value) of every row of the sheet Plan."""
    rows = [
        (PLAN, "planning_date", plan.planning_date.isoformat()),
        (PLAN, "first_quarter", str(plan.first_quarter)),
        (PLAN, "number_of_quarters", str(plan.n_quarters)),
        (PLAN, "dollars_per_point", written(plan.dollars_per_point)),
        (PLAN, "currency", plan.currency),
        (PLAN, "discount_rate_percent", written(plan.money_terms.discount_rate * 100)),
        (PLAN, "useful_life_years", str(plan.money_terms.useful_life_years)),
    ]
    rows += [(WEIGHT, c.key, written(plan.weights.share(c.key) * 100)) for c in CRITERIA if plan.weights.share(c.key)]
    rows += [(RULE, kind.key, "on" if kind.key in plan.kinds_on else "off") for kind in CONSTRAINT_KINDS]
    return rows + [
        (f"{SCENARIO}: {scenario.name}", key, written(bound))
        for scenario in plan.scenarios
        for key, bound in scenario.bounds
    ]


def budget_rows(limits: Limits) -> list[Row]:
    """Rows of the sheet Budget."""
    return [_budget_row(year) for year in limits.budget]


def capacity_rows(limits: Limits, quarters: Sequence[Quarter]) -> list[Row]:
    """Rows of the sheet Capacity."""
    return [_capacity_row(role, quarters) for role in limits.capacity]


def change_rows(limits: Limits, quarters: Sequence[Quarter]) -> list[Row]:
    """Rows of the sheet Change limits."""
    return [_change_row(limit, quarters) for limit in limits.change]


def stakeholder_rows(weights: Mapping[str, Weights]) -> list[Row]:
    """Rows of the sheet Stakeholder weights."""
    return [
        {"stakeholder": name, **{c.key: written(w.share(c.key) * 100) for c in CRITERIA}} for name, w in weights.items()
    ]


def written(value: Any) -> str:
    """A value as our reader reads it back; empty for nothing."""
    if value is None or value is False or value == ():
        return ""
    if isinstance(value, frozenset | tuple):
        return ";".join(sorted(value) if isinstance(value, frozenset) else value)
    if isinstance(value, Decimal | float):
        return _number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return "yes" if value is True else str(value)


def _number(value: Decimal | float) -> str:
    """A number without a needless point, all its digits kept."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize():f}"


# (key, field of the request, name within that field) of every column.
_FACTS = tuple((column.key, *column.field.partition(".")[::2]) for column in COLUMNS)
_LAST_BEFORE_SERIES = "ai_risk"


def _request_row(request: Request, years: Sequence[str], roles: Sequence[str]) -> Row:
    row: Row = {}
    for key, field, name in _FACTS:
        value: Any = getattr(request, field)
        if name and value is not None:
            value = value.get(name) if field == "ratings" else getattr(value, name)
        row[key] = value if type(value) is str else written(value)
        if key == _LAST_BEFORE_SERIES:
            for year in years:
                row[f"capital_{year.lower()}_usd"] = written(request.capital_usd.get(year))
            for year in years:
                row[f"opex_{year.lower()}_usd"] = written(request.operating_usd.get(year))
            for role in roles:
                row[f"hours_{role}"] = written(request.role_hours.get(role))
    for key in request.unclear:
        row[key] = UNCLEAR_MARK
    return row


def _budget_row(year: BudgetYear) -> Row:
    return {
        "fiscal_year": year.fiscal_year,
        "capital_limit_usd": written(year.capital_usd),
        "operating_limit_usd": written(year.operating_usd),
        "contingency_percent": written(year.contingency_share * 100),
    }


def _capacity_row(role: RoleCapacity, quarters: Sequence[Quarter]) -> Row:
    columns = sorted({*quarters, *role.hours})
    return {"role": role.role, "role_name": role.name, **{str(q): written(role.hours.get(q)) for q in columns}}


def _change_row(limit: ChangeLimit, quarters: Sequence[Quarter]) -> Row:
    columns = sorted({*quarters, *limit.points})
    return {"department": limit.department, **{str(q): written(limit.points.get(q)) for q in columns}}
