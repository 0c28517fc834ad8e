"""Rounds without a browser: check a workbook, select the best portfolio, export it; rerun a record, back up, restore.

Exit codes: 0 done (open questions included), 1 no portfolio fits (or a record gives another one), 2 the file was
refused or the call is wrong, 3 stopped at the time limit without a portfolio (or, for an export, without a proven
one), 70 a fault of ours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from commands.gates import gates_review
from commands.kept import backup_store, rerun_record, restore_store
from commands.studies import Answer, explain_study, frontier_study, sweep_study
from intake.answers import Answers
from intake.check_facts import check_facts, finding_facts, stated_answers
from intake.finding import Finding
from intake.plain_table import PlainTable, PlainTableError, read_plain_table
from intake.read import Intake, read_workbook
from intake.workbook import RefusedFileError
from planning.notebook import (
    Override,
    PlanningError,
    PlanningNotebook,
    with_agreed_rules,
    with_bounds,
    with_override,
    with_rules,
    with_scenario,
    with_weights,
)
from planning.opening import open_notebook
from planning.outcome import LimitUse, Outcome, evaluate, limit_uses
from planning.plain import plain_problem
from planning.study import Study, study_notebook, study_plain
from portfolio.collision import contradictions, overruns
from portfolio.conflict import find_conflict
from portfolio.constraints import Ruling
from portfolio.rule_codec import rules_from_json
from portfolio.rules import AgreedRules
from portfolio.selection import Problem, Selection, SolveStatus, select
from reports.exports import EXPORTS
from reports.wording import collision_sentences, headline, why_nothing_fits
from scoring.criterion import CRITERIA
from scoring.weights import Weights

DONE, NOTHING_FITS, REFUSED, STOPPED, OUR_FAULT = 0, 1, 2, 3, 70


class CallError(Exception):
    """A call that can't be taken, in one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    options = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = options.verb
    try:
        return verb(options)
    except (CallError, PlanningError, PlainTableError, RefusedFileError) as error:
        print(f"rounds: {error}", file=sys.stderr)
        if options.json:
            _print_json({"refused": True, "message": str(error)})
        return REFUSED


def check(options: argparse.Namespace) -> int:
    """Say how a file was understood and what is wrong with it."""
    intake = _read(options)
    if options.json:
        _print_json(check_facts(intake))
    elif intake.is_refused:
        print(f"rounds: {intake.message} {intake.findings[0].remedy}", file=sys.stderr)
    else:
        print(f"{len(intake.requests)} requests, {len(intake.findings)} findings")
        for question in intake.questions:
            print(f"question: {question.text}")
        for finding in intake.findings:
            print(f"{finding.severity}: {_place(finding)}: {finding.message} {finding.remedy}")
    return REFUSED if intake.is_refused else DONE


def select_verb(options: argparse.Namespace) -> int:
    """Print the best portfolio, or why none fits."""
    if options.value_column:
        return _select_plain(options)
    intake, outcome = _evaluate(options)
    facts = {
        **_selection_facts(outcome.selection, outcome.scores.totals, outcome.limits),
        "blocked": dict(outcome.blocked),
        "findings": [finding_facts(finding) for finding in intake.findings],
    }
    titles = {r.id: r.title for r in outcome.notebook.requests}
    _say_selection(options, outcome.selection, facts, why_nothing_fits(outcome), titles)
    return _exit_code(outcome.selection)


