"""Export: one file of the best portfolio, proven or not at all."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from commands.call import DONE, STOPPED, CallError, evaluated, say, say_none_fits
from reports.dossier import Dossier
from reports.exports import EXPORTS
from reports.wording import headline, why_nothing_fits


def export(options: argparse.Namespace) -> int:
    """Write one export of the best portfolio to a file."""
    kinds = {export.key: export for export in EXPORTS}
    if options.what not in kinds:
        raise CallError(f"There is no export {options.what!r}. Exports: {', '.join(kinds)}.")
    _, outcome = evaluated(options)
    if not outcome.selection.has_portfolio:
        return say_none_fits(outcome.selection, why_nothing_fits(outcome))
    if not outcome.selection.is_final:
        print(f"rounds: {headline(outcome)} Only a proven answer is exported: give it more --seconds.", file=sys.stderr)
        return STOPPED
    data = kinds[options.what].build(Dossier(outcome=outcome, made_by="Command line", made_at=dt.datetime.now(dt.UTC)))
    try:
        Path(options.out).write_bytes(data)
    except OSError as error:
        raise CallError(f"{options.out} can't be written: {error.strerror}.") from error
    facts = {"path": options.out, "what": options.what, "bytes": len(data)}
    say(options, (facts, [f"{options.out}: {kinds[options.what].label}"]))
    return DONE
