"""A running app and a real Chromium."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.take_pictures import FLAGS, chromium_path, free_port, settle, start_app

__all__ = ["settle"]

# A machine that runs the whole suite on two cores may take its time; no test asserts how long.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def app_url(tmp_path_factory) -> Iterator[str]:
    os.environ["ROUNDS_DATA_DIR"] = str(tmp_path_factory.mktemp("shared_data"))
    port = free_port()
    with (tmp_path_factory.mktemp("app") / "log").open("wb") as log:
        process = start_app(port, log.fileno())
        yield f"http://localhost:{port}"
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, app_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.goto(app_url)
    settle(opened)
    yield opened
    context.close()
