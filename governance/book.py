"""The governance book: everything people recorded about AI, pilots and rules, as one frozen value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from governance.ai_file import AiFile, AiFiles
from governance.calendar import CalendarRule
from governance.pilot import PilotCharter, PilotExit
from scoring.request import ExitDecision, Request, Stage

# Days after the decision to scale at which people are asked whether they would keep it. Source: ours.
KEEP_DAYS = 180
# Days a waiver or an override of a gate may run before people look again. Source: ours.
MOST_WAIVER_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWaiver:
    """A named approver lets a request past one gate, with a reason and an end. Hard stops know no waiver.

    Raises:
        ValueError: Expected who, role and why.
    """

    request_id: str
    gate: str
    who: str
    role: str
    why: str
    until: dt.date

    def __post_init__(self) -> None:
        if not (self.who.strip() and self.role.strip() and self.why.strip()):
            raise ValueError("Expected who, role and why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswer:
    """Half a year after scale: would the people who use it keep it? By name, with a reason."""

    would_keep: bool
    who: str
    on: dt.date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceBook:
    """What people recorded. An empty book asks for nothing that the requests do not already say.

    Args:
        charters: (request id, charter) pairs.
        exits: (request id, exit decision) pairs, in the order they were taken.
        calendar: The rule calendar.
        duties_since: (duty, day) pairs: a duty binds requests that came to governance on that day or later.
        mitigations: (request id, words) pairs: what is done about work a duty adds.
        keeps: (request id, answer) pairs to the question half a year after scale, in the order they came.
    """

    ai_files: AiFiles = AiFiles()
    charters: tuple[tuple[str, PilotCharter], ...] = ()
    exits: tuple[tuple[str, PilotExit], ...] = ()
    waivers: tuple[GateWaiver, ...] = ()
    calendar: tuple[CalendarRule, ...] = ()
    duties_since: tuple[tuple[str, dt.date], ...] = ()
    mitigations: tuple[tuple[str, str], ...] = ()
    keeps: tuple[tuple[str, KeepAnswer], ...] = ()

    def charter(self, request_id: str) -> PilotCharter | None:
        """The charter of a pilot; None where none was written."""
        return dict(self.charters).get(request_id)

    def past_exits(self, request_id: str) -> tuple[PilotExit, ...]:
        """Exit decisions of a pilot, the earliest first."""
        return tuple(exit_ for i, exit_ in self.exits if i == request_id)

    def binds(self, duty: str, request_id: str) -> bool:
        """Whether a duty binds a request: switched on, and the request came on that day or later."""
        since = dict(self.duties_since).get(duty)
        opened = self.ai_files.of(request_id).opened_on
        return since is not None and opened is not None and opened >= since

    def rule_behind(self, request: Request) -> CalendarRule | None:
        """The calendar's rule behind a request's mandate; None where the calendar has none."""
        named = request.mandate.rule if request.mandate else ""
        return next((rule for rule in self.calendar if named and named in rule.mandate_rules), None)

    def as_decided(self, request: Request) -> Request:
        """The request with its exit decisions applied: scaled, its end moved, or stopped."""
        for exit_ in self.past_exits(request.id):
            if exit_.decision is ExitDecision.SCALE:
                request = replace(request, stage=Stage.SCALE, exit_decision=exit_.decision)
            elif exit_.decision is ExitDecision.EXTEND and exit_.until is not None:
                request = replace(request, pilot_end=exit_.until, exit_decision=None)
            else:
                request = replace(request, exit_decision=exit_.decision)
        return request

    def mitigation(self, request_id: str) -> str:
        """What is done about the work a request adds; empty where nothing was written."""
        return dict(self.mitigations).get(request_id, "")

    def keep_due(self, request_id: str) -> dt.date | None:
        """The day to ask whether people would keep it; None before scale and after an answer."""
        scaled = [e.on for e in self.past_exits(request_id) if e.decision is ExitDecision.SCALE]
        is_answered = any(i == request_id for i, _ in self.keeps)
        return scaled[-1] + dt.timedelta(days=KEEP_DAYS) if scaled and not is_answered else None

    def waiver(self, request_id: str, gate: str, today: dt.date) -> GateWaiver | None:
        """A waiver of this gate that has not run out."""
        return next(
            (w for w in self.waivers if (w.request_id, w.gate) == (request_id, gate) and w.until >= today), None
        )


def with_exit(book: GovernanceBook, request_id: str, exit_: PilotExit) -> GovernanceBook:
    """The book with one more exit decision; ``governance.pilot.refusals`` says beforehand whether it may be taken."""
    return replace(book, exits=(*book.exits, (request_id, exit_)))


def with_charter(book: GovernanceBook, request_id: str, charter: PilotCharter) -> GovernanceBook:
    """The book with a pilot's charter, in place of an earlier one."""
    kept = tuple(pair for pair in book.charters if pair[0] != request_id)
    return replace(book, charters=(*kept, (request_id, charter)))


def with_calendar_rule(book: GovernanceBook, changed: CalendarRule) -> GovernanceBook:
    """The book with one rule of the calendar changed, by name, or added."""
    names = [rule.name for rule in book.calendar]
    if changed.name in names:
        return replace(book, calendar=tuple(changed if r.name == changed.name else r for r in book.calendar))
    return replace(book, calendar=(*book.calendar, changed))


def with_waiver(book: GovernanceBook, waiver: GateWaiver) -> GovernanceBook:
    """The book with a gate waived; an earlier waiver of the same gate and request is replaced."""
    kept: Sequence[GateWaiver] = [w for w in book.waivers if (w.request_id, w.gate) != (waiver.request_id, waiver.gate)]
    return replace(book, waivers=(*kept, waiver))


def with_duty(book: GovernanceBook, duty: str, since: dt.date | None) -> GovernanceBook:
    """The book with a duty that binds from a day on, or, without a day, with the duty switched off."""
    kept = tuple(pair for pair in book.duties_since if pair[0] != duty)
    return replace(book, duties_since=(*kept, (duty, since)) if since else kept)


def with_mitigation(book: GovernanceBook, request_id: str, words: str) -> GovernanceBook:
    """The book with what is done about the work a request adds; no words take it back."""
    kept = tuple(pair for pair in book.mitigations if pair[0] != request_id)
    return replace(book, mitigations=(*kept, (request_id, words)) if words.strip() else kept)


def with_keep_answer(book: GovernanceBook, request_id: str, answer: KeepAnswer) -> GovernanceBook:
    """The book with one more answer to whether people would keep it."""
    return replace(book, keeps=(*book.keeps, (request_id, answer)))


def with_file(book: GovernanceBook, file: AiFile) -> GovernanceBook:
    """The book with one AI file replaced or added."""
    return replace(book, ai_files=book.ai_files.with_file(file))
