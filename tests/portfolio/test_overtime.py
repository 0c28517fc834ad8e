"""A search that does not look at the clock: whoever asked gets an answer in time, and the next one as ever."""

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from portfolio.selection import keep, select
from portfolio.solver import LEAVING, Ask, overtime
from portfolio.solver.overtime import MOST_AT_ONCE, Search
from tests.portfolio.problems import sample_problem

ROOT = Path(__file__).resolve().parent.parent.parent


class Deaf:
    """A solver that runs until it is let go, and looks at no clock."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.cbMipInterrupt = self

    def subscribe(self, ask_whether_to_stop) -> None:
        self.asks = ask_whether_to_stop

    def interrupt(self, answer: bool) -> None:
        self.answer = answer

    def setOptionValue(self, name: str, value: float) -> None:  # noqa: N802
        assert name == "time_limit" and value > 0

    def getNumCol(self) -> int:  # noqa: N802
        return overtime.LONG_ROUNDS

    def run(self) -> None:
        self.has_begun.set()
        self.may_end.wait(60)
        self.asks(self)


@pytest.fixture(autouse=True)
def all_are_let_go(monkeypatch):
    """No deaf one goes on into the next test."""
    made = []
    monkeypatch.setattr(Deaf, "__init__", lambda deaf, init=Deaf.__init__: (init(deaf), made.append(deaf))[0])
    yield
    for deaf in made:
        deaf.may_end.set()
    assert settled(lambda: LEAVING.n_left == 0)


def settled(holds) -> bool:
    for _ in range(200):
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_a_search_past_its_time_is_left_and_told_to_stop_once_it_asks():
    deaf = Deaf()
    search = Search(deaf, Ask(seconds=0.1))
    search.run()
    assert search.is_left and deaf.has_begun.is_set() and LEAVING.n_left == 1
    deaf.may_end.set()
    assert settled(lambda: LEAVING.n_left == 0)
    assert deaf.answer is True


def test_a_search_that_is_stopped_is_left_though_it_has_time():
    deaf = Deaf()
    search = Search(deaf, Ask(seconds=3600, is_stopped=deaf.has_begun.is_set))
    search.run()
    assert search.is_left
    deaf.may_end.set()
    assert settled(lambda: LEAVING.n_left == 0)


def test_a_search_that_ends_in_time_is_not_left():
    deaf = Deaf()
    deaf.may_end.set()
    search = Search(deaf, Ask(seconds=60))
    search.run()
    assert not search.is_left and LEAVING.n_left == 0 and deaf.answer is False


def test_a_search_is_left_where_asking_whether_to_stop_fails():
    deaf = Deaf()

    def fail() -> bool:
        raise KeyboardInterrupt

    search = Search(deaf, Ask(seconds=60, is_stopped=fail))
    with pytest.raises(KeyboardInterrupt):
        search.run()
    assert search.is_left and LEAVING.n_left == 1


def test_no_more_than_some_search_at_once_and_the_others_wait_their_time():
    left = [Deaf() for _ in range(MOST_AT_ONCE)]
    for deaf in left:
        Search(deaf, Ask(seconds=0.01)).run()
    late = Deaf()
    search = Search(late, Ask(seconds=0.01))
    search.run()
    assert search.is_left and not late.has_begun.is_set() and LEAVING.n_left == MOST_AT_ONCE
    for deaf in left:
        deaf.may_end.set()
    late.may_end.set()
    assert settled(lambda: LEAVING.n_left == 0)
    Search(late, Ask(seconds=60)).run()
    assert late.has_begun.is_set()


def test_a_search_in_a_thread_of_its_own_answers_the_same(monkeypatch):
    problem = sample_problem()
    expected = select(problem)
    monkeypatch.setattr(overtime, "LONG_ROUNDS", 0)
    found = select(problem)
    assert found.is_final and (found.funded, found.value) == (expected.funded, expected.value)


def test_after_one_that_was_left_the_next_search_is_asked_anew(monkeypatch):
    problem = sample_problem()
    kept, expected = keep(problem), select(problem)
    objective = kept.arrays.objective(problem.scores)
    runs = []

    def run(search: Search) -> None:
        runs.append(search)
        search.is_left = True

    def fail(search: Search) -> None:
        run(search)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Search, "run", fail)
        with pytest.raises(KeyboardInterrupt):
            kept.best(objective, Ask(fixed={"DP-001": False}))
        patched.setattr(Search, "run", run)
        answer = kept.best(objective, Ask(fixed={"DP-001": False}, without=frozenset({"capital FY27"})))
    assert answer.is_stopped and answer.chosen is None and answer.bound is None and runs[0] is not runs[1]
    again = select(problem, kept=kept)
    assert again.is_final and (again.funded, again.value) == (expected.funded, expected.value)


def test_a_program_whose_search_was_left_ends_with_its_answer_and_its_code():
    program = """
        import atexit
        from cli import _end
        from portfolio.solver import Ask, overtime
        from tests.portfolio.test_overtime import Deaf
        atexit.register(print, "waited for it")
        overtime.Search(Deaf(), Ask(seconds=0.1)).run()
        print("answered")
        _end(3)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, capture_output=True, timeout=120, check=False
    )
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (3, b"answered", b"")
