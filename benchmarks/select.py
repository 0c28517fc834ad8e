"""Select against its yardsticks: `python benchmarks/select.py`, or `--full` for every size and long walks.

For each size: our whole call (check, arrays, first answer, solve, verify) through the kept model and through PuLP,
against the same arrays given straight to HiGHS, against PuLP with its default solver, and against funding a list by
rank. Then a walk of weight changes, on limits as scarce as the sample's and on limits that are all scarce: time to a
first answer and its gap, time to proof, share answered without a solve, against rebuilding each time. Two portfolios
walk at once where there are two cores. Then how fast an impossible list is explained, how well a time limit is kept,
and, with `--full`, how the map of weights of the sample fills. Figures are ratios against a named baseline, and CPU
seconds of one core; only limits of time and explanations of what is impossible are taken by the clock.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a file, this folder would come first, and its name would hide the standard library's select.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

import argparse
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from benchmarks.generated import generate
from benchmarks.walk import walk
from benchmarks.yardsticks import GAP, PATIENCE, by_the_clock, straight, through_pulp, timed, with_cbc
from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning.ground import make_ground
from planning.opening import open_notebook
from planning.outcome import CONFLICT_SECONDS
from portfolio.conflict import find_conflict
from portfolio.ranked import fund_by_rank
from portfolio.selection import Problem, keep, select
from portfolio.solver import build_arrays

SIZES, SHORT_SIZES = (60, 150, 500, 2000, 10_000), (60, 150, 500)
# Weight changes and portfolios by size.
WALKS, SHORT_WALKS = {60: (400, 2), 150: (1000, 5), 500: (200, 2), 2000: (100, 1)}, {150: (100, 1)}


@dataclass(frozen=True, slots=True)
class Compared:
    """One portfolio: seconds of highspy on the arrays, and what else took and reached as multiples of highspy's."""

    base: float
    whole: float
    kept: float
    pulp: float
    cbc: float
    gap: float
    value: float
    cbc_value: float
    rank_value: float


def compare(n: int, n_portfolios: int) -> None:
    """Some portfolios of one size: which of two searches is lucky on one of them says nothing."""
    found = [_compared(generate(n, seed=seed).problem) for seed in range(1, n_portfolios + 1)]

    def middle(name: str) -> float:
        return median(getattr(each, name) for each in found)

    wholes = [each.whole for each in found]
    print(
        f"{n:>6} requests, 1% gap, median of {n_portfolios}. highspy on the arrays {middle('base'):.3f} s = 1;"
        f" whole call {middle('whole'):.2f} ({min(wholes):.2f} to {max(wholes):.2f}, gap {middle('gap'):.2%});"
        f" kept model {middle('kept'):.2f}; through PuLP {middle('pulp'):.2f}; PuLP with CBC {middle('cbc'):.2f}."
        f" Value: ours {middle('value'):.4f}, CBC {middle('cbc_value'):.4f}, rank list {middle('rank_value'):.4f}"
        " of highspy's.",
        flush=True,
    )


def _compared(problem: Problem) -> Compared:
    arrays = build_arrays(problem.scores, problem.rows)
    base, value = timed(lambda: straight(arrays, problem))
    whole, found = timed(lambda: select(problem, gap=GAP, seconds=PATIENCE))
    kept = keep(problem)
    select(problem, gap=GAP, seconds=PATIENCE, kept=kept)
    again, _ = timed(lambda: select(problem, gap=GAP, seconds=PATIENCE, kept=kept))
    pulp_seconds, _ = timed(lambda: through_pulp(problem))
    cbc, cbc_value = timed(lambda: with_cbc(problem))
    return Compared(
        base=base,
        whole=whole / base,
        kept=again / base,
        pulp=pulp_seconds / base,
        cbc=cbc / base,
        gap=found.gap or 0.0,
        value=(found.value or 0) / value,
        cbc_value=cbc_value / value,
        rank_value=fund_by_rank(problem).value / value,
    )


def stopped(n: int, seconds: float) -> None:
    """How well a time limit is kept."""
    problem = generate(n, seed=2).problem
    taken, found = by_the_clock(lambda: select(problem, seconds=seconds))
    print(
        f"{n:>6} requests, stopped after {seconds:.0f} s: took {taken:.2f} s, {found.status},"
        f" gap {found.gap if found.gap is not None else float('nan'):.2%}",
        flush=True,
    )


def impossible(n: int) -> None:
    """How fast a list in which nothing fits is explained: money for what must be in is short by a dollar."""
    times = []
    for seed in range(1, 6):
        problem = generate(n, seed=seed).problem
        duties = {i for row in problem.rows if row.kind == "mandates" for i in row.terms}
        rows = [replace(r, bound=r.used(duties) - 1.0) if r.key == "capital FY27" else r for r in problem.rows]
        broken = replace(problem, rows=tuple(rows))
        seconds, conflict = by_the_clock(lambda: find_conflict(broken, seconds=CONFLICT_SECONDS))  # noqa: B023
        times.append(seconds)
        size = len(conflict.rows) if conflict else 0
    print(
        f"{n:>6} requests, nothing fits: explained in {median(times):.2f} s, {max(times):.2f} s at most ({size} rules)"
    )


def filled(minutes: tuple[int, ...]) -> None:
    """What idle time makes of the sample's map of weights."""
    notebook = open_notebook(read_workbook(SAMPLE_WORKBOOK.read_bytes(), SAMPLE_WORKBOOK.name))
    engine, spent = make_ground(notebook, notebook.plan.planning_date).engine, 0
    drawn = np.random.default_rng(0).dirichlet(np.ones(engine.terrain.levels.shape[1]), 1000)
    for until in minutes:
        engine.fill(seconds=60.0 * (until - spent))
        spent = until
        shares = [engine.map.answer(weights).is_proven for weights in drawn]
        near = [engine.map.answer(0.8 * engine.terrain.near + 0.2 * weights).is_proven for weights in drawn]
        print(
            f"sample, map filled for {until} min: {np.mean(shares):.1%} of random weights proven without a solve,"
            f" {np.mean(near):.1%} of those within a fifth of the agreed ones; {engine.map.progress()}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="every size, long walks, the map: 25 minutes")
    options = parser.parse_args()
    for n in SIZES if options.full else SHORT_SIZES:
        compare(n, 5 if n <= 150 else 1)
    for n, (n_steps, n_portfolios) in (WALKS if options.full else SHORT_WALKS).items():
        for is_like_sample in (True, False):
            walk(n, n_steps, n_portfolios, is_like_sample=is_like_sample)
    impossible(150)
    stopped(10_000, 5.0)
    if options.full:
        filled((1, 2))


if __name__ == "__main__":
    main()
