"""The weights: a range, a number and a lock for each criterion. They move while they are dragged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from planning.notebook import PlanningNotebook
from planning.people import Action
from reports import charts
from scoring.criterion import Criterion
from ui import keeping, moves, state

_KEY = "weights"
_HERE = Path(__file__)
_STYLE, _SCRIPT = (_HERE.with_suffix(suffix).read_text(encoding="utf-8") for suffix in (".css", ".js"))


def show(notebook: PlanningNotebook) -> None:
    """The weights of a notebook's draft; the shown numbers sum to 100."""
    agreed = notebook.plan.weights
    control = st.components.v2.component(
        "rounds_weights", html='<div class="weights" role="group" aria-label="Weights"></div>', css=_STYLE, js=_SCRIPT
    )
    colors = tints(notebook)
    rows = [
        {
            "key": criterion.key,
            "tint": colors[criterion.key],
            "label": criterion.label,
            "meaning": criterion.meaning,
            "share": notebook.weights.share(criterion.key),
            "agreed": agreed.share(criterion.key),
        }
        for criterion in moved_criteria(notebook)
    ]
    is_fixed = not keeping.here().may(Action.EXPLORE)
    data = {"rows": rows, "locked": sorted(moves.locked()), "taken": moves.last_taken(), "fixed": is_fixed}
    control(key=_KEY, data=data, on_moves_change=_take)


def moved_criteria(notebook: PlanningNotebook) -> list[Criterion]:
    """Criteria with a weight: by default, as agreed, or now."""
    agreed, now = notebook.plan.weights, notebook.weights
    return [c for c in notebook.criteria if c.default_weight or agreed.share(c.key) or now.share(c.key)]


def tints(notebook: PlanningNotebook) -> dict[str, str]:
    """The color of the points from each criterion, here and in the list; it stays while a weight comes to nothing."""
    keys = [c.key for c in moved_criteria(notebook)]
    return dict(zip(keys, charts.tints(len(keys)), strict=True))


def _take() -> None:
    state.begin_drawing()
    told = state.widget_value(_KEY).get("moves")
    if isinstance(told, Mapping) and state.draft() is not None:
        moves.take(told)
