"""A result in one hash: the same portfolio from the same inputs, on whatever machine, gives the same."""

from __future__ import annotations

import hashlib
import json

from planning.outcome import Outcome

# Points are compared to this many decimals: far below a tie, far above what machines differ by.
DECIMALS = 6


def result_hash(outcome: Outcome) -> str:
    """The hash of who is funded and at what value; of the status alone where there is no portfolio."""
    selection = outcome.selection
    value = None if selection.value is None else f"{selection.value:.{DECIMALS}f}"
    facts = [sorted(selection.funded), value, "" if selection.has_portfolio else str(selection.status)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
