"""Who is here: signed in, or by what a person says once; screens ask this module who may record what."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planning.change import Recorded
from planning.notebook import PlanningError, PlanningNotebook
from planning.people import ROLES, Action, NotAllowedError, NotNamedError, Person, check_may
from ui import keeping, naming, presence, sign_in, state, way_back
from ui.plain_text import plain
from ui.remembered import remember

_NAME, _ROLE = "who_name", "who_role"


def who_is_here() -> Person | None:
    """Name and role in the header, with the form that asks for them; None before anybody said who they are."""
    current = presence.person()
    keeping.follow_address()
    with st.container(key="who", horizontal=True, width="content", gap="small"):
        _show_saved()
        label = plain(f"{current.known_as} ({current.role})") if current else "Who is here?"
        with st.popover(label, icon=":material/person:", key="who_popover", type="tertiary"):
            if current and presence.has_provider():
                sign_in.show_who(current)
            else:
                _ask(current, "header")
        remember(asks_who=not presence.has_provider())
        if presence.has_provider():
            way_back.take()
    if current is None and naming.waits_for_name():
        _ask_before_recording()
    if words := state.told():
        st.warning(plain(words), icon=":material/info:")
    if words := state.last_refusal():
        st.error(plain(words), icon=":material/error:")
    return current


def person_for(action: Action) -> Person | None:
    """The person here, where they may do this; else says in words what is missing and gives None."""
    current = presence.person()
    if current is None:
        st.info(f"Say who you are before you {action}: name and role stand beside what you record.")
        st.button("Say who you are", key=f"who_for_{action.name.lower()}", on_click=naming.wait_for_name)
        return None
    try:
        check_may(current, action)
    except NotAllowedError as error:
        st.info(plain(str(error)), icon=":material/lock:")
        return None
    return current


def try_to_record(make: Callable[[PlanningNotebook], Recorded]) -> bool:
    """Record what a planning function makes; where it refuses, say why and change nothing.

    Before anybody said who they are, the page asks for it, and records then.

    Args:
        make: Is given the agreed notebook as it was on the screen; what others saved since is joined with it, and
            where both changed one place they are shown both.
    """
    held = keeping.drawn()

    def put() -> None:
        keeping.record(make(held.notebook if held is not None else state.agreed()), held=held)

    try:
        put()
    except NotNamedError:
        naming.wait_for_name(put)
        st.rerun()
    except PlanningError as error:
        state.refuse(str(error))
        st.error(plain(str(error)), icon=":material/error:")
        return False
    return True


def _show_saved() -> None:
    opened = state.notebook()
    if opened is not None:
        sign = "cloud_done" if keeping.stored() is not None else "cloud_off"
        with st.container(key="saved"):
            st.caption(f"{plain(opened.name)} :material/{sign}: {keeping.saved_words()}")


@st.dialog("Who is here?", on_dismiss=naming.forget_waiting)
def _ask_before_recording() -> None:
    st.markdown("Your name and role stand beside what you record. Say them once.")
    _ask(None, "dialog")


def _ask(current: Person | None, place: str) -> None:
    with st.form(f"who_form_{place}", border=False):
        roles = [role for role, actions in ROLES.items() if actions]
        name = st.text_input("Name", value=current.name if current else "", key=f"{_NAME}_{place}")
        role = st.selectbox("Role", roles, index=roles.index(current.role) if current else None, key=f"{_ROLE}_{place}")
        if st.form_submit_button("This is me", key=f"who_submit_{place}", type="primary"):
            if not name.strip() or role is None:
                st.error("Enter your name and choose your role.")
            else:
                naming.take_name(Person(name.strip(), role))
                st.rerun()
