"""The desk of one notebook: a worker with a kept engine for each rule set, asked by every screen that shows it."""

from __future__ import annotations

import copy
import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import replace

from planning.ground import Ground, make_ground, rule_key
from planning.notebook import PlanningError, PlanningNotebook, with_weights
from planning.outcome import Outcome
from planning.study import study_notebook
from planning.worker import Answer, IsStopped, More, Stage, Worker
from portfolio.alternatives import Alternative, near_optimal
from portfolio.explanation import Explanation
from portfolio.frontier import Band, Frontier, frontier
from portfolio.price import Price
from portfolio.solver import Ask
from portfolio.weight_map import Progress

RULE_SETS_KEPT = 4
PROOFS_KEPT, ANSWERS_KEPT = 200, 200
# Seconds after the last question before idle time fills the map, those a proof may take, and each of all reasons.
QUIET, PROOF_SECONDS, EACH_SECONDS = 2.0, 30.0, 10.0
# Topics of questions, and which goes first.
PROOF, REASON, OWN_COST, NEXT_BEST, REASONS = "proof", "reason", "own cost", "next best", "reasons"
DECISIONS, PRICES, FRONTIER, VOTES = "decisions", "prices", "frontier", "votes"
_FIRST_TO_LAST = (PROOF, REASON, NEXT_BEST, DECISIONS, PRICES, FRONTIER, OWN_COST, VOTES, REASONS)
_ORDER = {topic: place for place, topic in enumerate(_FIRST_TO_LAST)}


class FailedProofError(PlanningError):
    """A proof that ended in an error; the message says which."""


