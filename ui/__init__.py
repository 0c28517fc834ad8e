"""What the pages share on screen: session state, the list of screens and reusable parts."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def _go_through_the_app() -> None:
    """A new server whose first visitor asks for a page would run that page alone, past app.py and its sign-in.

    Streamlit takes the folder pages/ for its own until it has seen ``st.navigation`` once. Every page imports this
    package before it draws anything: the visitor is sent through app.py, which then draws the page asked for.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


_go_through_the_app()
