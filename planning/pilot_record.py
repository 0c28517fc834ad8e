"""Recording pilots: the charter, exactly one exit decision, and whether people would keep it."""

from __future__ import annotations

from dataclasses import replace

from governance import book as books
from governance.book import KeepAnswer
from governance.pilot import CHARTER_FIELDS, PilotCharter, PilotExit, charter_gaps, refusals
from planning.change import Recorded
from planning.governing import RefusedStepError, Step, check_approver, check_recorder, recorded, with_book
from planning.notebook import PlanningNotebook
from planning.people import Action, check_may
from scoring.request import ExitDecision


def write_charter(notebook: PlanningNotebook, request_id: str, charter: PilotCharter, step: Step) -> Recorded:
    """Keep a pilot's charter, complete or not; the gate asks for the rest where the duty binds."""
    check_recorder(notebook, notebook.request(request_id), step)
    book = notebook.governance
    before, after = _charter_words(book.charter(request_id), charter)
    changed = with_book(notebook, books.with_charter(book, request_id, charter))
    return recorded(changed, step, "pilot charter", request_id, before, after)


def decide_exit(notebook: PlanningNotebook, request_id: str, exit_: PilotExit, step: Step) -> Recorded:
    """A pilot's exit decision: scale, extend once or stop.

    Raises:
        RefusedStepError: what the decision lacks, each in words.
        NotAllowedError: to scale or extend takes who may approve the request.
    """
    check_may(step.by, Action.APPROVE)
    book, exit_ = notebook.governance, replace(exit_, who=str(step.by), on=step.today)
    asked = notebook.request(request_id)
    shown = book.ai_files.of(request_id).shown(asked.ai_evidence, step.today)
    request = replace(book.as_decided(asked), ai_evidence=shown)
    if found := refusals(request, notebook.rules, exit_, book.past_exits(request_id)):
        raise RefusedStepError(" ".join(found))
    if exit_.decision is not ExitDecision.STOP:
        check_approver(notebook, request, step.by)
    changed = with_book(notebook, books.with_exit(book, request_id, exit_))
    before = f"ends {request.pilot_end}" if request.pilot_end else ""
    return recorded(changed, step, "exit decision", request_id, before, _exit_words(exit_), exit_.reason)


def answer_keep(notebook: PlanningNotebook, request_id: str, answer: KeepAnswer, step: Step) -> Recorded:
    """The answer, half a year after scale, to whether people would keep it.

    Raises:
        RefusedStepError: nobody decided to scale it, it was answered before, or no reason is given.
    """
    check_recorder(notebook, notebook.request(request_id), step)
    if notebook.governance.keep_due(request_id) is None:
        raise RefusedStepError(f"{request_id} has no open question: it is asked once, after a decision to scale.")
    if not answer.why.strip():
        raise RefusedStepError("The answer takes a reason.")
    changed = with_book(notebook, books.with_keep_answer(notebook.governance, request_id, answer))
    words = "yes" if answer.would_keep else "no"
    return recorded(changed, step, "would you keep it", request_id, "", words, answer.why)


def _charter_words(before: PilotCharter | None, after: PilotCharter) -> tuple[str, str]:
    """How complete it was and is, with every field that had a word already and says another one now."""
    moved = [
        (name, words)
        for name, words in (*CHARTER_FIELDS, ("better", "better is"))
        if before and (was := getattr(before, name)) not in (None, "") and was != getattr(after, name)
    ]
    said = ["".join(f"; {words}: {getattr(c, name)}" for name, words in moved) for c in (before, after) if c]
    return ("" if before is None else _state(before) + said[0], _state(after) + said[-1])


def _state(charter: PilotCharter) -> str:
    gaps = charter_gaps(charter)
    return f"lacks {', '.join(gaps)}" if gaps else "complete"


def _exit_words(exit_: PilotExit) -> str:
    if exit_.decision is ExitDecision.EXTEND:
        return f"extend until {exit_.until} to learn {exit_.missing_fact}"
    return f"{exit_.decision}{f': {exit_.cause}' if exit_.cause else ''}"
