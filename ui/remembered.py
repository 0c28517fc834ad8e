"""What this browser tab remembers over a reload: who is here. Nothing of it leaves the tab but to this app."""

from __future__ import annotations

import streamlit as st

from planning.people import Person
from ui import state

_REMEMBER = """
export default function({ data, setStateValue }) {
  const KEY = "rounds-person";
  if (data.name) {
    sessionStorage.setItem(KEY, JSON.stringify({ name: data.name, role: data.role }));
    return;
  }
  const kept = sessionStorage.getItem(KEY);
  if (kept) setStateValue("person", kept ? JSON.parse(kept) : null);
}
"""


def remember_person() -> None:
    """Keep who is here for the next reload, or take over who was here before it."""
    current = state.person()
    ask = st.components.v2.component("rounds_person", js=_REMEMBER)
    told = ask(
        key="remembered",
        data={"name": current.name if current else "", "role": current.role if current else ""},
        on_person_change=_ignore,
    )
    found = told.get("person")
    if current is None and isinstance(found, dict):
        try:
            state.take_person(Person(str(found.get("name", "")), str(found.get("role", ""))))
        except ValueError:
            return
        st.rerun()


def _ignore() -> None:
    """The value is read where the component is drawn."""
