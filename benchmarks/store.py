"""The store against a plain JSON file: run `python benchmarks/store.py` (a PostgreSQL address may follow).

A notebook of 2,000 requests (the sample's, many times over) with 1,000 changes in its log. Opening is measured against
reading the same notebook from one JSON file (parsed, not made into a notebook), saving one change against writing that
file anew, flushed to disk. Then ten people write at once. Figures are ratios and the milliseconds behind them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

import datetime as dt
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median

from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning import parts
from planning.change import Change, Recorded
from planning.codec import notebook_to_json
from planning.notebook import PlanningNotebook, with_bounds
from planning.opening import open_notebook
from planning.people import Person
from planning.store import Store, open_store
from planning.stored import Stored

N_REQUESTS, N_CHANGES, N_WRITERS, TURNS = 2000, 1000, 10, 10
AT, KIM = dt.datetime(2026, 11, 22, tzinfo=dt.UTC), Person("Ada Kim", "CMIO")


def timed(run: Callable[[], object], times: int = 7) -> float:
    """Median milliseconds of a call."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return 1000 * median(seconds)


def large() -> PlanningNotebook:
    small = open_notebook(read_workbook(SAMPLE_WORKBOOK.read_bytes(), SAMPLE_WORKBOOK.name))
    n = len(small.requests)
    many = (replace(small.requests[k % n], id=f"R-{k:05}", prerequisites=()) for k in range(N_REQUESTS))
    return replace(small, requests=tuple(many))


def change(held: Stored, number: int) -> Recorded:
    changed = with_bounds(held.notebook, {"capital FY27": float(number)})
    return Recorded(changed, Change(who=KIM, at=AT, what="limit", after=str(number)))


def edit(held: Stored, number: int) -> Recorded:
    place = number % N_REQUESTS
    requests = list(held.notebook.requests)
    requests[place] = replace(requests[place], title=f"Title {number}")
    changed = replace(held.notebook, requests=tuple(requests))
    return Recorded(changed, Change(who=KIM, at=AT, what="title", request_id=requests[place].id))


def write_plain(path: Path, notebook: PlanningNotebook) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(notebook_to_json(notebook))
        out.flush()
        os.fsync(out.fileno())


def open_cold(store: Store, notebook_id: str) -> None:
    parts._READ.clear()
    store.load(notebook_id, by=KIM)


def save_a_limit(store: Store, notebook_id: str) -> None:
    held = store.load(notebook_id, by=KIM)
    store.save(held, change(held, held.number))


def ten_writers(store: Store, notebook_id: str) -> float:
    """Milliseconds for each confirmed change, ten people at once, each on a moment the others have left behind."""
    held = store.load(notebook_id, by=KIM)

    def write(person: int) -> None:
        for turn in range(TURNS):
            store.save(held, edit(held, 50 * person + turn))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(N_WRITERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 1000 * (time.perf_counter() - started) / (N_WRITERS * TURNS)


def measure(url: str, notebook: PlanningNotebook, folder: Path) -> None:
    store, plain = open_store(url), folder / "plain.json"
    held = store.create(notebook, by=KIM, at=AT)
    for number in range(N_CHANGES - 1):
        held = store.save(held, change(held, number)).stored
    write_plain(plain, held.notebook)
    read_ms = timed(lambda: json.loads(plain.read_text(encoding="utf-8")))
    write_ms = timed(lambda: write_plain(plain, held.notebook))
    print(f"{store.engine.dialect.name}: {N_REQUESTS} requests, {N_CHANGES} changes")
    print(f"  baseline: read a plain JSON file {read_ms:.1f} ms, write it anew {write_ms:.1f} ms")
    for name, milliseconds, baseline in (
        ("open, for the first time", timed(lambda: open_cold(store, held.id)), read_ms),
        ("open again", timed(lambda: store.load(held.id, by=KIM)), read_ms),
        ("look whether others saved", timed(lambda: store.number(held.id, by=KIM), 50), read_ms),
        ("read the log", timed(lambda: store.log(held.id, by=KIM)), read_ms),
        ("save a limit", timed(partial(save_a_limit, store, held.id)), write_ms),
    ):
        print(f"  {name:<28}{milliseconds:>8.1f} ms {milliseconds / baseline:>7.2f} x baseline")
    fresh = store.load(held.id, by=KIM)
    saves = []
    for number in range(9):
        started = time.perf_counter()
        fresh = store.save(fresh, edit(fresh, 100 * number)).stored
        saves.append(1000 * (time.perf_counter() - started))
    print(f"  {'save an edit of a request':<28}{median(saves):>8.1f} ms {median(saves) / write_ms:>7.2f} x baseline")
    each = ten_writers(store, held.id)
    print(f"  {'ten people at once, a change':<28}{each:>8.1f} ms {each / write_ms:>7.2f} x baseline")
    lost = N_WRITERS * TURNS - sum(r.title.startswith("Title") for r in store.load(held.id, by=KIM).notebook.requests)
    print(f"  changes lost: {max(lost, 0)}; open clashes: {len(store.clashes(held.id, by=KIM))}")
    store.close()


def main() -> None:
    notebook = large()
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/rounds.sqlite", notebook, Path(folder))
        for url in sys.argv[1:]:
            measure(url, notebook, Path(folder))


if __name__ == "__main__":
    main()
