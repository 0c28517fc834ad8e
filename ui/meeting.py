"""The meeting: a strip with the 60-minute agenda, its screens, and a clock that runs in the browser alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ui import keeping, state
from ui.screens import screen

_KEY, _STARTED = "meeting", "meeting_started"
_HERE = Path(__file__)
_STYLE, _SCRIPT = (_HERE.with_suffix(suffix).read_text(encoding="utf-8") for suffix in (".css", ".js"))


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One step of the meeting: what it is about, its minutes, and the screen it needs."""

    title: str
    minutes: int
    screen: str


AGENDA: tuple[AgendaStep, ...] = (
    AgendaStep("What changed", 5, "compare_scenarios"),
    AgendaStep("Mandates and their price", 5, "review_gates"),
    AgendaStep("Overdue pilots", 5, "review_gates"),
    AgendaStep("Contested requests", 25, "explain_choice"),
    AgendaStep("What if", 10, "choose_portfolio"),
    AgendaStep("Commit", 8, "record_decision"),
    AgendaStep("Exports", 2, "read_log"),
)


def is_on() -> bool:
    """Whether a meeting is on in this session."""
    return state.kept(_STARTED) is not None


def begin() -> None:
    """Begin a meeting: its clock starts now."""
    state.keep(_STARTED, keeping.now())


def end() -> None:
    """End the meeting; nothing that was recorded changes."""
    state.keep(_STARTED, None)


def show() -> None:
    """The strip on top of every screen while a meeting is on; nothing otherwise."""
    started = state.kept(_STARTED)
    if not isinstance(started, dt.datetime) or state.notebook() is None:
        return
    html = '<nav class="meeting" aria-label="Meeting"></nav>'
    strip = st.components.v2.component("rounds_meeting", html=html, css=_STYLE, js=_SCRIPT)
    steps = [{"title": s.title, "minutes": s.minutes, "place": screen(s.screen).title} for s in AGENDA]
    data = {"steps": steps, "elapsed": (keeping.now() - started).total_seconds()}
    told = strip(key=_KEY, data=data, on_step_change=_ignore, on_end_change=end)
    number = told.get("step")
    if isinstance(number, int | float) and 0 <= number < len(AGENDA):
        st.switch_page(screen(AGENDA[int(number)].screen).path)


def show_switch() -> None:
    """The way into a meeting."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("A strip with the 60-minute agenda and a clock, on top of every screen.", width="content")
        if is_on():
            st.button("End the meeting", key="meeting_end", icon=":material/timer_off:", on_click=end)
        else:
            st.button("Begin the meeting", key="meeting_begin", icon=":material/timer:", on_click=begin)


def _ignore() -> None:
    """The step is read where the strip is drawn."""
