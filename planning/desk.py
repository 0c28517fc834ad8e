"""The desk of one notebook: a worker with a kept engine for each rule set, asked by every screen that shows it."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from planning.notebook import PlanningNotebook
from planning.outcome import Outcome, Prepared, judge, prepare
from planning.study import study_notebook
from planning.worker import Answer, IsStopped, Worker
from portfolio.alternatives import Alternative, near_optimal
from portfolio.engine import Engine, Terrain
from portfolio.explanation import Explanation
from portfolio.frontier import Band, Frontier, frontier
from portfolio.price import Price
from portfolio.rule_codec import rules_to_json
from portfolio.solver import Ask, Floats
from portfolio.weight_map import Progress
from scoring.score import POINTS_PER_LEVEL, weigh

RULE_SETS_KEPT = 4
PROOFS_KEPT = 200
# Seconds after the last question before idle time fills the map.
QUIET = 2.0
# Topics of questions, and which goes first.
PROOF, REASON, OWN_COST, NEXT_BEST = "proof", "reason", "own cost", "next best"
PRICES, FRONTIER = "prices", "frontier"
_ORDER = {PROOF: 0, REASON: 1, NEXT_BEST: 2, PRICES: 3, FRONTIER: 4, OWN_COST: 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """One rule set: what it was made from, its parts and its engine."""

    notebook: PlanningNotebook
    today: dt.date
    parts: Prepared
    keys: tuple[str, ...]
    engine: Engine


class Desk:
    """Answers about one notebook: at once where possible, proven behind. Results are values; safe for many threads."""

    def __init__(self, *, fills_map: bool = True) -> None:
        """``fills_map``: whether idle time goes into the map of weights."""
        self._grounds: OrderedDict[Hashable, _Ground] = OrderedDict()
        self._proofs: OrderedDict[Hashable, Outcome] = OrderedDict()
        self._lock = threading.Lock()
        self._newest: _Ground | None = None
        self._worker = Worker(idle=self._fill_a_little if fills_map else None, quiet=QUIET)

    def first(self, notebook: PlanningNotebook, today: dt.date) -> Outcome:
        """The outcome at once: final where it is at hand, else the best known with its bound, to be shown as such."""
        key = self._key(notebook, today)
        with self._lock:
            if key in self._proofs:
                return self._proofs[key]
        ground = self._ground(notebook, today)
        selection = ground.engine.first(_shares(ground, notebook))
        return judge(
            notebook,
            today,
            parts=ground.parts,
            scores=weigh(ground.parts.levels, notebook.weights),
            selection=selection,
        )

    def prove(self, notebook: PlanningNotebook, today: dt.date, *, wait: float, seconds: float = 30.0) -> Outcome:
        """The proven outcome where it is found within ``wait`` seconds, else the first one; the proof goes on behind.

        Raises:
            RuntimeError: the solve failed; the message says how.
        """
        key = self._key(notebook, today)
        with self._lock:
            if key in self._proofs:
                return self._proofs[key]
        ground = self._ground(notebook, today)
        deadline = time.monotonic() + wait
        self._worker.ask(
            PROOF, key, lambda stopped: self._prove(key, ground, notebook, seconds, stopped), order=_ORDER[PROOF]
        )
        answer = self._worker.wait(PROOF, key, seconds=max(deadline - time.monotonic(), 0.0))
        if answer is not None and answer.error:
            raise RuntimeError(answer.error)
        with self._lock:
            if key in self._proofs:
                return self._proofs[key]
        if answer is not None and isinstance(answer.value, Outcome):
            return answer.value
        return self.first(notebook, today)

    def explain(
        self, notebook: PlanningNotebook, today: dt.date, request_id: str, *, wait: float = 0.0
    ) -> Answer[Explanation]:
        """Why one request is in or out; over once it is known. ``value`` None then: there is no portfolio."""
        ground = self._ground(notebook, today)
        key = (*self._key(notebook, today), request_id)
        shares = _shares(ground, notebook)
        return self._asked(
            REASON, key, lambda stopped: ground.engine.explain(shares, request_id, is_stopped=stopped), wait
        )

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

    def prices(self, notebook: PlanningNotebook, today: dt.date, *, wait: float = 0.0) -> Answer[tuple[Price, ...]]:
        """Prices of rules, mandates, overrides, gates, and of the next step of each limit and role."""
        ground = self._ground(notebook, today)
        shares = _shares(ground, notebook)
        key = self._key(notebook, today)
        return self._asked(PRICES, key, lambda stopped: tuple(ground.engine.prices(shares, is_stopped=stopped)), wait)

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
        shares = _shares(ground, notebook)
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

    def progress(self, notebook: PlanningNotebook, today: dt.date) -> Progress:
        """How far the map of weights is under the notebook's rules."""
        return self._ground(notebook, today).engine.map.progress()

    def cancel(self, topic: str) -> None:
        """Stop a question; what it found until then stays."""
        self._worker.cancel(topic)

    def close(self) -> None:
        """Stop the worker for good."""
        self._worker.close()

    def _asked(self, topic: str, key: Hashable, work, wait: float) -> Answer:  # type: ignore[no-untyped-def, type-arg]
        asked = self._worker.ask(topic, key, work, order=_ORDER[topic])
        return self._worker.wait(topic, key, seconds=wait) or asked

    def _prove(
        self, key: Hashable, ground: _Ground, notebook: PlanningNotebook, seconds: float, stopped: IsStopped
    ) -> Outcome:
        selection = ground.engine.prove(_shares(ground, notebook), seconds=seconds, is_stopped=stopped)
        scores = weigh(ground.parts.levels, notebook.weights)
        outcome = judge(notebook, ground.today, parts=ground.parts, scores=scores, selection=selection)
        if selection.is_final or not (selection.has_portfolio or stopped()):
            with self._lock:
                self._proofs[key] = outcome
                while len(self._proofs) > PROOFS_KEPT:
                    self._proofs.popitem(last=False)
        self._worker.wake()
        return outcome

    def _fill_a_little(self, stopped: IsStopped) -> bool:
        ground = self._newest
        if ground is None:
            return False
        steps = ground.engine.map.steps(deadline=time.perf_counter() + 30.0, is_stopped=stopped)
        return next(steps, "over") != "over"

    def _ground(self, notebook: PlanningNotebook, today: dt.date) -> _Ground:
        key = _rule_key(notebook, today)
        with self._lock:
            if key not in self._grounds:
                self._grounds[key] = _make_ground(notebook, today)
                while len(self._grounds) > RULE_SETS_KEPT:
                    self._grounds.popitem(last=False)
            self._grounds.move_to_end(key)
            self._newest = self._grounds[key]
            return self._grounds[key]

    @staticmethod
    def _key(notebook: PlanningNotebook, today: dt.date) -> tuple[Hashable, ...]:
        return (notebook.weights, *_rule_key(notebook, today))


