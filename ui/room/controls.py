"""What the presenter moves: scenario, weights, and the ways back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planning.notebook import PlanningNotebook
from ui import agree_panel, moves, state

AGREED, OWN_MIX = "Agreed plan", "Own mix"
_PRESET = "weights_of"


def show(current: PlanningNotebook) -> DeltaGenerator:
    """Scenario, whose weights they are, undo, redo, reset, agree; returns the place of the weights between them."""
    _show_scenarios(current)
    st.markdown("**Weights**, together 100%")
    weights = st.container()
    _show_presets(current)
    with st.container(horizontal=True, gap="small"):
        _icon_button("undo", "Undo", moves.undo, is_off=not moves.can_undo())
        _icon_button("redo", "Redo", moves.redo, is_off=not moves.can_redo())
        _icon_button("reset", "Back to the agreed weights", moves.reset_weights, icon="restart_alt")
        agree_panel.show(current)
    return weights


def whose_weights(current: PlanningNotebook) -> str:
    """The stakeholder whose weights these are; empty where they are nobody's."""
    return next((name for name, weights in current.stakeholder_weights.items() if weights == current.weights), "")


def _show_scenarios(current: PlanningNotebook) -> None:
    scenarios = ["", *(s.name for s in current.plan.scenarios)]
    if current.plan.scenarios:
        widget = state.show_in_widget("scenario", current.scenario)
        st.selectbox(
            "Scenario",
            scenarios,
            index=scenarios.index(current.scenario),
            format_func=lambda name: name or AGREED,
            key=widget,
            on_change=moves.choose_scenario,
            args=(widget,),
        )


def _show_presets(current: PlanningNotebook) -> None:
    """Whose weights these are; another choice takes those."""
    presets = {"": current.weights, **current.stakeholder_weights}
    if len(presets) == 1:
        return
    now = whose_weights(current)
    widget = state.show_in_widget(_PRESET, now)
    st.selectbox(
        "Weights of",
        list(presets),
        index=list(presets).index(now),
        format_func=lambda name: name or OWN_MIX,
        key=widget,
        on_change=_take_preset,
    )


def _take_preset() -> None:
    current, name = state.draft(), state.widget_value(_PRESET)
    if current is not None and name in current.stakeholder_weights:
        moves.take_weights(current.stakeholder_weights[name])


def _icon_button(key: str, what: str, do: Callable[[], None], *, is_off: bool = False, icon: str = "") -> None:
    """A button that shows an icon; its name is there for those who do not see it (the style sheet hides it)."""
    icon = f":material/{icon or key}:"
    st.button(what, key=key, icon=icon, on_click=do, disabled=is_off, help=what, type="tertiary")
