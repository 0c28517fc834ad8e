"""Where a sign-in provider is set up people sign in; where none is, the app answers on its own computer alone."""

import datetime as dt
import os
import time
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from planning.database import database_url
from planning.people import Person
from planning.store import open_store
from tests.pages.app import ROOT, go, move, said, start, weights
from ui import meeting
from ui.presence import is_local
from ui.state import STATE_DRAFT, STATE_NOTEBOOK

VI = {"is_logged_in": True, "sub": "7", "name": "Vi Ott", "email": "vi@example.org", "groups": ["staff"]}


def opened_by(user):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.user = user
    return app.run()


@pytest.mark.parametrize(
    ("ip", "addresses", "is_here"),
    [
        (None, ["localhost:8501", "http://localhost:8501"], True),
        (None, ["127.0.0.1:8501"], True),
        ("::1", ["[::1]:8501", "http://[::1]:8501"], True),
        (None, [], True),
        ("10.0.0.7", ["localhost:8501"], False),
        (None, ["rounds.example.org"], False),
        (None, ["localhost:8501", "https://rounds.example.org"], False),
        (None, ["localhost:8501", "203.0.113.9"], False),
        (None, ["localhost.example.org"], False),
        (None, ["localhost:8501", "null"], False),
    ],
)
def test_only_a_browser_on_this_computer_that_asked_by_a_local_name_is_local(ip, addresses, is_here):
    assert is_local(ip, addresses) is is_here


def test_without_a_provider_another_computer_sees_nothing_but_what_to_do(monkeypatch):
    monkeypatch.setattr(ContextProxy, "ip_address", "10.0.0.7")
    app = start()
    assert "answers on its own computer only" in said(app)
    assert not app.button
    assert "state:notebook" not in app.session_state


def test_nobody_sees_anything_before_signing_in():
    app = opened_by({"is_logged_in": False})
    assert [b.key for b in app.button] == ["sign_in"]
    assert "Sign in to open the planning notebook." in said(app).replace("\\", "")


def test_a_sign_in_of_yesterday_is_asked_for_again():
    app = opened_by({**VI, "iat": 1_000_000_000})
    assert [b.key for b in app.button] == ["sign_in"]


def test_name_and_role_come_from_the_claims_and_whoever_stands_in_no_row_looks_on():
    app = opened_by(VI)
    assert (app.session_state["state:person"].name, app.session_state["state:person"].role) == (
        "Vi Ott <vi@example.org>", "viewer",
    )  # fmt: skip
    assert "who_name_header" not in [t.key for t in app.text_input]
    app.button(key="open_sample").click().run()
    assert "The role viewer may not open a file as a notebook" in "\n".join(w.value for w in app.warning)
    table = Path(os.environ["ROUNDS_DATA_DIR"], "roles.csv")
    table.write_text("claim,value,role\ngroups,staff,CIO\n")
    assert app.run().session_state["state:person"].role == "CIO"
    app.button(key="open_sample").click().run()
    app = go(app, "choose_portfolio")
    table.write_text("claim,value,role\n")
    assert app.run().session_state["state:person"].role == "viewer"
    move(app, "burden_reduction", 30)
    assert weights(app)["burden_reduction"] == 25
    assert all(b.proto.disabled for b in app.get("download_button"))
    table.write_text("claim,value,role\ngroups,staff,CIO\n")
    assert app.run().session_state["state:person"].role == "CIO"
    move(app, "burden_reduction", 30)
    assert weights(app)["burden_reduction"] == 30


def test_a_damaged_table_of_roles_is_said_and_nobody_has_more_than_a_viewer_s_role():
    Path(os.environ["ROUNDS_DATA_DIR"], "roles.csv").write_text("claim,value,role\ngroups,staff,king\n")
    app = opened_by(VI)
    assert "row 2" in said(app)
    assert app.session_state["state:person"].role == "viewer"


def chief():
    """The sample on the screen Record decisions, opened by somebody who has just signed in as CIO."""
    Path(os.environ["ROUNDS_DATA_DIR"], "roles.csv").write_text("claim,value,role\ngroups,staff,CIO\n")
    app = opened_by({**VI, "iat": time.time()})
    app.button(key="open_sample").click().run()
    app = go(app, "choose_portfolio")
    move(app, "burden_reduction", 30)
    return app


# Screen and button: a key that ends in "_" goes on with the notebook's own.
PRESSES = [
    ("record_decision", "sign"),
    ("record_decision", "rest_take"),
    ("record_decision", "next_cycle_take"),
    ("keep_notebooks", "archive_"),
    ("keep_notebooks", "copy_"),
    ("keep_notebooks", "meeting_begin"),
    ("choose_portfolio", "redo"),
]


def test_a_press_by_somebody_whose_sign_in_has_ended_does_nothing_and_asks_to_sign_in():
    app = chief()
    app.button(key="undo").click().run()
    before = everything_kept(app)
    for screen, key in PRESSES:
        app.user = {**VI, "iat": time.time()}
        app = go(app, screen)
        if screen == "record_decision":
            app.text_input(key="rest_why").set_value("as planned")
            app.text_input(key="next_cycle").set_value("FY28").run()
        button = next(b for b in app.button if b.key == key or (key.endswith("_") and b.key.startswith(key)))
        assert not button.disabled
        # The browser does not know yet that the sign-in has ended.
        app.user = {**VI, "iat": time.time() - 13 * 3600}
        app = button.click().run()
        assert [b.key for b in app.button] == ["sign_in"]
        assert not app.exception
        assert everything_kept(app) == before, key


def everything_kept(app):
    """All notebooks with their logs, meetings, and what the session holds."""
    look = Person("Ada Kim", "administrator")
    with closing(open_store(database_url())) as store:
        listed = [store.listing(is_archived=archived, by=look) for archived in (False, True)]
        logs = [store.log(entry.id, by=look) for entry in listed[0]]
    now = dt.datetime.now(dt.UTC)
    began = [meeting._meetings().since(entry.id, now, by=look) for entry in listed[0]]
    return listed, logs, began, app.session_state[STATE_NOTEBOOK], app.session_state[STATE_DRAFT]


def test_who_has_no_access_sees_nothing_of_the_notebooks():
    app = chief()
    table = Path(os.environ["ROUNDS_DATA_DIR"], "roles.csv")
    table.write_text("claim,value,role\ngroups,staff,no access\n")
    before = everything_kept(app)
    app = app.button(key="undo").click().run()
    assert "Your sign-in opens nothing here" in said(app)
    assert [b.key for b in app.button] == ["sign_out"]
    assert everything_kept(app) == before


def test_a_viewer_is_offered_no_download_that_works():
    app = opened_by(VI)
    downloads = app.get("download_button")
    assert [b.proto.disabled for b in downloads] == [True]
    table = Path(os.environ["ROUNDS_DATA_DIR"], "roles.csv")
    table.write_text("claim,value,role\ngroups,staff,participant\n")
    assert [b.proto.disabled for b in app.run().get("download_button")] == [False]
