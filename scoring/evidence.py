"""Claimed against expected: how far a claim counts, by what it rests on.

Estimates are noisy, and choosing the highest of them picks the overrated ones (the optimizer's curse: Smith and Winkler
2006). With a prior of mean m and variance s2 over the requests, and noise of variance t2 in a claim v,

    E[V | v] = m + s2 / (s2 + t2) x (v - m)

The ratios t2 / s2 below are a stated assumption of ours, to be replaced by what a follow-up of earlier claims shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceGrade:
    """One grade: its name, the noise of a claim as t2 / s2, and the words that tell it."""

    name: str
    noise: float
    words: tuple[str, ...]


# The first grade whose word stands in the text counts; a vendor's word weighs least whatever stands beside it.
GRADES: tuple[EvidenceGrade, ...] = (
    EvidenceGrade("vendor claim", 2.0, ("vendor claim",)),
    EvidenceGrade("duty or trial", 0.25, ("legal duty", "randomized", "rule", "contract", "notice")),
    EvidenceGrade(
        "published or measured here", 0.5, ("publish", "national", "audit", "pilot", "local data", "time study")
    ),
    EvidenceGrade("reports", 1.0, ("report", "survey", "local", "assessment", "policy", "enabler", "practice")),
)
NOTHING_STATED = EvidenceGrade("not stated", 2.0, ())
# Each word from its start: what is unpublished is not published.
_TELLING = tuple((grade, re.compile(rf"\b(?:{'|'.join(map(re.escape, grade.words))})")) for grade in GRADES)


def evidence_grade(text: str) -> EvidenceGrade:
    """The grade of what a claim rests on; "not stated" for words nobody knows."""
    said = text.casefold()
    return next((grade for grade, words in _TELLING if words.search(said)), NOTHING_STATED)


def expected_scores(claimed: Mapping[str, float], noise: Mapping[str, float]) -> dict[str, float]:
    """Expected points by request id: each claim drawn towards the mean of all, the noisier the more.

    Args:
        claimed: Scores by request id.
        noise: t2 / s2 by request id. Expected noise >= 0.

    Raises:
        ValueError: Expected noise >= 0.
    """
    if any(amount < 0 for amount in noise.values()):
        raise ValueError("Expected noise >= 0.")
    mean = mean_score(claimed)
    return {i: mean + (v - mean) / (1 + noise[i]) for i, v in claimed.items()}


def mean_score(claimed: Mapping[str, float]) -> float:
    """The mean of all claims: what a request nobody knows anything about would be expected to be worth."""
    return sum(claimed.values()) / len(claimed) if claimed else 0.0
