"""Cover cuts: limits said more sharply, from sets of requests that never fit together.

Where some requests overflow a limit together (a cover), at most all but one of them are in. Lifting gives every other
request the largest amount that keeps this true, exactly, by a table of the least use for each count (Balas 1975;
Gu, Nemhauser and Savelsbergh 1998). Such a row holds for whole requests at any weights, and cuts off answers in parts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from portfolio.row import TOLERANCE
from portfolio.solver.answer import Cut
from portfolio.solver.arrays import Arrays, Floats, Ints

# A share this close to 0 or 1 is whole; a cut must be broken by more than the least to be worth keeping.
WHOLE, LEAST = 1e-7, 1e-4
# Searching the limits of longer lists costs more than it brings: measured on 150 and 500 requests.
MOST_COVERED = 300


def cover_cuts(arrays: Arrays, x: Floats) -> Iterator[Cut]:
    """For each limit that only fills up, at most one row that whole requests keep and this answer in parts breaks.

    Args:
        x: Share of each column.
    """
    if len(arrays.ids) > MOST_COVERED:
        return
    for row in np.flatnonzero(arrays.only_fills).tolist():
        entries = slice(arrays.starts[row], arrays.starts[row + 1])
        columns, amounts = arrays.columns[entries], arrays.amounts[entries]
        cut = _lifted(amounts, float(arrays.upper[row]) + TOLERANCE, x[columns])
        if cut is not None and cut[0] @ x[columns] > cut[1] + LEAST:
            used = np.flatnonzero(cut[0])
            yield Cut(columns[used], cut[0][used], -np.inf, cut[1])


def _lifted(amounts: Floats, bound: float, x: Floats) -> tuple[Floats, float] | None:
    """Counts by entry and their most: requests in parts first, then those wholly in, then those wholly out."""
    cover = _cover(amounts, bound, x)
    held = cover[x[cover] > 1 - WHOLE]
    core = cover[x[cover] <= 1 - WHOLE]
    # Two at least must compete: the smallest of those wholly in join where fewer are in parts.
    held = held[np.argsort(amounts[held], kind="stable")]
    missing = max(2 - len(core), 0)
    core, held = np.concatenate((core, held[:missing])), held[missing:]
    if len(core) < 2:
        return None
    lifting = _Lifting(amounts, bound - float(amounts[held].sum()), core)
    rest = np.setdiff1d(np.flatnonzero(amounts > 0), cover)
    is_out = x[rest] <= WHOLE
    lifting.add(rest[~is_out][np.argsort(-x[rest[~is_out]], kind="stable")])
    lifting.release(held)
    lifting.add(rest[is_out][np.argsort(-amounts[rest[is_out]], kind="stable")])
    return lifting.counts, float(lifting.most)


def _cover(amounts: Floats, bound: float, x: Floats) -> Ints:
    """Entries that overflow together, none of them needless, those most nearly in first; empty where all fit."""
    wanted = np.flatnonzero(amounts > 0)
    order = wanted[np.lexsort((-amounts[wanted], (1 - x[wanted]) / amounts[wanted]))]
    n = int(np.searchsorted(np.cumsum(amounts[order]), bound, side="right"))
    if n >= len(order):
        return np.zeros(0, dtype=np.int32)
    over, kept = float(amounts[order[: n + 1]].sum()) - bound, []
    for k in sorted(order[: n + 1].tolist(), key=lambda k: (x[k], amounts[k])):
        if amounts[k] < over:
            over -= float(amounts[k])
        else:
            kept.append(k)
    return np.array(kept, dtype=np.int32)


class _Lifting:
    """Counts found so far, and the least a limit is used by entries whose counts sum to at least so much."""

    def __init__(self, amounts: Floats, bound: float, core: Ints) -> None:
        self.counts, self.most = np.zeros(len(amounts)), len(core) - 1
        self.counts[core] = 1.0
        self._amounts, self._bound = amounts, bound
        self._least = np.concatenate(([0.0], np.cumsum(np.sort(amounts[core]))))

    def add(self, entries: Ints) -> None:
        """Give entries that were out the largest counts that keep the row true."""
        for k in entries.tolist():
            self._count(k, self.most - max(self._reach(self._bound - float(self._amounts[k])), 0))

    def release(self, entries: Ints) -> None:
        """Let entries that were held in be out, too, with the least counts that keep the row true."""
        for k in entries.tolist():
            self._bound += float(self._amounts[k])
            gained = self._reach(self._bound) - self.most
            self._count(k, gained)
            self.most += max(gained, 0)

    def _reach(self, room: float) -> int:
        """The most counts that fit; -1 where not even none do."""
        return int(np.searchsorted(self._least, room, side="right")) - 1

    def _count(self, entry: int, count: int) -> None:
        if count <= 0:
            return
        self.counts[entry] = count
        grown = np.append(self._least, np.full(count, np.inf))
        grown[count:] = np.minimum(grown[count:], self._least + self._amounts[entry])
        self._least = np.minimum.accumulate(grown[::-1])[::-1]
