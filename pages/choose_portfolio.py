"""Choose portfolio: the room's screen. Weights left, picture and list in the middle, limits right."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planning.outcome import Outcome
from planning.worker import Answer
from reports import wording
from ui import history, parts, reloading, state, watching, weights_control
from ui.apart import part
from ui.room import answer, around, controls, limits, presenting, requests


@dataclass(frozen=True, slots=True)
class Places:
    """Where a move draws; everything else on the page stays as it is."""

    answer: answer.Places
    requests: requests.Places
    limits: DeltaGenerator
    weights: DeltaGenerator
    files: DeltaGenerator


def show_page() -> None:
    """The whole page: what a move leaves as it is, then the rest."""
    outcome = _answer().value
    if outcome is None:
        st.stop()
    left, middle, right = st.columns([1, 3.5, 1.45], gap="medium")
    with left:
        weights, files = controls.show(state.open_draft()), st.container()
        presenting.show()
    if outcome.selection.has_portfolio:
        with middle:
            numbers, list_and_picture = answer.show_places(), requests.show_places(outcome)
        with right:
            bars = limits.show_place(outcome)
        # What has no place of its own, and nothing to see, ends below the controls.
        with left:
            show_room(around.now(outcome), Places(numbers, list_and_picture, bars, weights, files))
    else:
        with right:
            limits.show_panel(outcome)
        show_why_nothing(around.now(outcome), weights, middle.container())


def _answer() -> Answer[Outcome]:
    return presenting.follow() or state.look()


# The part of the page that a move draws.
ROOM = "room"


@part(key=ROOM)
def show_room(drawn_around: around.Around, places: Places) -> None:
    """Everything a move changes, what the room looks at first before the rest."""
    # Before what is shown is read: what a presenter shows meanwhile is newer, then.
    newer, followed = presenting.newer(), presenting.follow()
    found = followed or state.look()
    outcome = found.value
    if outcome is None or around.now(outcome) != drawn_around:
        st.rerun()
    reloading.keep_moves()
    # Asked before the list is drawn: what comes in meanwhile is still to come, then.
    is_settled = newer is None and found.is_over
    margins = requests.margins_to_come(outcome) if is_settled else None
    parts.run(lambda: _draw(found, outcome, places, is_followed=followed is not None))
    if is_settled:
        watching.watch(ROOM, margins, seconds=requests.LOOK_FOR_MARGINS)
    else:
        seconds = parts.LOOK_FOR_PROOF if followed is None else presenting.LOOK_AT_BOARD
        watching.watch(ROOM, lambda: _has_more(found, newer, is_own=followed is None), seconds=seconds)


def _draw(found: Answer[Outcome], outcome: Outcome, places: Places, *, is_followed: bool) -> None:
    history.note_result(outcome)
    answer.show_numbers(outcome, places.answer)
    answer.show_changes(found, outcome, places.answer, is_followed=is_followed)
    presenting.publish(found)
    requests.show(outcome, places.requests)
    limits.show(outcome, places.limits)
    with places.weights:
        weights_control.show(state.open_draft())
    with places.files:
        is_final = outcome.selection.is_final
        st.markdown(wording.headline(outcome) if is_final else "Files can be taken once the answer is proven.")
        parts.download_row(outcome)


def _has_more(found: Answer[Outcome], newer: Callable[[], bool] | None, *, is_own: bool) -> bool:
    """Whether a presenter shows something newer, or more is known of an answer of one's own."""
    is_newer = newer is not None and newer()
    return is_newer or (is_own and not found.is_over and parts.has_more_than(found))


@part(key=ROOM)
def show_why_nothing(drawn_around: around.Around, weights: DeltaGenerator, place: DeltaGenerator) -> None:
    """Why no portfolio fits, or that none is found yet."""
    newer, followed = presenting.newer(), presenting.follow()
    found = followed or state.look()
    outcome = found.value
    if outcome is None or around.now(outcome) != drawn_around:
        st.rerun()
    reloading.keep_moves()
    presenting.publish(found)
    with weights:
        weights_control.show(state.open_draft())
    with place:
        if followed is None:
            parts.run(lambda: parts.show_nothing_yet(found, outcome))
        else:
            parts.show_collision(outcome)
    watching.watch(ROOM, newer, seconds=presenting.LOOK_AT_BOARD)


opened = state.draft()
if opened is None or not opened.requests:
    st.title("Choose portfolio", anchor=False)
    parts.empty_state("There are no requests to choose from yet.")
    st.stop()
show_page()
