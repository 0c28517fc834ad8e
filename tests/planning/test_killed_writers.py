"""A process killed at any moment loses nothing that it had confirmed."""

import datetime as dt
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planning.log import first_fault
from planning.people import Person
from planning.store import open_store
from tests.builders import notebook, request

ROOT = Path(__file__).resolve().parent.parent.parent
KIM = Person("Ada Kim", "CMIO")
N_KILLS = 60 if os.environ.get("ROUNDS_PROFILE") == "long" else 2


def kill_a_writer(url: str, notebook_id: str, after: float) -> int:
    """The last number a writer confirmed before it was killed."""
    command = [sys.executable, "-m", "tests.planning.writer", url, notebook_id]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        confirmed = [writer.stdout.readline()]
        time.sleep(after)
        writer.kill()
        confirmed += writer.stdout.read().split("\n")
    # The last line may be cut short; the ones before it are whole.
    return max(int(line) for line in confirmed[:-1] if line.strip())


@pytest.mark.timeout(1800)
def test_a_kill_at_any_moment_loses_nothing_that_was_confirmed(store_url):
    store = open_store(store_url)
    held = store.create(
        notebook([request("A", capital=1)]),
        by=KIM,
        at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
    )
    chance = random.Random(7)
    for _ in range(N_KILLS):
        confirmed = kill_a_writer(store_url, held.id, chance.uniform(0.0, 0.2))
        found = store.load(held.id, by=KIM)
        assert found.number in (confirmed, confirmed + 1)
        assert dict(found.notebook.bounds) == {"capital FY27": float(found.number)}
        entries = store.log(held.id, by=KIM)
        assert (len(entries), first_fault(entries)) == (found.number, "")
        assert all(store.load(held.id, n, by=KIM).number == n for n in (1, found.number - 1))
    store.close()
