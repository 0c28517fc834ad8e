"""Evaluate: the one place that joins gates, constraints, scores and selection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from governance.gates import Block
from governance.mandates import Duty
from planning.notebook import PlanningNotebook
from planning.prepared import Prepared, prepare
from portfolio.collision import Overrun, contradictions, overruns
from portfolio.conflict import Conflict, find_conflict
from portfolio.premium import Premium
from portfolio.row import TOLERANCE, Row
from portfolio.selection import Problem, Selection, SolveStatus, select
from scoring.request import Request
from scoring.score import Scores, weigh

MODEL_VERSION = "1"
# How long a smaller set of colliding rules is looked for.
CONFLICT_SECONDS = 0.4


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
    wanted = {i for i, points in problem.scores.items() if points > 0} - funded - fixed
    uses = []
    for row in problem.rows:
        if row.is_limit:
            slack = row.slack(funded)
            is_tight = any(amount > slack + TOLERANCE and i in wanted for i, amount in row.terms.items())
            uses.append(LimitUse(row=row, used=row.used(funded), slack=slack, is_tight=is_tight))
    return tuple(uses)


def _conflict(problem: Problem, selection: Selection) -> Conflict | None:
    return find_conflict(problem, seconds=CONFLICT_SECONDS) if selection.status is SolveStatus.INFEASIBLE else None
