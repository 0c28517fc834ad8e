"""Take the pictures of README and docs from the running app: `make pictures`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
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


def main() -> None:
    """Open the sample, move to the room's screen, save the picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    port = free_port()
    process = start_app(port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light")
            page.goto(f"http://localhost:{port}")
            settle(page)
            page.locator(".st-key-open_sample").get_by_role("button").click()
            settle(page)
            page.locator(".st-key-go_choose").get_by_role("button").click()
            page.get_by_text("26 of 60").wait_for()
            settle(page)
            slider = page.locator("[data-criterion=burden_reduction]").get_by_role("slider")
            for _ in range(5):
                slider.focus()
                slider.press("ArrowRight")
                settle(page)
            page.wait_for_timeout(1000)
            page.mouse.move(5, 700)
            page.screenshot(path=PICTURES / "choose_portfolio.png")
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
