"""The room's screen in a real Chromium: run `python benchmarks/room.py`. Its followers: `benchmarks/followers.py`.

Sixty arrow keys on a weight, one after the other, with the sample and with 150 and 500 requests grown from it: from the
key to changed numbers, to the changed list, to the last change of numbers, picture, list and limits, to everything
painted, the words about the proof included. Beside it in the same run: an empty Streamlit app of
one slider and one number (= 1), and the same page drawn whole once more by hand (the key R). The split says where the
time goes: the engine's answer in a process of its own, the browser until it has sent, the server until its first and
its last message, and painting after that.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from intake.read import read_workbook
from planning.ground import make_ground
from planning.opening import open_notebook
from tests.grown import grown_workbook
from tools.take_pictures import FLAGS, chromium_path, free_port, settle, start_app, start_server

N_KEYS, WARM_KEYS, SIZES = 60, 4, (60, 150, 500)
# What is painted belongs to the key until nothing happens for so many milliseconds.
QUIET = 150
EMPTY_APP = """
import streamlit as st
value = st.slider("Weight", 0, 100, 25, key="weight")
st.metric("Value", f"{value * 3.7:.2f} points")
"""
PROBE = (Path(__file__).parent / "probe.js").read_text()
Times = Mapping[str, float]


@contextmanager
def served(start: Callable[[int, int], subprocess.Popen[bytes]] = start_app) -> Iterator[tuple[str, int, Path]]:
    """Our app, or another one, on a port and with a data folder of its own: address, process, log.

    Args:
        start: Port and where to log -> the process.
    """
    with tempfile.TemporaryDirectory() as folder:
        port, log = free_port(), Path(folder) / "log"
        os.environ["ROUNDS_DATA_DIR"] = folder
        with log.open("wb") as out:
            process = start(port, out.fileno())
            try:
                yield f"http://localhost:{port}", process.pid, log
            finally:
                process.terminate()
                process.wait(timeout=20)


def start_script(*command: str) -> Callable[[int, int], subprocess.Popen[bytes]]:
    """Starts another app, by what follows the interpreter on its command line."""
    return lambda port, log: start_server(
        [sys.executable, *command, "--server.port", str(port), "--server.headless", "true"], port, log
    )


def _leave(_: bytes) -> None:
    """Nobody listens."""


def opened(browser: Browser, url: str, *, script: str = PROBE, hear: Callable[[bytes], object] = _leave) -> Page:
    """A page of its own session.

    Args:
        script: What watches it from inside.
        hear: Takes every message of the app.
    """
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(script)
    page.on("pageerror", lambda error: print(f"A page failed: {error.message} {error.stack}", flush=True))
    page.on("websocket", lambda line: line.on("framereceived", hear))
    page.goto(url)
    settle(page)
    return page


def in_the_room(page: Page, workbook: bytes) -> Page:
    """The room's screen on a workbook, its agreed plan answered."""
    page.locator("[data-testid=stFileUploaderDropzoneInput]").first.set_input_files(
        {"name": "requests.xlsx", "mimeType": "application/octet-stream", "buffer": workbook}
    )
    page.locator(".st-key-go_choose").get_by_role("button").click()
    page.locator(".room-board .number").first.wait_for()
    settle(page)
    return page


def press(page: Page, key: str) -> Times:
    """Milliseconds from one key to what it changed."""
    page.evaluate("probe.begin()")
    page.keyboard.press(key)
    page.wait_for_function(f"probe.isOver({QUIET})")
    return dict(page.evaluate("probe.read()"))


def walk(page: Page, slider: Any, n: int) -> list[Times]:
    """So many arrow keys there and back, each answered before the next."""
    slider.focus()
    found = []
    for k in range(n + WARM_KEYS):
        found.append(press(page, "ArrowRight" if k % 20 < 10 else "ArrowLeft"))
        slider.focus()
    return found[WARM_KEYS:]


def redrawn(page: Page, n: int) -> list[float]:
    """Milliseconds to draw the same page whole once more, by hand."""
    page.evaluate("document.activeElement.blur()")
    found = []
    for _ in range(n):
        page.evaluate("probe.begin()")
        page.keyboard.press("r")
        page.wait_for_function("probe.isAnswered()")
        found.append(float(page.evaluate("probe.read()")["last"]))
        page.wait_for_timeout(200)
    return found


def answer_milliseconds(workbook: bytes) -> float:
    """The engine's first answer to a moved weight, without the screen."""
    notebook = open_notebook(read_workbook(workbook, "requests.xlsx"))
    ground = make_ground(notebook, notebook.plan.planning_date)
    ground.engine.prove(ground.shares(notebook), seconds=5.0)
    times = []
    for k in range(20):
        shares = ground.shares(notebook) + np.eye(len(ground.shares(notebook)))[1] * 0.01 * (k + 1)
        started = time.perf_counter()
        ground.engine.first(shares / shares.sum())
        times.append(1000 * (time.perf_counter() - started))
    return median(times)


def spread(times: Sequence[float]) -> str:
    return f"{median(times):.0f} ms (95%: {quantiles(times, n=20)[-1]:.0f})"


def compare(browser: Browser) -> None:
    """The sample and grown lists against the empty app and against the page drawn whole by hand."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as app:
        app.write(EMPTY_APP)
        app.flush()
        with served(start_script("-m", "streamlit", "run", app.name)) as (url, _, _):
            page = opened(browser, url)
            empty = walk(page, page.get_by_role("slider"), N_KEYS)
    base = {name: median(t[name] for t in empty) for name in ("numbers", "painted")}
    print(f"Empty app: numbers {spread([t['numbers'] for t in empty])} = 1, painted {base['painted']:.0f} ms = 1.")
    for n in SIZES:
        workbook = grown_workbook(n)
        with served() as (url, _, _):
            page = in_the_room(opened(browser, url), workbook)
            slider = page.locator("[data-criterion=burden_reduction]").get_by_role("slider")
            found = walk(page, slider, N_KEYS)
            whole = median(redrawn(page, 15))
        by = {name: [t[name] for t in found] for name in found[0]}
        middle = {name: median(times) for name, times in by.items()}
        print(
            f"{n:>4} requests: numbers {spread(by['numbers'])}, {middle['numbers'] / base['numbers']:.2f} x;"
            f" list {spread(by['list'])}, {middle['list'] / base['numbers']:.2f} x;"
            f" picture, list and limits as they stay {spread(by['drawn'])}, {middle['drawn'] / base['painted']:.2f} x;"
            f" everything painted {spread(by['painted'])}, {middle['painted'] / base['painted']:.2f} x."
            f" Last message {middle['last']:.0f} ms, of the page drawn whole by hand {whole:.0f} ms"
            f" ({middle['last'] / whole:.2f} x).\n"
            f"     Split: answer {answer_milliseconds(workbook):.0f} ms of its own;"
            f" until sent {middle['sent']:.0f}, first message {middle['first'] - middle['sent']:.0f},"
            f" all messages {middle['last'] - middle['first']:.0f},"
            f" painting after {max(middle['painted'] - middle['last'], 0):.0f} ms;"
            f" {middle['bytes'] / 1000:.0f} kB a change.",
            flush=True,
        )


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        compare(browser)
        browser.close()


if __name__ == "__main__":
    main()
