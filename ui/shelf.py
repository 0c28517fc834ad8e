"""The shelf of this server: one store for everybody who works with it."""

from __future__ import annotations

import streamlit as st

from planning.database import database_url
from planning.store import Store, open_store


def store() -> Store:
    """The store that is set; opened once, its tables brought up to date.

    Raises:
        StoreError: the database can't be opened.
    """
    return _store(database_url())


@st.cache_resource(show_spinner=False, on_release=Store.close)
def _store(url: str) -> Store:
    return open_store(url)
