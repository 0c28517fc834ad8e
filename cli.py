"""Rounds without a browser: check a workbook, select the best portfolio, export it.

Exit codes: 0 done (open questions included), 1 no portfolio fits, 2 the file was refused or the call is wrong,
3 stopped at the time limit without a portfolio (or, for an export, without a proven one), 70 a fault of ours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from commands.asking import explain_verb, frontier_verb, gates_verb, sweep_verb
from commands.call import OUR_FAULT, REFUSED, CallError, print_json
from commands.checking import check
from commands.exporting import add_options, export
from commands.keeping import backup_verb, rerun_verb, restore_verb
from commands.selecting import select_verb
from intake.plain_table import PlainTableError
from intake.workbook import RefusedFileError
from planning.notebook import PlanningError
from portfolio.solver import LEAVING
from scoring.criterion import CRITERIA
from scoring.weights import Weights


class _Parser(argparse.ArgumentParser):
    """A parser that leaves it to the program how a wrong call is said: with --json that is an object, too."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise CallError(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        options = _parser().parse_args(given)
        verb: Callable[[argparse.Namespace], int] = options.verb
        return verb(options)
    except (CallError, PlanningError, PlainTableError, RefusedFileError) as error:
        print(f"rounds: {error}", file=sys.stderr)
        if "--json" in given:
            print_json({"refused": True, "message": str(error)})
        return REFUSED


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
    parser = _Parser(prog="cli.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    common = _Parser(add_help=False)
    common.add_argument("file", metavar="FILE", help="workbook (.xlsx, .xlsm, .xls, .ods) or CSV")
    common.add_argument("--json", action="store_true", help="one JSON object on standard output")
    common.add_argument("--today", type=dt.date.fromisoformat, help="planning date (default: the workbook's)")
    foreign = common.add_argument_group("tables in another layout")
    foreign.add_argument("--sheet", default="", help="sheet that holds the requests")
    foreign.add_argument("--header-row", type=int, help="row that holds the headers, 1 for the first; 0: none")
    foreign.add_argument(
        "--map", dest="meanings", type=_meaning, action="append", default=[], metavar='"COLUMN=MEANING"',
        help="what a column means, such as title or cost_total (repeatable)",
    )  # fmt: skip
    foreign.add_argument("--unit", default="", help="what bare amounts are counted in, such as 1000000")
    solving = _Parser(add_help=False)
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
    add_options(exporting)
    exporting.set_defaults(verb=export)
    _add_kept(verbs)
    return parser


def _add_kept(verbs: Any) -> None:
    kept = _Parser(add_help=False)
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


def _end(code: int) -> NoReturn:
    """End the program: at once where a search was left, which may look whether to stop only in many seconds."""
    if LEAVING.n_left:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _end(_run())
