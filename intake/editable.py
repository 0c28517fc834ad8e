"""The requests as rows that people fill in: every column that may be entered, blank where nobody stated anything."""

from __future__ import annotations

from collections.abc import Sequence

from intake.columns import HOURS_COLUMN
from intake.defaults import Assumed, blanked
from intake.own_rows import Row, empty_row, request_rows
from intake.plan_years import plan_years
from intake.read import Intake
from intake.tables import read_usual_roles
from scoring.request import Request


def editable_columns(intake: Intake, more_roles: Sequence[str] = ()) -> tuple[str, ...]:
    """Columns of our layout that people may fill in, in order; a list without costs or hours gets the plan's years and
    the usual roles.

    Args:
        more_roles: Roles that a person added.
    """
    keys = empty_row(fiscal_years=_years(intake), roles=_roles(intake, more_roles))
    return tuple(key for key in keys if key != "request_id")


def editable_rows(intake: Intake, more_roles: Sequence[str] = ()) -> list[Row]:
    """The requests as rows of those columns, each with its id."""
    return _rows(intake, intake.requests, more_roles)


def rows_again(intake: Intake, before: Intake, rows: Sequence[Row], more_roles: Sequence[str] = ()) -> list[Row]:
    """The rows of an intake, with those of an earlier one taken over for the requests that are the same.

    Args:
        rows: The editable rows of the earlier one.
    """
    known = {id(request): row for request, row in zip(before.requests, rows, strict=True)}
    changed = [request for request in intake.requests if id(request) not in known]
    made = _rows(intake, changed, more_roles)
    columns = {"request_id", *editable_columns(intake, more_roles)}
    if any(row.keys() != columns for row in (*made[:1], *rows[:1])):
        return editable_rows(intake, more_roles)
    known |= {id(request): row for request, row in zip(changed, made, strict=True)}
    return [known[id(request)] for request in intake.requests]


def assumed_of(intake: Intake) -> Assumed:
    """The columns that nobody stated, by request id."""
    return intake.table.assumed if intake.table else {}


def _rows(intake: Intake, requests: Sequence[Request], more_roles: Sequence[str]) -> list[Row]:
    rows = request_rows(requests, fiscal_years=_years(intake), roles=_roles(intake, more_roles))
    assumed = assumed_of(intake)
    return [blanked(row, assumed.get(row["request_id"], ())) for row in rows]


def _years(intake: Intake) -> tuple[str, ...]:
    limits, table = intake.limits, intake.table
    entered = {year for request in intake.requests for year in (*request.capital_usd, *request.operating_usd)}
    is_stated = any(year.capital_usd is not None or year.operating_usd is not None for year in limits.budget)
    if intake.plan is not None and not is_stated and not (table and table.fiscal_years):
        entered |= set(plan_years(intake.plan.first_quarter.year))
    return tuple(sorted(entered | set(limits.fiscal_years)))


def _roles(intake: Intake, more_roles: Sequence[str]) -> tuple[str, ...]:
    table = intake.table
    entered = dict.fromkeys(role for request in intake.requests for role in request.role_hours)
    is_stated = bool(intake.limits.roles or (table and any(HOURS_COLUMN.match(use.target) for use in table.uses)))
    usual = () if is_stated else read_usual_roles()
    return tuple(dict.fromkeys((*intake.limits.roles, *usual, *entered, *more_roles)))
