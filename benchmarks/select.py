"""Select against its yardsticks: run `python benchmarks/select.py` (add `--quick` for the small sizes only).

For each size: our whole call (check, arrays, first answer, solve, verify) through the kept model and through PuLP,
against the same arrays given straight to HiGHS, against PuLP with its default solver, and against funding a list by
rank. Then a walk of weight changes: time to a first answer and its gap, time to proof, share answered without a solve,
against rebuilding each time. Figures are ratios against a named baseline and the seconds behind them, on this machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a file, this folder would come first, and its name would hide the standard library's select.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import TypeVar

import highspy
import numpy as np
import pulp

from benchmarks.generated import Generated, generate
from portfolio.engine import Engine, Terrain
from portfolio.ranked import fund_by_rank
from portfolio.selection import Problem, broken_rows, keep, select
from portfolio.solver import Arrays, Ask, build_arrays, readable

T = TypeVar("T")
SIZES, QUICK_SIZES = (60, 150, 500, 2000, 10_000), (60, 150, 500)
GAP, PATIENCE = 0.01, 60.0


def timed(run: Callable[[], T]) -> tuple[float, T]:
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


def compare(n: int) -> None:
    problem = generate(n, seed=1).problem
    arrays = build_arrays(problem.scores, problem.rows)
    base, value = timed(lambda: straight(arrays, problem))
    whole, found = timed(lambda: select(problem, gap=GAP, seconds=PATIENCE))
    kept = keep(problem)
    select(problem, gap=GAP, seconds=PATIENCE, kept=kept)
    again, _ = timed(lambda: select(problem, gap=GAP, seconds=PATIENCE, kept=kept))
    pulp_seconds, _ = timed(lambda: through_pulp(problem))
    cbc, cbc_value = timed(lambda: with_cbc(problem))
    ranked = fund_by_rank(problem)
    print(
        f"{n:>6} requests, {len(problem.rows)} rows, 1% gap. highspy on the arrays {base:.3f} s = 1;"
        f" whole call {whole / base:.2f} ({whole:.3f} s, {found.status}, gap {found.gap or 0:.2%});"
        f" kept model {again / base:.2f}; through PuLP {pulp_seconds / base:.2f}; PuLP with CBC {cbc / base:.2f}"
        f" ({cbc:.2f} s). Value: ours {(found.value or 0) / value:.4f}, CBC {cbc_value / value:.4f},"
        f" rank list {ranked.value / value:.4f}{' (breaks rules)' if ranked.broken else ''} of highspy's.",
        flush=True,
    )


def walk(n: int, n_steps: int, *, proof_seconds: float) -> None:
    """Weight changes one after the other, the proof behind every tenth joining the pool."""
    made = generate(n, seed=1)
    engine = Engine(Terrain(problem=made.problem, levels=made.levels, near=made.shares))
    engine.prove(made.shares, seconds=proof_seconds)
    random, weights = np.random.default_rng(0), made.shares
    firsts, gaps, proofs, n_proven = [], [], [], 0
    for step in range(n_steps):
        weights = np.clip(weights + random.normal(0, 0.01, len(weights)), 0.01, None)
        weights = weights / weights.sum()
        seconds, first = timed(lambda: engine.first(weights))  # noqa: B023
        firsts.append(seconds)
        gaps.append(first.gap if first.gap is not None else 1.0)
        n_proven += first.gap == 0
        if step % max(n_steps // 10, 1) == 0:
            seconds, _ = timed(lambda: engine.prove(weights, seconds=proof_seconds))  # noqa: B023
            proofs.append(seconds)
    rebuild = _rebuild_seconds(made)
    print(
        f"{n:>6} requests, {n_steps} weight changes: first answer {1000 * median(firsts):.1f} ms (median),"
        f" {rebuild / median(firsts):.0f} x the rate of rebuilding with PuLP and CBC at 1% gap ({rebuild:.2f} s);"
        f" its gap {median(gaps):.2%} (median), {max(gaps):.2%} (largest);"
        f" proven without a solve {n_proven / n_steps:.1%};"
        f" proof {median(proofs):.2f} s (median, limit {proof_seconds:.0f} s).",
        flush=True,
    )


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
    kept = keep(problem)
    objective = kept.arrays.objective(problem.scores)
    taken, answer = timed(lambda: kept.best(objective, Ask(seconds=seconds)))
    print(
        f"{n:>6} requests, stopped after {seconds:.0f} s: took {taken:.2f} s, a portfolio: {answer.chosen is not None}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes and short walks only")
    parser.add_argument("--steps", type=int, default=1000, help="weight changes in each walk")
    options = parser.parse_args()
    for n in QUICK_SIZES if options.quick else SIZES:
        compare(n)
    for n in (60, 150) if options.quick else (60, 150, 500, 2000):
        walk(n, min(options.steps, 100) if options.quick else options.steps, proof_seconds=5.0)
    if not options.quick:
        stopped(10_000, 5.0)


if __name__ == "__main__":
    main()
