"""Facts that nobody stated: which they are, what counts in their place, and how a default is marked as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from intake import finding as kinds
from intake.cells import Cell
from intake.finding import Finding
from intake.own_rows import Row, written
from scoring.request import OutcomeMetric, Request

# Columns that nothing states, by request id.
Assumed = Mapping[str, frozenset[str]]
MARK = " (default)"
_PLAIN, _METRIC = Request(id="-", title="-"), OutcomeMetric(name="-")
# What counts, as our reader reads it, by the column of a fact that nobody stated.
DEFAULTS: Mapping[str, str] = {
    "stage": written(_PLAIN.stage),
    "ai_risk": written(_PLAIN.ai_tier),
    "duration_quarters": written(_PLAIN.duration_quarters),
    "benefit_type": written(_PLAIN.benefit_type),
    "benefit_confidence": written(_PLAIN.benefit_confidence),
    "metric_better": written(_METRIC.better),
}
_FIELDS = {"ai_risk": "ai_tier", "metric_better": "metric.better"}
# Of a benefit or a measure that is not there nothing is assumed either.
_PARTS_OF = {
    "benefit_type": "annual_benefit_usd",
    "benefit_confidence": "annual_benefit_usd",
    "metric_better": "outcome_metric",
}
# Facts that decide what a request must show and whether it competes: their defaults are said for the whole list.
_SAID = {"stage": "a stage", "ai_risk": "an AI tier"}


def assumed_columns(stated: Collection[str], unclear: Collection[str] = ()) -> frozenset[str]:
    """The columns for which a default counts.

    Args:
        stated: Fields of the request that something states.
        unclear: Columns that could not be read: nothing counts in their place.
    """
    return _shared(frozenset(key for key in DEFAULTS if _FIELDS.get(key, key) not in stated and key not in unclear))


def marked(key: str) -> str:
    """A default as people see it, such as "idea (default)"; empty for a column that has none."""
    return f"{DEFAULTS[key]}{MARK}" if key in DEFAULTS else ""


def is_marked(key: str, cell: Cell) -> bool:
    """Whether a cell holds a column's default with its mark: nobody stated it."""
    return isinstance(cell, str) and key in DEFAULTS and " ".join(cell.split()).casefold() == marked(key)


def blanked(row: Row, assumed: Collection[str]) -> Row:
    """The row without what nobody stated."""
    return row | dict.fromkeys(assumed, "") if assumed else row


def with_marks(row: Row, assumed: Collection[str]) -> Row:
    """The row with a mark at every default that counts for something."""
    marks = {key: marked(key) for key in assumed if _PARTS_OF.get(key) is None or row.get(_PARTS_OF[key])}
    return row | dict.fromkeys(assumed, "") | marks


def after_edits(assumed: Assumed, changed: Mapping[str, Mapping[str, str]]) -> Assumed:
    """What nobody stated once cells were changed: a value that is entered is stated, one taken away is not.

    Args:
        changed: New value by column, by request id.
    """
    touched = {i: {k: value for k, value in cells.items() if k in DEFAULTS} for i, cells in changed.items()}
    after = {
        i: _shared(frozenset(k for k in cells if not cells[k]) | (assumed.get(i, frozenset()) - cells.keys()))
        for i, cells in touched.items()
        if cells
    }
    return {**assumed, **after}


def default_findings(assumed: Assumed, n_requests: int, sheet: str, row: int | None) -> Iterator[Finding]:
    """One finding for each telling fact that some request does not state.

    Args:
        row: The row of the headers; None where there is none.
    """
    counted = Counter(key for columns in assumed.values() for key in columns)
    for key, name in _SAID.items():
        if not counted[key]:
            continue
        message = f"No request states {name}: each counts as {DEFAULTS[key]}."
        if counted[key] < n_requests:
            message = f"{counted[key]:,} of {n_requests:,} requests do not state {name}: they count as {DEFAULTS[key]}."
        yield Finding(kind=kinds.DEFAULT_USED, message=message, sheet=sheet, row=row, column=key)


@cache
def _shared(keys: frozenset[str]) -> frozenset[str]:
    """One set for all requests that lack the same facts: lists have thousands of them and few kinds."""
    return keys
