"""The limits as bars, the scarcest first, and the panel that moves them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planning.outcome import Outcome
from reports import charts, frames, wording
from ui import rules_panel, theme

PEOPLE_LIMITS_SHOWN = 8
_PANEL = "limits_panel"


def show_place(outcome: Outcome) -> DeltaGenerator:
    """The way into the panel; returns the place of what moves."""
    with st.container(key="limits_way"):
        show_panel(outcome)
    return st.container()


def show(outcome: Outcome, place: DeltaGenerator) -> None:
    """Limits as bars, the scarcest first."""
    shown = wording.limits_to_show(outcome.limits, PEOPLE_LIMITS_SHOWN)
    columns = frames.limit_columns(shown, outcome.notebook.plan.currency)
    n_tight = sum(use.is_tight for use in outcome.limits)
    place.markdown(
        f"**Limits**: \u25c6 {n_tight} of {len(outcome.limits)} tight",
        help="A diamond marks a tight limit: some wanted request, alone, would overflow it, be it large or the "
        "limit nearly full. Orange marks a limit that is at least 90% used. People first, the scarcest on top.",
    )
    picture = charts.limits_chart(columns, ink=theme.ink())
    place.vega_lite_chart(picture.data, picture.spec, key="limits", alt="Limits, used share of each, tight ones marked")


def show_panel(outcome: Outcome) -> None:
    """Limits and rules, moved from the room's screen; built only while it is open."""
    what = "Change limits and rules"
    panel = st.popover(what, icon=":material/tune:", key=_PANEL, on_change="rerun", help=what)
    if panel.open:
        with panel:
            rules_panel.show(outcome)
