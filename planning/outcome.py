"""Evaluate: the one place that joins gates, constraints, scores and selection."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from governance.gates import Block, gate
from governance.mandates import Duty, read_duties
from planning.notebook import PlanningNotebook, UnknownNameError
from portfolio.collision import Overrun, contradictions, overruns
from portfolio.conflict import Conflict, find_conflict
from portfolio.constraints import MustHave, RuleInputs, Ruling, build_premiums, build_rows
from portfolio.limits import Limits
from portfolio.premium import Premium
from portfolio.row import TOLERANCE, Row
from portfolio.selection import Problem, Selection, SolveStatus, select
from scoring.request import Request
from scoring.score import Levels, Scores, read_levels, weigh
from scoring.value import CostTerms, net_cost_usd, unknown_costs

MODEL_VERSION = "1"
# How long a smaller set of colliding rules is looked for.
CONFLICT_SECONDS = 0.4


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUse:
    """How much of one limit a portfolio uses.

    Args:
        slack: What is left, in the row's unit; negative where over.
        is_tight: Some wanted request (not funded, not kept out, positive score) would overflow it if simply added.
    """

    row: Row
    used: float
    slack: float
    is_tight: bool

    @property
    def share(self) -> float:
        """Used share of the limit; 1 or more is full. A limit of 0 is full once anything uses it."""
        return self.used / self.row.bound if self.row.bound > 0 else float(self.used > 0)


# Without slots: what follows from it is found once, not for each request a screen shows.
@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A notebook judged on one day: who is in, who is out, and what it uses."""

    notebook: PlanningNotebook
    today: dt.date
    parts: Prepared
    scores: Scores
    selection: Selection
    limits: tuple[LimitUse, ...]
    overruns: tuple[Overrun, ...] = ()
    contradictions: tuple[tuple[str, str], ...] = ()
    conflict: Conflict | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Requests that gates keep out, and why."""
        return self.parts.blocks

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What mandates ask for."""
        return self.parts.duties

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rules every portfolio keeps."""
        return self.parts.rows

    @property
    def premiums(self) -> tuple[Premium, ...]:
        """What pairs of requests add or take."""
        return self.parts.premiums

    @cached_property
    def problem(self) -> Problem:
        """What was selected from."""
        return self.parts.problem(self.scores)

    @cached_property
    def funded(self) -> frozenset[str]:
        """Ids of the funded requests."""
        return frozenset(self.selection.funded)

    @cached_property
    def blocked(self) -> Mapping[str, str]:
        """Why each kept-out request is kept out, by id: gates that are on, missing facts."""
        kinds = ("gates", "missing-facts")
        reasons: dict[str, str] = {}
        for row in self.rows:
            if row.kind in kinds:
                reasons.update(dict.fromkeys(row.terms, row.why))
        return reasons

    @cached_property
    def mandated(self) -> frozenset[str]:
        """Ids that a mandate asks for and that are in (all members of a group that are funded)."""
        on = "mandates" in self.notebook.kinds_on
        return frozenset(i for duty in self.duties if on for i in duty.request_ids)

    @cached_property
    def used(self) -> Mapping[str, float]:
        """What the funded requests use of each row, by its key."""
        return {row.key: row.used(self.funded) for row in self.rows}

    def ranked(self) -> tuple[Request, ...]:
        """Requests by score, the best first; equal scores by id."""
        return tuple(sorted(self.notebook.requests, key=lambda r: (-self.scores.totals[r.id], r.id)))


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


def evaluate(
    notebook: PlanningNotebook,
    today: dt.date,
    *,
    gap: float = 0.0,
    seconds: float = 30.0,
) -> Outcome:
    """Judge a notebook on a day: the same call for screens, command line and exports.

    Args:
        today: The day gates are judged on; the plan's planning date unless a person says otherwise.
        gap: Share of the bound within which an answer may stop; 0 proves it.
        seconds: Time limit of the solve.
    """
    parts = prepare(notebook, today)
    scores = weigh(parts.levels, notebook.weights)
    selection = select(parts.problem(scores), gap=gap, seconds=seconds)
    return judge(notebook, today, parts=parts, scores=scores, selection=selection)


def judge(
    notebook: PlanningNotebook,
    today: dt.date,
    *,
    parts: Prepared,
    scores: Scores,
    selection: Selection,
    finds_conflict: bool = True,
) -> Outcome:
    """The outcome of a selection that is at hand: what it uses, or why no portfolio fits.

    Args:
        finds_conflict: Whether to spend up to half a second on the smallest set of rules that collide.
    """
    problem = parts.problem(scores)
    return Outcome(
        notebook=notebook,
        today=today,
        parts=parts,
        scores=scores,
        selection=selection,
        limits=limit_uses(problem, selection) if selection.has_portfolio else (),
        overruns=() if selection.has_portfolio else overruns(parts.rows),
        contradictions=() if selection.has_portfolio else contradictions(parts.rows),
        conflict=_conflict(problem, selection) if finds_conflict else None,
    )


def limit_uses(problem: Problem, selection: Selection) -> tuple[LimitUse, ...]:
    """Every limit with what the portfolio uses of it."""
    funded = frozenset(selection.funded)
    fixed = {i for row in problem.rows if row.kind in ("gates", "missing-facts", "overrides") for i in row.terms}
    wanted = [i for i, points in problem.scores.items() if points > 0 and i not in funded and i not in fixed]
    uses = []
    for row in problem.rows:
        if row.is_limit:
            slack = row.slack(funded)
            is_tight = any(row.terms.get(i, 0.0) > slack + TOLERANCE for i in wanted)
            uses.append(LimitUse(row=row, used=row.used(funded), slack=slack, is_tight=is_tight))
    return tuple(uses)


def _conflict(problem: Problem, selection: Selection) -> Conflict | None:
    return find_conflict(problem, seconds=CONFLICT_SECONDS) if selection.status is SolveStatus.INFEASIBLE else None


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
