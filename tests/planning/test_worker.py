"""The worker: newest question first, cancel, crash and restart."""

import threading
import time

import pytest

from planning.worker import More, Stage, Worker

PATIENCE = 20


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


def _until_stopped(is_stopped):
    while not is_stopped():
        time.sleep(0.002)
    return "partial"


def test_a_question_is_answered_with_a_value(worker):
    assert worker.ask("a", 1, lambda stopped: 42).stage in (Stage.WAITING, Stage.RUNNING, Stage.DONE)
    answer = worker.wait("a", 1, seconds=PATIENCE)
    assert (answer.stage, answer.value) == (Stage.DONE, 42)
    assert worker.answer("a", 2) is None


def test_the_same_question_is_not_asked_twice(worker):
    calls = []
    for _ in range(3):
        worker.ask("a", 1, lambda stopped: calls.append(1))
        worker.wait("a", 1, seconds=PATIENCE)
    assert len(calls) == 1


def test_the_newest_question_wins_and_the_older_is_never_answered(worker):
    worker.ask("a", 1, _until_stopped)
    while worker.answer("a", 1).stage is not Stage.RUNNING:
        time.sleep(0.002)
    worker.ask("a", 2, lambda stopped: "new")
    assert worker.wait("a", 2, seconds=PATIENCE).value == "new"
    assert worker.answer("a", 1) is None


def test_an_urgent_question_interrupts_and_the_interrupted_starts_anew(worker):
    runs = []

    def patient(is_stopped):
        runs.append(1)
        return _until_stopped(is_stopped) if len(runs) == 1 else "whole"

    worker.ask("slow", 1, patient, order=5)
    while not runs:
        time.sleep(0.002)
    worker.ask("quick", 1, lambda stopped: "now", order=0)
    assert worker.wait("quick", 1, seconds=PATIENCE).value == "now"
    assert worker.wait("slow", 1, seconds=PATIENCE).value == "whole"
    assert len(runs) == 2


def test_a_less_urgent_question_waits(worker):
    done = []
    gate = threading.Event()
    worker.ask("first", 1, lambda stopped: (gate.wait(PATIENCE), done.append("first")), order=0)
    worker.ask("second", 1, lambda stopped: done.append("second"), order=1)
    gate.set()
    worker.wait("second", 1, seconds=PATIENCE)
    assert done == ["first", "second"]


def test_a_cancelled_question_keeps_what_it_found(worker):
    worker.ask("a", 1, _until_stopped)
    while worker.answer("a", 1).stage is not Stage.RUNNING:
        time.sleep(0.002)
    worker.cancel("a")
    answer = worker.wait("a", 1, seconds=PATIENCE)
    assert (answer.stage, answer.value) == (Stage.STOPPED, "partial")
    worker.ask("a", 1, lambda stopped: "again")
    assert worker.wait("a", 1, seconds=PATIENCE).value == "again"


def test_a_waiting_question_can_be_cancelled(worker):
    gate = threading.Event()
    worker.ask("a", 1, lambda stopped: gate.wait(PATIENCE))
    worker.ask("b", 1, lambda stopped: "never", order=3)
    worker.cancel("b")
    gate.set()
    assert worker.wait("b", 1, seconds=PATIENCE).stage is Stage.STOPPED


def test_a_question_that_crashes_says_so_and_the_next_is_answered(worker):
    def crash(is_stopped):
        raise ZeroDivisionError("by zero")

    worker.ask("a", 1, crash)
    answer = worker.wait("a", 1, seconds=PATIENCE)
    assert answer.stage is Stage.FAILED and "by zero" in answer.error
    worker.ask("a", 1, lambda stopped: 7)
    assert worker.wait("a", 1, seconds=PATIENCE).value == 7


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_died_is_started_again(worker):
    def die(is_stopped):
        raise SystemExit

    worker.ask("a", 1, die)
    worker._thread.join(PATIENCE)
    assert not worker._thread.is_alive()
    worker.ask("b", 1, lambda stopped: "alive")
    assert worker.wait("b", 1, seconds=PATIENCE).value == "alive"


def test_idle_time_is_used_until_there_is_nothing_left_and_again_after_waking():
    left, asked = [3], []

    def idle(is_stopped):
        left[0] -= 1
        return left[0] > 0

    made = Worker(idle=idle)
    made.ask("a", 1, lambda stopped: asked.append(1))
    for _ in range(2000):
        if left[0] == 0:
            break
        time.sleep(0.005)
    assert left[0] == 0
    time.sleep(0.05)
    assert left[0] == 0
    made.wake()
    for _ in range(2000):
        if left[0] < 0:
            break
        time.sleep(0.005)
    assert left[0] < 0
    made.close()


