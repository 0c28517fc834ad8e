"""Plain optimization tables through the same selection: values as given, one row for each limited resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake.plain_table import PlainTable
from planning.notebook import UnknownNameError
from portfolio.constraints import RuleInputs, Ruling, build_rows
from portfolio.limits import Limits
from portfolio.row import Row, Sense
from portfolio.selection import Problem
from scoring.quarter import Quarter


def plain_problem(table: PlainTable, *, rulings: Sequence[Ruling] = (), bounds: Mapping[str, float] = {}) -> Problem:
    """The selection problem of a plain table.

    Args:
        rulings: Requests forced in or out.
        bounds: Limits set to other amounts, by resource.

    Raises:
        UnknownNameError: a limit or a forced request is not in the table.
    """
    limits = {**table.limits, **bounds}
    if unknown := sorted(set(limits) - set(table.amounts)):
        raise UnknownNameError(f"There is no resource {unknown[0]!r}. Resources: {', '.join(table.amounts)}.")
    if strangers := sorted({r.request_id for r in rulings} - set(table.values)):
        raise UnknownNameError(f"There is no request {strangers[0]}.")
    inputs = RuleInputs(requests=table.requests, limits=Limits(), first_quarter=Quarter(2000, 1), overrides=rulings)
    rows = build_rows(inputs, ("prerequisites", "exclusions", "overrides"))
    resource_rows = tuple(_resource_row(name, limit, table.amounts[name]) for name, limit in limits.items())
    return Problem(scores=table.values, rows=resource_rows + rows, capital_usd={})


def _resource_row(name: str, limit: float, amounts: Mapping[str, float]) -> Row:
    terms = {request_id: amount for request_id, amount in amounts.items() if amount}
    return Row(key=name, kind="resource", label=name, sense=Sense.AT_MOST, bound=limit, unit="", terms=terms)
