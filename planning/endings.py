"""Decisions of the plan that end on a day: overrides and overrides of gates, and the plan as it would be after each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planning.notebook import PlanningNotebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the plan counts until one day, and the notebook without it.

    Args:
        until: The last day it counts.
        words: Each decision that ends then, in words.
        after: The notebook without all that has ended by then, on the same planning date.
    """

    until: dt.date
    words: tuple[str, ...]
    after: PlanningNotebook

    def is_over(self, day: dt.date) -> bool:
        """Whether it has ended by a day."""
        return self.until < day


def endings(notebook: PlanningNotebook) -> tuple[Ending, ...]:
    """Every day on which something ends that the plan counts on its planning date, the earliest first; none: ()."""
    days = sorted({until for until, _ in _ends(notebook)})
    return tuple(
        Ending(
            until=day,
            words=tuple(words for until, words in _ends(notebook) if until == day),
            after=_without(notebook, day),
        )
        for day in days
    )


def _ends(notebook: PlanningNotebook) -> Iterator[tuple[dt.date, str]]:
    planned_on = notebook.plan.planning_date
    for override in notebook.overrides:
        if override.until is not None and override.counts(planned_on) and override not in notebook.resting:
            way = "forced in" if override.is_in else "forced out"
            yield override.until, f"{override.request_id} {way} by {override.who}"
    listed = {request.id for request in notebook.requests}
    for waiver in notebook.governance.waivers:
        if waiver.until >= planned_on and waiver.request_id in listed:
            yield waiver.until, f"{waiver.request_id} let past its gate by {waiver.who} ({waiver.role})"


def _without(notebook: PlanningNotebook, day: dt.date) -> PlanningNotebook:
    book = notebook.governance
    return replace(
        notebook,
        overrides=tuple(o for o in notebook.overrides if o.until is None or o.until > day),
        governance=replace(book, waivers=tuple(w for w in book.waivers if w.until > day)),
    )
