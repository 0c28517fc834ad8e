"""The front-line note: what was decided, in short words, for people who do the work."""

from __future__ import annotations

from dataclasses import dataclass

from reports.dossier import Dossier
from reports.facts import key_figures
from reports.reasons import has_funded_variant
from scoring.request import Request

_NAMED = 6
_WAITS = "There is no room for these now. They can come back next time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading with its sentences and the titles it lists."""

    heading: str
    sentences: tuple[str, ...]
    titles: tuple[str, ...] = ()


def note_parts(dossier: Dossier) -> tuple[Part, ...]:
    """The note, part by part. Titles are people's own words; every other sentence is ours and kept simple."""
    figures = key_figures(dossier)
    helps = _best(dossier, "burden_reduction")
    adds = [r for r in dossier.funded if r.ratings.get("burden_reduction", 0) < 0]
    asked_by_you = sorted(dossier.funded, key=lambda r: -(r.frontline_tickets or 0))
    heard = [r for r in asked_by_you if r.frontline_tickets][:_NAMED]
    waits = _nearest(dossier)
    parts = [
        Part(
            heading="What we will do",
            sentences=(
                f"We looked at {figures.n_asked} ideas. We can do {figures.n_funded} of them.",
                "There is not enough staff time and money for all. We chose the set that helps most.",
            ),
        ),
        Part(heading="What should make your day easier", sentences=_some(helps), titles=_titles(helps)),
        Part(heading="What will take some of your time", sentences=_adds_words(adds), titles=_titles(adds)),
        Part(heading="What you asked for, and will get", sentences=_some(heard), titles=_titles(heard)),
        Part(
            heading="What has to wait",
            sentences=(_WAITS if waits else "Nothing has to wait.",),
            titles=_titles(waits),
        ),
        Part(heading="Have your say", sentences=("Tell your lead what works and what does not. We read all of it.",)),
    ]
    return tuple(parts)


def note_text(dossier: Dossier, *, with_titles: bool = True) -> str:
    """The note as plain text; without the titles it holds our own words alone."""
    lines: list[str] = []
    for part in note_parts(dossier):
        lines += [part.heading, *part.sentences, *(part.titles if with_titles else ()), ""]
    return "\n".join(lines)


def _best(dossier: Dossier, criterion: str) -> list[Request]:
    rated = [r for r in dossier.funded if r.ratings.get(criterion, 0) > 0]
    return sorted(rated, key=lambda r: (-r.ratings[criterion], r.id))[:_NAMED]


def _nearest(dossier: Dossier) -> list[Request]:
    """Requests that would help and are out, the nearest to the plan first; no variant of what comes."""
    outcome, known = dossier.outcome, dossier.explanations
    waits = [
        r
        for r in dossier.not_funded
        if r.id not in outcome.blocked and outcome.scores.totals[r.id] > 0 and not has_funded_variant(outcome, r)
    ]
    short = {r.id: known[r.id].points_short for r in waits if r.id in known}
    return sorted(waits, key=lambda r: (short.get(r.id) is None, short.get(r.id) or 0.0))[:_NAMED]


def _some(requests: list[Request]) -> tuple[str, ...]:
    return () if requests else ("Nothing in this plan.",)


def _adds_words(adds: list[Request]) -> tuple[str, ...]:
    if not adds:
        return ("Nothing in this plan adds work.",)
    if all(r.mandate is not None or r.ratings.get("clinical_value", 0) > 0 for r in adds):
        return ("These add some work. We do them for safety or because the law asks for it.",)
    return ("These add some work.",)


def _titles(requests: list[Request]) -> tuple[str, ...]:
    return tuple(r.title for r in requests[:_NAMED])
