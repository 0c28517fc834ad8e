"""The map of weights: which portfolio is the best under which weights, with proven bounds where it is not finished."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from portfolio.envelope import Envelope
from portfolio.premium import Premium, earned_points
from portfolio.solver import TIE_POINTS, Ask, Floats, HullBound, KeptModel, SolverAnswer

# Corners closer than this are the same place.
PLACES = 9
# How much nearer weights come first: within this distance of the agreed weights nothing is preferred.
NEAR = 0.1
# A solve that had more seconds than this and says nothing would say nothing again.
ENOUGH_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a map is.

    Args:
        n_portfolios: Portfolios that are the best somewhere, as far as known.
        n_corners: Corners between their regions.
        n_proven: Corners proven.
        n_solves: Solves so far.
        points: No weights have a portfolio worth more points above the map than this; inf at first.
        gap: The same as a share of the best value there can be.
        seconds: Time spent filling.
    """

    n_portfolios: int
    n_corners: int
    n_proven: int
    n_solves: int
    points: float
    gap: float
    seconds: float

    @property
    def is_complete(self) -> bool:
        """Whether every corner is proven: then every weight is answered without a solve."""
        return self.n_proven == self.n_corners


class WeightMap:
    """Portfolios found so far under one set of rows, and what is proven of the best value over all weights.

    Args:
        levels: n x m points of each request where one criterion has all the weight, rows in the order of
            ``model.arrays.ids``.
        near: Weight shares that matter most: filling starts around them.
    """

    def __init__(self, model: KeptModel, levels: Floats, premiums: Sequence[Premium] = (), *, near: Floats) -> None:
        self.model = model
        self.levels = levels
        self.premiums = tuple(premiums)
        self.near = near
        self.portfolios: list[frozenset[str]] = []
        self.envelope = Envelope(levels.shape[1])
        self.n_solves, self.seconds = 0, 0.0
        # The one who fills and those who ask may be different threads; solves run outside.
        self.lock = threading.RLock()
        self._hull = HullBound(levels.shape[1])
        self._proven: dict[tuple[float, ...], float] = {}
        self._ceilings: dict[tuple[float, ...], float] = {}
        # Places where a solve came back without a bound: it would again.
        self._put_aside: set[tuple[float, ...]] = set()

    def points(self, weights: Floats) -> Mapping[str, float]:
        """Points by request id at these weight shares."""
        return dict(zip(self.model.arrays.ids, (self.levels @ weights).tolist(), strict=True))

    def add(self, chosen: frozenset[str]) -> bool:
        """A portfolio that keeps all rows; False where it is nowhere better than those known."""
        plane = self.plane(chosen)
        with self.lock:
            if not self.envelope.add(plane):
                return False
            self.portfolios.append(chosen)
            return True

    def plane(self, chosen: frozenset[str]) -> Floats:
        """What a portfolio is worth where one criterion has all the weight: m points."""
        x = self.model.arrays.vector(chosen)[: len(self.levels)]
        return np.asarray(x @ self.levels + earned_points(self.premiums, chosen))

    def prove(self, weights: Floats, bound: float) -> None:
        """The best value at these weights is at most this."""
        key = _place(weights)
        with self.lock:
            if bound < self._proven.get(key, np.inf):
                self._proven[key] = bound
                self._hull.add(weights, bound)

    def answer(self, weights: Floats) -> SolverAnswer:
        """The best portfolio known at these weight shares with a bound: proven where the two meet."""
        with self.lock:
            if not self.portfolios:
                return SolverAnswer()
            best = self.envelope.best(weights)
            value = float(self.envelope.planes[best] @ weights)
            corners = self.envelope.corners_of(best)
            if len(corners) and all(self._is_proven(corner) for corner in corners):
                bound = value
            else:
                bound = max(self._hull.bound(weights), value)
            chosen = self.portfolios[best]
        is_proven = bound - value <= TIE_POINTS
        return SolverAnswer(chosen=chosen, bound=bound if np.isfinite(bound) else None, is_proven=is_proven)

    def fill(self, *, seconds: float, points: float = 0.0, is_stopped: Callable[[], bool] | None = None) -> Progress:
        """Solve at corners until every weight is answered within so many points, or time is up.

        Args:
            seconds: Time limit.
            points: What may stay unknown; 0 proves the whole map.
        """
        started = time.perf_counter()
        for _ in self.steps(points=points, is_stopped=is_stopped, deadline=started + seconds):
            pass
        return self.progress()

    def steps(
        self,
        *,
        deadline: float,
        points: float = 0.0,
        is_stopped: Callable[[], bool] | None = None,
    ) -> Iterator[None]:
        """One solve after the other; stop between any two and go on later."""
        while time.perf_counter() < deadline and not (is_stopped and is_stopped()):
            started = time.perf_counter()
            with self.lock:
                place = self._next_place(points)
            if place is None:
                return
            ask = Ask(seconds=max(deadline - started, 0.01), is_stopped=is_stopped)
            self._solve(place, ask)
            self.seconds += time.perf_counter() - started
            yield

    def progress(self) -> Progress:
        """How far the map is."""
        with self.lock:
            return self._progress()

    def _progress(self) -> Progress:
        n_corners = len(self.envelope.corners)
        n_proven = sum(self._is_proven(corner) for corner in range(n_corners))
        rooms = np.array([self._room(corner) if self.portfolios else np.inf for corner in range(n_corners)])
        most = np.abs(np.where(np.isfinite(rooms), self.envelope.heights, 0.0) + rooms)
        return Progress(
            n_portfolios=int(sum(len(self.envelope.corners_of(p)) > 0 for p in range(len(self.portfolios)))),
            n_corners=n_corners,
            n_proven=n_proven,
            n_solves=self.n_solves,
            points=float(rooms.max()),
            gap=float(np.max(np.divide(rooms, most, out=np.isinf(rooms) * 1.0, where=np.isfinite(most) & (most > 0)))),
            seconds=self.seconds,
        )

    def _solve(self, weights: Floats, ask: Ask) -> None:
        with self.lock:
            known = self.envelope.value(weights)
        floor = known + TIE_POINTS if np.isfinite(known) else None
        objective = self.model.arrays.objective(self.points(weights))
        answer = self.model.best(objective, Ask(floor=floor, seconds=ask.seconds, is_stopped=ask.is_stopped))
        self.n_solves += 1
        if answer.chosen is not None:
            x = self.model.arrays.vector(answer.chosen)
            if self.model.arrays.is_feasible(x):
                self.add(answer.chosen)
        if answer.bound is not None:
            self.prove(weights, answer.bound)
        elif ask.seconds > ENOUGH_SECONDS and not (ask.is_stopped and ask.is_stopped()):
            self._put_aside.add(_place(weights))

    def _next_place(self, points: float) -> Floats | None:
        """The corner with the most left to find, nearer weights first; None where nothing is left."""
        for end in np.eye(self.envelope.n_criteria):
            if _place(end) not in self._proven and _place(end) not in self._put_aside:
                return np.asarray(end)
        corners = self.envelope.corners
        away = NEAR + np.abs(corners - self.near).sum(axis=1)
        rooms = np.array([self._room(corner, is_fresh=False) for corner in range(len(corners))])
        rooms[[_place(corner) in self._put_aside for corner in corners]] = 0.0
        while True:
            rooms[rooms <= max(points, 2 * TIE_POINTS)] = 0.0
            first = int(np.argmax(rooms / away))
            if rooms[first] == 0.0:
                return None
            fresh = self._room(first)
            if fresh >= rooms[first] - TIE_POINTS:
                return np.asarray(corners[first])
            rooms[first] = fresh

    def _room(self, corner: int, *, is_fresh: bool = True) -> float:
        """What the best value may lie above the map at a corner; bounds once found only get lower."""
        place = self.envelope.corners[corner]
        if self._is_proven(corner):
            return 0.0
        key = _place(place)
        if is_fresh or key not in self._ceilings:
            self._ceilings[key] = min(self._hull.bound(place), self._ceilings.get(key, np.inf))
        return max(self._ceilings[key] - float(self.envelope.heights[corner]), 0.0)

    def _is_proven(self, corner: int) -> bool:
        bound = self._proven.get(_place(self.envelope.corners[corner]), np.inf)
        return bound <= float(self.envelope.heights[corner]) + 2 * TIE_POINTS


