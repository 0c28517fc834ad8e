"""Two plans compared: who came in and dropped out, the risk of each, and the cause of every point between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from planning.notebook import PlanningNotebook, UnknownNameError
from planning.outcome import Outcome
from planning.prepared import prepare
from planning.scenario import about_listed
from scoring.request import AiTier, Request, Stage

Solve = Callable[[PlanningNotebook], Outcome]
Take = Callable[[PlanningNotebook, PlanningNotebook], PlanningNotebook]
RISK_CRITERION = "delivery_risk"
_COST_FACTS = (
    "capital_usd", "operating_usd", "role_hours", "duration_quarters", "earliest_start", "annual_benefit_usd",
    "benefit_type", "benefit_confidence", "unclear",
)  # fmt: skip
# What portfolios depend on; names, decisions and the log do not count.
_COUNTS = (
    "plan", "limits", "rules", "weights", "kinds_on", "overrides", "bounds", "governance", "criteria", "agreed_rules",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one part of the notebook does on the way from one plan to another.

    Args:
        parts: Keys of ``STEPS``; several where no portfolio fits with the first of them alone.
        before: The plan until then.
        after: The plan with these parts as the other side has them.
    """

    parts: tuple[str, ...]
    before: Outcome
    after: Outcome

    @property
    def value_change(self) -> float | None:
        """Points gained; None where either side has no portfolio."""
        return value_change(self.before, self.after)

    @property
    def moved(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids that came in and that dropped out, each sorted."""
        return changed(self.before.funded, self.after.funded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How risky a portfolio is.

    Args:
        mean_rating: Mean rating of delivery risk over funded requests that have one, 0 to 10; None where none has.
        n_rated: How many of the funded have one.
        n_pilots: Funded requests at stage pilot.
        n_high_ai: Funded requests with AI of high risk.
    """

    mean_rating: float | None
    n_rated: int
    n_pilots: int
    n_high_ai: int


def changed(before: frozenset[str], after: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What came in and what dropped out between two sets of ids, each sorted."""
    return tuple(sorted(after - before)), tuple(sorted(before - after))


def value_change(before: Outcome, after: Outcome) -> float | None:
    """Points the second plan is worth more, each at its own weights; None where either has no portfolio."""
    was, now = before.selection.value, after.selection.value
    return None if was is None or now is None else now - was


def contested(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Ids funded in some of the plans and not in all, sorted."""
    funded = [outcome.funded for outcome in outcomes]
    return tuple(sorted(frozenset.union(*funded) - frozenset.intersection(*funded))) if funded else ()


def risk(outcome: Outcome) -> Risk:
    """The risk of a plan's portfolio."""
    funded = [request for request in outcome.notebook.requests if request.id in outcome.funded]
    ratings = [r.ratings[RISK_CRITERION] for r in funded if RISK_CRITERION in r.ratings]
    return Risk(
        mean_rating=sum(ratings) / len(ratings) if ratings else None,
        n_rated=len(ratings),
        n_pilots=sum(request.stage is Stage.PILOT for request in funded),
        n_high_ai=sum(request.ai_tier is AiTier.HIGH for request in funded),
    )


def causes(left: Outcome, right: Outcome, solve: Solve) -> tuple[Cause, ...]:
    """The difference between two plans, split among the parts of the notebook in the order of ``STEPS``.

    One part after the other takes the right side's contents and is solved anew, so that the changes of value sum to
    the whole difference. Another order would split it otherwise. Parts that are the same on both sides say nothing; a
    part with which no portfolio fits is joined with those after it until one does.

    Args:
        solve: Notebook -> its outcome on its planning date.
    """
    found: list[Cause] = []
    before, parts = left, list[str]()
    steps = list(_steps(left.notebook, right.notebook))
    for number, (part, notebook) in enumerate(steps, start=1):
        is_last = number == len(steps)
        after = right if is_last else _solve_between(notebook, solve)
        parts.append(part)
        if is_last or after.selection.has_portfolio:
            found.append(Cause(parts=tuple(parts), before=before, after=after))
            before, parts = after, []
    return tuple(found)


def _steps(start: PlanningNotebook, end: PlanningNotebook) -> Iterator[tuple[str, PlanningNotebook]]:
    """Each part that differs, with the notebook once it is taken over; the last one equals the end."""
    now = start
    for part, take in STEPS:
        following = take(now, end)
        if not _decides_the_same(now, following):
            yield part, following
            now = following


def _solve_between(notebook: PlanningNotebook, solve: Solve) -> Outcome:
    """The outcome of a notebook between two sides: changed limits that its own rules do not know are left out."""
    try:
        return solve(notebook)
    except UnknownNameError:
        rows = prepare(replace(notebook, bounds=()), notebook.plan.planning_date).rows
        known = {row.key.casefold() for row in rows if row.is_limit}
        return solve(replace(notebook, bounds=tuple(b for b in notebook.bounds if b[0].casefold() in known)))


def _decides_the_same(one: PlanningNotebook, other: PlanningNotebook) -> bool:
    by_id = [sorted(side.requests, key=lambda r: r.id) for side in (one, other)]
    return by_id[0] == by_id[1] and all(getattr(one, name) == getattr(other, name) for name in _COUNTS)


def _take_list(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    mine = {request.id: request for request in now.requests}
    return about_listed(replace(now, requests=tuple(mine.get(r.id, r) for r in end.requests)))


def _take_scores(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    plan = replace(now.plan, dollars_per_point=end.plan.dollars_per_point)
    return replace(now, plan=plan, requests=_with_facts(now, end, ("ratings",)))


def _take_weights(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    return replace(now, weights=end.weights, plan=replace(now.plan, weights=end.plan.weights))


def _take_costs(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    return replace(now, requests=_with_facts(now, end, _COST_FACTS))


def _take_limits(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    plan = replace(end.plan, planning_date=now.plan.planning_date, kinds_on=now.plan.kinds_on)
    return replace(now, limits=end.limits, bounds=end.bounds, scenario=end.scenario, plan=plan)


def _take_rules(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    plan = replace(now.plan, kinds_on=end.plan.kinds_on)
    return replace(now, kinds_on=end.kinds_on, agreed_rules=end.agreed_rules, plan=plan)


def _take_overrides(now: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    return replace(now, overrides=end.overrides)


def _take_rest(_: PlanningNotebook, end: PlanningNotebook) -> PlanningNotebook:
    return end


def _with_facts(now: PlanningNotebook, end: PlanningNotebook, names: Sequence[str]) -> tuple[Request, ...]:
    theirs = {request.id: request for request in end.requests}
    return tuple(replace(r, **{name: getattr(theirs[r.id], name) for name in names}) for r in now.requests)


# The parts a difference is split among, in order. The last takes over whatever is left.
STEPS: tuple[tuple[str, Take], ...] = (
    ("the list of requests", _take_list),
    ("scores", _take_scores),
    ("weights", _take_weights),
    ("costs", _take_costs),
    ("limits", _take_limits),
    ("rules", _take_rules),
    ("overrides", _take_overrides),
    ("gates and mandates", _take_rest),
)
