"""Why a request is not funded, from facts of the portfolio that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planning.outcome import Outcome
from portfolio.row import Row
from reports.wording import amount, counted, points

_ROWS_NAMED = 3


@dataclass(frozen=True, slots=True)
class UsedRow:
    """A row and what the funded requests use of it."""

    row: Row
    used: float

    def is_met_with(self, request_id: str) -> bool:
        """Whether the row is kept with one more request, which it names."""
        return self.row.is_kept_by(self.used + self.row.terms[request_id])


def rows_by_request(outcome: Outcome) -> dict[str, list[UsedRow]]:
    """The rows that name each request, in their order: found once for all requests."""
    found: dict[str, list[UsedRow]] = {}
    for row in outcome.rows:
        used = UsedRow(row, row.used(outcome.funded))
        for request_id in row.terms:
            found.setdefault(request_id, []).append(used)
    return found


def why_out(outcome: Outcome, request_id: str, rows: Iterable[UsedRow]) -> str:
    """Why a request is not funded, from facts of this portfolio; empty for a funded one.

    Args:
        rows: The rows that name the request, as ``rows_by_request`` gives them.
    """
    if not outcome.selection.has_portfolio or request_id in outcome.funded:
        return ""
    if request_id in outcome.blocked:
        return outcome.blocked[request_id]
    broken = [used.row for used in rows if not used.is_met_with(request_id)]
    for row in broken:
        if row.kind == "overrides":
            return f"Forced out by {row.why}."
    score = outcome.scores.totals[request_id]
    if score <= 0:
        return f"Scores {points(score)} points at these weights: no better than not doing it."
    reasons = [_yes_no_reason(row, request_id, outcome) for row in broken if not row.is_limit]
    over = sorted((row for row in broken if row.is_limit), key=lambda row: row.slack(outcome.funded))
    if over:
        reasons.append(_overflow_reason(request_id, over, outcome))
    return " ".join(reasons) or "Fits by itself, but what it brings along costs more points than it adds."


def _yes_no_reason(row: Row, request_id: str, outcome: Outcome) -> str:
    if row.kind == "exclusions":
        rivals = ", ".join(sorted(i for i in row.terms if i in outcome.funded))
        return f"Its variant {rivals} is funded instead."
    if row.kind == "prerequisites":
        needed = ", ".join(i for i, amount in row.terms.items() if amount < 0) or row.label.rsplit(" ", 1)[-1]
        return f"Needs {needed}, which is not funded."
    return f"{row.label}."


def _overflow_reason(request_id: str, over: Sequence[Row], outcome: Outcome) -> str:
    currency = outcome.notebook.plan.currency
    named = "; ".join(
        f"{row.label} (needs {amount(row.terms[request_id], row.unit, currency)}, "
        f"{amount(max(row.slack(outcome.funded), 0.0), row.unit, currency)} left)"
        for row in over[:_ROWS_NAMED]
    )
    more = f" and {counted(len(over) - _ROWS_NAMED, 'more limit')}" if len(over) > _ROWS_NAMED else ""
    return f"Does not fit beside the funded requests: it would overflow {named}{more}."
