"""Take the pictures of README and docs from the running app: `make pictures`."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from ui.screens import SCREENS, Screen

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
SIZES = ((1280, 720), (1920, 1080))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What screens say while they work on an answer.
UNDER_WAY = re.compile(
    r"(Proving|weights|known)\u2026$|\.\.\.$|Provisional|bands? follows?\.$|^Working out|explained, the highest"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


def chromium_path() -> str | None:
    """The browser on this machine; None leaves the choice to Playwright's own."""
    return os.environ.get("CHROME_PATH") or next((p for name in NAMES if (p := shutil.which(name))), None)


def settle(page: Page) -> None:
    """Wait until the app has nothing left to run: it has begun by then, and may begin once more by itself."""
    for milliseconds in (200, 100):
        page.wait_for_timeout(milliseconds)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_app(port: int, log: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """The app on this machine; ready once its port answers."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    return start_server(command, port, log)


def start_server(command: list[str], port: int, log: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A server on this machine; ready once its port answers."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    for _ in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.25)
    return process


def open_screen(page: Page, screen: Screen) -> None:
    """Go to a screen by the navigation on top, as a person does."""
    page.get_by_test_id("stTopNavSection").filter(has_text=screen.group).click()
    page.get_by_role("menuitem", name=screen.title).click()
    settle(page)


def wait_for_answers(page: Page) -> None:
    """Wait until nothing on the screen is still being worked on."""
    for _ in range(240):
        settle(page)
        if not page.locator("[data-testid=stMain]").get_by_text(UNDER_WAY).count():
            return
        page.wait_for_timeout(500)


def take_all(browser: Browser, url: str, size: tuple[int, int], theme: Literal["light", "dark"]) -> None:
    """Every screen with the sample, a weight moved by five points in the room."""
    width, height = size
    viewport: ViewportSize = {"width": width, "height": height}
    page = browser.new_context(viewport=viewport, color_scheme=theme).new_page()
    page.set_default_timeout(120_000)
    page.goto(url)
    settle(page)
    page.locator(".st-key-open_sample").get_by_role("button").click()
    page.get_by_text("60 requests read").wait_for()
    for screen in SCREENS:
        open_screen(page, screen)
        if screen.key == "choose_portfolio":
            _move_burden(page)
        wait_for_answers(page)
        page.mouse.move(5, height - 20)
        page.wait_for_timeout(800)
        page.screenshot(path=PICTURES / f"{screen.key}_{width}_{theme}.png")
    page.context.close()


def _move_burden(page: Page) -> None:
    slider = page.locator("[data-criterion=burden_reduction]").get_by_role("slider")
    for _ in range(5):
        slider.focus()
        slider.press("ArrowRight")
        settle(page)


def main() -> None:
    """Open the sample and save a picture of every screen, at both sizes, light and dark."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROUNDS_DATA_DIR"] = folder
        port = free_port()
        process = start_app(port)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
                for size in SIZES:
                    for theme in THEMES:
                        take_all(browser, f"http://localhost:{port}", size, theme)
                browser.close()
        finally:
            process.terminate()
            process.wait(timeout=20)


if __name__ == "__main__":
    main()
