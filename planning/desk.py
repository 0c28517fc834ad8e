"""The desk of one notebook: on top of its proofs, every question that screens ask about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from planning import prover
from planning.ground import rule_key
from planning.notebook import PlanningNotebook, with_weights
from planning.prover import (
    DECISIONS,
    FRONTIER,
    NEXT_BEST,
    ORDER,
    OWN_COST,
    PRICES,
    REASON,
    REASONS,
    VOTES,
    Prover,
)
from planning.study import study_notebook
from planning.worker import Answer, IsStopped, More, Stage
from portfolio.alternatives import Alternative, near_optimal
from portfolio.explanation import Explanation
from portfolio.frontier import Band, Frontier, frontier
from portfolio.price import Price
from portfolio.solver import Ask
from portfolio.weight_map import Progress

# Seconds for each of all reasons.
EACH_SECONDS = 10.0


class Desk(Prover):
    """Answers about one notebook, shared by everybody who has it open. Results are values; safe for many threads."""

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
        after = 0.0 if wait or again else prover.AT_REST
        asked = self._worker.ask(topic, key, work, order=ORDER[REASONS], again=again, after=after)
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