def _place(weights: Floats) -> tuple[float, ...]:
    return tuple(np.round(weights, PLACES).tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """How requests stand over all weights, as far as the map is filled.

    Args:
        share_of_weights: Share of sampled weights whose best portfolio holds the request, by id.
        core_index: Share of the map's portfolios that hold it, by id.
        shares: Share of sampled weights of each portfolio, in the map's order.
    """

    share_of_weights: Mapping[str, float]
    core_index: Mapping[str, float]
    shares: tuple[float, ...]


def robustness(weight_map: WeightMap, *, n_samples: int = 20_000, seed: int = 0) -> Robustness:
    """Shares over weights drawn evenly from all weights, and over the portfolios that are the best somewhere.

    The two indices differ: one counts weights, the other portfolios (Liesio, Mild and Salo 2007).
    """
    with weight_map.lock:
        return _robustness(weight_map, n_samples, seed)


def _robustness(weight_map: WeightMap, n_samples: int, seed: int) -> Robustness:
    n, envelope = len(weight_map.portfolios), weight_map.envelope
    drawn = np.random.default_rng(seed).dirichlet(np.ones(envelope.n_criteria), size=n_samples)
    best = np.argmax(drawn @ envelope.planes.T, axis=1)
    shares = np.bincount(best, minlength=n) / n_samples
    on_map = [p for p in range(n) if len(envelope.corners_of(p))]
    ids = weight_map.model.arrays.ids
    holds = {i: np.array([i in chosen for chosen in weight_map.portfolios]) for i in ids}
    return Robustness(
        share_of_weights={i: float(shares[holds[i]].sum()) for i in ids},
        core_index={i: float(holds[i][on_map].mean()) if on_map else 0.0 for i in ids},
        shares=tuple(shares.tolist()),
    )
