"""Deciding: each request ends as funded, not yet or no; what waits; and the next cycle that starts from this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from planning.change import Line, Recorded
from planning.committed import left_over
from planning.governing import RefusedStepError, Step, recorded
from planning.notebook import Decision, PlanningNotebook, Settled, Verdict
from planning.people import ROLES, Action, check_may

# Who is asked about a request that names no sponsor.
DECIDERS = " or ".join(role for role, actions in ROLES.items() if Action.OVERRIDE in actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDecision:
    """A request that waits for a decision.

    Args:
        asked: Whose answer it waits for: its sponsor, or, where none is named, the roles that may decide.
        days: Days it has waited: since it was due again, or since the notebook's planning date; never negative.
        again: The "not yet" that is due again; None where nothing was decided.
    """

    request_id: str
    asked: str
    days: int
    again: Decision | None


def decide(notebook: PlanningNotebook, decision: Decision, step: Step) -> Recorded:
    """One decision, in place of an earlier one on the same request.

    Raises:
        NotAllowedError: the role may not decide.
        UnknownNameError: there is no such request.
        RefusedStepError: a review date that is not ahead.
    """
    check_may(step.by, Action.OVERRIDE)
    notebook.request(decision.request_id)
    if decision.review_on is not None and decision.review_on <= step.day:
        raise RefusedStepError("A review date lies ahead of today.")
    earlier = next((d for d in notebook.decisions if d.request_id == decision.request_id), None)
    kept = tuple(d for d in notebook.decisions if d is not earlier)
    changed = replace(notebook, decisions=(*kept, decision))
    before, after = _words(earlier), _words(decision)
    return recorded(changed, step, "decision", decision.request_id, before, after, decision.reason)


def fund_the_rest(notebook: PlanningNotebook, funded: Collection[str], step: Step) -> Recorded:
    """Every request of the plan that waits is funded, for one reason.

    Raises:
        NotAllowedError: the role may not decide.
        RefusedStepError: none waits, or the reason is missing.
    """
    check_may(step.by, Action.OVERRIDE)
    open_ids = {o.request_id for o in waiting(notebook, step.day)}
    chosen = [i for i in sorted(funded) if i in open_ids]
    if not chosen or not step.why.strip():
        raise RefusedStepError("There is nothing left to fund." if not chosen else "A decision takes a reason.")
    new = tuple(
        Decision(request_id=i, verdict=Verdict.FUNDED, reason=step.why, who=str(step.by), on=step.day) for i in chosen
    )
    earlier = {d.request_id: d for d in notebook.decisions}
    kept = tuple(d for d in notebook.decisions if d.request_id not in chosen)
    lines = [
        Line(what="decision", request_id=d.request_id, before=_words(earlier.get(d.request_id)), after=_words(d))
        for d in new
    ]
    funded_words = f"funded {', '.join(chosen)}"
    return recorded(replace(notebook, decisions=(*kept, *new)), step, "decisions", "", "", funded_words, lines=lines)


def waiting(notebook: PlanningNotebook, today: dt.date) -> tuple[OpenDecision, ...]:
    """Requests that wait for a decision: those due again first, then by how long they wait and by id."""
    decided = {d.request_id: d for d in notebook.decisions}
    found = []
    for request in notebook.requests:
        again = decided.get(request.id)
        if again is None or again.is_due(today):
            since = again.review_on if again and again.review_on else notebook.plan.planning_date
            days = max((today - since).days, 0)
            asked = request.sponsor_role.strip() or DECIDERS
            found.append(OpenDecision(request_id=request.id, asked=asked, days=days, again=again))
    return tuple(sorted(found, key=lambda o: (o.again is None, -o.days, o.request_id)))


def against_plan(notebook: PlanningNotebook, funded: Collection[str]) -> tuple[Decision, ...]:
    """Decisions that the portfolio does not follow: funded and not in it, or "not yet" or no and in it all the same.

    Args:
        funded: Ids of the portfolio's requests.
    """
    listed = {request.id for request in notebook.requests}
    return tuple(
        d
        for d in notebook.decisions
        if d.request_id in listed and (d.verdict is Verdict.FUNDED) is not (d.request_id in funded)
    )


def by_person(open_ones: Sequence[OpenDecision]) -> dict[str, tuple[OpenDecision, ...]]:
    """What waits for each person, the oldest first; whoever has one waiting for longest comes first."""
    theirs: dict[str, list[OpenDecision]] = {}
    for one in sorted(open_ones, key=lambda o: (-o.days, o.again is None, o.request_id)):
        theirs.setdefault(one.asked, []).append(one)
    return {who: tuple(waiting_for) for who, waiting_for in theirs.items()}


def next_cycle(notebook: PlanningNotebook, cycle: str, step: Step) -> PlanningNotebook:
    """The notebook the next cycle starts with: what was funded or refused is settled, "not yet" comes along.

    What was funded keeps its money, hours and change points: the limits are what is left of them. It stays off the
    list, and so does what was refused; what needs something funded may go ahead, and a variant of it may not.

    Args:
        step: Its day becomes the planning date, on which what is due again comes first.

    Raises:
        NotAllowedError: the role may not edit requests.
        RefusedStepError: the cycle has no name of its own, or would be planned before this one.
    """
    check_may(step.by, Action.EDIT_REQUESTS)
    if step.today < notebook.plan.planning_date:
        raise RefusedStepError(f"The next cycle is planned on {notebook.plan.planning_date} or later.")
    if not cycle.strip() or cycle.strip() == notebook.cycle:
        raise RefusedStepError("Enter a name for the next cycle.")
    ended = {d.request_id: d.verdict is Verdict.FUNDED for d in notebook.decisions if d.verdict is not Verdict.NOT_YET}
    settled = tuple(Settled(request=r, is_funded=ended[r.id]) for r in notebook.requests if r.id in ended)
    left = left_over(notebook, {i for i, is_funded in ended.items() if is_funded})
    requests = tuple(r for r in notebook.requests if r.id not in ended)
    open_ids = {r.id for r in requests}
    return replace(
        left,
        cycle=cycle.strip(),
        plan=replace(left.plan, planning_date=step.today),
        requests=requests,
        decisions=tuple(d for d in notebook.decisions if d.verdict is Verdict.NOT_YET),
        overrides=tuple(o for o in notebook.overrides if o.request_id in open_ids and o.counts(step.today)),
        agreed_rules=notebook.agreed_rules.among(open_ids),
        settled=(*notebook.settled, *settled),
    )


def _words(decision: Decision | None) -> str:
    if decision is None:
        return ""
    parts = [str(decision.verdict)]
    if decision.condition:
        parts.append(f"until {decision.condition}, again on {decision.review_on}")
    if decision.dissent:
        parts.append(f"dissent: {decision.dissent}")
    return "; ".join(parts)
