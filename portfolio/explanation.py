"""Why a request is in or out: exact re-solves, no rule of thumb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio.conflict import Conflict, find_conflicts
from portfolio.row import Row
from portfolio.selection import Problem, Selection, broken_rows, keep
from portfolio.solver import TIE_POINTS, Ask, KeptModel, SolverAnswer

# Kinds whose rows say that certain requests must be in.
DUTY_KINDS = frozenset({"mandates", "overrides"})


class Standing(StrEnum):
    """Where a request stands with the best portfolio."""

    FUNDED = "funded"
    MUST_BE_IN = "must_be_in"
    NOT_FUNDED = "not_funded"
    CANNOT_BE_IN = "cannot_be_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A row that would break if a request were simply added: by so much, in the row's unit."""

    row: Row
    over: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one request is in or out. Z is the best value, Z1 the best with the request in, Z0 the best without it.

    Args:
        points_short: Z - Z1, what forcing it in would cost; None unless it is out and could be in.
        safety_margin: Z - Z0, what leaving it out would cost; None unless it is in and could be out.
        break_even: The score above which it is in (below which it drops out), all other scores the same.
        leaves: Who would leave: for the forced-in portfolio of a request that is out, or the best one without it.
        comes: Who would come in instead, the request itself not counted.
        breaches: Rows that would break if it were simply added to the best portfolio.
        obstacles: Why it can't be in (or out) at all, as rules that collide with it; one set after the other.
        price: For a request that must be in: what the best value would gain without that duty.
        makes_room_for: For a request that must be in: who would come in without that duty.
        is_proven: Every number is exact; False where time ran out and ``points_short`` or ``safety_margin`` is at
            least 0 and at most as stated.
    """

    request_id: str
    standing: Standing
    score: float
    points_short: float | None = None
    safety_margin: float | None = None
    break_even: float | None = None
    leaves: tuple[str, ...] = ()
    comes: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()
    obstacles: tuple[Conflict, ...] = ()
    price: float | None = None
    makes_room_for: tuple[str, ...] = ()
    is_proven: bool = True

    @property
    def is_funded(self) -> bool:
        """Whether the request is in the best portfolio."""
        return self.standing in (Standing.FUNDED, Standing.MUST_BE_IN)


def explain(
    problem: Problem,
    selection: Selection,
    request_id: str,
    *,
    model: KeptModel | None = None,
    seconds: float = 30.0,
    is_stopped: Callable[[], bool] | None = None,
) -> Explanation:
    """Explain one request of a problem.

    Args:
        selection: The problem's selection, with a portfolio.
        model: ``keep(problem)`` where it is at hand.
        seconds: Time limit of each solve.

    Raises:
        ValueError: Expected a selection with a portfolio and a request of the problem.
    """
    if selection.value is None or request_id not in problem.scores:
        raise ValueError("Expected a selection with a portfolio and a request of the problem.")
    kept = model or keep(problem)
    ask = Ask(seconds=seconds, is_stopped=is_stopped)
    if request_id in selection.funded:
        return _explain_funded(problem, selection, request_id, kept, ask)
    return _explain_not_funded(problem, selection, request_id, kept, ask)


def _explain_not_funded(
    problem: Problem, selection: Selection, request_id: str, kept: KeptModel, ask: Ask
) -> Explanation:
    score, funded = problem.scores[request_id], frozenset(selection.funded)
    said = Explanation(
        request_id=request_id,
        standing=Standing.NOT_FUNDED,
        score=score,
        breaches=_breaches(problem, funded | {request_id}),
    )
    fixed = {request_id: True}
    forced = _solve(problem, kept, replace(ask, fixed=fixed), funded)
    if forced.is_infeasible:
        obstacles = find_conflicts(problem, model=kept, fixed=fixed)
        return replace(said, standing=Standing.CANNOT_BE_IN, obstacles=obstacles)
    if forced.chosen is None or selection.value is None:
        return replace(said, is_proven=False)
    short = max(selection.value - problem.value(forced.chosen), 0.0)
    return replace(
        said,
        points_short=short,
        break_even=score + short,
        leaves=_sorted(funded - forced.chosen),
        comes=_sorted(forced.chosen - funded - {request_id}),
        is_proven=forced.is_proven,
    )


def _explain_funded(problem: Problem, selection: Selection, request_id: str, kept: KeptModel, ask: Ask) -> Explanation:
    score, funded = problem.scores[request_id], frozenset(selection.funded)
    said = Explanation(request_id=request_id, standing=Standing.FUNDED, score=score)
    fixed = {request_id: False}
    without = _solve(problem, kept, replace(ask, fixed=fixed), funded)
    if without.is_infeasible:
        obstacles = find_conflicts(problem, model=kept, fixed=fixed)
        duties = tuple(row.key for conflict in obstacles for row in conflict.rows if row.kind in DUTY_KINDS)
        said = replace(said, standing=Standing.MUST_BE_IN, obstacles=obstacles)
        return _with_price(problem, selection, said, kept, replace(ask, without=duties))
    if without.chosen is None or selection.value is None:
        return replace(said, is_proven=False)
    margin = max(selection.value - problem.value(without.chosen), 0.0)
    return replace(
        said,
        safety_margin=margin,
        break_even=score - margin,
        leaves=_sorted(funded - without.chosen - {request_id}),
        comes=_sorted(without.chosen - funded),
        is_proven=without.is_proven,
    )


def _with_price(problem: Problem, selection: Selection, said: Explanation, kept: KeptModel, ask: Ask) -> Explanation:
    """What the duties that hold a request in cost: the best value without them."""
    funded = frozenset(selection.funded)
    free = _solve(problem, kept, ask, funded)
    if free.chosen is None or selection.value is None:
        return replace(said, is_proven=False)
    return replace(
        said,
        price=max(problem.value(free.chosen) - selection.value, 0.0),
        makes_room_for=_sorted(free.chosen - funded),
        leaves=_sorted(funded - free.chosen - {said.request_id}),
        is_proven=free.is_proven,
    )


def _solve(problem: Problem, kept: KeptModel, ask: Ask, like: frozenset[str]) -> SolverAnswer:
    """The best under what is asked, checked against every row that is not lifted, with no needless difference."""
    answer = kept.best(kept.arrays.objective(problem.scores), ask)
    if answer.chosen is None:
        return answer
    rows = [row for row in problem.rows if row.key not in ask.without]
    if broken_rows(rows, answer.chosen):
        return replace(answer, chosen=None, is_proven=False)
    return answer.with_chosen(_without_idle_moves(problem, rows, answer.chosen, like, held=frozenset(ask.fixed)))


def _without_idle_moves(
    problem: Problem, rows: Sequence[Row], chosen: frozenset[str], like: frozenset[str], *, held: frozenset[str]
) -> frozenset[str]:
    """The same value with requests worth nothing left where they were: only what truly has to move is named."""
    rewarded = {i for premium in problem.premiums for i in premium.request_ids}
    for i in sorted((chosen ^ like) - held - rewarded):
        if abs(problem.scores[i]) <= TIE_POINTS and not broken_rows(rows, turned := chosen ^ {i}):
            chosen = turned
    return chosen


def _breaches(problem: Problem, selected: frozenset[str]) -> tuple[Breach, ...]:
    return tuple(Breach(row=row, over=-row.slack(selected)) for row in broken_rows(problem.rows, selected))


def _sorted(ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