class Desk:
    """Answers about one notebook: at once where possible, proven behind. Results are values; safe for many threads."""

    def __init__(self, *, fills_map: bool = True) -> None:
        """``fills_map``: whether idle time goes into the map of weights."""
        self._grounds: OrderedDict[Hashable, Ground] = OrderedDict()
        self._proofs: OrderedDict[Hashable, Outcome] = OrderedDict()
        # What one asker was told, the next need not wait for.
        self._found: OrderedDict[Hashable, Answer] = OrderedDict()  # type: ignore[type-arg]
        self._lock = threading.Lock()
        self._asker = ""
        self._worker = Worker(idle=self._fill_a_little if fills_map else None, quiet=QUIET)

    def seat(self, asker: str) -> Desk:
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
            wait: Seconds to wait for the proof.
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
            known = self._worker.ask(topic, key, work, order=_ORDER[PROOF], again=again)
            known = self._worker.wait(topic, key, seconds=wait) or known
        found = known.value if known.stage is Stage.DONE and isinstance(known.value, Outcome) else None
        # What a proof found until it ended is known to the engine: the first answer is never worse.
        has_none = found is not None and not found.selection.has_portfolio
        outcome = _shown_in(found, notebook) if found and (has_none or found.selection.is_final) else None
        return Answer(key, known.stage, outcome or self.first(notebook, today), known.error, known.seconds)

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

    def explain(
        self, notebook: PlanningNotebook, today: dt.date, request_id: str, *, wait: float = 0.0
    ) -> Answer[Explanation]:
        """Why one request is in or out; over once it is known. ``value`` None then: there is no portfolio."""
        ground = self._ground(notebook, today)
        key = (*self._key(notebook, today), request_id)
        shares = ground.shares(notebook)
        return self._asked(
            REASON, key, lambda stopped: ground.engine.explain(shares, request_id, is_stopped=stopped), wait
        )

    def explain_all(
        self, notebook: PlanningNotebook, today: dt.date, *, wait: float = 0.0, again: bool = False
    ) -> Answer[Mapping[str, Explanation]]:
        """Why every request is in or out, by id: those known so far, all of them once it is done.

        It is found one request after the other behind every other question, in order of score; what is known stays
        known when it is interrupted or stopped.

        Args:
            again: Whether to go on after it was stopped.
        """
        ground, key, topic = self._ground(notebook, today), self._key(notebook, today), self._topic(REASONS)
        engine, shares = ground.engine, ground.shares(notebook)
        scores = engine.terrain.at(shares).scores
        order = sorted(scores, key=lambda i: (-scores[i], i))

        said = engine.explained(shares)

        def work(stopped: IsStopped) -> Mapping[str, Explanation] | More:
            asked = next((i for i in order if i not in said), None)
            explained = engine.explain(shares, asked, seconds=EACH_SECONDS, is_stopped=stopped) if asked else None
            if asked is None or explained is None:
                return dict(said)
            if not stopped():
                said[asked] = explained
            return More(dict(said))

        known = self._worker.answer(topic, key)
        if not again and known is not None and known.stage is Stage.STOPPED:
            return known  # type: ignore[return-value]
        asked = self._worker.ask(topic, key, work, order=_ORDER[REASONS], again=again)
        return self._worker.wait(topic, key, seconds=wait) or asked  # type: ignore[return-value]

    def explained(self, notebook: PlanningNotebook, today: dt.date) -> Mapping[str, Explanation]:
        """Why requests are in or out as far as anybody asked, by id; asks nothing itself."""
        ground = self._ground(notebook, today)
        return ground.engine.explained(ground.shares(notebook))

    def own_cost(
        self, notebook: PlanningNotebook, today: dt.date, request_id: str, *, wait: float = 0.0
    ) -> Answer[Band]:
        """The band of a request's own capital cost; ``value`` None once over: there is none."""
        ground = self._ground(notebook, today)
        study = study_notebook(self.first(notebook, today))
        key = (*self._key(notebook, today), request_id)

        def work(stopped: IsStopped) -> Band | None:
            return study.own_cost_band(request_id, model=ground.engine.model, ask=Ask(is_stopped=stopped))

        return self._asked(OWN_COST, key, work, wait)

    def prices(
        self, notebook: PlanningNotebook, today: dt.date, *, with_steps: bool = True, wait: float = 0.0
    ) -> Answer[tuple[Price, ...]]:
        """Prices of rules, mandates, overrides, gates, and, where asked for, of the next step of limits and roles."""
        ground = self._ground(notebook, today)
        shares = ground.shares(notebook)

        def work(stopped: IsStopped) -> tuple[Price, ...]:
            return tuple(ground.engine.prices(shares, with_steps=with_steps, is_stopped=stopped))

        return self._asked(PRICES if with_steps else DECISIONS, self._key(notebook, today), work, wait)

    def frontier(
        self, notebook: PlanningNotebook, today: dt.date, *, cost: str = "", wait: float = 0.0, seconds: float = 60.0
    ) -> Answer[Frontier]:
        """The exact frontier of value against total capital or one limit.

        Raises:
            UnknownNameError: there is no such cost.
        """
        ground = self._ground(notebook, today)
        study = study_notebook(self.first(notebook, today))
        costs, lifted = study.costs_of(cost)
        problem, model = study.problem, ground.engine.model
        key = (*self._key(notebook, today), cost)

        def work(stopped: IsStopped) -> Frontier:
            return frontier(problem, costs, lifted=lifted, model=model, seconds=seconds, is_stopped=stopped)

        return self._asked(FRONTIER, key, work, wait)

    def alternatives(
        self, notebook: PlanningNotebook, today: dt.date, *, within_points: float, differing_in: int, wait: float = 0.0
    ) -> Answer[tuple[Alternative, ...]]:
        """Portfolios within so many points of the best that differ in at least so many requests."""
        ground = self._ground(notebook, today)
        shares = ground.shares(notebook)
        key = (*self._key(notebook, today), within_points, differing_in)

        def work(stopped: IsStopped) -> tuple[Alternative, ...]:
            engine = ground.engine
            selection = engine.prove(shares, is_stopped=stopped)
            found = near_optimal(
                engine.terrain.at(shares),
                selection,
                within_points=within_points,
                differing_in=differing_in,
                model=engine.model,
                ask=Ask(is_stopped=stopped),
            )
            return tuple(found)

        return self._asked(NEXT_BEST, key, work, wait)

    def votes(
        self, notebook: PlanningNotebook, today: dt.date, *, wait: float = 0.0
    ) -> Answer[Mapping[str, frozenset[str]]]:
        """The best portfolio at each stakeholder's weights, by stakeholder; empty where no portfolio fits."""
        minds = tuple(notebook.stakeholder_weights.items())

        def work(stopped: IsStopped) -> Mapping[str, frozenset[str]]:
            found = {}
            for name, weights in minds:
                theirs = with_weights(notebook, weights)
                ground = self._ground(theirs, today)
                found[name] = frozenset(ground.engine.prove(ground.shares(theirs), is_stopped=stopped).funded)
            return found

        return self._asked(VOTES, (rule_key(notebook, today), minds), work, wait)

    def progress(self, notebook: PlanningNotebook, today: dt.date) -> Progress:
        """How far the map of weights is under the notebook's rules."""
        return self._ground(notebook, today).engine.map.progress()

    def cancel(self, topic: str) -> None:
        """Stop this asker's question; what it found until then stays."""
        self._worker.cancel(self._topic(topic))

    def close(self) -> None:
        """Stop the worker for good."""
        self._worker.close()

    def _asked(self, topic: str, key: Hashable, work, wait: float) -> Answer:  # type: ignore[no-untyped-def, type-arg]
        with self._lock:
            if (topic, key) in self._found:
                return self._found[topic, key]
        mine = self._topic(topic)
        asked = self._worker.ask(mine, key, work, order=_ORDER[topic])
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
