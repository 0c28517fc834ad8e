"""Export: one file of the best portfolio, proven or not at all."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from commands.call import DONE, STOPPED, CallError, evaluated, say, say_none_fits
from planning.notebook import PlanningNotebook
from planning.opening import open_notebook
from planning.outcome import Outcome
from planning.recording import has_moves
from portfolio.explanation import explain
from portfolio.price import price_rules
from portfolio.selection import keep
from reports.dossier import Dossier
from reports.exports import EXPORTS
from reports.wording import headline, why_nothing_fits
from scoring.cash import HIGHEST_RATE_PERCENT, LONGEST_LIFE_YEARS


def add_options(parser: argparse.ArgumentParser) -> None:
    """What an export is asked for beside its file."""
    parser.add_argument("out", metavar="OUT", help="file to write")
    parser.add_argument("--what", default=EXPORTS[0].key, help=", ".join(e.key for e in EXPORTS))
    parser.add_argument("--discount-rate", type=_percent, metavar="PERCENT", help="yearly (default: the workbook's)")
    parser.add_argument("--useful-life", type=_years, metavar="YEARS", help="of capital (default: the workbook's)")
    parser.add_argument("--reasons", action="store_true", help="work out reasons and prices, too: some seconds")


def export(options: argparse.Namespace) -> int:
    """Write one export of the best portfolio to a file."""
    kinds = {export.key: export for export in EXPORTS}
    if options.what not in kinds:
        raise CallError(f"There is no export {options.what!r}. Exports: {', '.join(kinds)}.")
    intake, outcome = evaluated(options)
    if not outcome.selection.has_portfolio:
        return say_none_fits(outcome.selection, why_nothing_fits(outcome))
    if not outcome.selection.is_final:
        print(f"rounds: {headline(outcome)} Only a proven answer is exported: give it more --seconds.", file=sys.stderr)
        return STOPPED
    data = kinds[options.what].build(_dossier(_with_terms(outcome, options), options, open_notebook(intake)))
    try:
        Path(options.out).write_bytes(data)
    except OSError as error:
        raise CallError(f"{options.out} can't be written: {error.strerror}.") from error
    facts = {"path": options.out, "what": options.what, "bytes": len(data)}
    say(options, (facts, [f"{options.out}: {kinds[options.what].label}"]))
    return DONE


def _with_terms(outcome: Outcome, options: argparse.Namespace) -> Outcome:
    """The outcome with the business case the call asks for; no portfolio depends on it."""
    asked = {"discount_rate": options.discount_rate, "useful_life_years": options.useful_life}
    stated = {name: value for name, value in asked.items() if value is not None}
    notebook = outcome.notebook
    return replace(outcome, notebook=replace(notebook, money_terms=replace(notebook.money_terms, **stated)))


def _dossier(outcome: Outcome, options: argparse.Namespace, as_read: PlanningNotebook) -> Dossier:
    made = Dossier(
        outcome=outcome,
        is_agreed=not has_moves(as_read, outcome.notebook),
        made_by="Command line",
        made_at=dt.datetime.now(dt.UTC),
    )
    if not options.reasons:
        return made
    problem, selection = outcome.problem, outcome.selection
    model = keep(problem)
    return replace(
        made,
        explanations={i: explain(problem, selection, i, model=model, seconds=options.seconds) for i in problem.ids},
        prices=tuple(price_rules(problem, selection, model=model)),
    )


def _percent(text: str) -> Decimal:
    percent = float(text)
    if not 0 <= percent <= HIGHEST_RATE_PERCENT:
        raise argparse.ArgumentTypeError(f"expected a percentage from 0 to {HIGHEST_RATE_PERCENT}")
    return Decimal(text) / 100


def _years(text: str) -> int:
    years = int(text)
    if not 1 <= years <= LONGEST_LIFE_YEARS:
        raise argparse.ArgumentTypeError(f"expected years from 1 to {LONGEST_LIFE_YEARS}")
    return years
