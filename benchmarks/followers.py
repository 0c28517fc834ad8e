"""Twenty laptops follow one presenter who moves weights for a minute: run `python benchmarks/followers.py`.

The presenter and two of those who follow are real Chromiums; the others speak the same protocol and leave out painting
(``laptop.py``), so that a machine of two cores measures the app, not twenty browsers. Said is how late they were from
the presenter's key on, whether all end at the same state, what the server's log says, its memory by session, and who
asked the engine for answers.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

import argparse
import asyncio
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.counted import MARK
from benchmarks.laptop import Drawn, Laptop, Sight
from benchmarks.room import in_the_room, opened, served, start_script
from tests.grown import grown_workbook
from tools.take_pictures import FLAGS, chromium_path, settle

N_LAPTOPS, N_PAINTING, MINUTE = 20, 2, 60.0
N_REQUESTS = 60
# Between two moves, after everybody has the first; how long anybody may take; until nothing moves any more. Seconds.
PAUSE, PATIENCE, REST = 0.5, 20.0, 5.0
# A follower may show a state this much before the presenter's own screen has painted it, in seconds.
AHEAD = 0.5
PAINTED = """
window.painted = [];
document.addEventListener("DOMContentLoaded", () => {
  const look = () => {
    const texts = [...document.querySelectorAll(".room-board dd")].map((node) => node.innerText);
    const last = window.painted.at(-1);
    if (JSON.stringify(last?.[1]) !== JSON.stringify(texts)) window.painted.push([Date.now() / 1000, texts]);
  };
  const what = { subtree: true, childList: true, characterData: true };
  new MutationObserver(look).observe(document.body, what);
});
"""


class Screen:
    """A real Chromium: what it heard, and what it painted."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.drawn = Drawn()
        self.page = opened(browser, url, script=PAINTED, hear=self._hear)

    def painted(self) -> list[Sight]:
        return [(moment, tuple(texts)) for moment, texts in self.page.evaluate("painted")]

    def _hear(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            self.drawn.hear(payload)


@contextmanager
def looking(laptops: Sequence[Laptop]) -> Iterator[None]:
    """Laptops that look, in a thread of their own; what goes wrong with one is said in the end."""
    loop, failed = asyncio.new_event_loop(), list[BaseException]()
    everybody = [loop.create_task(laptop.look()) for laptop in laptops]

    def run() -> None:
        found = loop.run_until_complete(asyncio.gather(*everybody, return_exceptions=True))
        failed.extend(error for error in found if error and not isinstance(error, asyncio.CancelledError))
        loop.close()

    def stop() -> None:
        for task in everybody:
            task.cancel()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop)
        thread.join()
        if failed:
            raise ExceptionGroup("Laptops that stopped looking", failed[:3])


def lateness(moved: float, presented: Sequence[Sight], seen: Sequence[Sight]) -> float | None:
    """Seconds from a key until a screen showed what the presenter's showed after that key; None: not yet."""
    shown = [(moment, values) for moment, values in presented if moment >= moved]
    return next(
        (
            moment - moved
            for moment, values in seen
            if moment >= moved and any(values == those and at <= moment + AHEAD for at, those in shown)
        ),
        None,
    )


def walk(presenter: Screen, laptops: Sequence[Laptop], seconds: float) -> list[float]:
    """Arrow keys on a weight for so long, each once everybody has the one before; the moment of each key."""
    slider = presenter.page.locator("[data-criterion=burden_reduction]").get_by_role("slider")
    begun, moves = time.time(), []
    while time.time() - begun < seconds:
        slider.focus()
        moves.append(time.time())
        presenter.page.keyboard.press("ArrowRight" if len(moves) % 20 < 10 else "ArrowLeft")
        while time.time() - moves[-1] < PATIENCE:
            presenter.page.wait_for_timeout(50)
            presented = presenter.painted()
            if all(lateness(moves[-1], presented, laptop.drawn.seen) is not None for laptop in laptops):
                break
        presenter.page.wait_for_timeout(1000 * PAUSE)
    presenter.page.wait_for_timeout(1000 * REST)
    return moves


