"""What can be compared: the agreed plan, the draft, scenarios and past moments; who chose which, and their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planning.log import LogEntry
from planning.notebook import PlanningError, PlanningNotebook, with_scenario
from planning.outcome import Outcome
from planning.scenario import find_saved, with_saved
from planning.worker import Answer
from ui import history, parts, state

AGREED, DRAFT = "agreed", "draft"
_SCENARIO, _SAVED, _MOMENT = "scenario:", "saved:", "moment:"
_CHOSEN, _SOLVED = "compared", "compared_outcomes"
# Where each side's choice stands among those kept. The first two always hold one, the others where somebody adds one.
SIDES = ("left", "right", "third", "fourth")
# Outcomes kept of plans that were compared last: four, and the steps between them.
SOLVED_KEPT = 40


class NotYetError(Exception):
    """A plan that is still being proven.

    Args:
        notebook: The plan.
    """

    def __init__(self, notebook: PlanningNotebook) -> None:
        super().__init__("The plan is still being proven.")
        self.notebook = notebook


def choices(agreed: PlanningNotebook, entries: Sequence[LogEntry]) -> dict[str, str]:
    """Everything that can be compared, key to words; the latest moments first."""
    scenarios = {f"{_SCENARIO}{s.name}": f"Scenario {s.name}" for s in agreed.plan.scenarios}
    saved = {f"{_SAVED}{s.name}": f"Saved: {s.name}" for s in agreed.saved}
    moments = {
        f"{_MOMENT}{e.number}": f"{e.change.at.astimezone():%Y-%m-%d %H:%M}, after change {e.number}: {e.change.what}"
        for e in reversed(entries[:-1])
    }
    return {AGREED: "Agreed plan", DRAFT: "Draft, as it is moved now", **scenarios, **saved, **moments}


def notebook_of(key: str, agreed: PlanningNotebook) -> PlanningNotebook | None:
    """The notebook behind a choice; None where a moment can't be read, and the page says why."""
    kind, _, name = key.partition(":")
    if kind == _MOMENT.rstrip(":"):
        return history.past(int(name))
    if kind == _SAVED.rstrip(":"):
        return with_saved(agreed, find_saved(agreed, name))
    if kind == _SCENARIO.rstrip(":"):
        return with_scenario(agreed, name)
    return (state.draft() or agreed) if key == DRAFT else agreed


def solve(notebook: PlanningNotebook, wait: float = parts.GLANCE) -> Outcome:
    """A notebook's outcome on its own planning date, as proven as it gets.

    Args:
        wait: Seconds to wait for its proof.

    Raises:
        NotYetError: it takes longer than that; the proof goes on behind.
        PlanningError: the solve failed.
    """
    answer = ask(notebook, wait)
    if answer.error:
        raise PlanningError(answer.error)
    if not answer.is_over or answer.value is None:
        raise NotYetError(notebook)
    return replace(answer.value, notebook=notebook)


def ask(notebook: PlanningNotebook, wait: float) -> Answer[Outcome]:
    """The answer so far; one that was over stays so, also where it is not proven."""
    found = state.kept(_SOLVED)
    solved: tuple[tuple[PlanningNotebook, Answer[Outcome]], ...] = found if isinstance(found, tuple) else ()
    for known, answer in solved:
        if known == notebook:
            return answer
    answer = state.desk().look(notebook, notebook.plan.planning_date, wait=wait)
    if answer.is_over and not answer.error:
        state.keep(_SOLVED, (*solved, (notebook, answer))[-SOLVED_KEPT:])
    return answer


def chosen(known: dict[str, str]) -> dict[str, str]:
    """The keys chosen, by side; the agreed plan and the draft before anybody chose. A side without a plan is absent."""
    found = state.kept(_CHOSEN)
    wanted = dict(zip(SIDES, (AGREED, DRAFT), strict=False)) | (found if isinstance(found, dict) else {})
    shown = {side: key if key in known else AGREED for side, key in wanted.items() if key}
    return {side: shown[side] for side in SIDES if side in shown}


def choose(side: str, widget_key: str) -> None:
    """Remember what a person chose for one side."""
    found = state.kept(_CHOSEN)
    state.keep(_CHOSEN, {**(found if isinstance(found, dict) else {}), side: state.widget_value(widget_key)})


def compare_with_moment(number: int) -> None:
    """A past moment left, the agreed plan right."""
    state.keep(_CHOSEN, dict(zip(SIDES, (f"{_MOMENT}{number}", AGREED), strict=False)))
