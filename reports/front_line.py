"""The front line's view: what the plan means for one department, request by request, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from governance.mandates import Duty
from planning.outcome import Outcome
from portfolio.row import Row
from reports.reasons import rows_in_its_way
from scoring.request import Request

# What one more rating point of burden is worth saying: near 0 nobody feels it.
FELT = 0.5
# Quarters of the calendar year, as people say them.
_SEASONS = {1: "early in", 2: "in spring", 3: "in summer", 4: "late in"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One request for people who do the work.

    Args:
        says: What happens with it, in plain words.
        effect: What it changes in a working day; empty where nothing is known.
    """

    request_id: str
    title: str
    says: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a department gets, and what has to wait, the best for its people first."""

    department: str
    coming: tuple[Line, ...]
    waiting: tuple[Line, ...]

    @property
    def summary(self) -> str:
        """How many, in one plain sentence or two."""
        n = len(self.coming) + len(self.waiting)
        if not n:
            return "No idea touches this department."
        ideas = "1 idea touches" if n == 1 else f"{n} ideas touch"
        return f"{ideas} your department. We will do {len(self.coming) or 'none'} of them."


def departments(outcome: Outcome) -> tuple[str, ...]:
    """Departments that ask for something, or that something touches, in order."""
    return tuple(sorted(frozenset[str]().union(*(touched(r) for r in outcome.notebook.requests))))


def touched(request: Request) -> frozenset[str]:
    """The departments that ask for a request or feel it."""
    return frozenset({request.requesting_department, *request.affected_departments} - {""})


def front_line_view(outcome: Outcome, department: str) -> View:
    """A department's view of a portfolio."""
    due = {i: duty for duty in outcome.duties for i in duty.request_ids}
    mine = [r for r in outcome.notebook.requests if department in touched(r)]
    mine.sort(key=lambda r: (-r.ratings.get("burden_reduction", 0.0), r.id))
    coming = [_line(r, _coming(r, due.get(r.id), outcome)) for r in mine if r.id in outcome.funded]
    waiting = [_line(r, plain_why(outcome, r.id)) for r in mine if r.id not in outcome.funded]
    return View(department=department, coming=tuple(coming), waiting=tuple(waiting))


def plain_why(outcome: Outcome, request_id: str) -> str:
    """Why a request has to wait, in plain words; the whole reason stands on the list and in the letter."""
    if request_id in outcome.blocked:
        return "It still needs checks before we may start."
    rows = rows_in_its_way(outcome, request_id)
    rules = {row.kind for row in rows if not row.is_limit}
    if "overrides" in rules:
        return "Our leaders decided not to do it now."
    if outcome.scores.totals[request_id] <= 0:
        return "It would cost more than it helps."
    if "exclusions" in rules:
        return "We will do another version of it."
    if "prerequisites" in rules:
        return "Other work has to come first."
    return _scarce([row for row in rows if row.is_limit])


def _scarce(over: list[Row]) -> str:
    """Which people or money it would take too much of, beside what comes first."""
    if any(row.unit == "h" for row in over):
        return "The people it needs are busy with work that helps more."
    if any(row.unit == "USD" for row in over):
        return "There is not enough money for it this time."
    return "Other work helps more this time."


def _coming(request: Request, duty: Duty | None, outcome: Outcome) -> str:
    first = outcome.notebook.plan.first_quarter
    start = max(request.earliest_start, first) if request.earliest_start else first
    words = f"Starts {_SEASONS[start.number]} {start.year}."
    return f"{words} The law or a contract asks for it." if duty is not None else words


def _line(request: Request, says: str) -> Line:
    return Line(request_id=request.id, title=request.title, says=says, effect=_effect(request))


def _effect(request: Request) -> str:
    rating = request.ratings.get("burden_reduction")
    if rating is None:
        return ""
    if rating >= FELT:
        return "Should save you time."
    return "Will take some of your time." if rating <= -FELT else "Changes little in your day."
