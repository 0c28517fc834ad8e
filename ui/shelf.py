"""The shelf of this server: one store for everybody who works with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from planning.database import database_url
from planning.notebook import PlanningError
from planning.store import Store, open_store
from ui.plain_text import plain

T = TypeVar("T")


def store() -> Store:
    """The store that is set; opened once, its tables brought up to date.

    Raises:
        StoreError: the database can't be opened.
    """
    return _store(database_url())


def look(find: Callable[[], T], otherwise: T) -> T:
    """What the store finds; where it can't be read, the page says why."""
    try:
        return find()
    except PlanningError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return otherwise


@st.cache_resource(show_spinner=False, on_release=Store.close)
def _store(url: str) -> Store:
    return open_store(url)
