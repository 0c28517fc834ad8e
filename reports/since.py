"""What changed since the last meeting, in sentences that every paper takes over."""

from __future__ import annotations

from collections.abc import Mapping

from planning.since import Since
from reports.comparison import cause_sentences, signed_points
from reports.dossier import Dossier
from reports.reasons import names
from reports.wording import counted

NOTHING_BEFORE = "Nothing to compare with: nothing was signed before, and every change is of today."
NOT_COMPARED = "What changed was not worked out for this copy: the screen Export results does it for a kept notebook."
# Requests a sentence names before it says how many more there are.
_NAMED = 5


def since_title(dossier: Dossier) -> str:
    """What changed, in one line."""
    since = dossier.since
    if since is None:
        return "What changed since the last meeting"
    n_in, n_out = len(since.came_in), len(since.dropped_out)
    if not n_in and not n_out:
        return "No request came in or dropped out since the last meeting"
    return f"Since the last meeting {counted(n_in, 'request')} came in, {n_out} dropped out"


def since_line(dossier: Dossier) -> str:
    """Compared with which moment, and what the value did."""
    since = dossier.since
    if since is None:
        return NOTHING_BEFORE if dossier.is_compared else NOT_COMPARED
    change = since.value_change
    said = "one of both has no portfolio" if change is None else _worth(change)
    return f"Compared with {since.when}: {said}."


def since_sentences(dossier: Dossier) -> tuple[str, ...]:
    """Who came in, who dropped out, and the cause of each difference; none where there is nothing before."""
    since = dossier.since
    if since is None:
        return ()
    titles = _titles(since)
    said = [
        f"{words}: {names(ids, titles, _NAMED)}."
        for words, ids in (("Came in", since.came_in), ("Dropped out", since.dropped_out))
        if ids
    ]
    return (
        *said,
        *(f"Because of {_lowered(words)}" if since.causes else words for words in cause_sentences(since.causes)),
    )


def _worth(change: float) -> str:
    words = signed_points(change)
    return "as much as before" if words == "the same value" else words


def _titles(since: Since) -> Mapping[str, str]:
    return {r.id: r.title for outcome in (since.before, since.now) for r in outcome.notebook.requests}


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
