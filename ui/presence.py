"""Who is here at this very moment: a press may come after a sign-in has ended, or its role has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from planning.claims import RoleTableError, is_stale, person_of, read_role_table
from planning.database import data_folder
from planning.notebook import PlanningError
from planning.people import NO_ACCESS, Action, NotAllowedError, Person
from ui import state

_PROVIDER, _NAMED = "has_provider", "person"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_NOBODY = Person("Nobody signed in", NO_ACCESS)
# Sign-ins that ended here, while other tabs and files offered by them may be left. One counts half a day in any case.
_ENDED: set[tuple[str, ...]] = set()


class SignInNeededError(PlanningError):
    """Nobody is signed in, or the sign-in does not count any longer; the message says which."""


def has_provider() -> bool:
    """Whether a sign-in provider is set up.

    Found once for each browser session: a page asks dozens of times, and each answer looks for files on the disk.
    """
    if state.kept(_PROVIDER) is None:
        state.keep(_PROVIDER, "is_logged_in" in st.user)
    return bool(state.kept(_PROVIDER))


def person() -> Person | None:
    """Who is here; None before anybody said so. Whoever is not to be let in has no access."""
    if not has_provider():
        return named() if is_on_this_computer() else _NOBODY
    return _let_in(st.user.to_dict() if st.user.is_logged_in else {})


def named() -> Person | None:
    """Who somebody said is here, or was signed in last; None before anybody was."""
    found = state.kept(_NAMED)
    return found if isinstance(found, Person) else None


def take_name(who: Person) -> None:
    """Remember who is here."""
    state.keep(_NAMED, who)


def asked_later() -> Callable[[], Person | None]:
    """Asks who is here again, outside the session: a file is made when it is fetched, long after its button was drawn.

    The claims are those of now; whether the sign-in still counts, and for which role, is found when it is asked.
    """
    if not has_provider():
        current = person()
        return lambda: current
    claims = st.user.to_dict() if st.user.is_logged_in else {}
    return lambda: _let_in(claims)


def sign_out() -> None:
    """End the sign-in, here and in every other tab and for every file offered by it."""
    claims = st.user.to_dict() if st.user.is_logged_in else {}
    if _is_one(claims):
        _ENDED.add(_sign_in_of(claims))
    st.logout()


def is_on_this_computer() -> bool:
    """Whether the browser runs on this computer, which is asked for where nobody can sign in."""
    return is_local(st.context.ip_address, _addresses())


def is_local(ip: str | None, addresses: Iterable[str]) -> bool:
    """Whether a browser runs on this computer and asked for it by a local name.

    Args:
        ip: Where the connection comes from; None: from this computer.
        addresses: Every address the browser or a proxy before it named: host, origin, forwarded for.
    """
    return ip in (None, *_LOCAL) and all(_host(address) in _LOCAL for address in addresses)


def check_let_in(who: Person) -> None:
    """Let a person pass who may still see this.

    Raises:
        NotAllowedError: the sign-in has ended, or the role has no access.
    """
    if not who.may(Action.VIEW):
        raise NotAllowedError("Your sign-in does not let you in any longer, so nothing was changed. Sign in again.")


def signed_in() -> tuple[Person, str]:
    """Who is signed in by the claims and the table of roles as they are now, and what is wrong with that table.

    A table that can't be used makes everybody a viewer.

    Raises:
        SignInNeededError: nobody is, not any longer, or the claims name nobody.
    """
    return _by_claims(st.user.to_dict() if st.user.is_logged_in else {})


def _let_in(claims: Mapping[str, Any]) -> Person:
    try:
        return _by_claims(claims)[0]
    except SignInNeededError:
        return _NOBODY


def _by_claims(claims: Mapping[str, Any]) -> tuple[Person, str]:
    if not claims or _sign_in_of(claims) in _ENDED:
        raise SignInNeededError("Sign in to open the planning notebook.")
    if is_stale(claims, dt.datetime.now(dt.UTC)):
        raise SignInNeededError("You signed in more than a working day ago. Sign in again.")
    fault = ""
    try:
        rows = read_role_table(data_folder())
    except RoleTableError as error:
        rows, fault = (), f"{error} Until then everybody is a viewer."
    try:
        return person_of(claims, rows), fault
    except RoleTableError as error:
        raise SignInNeededError(str(error)) from error


def _is_one(claims: Mapping[str, Any]) -> bool:
    """Whether the claims tell this sign-in from a later one of the same person."""
    return bool(claims.get("iat"))


def _sign_in_of(claims: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(claims.get(name, "")) for name in ("iss", "sub", "iat"))


def _addresses() -> list[str]:
    headers = st.context.headers
    return [
        value for name in ("Host", "Origin", "X-Forwarded-For", "X-Forwarded-Host") for value in headers.get_all(name)
    ]


def _host(address: str) -> str:
    return urlsplit(address if "://" in address else f"//{address}").hostname or ""
