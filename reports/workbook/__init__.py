"""The selected portfolio as finance's workbook: formulas live, every value stored, every total checked."""

from __future__ import annotations

from reports.dossier import Dossier
from reports.safe_text import safe
from reports.workbook import assumptions, funded, log, money, not_funded, rules, staffing, summary
from reports.workbook.book import Book, SheetKind
from reports.workbook.styles import BLUE, GRAY, GREEN, INK, ORANGE

# In the order of the tabs.
SHEETS: tuple[SheetKind, ...] = (
    SheetKind(summary.TITLE, INK, summary.write),
    SheetKind(funded.TITLE, BLUE, funded.write),
    SheetKind(not_funded.TITLE, GRAY, not_funded.write),
    SheetKind(money.TITLE, GREEN, money.write),
    SheetKind(staffing.TITLE, ORANGE, staffing.write),
    SheetKind(rules.TITLE, GRAY, rules.write),
    SheetKind(assumptions.TITLE, "#E8C547", assumptions.write),
    SheetKind(log.TITLE, GRAY, log.write),
)
# What others point to is written first: the limits, then money and staffing, then the rules and the summary.
_WRITTEN_FIRST, _WRITTEN_LAST = (assumptions.TITLE,), (rules.TITLE, summary.TITLE)


def build_workbook(dossier: Dossier) -> bytes:
    """The portfolio for finance, one sheet for each of ``SHEETS``."""
    book = Book(dossier)
    for kind in SHEETS:
        book.add_sheet(kind.title).paper.set_tab_color(kind.color)
    for kind in sorted(SHEETS, key=_turn):
        kind.write(book)
    _set_properties(book)
    return book.close()


def _turn(kind: SheetKind) -> int:
    if kind.title in _WRITTEN_FIRST:
        return -1
    return 1 + _WRITTEN_LAST.index(kind.title) if kind.title in _WRITTEN_LAST else 0


def _set_properties(book: Book) -> None:
    outcome = book.dossier.outcome
    book.file.set_properties(
        {
            "title": safe(f"{outcome.notebook.name}: selected portfolio"),
            "subject": safe(f"{outcome.notebook.scenario or 'Agreed plan'}, {outcome.today.isoformat()}"),
            "author": safe(book.dossier.made_by) or "Rounds",
            "company": "Rounds",
            "comments": "Formulas are live. Inputs are blue on yellow. The checks stand on the sheet Summary.",
            "created": book.stamp,
        }
    )
