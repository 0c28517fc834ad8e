"""Premiums: points that exist only when certain requests are in together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """Points a portfolio gains (or, negative, loses) when all of these requests are in.

    Args:
        request_ids: One request, or several that work on each other. Expected at least one request, none twice.
        points: Gained when all are in; negative where they overlap. Expected finite points.
        kind: Key of the constraint kind that made it.
        why: Who or what says so, in words.
    """

    request_ids: tuple[str, ...]
    points: float
    kind: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if not self.request_ids or len(set(self.request_ids)) < len(self.request_ids):
            raise ValueError("Expected at least one request, none twice.")
        if not math.isfinite(self.points):
            raise ValueError("Expected finite points.")

    def earned(self, selected: Collection[str]) -> float:
        """The points where all its requests are selected, else 0."""
        return self.points if all(i in selected for i in self.request_ids) else 0.0


def earned_points(premiums: Iterable[Premium], selected: Collection[str]) -> float:
    """Points of all premiums that a set of requests earns."""
    chosen = frozenset(selected)
    return math.fsum(premium.earned(chosen) for premium in premiums)
