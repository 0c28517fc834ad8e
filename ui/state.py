"""The only file that touches the session: the notebook, the draft on top of it, and what was last shown."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, replace
from typing import Any, cast

import streamlit as st

from intake.read import Intake
from planning.desk import Desk
from planning.draft import carry_over
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.prover import PROOF, PROOF_SECONDS
from planning.worker import Answer
from scoring.weights import Weights

# Desks kept for all sessions, and how long a screen that needs a proof waits for it, in seconds.
DESKS_KEPT, PATIENCE = 8, 30.0
# Someone who asks to go on with a proof means it: seconds of its next try.
LONGER = 4 * PROOF_SECONDS
# Longer than any move takes to draw, and what is drawn to be sent, in seconds.
SWIFT, ON_ITS_WAY = 0.25, 0.03
# With a prefix, so that no widget's key can be the same.
PREFIX = "state:"
_INTAKE, STATE_NOTEBOOK, STATE_DRAFT = "state:intake", "state:notebook", "state:draft"
_SNAPSHOT, _SEAT = "state:snapshot", "state:seat"
_ASKED, _TOLD = "state:asked", "state:told"
_REFUSAL, _BY_ITSELF = "state:refusal", "state:by_itself"
# Drafts to go back to, and those gone back from.
STEPS = UNDO, REDO = "undo", "redo"


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


def agreed() -> PlanningNotebook:
    """The open notebook as agreed.

    Raises:
        ValueError: no notebook is open.
    """
    opened = notebook()
    if opened is None:
        raise ValueError("Expected an open notebook.")
    return opened


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
    return st.session_state.get(f"{PREFIX}{name}")


def keep(name: str, value: object) -> None:
    """Keep a value for this session under a name."""
    st.session_state[f"{PREFIX}{name}"] = value


def drafts(name: str) -> list[PlanningNotebook]:
    """Drafts kept under a name, the latest last."""
    found = kept(name)
    return list(found) if isinstance(found, list) else []


def open_as_notebook(opened: PlanningNotebook) -> None:
    """Make this the open notebook, without draft, steps to take back or snapshot."""
    st.session_state[STATE_NOTEBOOK] = st.session_state[STATE_DRAFT] = opened
    for key in (*STEPS, "locked", "snapshot"):
        st.session_state.pop(f"{PREFIX}{key}", None)


def tell(words: str) -> None:
    """Say something at the top of the page that is drawn next."""
    st.session_state[_TOLD] = words


def told() -> str:
    """What there is to say, once; empty where there is nothing."""
    return str(st.session_state.pop(_TOLD, ""))


def has_words() -> bool:
    """Whether there is something to say at the top of the page."""
    return bool(st.session_state.get(_TOLD))


def agree_on(now_agreed: PlanningNotebook) -> None:
    """Make this the agreed notebook; moves under way stay on top.

    Raises:
        ValueError: no notebook is open.
    """
    before = agreed()
    for steps in STEPS:
        keep(steps, [carry_over(past, before, now_agreed) for past in drafts(steps)])
    st.session_state[STATE_DRAFT] = carry_over(open_draft(), before, now_agreed)
    st.session_state[STATE_NOTEBOOK] = now_agreed


def draw_again() -> None:
    """Draw the whole page again because an answer came in, not because a person did something."""
    st.session_state[_BY_ITSELF] = True
    st.rerun()


def refuse(words: str) -> None:
    """Remember why a step was refused, until the person does something else."""
    st.session_state[_REFUSAL] = words


def has_refusal() -> bool:
    """Whether a step was refused and the person did nothing else since."""
    return _REFUSAL in st.session_state


def last_refusal() -> str:
    """Why the last step was refused, where the page is only drawn again by itself; else empty."""
    if not st.session_state.pop(_BY_ITSELF, False):
        st.session_state.pop(_REFUSAL, None)
    return str(st.session_state.get(_REFUSAL, ""))


def outcome() -> Outcome:
    """The draft judged on its planning date, proven where that takes no longer than a person waits.

    Raises:
        ValueError: no notebook is open.
    """
    current = open_draft()
    return desk().prove(current, current.plan.planning_date, wait=PATIENCE)


def look(*, wait: float = 0.0) -> Answer[Outcome]:
    """The draft's best outcome so far, at once, and how its proof stands; a newer draft takes the older one's place.

    Raises:
        ValueError: no notebook is open.
    """
    current = open_draft()
    return desk().look(current, current.plan.planning_date, wait=wait)


def stop_proof() -> None:
    """Stop proving; what was found until now stays on screen and says so."""
    desk().cancel(PROOF)


def go_on_proving() -> None:
    """Go on with a proof that was stopped or ran out of time."""
    current = open_draft()
    desk().look(current, current.plan.planning_date, seconds=LONGER, again=True)


def begin_drawing() -> None:
    """A move is drawn now: work behind rests until it is, or a moment has passed."""
    desk().begin_drawing(SWIFT)


def end_drawing() -> None:
    """What was moved is drawn, and on its way."""
    desk().end_drawing(after=ON_ITS_WAY)


def agreed_outcome() -> Outcome:
    """The agreed notebook judged on its planning date, without the moves under way.

    Raises:
        ValueError: no notebook is open.
    """
    opened = agreed()
    found = desk().prove(opened, opened.plan.planning_date, wait=PATIENCE)
    # The desk knows only what portfolios depend on; names and decisions are the notebook's own.
    return replace(found, notebook=opened)


def desk() -> Desk:
    """The open notebook's desk: its worker is shared by every session that shows the same file."""
    current = open_draft()
    return _desk(f"{current.source.sha256} {current.name}").seat(seat())


