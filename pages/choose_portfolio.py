"""Choose portfolio: the room's screen. Weights left, picture and list in the middle, limits right."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planning.outcome import Outcome
from planning.worker import Answer
from ui import history, parts, reloading, state, watching, weights_control
from ui.apart import part
from ui.parts import LOOK_FOR_PROOF
from ui.room import ahead, around, board, controls, limits, presenting, request_panel, requests
from ui.room.presenting import LOOK_AT_BOARD
from ui.room.requests import LOOK_FOR_MARGINS


@dataclass(frozen=True, slots=True)
class Places:
    """Where a move draws beside the board; everything else on the page stays as it is."""

    weights: DeltaGenerator
    files: DeltaGenerator
    board: DeltaGenerator


def show_page() -> None:
    """The whole page: what a move leaves as it is, then the rest."""
    outcome = (presenting.follow() or state.look()).value
    if outcome is None:
        st.stop()
    left, room = st.columns([1.1, 5], gap="medium")
    with left:
        weights, files = controls.show(state.open_draft()), st.container()
        presenting.show()
    if outcome.selection.has_portfolio:
        with room, st.container(key="room"):
            # Laid over the board, which leaves room for them.
            requests.show_filters(outcome)
            limits.show_panel(outcome)
            board_place = st.container()
        # What has no place of its own, and nothing to see, ends below the controls.
        with left:
            show_room(around.now(outcome), Places(weights, files, board_place))
    else:
        with room:
            limits.show_panel(outcome)
            place = st.container()
        show_why_nothing(around.now(outcome), weights, place)


@dataclass(frozen=True, slots=True)
class Look:
    """What a part of the page shows now.

    Args:
        newer: Whether a presenter shows something newer by now; None where nobody is followed.
        is_followed: Whether it is what a presenter shows.
    """

    found: Answer[Outcome]
    outcome: Outcome
    newer: Callable[[], bool] | None
    is_followed: bool


def _look(drawn_around: around.Around) -> Look:
    """What there is to show; where what stands around it has changed as well, the whole page is drawn."""
    # Before what is shown is read: what a presenter shows meanwhile is newer, then.
    newer, followed = presenting.newer(), presenting.follow()
    found = followed or state.look()
    if found.value is None or around.now(found.value) != drawn_around:
        st.rerun()
    reloading.keep_moves()
    return Look(found, found.value, newer, followed is not None)


# The part of the page that a move draws.
ROOM = "room"


@part(key=ROOM)
def show_room(drawn_around: around.Around, places: Places) -> None:
    """Everything a move changes, what the room looks at first before the rest."""
    seen = _look(drawn_around)
    # Asked before the list is drawn: what comes in meanwhile is still to come, then.
    is_settled = seen.newer is None and seen.found.is_over
    more = requests.margins_to_come(seen.outcome) if is_settled else lambda: _has_more(seen)
    drawn = state.draft()
    parts.run(lambda: _draw(seen, places))
    state.end_drawing()
    if not seen.is_followed:
        ahead.get_ready(seen.outcome)
    seconds = LOOK_FOR_MARGINS if is_settled else LOOK_AT_BOARD if seen.is_followed else LOOK_FOR_PROOF
    # A move that a browser sends together with a look is taken in, but only what looks is drawn.
    watching.watch(ROOM, more and (lambda: state.draft() is not drawn or more()), seconds=seconds)


def _draw(seen: Look, places: Places) -> None:
    outcome = seen.outcome
    history.note_result(outcome)
    with places.board:
        board.show(seen.found, outcome, is_followed=seen.is_followed)
    presenting.publish(seen.found)
    with places.weights:
        weights_control.show(state.open_draft())
    with places.files:
        parts.download_row(outcome)
    request_panel.show_opened(outcome)


def _has_more(seen: Look) -> bool:
    """Whether a presenter shows something newer, or more is known of an answer of one's own."""
    is_newer = seen.newer is not None and seen.newer()
    return is_newer or (not seen.is_followed and not seen.found.is_over and parts.has_more_than(seen.found))


@part(key=ROOM)
def show_why_nothing(drawn_around: around.Around, weights: DeltaGenerator, place: DeltaGenerator) -> None:
    """Why no portfolio fits, or that none is found yet."""
    seen = _look(drawn_around)
    presenting.publish(seen.found)
    state.end_drawing()
    with weights:
        weights_control.show(state.open_draft())
    with place:
        if seen.is_followed:
            parts.show_collision(seen.outcome)
        else:
            parts.run(lambda: parts.show_nothing_yet(seen.found, seen.outcome))
    watching.watch(ROOM, seen.newer, seconds=LOOK_AT_BOARD)


opened = state.draft()
if opened is None or not opened.requests:
    st.title("Choose portfolio", anchor=False)
    parts.empty_state("There are no requests to choose from yet.")
    st.stop()
show_page()
