"""AppTest as in a browser: every run goes through app.py, although a folder pages/ lies beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.pages_manager import PagesManager

from planning import prover, worker
from planning.database import database_url
from planning.store import Store, open_store
from ui import meeting
from ui import shelf as shelf_of_app
from ui.room import presenting


@pytest.fixture
def data_folder(tmp_path, monkeypatch) -> Path:
    """Where the app keeps its notebooks, the test's own."""
    monkeypatch.setenv("ROUNDS_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Stores, meetings and presenters of one test are gone in the next; what is proven of a list stays true for all."""
    yield
    for left in (shelf_of_app._store, meeting._meetings, presenting._board):
        left.clear()


@pytest.fixture(autouse=True)
def desks_do_nothing_in_idle_time(monkeypatch) -> None:
    """Nobody here asks for the map of weights that idle time fills, or for what the test before wanted to know."""
    monkeypatch.setattr(prover, "QUIET", 3600.0)
    monkeypatch.setattr(worker, "LEFT_ALONE", 3.0)
    for pause in ("DRAWN", "AT_REST"):
        monkeypatch.setattr(prover, pause, 0.0)


@pytest.fixture
def shelf(data_folder) -> Iterator[Store]:
    """The notebooks in that folder, beside the app's own view of them."""
    store = open_store(database_url())
    yield store
    store.close()


@pytest.fixture(autouse=True)
def every_run_goes_through_the_app(monkeypatch) -> Iterator[None]:
    begin = PagesManager.__init__

    def begin_with_navigation(self, *args, **options):
        # AppTest forgets before each run that the app has its own navigation, and then runs the page's file alone.
        PagesManager.uses_pages_directory = False
        begin(self, *args, **options)

    monkeypatch.setattr(PagesManager, "__init__", begin_with_navigation)
    yield
    PagesManager.uses_pages_directory = None


@pytest.fixture(autouse=True)
def the_browser_is_on_this_computer(monkeypatch) -> None:
    # AppTest says nothing about where its browser is; None stands for this computer.
    monkeypatch.setattr(ContextProxy, "ip_address", None)


@pytest.fixture
def nothing_remembered() -> None:
    """What earlier tests answered and kept is gone."""
    st.cache_resource.clear()