def follow(browser: Browser, n_laptops: int, seconds: float) -> None:
    """Everybody follows for so long; one paragraph says what came of it."""
    counted = str(Path(__file__).with_name("counted.py"))
    with served(start_script(counted)) as (url, pid, log):
        presenter = Screen(browser, url)
        in_the_room(presenter.page, grown_workbook(N_REQUESTS))
        presenter.page.locator(".st-key-presenting label").first.click()
        settle(presenter.page)
        address, alone = urlsplit(presenter.page.url), megabytes(pid)
        laptops = [Laptop(address.netloc, address.query, address.path.strip("/")) for _ in range(n_laptops)]
        with looking(laptops):
            wait_for_numbers(presenter.page, laptops)
            together = megabytes(pid)
            followers = [Screen(browser, presenter.page.url) for _ in range(N_PAINTING)]
            for follower in followers:
                follower.page.get_by_text("Following").first.wait_for()
            used = processor_seconds(pid)
            moves = walk(presenter, laptops, seconds)
            used = processor_seconds(pid) - used
            each = (together - alone) / n_laptops
            report_lateness(moves, presenter, laptops, followers)
            report_states(presenter, laptops, followers)
            report_server(log, presenter, [laptop.drawn for laptop in laptops] + [f.drawn for f in followers])
            print(
                f"Server: {used / len(moves):.2f} s of processor time a move, all sessions and work behind together."
                f" Memory: {alone:.0f} MB with the presenter, {each:.1f} MB more for each of"
                f" {n_laptops} laptops, {megabytes(pid):.0f} MB at the end."
            )
            for screen in (presenter, *followers):
                screen.page.context.close()


def wait_for_numbers(page: Page, laptops: Sequence[Laptop]) -> None:
    """Until every laptop shows the plan."""
    begun = time.time()
    while not all(laptop.drawn.seen for laptop in laptops):
        if time.time() - begun > 3 * PATIENCE:
            raise TimeoutError(f"{sum(not laptop.drawn.seen for laptop in laptops)} laptops show no plan.")
        page.wait_for_timeout(100)
    page.wait_for_timeout(1000 * REST)


def report_lateness(
    moves: Sequence[float], presenter: Screen, laptops: Sequence[Laptop], followers: Sequence[Screen]
) -> None:
    presented = presenter.painted()
    own = [moment for moved in moves if (moment := lateness(moved, presented, presented)) is not None]
    late = [[lateness(moved, presented, laptop.drawn.seen) for laptop in laptops] for moved in moves]
    known = [moment for row in late for moment in row if moment is not None]
    last = [max(moment for moment in row if moment is not None) for row in late if any(row)]
    n_missed = sum(moment is None for row in late for moment in row)
    painted = [f.painted() for f in followers]
    seen = [moment for each in painted for moved in moves if (moment := lateness(moved, presented, each)) is not None]
    print(
        f"{len(laptops)} laptops and {len(followers)} Chromiums follow, {len(moves)} moves. From the"
        f" presenter's key to the presenter's own painted numbers {median(own):.2f} s; to any laptop's"
        f" {median(known):.2f} s, to the last laptop's {median(last):.2f} s (medians), {max(known):.2f} s at most,"
        f" {n_missed} never; to numbers painted by a Chromium that follows {median(seen):.2f} s,"
        f" {max(seen):.2f} s at most."
    )


def report_states(presenter: Screen, laptops: Sequence[Laptop], followers: Sequence[Screen]) -> None:
    screens = (presenter, *followers)
    ends = Counter(drawn.state() for drawn in [s.drawn for s in screens] + [laptop.drawn for laptop in laptops])
    n_alike = sum(s.painted()[-1][1] == tuple(v for _, v in s.drawn.numbers()) for s in screens)
    print(
        f"{len(ends)} different state{'s' * (len(ends) != 1)} at the end, of numbers, weights and the list's ids and"
        f" standings ({len(presenter.drawn.requests())} rows); {n_alike} of {len(screens)} Chromiums paint what they"
        " heard."
    )
    for state, n_screens in ends.items() if len(ends) > 1 else ():
        print(f"  {n_screens} x {json.dumps(state, ensure_ascii=False)[:600]}")


def report_server(log: Path, presenter: Screen, others: Sequence[Drawn]) -> None:
    lines = log.read_text(errors="replace").splitlines()
    said = [line for line in lines if "Traceback" in line or "Error" in line or "Exception" in line]
    asked = Counter((kind, who) for mark, kind, who in (line.split() for line in lines if line.startswith(MARK)))
    theirs = sum(n for (_, who), n in asked.items() if who in {drawn.session for drawn in others})
    shown = sum(bool(drawn.all("exception")) for drawn in (presenter.drawn, *others))
    print(
        f"{len(said)} errors in the server's log, {shown} on a screen. Answers asked of the engine: first ones"
        f" {asked['first', presenter.drawn.session]} by the presenter's session, {theirs} of any kind by all who"
        f" follow; {asked['prove', 'worker']} proofs by the worker behind."
    )
    for line in said[:5]:
        print(f"  {line[:300]}")


def processor_seconds(pid: int) -> float:
    """Processor time the server has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:13]) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """Memory the server holds now."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laptops", type=int, default=N_LAPTOPS, help="how many follow without painting")
    parser.add_argument("--seconds", type=float, default=MINUTE, help="how long the presenter moves weights")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        follow(browser, options.laptops, options.seconds)
        browser.close()


if __name__ == "__main__":
    main()
