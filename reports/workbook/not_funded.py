"""The sheet Not funded: why each request is out, how far it is short, and what would change the answer."""

from __future__ import annotations

from planning.notebook import Decision
from portfolio.explanation import Explanation
from reports.dossier import Dossier
from reports.reasons import assumed_words, change_words, names, standing, why_out
from reports.wording import counted
from reports.workbook.book import Book, Sheet, Value
from reports.workbook.request_columns import NOT_STATED, other_headers
from scoring.request import Request
from scoring.value import net_cost_usd

TITLE, TOP = "Not funded", 2
_HOW = "the screen Export results does it, and the command line with --reasons."
# Requests a cell names, before it says how many more there are.
_NAMED = 3
_SCORE, _NET_COST = "Score (points)", "Net cost, three years"
_WHO = (
    ("Request", 11, "text"), ("Title", 48, "wrapped"), ("Standing", 13, "wrapped"), ("Sponsor", 24, "wrapped"),
    ("Department", 20, "wrapped"), ("Focus area", 28, "wrapped"), (_SCORE, 10, "points"),
    ("Expected score (points)", 10, "points"),
)  # fmt: skip
_WHY = (
    ("Points short", 9, "points"), ("Why it is not in", 100, "wrapped"), ("What would change it", 54, "wrapped"),
    ("Whom it would push out", 54, "wrapped"),
)  # fmt: skip
_DECIDED = (("Decision", 12, "wrapped"), ("Condition or reason", 40, "wrapped"), ("Comes back", 12, "day"))
_COSTS = (
    ("Capital, all years", 16, "money"), ("Operating, all years", 16, "money"), (_NET_COST, 16, "money"),
    ("Staff hours", 11, "hours"), ("Assumed ratings", 24, "wrapped"),
)  # fmt: skip
# At so many pages across, type stays large enough to read.
_PAGES_WIDE = 3


def write(book: Book) -> None:
    """One row for each request that is out, the best score first; columns of decisions only where there are any."""
    sheet, dossier = book.sheets[TITLE], book.dossier
    others, asked = other_headers(book), dossier.not_funded
    decisions = {decision.request_id: decision for decision in dossier.outcome.notebook.decisions}
    decided = _DECIDED if any(r.id in decisions for r in asked) else ()
    columns = [*_WHO, *_WHY, *decided, *_COSTS, *((header, 18, "text") for header in others)]
    sheet.put(0, 0, "Requests that are not funded", "title")
    if unknown := sum(r.id not in dossier.explanations for r in asked):
        of = "" if unknown == len(asked) else f" of {counted(unknown, 'request')}"
        sheet.put(1, 0, f"Points short{of} were not worked out for this copy: {_HOW}", "text")
    sheet.table("Not_funded", TOP, [(header, style) for header, _, style in columns], len(asked))
    titles = {r.id: r.title for r in dossier.outcome.notebook.requests}
    for row, request in enumerate(asked, start=TOP + 1):
        values = [
            *_who(book, request),
            *_why(dossier, request, titles),
            *(_decision(decisions.get(request.id)) if decided else ()),
            *_costs(dossier, request),
            *(request.other_columns.get(header) for header in others),
        ]
        for k, (value, (_, _, style)) in enumerate(zip(values, columns, strict=True)):
            sheet.put(row, k, value, style)
    sheet.widths([width for _, width, _ in columns])
    _note_places(book, sheet, [header for header, _, _ in columns], len(asked))
    sheet.paper.freeze_panes(TOP + 1, 2)
    sheet.print_as((TOP + max(len(asked), 1), len(columns) - 1), repeat=TOP, pages=(_PAGES_WIDE, 0))


def _note_places(book: Book, sheet: Sheet, headers: list[str], n: int) -> None:
    """Where the summary's picture finds scores and costs."""
    for header, name in ((_SCORE, "score"), (_NET_COST, "net cost")):
        k = headers.index(header)
        if n:
            book.places[f"not funded {name}"] = sheet.across((TOP + 1, k), (TOP + n, k))


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


def _decision(decision: Decision | None) -> tuple[Value, ...]:
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
