"""Rows as arrays: the one source from which every solver model is built."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from portfolio.premium import Premium
from portfolio.row import TOLERANCE, Row, Sense

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Arrays:
    """A set of rows over n requests (and p joint premiums, one column each, after the requests).

    Ids and rows are sorted, so that the order of the input can't change an answer.

    Args:
        ids: n request ids, sorted.
        keys: Keys of the m rows, sorted; the rows that tie premiums to their requests follow without a key.
        starts: Row r's entries are ``starts[r]:starts[r + 1]`` of ``columns`` and ``amounts``.
        lower: Least activity of each row, -inf where there is none.
        upper: Most activity of each row, inf where there is none.
        premiums: Premiums of more than one request, one column each.
        single: n points added to a request's own (premiums of one request).
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    starts: Ints
    columns: Ints
    amounts: Floats
    lower: Floats
    upper: Floats
    premiums: tuple[Premium, ...]
    single: Floats

    @property
    def n_columns(self) -> int:
        """Requests and joint premiums."""
        return len(self.ids) + len(self.premiums)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Column by request id."""
        return {request_id: k for k, request_id in enumerate(self.ids)}

    @cached_property
    def row_position(self) -> Mapping[str, int]:
        """Row by key."""
        return {key: k for k, key in enumerate(self.keys)}

    @cached_property
    def entry_rows(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.lower), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def by_column(self) -> tuple[tuple[tuple[int, float, float, float], ...], ...]:
        """(row, amount, its sign, the bound it moves towards times its sign) of each entry, by column."""
        rows, amounts, signs = self.entry_rows, self.amounts, np.sign(self.amounts)
        bounds = np.where(signs > 0, self.upper[rows], -self.lower[rows]) + TOLERANCE
        entries: list[list[tuple[int, float, float, float]]] = [[] for _ in range(self.n_columns)]
        parts = (part.tolist() for part in (self.columns, rows, amounts, signs, bounds))
        for column, *entry in zip(*parts, strict=True):
            entries[column].append(tuple(entry))
        return tuple(tuple(entry) for entry in entries)

    @cached_property
    def only_fills(self) -> tuple[bool, ...]:
        """Rows that only fill up: at most so much, and no amount below 0."""
        fills = np.isfinite(self.upper)
        fills[self.entry_rows[self.amounts < 0]] = False
        return tuple(fills.tolist())

    @cached_property
    def one_sided(self) -> tuple[Floats, Floats]:
        """All rows as "at most" in one dense table, and their bounds: for trying many exchanges at once."""
        dense = np.zeros((len(self.lower), self.n_columns))
        dense[self.entry_rows, self.columns] = self.amounts
        has_upper, has_lower = np.isfinite(self.upper), np.isfinite(self.lower)
        amounts = np.vstack((dense[has_upper], -dense[has_lower]))
        return amounts, np.concatenate((self.upper[has_upper], -self.lower[has_lower])) + TOLERANCE

    def objective(self, points: Mapping[str, float], *, with_premiums: bool = True) -> Floats:
        """Points by column: each request's own and, where asked for, the premiums."""
        own = np.fromiter((points.get(i, 0.0) for i in self.ids), dtype=np.float64, count=len(self.ids))
        return self.objective_of(own, with_premiums=with_premiums)

    def objective_of(self, own: Floats, *, with_premiums: bool = True) -> Floats:
        """Points by column from the n requests' own points."""
        if not with_premiums:
            return np.concatenate((own, np.zeros(len(self.premiums))))
        joint = np.array([premium.points for premium in self.premiums], dtype=np.float64)
        return np.concatenate((own + self.single, joint))

    def vector(self, chosen: Collection[str]) -> Floats:
        """A set of ids as 0/1 by column; a premium's column is 1 where all its requests are in."""
        x = np.zeros(self.n_columns)
        x[[self.position[i] for i in chosen]] = 1.0
        for k, premium in enumerate(self.premiums, start=len(self.ids)):
            x[k] = float(all(i in chosen for i in premium.request_ids))
        return x

    def chosen(self, x: Floats) -> frozenset[str]:
        """The ids whose column is (rounded) 1."""
        return frozenset(self.ids[k] for k in np.flatnonzero(x[: len(self.ids)] > 0.5))

    def activity(self, x: Floats) -> Floats:
        """Each row's sum of amounts over x."""
        n_rows = len(self.lower)
        used: Floats = np.bincount(self.entry_rows, self.amounts * x[self.columns], n_rows).astype(np.float64)
        return used

    def is_feasible(self, x: Floats) -> bool:
        """Whether x keeps every row."""
        used = self.activity(x)
        return bool(np.all(used <= self.upper + TOLERANCE) and np.all(used >= self.lower - TOLERANCE))


def build_arrays(ids: Iterable[str], rows: Sequence[Row], premiums: Sequence[Premium] = ()) -> Arrays:
    """Rows and premiums as arrays.

    Raises:
        ValueError: Expected rows and premiums over known requests only, and no row key twice.
    """
    names = tuple(sorted(ids))
    position = {request_id: k for k, request_id in enumerate(names)}
    ordered = sorted(rows, key=lambda row: row.key)
    joint = tuple(sorted((p for p in premiums if len(p.request_ids) > 1), key=lambda p: (p.request_ids, p.why)))
    links = [link for k, premium in enumerate(joint) for link in _links(premium, len(names) + k, position)]
    try:
        parts = [_entries(row, position) for row in ordered] + links
        single = np.zeros(len(names))
        for premium in premiums:
            if len(premium.request_ids) == 1:
                single[position[premium.request_ids[0]]] += premium.points
    except KeyError as error:
        raise ValueError(f"Expected rows and premiums over known requests only, got {error}.") from None
    keys = tuple(row.key for row in ordered)
    if len(set(keys)) < len(keys):
        raise ValueError("Expected no row key twice.")
    return Arrays(
        ids=names,
        keys=keys,
        starts=np.concatenate(([0], np.cumsum([len(part[0]) for part in parts], dtype=np.int64))).astype(np.int32),
        columns=np.concatenate([np.array([], dtype=np.int32), *(part[0] for part in parts)]),
        amounts=np.concatenate([np.zeros(0), *(part[1] for part in parts)]),
        lower=np.array([part[2] for part in parts], dtype=np.float64),
        upper=np.array([part[3] for part in parts], dtype=np.float64),
        premiums=joint,
        single=single,
    )


Entries = tuple[Ints, Floats, float, float]


def _entries(row: Row, position: Mapping[str, int]) -> Entries:
    n = len(row.terms)
    columns = np.fromiter((position[i] for i in row.terms), dtype=np.int32, count=n)
    amounts = np.fromiter(row.terms.values(), dtype=np.float64, count=n)
    order = np.argsort(columns)
    lower = -np.inf if row.sense is Sense.AT_MOST else row.bound
    upper = np.inf if row.sense is Sense.AT_LEAST else row.bound
    return columns[order], amounts[order], lower, upper


def _links(premium: Premium, column: int, position: Mapping[str, int]) -> list[Entries]:
    """A premium's column is 1 exactly when all its requests are in."""
    try:
        members = np.array([position[i] for i in premium.request_ids], dtype=np.int32)
    except KeyError as error:
        raise ValueError(f"Expected rows and premiums over known requests only, got {error}.") from None
    n = len(members)
    at_most = [(np.array([member, column], dtype=np.int32), np.array([-1.0, 1.0]), -np.inf, 0.0) for member in members]
    together = (np.append(members, np.int32(column)), np.append(np.ones(n), -1.0), -np.inf, n - 1.0)
    return [*at_most, together]
