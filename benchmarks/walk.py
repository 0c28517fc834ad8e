"""Walks of weight changes: how fast and how sure first answers are after idle time, as beside rebuilding each time."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, repeat
from multiprocessing import get_context
from statistics import median

import numpy as np

from benchmarks.generated import Generated, generate
from benchmarks.yardsticks import timed, with_cbc
from portfolio.engine import Engine, Terrain
from portfolio.selection import keep
from portfolio.solver import Floats

# The first proof may take as long as it may on screen; those behind a walk less. Idle: while people still talk.
FIRST_PROOF, LATER_PROOF, IDLE = 30.0, 5.0, 60.0
# Weights rest after so many changes, while the room talks: what is on screen is proven then.
RESTS_AFTER = 50


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk on one portfolio: seconds and gaps of first answers, seconds of proofs and of a rebuild.

    ``parts``: how far requests by parts are above the best.
    """

    firsts: list[float]
    gaps: list[float]
    proofs: list[float]
    parts: float
    rebuild: float


def walk(n: int, n_steps: int, n_portfolios: int, *, is_like_sample: bool) -> None:
    """Weight changes one after the other from the agreed weights, on some portfolios; each rest is proven."""
    n_each, seeds = n_steps // n_portfolios, range(1, n_portfolios + 1)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 2), get_context("spawn")) as pool:
        found = list(pool.map(_walked, repeat(n), repeat(n_each), repeat(is_like_sample), seeds))
    firsts, gaps, proofs = (
        list(chain.from_iterable(getattr(each, name) for each in found)) for name in ("firsts", "gaps", "proofs")
    )
    rebuild = median(each.rebuild for each in found)
    limits = "as scarce as the sample's" if is_like_sample else "all scarce"
    print(
        f"{n:>6} requests, limits {limits}, {len(firsts)} weight changes on {n_portfolios} portfolios after"
        f" {IDLE:.0f} s of idle time: first answer {1000 * median(firsts):.1f} ms (median),"
        f" {1000 * float(np.quantile(firsts, 0.95)):.1f} ms (95%),"
        f" {rebuild / median(firsts):.0f} x the rate of rebuilding with PuLP and CBC at 1% gap"
        f" ({rebuild:.2f} s); its gap {median(gaps):.2%} (median),"
        f" {max(gaps):.2%} (largest), where requests by parts are {median(each.parts for each in found):.2%} above the"
        f" best; proven without a solve {np.mean(np.equal(gaps, 0)):.1%};"
        f" proof {median(proofs):.2f} s (median, limit {LATER_PROOF:.0f} s).",
        flush=True,
    )


def _walked(n: int, n_steps: int, is_like_sample: bool, seed: int) -> Walked:
    made = generate(n, seed=seed, is_like_sample=is_like_sample)
    engine = Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))
    agreed = engine.prove(made.shares, seconds=FIRST_PROOF)
    parts = (keep(made.problem).relax(_objective(engine)).bound or np.nan) / (agreed.value or np.nan) - 1
    engine.fill(seconds=IDLE)
    random, weights = np.random.default_rng(seed), made.shares
    firsts, gaps, proofs = [], [], []
    for step in range(n_steps):
        weights = np.clip(weights + random.normal(0, 0.01, len(weights)), 0.01, None)
        weights = weights / weights.sum()
        seconds, first = timed(lambda: engine.first(weights))  # noqa: B023
        firsts.append(seconds)
        gaps.append(first.gap if first.gap is not None else 1.0)
        if (step + 1) % min(RESTS_AFTER, n_steps) == 0:
            proofs.append(timed(lambda: engine.prove(weights, seconds=LATER_PROOF))[0])  # noqa: B023
    return Walked(firsts, gaps, proofs, parts, _rebuild_seconds(made))


def _objective(engine: Engine) -> Floats:
    return engine.model.arrays.objective_of(engine.terrain.levels @ engine.terrain.near)


def _rebuild_seconds(made: Generated) -> float:
    times = []
    for share in (0.30, 0.40):
        shares = np.array([share, *(made.shares[1:] / made.shares[1:].sum() * (1 - share))])
        scores = dict(zip(made.problem.ids, (made.levels @ shares).tolist(), strict=True))
        times.append(timed(lambda: with_cbc(replace(made.problem, scores=scores)))[0])  # noqa: B023
    return median(times)
