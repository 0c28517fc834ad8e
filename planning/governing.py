"""Recording governance: who takes a step, what it may not skip, and the change it leaves. Gates and duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from governance import book as books
from governance.ai_file import AiFile
from governance.approval import refusal
from governance.book import MOST_WAIVER_DAYS, GateWaiver, GovernanceBook
from governance.gates import Block, gate
from intake.edits import Edit, with_edits
from planning.change import Change, Line, Recorded
from planning.notebook import PlanningError, PlanningNotebook, UnknownNameError, with_request
from planning.people import Action, NotAllowedError, Person, check_may
from scoring.request import Request

# Duties people may switch on from a day, and what each asks for.
DUTIES: Mapping[str, str] = {
    "charter": "A pilot starts only with a complete charter",
    "sign_off": "A clinician signs off AI of moderate or high risk by name",
    "error_rate": "A tool that writes text has a sampled error rate",
    "reviews": "The review domains of its tier are signed or waived",
}


class RefusedStepError(PlanningError):
    """A step governance does not allow; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who takes a step, when, on which planning day, and why.

    Args:
        at: The moment, with its zone.
        today: The planning date gates are judged on.
    """

    by: Person
    at: dt.datetime
    today: dt.date
    why: str = ""

    @property
    def day(self) -> dt.date:
        """The day ages and ends are counted from: the clock's, and no earlier than the planning date."""
        return max(self.today, self.at.astimezone().date())


def waive_gate(notebook: PlanningNotebook, request_id: str, key: str, until: dt.date, step: Step) -> Recorded:
    """A named approver lets a request past one gate, with a reason and an end.

    Raises:
        RefusedStepError: the gate does not block it, is a hard stop, or the reason or a later end is missing.
        NotAllowedError: by tier and cost it takes another approver.
    """
    check_may(step.by, Action.OVERRIDE)
    request = notebook.request(request_id)
    check_approver(notebook, request, step.by)
    block = next((b for b in blocks_of(notebook, request_id, step.today) if b.gate == key), None)
    if block is None:
        raise RefusedStepError(f"The gate {key} does not hold {request_id}.")
    if block.is_hard:
        raise RefusedStepError(f"A hard stop knows no override: {block.reason}")
    if not step.why.strip():
        raise RefusedStepError("An override of a gate takes a reason and an end after today.")
    check_end(until, step.day)
    waiver = GateWaiver(request_id=request_id, gate=key, who=step.by.name, role=step.by.role, why=step.why, until=until)
    changed = with_book(notebook, books.with_waiver(notebook.governance, waiver))
    return recorded(changed, step, f"override of gate {key}", request_id, block.reason, f"until {until}")


def end_waiver(notebook: PlanningNotebook, request_id: str, key: str, step: Step) -> Recorded:
    """Take back an override of a gate.

    Raises:
        RefusedStepError: there is none.
    """
    check_may(step.by, Action.OVERRIDE)
    ended = next((w for w in notebook.governance.waivers if (w.request_id, w.gate) == (request_id, key)), None)
    if ended is None:
        raise RefusedStepError(f"The gate {key} of {request_id} is not overridden.")
    kept = tuple(w for w in notebook.governance.waivers if w is not ended)
    changed = with_book(notebook, replace(notebook.governance, waivers=kept))
    return recorded(changed, step, f"override of gate {key}", request_id, f"until {ended.until}", "taken back")


def switch_duty(notebook: PlanningNotebook, duty: str, since: dt.date | None, step: Step) -> Recorded:
    """Let a duty bind requests that come from a day on; no day switches it off.

    Raises:
        UnknownNameError: there is no such duty.
    """
    check_may(step.by, Action.AGREE)
    if duty not in DUTIES:
        raise UnknownNameError(f"There is no duty {duty!r}. Duties: {', '.join(DUTIES)}.")
    before = dict(notebook.governance.duties_since).get(duty)
    changed = with_book(notebook, books.with_duty(notebook.governance, duty, since))
    words = tuple(f"from {day}" if day else "off" for day in (before, since))
    return recorded(changed, step, f"duty: {DUTIES[duty]}", "", *words)


def blocks_of(notebook: PlanningNotebook, request_id: str, today: dt.date) -> tuple[Block, ...]:
    """What keeps one request out today."""
    return gate([notebook.request(request_id)], notebook.rules, today, notebook.governance)


def check_recorder(notebook: PlanningNotebook, request: Request, step: Step, *, is_waiver: bool = False) -> None:
    """Let those pass who approve or edit requests; a waiver takes who may approve this one.

    Raises:
        NotAllowedError: the role may not.
    """
    if is_waiver:
        check_approver(notebook, request, step.by)
    elif not step.by.may(Action.APPROVE):
        check_may(step.by, Action.EDIT_REQUESTS)


def check_approver(notebook: PlanningNotebook, request: Request, person: Person) -> None:
    """Let those pass who may approve the request by its tier and cost.

    Raises:
        NotAllowedError: it takes another role; the message names it.
    """
    check_may(person, Action.APPROVE)
    if words := refusal(notebook.rules.approvers, request, person.role):
        raise NotAllowedError(words)


def check_end(until: dt.date, today: dt.date) -> None:
    """Let a waiver pass that ends after today and within a year.

    Raises:
        RefusedStepError: it has ended already, or would as good as never end.
    """
    if until <= today:
        raise RefusedStepError("A waiver or override takes an end after today.")
    if (until - today).days > MOST_WAIVER_DAYS:
        raise RefusedStepError(f"A waiver or override runs {MOST_WAIVER_DAYS} days at most; it can be renewed then.")


def with_entry(notebook: PlanningNotebook, changed: Request, column: str, value: str, was: str) -> PlanningNotebook:
    """The notebook with one request changed, kept as an entry beside the file so that reading it again keeps it."""
    edit = Edit(request_id=changed.id, column=column, value=value, was=was)
    source = replace(notebook.source, edits=with_edits(notebook.source.edits, [edit]))
    return replace(with_request(notebook, changed), source=source)


def file_of(notebook: PlanningNotebook, request_id: str) -> AiFile:
    """What is on file for a request."""
    return notebook.governance.ai_files.of(request_id)


def with_file(notebook: PlanningNotebook, file: AiFile) -> PlanningNotebook:
    """The notebook with one AI file replaced or added."""
    return with_book(notebook, books.with_file(notebook.governance, file))


def with_book(notebook: PlanningNotebook, book: GovernanceBook) -> PlanningNotebook:
    """The notebook with another governance book."""
    return replace(notebook, governance=book)


def recorded(
    changed: PlanningNotebook,
    step: Step,
    what: str,
    request_id: str,
    before: str,
    after: str,
    why: str = "",
    *,
    lines: Sequence[Line] = (),
) -> Recorded:
    """A notebook after a step, with the step's entry for the log; a reason of its own wins over the step's.

    Args:
        lines: Each place from what to what, where several changed at once.
    """
    change = Change(
        who=step.by,
        at=step.at,
        what=what,
        request_id=request_id,
        before=before,
        after=after,
        why=why or step.why,
        lines=tuple(lines),
    )
    return Recorded(changed, change)
