"""What an export will say, before it is made: two columns of words, from the same functions that write the file."""

from __future__ import annotations

from collections.abc import Sequence

from reports.briefs import briefs
from reports.deck import outline
from reports.dossier import Dossier
from reports.facts import figure_words
from reports.letters import letters
from reports.note import note_parts
from reports.reasons import standing
from reports.since import since_line
from reports.wording import money
from reports.workbook import SHEETS

Preview = Sequence[tuple[str, str]]


def workbook_preview(dossier: Dossier) -> Preview:
    """The key figures of the sheet Summary, what changed, and the sheets."""
    changed = ("Since the last meeting", since_line(dossier))
    return [*figure_words(dossier), changed, ("Sheets", ", ".join(kind.title for kind in SHEETS))]


def deck_preview(dossier: Dossier) -> Preview:
    """Title and first line of each slide."""
    return [(f"{number}. {title}", line) for number, (title, line) in enumerate(outline(dossier), start=1)]


def letters_preview(dossier: Dossier) -> Preview:
    """To whom, and what was decided."""
    return [(f"To {one.to}: {one.about}", " ".join((one.opening, *one.reasons))) for one in letters(dossier)]


def note_preview(dossier: Dossier) -> Preview:
    """Headings with their sentences and titles."""
    return [(part.heading, " ".join((*part.sentences, "; ".join(part.titles)))) for part in note_parts(dossier)]


def briefs_preview(dossier: Dossier) -> Preview:
    """Each audience with the best for it, against it, and what would change it."""
    return [
        (f"{brief.audience}: {words}", said)
        for brief in briefs(dossier)
        for words, said in (
            ("best for it", brief.best_for),
            ("best against it", brief.best_against),
            ("what would change it", brief.would_change),
        )
    ]


def csv_preview(dossier: Dossier) -> Preview:
    """The funded requests with their standing and cost."""
    currency = dossier.currency
    return [
        (
            f"{r.id} {r.title}",
            f"{standing(dossier.outcome, r.id)}, {money(float(r.total_capital_usd), currency)} capital, "
            f"{money(float(r.total_operating_usd), currency)} operating",
        )
        for r in dossier.funded
    ]
