"""The way back: who is sent to the sign-in provider comes back to the screen and the notebook they had asked for."""

from __future__ import annotations

import streamlit as st

from ui.keeping import ADDRESS
from ui.screens import SCREENS

# The provider sends everybody to the first screen. The tab remembers where it was; nothing of it goes elsewhere.
_REMEMBER = """
export default function() {
  const page = location.pathname.split("/").pop();
  const notebook = new URLSearchParams(location.search).get("notebook");
  if (page || notebook) sessionStorage.setItem("rounds-way", JSON.stringify({ page, notebook: notebook || "" }));
}
"""
_TAKE = """
export default function({ setTriggerValue }) {
  const kept = sessionStorage.getItem("rounds-way");
  sessionStorage.removeItem("rounds-way");
  if (kept) setTriggerValue("way", JSON.parse(kept));
}
"""


def remember() -> None:
    """Keep the address in the browser's tab, before anybody is signed in."""
    st.components.v2.component("rounds_way_there", js=_REMEMBER)(key="way_there")


def take() -> None:
    """Go on to the screen and the notebook that were asked for before the sign-in; once."""
    told = st.components.v2.component("rounds_way_back", js=_TAKE)(key="way_back", on_way_change=_ignore)
    way = told.get("way")
    if isinstance(way, dict):
        wanted = next((one for one in SCREENS if one.key == way.get("page")), SCREENS[0])
        notebook = str(way.get("notebook") or "")
        st.switch_page(wanted.path, query_params={ADDRESS: notebook} if notebook else None)


def _ignore() -> None:
    """The way is read where the component is drawn."""
