"""The sheet Log: where this copy comes from, and who changed what."""

from __future__ import annotations

from collections.abc import Iterator

from planning.outcome import MODEL_VERSION
from planning.result import result_hash
from reports.workbook.book import Book, Value

TITLE = "Log"
_HEADERS = ("Number", "When", "Who", "What", "Request", "From", "To", "Why", "Hash")
_WIDTHS = (34, 20, 28, 22, 12, 34, 34, 40, 20)


def write(book: Book) -> None:
    """Facts on this copy on top, the log below."""
    sheet = book.sheets[TITLE]
    sheet.put(0, 0, "Where this comes from", "title")
    row = 2
    for label, value, style in _facts(book):
        sheet.put(row, 0, label, "label")
        sheet.put(row, 1, value, style)
        row += 1
    entries = [(entry, place) for entry in book.dossier.log for place in entry.change.places]
    if not entries:
        sheet.put(row + 1, 0, "This copy holds no log: the notebook was not kept, or it was made without one.", "text")
    else:
        sheet.table("Log", row + 1, [(header, "wrapped") for header in _HEADERS], len(entries))
        for at, (entry, place) in enumerate(entries, start=row + 2):
            change = entry.change
            when = f"{change.at:%Y-%m-%d %H:%M} {change.at.tzname() or ''}".strip()
            values = (entry.number, when, str(change.who), place.what, place.request_id, place.before, place.after)
            sheet.line(at, (*values, place.why, entry.hash[:16]), "wrapped")
    sheet.widths(_WIDTHS)
    sheet.paper.freeze_panes(2, 0)
    sheet.print_as((row + 2 + len(entries), len(_WIDTHS) - 1))


def _facts(book: Book) -> Iterator[tuple[str, Value, str]]:
    dossier = book.dossier
    outcome = dossier.outcome
    notebook, selection = outcome.notebook, outcome.selection
    yield "Notebook", notebook.name, "text"
    yield "Planning cycle", notebook.cycle, "text"
    yield "Plan", dossier.plan_words, "text"
    yield "Version (changes in the log)", dossier.version, "count left"
    yield "Made by", dossier.made_by, "text"
    yield "Made at", f"{dossier.made_at:%Y-%m-%d %H:%M %Z}" if dossier.made_at else "", "text"
    yield "Source file", notebook.source.name, "text"
    yield "Source file SHA-256", notebook.source.sha256, "text"
    yield "Notebook hash", dossier.state_hash, "text"
    yield "Result hash", result_hash(outcome), "text"
    yield "Model version", MODEL_VERSION, "text"
    yield "Solver", selection.solver, "text"
    yield "Status", str(selection.status), "text"
    yield "Value (points)", selection.value, "points left"
    yield "Bound (points)", selection.bound, "points left"
    yield "Gap", selection.gap, "share left"
    yield "Planning date", outcome.today, "day left"
    yield "First quarter", str(notebook.plan.first_quarter), "text"
