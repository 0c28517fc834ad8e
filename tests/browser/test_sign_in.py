"""Signing in with a real OpenID Connect provider, in a real browser."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board
from tests.browser.test_journey import open_room
from tests.browser.test_notebook import agree, move_burden_to, press
from tools.take_pictures import free_port, start_app

pytestmark = pytest.mark.browser
PEOPLE = (
    {"sub": "ada", "name": "Ada Kim", "email": "ada@example.org"},
    {"sub": "vi", "name": "Vi Ott", "email": "vi@example.org", "groups": ["staff"]},
)
ROLES = "claim,value,role\nemail,ada@example.org,CMIO\n"
SECRETS = """[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "a secret of a test, made for nothing else"
client_id = "rounds"
client_secret = "rounds"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture
def server_url(tmp_path, monkeypatch):
    """The app as on a server: with a provider, a table of roles and a data folder of its own."""
    (tmp_path / "roles.csv").write_text(ROLES, encoding="utf-8")
    monkeypatch.setenv("ROUNDS_DATA_DIR", str(tmp_path))
    port, provider_port = free_port(), free_port()
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SECRETS.format(port=port, provider=f"http://localhost:{provider_port}"), encoding="utf-8")
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
    claims = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(provider_port), *claims]
    with (tmp_path / "log").open("wb") as log:
        # Both start at once; the app is the slower one.
        provider = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        running = (start_app(port, log.fileno()), provider)
        yield f"http://localhost:{port}"
        for process in running:
            process.kill()
            process.wait(timeout=20)


def sign_in(page: Page, sub: str) -> None:
    page.locator(".st-key-sign_in button").click()
    page.get_by_role("textbox", name="sub").fill(sub)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(re.compile("localhost:.*"))


def test_a_cmio_signs_in_and_agrees_and_a_viewer_reads_and_can_not(browser, server_url):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(60_000)
    # The first that a new server is asked for is one of its pages: not even that goes past the sign-in.
    page.goto(f"{server_url}/keep_notebooks")
    expect(page.get_by_text("Sign in to open the planning notebook.")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0, timeout=10_000)
    assert page.get_by_test_id("stTopNavSection").count() == 0
    sign_in(page, "ada")
    expect(page.locator(".st-key-who_popover")).to_contain_text("Ada Kim (CMIO)")
    # The way leads over the provider and back to the screen that was asked for.
    expect(page.get_by_text("Every file that is loaded becomes a notebook")).to_be_visible()
    press(page, "empty_go")
    open_room(page)
    move_burden_to(page, 26)
    agree(page, "Burden counts more")
    address = page.url
    page.locator(".st-key-who_popover button").click()
    page.locator(".st-key-sign_out button").click()
    page.get_by_role("button", name="End session").click()
    expect(page.locator(".st-key-sign_in")).to_be_visible()
    # Another tab of the same browser: nothing of the first sign-in is left.
    page.close()
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    sign_in(page, "vi")
    expect(page.locator(".st-key-who_popover")).to_contain_text("Vi Ott (viewer)")
    page.wait_for_url(address)
    expect(page.get_by_text("of 60")).to_be_visible()
    slider = board.burden(page)
    expect(slider).to_be_disabled()
    context.close()
