"""What goes into one solve on a kept model, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from portfolio.row import Row, Sense
from portfolio.solver.arrays import Arrays, Floats, Ints

# Values closer than this are the same value: far below what any rating can tell apart, far above rounding.
TIE_POINTS = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverAnswer:
    """What the solver said, before anyone checked it."""

    chosen: frozenset[str] | None = None
    bound: float | None = None
    is_proven: bool = False
    is_infeasible: bool = False
    is_stopped: bool = False
    solver: str = ""

    def with_chosen(self, chosen: frozenset[str]) -> SolverAnswer:
        """The same answer with another, equally good set."""
        return replace(self, chosen=chosen)


@dataclass(frozen=True, slots=True)
class Cut:
    """One more row for one solve, by column: lower <= sum of amounts <= upper."""

    columns: Ints
    amounts: Floats
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one solve asks beyond the kept rows.

    Args:
        fixed: Requests held in (True) or out (False).
        bounds: Rows with another bound, by key.
        without: Keys of rows lifted.
        cuts: Further rows.
        start: A portfolio to start from; ignored where it breaks a row.
        floor: Only a portfolio worth at least this matters: less comes back as none.
        gap: Relative gap at which to stop; 0 proves the best.
        seconds: Time limit.
        is_stopped: Asked now and then; True ends the solve with the best found so far, or, on long lists, with nothing.
    """

    fixed: Mapping[str, bool] = field(default_factory=dict)
    bounds: Mapping[str, float] = field(default_factory=dict)
    without: Collection[str] = ()
    cuts: tuple[Cut, ...] = ()
    start: frozenset[str] | None = None
    floor: float | None = None
    gap: float = 0.0
    seconds: float = 30.0
    is_stopped: Callable[[], bool] | None = None


def other_than(arrays: Arrays, chosen: Collection[str], *, distance: int = 1) -> Cut:
    """Portfolios that differ from this one in at least so many requests."""
    n = len(arrays.ids)
    inside = arrays.vector(chosen)[:n] > 0.5
    amounts = np.where(inside, 1.0, -1.0)
    return Cut(np.arange(n, dtype=np.int32), amounts, -np.inf, float(inside.sum()) - distance)


def worth(objective: Floats, at_least: float) -> Cut:
    """Portfolios worth at least so much of an objective."""
    columns = np.flatnonzero(objective).astype(np.int32)
    return Cut(columns, objective[columns], at_least, np.inf)


def at_most(arrays: Arrays, terms: Mapping[str, float], bound: float) -> Cut:
    """Portfolios whose sum of amounts over the requests stays within a bound."""
    columns = np.array([arrays.position[i] for i, amount in terms.items() if amount], dtype=np.int32)
    amounts = np.array([amount for amount in terms.values() if amount], dtype=np.float64)
    return Cut(columns, amounts, -np.inf, bound)


def as_cut(arrays: Arrays, row: Row) -> Cut:
    """A row as a cut."""
    cut = at_most(arrays, row.terms, row.bound)
    if row.sense is Sense.AT_MOST:
        return cut
    return Cut(cut.columns, cut.amounts, row.bound, row.bound if row.sense is Sense.EXACTLY else np.inf)
