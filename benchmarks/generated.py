"""Hospital portfolios of any size from a seed: correlated values, money by year, people by quarter, rules."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from portfolio.row import Row, Sense
from portfolio.selection import Problem

YEARS = ("FY27", "FY28", "FY29")
N_CRITERIA, N_AREAS = 4, 5
# What limits let in of all that is asked for, as in the sample: capital and operating by year, hours by role (the last
# one, AI reviewers, is not in the sample) and quarter.
CAPITAL_SHARES, OPERATING_SHARES = (0.21, 0.17, 0.46), (0.26, 0.22, 0.24)
HOURS_SHARES = (
    (0.95, 0.72, 0.69, 0.78),
    (0.59, 0.42, 0.38, 0.47),
    (0.49, 0.40, 0.50, 0.62),
    (0.71, 0.51, 0.56, 0.67),
    (0.66, 0.39, 0.36, 0.41),
    (0.64, 0.46, 0.47, 0.54),
    (0.53, 0.47, 0.49, 0.52),
    (0.60, 0.60, 0.60, 0.60),
)
N_ROLES, N_QUARTERS = len(HOURS_SHARES), len(HOURS_SHARES[0])
# Where every limit is about as scarce as any other, many bind at once: the hardest lists for proofs.
SCARCE = 0.38
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Generated:
    """A problem with the n x m points of its requests where one criterion has all the weight."""

    problem: Problem
    levels: Floats
    shares: Floats


def generate(n: int, seed: int = 0, *, is_like_sample: bool = False) -> Generated:
    """n requests: bigger ones cost more, take more hours and tend to be worth more; limits let about a third in.

    Args:
        is_like_sample: Whether limits are as scarce as the sample's, some of them hardly felt, not all of them alike.
    """
    random = np.random.default_rng(seed)
    ids = [f"R{k:05d}" for k in range(n)]
    size = np.exp(random.normal(0, 0.8, n))
    capital = np.round(size[:, None] * random.dirichlet([4, 2, 1], n) * 300, 0) * 1000
    operating = np.round(size[:, None] * np.cumsum(random.uniform(0, 40, (n, 3)), axis=1), 0) * 1000
    hours = _hours(random, size, n)
    levels = _levels(random, size, capital, operating)
    shares = np.array([0.35, 0.25, 0.20, 0.20])
    rules, duties = _rules(random, ids)
    rows = [*_money(ids, capital, operating, is_like_sample), *_people(ids, hours, is_like_sample), *rules]
    rows = [_with_room(row, duties) for row in rows]
    scores = dict(zip(ids, (levels @ shares).tolist(), strict=True))
    cost = dict(zip(ids, capital.sum(axis=1).tolist(), strict=True))
    return Generated(Problem(scores=scores, rows=tuple(rows), capital_usd=cost), levels, shares)


def _hours(random: np.random.Generator, size: Floats, n: int) -> Floats:
    by_role = size[:, None] * random.gamma(1.2, 200, (n, N_ROLES)) * (random.random((n, N_ROLES)) < 0.7)
    start, duration = random.integers(0, 3, n), random.integers(1, 4, n)
    quarters = np.arange(N_QUARTERS)
    is_on = (quarters >= start[:, None]) & (quarters < (start + duration)[:, None])
    return np.round(by_role[:, :, None] * is_on[:, None, :] / duration[:, None, None], 1)


def _levels(random: np.random.Generator, size: Floats, capital: Floats, operating: Floats) -> Floats:
    pull = np.log1p(size)[:, None] * 2.2
    ratings = np.clip(np.round(pull + random.normal(1.5, 2.2, (len(size), 3)), 0), 0, 10)
    net = (capital.sum(axis=1) + operating.sum(axis=1)) / 600_000 - random.gamma(1.0, 0.8, len(size))
    return 10 * np.column_stack((ratings, -net))


def _limit(key: str, kind: str, unit: str, ids: list[str], amounts: Floats, share: float) -> Row:
    terms = {i: a for i, a in zip(ids, amounts.tolist(), strict=True) if a}
    bound = float(np.round(share * amounts.sum(), 0))
    return Row(key=key, kind=kind, label=key, sense=Sense.AT_MOST, bound=bound, unit=unit, terms=terms)


def _money(ids: list[str], capital: Floats, operating: Floats, is_like_sample: bool) -> list[Row]:
    kinds = (("capital", 1.1 * capital, CAPITAL_SHARES), ("operating", operating, OPERATING_SHARES))
    return [
        _limit(f"{kind} {year}", kind, "USD", ids, amounts[:, k], shares[k] if is_like_sample else SCARCE)
        for kind, amounts, shares in kinds
        for k, year in enumerate(YEARS)
    ]


def _people(ids: list[str], hours: Floats, is_like_sample: bool) -> list[Row]:
    def share(r: int, q: int) -> float:
        return HOURS_SHARES[r][q] if is_like_sample else SCARCE - 0.05 + 0.04 * ((r + q) % 3)

    return [
        _limit(f"hours role{r} Q{q}", "hours", "h", ids, hours[:, r, q], share(r, q))
        for r in range(N_ROLES)
        for q in range(N_QUARTERS)
    ]


def _with_room(row: Row, duties: set[str]) -> Row:
    """Limits are set with the duties in mind."""
    return replace(row, bound=row.bound + row.used(duties)) if row.is_limit else row


def _rules(random: np.random.Generator, ids: list[str]) -> tuple[list[Row], set[str]]:
    n, places = len(ids), random.permutation(len(ids))
    n_pairs = n // 10
    rows: list[Row] = []
    duties = {ids[places[n // 2 + k]] for k in range(max(n // 50, 1))}
    for k in range(n_pairs):
        wanting, needed = ids[places[2 * k]], ids[places[2 * k + 1]]
        terms = {wanting: 1.0, needed: -1.0}
        rows.append(_yes_no(f"prerequisite {wanting} {needed}", "prerequisites", Sense.AT_MOST, 0, terms))
    for k in range(n // 20):
        rivals = [ids[places[n - 1 - 2 * k]], ids[places[n - 2 - 2 * k]]]
        rows.append(_yes_no(f"exclusion {k}", "exclusions", Sense.AT_MOST, 1, dict.fromkeys(rivals, 1.0)))
    for duty in sorted(duties):
        rows.append(_yes_no(f"mandate {duty}", "mandates", Sense.AT_LEAST, 1, {duty: 1.0}))
    area = random.integers(0, N_AREAS, n)
    for a in range(N_AREAS):
        members = {ids[k]: 1.0 for k in np.flatnonzero(area == a)}
        bound = float(max(len(members) // 6, 0))
        rows.append(_yes_no(f"balance area {a}", "balance", Sense.AT_LEAST, bound, members))
    return rows, duties


def _yes_no(key: str, kind: str, sense: Sense, bound: float, terms: dict[str, float]) -> Row:
    return Row(key=key, kind=kind, label=key, sense=sense, bound=bound, unit="requests", terms=terms)
