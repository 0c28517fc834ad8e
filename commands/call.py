"""A call of the command line: what its options ask for, read into the values the verbs work on."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from commands.studies import Answer
from intake.answers import Answers
from intake.check_facts import stated_answers
from intake.finding import PLACE_UNKNOWN
from intake.plain_table import PlainTable, read_plain_table
from intake.read import Intake, read_workbook
from planning.notebook import (
    Override,
    PlanningNotebook,
    with_agreed_rules,
    with_bounds,
    with_override,
    with_rules,
    with_scenario,
    with_weights,
)
from planning.opening import open_notebook
from planning.outcome import CONFLICT_SECONDS, Outcome, evaluate
from planning.plain import plain_problem
from planning.prepared import check_bounds
from planning.study import Study, study_notebook, study_plain
from portfolio.collision import contradictions, overruns
from portfolio.conflict import find_conflict
from portfolio.constraints import Ruling
from portfolio.rule_codec import rules_from_json
from portfolio.rules import AgreedRules
from portfolio.selection import Problem, Selection, SolveStatus, select
from reports.wording import collision_sentences, why_nothing_fits

DONE, NOTHING_FITS, REFUSED, STOPPED, OUR_FAULT = 0, 1, 2, 3, 70


class CallError(Exception):
    """A call that can't be taken, in one sentence."""


def evaluated(options: argparse.Namespace, *, gap: float | None = None) -> tuple[Intake, Outcome]:
    """The file as read, and the outcome of what is asked of it.

    Args:
        gap: How sure the outcome must be where that is not what the call's own gap is about.

    Raises:
        CallError: the file was refused.
    """
    intake = read_file(options)
    if intake.is_refused:
        raise CallError(f"{intake.message} {intake.findings[0].remedy}")
    notebook = _apply(open_notebook(intake), options)
    today = options.today or notebook.plan.planning_date
    check_bounds(notebook, today)
    return intake, evaluate(notebook, today, gap=options.gap if gap is None else gap, seconds=options.seconds)


def _apply(notebook: PlanningNotebook, options: argparse.Namespace) -> PlanningNotebook:
    if options.weights:
        notebook = with_weights(notebook, options.weights)
    if options.rules:
        notebook = with_agreed_rules(notebook, _agreed_rules(options.rules))
    notebook = with_rules(notebook, on=_names(options.with_rules), off=_names(options.without_rules))
    if options.scenario:
        notebook = with_scenario(notebook, options.scenario)
    notebook = with_bounds(notebook, dict(options.limit))
    for ruling in rulings(options):
        override = Override(request_id=ruling.request_id, is_in=ruling.is_in, who="Command line", why=ruling.why)
        notebook = with_override(notebook, override)
    return notebook


def asked_study(options: argparse.Namespace, *, gap: float = 0.0) -> tuple[Study, Sequence[str]]:
    """The study of a workbook or plain table, and the sentences on why nothing fits; none where a portfolio does.

    Args:
        gap: How sure its portfolio must be: 1 where any will do.
    """
    if not options.value_column:
        _, outcome = evaluated(options, gap=gap)
        return study_notebook(outcome), why_nothing_fits(outcome)
    columns = [name.strip() for name in options.value_column.split(",") if name.strip()]
    tables = {column: plain_table(options, column) for column in columns}
    problems = [plain_problem(t, rulings=rulings(options), bounds=dict(options.limit)) for t in tables.values()]
    scores = {i: sum(problem.scores[i] for problem in problems) / len(problems) for i in problems[0].scores}
    problem = replace(problems[0], scores=scores)
    selection = select(problem, gap=gap, seconds=options.seconds)
    return study_plain(tables, problem, selection), plain_collisions(problem, selection)


def _agreed_rules(path: str) -> AgreedRules:
    try:
        return rules_from_json(json.loads(read_bytes(path)))
    except ValueError as error:
        raise CallError(f"{path}: {error}") from error


def plain_table(options: argparse.Namespace, value_column: str) -> PlainTable:
    """The plain table of the call with one of its value columns."""
    return read_plain_table(
        read_bytes(options.file),
        Path(options.file).name,
        value_column=value_column,
        resources=[name.strip() for name in options.resources.split(",") if name.strip()],
        limits=(read_bytes(options.limits), Path(options.limits).name) if options.limits else None,
    )


def plain_collisions(problem: Problem, selection: Selection) -> tuple[str, ...]:
    """Why nothing of a plain table fits; empty where a portfolio fits or nobody knows yet."""
    if selection.status is not SolveStatus.INFEASIBLE:
        return ()
    conflict = find_conflict(problem, seconds=CONFLICT_SECONDS)
    return collision_sentences(overruns(problem.rows), contradictions(problem.rows), conflict)


def rulings(options: argparse.Namespace) -> list[Ruling]:
    """Requests forced in or out by the call.

    Raises:
        CallError: one is forced both ways, or overrides are switched off.
    """
    if both := sorted(set(options.force) & set(options.forbid)):
        raise CallError(f"{both[0]} can't be forced in and out at once.")
    if (options.force or options.forbid) and "overrides" in _names(options.without_rules):
        raise CallError("--force and --forbid are overrides; they can't be used --without overrides.")
    forced = [Ruling(request_id=i, is_in=True, why="forced in on the command line") for i in options.force]
    return forced + [Ruling(request_id=i, is_in=False, why="forced out on the command line") for i in options.forbid]


def read_file(options: argparse.Namespace) -> Intake:
    """The file of the call as intake understands it with the answers given.

    Raises:
        CallError: the call names a sheet, row, column or meaning that is not there.
    """
    data, name = read_bytes(options.file), Path(options.file).name
    intake = read_workbook(data, name, today=options.today, answers=_answers(options))
    if missing := next((f for f in intake.findings if f.kind is PLACE_UNKNOWN), None):
        raise CallError(missing.message)
    if intake.table is not None and (unknown := intake.table.unknown_columns([name for name, _ in options.meanings])):
        headers = ", ".join(use.header for use in intake.table.uses if use.header)
        raise CallError(f"There is no column {unknown[0]}. Columns: {headers}.")
    return intake


def _answers(options: argparse.Namespace) -> Answers:
    try:
        return stated_answers(
            sheet=options.sheet, header_row=options.header_row, meanings=options.meanings, unit=options.unit
        )
    except ValueError as error:
        raise CallError(str(error)) from None


def read_bytes(path: str) -> bytes:
    """A file's bytes.

    Raises:
        CallError: it can't be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CallError(f"{path} can't be read: {error.strerror}.") from error


def exit_code(selection: Selection) -> int:
    """What a selection means for whoever called the program."""
    if selection.has_portfolio:
        return DONE
    return STOPPED if selection.status is SolveStatus.STOPPED else NOTHING_FITS


def say_none_fits(selection: Selection, sentences: Sequence[str]) -> int:
    """Say on standard error that there is no portfolio, and why; returns the exit code."""
    print(f"rounds: {' '.join((selection.message, *sentences))}", file=sys.stderr)
    return exit_code(selection)


def say(options: argparse.Namespace, answer: Answer) -> None:
    """Print an answer as the call asks: one JSON object, or its lines."""
    facts, lines = answer
    if options.json:
        print_json(facts)
    else:
        print("\n".join(lines))


def print_json(facts: Mapping[str, Any]) -> None:
    """One JSON object on standard output."""
    print(json.dumps(facts, indent=1, ensure_ascii=False))


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())
