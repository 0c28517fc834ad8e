"""Proofs about one notebook: a worker with a kept engine for each rule set, asked by every screen that shows it."""

from __future__ import annotations

import copy
import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from typing import Self

from planning.ahead import Outlook
from planning.ground import Ground, make_ground, rule_key
from planning.notebook import PlanningError, PlanningNotebook
from planning.outcome import Outcome
from planning.worker import Answer, IsStopped, Stage, Worker

RULE_SETS_KEPT = 4
PROOFS_KEPT, ANSWERS_KEPT = 200, 200
# Seconds after the last question before idle time fills the map, and those a proof may take.
QUIET, PROOF_SECONDS = 2.0, 30.0
# A proof that takes longer than the blink of an eye begins when the first answer is drawn, and what everybody can wait
# for begins when weights have come to rest: until then the processor belongs to the one who moves. Seconds.
BLINK, DRAWN, AT_REST = 0.02, 0.12, 1.0
# Topics of questions, and which goes first.
PROOF, REASON, OWN_COST, NEXT_BEST, REASONS = "proof", "reason", "own cost", "next best", "reasons"
DECISIONS, PRICES, FRONTIER, VOTES, BASIS = "decisions", "prices", "frontier", "votes", "basis"
_FIRST_TO_LAST = (BASIS, PROOF, REASON, NEXT_BEST, DECISIONS, PRICES, FRONTIER, OWN_COST, VOTES, REASONS)
ORDER = {topic: place for place, topic in enumerate(_FIRST_TO_LAST)}


class FailedProofError(PlanningError):
    """A proof that ended in an error; the message says which."""


