"""Signing in on a server: Streamlit's own OpenID Connect; without a provider the app answers on this computer alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitAuthError

from planning.claims import RoleTableError, is_stale, person_of, read_role_table
from planning.database import data_folder
from planning.people import Person
from ui import parts, state

_LOCAL = ("localhost", "127.0.0.1", "::1")
_AWAY = "This Rounds answers on its own computer only: nobody can sign in here yet."
_REMEDY = "Whoever runs it sets up sign-in as docs/administration.md says, or opens it as localhost on that computer."


def has_provider() -> bool:
    """Whether a sign-in provider is set up."""
    return "is_logged_in" in st.user


def let_in() -> bool:
    """Let the page be drawn: for somebody signed in, or, where nobody can sign in, on this computer alone.

    Whoever is not let in sees what to do, and nothing else of the page must be drawn.
    """
    if not has_provider():
        is_here = is_local(st.context.ip_address, _addresses())
        if not is_here:
            st.title("Rounds", anchor=False)
            st.error(f"{_AWAY} {_REMEDY}", icon=":material/lock:")
        return is_here
    if not st.user.is_logged_in:
        _ask_to_sign_in("Sign in to open the planning notebook.")
        return False
    if is_stale(st.user.to_dict(), dt.datetime.now(dt.UTC)):
        _ask_to_sign_in("You signed in more than a working day ago. Sign in again.")
        return False
    return _take_signed_in()


def is_local(ip: str | None, addresses: Iterable[str]) -> bool:
    """Whether a browser runs on this computer and asked for it by a local name.

    Args:
        ip: Where the connection comes from; None: from this computer.
        addresses: Every address the browser or a proxy before it named: host, origin, forwarded for.
    """
    return ip in (None, *_LOCAL) and all(_host(address) in _LOCAL for address in addresses)


def show_who(person: Person) -> None:
    """Who is signed in, in which role, and the way out."""
    st.text(str(person))
    st.caption("Name and role come from your sign-in.")
    st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=st.logout)


def _addresses() -> list[str]:
    headers = st.context.headers
    return [
        value for name in ("Host", "Origin", "X-Forwarded-For", "X-Forwarded-Host") for value in headers.get_all(name)
    ]


def _host(address: str) -> str:
    return urlsplit(address if "://" in address else f"//{address}").hostname or ""


def _take_signed_in() -> bool:
    """Who signed in is who is here; a table of roles that can't be used makes everybody a viewer."""
    claims = st.user.to_dict()
    try:
        rows = read_role_table(data_folder())
    except RoleTableError as error:
        st.error(f"{parts.plain(str(error))} Until then everybody is a viewer.", icon=":material/error:")
        rows = ()
    try:
        state.take_person(person_of(claims, rows))
    except RoleTableError as error:
        _ask_to_sign_in(str(error))
        return False
    return True


def _ask_to_sign_in(words: str) -> None:
    st.title("Rounds", anchor=False)
    st.markdown(parts.plain(words))
    if st.button("Sign in", key="sign_in", type="primary", icon=":material/login:"):
        try:
            st.login()
        except StreamlitAuthError as error:
            st.error(parts.plain(f"Sign-in is not set up rightly. {error}"), icon=":material/error:")
