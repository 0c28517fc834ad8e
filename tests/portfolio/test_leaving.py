"""A program that ends while solves are under way ends quietly."""

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from portfolio.solver.leaving import Leaving


def test_the_end_waits_for_a_solve_under_way_and_no_other_begins():
    leaving, order = Leaving(), []
    is_inside, may_go = threading.Event(), threading.Event()

    def solve():
        with leaving.solve():
            is_inside.set()
            may_go.wait(5)
            order.append("solved")

    solving = threading.Thread(target=solve)
    solving.start()
    assert is_inside.wait(5)
    ending = threading.Thread(target=lambda: (leaving.wait(), order.append("ended")))
    ending.start()
    while not leaving.has_begun:
        time.sleep(0.001)
    with pytest.raises(SystemExit), leaving.solve():
        order.append("never")
    may_go.set()
    ending.join(5)
    solving.join(5)
    assert order == ["solved", "ended"]


def test_a_program_that_ends_in_the_middle_of_a_proof_says_nothing():
    program = """
        import threading, time
        from benchmarks.generated import generate
        from portfolio.engine import Engine, Terrain
        made = generate(200, seed=1)
        engine = Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))
        def ask():
            while True:
                engine.first(made.shares)
        threading.Thread(target=lambda: engine.prove(made.shares), daemon=True).start()
        threading.Thread(target=ask, daemon=True).start()
        time.sleep(0.2)
    """
    root = Path(__file__).resolve().parent.parent.parent
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=root, capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
