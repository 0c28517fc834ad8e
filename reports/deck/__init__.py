"""Slides for a board: the decision, its picture, money, people, what is not funded, what changed, what could fail."""

from __future__ import annotations

from reports.deck import slides
from reports.deck.deck import Deck
from reports.dossier import Dossier

# In the order they are shown.
SLIDES = (slides.decision, slides.picture, slides.money, slides.people, slides.not_funded, slides.changes, slides.risk)


def build_deck(dossier: Dossier) -> bytes:
    """The slides of ``SLIDES``, 16:9, with native charts."""
    return _written(dossier).close()


def outline(dossier: Dossier) -> list[tuple[str, str]]:
    """Title and first line of each slide."""
    return _written(dossier).outline


def _written(dossier: Dossier) -> Deck:
    deck = Deck(dossier)
    for write in SLIDES:
        write(deck)
    return deck
