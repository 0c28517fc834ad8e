"""What can be compared: the agreed plan, the draft, scenarios and past moments; and who chose which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planning.log import LogEntry
from planning.notebook import PlanningNotebook, with_scenario
from planning.outcome import Outcome
from planning.scenario import find_saved, with_saved
from ui import keeping, state

AGREED, DRAFT = "agreed", "draft"
_SCENARIO, _SAVED, _MOMENT = "scenario:", "saved:", "moment:"
_CHOSEN = "compared"
# Where each side's choice stands among those kept.
SIDES = ("left", "right")


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
        return keeping.past(int(name))
    if kind == _SAVED.rstrip(":"):
        return with_saved(agreed, find_saved(agreed, name))
    if kind == _SCENARIO.rstrip(":"):
        return with_scenario(agreed, name)
    return (state.draft() or agreed) if key == DRAFT else agreed


def solve(notebook: PlanningNotebook) -> Outcome:
    """A notebook's outcome on its own planning date, as proven as a person waits for."""
    found = state.desk().prove(notebook, notebook.plan.planning_date, wait=state.PATIENCE)
    return replace(found, notebook=notebook)


def chosen(known: dict[str, str]) -> dict[str, str]:
    """The keys chosen left and right; the agreed plan and the draft before anybody chose."""
    found = state.kept(_CHOSEN)
    kept = found if isinstance(found, dict) else {}
    wanted = dict(zip(SIDES, (AGREED, DRAFT), strict=True)) | kept
    return {side: key if key in known else AGREED for side, key in wanted.items()}


def choose(side: str, widget_key: str) -> None:
    """Remember what a person chose for one side."""
    found = state.kept(_CHOSEN)
    state.keep(_CHOSEN, {**(found if isinstance(found, dict) else {}), side: state.widget_value(widget_key)})


def compare_with_moment(number: int) -> None:
    """A past moment left, the agreed plan right."""
    state.keep(_CHOSEN, dict(zip(SIDES, (f"{_MOMENT}{number}", AGREED), strict=True)))