def export(options: argparse.Namespace) -> int:
    """Write one export of the best portfolio to a file."""
    kinds = {export.key: export for export in EXPORTS}
    if options.what not in kinds:
        raise CallError(f"There is no export {options.what!r}. Exports: {', '.join(kinds)}.")
    _, outcome = _evaluate(options)
    if not outcome.selection.has_portfolio:
        print(f"rounds: {' '.join((outcome.selection.message, *why_nothing_fits(outcome)))}", file=sys.stderr)
        return _exit_code(outcome.selection)
    if not outcome.selection.is_final:
        print(f"rounds: {headline(outcome)} Only a proven answer is exported: give it more --seconds.", file=sys.stderr)
        return STOPPED
    data = kinds[options.what].build(outcome)
    try:
        Path(options.out).write_bytes(data)
    except OSError as error:
        raise CallError(f"{options.out} can't be written: {error.strerror}.") from error
    if options.json:
        _print_json({"path": options.out, "what": options.what, "bytes": len(data)})
    else:
        print(f"{options.out}: {kinds[options.what].label}")
    return DONE


def _evaluate(options: argparse.Namespace) -> tuple[Intake, Outcome]:
    intake = _read(options)
    if intake.is_refused:
        raise CallError(f"{intake.message} {intake.findings[0].remedy}")
    notebook = _apply(open_notebook(intake), options)
    today = options.today or notebook.plan.planning_date
    return intake, evaluate(notebook, today, gap=options.gap, seconds=options.seconds)


def _apply(notebook: PlanningNotebook, options: argparse.Namespace) -> PlanningNotebook:
    if options.weights:
        notebook = with_weights(notebook, options.weights)
    if options.rules:
        notebook = with_agreed_rules(notebook, _agreed_rules(options.rules))
    notebook = with_rules(notebook, on=_names(options.with_rules), off=_names(options.without_rules))
    if options.scenario:
        notebook = with_scenario(notebook, options.scenario)
    notebook = with_bounds(notebook, dict(options.limit))
    for ruling in _rulings(options):
        override = Override(request_id=ruling.request_id, is_in=ruling.is_in, who="Command line", why=ruling.why)
        notebook = with_override(notebook, override)
    return notebook


def gates_verb(options: argparse.Namespace) -> int:
    """Print what waits for whom, what mandates and gates cost, and how focus areas balance."""
    _, outcome = _evaluate(options)
    if not outcome.selection.has_portfolio:
        print(f"rounds: {' '.join((outcome.selection.message, *why_nothing_fits(outcome)))}", file=sys.stderr)
        return _exit_code(outcome.selection)
    facts, lines = gates_review(outcome)
    if options.json:
        _print_json(facts)
    else:
        print("\n".join(lines))
    return DONE


def explain_verb(options: argparse.Namespace) -> int:
    """Print why requests are in or out, exactly."""
    return _answer(
        options,
        lambda study: explain_study(
            study,
            requests=options.request,
            cost=options.cost,
            seconds=options.seconds,
            with_own_cost=options.own_cost,
        ),
    )


def frontier_verb(options: argparse.Namespace) -> int:
    """Print every portfolio that no cheaper one beats."""
    return _answer(options, lambda study: frontier_study(study, cost=options.cost, seconds=options.seconds))


def rerun_verb(options: argparse.Namespace) -> int:
    """Run a record again and say whether it gives the same portfolio."""
    is_same, answer = rerun_record(options.file, seconds=options.seconds)
    _say(options, answer)
    return DONE if is_same else NOTHING_FITS


def backup_verb(options: argparse.Namespace) -> int:
    """Back up all notebooks into a new file."""
    _say(options, backup_store(options.file))
    return DONE


def restore_verb(options: argparse.Namespace) -> int:
    """Restore a backup into an empty place."""
    _say(options, restore_store(options.file, options.to))
    return DONE


def _say(options: argparse.Namespace, answer: Answer) -> None:
    facts, sentences = answer
    if options.json:
        _print_json(facts)
    else:
        print("\n".join(sentences))


def sweep_verb(options: argparse.Namespace) -> int:
    """Print the map of weights: who is in under which weights."""
    return _answer(options, lambda study: sweep_study(study, gap=options.gap, seconds=options.seconds))


