"""The meeting: a strip with the 60-minute agenda, its screens, and the clock of the notebook's meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from planning.meeting import Meetings
from planning.notebook import PlanningError
from planning.people import Action
from ui import keeping, state
from ui.apart import part
from ui.screens import screen

_KEY = "meeting"
# How often a screen looks whether somebody else began or ended the meeting.
LOOK_FOR_MEETING = 5.0
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
    AgendaStep("Exports", 2, "export_results"),
)


@st.cache_resource(show_spinner=False)
def _meetings() -> Meetings:
    return Meetings()


def began() -> dt.datetime | None:
    """When the open notebook's meeting began, for everybody who has it open; None where there is none."""
    if state.notebook() is None or not keeping.here().may(Action.VIEW):
        return None
    return _meetings().since(_room(), keeping.now(), by=keeping.here())


def begin() -> None:
    """Begin the open notebook's meeting; where one is under way, it goes on."""
    try:
        _meetings().begin(_room(), by=keeping.here(), at=keeping.now())
    except PlanningError as error:
        state.tell(str(error))


def end() -> None:
    """End the meeting for everybody; nothing that was recorded changes."""
    try:
        _meetings().end(_room(), by=keeping.here())
    except PlanningError as error:
        state.tell(str(error))


def show() -> None:
    """The strip on top of every screen while a meeting is on; it comes and goes on everybody's screen by itself."""
    started = began()
    if keeping.stored() is not None:
        _watch(started)
    if started is not None:
        _show_strip(started)


def _show_strip(started: dt.datetime) -> None:
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
        if began() is not None:
            st.button("End the meeting", key="meeting_end", icon=":material/timer_off:", on_click=end)
        else:
            st.button("Begin the meeting", key="meeting_begin", icon=":material/timer:", on_click=begin,
                      disabled=not keeping.here().may(Action.EXPLORE),
                      help="Everybody who has this notebook open sees the same clock")  # fmt: skip


def _room() -> str:
    """Where the meeting is: the notebook, or this session where the notebook is in it alone."""
    kept = keeping.stored()
    return kept.id if kept is not None else state.seat()


@part(every=LOOK_FOR_MEETING)
def _watch(seen: dt.datetime | None) -> None:
    """Nothing to see: draws the page again once somebody else began or ended the meeting."""
    if began() != seen:
        state.draw_again()


def _ignore() -> None:
    """The step is read where the strip is drawn."""
