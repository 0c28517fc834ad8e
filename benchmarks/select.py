"""Select against its yardsticks: `python benchmarks/select.py`, or `--full` for every size and walk of 1,000 changes.

For each size: our whole call (check, arrays, first answer, solve, verify) through the kept model and through PuLP,
against the same arrays given straight to HiGHS, against PuLP with its default solver, and against funding a list by
rank. Then a walk of weight changes, on limits as scarce as the sample's and on limits that are all scarce: time to a
first answer and its gap, time to proof, share answered without a solve, against rebuilding each time. Then how fast an
impossible list is explained, how well a time limit is kept, and, with `--full`, how the map of weights of the sample
fills. Figures are ratios against a named baseline, and CPU seconds of one core; only limits of time and explanations of
what is impossible are taken by the clock.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a file, this folder would come first, and its name would hide the standard library's select.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

import highspy
import numpy as np
import pulp

from benchmarks.generated import Generated, generate
from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning.ground import make_ground
from planning.opening import open_notebook
from planning.outcome import CONFLICT_SECONDS
from portfolio.conflict import find_conflict
from portfolio.engine import Engine, Terrain
from portfolio.ranked import fund_by_rank
from portfolio.selection import Problem, broken_rows, keep, select
from portfolio.solver import Arrays, Floats, build_arrays, readable

T = TypeVar("T")
SIZES, SHORT_SIZES = (60, 150, 500, 2000, 10_000), (60, 150, 500)
WALKS, SHORT_WALKS = {60: 1000, 150: 1000, 500: 200, 2000: 100}, {150: 100}
# The first proof may take as long as it may on screen; those behind a walk less. Idle: while people still talk.
GAP, PATIENCE, FIRST_PROOF, LATER_PROOF, IDLE = 0.01, 60.0, 30.0, 5.0, 60.0
# Weights rest after so many changes, while the room talks: what is on screen is proven then.
RESTS_AFTER = 50


def timed(run: Callable[[], T]) -> tuple[float, T]:
    """Seconds of one core, this process and the solvers it started: a busy machine counts for little."""
    started = _cpu_seconds()
    found = run()
    return _cpu_seconds() - started, found


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def by_the_clock(run: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    found = run()
    return time.perf_counter() - started, found


def straight(arrays: Arrays, problem: Problem) -> float:
    """The same arrays given to a new HiGHS, nothing checked: seconds are the caller's."""
    objective, n = arrays.objective(problem.scores), arrays.n_columns
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", GAP), ("time_limit", PATIENCE)):
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(arrays.lower)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -objective, np.zeros(n), np.ones(n)
    lp.row_lower_, lp.row_upper_ = arrays.lower, arrays.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = arrays.starts, arrays.columns, arrays.amounts
    lp.integrality_ = [highspy.HighsVarType.kInteger] * n
    highs.passModel(lp)
    highs.run()
    return -float(highs.getInfo().objective_function_value)


def through_pulp(problem: Problem) -> float:
    """Our arrays, the readable model with HiGHS, and our own check."""
    arrays = build_arrays(problem.scores, problem.rows, problem.premiums)
    answer = readable.find_best(arrays, arrays.objective(problem.scores), gap=GAP, seconds=PATIENCE)
    if answer.chosen is None or broken_rows(problem.rows, answer.chosen):
        return float("nan")
    return problem.value(answer.chosen)


def with_cbc(problem: Problem) -> float:
    """PuLP with its default solver, the model built anew."""
    arrays = build_arrays(problem.scores, problem.rows, problem.premiums)
    model, variables = readable.build_model(arrays, arrays.objective(problem.scores))
    model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=GAP, timeLimit=PATIENCE, threads=1))
    x = np.array([variable.varValue or 0.0 for variable in variables])
    return problem.value(arrays.chosen(x)) if arrays.is_feasible(np.round(x)) else float("nan")


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


def walk(n: int, n_steps: int, n_portfolios: int, *, is_like_sample: bool) -> None:
    """Weight changes one after the other from the agreed weights, on some portfolios; each rest is proven."""
    firsts, gaps, proofs, parts, rebuilds = [], [], [], [], []
    for seed in range(1, n_portfolios + 1):
        made = generate(n, seed=seed, is_like_sample=is_like_sample)
        engine = Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))
        agreed = engine.prove(made.shares, seconds=FIRST_PROOF)
        parts.append((keep(made.problem).relax(_objective(engine)).bound or np.nan) / (agreed.value or np.nan) - 1)
        engine.fill(seconds=IDLE)
        random, weights, n_each = np.random.default_rng(seed), made.shares, n_steps // n_portfolios
        for step in range(n_each):
            weights = np.clip(weights + random.normal(0, 0.01, len(weights)), 0.01, None)
            weights = weights / weights.sum()
            seconds, first = timed(lambda: engine.first(weights))  # noqa: B023
            firsts.append(seconds)
            gaps.append(first.gap if first.gap is not None else 1.0)
            if (step + 1) % min(RESTS_AFTER, n_each) == 0:
                proofs.append(timed(lambda: engine.prove(weights, seconds=LATER_PROOF))[0])  # noqa: B023
        rebuilds.append(_rebuild_seconds(made))
    rebuild = median(rebuilds)
    limits = "as scarce as the sample's" if is_like_sample else "all scarce"
    print(
        f"{n:>6} requests, limits {limits}, {len(firsts)} weight changes on {n_portfolios} portfolios after"
        f" {IDLE:.0f} s of idle time: first answer {1000 * median(firsts):.1f} ms (median),"
        f" {rebuild / median(firsts):.0f} x the rate of rebuilding with PuLP and CBC at 1% gap"
        f" ({rebuild:.2f} s); its gap {median(gaps):.2%} (median),"
        f" {max(gaps):.2%} (largest), where requests by parts are {median(parts):.2%} above the best;"
        f" proven without a solve {np.mean(np.equal(gaps, 0)):.1%};"
        f" proof {median(proofs):.2f} s (median, limit {LATER_PROOF:.0f} s).",
        flush=True,
    )


def _objective(engine: Engine) -> Floats:
    return engine.model.arrays.objective_of(engine.terrain.levels @ engine.terrain.near)


def _rebuild_seconds(made: Generated) -> float:
    times = []
    for share in (0.30, 0.35, 0.40):
        shares = np.array([share, *(made.shares[1:] / made.shares[1:].sum() * (1 - share))])
        scores = dict(zip(made.problem.ids, (made.levels @ shares).tolist(), strict=True))
        times.append(timed(lambda: with_cbc(replace(made.problem, scores=scores)))[0])  # noqa: B023
    return median(times)


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
    parser.add_argument("--full", action="store_true", help="every size, long walks, the map: two hours")
    options = parser.parse_args()
    for n in SIZES if options.full else SHORT_SIZES:
        compare(n, 5 if n <= 150 else 1)
    for n, n_steps in (WALKS if options.full else SHORT_WALKS).items():
        for is_like_sample in (True, False):
            walk(n, n_steps, 5 if options.full else 1, is_like_sample=is_like_sample)
    impossible(150)
    stopped(10_000, 5.0)
    if options.full:
        filled((1, 2, 5))


if __name__ == "__main__":
    main()