def _answer(options: argparse.Namespace, ask: Callable[[Study], Answer]) -> int:
    study, sentences = _study(options)
    if not study.selection.has_portfolio:
        print(f"rounds: {study.selection.message} {' '.join(sentences)}", file=sys.stderr)
        return _exit_code(study.selection)
    facts, lines = ask(study)
    if options.json:
        _print_json(facts)
    else:
        print("\n".join(lines))
    return DONE


def _study(options: argparse.Namespace) -> tuple[Study, Sequence[str]]:
    if not options.value_column:
        _, outcome = _evaluate(options)
        return study_notebook(outcome), why_nothing_fits(outcome)
    columns = [name.strip() for name in options.value_column.split(",") if name.strip()]
    tables = {column: _plain_table(options, column) for column in columns}
    problems = [plain_problem(t, rulings=_rulings(options), bounds=dict(options.limit)) for t in tables.values()]
    scores = {i: sum(problem.scores[i] for problem in problems) / len(problems) for i in problems[0].scores}
    problem = replace(problems[0], scores=scores)
    selection = select(problem, seconds=options.seconds)
    return study_plain(tables, problem, selection), _plain_collisions(problem, selection)


def _agreed_rules(path: str) -> AgreedRules:
    try:
        return rules_from_json(json.loads(_bytes(path)))
    except ValueError as error:
        raise CallError(f"{path}: {error}") from error


def _plain_table(options: argparse.Namespace, value_column: str) -> PlainTable:
    return read_plain_table(
        _bytes(options.file),
        Path(options.file).name,
        value_column=value_column,
        resources=[name.strip() for name in options.resources.split(",") if name.strip()],
        limits=(_bytes(options.limits), Path(options.limits).name) if options.limits else None,
    )


def _select_plain(options: argparse.Namespace) -> int:
    ignored = {"--weights": options.weights, "--scenario": options.scenario, "--with": options.with_rules}
    if used := [flag for flag, value in {**ignored, "--without": options.without_rules}.items() if value]:
        raise CallError(f"{used[0]} means nothing for a plain table with its own values.")
    table = _plain_table(options, options.value_column)
    problem: Problem = plain_problem(table, rulings=_rulings(options), bounds=dict(options.limit))
    selection = select(problem, gap=options.gap, seconds=options.seconds)
    limits = limit_uses(problem, selection) if selection.has_portfolio else ()
    facts = {**_selection_facts(selection, problem.scores, limits), "blocked": {}, "findings": []}
    titles = {r.id: r.title for r in table.requests}
    _say_selection(options, selection, facts, _plain_collisions(problem, selection), titles)
    return _exit_code(selection)


def _plain_collisions(problem: Problem, selection: Selection) -> tuple[str, ...]:
    """Why nothing of a plain table fits; empty where a portfolio fits or nobody knows yet."""
    if selection.status is not SolveStatus.INFEASIBLE:
        return ()
    conflict = find_conflict(problem, seconds=1.0)
    return collision_sentences(overruns(problem.rows), contradictions(problem.rows), conflict)


def _rulings(options: argparse.Namespace) -> list[Ruling]:
    if both := sorted(set(options.force) & set(options.forbid)):
        raise CallError(f"{both[0]} can't be forced in and out at once.")
    if (options.force or options.forbid) and "overrides" in _names(options.without_rules):
        raise CallError("--force and --forbid are overrides; they can't be used --without overrides.")
    forced = [Ruling(request_id=i, is_in=True, why="forced in on the command line") for i in options.force]
    return forced + [Ruling(request_id=i, is_in=False, why="forced out on the command line") for i in options.forbid]


def _read(options: argparse.Namespace) -> Intake:
    data, name = _bytes(options.file), Path(options.file).name
    return read_workbook(data, name, today=options.today, answers=_answers(options))


def _answers(options: argparse.Namespace) -> Answers:
    try:
        return stated_answers(
            sheet=options.sheet, header_row=options.header_row, meanings=options.meanings, unit=options.unit
        )
    except ValueError as error:
        raise CallError(str(error)) from None


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CallError(f"{path} can't be read: {error.strerror}.") from error


