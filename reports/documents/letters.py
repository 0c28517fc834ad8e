"""Letters to sponsors as one document, a page each."""

from __future__ import annotations

from collections.abc import Sequence

from reports.documents.paper import Paper
from reports.dossier import Dossier
from reports.letters import Letter, letters


def build_letters(dossier: Dossier) -> bytes:
    """A letter about every request, by sponsor, each on a page of its own."""
    return letter_document(dossier, letters(dossier))


def letter_document(dossier: Dossier, written: Sequence[Letter]) -> bytes:
    """The letters, each on a page of its own."""
    paper = Paper(dossier, f"{dossier.outcome.notebook.name}: letters to sponsors")
    if not written:
        paper.sentence("There is no request to write about.")
    for number, one in enumerate(written):
        if number:
            paper.page_break()
        _write(paper, one)
    return paper.close()


def _write(paper: Paper, one: Letter) -> None:
    paper.pairs([("To", one.to), ("About", one.about), ("Date", one.date)])
    paper.heading(one.opening, gap=18)
    for reason in one.reasons:
        paper.sentence(reason)
    paper.heading("What the plan counts", size=12)
    paper.pairs(one.facts)
    if one.closing:
        paper.sentence(one.closing)