def _make_ground(notebook: PlanningNotebook, today: dt.date) -> _Ground:
    parts = prepare(notebook, today)
    keys = _criteria(notebook)
    columns = [parts.levels.keys.index(key) for key in keys]
    order = np.argsort(np.array(parts.levels.ids, dtype=np.str_))
    levels = POINTS_PER_LEVEL * parts.levels.values[order][:, columns]
    shares = np.array([notebook.weights.share(key) for key in keys])
    problem = parts.problem(weigh(parts.levels, notebook.weights))
    engine = Engine(Terrain(problem=problem, levels=levels, near=shares))
    return _Ground(notebook=notebook, today=today, parts=parts, keys=keys, engine=engine)


def _criteria(notebook: PlanningNotebook) -> tuple[str, ...]:
    """Criteria that have a weight, in the agreed plan or now."""
    return tuple(
        c.key for c in notebook.criteria if notebook.plan.weights.share(c.key) or notebook.weights.share(c.key)
    )


def _rule_key(notebook: PlanningNotebook, today: dt.date) -> tuple[Hashable, ...]:
    """What makes another model: by content where it is small, by identity where a notebook only ever replaces it.

    The ground keeps its notebook, so that an identity is never reused while it counts.
    """
    agreed = json.dumps(rules_to_json(notebook.agreed_rules), sort_keys=True)
    whole = (id(notebook.requests), id(notebook.limits), id(notebook.rules), id(notebook.plan))
    return (
        today,
        whole,
        notebook.bounds,
        notebook.kinds_on,
        notebook.overrides,
        notebook.governance,
        agreed,
        _criteria(notebook),
    )


def _shares(ground: _Ground, notebook: PlanningNotebook) -> Floats:
    return np.array([notebook.weights.share(key) for key in ground.keys])
