"""Prepare: what a notebook's portfolios must keep whatever the weights: gates, duties, limits and other rules."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from governance.gates import Block, gate
from governance.mandates import Duty, read_duties
from planning.notebook import PlanningNotebook, UnknownNameError
from portfolio.constraints import MustHave, RuleInputs, Ruling, build_premiums, build_rows
from portfolio.limits import Limits
from portfolio.premium import Premium
from portfolio.row import Row
from portfolio.selection import Problem
from scoring.request import Request
from scoring.score import Levels, Scores, read_levels
from scoring.value import CostTerms, net_cost_usd, unknown_costs


# Without slots: what follows from it is found once, for all weights.
@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What does not change when weights move: levels, gates, duties and rows."""

    requests: tuple[Request, ...]
    cost_terms: CostTerms
    levels: Levels
    blocks: tuple[Block, ...]
    duties: tuple[Duty, ...]
    rows: tuple[Row, ...]
    premiums: tuple[Premium, ...] = ()

    @cached_property
    def capital_usd(self) -> Mapping[str, float]:
        """Capital over all years by request id."""
        return {r.id: float(r.total_capital_usd) for r in self.requests}

    @cached_property
    def net_cost_usd(self) -> Mapping[str, float]:
        """Net cost over three years by request id, NaN while unknown."""
        costs = ((r.id, net_cost_usd(r, self.cost_terms)) for r in self.requests)
        return {i: math.nan if cost is None else float(cost) for i, cost in costs}

    @cached_property
    def rows_by_request(self) -> Mapping[str, Sequence[Row]]:
        """The rows a request counts in, by its id."""
        rows: dict[str, list[Row]] = {r.id: [] for r in self.requests}
        for row in self.rows:
            for request_id in row.terms:
                rows.setdefault(request_id, []).append(row)
        return rows

    def problem(self, scores: Scores) -> Problem:
        """What is to be selected with these scores."""
        return Problem(scores=scores.totals, rows=self.rows, capital_usd=self.capital_usd, premiums=self.premiums)


def prepare(notebook: PlanningNotebook, today: dt.date) -> Prepared:
    """Gates, duties and rows of a notebook: everything a change of weights leaves alone."""
    blocks, resting = gate(notebook.requests, notebook.rules, today, notebook.governance), notebook.resting
    duties = _open_duties(notebook)
    inputs = RuleInputs(
        requests=tuple(notebook.governance.as_decided(request) for request in notebook.requests),
        limits=notebook.limits,
        first_quarter=notebook.plan.first_quarter,
        must_haves=[MustHave(request_ids=d.request_ids, name=_duty_name(d), why=d.authority) for d in duties],
        gated=_merge_blocks(blocks),
        incomplete=_incomplete(notebook),
        overrides=[
            Ruling(request_id=o.request_id, is_in=o.is_in, why=f"{o.who}: {o.why}")
            for o in notebook.overrides
            if o.counts(today) and o not in resting
        ],
        agreed=notebook.agreed_rules,
        funded_before=notebook.funded_before,
    )
    return Prepared(
        requests=notebook.requests,
        cost_terms=notebook.cost_terms,
        levels=read_levels(notebook.requests, notebook.criteria, notebook.cost_terms),
        blocks=blocks,
        duties=duties,
        rows=_with_changed_bounds(build_rows(inputs, notebook.kinds_on), dict(notebook.bounds)),
        premiums=build_premiums(inputs, notebook.kinds_on),
    )


def missing_facts(request: Request, limits: Limits) -> tuple[str, ...]:
    """The facts without which a request can't compete: its cost by year, and hours of every role that is limited."""
    hours = tuple(f"hours of {role.name.lower()}" for role in limits.capacity if role.role not in request.role_hours)
    has_cost = bool(request.capital_usd or request.operating_usd)
    unclear = tuple(f"{column.replace('_', ' ')} (its cell can't be read)" for column in request.unclear)
    return (unknown_costs(request, limits.fiscal_years) if has_cost else ("cost",)) + hours + unclear


def _incomplete(notebook: PlanningNotebook) -> list[Ruling]:
    return [
        Ruling(request_id=r.id, is_in=False, why=f"Unknown: {', '.join(missing)}. It competes once they are entered.")
        for r in notebook.requests
        if (missing := missing_facts(r, notebook.limits))
    ]


def _merge_blocks(blocks: tuple[Block, ...]) -> list[Ruling]:
    reasons: dict[str, list[str]] = {}
    for block in blocks:
        reasons.setdefault(block.request_id, []).append(block.reason)
    return [Ruling(request_id=i, is_in=False, why=" ".join(said)) for i, said in reasons.items()]


def _open_duties(notebook: PlanningNotebook) -> tuple[Duty, ...]:
    """What mandates ask for; one that any of several may answer is answered where an earlier cycle funded one."""
    duties = read_duties(notebook.requests, notebook.rules, notebook.plan, notebook.governance)
    answered = {request.mandate.group for request in notebook.funded_before if request.mandate} - {""}
    return tuple(duty for duty in duties if duty.group not in answered)


def _duty_name(duty: Duty) -> str:
    return duty.group or duty.request_ids[0]


def check_bounds(notebook: PlanningNotebook, today: dt.date) -> None:
    """Let pass a notebook whose moved limits are all in force.

    Raises:
        UnknownNameError: a moved limit names no row.
    """
    limits = {row.key.casefold(): row.key for row in prepare(notebook, today).rows if row.is_limit}
    for key, _ in notebook.bounds:
        if key.casefold() not in limits:
            shown = ", ".join(sorted(limits.values())[:6]) or "none"
            raise UnknownNameError(f"There is no limit {key!r}. Limits are named like: {shown}.")


def _with_changed_bounds(rows: tuple[Row, ...], bounds: Mapping[str, float]) -> tuple[Row, ...]:
    """Rows with the amounts people moved limits to; one that is not in force now waits until it is again."""
    moved = {key.casefold(): bound for key, bound in bounds.items()}
    return tuple(
        replace(row, bound=moved[row.key.casefold()]) if row.is_limit and row.key.casefold() in moved else row
        for row in rows
    )
