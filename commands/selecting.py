"""Select: the best portfolio, or why none fits."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from commands.call import (
    CallError,
    evaluated,
    exit_code,
    plain_collisions,
    plain_table,
    print_json,
    rulings,
)
from intake.check_facts import finding_facts
from planning.outcome import limit_uses
from planning.plain import plain_problem
from portfolio.price import binding_limits
from portfolio.selection import Problem, Selection, SolveStatus, select
from reports.study_facts import rounded
from reports.wording import why_nothing_fits

# Whether a limit binds is found by solving again: seconds for all of them, within what the call has left.
BINDING_SECONDS = 10.0


def select_verb(options: argparse.Namespace) -> int:
    """Print the best portfolio, or why none fits."""
    if options.value_column:
        return _select_plain(options)
    intake, outcome = evaluated(options)
    facts = {
        **_selection_facts(options, outcome.problem, outcome.selection),
        "blocked": dict(outcome.blocked),
        "findings": [finding_facts(finding) for finding in intake.findings],
    }
    titles = {r.id: r.title for r in outcome.notebook.requests}
    _say_selection(options, outcome.selection, facts, why_nothing_fits(outcome), titles)
    return exit_code(outcome.selection)


def _select_plain(options: argparse.Namespace) -> int:
    ignored = {"--weights": options.weights, "--scenario": options.scenario, "--with": options.with_rules}
    if used := [flag for flag, value in {**ignored, "--without": options.without_rules}.items() if value]:
        raise CallError(f"{used[0]} means nothing for a plain table with its own values.")
    table = plain_table(options, options.value_column)
    problem: Problem = plain_problem(table, rulings=rulings(options), bounds=dict(options.limit))
    selection = select(problem, gap=options.gap, seconds=options.seconds)
    facts = {**_selection_facts(options, problem, selection), "blocked": {}, "findings": []}
    titles = {r.id: r.title for r in table.requests}
    _say_selection(options, selection, facts, plain_collisions(problem, selection), titles)
    return exit_code(selection)


def _selection_facts(options: argparse.Namespace, problem: Problem, selection: Selection) -> dict[str, Any]:
    if not options.json:
        return {"scores": problem.scores}
    return {
        "status": str(selection.status),
        "value": rounded(selection.value),
        "bound": rounded(selection.bound),
        "gap": selection.gap,
        "seconds": round(selection.seconds, 3),
        "solver": selection.solver,
        "message": selection.message,
        "funded": list(selection.funded),
        "scores": {i: rounded(points) for i, points in sorted(problem.scores.items())},
        "limits": _limit_facts(options, problem, selection) if selection.has_portfolio else [],
    }


def _limit_facts(options: argparse.Namespace, problem: Problem, selection: Selection) -> list[dict[str, Any]]:
    left = min(BINDING_SECONDS, options.seconds - selection.seconds)
    binding = binding_limits(problem, selection, seconds=left)
    return [
        {
            "rule": use.row.key,
            "limit": use.row.bound,
            "used": round(use.used, 6),
            "slack": round(use.slack, 6),
            "unit": use.row.unit,
            "tight": use.is_tight,
            "binding": binding[use.row.key],
        }
        for use in limit_uses(problem, selection)
    ]


def _say_selection(
    options: argparse.Namespace,
    selection: Selection,
    facts: dict[str, Any],
    sentences: Sequence[str],
    titles: Mapping[str, str],
) -> None:
    if options.json:
        print_json({**facts, "collisions": list(sentences) if not selection.has_portfolio else []})
        return
    if not selection.has_portfolio:
        print("\n".join((selection.message, *sentences)))
        return
    proof = "proven best" if selection.status is SolveStatus.OPTIMAL else f"within {selection.gap or 0:.2%} of the best"
    print(f"{selection.value:.6f} points, {len(selection.funded)} of {len(titles)} requests funded, {proof}")
    for request_id in selection.funded:
        print(f"{request_id}  {facts['scores'][request_id]:>8.2f}  {titles[request_id]}")
    for request_id, reason in facts["blocked"].items():
        print(f"blocked {request_id}: {reason}")
