"""How one thing about a file was read: as what, how sure that is, where it was seen, and what else it could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.questions import QUESTION_CODES, Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that was understood about a file as a whole. It is a question, too, while it is too doubtful.

    Args:
        code: The question that would be asked about it, one of ``QUESTION_CODES``.
        values: What it is read as, in values of the choices; one, unless it takes many.
        words: The same for people.
        confidence: How sure it is. Expected 0 <= confidence <= 1.
        seen: Where it was seen, in words.
        choices: What a person may say instead; empty where nothing else is possible.
        takes_many: Several choices may be true at once.
        is_stated: A person said so.
    """

    code: str
    values: tuple[str, ...]
    words: str
    confidence: float
    seen: str
    choices: tuple[Choice, ...] = ()
    takes_many: bool = False
    is_stated: bool = False

    def __post_init__(self) -> None:
        if self.code not in QUESTION_CODES:
            raise ValueError(f"Expected one of {', '.join(QUESTION_CODES)}.")
        if not 0 <= self.confidence <= 1:
            raise ValueError("Expected 0 <= confidence <= 1.")


def values_read(readings: Iterable[Reading]) -> Mapping[str, str]:
    """What each thing was read as, by code: tells whether two files say the same of themselves."""
    return {reading.code: ";".join(sorted(reading.values)) for reading in readings}
