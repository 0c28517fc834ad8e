"""Ahead: the portfolios that are known where weights move, judged, so that a screen can show them before it asks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np

from planning.outcome import Outcome
from portfolio.engine import Engine, nearby_weights
from portfolio.selection import Selection
from portfolio.solver import Floats

# How far one weight is looked ahead, nearer ones first, in shares; between these steps portfolios rarely differ.
STEPS = (*(k / 100 for k in range(1, 21)), *(k / 100 for k in range(25, 101, 5)))
# Portfolios looked ahead at, and those judged for later moves.
MOST_AHEAD, JUDGED_KEPT = 24, 150


# Without comparison: one that is judged once is the same one from then on.
@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Judged:
    """A known portfolio.

    Args:
        outcome: As it was judged at some weights: what it funds, uses and costs is the same at all.
        plane: m points, what it is worth where one criterion has all the weight, in the order of the rule set's keys.
    """

    outcome: Outcome
    plane: Floats


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known around some weights.

    Args:
        keys: Criteria the planes are about, in order.
        portfolios: The best of the known ones where one weight moves and the others share the rest, nearer ones first.
    """

    keys: tuple[str, ...]
    portfolios: tuple[Judged, ...]


class Ahead:
    """The portfolios an engine knows, as they were judged; safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._judged: OrderedDict[Hashable, Judged] = OrderedDict()
        self._lock = threading.Lock()

    def around(self, shares: Floats, judge: Callable[[Selection], Outcome], *, most_new: int) -> tuple[Judged, ...]:
        """The portfolios of ``Outlook`` at these weight shares.

        Args:
            judge: Makes the outcome of a selection at these weights.
            most_new: So many are judged in this call, the others in later ones.
        """
        ways = [shares, *(moved for step in STEPS for moved in nearby_weights(shares, step))]
        # Which requests are wanted at all decides which limits count as tight.
        wanted = frozenset(np.flatnonzero(self._engine.terrain.levels @ shares > 0).tolist())
        found, n_new = [], 0
        for known in self._engine.known_at(np.array(ways))[:MOST_AHEAD]:
            key = (known.chosen, wanted)
            judged = self._at_hand(key)
            if judged is None and n_new < most_new:
                n_new += 1
                judged = Judged(judge(self._engine.read_known(shares, known)), known.plane)
                self._keep(key, judged)
            if judged is not None and judged.outcome.selection.has_portfolio:
                found.append(judged)
        return tuple(found)

    def _at_hand(self, key: Hashable) -> Judged | None:
        with self._lock:
            if key in self._judged:
                self._judged.move_to_end(key)
            return self._judged.get(key)

    def _keep(self, key: Hashable, judged: Judged) -> None:
        with self._lock:
            self._judged[key] = judged
            while len(self._judged) > JUDGED_KEPT:
                self._judged.popitem(last=False)