def test_a_closed_worker_can_not_be_asked():
    made = Worker(idle=_until_stopped)
    made.ask("a", 1, _until_stopped)
    made.close()
    assert not made._thread.is_alive()
    with pytest.raises(RuntimeError, match="open worker"):
        made.ask("a", 2, lambda stopped: 1)


def test_long_work_in_parts_lets_others_of_its_order_go_between_and_shows_what_it_has(worker):
    order, parts = [], {"a": 0, "b": 0}

    def counting(name):
        def work(_):
            order.append(name)
            parts[name] += 1
            return More(parts[name]) if parts[name] < 3 else parts[name]

        return work

    gate = threading.Event()
    worker.ask("first", 1, lambda _: gate.wait(5), order=0)
    for name in parts:
        worker.ask(name, 1, counting(name), order=5)
    gate.set()
    answers = [worker.wait(name, 1, seconds=5) for name in parts]
    assert [answer.value for answer in answers] == [3, 3]
    assert all(answer.stage is Stage.DONE for answer in answers)
    assert order == ["a", "b"] * 3


def test_long_work_that_is_stopped_keeps_its_last_part(worker):
    shown = threading.Event()

    def work(stopped):
        if shown.is_set():
            while not stopped():
                time.sleep(0.01)
        shown.set()
        return More("so far")

    worker.ask("long", 1, work, order=5)
    assert shown.wait(5)
    while worker.answer("long", 1).value is None:
        time.sleep(0.01)
    assert worker.answer("long", 1).value == "so far"
    worker.cancel("long")
    answer = worker.wait("long", 1, seconds=5)
    assert answer.stage is Stage.STOPPED and answer.value == "so far"


def test_what_nobody_looks_at_any_more_waits_until_somebody_does(worker, monkeypatch):
    monkeypatch.setattr("planning.worker.LEFT_ALONE", 0.1)
    parts = [0]

    def work(_):
        parts[0] += 1
        time.sleep(0.01)
        return More(parts[0]) if parts[0] < 60 else parts[0]

    worker.ask("long", 1, work)
    time.sleep(0.5)
    left_at = parts[0]
    assert 0 < left_at < 60
    time.sleep(0.2)
    assert parts[0] == left_at
    assert worker.wait("long", 1, seconds=10).value == 60


def test_a_search_for_somebody_who_has_gone_makes_way_and_starts_anew_when_they_come_back(worker, monkeypatch):
    monkeypatch.setattr("planning.worker.LEFT_ALONE", 0.1)
    n_started, enough = [0], threading.Event()

    def search(stopped):
        n_started[0] += 1
        while not stopped() and not enough.is_set():
            time.sleep(0.01)
        return "found"

    worker.ask("theirs", 1, search)
    time.sleep(0.5)
    assert worker.ask("mine", 1, lambda _: 2, order=5) and worker.wait("mine", 1, seconds=5).value == 2
    enough.set()
    answer = worker.wait("theirs", 1, seconds=5)
    assert (answer.stage, answer.value, n_started[0]) == (Stage.DONE, "found", 2)


def test_a_question_may_leave_the_processor_to_its_asker_first_and_nothing_less_urgent_begins_meanwhile(worker):
    order, asked = [], time.monotonic()

    def work(name):
        return lambda _: order.append((name, time.monotonic() - asked))

    worker.ask("proof", 1, work("proof"), order=0, after=0.3)
    worker.ask("votes", 1, work("votes"), order=5)
    worker.wait("votes", 1, seconds=5)
    assert [name for name, _ in order] == ["proof", "votes"]
    assert order[0][1] >= 0.3
    worker.ask("proof", 2, work("proof"), order=0)
    assert worker.wait("proof", 2, seconds=5).is_over


def test_work_rests_while_a_move_is_drawn_and_goes_on_once_it_is():
    worker, looks, may_end = Worker(), list[float](), threading.Event()

    def work(stopped):
        while not may_end.is_set() and not stopped():
            looks.append(time.monotonic())
            time.sleep(0.001)
        return len(looks)

    worker.ask("proof", 1, work)
    while not looks:
        time.sleep(0.001)
    worker.drawing.begin("Ada", 30.0)
    time.sleep(0.05)
    n_then = len(looks)
    time.sleep(0.05)
    assert len(looks) == n_then
    # Who began nothing ends nothing.
    worker.drawing.end("Bo")
    time.sleep(0.05)
    assert len(looks) == n_then
    worker.drawing.end("Ada")
    while len(looks) == n_then:
        time.sleep(0.001)
    may_end.set()
    assert worker.wait("proof", 1, seconds=10).is_over
    worker.close()


def test_work_that_somebody_waits_for_does_not_rest():
    worker = Worker()
    worker.drawing.begin("Ada", 30.0)
    worker.ask("proof", 1, lambda stopped: stopped() or 7)
    assert worker.wait("proof", 1, seconds=10).value == 7
    worker.drawing.end("Ada")
    worker.close()