def seat() -> str:
    """This browser session's own name."""
    if _SEAT not in st.session_state:
        st.session_state[_SEAT] = uuid.uuid4().hex
    return str(st.session_state[_SEAT])


def take_draft(changed: PlanningNotebook) -> None:
    """Make this the draft."""
    st.session_state[STATE_DRAFT] = changed


@st.cache_resource(max_entries=DESKS_KEPT, show_spinner=False, on_release=Desk.close)
def _desk(name: str) -> Desk:
    # Where cores are scarce, idle time may stay idle: then only what is asked for is solved.
    return Desk(fills_map=os.environ.get("ROUNDS_IDLE_WORK", "on") != "off")


def take_snapshot(shown: Outcome, name: str) -> None:
    """Compare with this portfolio from now on. Only a proven, tie-broken one counts."""
    if shown.selection.is_final and shown.selection.value is not None:
        st.session_state[_SNAPSHOT] = Snapshot(name, shown.funded, shown.notebook.weights, shown.selection.value)


def show_snapshot(compared: Snapshot) -> None:
    """Compare with what a presenter compares with."""
    st.session_state[_SNAPSHOT] = compared


def forget_snapshot() -> None:
    """Compare with the portfolio that is shown next."""
    st.session_state.pop(_SNAPSHOT, None)


def chosen_request() -> str:
    """The request a person last asked about; empty before any."""
    return str(st.session_state.get(_ASKED, ""))


def ask_about(widget_key: str) -> None:
    """Remember the request a person asks about."""
    choose_request(st.session_state[widget_key] or "")


def choose_request(request_id: str) -> None:
    """Make this the request a person asks about."""
    st.session_state[_ASKED] = request_id


def widget_value(widget_key: str) -> Any:
    """What a widget holds now; None before it was drawn."""
    return st.session_state.get(widget_key)


def show_in_widget(widget_key: str, value: object) -> str:
    """Give a widget the draft's value before it is drawn, without touching one that shows it; returns its key.

    The widget must be drawn with the same value as its first one. A browser starts a new widget with that and may send
    it before it hears of any other: one left at its lowest value would count as moved there.
    """
    if widget_key in st.session_state and st.session_state[widget_key] != value:
        st.session_state[widget_key] = value
    return widget_key


def open_draft() -> PlanningNotebook:
    """The draft.

    Raises:
        ValueError: no notebook is open.
    """
    current = draft()
    if current is None:
        raise ValueError("Expected an open notebook.")
    return current
