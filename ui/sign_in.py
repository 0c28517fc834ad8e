"""Signing in on a server: Streamlit's own OpenID Connect; without a provider the app answers on this computer alone."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAuthError

from planning.people import Action, Person
from ui import presence, way_back
from ui.plain_text import plain
from ui.presence import SignInNeededError, has_provider, is_on_this_computer, signed_in

_AWAY = "This Rounds answers on its own computer only: nobody can sign in here yet."
_REMEDY = "Whoever runs it sets up sign-in as docs/administration.md says, or opens it as localhost on that computer."


def let_in() -> bool:
    """Let the page be drawn: for somebody signed in, or, where nobody can sign in, on this computer alone.

    Whoever is not let in sees what to do, and nothing else of the page must be drawn.
    """
    if not has_provider():
        is_here = is_on_this_computer()
        if not is_here:
            with _door("This Rounds is not open yet"):
                st.error(f"{_AWAY} {_REMEDY}", icon=":material/lock:")
        return is_here
    try:
        person, fault = signed_in()
    except SignInNeededError as error:
        _ask_to_sign_in(str(error))
        return False
    if fault:
        st.error(plain(fault), icon=":material/error:")
    presence.take_name(person)
    if not person.may(Action.VIEW):
        _show_no_access(person)
        return False
    return True


def show_who(person: Person) -> None:
    """Who is signed in, in which role, and the way out."""
    st.text(str(person))
    st.caption("Name and role come from your sign-in.")
    st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=presence.sign_out)


def _door(title: str) -> DeltaGenerator:
    """Where whoever is not let in stands: one box in the middle, and nothing of any notebook."""
    door = st.container(key="door", border=True, width=480)
    door.title(title, anchor=False)
    return door


def _show_no_access(person: Person) -> None:
    words = "Your sign-in opens nothing here. Whoever runs this server keeps the table of roles."
    with _door("No access"):
        st.error(words, icon=":material/lock:")
        show_who(person)


def _ask_to_sign_in(words: str) -> None:
    way_back.remember()
    with _door("Welcome to Rounds"):
        st.markdown(plain(words))
        if st.button("Sign in", key="sign_in", type="primary", icon=":material/login:", width="stretch"):
            try:
                st.login()
            except StreamlitAuthError as error:
                st.error(plain(f"Sign-in is not set up rightly. {error}"), icon=":material/error:")
