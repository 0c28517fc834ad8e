"""Recording the rule calendar, the ratings it proposes, and what is done about work a duty adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from governance import book as books
from governance.calendar import CalendarRule, RatingProposal, propose_rating
from planning.change import Recorded, differing
from planning.governing import RefusedStepError, Step, check_recorder, recorded, with_book, with_entry
from planning.notebook import PlanningNotebook
from planning.people import Action, check_may


def change_rule(notebook: PlanningNotebook, changed: CalendarRule, step: Step) -> Recorded:
    """One rule of the calendar changes or is added."""
    check_may(step.by, Action.AGREE)
    before = next((r for r in notebook.governance.calendar if r.name == changed.name), None)
    book = books.with_calendar_rule(notebook.governance, changed)
    was = _rule_words(before) if before else ""
    return recorded(with_book(notebook, book), step, f"rule {changed.name}", "", was, _rule_words(changed))


def replace_calendar(notebook: PlanningNotebook, rules: Sequence[CalendarRule], step: Step) -> Recorded:
    """Another calendar in place of this one."""
    check_may(step.by, Action.AGREE)
    book = replace(notebook.governance, calendar=tuple(rules))
    sides = notebook.governance.calendar, rules
    lines = differing(*({rule.name: _rule_words(rule) for rule in side} for side in sides), what="rule ")
    before, after = (f"{len(side)} rules" for side in sides)
    return recorded(with_book(notebook, book), step, "rule calendar", "", before, after, lines=lines)


def proposed_rating(notebook: PlanningNotebook, request_id: str, today: dt.date) -> RatingProposal | None:
    """The regulatory rating the calendar proposes for a request; None where it has no rule for it."""
    rule = notebook.governance.rule_behind(notebook.request(request_id))
    return propose_rating(rule, today) if rule else None


def take_rating(notebook: PlanningNotebook, request_id: str, step: Step) -> Recorded:
    """Take the proposed regulatory rating into the request.

    Raises:
        RefusedStepError: the calendar proposes none.
    """
    check_may(step.by, Action.EDIT_REQUESTS)
    proposal = proposed_rating(notebook, request_id, step.today)
    if proposal is None:
        raise RefusedStepError(f"The calendar has no rule behind {request_id}.")
    request = notebook.request(request_id)
    ratings = {**request.ratings, "regulatory_need": float(proposal.rating)}
    was = f"{request.ratings['regulatory_need']:g}" if "regulatory_need" in request.ratings else ""
    now = f"{proposal.rating}"
    changed = with_entry(notebook, replace(request, ratings=ratings), "regulatory_need", now, was)
    arithmetic = "; ".join(f"{words}: {points:+d}" for words, points in proposal.steps)
    return recorded(changed, step, "regulatory rating", request_id, was or "unknown", now, arithmetic)


def write_mitigation(notebook: PlanningNotebook, request_id: str, words: str, step: Step) -> Recorded:
    """What is done about the work a duty adds."""
    check_recorder(notebook, notebook.request(request_id), step)
    before = notebook.governance.mitigation(request_id)
    changed = with_book(notebook, books.with_mitigation(notebook.governance, request_id, words.strip()))
    return recorded(changed, step, "mitigation", request_id, before, words.strip())


def _rule_words(rule: CalendarRule) -> str:
    bound = "bound" if rule.is_bound else "not bound"
    gap = "gap open" if rule.is_gap_open else "gap closed"
    penalty = "penalty stated" if rule.has_penalty else "no penalty stated"
    others = ", only payers or vendors bound" if rule.only_others_bound else ""
    return f"{rule.status}, {rule.date or 'no date'}, {bound}{others}, {gap}, {penalty}"
