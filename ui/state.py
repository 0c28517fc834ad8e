"""The only file that touches the session: the notebook, the draft on top of it, and what was last shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from intake.read import Intake
from planning.notebook import PlanningNotebook, with_rules, with_scenario, with_weights
from planning.outcome import Outcome, Prepared, evaluate, prepare
from scoring.weights import Weights

OUTCOMES_KEPT = 200
# With a prefix, so that no widget's key can be the same.
_INTAKE, STATE_NOTEBOOK, STATE_DRAFT = "state:intake", "state:notebook", "state:draft"
_UNDO, _SNAPSHOT, _OUTCOMES, _PREPARED = "state:undo", "state:snapshot", "state:outcomes", "state:prepared"
_UPLOAD = "state:upload"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A portfolio to compare with: which requests, at which weights, named for people."""

    name: str
    funded: frozenset[str]
    weights: Weights
    value: float


def intake() -> Intake | None:
    """What the last file held, refused or not; None before any file."""
    return cast(Intake | None, st.session_state.get(_INTAKE))


def notebook() -> PlanningNotebook | None:
    """The open notebook with its agreed weights; None before any."""
    return cast(PlanningNotebook | None, st.session_state.get(STATE_NOTEBOOK))


def draft() -> PlanningNotebook | None:
    """The notebook with the live moves on top; None before any."""
    return cast(PlanningNotebook | None, st.session_state.get(STATE_DRAFT))


def snapshot() -> Snapshot | None:
    """The last snapshot; None before any portfolio was shown."""
    return cast(Snapshot | None, st.session_state.get(_SNAPSHOT))


def show_intake(found: Intake) -> None:
    """Make this what the last file held; a refused one leaves the open notebook as it was."""
    st.session_state[_INTAKE] = found


def kept(name: str) -> object:
    """What a part of a screen keeps for this session under its name; None before it kept anything."""
    return st.session_state.get(f"state:{name}")


def keep(name: str, value: object) -> None:
    """Keep a value for this session under a name."""
    st.session_state[f"state:{name}"] = value


def widget_value(key: str) -> Any:
    """What a widget holds in its callback; None where it is not drawn."""
    return st.session_state.get(key)


def open_as_notebook(opened: PlanningNotebook) -> None:
    """Make this the open notebook, without draft, undo or snapshot."""
    st.session_state[STATE_NOTEBOOK] = st.session_state[STATE_DRAFT] = opened
    for key in (_UNDO, _SNAPSHOT, _OUTCOMES, _PREPARED):
        st.session_state.pop(key, None)


def outcome() -> Outcome:
    """The draft judged on its planning date; the same draft is never solved twice.

    Raises:
        ValueError: no notebook is open.
    """
    current = draft()
    if current is None:
        raise ValueError("Expected an open notebook.")
    kept: OrderedDict[Any, Outcome] = st.session_state.setdefault(_OUTCOMES, OrderedDict())
    key = (current.weights, *_rule_key(current))
    if key not in kept:
        kept[key] = evaluate(current, current.plan.planning_date, prepared=_prepared(current))
        if len(kept) > OUTCOMES_KEPT:
            kept.popitem(last=False)
    return kept[key]


def has_outcome() -> bool:
    """Whether the draft's outcome is at hand without a solve."""
    current = draft()
    return current is not None and (current.weights, *_rule_key(current)) in st.session_state.get(_OUTCOMES, {})


def take_snapshot(shown: Outcome, name: str) -> None:
    """Compare with this portfolio from now on. Only a proven, tie-broken one counts."""
    if shown.selection.is_final and shown.selection.value is not None:
        st.session_state[_SNAPSHOT] = Snapshot(name, shown.funded, shown.notebook.weights, shown.selection.value)


def move_weight(key: str, widget_key: str) -> None:
    """Take a moved slider into the draft: its share as shown, the others in proportion."""
    current = _open_draft()
    share = st.session_state[widget_key] / 100
    _change(with_weights(current, current.weights.with_share(key, share)))


def reset_weights() -> None:
    """Back to the agreed weights."""
    agreed = notebook()
    if agreed is not None:
        _change(with_weights(_open_draft(), agreed.weights))


def choose_scenario(widget_key: str) -> None:
    """Take a chosen scenario into the draft; nothing chosen means the agreed limits."""
    _change(with_scenario(_open_draft(), st.session_state[widget_key] or ""))


def switch_rule(key: str, widget_key: str) -> None:
    """Take a switched rule into the draft."""
    on = bool(st.session_state[widget_key])
    chosen = frozenset({key})
    _change(with_rules(_open_draft(), on=chosen if on else frozenset(), off=frozenset() if on else chosen))


def undo() -> None:
    """Back to the draft before the last move."""
    past: list[PlanningNotebook] = st.session_state.get(_UNDO, [])
    if past:
        st.session_state[STATE_DRAFT] = past.pop()


def can_undo() -> bool:
    """Whether there is a move to take back."""
    return bool(st.session_state.get(_UNDO))


def show_in_widget(widget_key: str, value: object) -> str:
    """Give a widget the draft's value before it is drawn; returns the widget's key."""
    st.session_state[widget_key] = value
    return widget_key


def is_new_upload(file_id: str) -> bool:
    """Whether this upload has not been opened yet; it counts as opened from now on."""
    is_new = bool(st.session_state.get(_UPLOAD) != file_id)
    st.session_state[_UPLOAD] = file_id
    return is_new


def _open_draft() -> PlanningNotebook:
    current = draft()
    if current is None:
        raise ValueError("Expected an open notebook.")
    return current


def _change(changed: PlanningNotebook) -> None:
    past: list[PlanningNotebook] = st.session_state.setdefault(_UNDO, [])
    past.append(_open_draft())
    st.session_state[STATE_DRAFT] = changed


def _rule_key(current: PlanningNotebook) -> tuple[Any, ...]:
    return (current.bounds, current.kinds_on, current.overrides)


def _prepared(current: PlanningNotebook) -> Prepared:
    """Rows and gates, made anew only when rules, limits or overrides change."""
    kept: OrderedDict[Any, Prepared] = st.session_state.setdefault(_PREPARED, OrderedDict())
    key = _rule_key(current)
    if key not in kept:
        kept[key] = prepare(current, current.plan.planning_date)
        if len(kept) > OUTCOMES_KEPT:
            kept.popitem(last=False)
    return kept[key]
