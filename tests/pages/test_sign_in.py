"""Where a sign-in provider is set up people sign in; where none is, the app answers on its own computer alone."""

import os
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import ROOT, go, move, said, start, weights
from ui.sign_in import is_local

VI = {"is_logged_in": True, "sub": "7", "name": "Vi Ott", "email": "vi@example.org", "groups": ["staff"]}


@pytest.fixture(autouse=True)
def _own_store():
    yield
    st.cache_resource.clear()


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