def _selection_facts(selection: Selection, scores: Mapping[str, float], limits: Sequence[LimitUse]) -> dict[str, Any]:
    return {
        "status": str(selection.status),
        "value": _rounded(selection.value),
        "bound": _rounded(selection.bound),
        "gap": selection.gap,
        "seconds": round(selection.seconds, 3),
        "solver": selection.solver,
        "message": selection.message,
        "funded": list(selection.funded),
        "scores": {i: _rounded(points) for i, points in sorted(scores.items())},
        "limits": [
            {
                "rule": use.row.key,
                "limit": use.row.bound,
                "used": round(use.used, 6),
                "slack": round(use.slack, 6),
                "unit": use.row.unit,
                "tight": use.is_tight,
                "binding": None,
            }
            for use in limits
        ],
    }


def _say_selection(
    options: argparse.Namespace,
    selection: Selection,
    facts: dict[str, Any],
    sentences: Sequence[str],
    titles: Mapping[str, str],
) -> None:
    if options.json:
        _print_json({**facts, "collisions": list(sentences) if not selection.has_portfolio else []})
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


def _exit_code(selection: Selection) -> int:
    if selection.has_portfolio:
        return DONE
    return STOPPED if selection.status is SolveStatus.STOPPED else NOTHING_FITS


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 6)


def _place(finding: Finding) -> str:
    parts = [finding.sheet, f"row {finding.row}" if finding.row else "", finding.column]
    return ", ".join(part for part in parts if part) or "file"


def _print_json(facts: Mapping[str, Any]) -> None:
    print(json.dumps(facts, indent=1, ensure_ascii=False))


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


def _weights(text: str) -> Weights:
    keys = [criterion.key for criterion in CRITERIA]
    try:
        amounts = [float(part) for part in text.split(",")]
        if not 4 <= len(amounts) <= len(keys):
            raise ValueError
        return Weights.of({key: amounts[k] if k < len(amounts) else 0.0 for k, key in enumerate(keys)})
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected numbers such as 35,25,20,20 for {', '.join(keys[:4])}") from None


def _limit(text: str) -> tuple[str, float]:
    key, _, amount = text.rpartition("=")
    try:
        if not key.strip() or not math.isfinite(float(amount)):
            raise ValueError
        return key.strip(), float(amount)
    except ValueError:
        raise argparse.ArgumentTypeError('expected a limit such as "capital FY27=1"') from None


def _meaning(text: str) -> tuple[str, str]:
    column, equals, meaning = text.rpartition("=")
    if not equals or not column.strip():
        raise argparse.ArgumentTypeError('expected "Column=meaning"')
    return column.strip(), meaning.strip()


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("expected a share between 0 and 1")
    return share


