"""Recording pilots: the charter, exactly one exit decision, and whether people would keep it."""

from __future__ import annotations

from dataclasses import replace

from governance import book as books
from governance.book import KeepAnswer
from governance.pilot import CHARTER_FIELDS, PilotCharter, PilotExit, charter_gaps, refusals
from planning.change import Recorded, differing
from planning.governing import RefusedStepError, Step, check_approver, check_recorder, recorded, with_book, with_entry
from planning.notebook import PlanningNotebook
from planning.people import Action, check_may
from scoring.request import ExitDecision


def write_charter(notebook: PlanningNotebook, request_id: str, charter: PilotCharter, step: Step) -> Recorded:
    """Keep a pilot's charter, complete or not; the gate asks for the rest where the duty binds."""
    check_recorder(notebook, notebook.request(request_id), step)
    book = notebook.governance
    earlier = book.charter(request_id)
    changed = with_book(notebook, books.with_charter(book, request_id, charter))
    said = (_charter_words(earlier) if earlier else {}, _charter_words(charter))
    lines = differing(*said, what="pilot charter: ", request_id=request_id)
    before = _state(earlier) if earlier else ""
    return recorded(changed, step, "pilot charter", request_id, before, _state(charter), lines=lines)


def record_measure(notebook: PlanningNotebook, request_id: str, latest: float, step: Step) -> Recorded:
    """The latest measured value of what a pilot is to move, in the measure's unit.

    Raises:
        RefusedStepError: the request names no measure.
    """
    request = notebook.request(request_id)
    check_recorder(notebook, request, step)
    if request.metric is None:
        raise RefusedStepError(f"{request_id} names no measure. Enter one on the screen Load requests.")
    # To the last digit: what stands beside the file is what is read back from there.
    was, now = ("" if value is None else f"{value:.15g}" for value in (request.metric.latest, latest))
    changed = replace(request, metric=replace(request.metric, latest=latest))
    entered = with_entry(notebook, changed, "metric_latest", now, was)
    return recorded(entered, step, f"measured value of {request.metric.name}", request_id, was or "unknown", now)


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


def _charter_words(charter: PilotCharter) -> dict[str, str]:
    """What the charter says, by its fields that say anything."""
    said = {words: getattr(charter, name) for name, words in (*CHARTER_FIELDS, ("better", "better is"))}
    return {words: str(value) for words, value in said.items() if value not in (None, "")}


def _state(charter: PilotCharter) -> str:
    gaps = charter_gaps(charter)
    return f"lacks {', '.join(gaps)}" if gaps else "complete"


def _exit_words(exit_: PilotExit) -> str:
    if exit_.decision is ExitDecision.EXTEND:
        return f"extend until {exit_.until} to learn {exit_.missing_fact}"
    return f"{exit_.decision}{f': {exit_.cause}' if exit_.cause else ''}"
