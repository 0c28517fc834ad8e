"""The front-line note and the briefs by audience as documents."""

from __future__ import annotations

from reports.briefs import briefs
from reports.documents.paper import Paper
from reports.dossier import Dossier
from reports.facts import figure_words
from reports.note import note_parts


def build_note(dossier: Dossier) -> bytes:
    """The front-line note, one page."""
    paper = Paper(dossier, "What we will do, and what has to wait")
    paper.heading("What we will do, and what has to wait", size=18, gap=0)
    for part in note_parts(dossier):
        paper.heading(part.heading)
        for sentence in part.sentences:
            paper.sentence(sentence)
        for title in part.titles:
            paper.bullet(title)
    return paper.close()


def build_briefs(dossier: Dossier) -> bytes:
    """A brief for each audience, after the figures that all of them share."""
    paper = Paper(dossier, f"{dossier.outcome.notebook.name}: briefs by audience")
    paper.heading("Briefs by audience", size=18, gap=0)
    paper.pairs(figure_words(dossier))
    for brief in briefs(dossier):
        paper.heading(brief.audience)
        paper.pairs(
            [
                ("Best for it", brief.best_for),
                ("Best against it", brief.best_against),
                ("What would change it", brief.would_change),
            ]
        )
    return paper.close()
