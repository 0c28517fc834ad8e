"""Choose portfolio: the room's screen. Weights left, picture and list in the middle, limits right."""

import streamlit as st

from reports import wording
from ui import history, parts, reloading, state
from ui.room import answer, around, controls, limits, presenting, requests


@st.fragment
def show_room(drawn_around: around.Around) -> None:
    """Everything a move changes; what stands around it is drawn again only where that has changed as well."""
    if around.now() != drawn_around:
        st.rerun()
    reloading.keep_moves()
    parts.run(_show)


def _show() -> None:
    followed = presenting.follow()
    left, middle, right = st.columns([1, 3.5, 1.45], gap="medium")
    with left:
        controls.show(state.open_draft())
    with middle:
        found = followed or state.look()
        outcome = found.value
        if outcome is None:
            st.stop()
        if outcome.selection.has_portfolio:
            history.note_result(outcome)
            answer.show_numbers(outcome)
            answer.show_changes(found, outcome, is_followed=followed is not None)
            presenting.publish(found)
            requests.show(outcome)
        else:
            parts.show_nothing_yet(found, outcome)
    with right:
        if outcome.selection.has_portfolio:
            limits.show(outcome)
        else:
            limits.show_panel(outcome)
    with left:
        if outcome.selection.has_portfolio:
            is_final = outcome.selection.is_final
            st.markdown(wording.headline(outcome) if is_final else "Files can be taken once the answer is proven.")
            parts.download_row(outcome)
            if followed is None:
                requests.look_for_margins(outcome)
        presenting.show()


opened = state.draft()
if opened is None or not opened.requests:
    st.title("Choose portfolio", anchor=False)
    parts.empty_state("There are no requests to choose from yet.")
    st.stop()
show_room(around.now())
