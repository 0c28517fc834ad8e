"""What a browser tab remembers over a reload: who is here, and its session before. Nothing of it goes elsewhere."""

from __future__ import annotations

import streamlit as st

from planning.people import Person
from ui import presence, reloading, state
from ui.room import presenting

# A tab copied from another one has that one's session before, too; each goes on with a session of its own.
_REMEMBER = """
let isAsked = false;
export default function({ data, setStateValue }) {
  const [PERSON, SEAT] = ["rounds-person", "rounds-seat"];
  const before = sessionStorage.getItem(SEAT);
  sessionStorage.setItem(SEAT, data.seat);
  if (!isAsked && before && before !== data.seat) setStateValue("seat", before);
  isAsked = true;
  if (!data.asks) return;
  if (data.name) {
    sessionStorage.setItem(PERSON, JSON.stringify({ name: data.name, role: data.role }));
    return;
  }
  const kept = sessionStorage.getItem(PERSON);
  if (kept) setStateValue("person", JSON.parse(kept));
}
"""
_TAKEN = "seat_before"


def remember(*, asks_who: bool) -> None:
    """Keep who is here for the next reload, or take over who was here before it, and what was moved then.

    Args:
        asks_who: Whether people say who they are, so that it is the tab's to remember.
    """
    current = presence.named()
    ask = st.components.v2.component("rounds_remembered", js=_REMEMBER)
    told = ask(
        key="remembered",
        data={
            "seat": state.seat(),
            "asks": asks_who,
            "name": current.name if current else "",
            "role": current.role if current else "",
        },
        on_person_change=_ignore,
        on_seat_change=_ignore,
    )
    if _take_person(told.get("person")) | _take_seat(told.get("seat")):
        st.rerun()


def _take_person(found: object) -> bool:
    if presence.named() is not None or not isinstance(found, dict):
        return False
    try:
        presence.take_name(Person(str(found.get("name", "")), str(found.get("role", ""))))
    except ValueError:
        return False
    return True


def _take_seat(found: object) -> bool:
    """Once, for each session before: what it had moved is on screen again, as soon as a notebook is open."""
    if not isinstance(found, str) or state.kept(_TAKEN) == found:
        return False
    presents = presenting.go_on(found)
    is_taken = reloading.take_moves(found) or presents
    if is_taken or state.notebook() is not None:
        state.keep(_TAKEN, found)
    return is_taken


def _ignore() -> None:
    """The value is read where the component is drawn."""
