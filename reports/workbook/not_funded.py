"""The sheet Not funded: why each request is out, how far it is short, and what would change the answer."""

from __future__ import annotations

from collections.abc import Sequence

from planning.notebook import Decision
from portfolio.explanation import Explanation
from reports.dossier import Dossier
from reports.wording import assumed_words, change_words, names, standing, why_out
from reports.workbook.book import Book, Value
from reports.workbook.request_columns import NOT_STATED, other_headers
from scoring.request import Request
from scoring.value import net_cost_usd

TITLE, TOP = "Not funded", 2
# Requests a cell names, before it says how many more there are.
_NAMED = 3
_COLUMNS: Sequence[tuple[str, float, str]] = (
    ("Request", 11, "text"),
    ("Title", 40, "wrapped"),
    ("Standing", 11, "text"),
    ("Sponsor", 16, "text"),
    ("Department", 20, "wrapped"),
    ("Focus area", 22, "wrapped"),
    ("Score (points)", 10, "points"),
    ("Expected score (points)", 10, "points"),
    ("Points short", 9, "points"),
    ("Why it is not in", 80, "wrapped"),
    ("What would change it", 50, "wrapped"),
    ("Whom it would push out", 34, "wrapped"),
    ("Decision", 11, "text"),
    ("Condition or reason", 30, "wrapped"),
    ("Comes back", 12, "day"),
    ("Capital, all years", 16, "money"),
    ("Operating, all years", 16, "money"),
    ("Net cost, three years", 16, "money"),
    ("Staff hours", 11, "hours"),
    ("Assumed ratings", 24, "wrapped"),
)


def write(book: Book) -> None:
    """One row for each request that is out, the best score first."""
    sheet, dossier = book.sheets[TITLE], book.dossier
    others = other_headers(book)
    headers = [(header, style) for header, _, style in _COLUMNS] + [(header, "text") for header in others]
    sheet.put(0, 0, "Requests that are not funded", "title")
    asked = dossier.not_funded
    if asked and not any(r.id in dossier.explanations for r in asked):
        words = (
            "Points short were not worked out for this copy: ask for the reasons on the screen Export results first."
        )
        sheet.put(1, 0, words, "text")
    sheet.table("Not_funded", TOP, headers, len(asked))
    decisions = {decision.request_id: decision for decision in dossier.outcome.notebook.decisions}
    titles = {r.id: r.title for r in dossier.outcome.notebook.requests}
    for row, request in enumerate(asked, start=TOP + 1):
        values = [
            *_who(book, request),
            *_why(dossier, request, titles),
            *_decided(decisions.get(request.id)),
            *_costs(dossier, request),
            *(request.other_columns.get(header) for header in others),
        ]
        for k, (value, (_, style)) in enumerate(zip(values, headers, strict=True)):
            sheet.put(row, k, value, style)
    sheet.widths([width for _, width, _ in _COLUMNS] + [18] * len(others))
    sheet.paper.freeze_panes(TOP + 1, 2)
    sheet.print_as((TOP + max(len(asked), 1), len(headers) - 1), repeat=TOP, pages=(2, 0))


def _who(book: Book, request: Request) -> tuple[Value, ...]:
    outcome = book.dossier.outcome
    return (
        request.id,
        request.title,
        standing(outcome, request.id),
        request.sponsor_role or NOT_STATED,
        request.requesting_department or NOT_STATED,
        request.focus_area or NOT_STATED,
        outcome.scores.totals[request.id],
        book.expected[request.id],
    )


def _why(dossier: Dossier, request: Request, titles: dict[str, str]) -> tuple[Value, ...]:
    explained: Explanation | None = dossier.explanations.get(request.id)
    short = None if explained is None else explained.points_short
    leaves = "" if explained is None else names(explained.leaves, titles, _NAMED)
    return short, why_out(dossier.outcome, request.id), change_words(dossier.outcome, request.id, explained), leaves


def _decided(decision: Decision | None) -> tuple[Value, ...]:
    if decision is None:
        return None, None, None
    return str(decision.verdict), decision.condition or decision.reason, decision.review_on


def _costs(dossier: Dossier, request: Request) -> tuple[Value, ...]:
    return (
        request.total_capital_usd if request.capital_usd else None,
        request.total_operating_usd if request.operating_usd else None,
        net_cost_usd(request, dossier.outcome.notebook.cost_terms),
        request.total_hours if request.role_hours else None,
        assumed_words(dossier.outcome, request.id),
    )
