"""The engine of one set of rows: answers weight changes at once, proves them behind, and learns from every solve."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from portfolio.ceiling import Ceiling
from portfolio.closing import close_gap
from portfolio.explanation import Explanation, explain
from portfolio.pool import Known, Pool
from portfolio.price import Price, price_roles, price_rules, price_steps
from portfolio.row_table import RowTable
from portfolio.selection import Problem, Selection, keep, read_answer, select
from portfolio.solver import TIE_POINTS, Ask, Floats, KeptModel, SolverAnswer
from portfolio.weight_map import Progress, WeightMap

# Idle time first proves the agreed weights moved by so much either way, each for at most so many seconds.
NEARBY_SHARE, NEARBY_SECONDS = 0.1, 7.0
# A proof that does not end keeps a share of its time for branching, which on hard lists says more than searching on.
SPLITTING_SHARE = 0.6
# A known portfolio this near to the bound is the first answer as it stands: the proof behind looks for a better one.
NEAR_ENOUGH = 0.002
# One that nothing better was found for stays the first answer until a weight share has moved by more than this.
STEADY_SHARE = 0.02
# Weights whose explanations are remembered.
WEIGHTS_EXPLAINED = 40
# Weights whose bounds are.
BOUNDS_KEPT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terrain:
    """What does not change when weights move: rows and premiums, and what each request is worth by criterion.

    Args:
        problem: Rows, premiums and capital; its scores are those of ``near``.
        levels: n x m points of each request (ids sorted) where one criterion has all the weight.
        near: m weight shares that matter most: the agreed ones.
    """

    problem: Problem
    levels: Floats
    near: Floats

    def at(self, shares: Floats) -> Problem:
        """The problem at these weight shares."""
        scores = dict(zip(self.problem.ids, (self.levels @ shares).tolist(), strict=True))
        return replace(self.problem, scores=scores)


class Engine:
    """Owns a kept model, the map of weights and every portfolio found: all answers are plain values.

    One thread at a time may prove, explain, price and fill; ``first`` may be asked from any other meanwhile.
    """

    def __init__(self, terrain: Terrain) -> None:
        self.terrain = terrain
        self.model: KeptModel = keep(terrain.problem)
        self.ceiling = Ceiling(terrain.at(terrain.near))
        self.map = WeightMap(self.model, terrain.levels, terrain.problem.premiums, near=terrain.near)
        self._final: dict[tuple[float, ...], Selection] = {}
        self._explained: OrderedDict[tuple[float, ...], dict[str, Explanation]] = OrderedDict()
        self._pool = Pool(terrain.levels.shape[1])
        # How long the last proof took.
        self.proof_seconds = math.inf
        self._nearby = nearby_weights(terrain.near)
        # The portfolio last looked at for a better one in vain, and the weight shares then.
        self._steady: tuple[frozenset[str], Floats] = (frozenset(), terrain.near)
        # The lowest bound said so far, by weights: what was sure once stays so.
        self._lowest: OrderedDict[tuple[float, ...], float] = OrderedDict()
        self._table = RowTable(terrain.problem.rows, terrain.problem.ids)

    def first(self, shares: Floats) -> Selection:
        """An answer in milliseconds: proven where the map proves it, else the best known with an honest bound."""
        started = time.perf_counter()
        if known := self._final.get(_key(shares)):
            return replace(known, seconds=time.perf_counter() - started)
        problem = self.terrain.at(shares)
        mapped = self.map.answer(shares)
        if not mapped.is_proven:
            mapped = self._rounded(problem, shares, mapped)
        return self._read(problem, mapped, started)

    def read_known(self, shares: Floats, known: Known) -> Selection:
        """A known portfolio at these weight shares, checked as every answer is, without a word on how good it is."""
        return self._read(self.terrain.at(shares), SolverAnswer(chosen=known.chosen), time.perf_counter())

    def known_at(self, many: Floats) -> list[Known]:
        """Of the portfolios known by now those worth most at any of these weights, in the order of the weights.

        Args:
            many: k x m weight shares.
        """
        with self.map.lock:
            mapped, surface = list(self.map.portfolios), self.map.envelope.planes
        portfolios, planes = self._pool.contents
        portfolios, planes = [*mapped, *portfolios], np.vstack((surface, planes))
        if not portfolios:
            return []
        best = dict.fromkeys(np.argmax(many @ planes.T, axis=1).tolist())
        return list({portfolios[k]: Known(portfolios[k], planes[k]) for k in best}.values())

    def learn(self, chosen: frozenset[str]) -> None:
        """A portfolio that keeps all rows joins map and pool: where it is not the best, it is still a start."""
        if chosen not in self._pool:
            self.map.add(chosen)
            self._pool.add(chosen, self.map.plane(chosen))

    def prove(
        self, shares: Floats, *, seconds: float = 30.0, is_stopped: Callable[[], bool] | None = None
    ) -> Selection:
        """The proven, tie-broken answer, or the best found in time; joins the map."""
        if known := self._final.get(_key(shares)):
            return known
        problem = self.terrain.at(shares)
        objective = self.model.arrays.objective(problem.scores)
        mapped = self.map.answer(shares)
        starts = [*([] if mapped.chosen is None else [mapped.chosen]), *self._pool.best(shares)]
        started, splitting = time.perf_counter(), SPLITTING_SHARE * seconds if self.ceiling.is_branched else 0.0
        selection = select(problem, seconds=seconds - splitting, kept=self.model, known=starts, is_stopped=is_stopped)
        if self.ceiling.is_branched and not selection.is_final:
            selection = close_gap(
                problem, selection, self.ceiling, self.model, deadline=started + seconds, is_stopped=is_stopped
            )
        self.proof_seconds = time.perf_counter() - started
        if selection.has_portfolio:
            self.learn(frozenset(selection.funded))
        if selection.bound is not None:
            self.map.prove(shares, selection.bound)
            self.ceiling.tighten(objective, selection.bound)
        if selection.is_final:
            self._final[_key(shares)] = selection
            self.ceiling.sharpen(objective, is_stopped=is_stopped)
        return selection

    def fill(self, *, seconds: float, points: float = 0.0, is_stopped: Callable[[], bool] | None = None) -> Progress:
        """Use idle time until it is over; the steps of ``steps``."""
        for _ in self.steps(deadline=time.perf_counter() + seconds, points=points, is_stopped=is_stopped):
            pass
        return self.map.progress()

    def steps(
        self, *, deadline: float, points: float = 0.0, is_stopped: Callable[[], bool] | None = None
    ) -> Iterator[None]:
        """Proofs around the agreed weights, where weights move first, then the map of all weights, solve by solve.

        Args:
            deadline: When to stop, by ``time.perf_counter``.
            points: What may stay unknown of the map.
        """
        while self._nearby and (left := deadline - time.perf_counter()) > 0:
            self.prove(self._nearby[0], seconds=min(NEARBY_SECONDS, left), is_stopped=is_stopped)
            if is_stopped and is_stopped():
                return
            del self._nearby[0]
            yield
        yield from self.map.steps(points=points, is_stopped=is_stopped, deadline=deadline)

    def explain(
        self, shares: Floats, request_id: str, *, seconds: float = 30.0, is_stopped: Callable[[], bool] | None = None
    ) -> Explanation | None:
        """Why one request is in or out at these weights; None where there is no portfolio."""
        known = self._explained.setdefault(_key(shares), {})
        self._explained.move_to_end(_key(shares))
        while len(self._explained) > WEIGHTS_EXPLAINED:
            self._explained.popitem(last=False)
        if request_id not in known:
            selection = self.prove(shares, seconds=seconds, is_stopped=is_stopped)
            if not selection.has_portfolio:
                return None
            problem = self.terrain.at(shares)
            explained = explain(
                problem, selection, request_id, model=self.model, seconds=seconds, is_stopped=is_stopped
            )
            if not explained.is_proven or not selection.is_final:
                return explained
            known[request_id] = explained
        return known[request_id]

    def explained(self, shares: Floats) -> dict[str, Explanation]:
        """The proven explanations at these weights that were asked for so far, by request id."""
        return dict(self._explained.get(_key(shares), {}))

    def prices(
        self, shares: Floats, *, with_steps: bool = True, is_stopped: Callable[[], bool] | None = None
    ) -> Iterator[Price]:
        """Prices of rules, mandates, overrides, gates, and the next step of each limit and role, one by one.

        Args:
            with_steps: Whether to price the next step of limits and roles, too.
        """
        selection = self.prove(shares, is_stopped=is_stopped)
        if not selection.has_portfolio:
            return
        problem, ask = self.terrain.at(shares), Ask(is_stopped=is_stopped)
        for price_all in (price_rules, price_roles, price_steps) if with_steps else (price_rules,):
            yield from price_all(problem, selection, model=self.model, ask=ask)

    def _read(self, problem: Problem, answer: SolverAnswer, started: float) -> Selection:
        seconds = time.perf_counter() - started
        return read_answer(problem, answer, gap=1.0, is_settled=False, seconds=seconds, table=self._table)

    def _rounded(self, problem: Problem, shares: Floats, mapped: SolverAnswer) -> SolverAnswer:
        """The better of the portfolios known and one rounded anew, with the lowest of the bounds."""
        objective = self.model.arrays.objective_of(self.terrain.levels @ shares)
        # One that the map found is not in the pool.
        known = list(dict.fromkeys([*self._pool.best(shares, 1), *([mapped.chosen] if mapped.chosen else [])]))
        steady, there = self._steady
        is_steady = steady in known and float(np.abs(shares - there).max()) <= STEADY_SHARE
        answer = self.ceiling.first_answer(objective, known, enough=1.0 if is_steady else NEAR_ENOUGH)
        if answer.chosen is not None and answer.chosen not in known:
            self.learn(answer.chosen)
        elif answer.chosen is not None and not is_steady:
            self._steady = answer.chosen, shares
        key = _key(shares)
        bounds = [b for b in (answer.bound, mapped.bound, self._lowest.get(key)) if b is not None and math.isfinite(b)]
        if answer.chosen is None or not bounds:
            return answer
        value = problem.value(answer.chosen)
        bound = max(min(bounds), value)
        self._lowest[key] = bound
        while len(self._lowest) > BOUNDS_KEPT:
            self._lowest.popitem(last=False)
        return replace(answer, bound=bound, is_proven=bound - value <= TIE_POINTS)


def nearby_weights(shares: Floats, step: float = NEARBY_SHARE) -> list[Floats]:
    """These weight shares with one of them moved a step up or down and the others sharing the rest as they do."""
    moved = []
    for k, share in enumerate(shares.tolist()):
        for to in (share + step, share - step):
            if len(shares) > 1 and share < 1 and 0 <= to <= 1:
                others = shares * (1 - to) / (1 - share)
                others[k] = to
                moved.append(others)
    return moved


def _key(shares: Floats) -> tuple[float, ...]:
    return tuple(np.round(shares, 12).tolist())
