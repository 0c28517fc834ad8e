"""One worker for one notebook: a thread that answers the newest question first and uses idle time."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from planning.drawing import Drawing

T = TypeVar("T")
IsStopped = Callable[[], bool]
Work = Callable[[IsStopped], T]
# How long an idle worker sleeps between two looks at its queue, in seconds.
NAP = 0.2
# A thread that had nothing to do for so long ends; the next question starts a new one.
IDLE_LIMIT = 600.0
# A question that nobody looked at for so long, in seconds, waits until somebody does: whoever asked has gone away.
LEFT_ALONE = 30.0


@dataclass(frozen=True, slots=True)
class More:
    """What long work returns between two of its parts: others may go first, then it goes on.

    Args:
        value: What is found so far; shown meanwhile.
    """

    value: object


class Stage(StrEnum):
    """How far a question is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What became of a question so far.

    Args:
        key: What was asked, so that an old answer is never taken for a new one.
        value: The result; until then, and where stopped, whatever is found so far.
        error: Why it failed, in words.
        seconds: Time it ran.
    """

    key: Hashable
    stage: Stage
    value: T | None = None
    error: str = ""
    seconds: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.stage in (Stage.DONE, Stage.STOPPED, Stage.FAILED)


class Worker:
    """Questions by topic; within a topic the newest wins: an older one is stopped and never answered.

    Topics asked for with a lower ``order`` go first and interrupt the others, which start anew afterwards; long work
    that returns ``More`` lets others of its order go in between; what nobody looks at any more waits until somebody
    does. A question that fails says so in its answer and hurts no other; a thread that died is started again by the
    next question.
    """

    def __init__(self, *, idle: Callable[[IsStopped], bool] | None = None, quiet: float = 0.0) -> None:
        """A worker without questions.

        Args:
            idle: Does a little work and returns whether there is more; it must stop when asked.
            quiet: Seconds without a question before idle time counts as idle.
        """
        self._quiet, self._last_asked = quiet, time.monotonic()
        self._idle = idle
        self.drawing = Drawing()
        self._changed = threading.Condition()
        self._work: dict[str, tuple[int, Work[object]]] = {}
        # Until when each topic counts as looked at, and from when it may be worked on, by time.monotonic.
        self._looked: dict[str, float] = {}
        self._begins: dict[str, float] = {}
        self._answers: dict[str, Answer[object]] = {}
        self._running: str | None = None
        self._is_interrupted = self._is_closed = False
        self._has_idle_work = idle is not None
        self._thread: threading.Thread | None = None
        # A thread inside a solver must be stopped before the interpreter goes.
        atexit.register(self.close)

    def ask(
        self,
        topic: str,
        key: Hashable,
        work: Work[object],
        *,
        order: int = 0,
        again: bool = False,
        after: float = 0.0,
    ) -> Answer[object]:
        """Put a question; the same question again is not asked twice. Returns at once with what is known.

        Args:
            again: Whether to ask anew what was answered before.
            after: Seconds before work on it begins, which belong to whoever asked; nothing less urgent begins then.
        """
        with self._changed:
            if self._is_closed:
                raise RuntimeError("Expected an open worker.")
            self._last_asked = time.monotonic()
            self._look_at(topic)
            known = self._answers.get(topic)
            is_open = known is not None and known.key == key and not known.is_over
            is_done = known is not None and known.key == key and known.stage is Stage.DONE
            if known is not None and (is_open or (is_done and not again)):
                self._start()
                return known
            self._start()
            self._work[topic] = (order, work)
            self._begins[topic] = time.monotonic() + after
            self._answers[topic] = Answer(key, Stage.WAITING)
            if self._running is None or self._running == topic or order < self._order(self._running):
                self._is_interrupted = True
            self._changed.notify_all()
            return self._answers[topic]

    def answer(self, topic: str, key: Hashable) -> Answer[object] | None:
        """What became of a question; None where it was never put or a newer one took its place."""
        with self._changed:
            self._look_at(topic)
            found = self._answers.get(topic)
            return found if found is not None and found.key == key else None

    def wait(self, topic: str, key: Hashable, *, seconds: float) -> Answer[object] | None:
        """The same after at most so many seconds, sooner where it is over."""
        deadline = time.monotonic() + seconds
        with self.drawing.waiting(), self._changed:
            self._look_at(topic, seconds)
            while True:
                found = self._answers.get(topic)
                if found is None or found.key != key or found.is_over:
                    return found if found is not None and found.key == key else None
                left = deadline - time.monotonic()
                if left <= 0:
                    return found
                self._changed.wait(left)

    def cancel(self, topic: str) -> None:
        """Stop a question; what it found until then is its answer."""
        with self._changed:
            known = self._answers.get(topic)
            if known is None or known.is_over:
                return
            if self._running == topic:
                self._is_interrupted = True
            self._work.pop(topic, None)
            if self._running != topic:
                self._answers[topic] = replace(known, stage=Stage.STOPPED)
            self._changed.notify_all()

    def wake(self) -> None:
        """There may be idle work again."""
        with self._changed:
            self._has_idle_work = self._idle is not None
            self._start()
            self._changed.notify_all()

    def close(self) -> None:
        """Stop everything; the worker can't be asked again."""
        with self._changed:
            self._is_closed = self._is_interrupted = True
            self._work.clear()
            self._changed.notify_all()
        atexit.unregister(self.close)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=15)

    def _look_at(self, topic: str, seconds: float = 0.0) -> None:
        self._looked[topic] = max(self._looked.get(topic, 0.0), time.monotonic() + seconds + LEFT_ALONE)

    def _next_topic(self) -> str | None:
        """The most urgent of the questions that somebody still looks at; of those, the first that may begin."""
        now = time.monotonic()
        asked = [topic for topic in self._work if self._looked[topic] > now]
        return min(asked, key=lambda topic: (self._order(topic), max(self._begins[topic], now)), default=None)

    def _order(self, topic: str) -> int:
        return self._work[topic][0] if topic in self._work else 0

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            if self._running is not None:
                # The thread died over this question: it failed, and must not kill the next one.
                self._work.pop(self._running, None)
                self._answers[self._running] = replace(
                    self._answers[self._running], stage=Stage.FAILED, error="The worker stopped unexpectedly."
                )
                self._running = None
            self._thread = threading.Thread(target=self._loop, name="rounds-worker", daemon=True)
            self._thread.start()

    def _loop(self) -> None:
        while True:
            with self._changed:
                if self._is_closed:
                    return
                topic = self._next_topic()
                self._is_interrupted = False
                if topic is not None and (early := self._begins[topic] - time.monotonic()) > 0:
                    self._changed.wait(early)
                    continue
                silence = time.monotonic() - self._last_asked
                if topic is None and (not self._has_idle_work or silence < self._quiet):
                    if silence > IDLE_LIMIT:
                        self._thread = None
                        return
                    self._changed.wait(NAP)
                    continue
            if topic is None:
                self._idle_once()
            else:
                self._run(topic)

    def _run(self, topic: str) -> None:
        with self._changed:
            if topic not in self._work:
                return
            work, asked = self._work[topic], self._answers[topic]
            self._running = topic
            self._answers[topic] = replace(asked, stage=Stage.RUNNING)
        started, value, error = time.perf_counter(), None, ""
        try:
            value = work[1](self._stopped)
        except Exception as failed:  # noqa: BLE001 - whatever goes wrong is this question's answer
            error = f"{type(failed).__name__}: {failed}"
        with self._changed:
            self._running = None
            is_mine = self._answers[topic].key == asked.key
            was_cancelled = self._work.get(topic) is not work
            if is_mine and isinstance(value, More) and not was_cancelled:
                self._work[topic] = self._work.pop(topic)
                self._answers[topic] = replace(asked, stage=Stage.RUNNING, value=value.value)
            elif is_mine and self._is_interrupted and not error and not was_cancelled:
                # Someone more urgent came: this question waits and starts anew.
                self._answers[topic] = replace(asked, stage=Stage.WAITING)
            elif is_mine:
                value = value.value if isinstance(value, More) else value
                stage = Stage.FAILED if error else Stage.STOPPED if was_cancelled else Stage.DONE
                if not was_cancelled:
                    del self._work[topic]
                self._answers[topic] = Answer(asked.key, stage, value, error, time.perf_counter() - started)
            self._changed.notify_all()

    def _idle_once(self) -> None:
        has_more = False
        try:
            has_more = self._idle is not None and self._idle(self._stopped)
        except Exception:  # noqa: BLE001 - idle work is nobody's question
            has_more = False
        with self._changed:
            self._has_idle_work = has_more or (self._has_idle_work and self._is_interrupted)

    def _stopped(self) -> bool:
        self.drawing.wait()
        running = self._running
        if running is not None and self._looked[running] <= time.monotonic():
            self._is_interrupted = True
        return self._is_interrupted
