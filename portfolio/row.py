"""Rows: what a rule asks of a portfolio, in numbers and in words."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

# Money comes in whole cents and hours in sums of a few thousand shares, both exact to far less than this.
TOLERANCE = 1e-4


class Sense(StrEnum):
    """Which way a row binds."""

    AT_MOST = "<="
    AT_LEAST = ">="
    EXACTLY = "=="


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One linear rule: the sum of ``terms`` over the selected requests against ``bound``.

    Args:
        key: Unique name, such as "capital FY27": what people type to change this limit.
        kind: Key of the constraint kind that made it.
        label: Name on screen.
        unit: Unit of the terms and the bound: "USD", "h", "points" or "requests".
        terms: Amount by request id; zero amounts left out.
        why: Who or what asks for it, in words.
    """

    key: str
    kind: str
    label: str
    sense: Sense
    bound: float
    unit: str
    terms: Mapping[str, float]
    why: str = ""

    def used(self, selected: Collection[str]) -> float:
        """The sum of the terms over the selected ids."""
        chosen = selected if isinstance(selected, (set, frozenset)) else set(selected)
        # Exact whatever the order: a set of ids has none.
        return math.fsum(map(self.terms.__getitem__, chosen.intersection(self.terms)))

    def slack(self, selected: Collection[str]) -> float:
        """What is left of the limit; negative where the row is broken."""
        return self.slack_at(self.used(selected))

    def slack_at(self, used: float) -> float:
        """What is left of the limit where so much is used; negative where the row is broken."""
        left = self.bound - used
        if self.sense is Sense.AT_LEAST:
            return -left
        return -abs(left) if self.sense is Sense.EXACTLY else left

    def is_met(self, selected: Collection[str]) -> bool:
        """Whether the selected ids keep this row."""
        return self.slack(selected) >= -TOLERANCE

    @property
    def is_limit(self) -> bool:
        """Whether the row is an amount that runs out (money, hours, points), not a yes/no rule about requests."""
        return self.sense is Sense.AT_MOST and self.unit != "requests" and self.kind != "balance"
