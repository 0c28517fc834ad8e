"""What a status says: still asking, running already, or over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from intake import questions as q
from intake.questions import Choice, Question
from scoring.request import Stage

_OVER = re.compile(
    r"\b(closed|complete|completed|cancel\w*|retired|dropped|rejected|declined|denied|withdrawn|done|resolved|"
    r"terminated|decommission\w*|archived|duplicate|abandoned|not approved|on hold|deferred|inactive|finished)\b|won.t"
)
_RUNNING = re.compile(
    r"\b(deployed|in production|production|live|operation\w*|in use|implemented|maintenance|o&m|sustain\w*)\b"
)
_PILOT = re.compile(r"\b(pilot\w*|proof of concept|poc|trial)\b")
_NOT_YET = re.compile(r"\b(pre-?deploy\w*|pre-?production|not\b.*\b(deployed|live|started))")
MOST_STATUSES = 30


def status_text(text: str) -> str:
    """A status as it is compared and shown: its first words."""
    return " ".join(text.split())[:80]


def competes(status: str) -> bool:
    """Whether a request of this status still asks for money and people; unknown words do."""
    lower = status.casefold()
    return bool(_NOT_YET.search(lower)) or not (_OVER.search(lower) or _RUNNING.search(lower))


def stage_of(status: str) -> Stage:
    """The stage a status speaks of; an idea where it speaks of none."""
    lower = status.casefold()
    if _NOT_YET.search(lower):
        return Stage.IDEA
    if re.search(r"\b(retired|decommission\w*)\b", lower):
        return Stage.RETIRE
    if _PILOT.search(lower):
        return Stage.PILOT
    return Stage.OPERATE if _RUNNING.search(lower) and not _OVER.search(lower) else Stage.IDEA


def status_question(found: Iterable[str]) -> Question | None:
    """Which statuses count, where some of a list say that the work runs already or is over; None where none does."""
    counted = Counter(status_text(text) for text in found)
    if len(counted) > MOST_STATUSES:
        return None
    out = [status for status in counted if not competes(status)]
    if not out:
        return None
    listed = ", ".join(f"{status} ({n})" for status, n in counted.most_common(8))
    all_out = "Every status says that the work runs already or is over"
    what = "The list mixes statuses" if len(out) < len(counted) else all_out
    return Question(
        code=q.STATUS,
        text=f"{what}: {listed}. Which of them compete for money and people?",
        choices=tuple(Choice(status, f"{status} ({n})") for status, n in counted.most_common()),
        takes_many=True,
    )