def _seconds(text: str) -> float:
    seconds = float(text)
    if not seconds > 0:
        raise argparse.ArgumentTypeError("expected seconds above 0")
    return seconds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cli.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("file", metavar="FILE", help="workbook (.xlsx, .xlsm, .xls, .ods) or CSV")
    common.add_argument("--json", action="store_true", help="one JSON object on standard output")
    common.add_argument("--today", type=dt.date.fromisoformat, help="planning date (default: the workbook's)")
    foreign = common.add_argument_group("tables in another layout")
    foreign.add_argument("--sheet", default="", help="sheet that holds the requests")
    foreign.add_argument("--header-row", type=int, help="row that holds the headers, 1 for the first")
    foreign.add_argument(
        "--map", dest="meanings", type=_meaning, action="append", default=[], metavar='"COLUMN=MEANING"',
        help="what a column means, such as title or cost_total (repeatable)",
    )  # fmt: skip
    foreign.add_argument("--unit", default="", help="what bare amounts are counted in, such as 1000000")
    solving = argparse.ArgumentParser(add_help=False)
    solving.add_argument("--weights", type=_weights, help="clinical,burden,regulatory,cost, such as 35,25,20,20")
    solving.add_argument("--without", dest="without_rules", default="", help="kinds of rules to switch off, by comma")
    solving.add_argument("--with", dest="with_rules", default="", help="kinds of rules to switch on, by comma")
    solving.add_argument("--limit", type=_limit, action="append", default=[], help='such as "capital FY27=1"')
    solving.add_argument("--force", action="append", default=[], metavar="ID", help="request that must be in")
    solving.add_argument("--forbid", action="append", default=[], metavar="ID", help="request that must be out")
    solving.add_argument("--rules", default="", help="JSON file with agreed rules: balance, synergy and the like")
    solving.add_argument("--value-column", default="", help="plain table: the column with the value")
    solving.add_argument("--resources", default="", help="plain table: resource columns, by comma")
    solving.add_argument("--limits", default="", help="plain table: CSV with the columns resource, limit")
    solving.add_argument("--scenario", default="", help="a scenario of the workbook")
    solving.add_argument("--gap", type=_share, default=0.0, help="stop within this share of the best")
    solving.add_argument("--seconds", type=_seconds, default=30.0, help="time limit")
    verbs.add_parser("check", parents=[common], help=check.__doc__).set_defaults(verb=check)
    selecting = verbs.add_parser("select", parents=[common, solving], help=select_verb.__doc__)
    selecting.set_defaults(verb=select_verb)
    verbs.add_parser("gates", parents=[common, solving], help=gates_verb.__doc__).set_defaults(verb=gates_verb)
    explaining = verbs.add_parser("explain", parents=[common, solving], help=explain_verb.__doc__)
    explaining.add_argument("--request", action="append", default=[], metavar="ID", help="only this request")
    explaining.add_argument("--cost", default="", help="budgets of what: capital, a resource or a limit")
    explaining.add_argument("--own-cost", action="store_true", help="the band of its own capital cost, too")
    explaining.set_defaults(verb=explain_verb)
    drawing = verbs.add_parser("frontier", parents=[common, solving], help=frontier_verb.__doc__)
    drawing.add_argument("--cost", default="", help="capital (total), a resource or a limit")
    drawing.set_defaults(verb=frontier_verb)
    sweeping = verbs.add_parser("sweep", parents=[common, solving], help=sweep_verb.__doc__)
    sweeping.set_defaults(verb=sweep_verb)
    exporting = verbs.add_parser("export", parents=[common, solving], help=export.__doc__)
    exporting.add_argument("out", metavar="OUT", help="file to write")
    exporting.add_argument("--what", default=EXPORTS[0].key, help=", ".join(e.key for e in EXPORTS))
    exporting.set_defaults(verb=export)
    _add_kept(verbs)
    return parser


def _add_kept(verbs: Any) -> None:
    kept = argparse.ArgumentParser(add_help=False)
    kept.add_argument("--json", action="store_true", help="one JSON object on standard output")
    rerunning = verbs.add_parser("rerun", parents=[kept], help=rerun_verb.__doc__)
    rerunning.add_argument("file", metavar="RECORD", help="a record that the app made")
    rerunning.add_argument("--seconds", type=_seconds, default=60.0, help="time limit")
    rerunning.set_defaults(verb=rerun_verb)
    backing = verbs.add_parser("backup", parents=[kept], help=backup_verb.__doc__)
    backing.add_argument("file", metavar="FILE", help="the file to make; it must not be there yet")
    backing.set_defaults(verb=backup_verb)
    restoring = verbs.add_parser("restore", parents=[kept], help=restore_verb.__doc__)
    restoring.add_argument("file", metavar="FILE", help="a backup")
    restoring.add_argument("--to", default="", help="folder or database address (default: the one that is set)")
    restoring.set_defaults(verb=restore_verb)


def _run() -> int:
    """Run as a program: a closed pipe ends quietly, and a fault of ours is never taken for "no portfolio fits"."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        return main()
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        return OUR_FAULT


if __name__ == "__main__":
    sys.exit(_run())