class Prover:
    """Outcomes of one notebook: at once where possible, proven behind. Results are values; safe for many threads."""

    def __init__(self, *, fills_map: bool = True) -> None:
        """``fills_map``: whether idle time goes into the map of weights."""
        self._grounds: OrderedDict[Hashable, Ground] = OrderedDict()
        self._proofs: OrderedDict[Hashable, Outcome] = OrderedDict()
        # What one asker was told, the next need not wait for.
        self._found: OrderedDict[Hashable, Answer] = OrderedDict()  # type: ignore[type-arg]
        self._lock = threading.Lock()
        self._asker = ""
        self._worker = Worker(idle=self._fill_a_little if fills_map else None, quiet=QUIET)

    def seat(self, asker: str) -> Self:
        """The same desk for one asker: a newer question takes the place of that asker's older one, of nobody else's."""
        seat = copy.copy(self)
        seat._asker = asker
        return seat

    def first(self, notebook: PlanningNotebook, today: dt.date) -> Outcome:
        """The outcome at once: final where it is at hand, else the best known with its bound, to be shown as such.

        Which rules collide, where nothing fits, is left to the proof.
        """
        if proven := self._proven(notebook, today):
            return proven
        ground = self._ground(notebook, today)
        return ground.judge(notebook, ground.engine.first(ground.shares(notebook)), finds_conflict=False)

    def look(
        self,
        notebook: PlanningNotebook,
        today: dt.date,
        *,
        wait: float = 0.0,
        seconds: float = PROOF_SECONDS,
        again: bool = False,
    ) -> Answer[Outcome]:
        """The best outcome so far and how its proof stands; what was stopped or ran out of time stays so.

        Args:
            wait: Seconds to wait for the proof; 0: a blink where the last one took no longer, else it is drawn first.
            seconds: Time limit of the proof.
            again: Whether to go on with a proof that was stopped or ran out of time.

        Returns:
            Over with a final outcome, or with one that has no portfolio because none fits; else ``value`` is the best
            known, which may have no portfolio yet.
        """
        key, topic = self._key(notebook, today), self._topic(PROOF)
        if proven := self._proven(notebook, today):
            return Answer(key, Stage.DONE, proven)
        known = self._worker.answer(topic, key)
        if again or known is None or not known.is_over:
            ground = self._ground(notebook, today)
            work = lambda stopped: self._prove(key, ground, notebook, seconds, stopped)  # noqa: E731
            is_quick = ground.engine.proof_seconds <= BLINK
            after = 0.0 if wait or is_quick else DRAWN
            known = self._worker.ask(topic, key, work, order=ORDER[PROOF], again=again, after=after)
            known = self._worker.wait(topic, key, seconds=wait or BLINK * is_quick) or known
        found = known.value if known.stage is Stage.DONE and isinstance(known.value, Outcome) else None
        # What a proof found until it ended is known to the engine: the first answer is never worse.
        has_none = found is not None and not found.selection.has_portfolio
        outcome = _shown_in(found, notebook) if found and (has_none or found.selection.is_final) else None
        return Answer(key, known.stage, outcome or self.first(notebook, today), known.error, known.seconds)

    def basis(self, notebook: PlanningNotebook, today: dt.date) -> Answer[Outcome]:
        """The proven outcome that what is shown is compared with; asked before what is shown is proven."""
        key = self._key(notebook, today)
        if proven := self._proven(notebook, today):
            return Answer(key, Stage.DONE, proven)
        ground = self._ground(notebook, today)
        return self._asked(
            BASIS, key, lambda stopped: self._prove(key, ground, notebook, PROOF_SECONDS, stopped), wait=0.0
        )

    def look_ahead(self, shown: Outcome, *, most_new: int) -> Outlook:
        """The portfolios known to be the best where a weight moves from what is shown; asks nothing of the worker.

        Args:
            most_new: So many that were never judged are judged now, the others in later calls.
        """
        return self._ground(shown.notebook, shown.today).look_ahead(shown, most_new=most_new)

    def prove(
        self, notebook: PlanningNotebook, today: dt.date, *, wait: float, seconds: float = PROOF_SECONDS
    ) -> Outcome:
        """The proven outcome where it is found within ``wait`` seconds, else the best known; the proof goes on behind.

        Raises:
            FailedProofError: the solve failed; the message says how.
        """
        answer = self.look(notebook, today, wait=wait, seconds=seconds)
        if answer.error:
            raise FailedProofError(answer.error)
        return answer.value or self.first(notebook, today)

    def cancel(self, topic: str) -> None:
        """Stop this asker's question; what it found until then stays."""
        self._worker.cancel(self._topic(topic))

    def begin_drawing(self, seconds: float) -> None:
        """This asker moved: work behind rests until that is drawn, for so long at most."""
        self._worker.drawing.begin(self._asker, seconds)

    def end_drawing(self, *, after: float) -> None:
        """What this asker moved is drawn, and sent in so many seconds."""
        self._worker.drawing.end(self._asker, after=after)

    def close(self) -> None:
        """Stop the worker for good."""
        self._worker.close()

    def _asked(self, topic: str, key: Hashable, work, wait: float) -> Answer:  # type: ignore[no-untyped-def, type-arg]
        with self._lock:
            if (topic, key) in self._found:
                return self._found[topic, key]
        mine = self._topic(topic)
        after = AT_REST if topic == VOTES and not wait else 0.0
        asked = self._worker.ask(mine, key, work, order=ORDER[topic], after=after)
        answer = self._worker.wait(mine, key, seconds=wait) or asked
        if answer.stage is Stage.DONE:
            with self._lock:
                self._found[topic, key] = answer
                while len(self._found) > ANSWERS_KEPT:
                    self._found.popitem(last=False)
        return answer

    def _topic(self, topic: str) -> str:
        return f"{topic} {self._asker}"

    def _proven(self, notebook: PlanningNotebook, today: dt.date) -> Outcome | None:
        with self._lock:
            found = self._proofs.get(self._key(notebook, today))
        return None if found is None else _shown_in(found, notebook)

    def _prove(
        self, key: Hashable, ground: Ground, notebook: PlanningNotebook, seconds: float, stopped: IsStopped
    ) -> Outcome:
        selection = ground.engine.prove(ground.shares(notebook), seconds=seconds, is_stopped=stopped)
        outcome = ground.judge(notebook, selection)
        if selection.is_final or not (selection.has_portfolio or stopped()):
            with self._lock:
                self._proofs[key] = outcome
                while len(self._proofs) > PROOFS_KEPT:
                    self._proofs.popitem(last=False)
        self._worker.wake()
        return outcome

    def _fill_a_little(self, stopped: IsStopped) -> bool:
        with self._lock:
            ground = next(reversed(self._grounds.values()), None)
        if ground is None:
            return False
        steps = ground.engine.steps(deadline=time.perf_counter() + 30.0, is_stopped=stopped)
        return next(steps, "over") != "over"

    def _ground(self, notebook: PlanningNotebook, today: dt.date) -> Ground:
        key = rule_key(notebook, today)
        with self._lock:
            if key not in self._grounds:
                self._grounds[key] = make_ground(notebook, today)
                while len(self._grounds) > RULE_SETS_KEPT:
                    self._grounds.popitem(last=False)
            self._grounds.move_to_end(key)
            return self._grounds[key]

    @staticmethod
    def _key(notebook: PlanningNotebook, today: dt.date) -> tuple[Hashable, ...]:
        return (notebook.weights, *rule_key(notebook, today))


def _shown_in(outcome: Outcome, notebook: PlanningNotebook) -> Outcome:
    """The outcome with the asker's own notebook, which says the same under another name."""
    return outcome if outcome.notebook is notebook else replace(outcome, notebook=notebook)
