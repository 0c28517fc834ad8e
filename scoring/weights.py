"""Weights: what moving from the 0 anchor to the 10 anchor of each criterion is worth, as shares of 100."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scoring.criterion import Criterion


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight shares by criterion key, kept as (key, share) pairs that sum to 1.

    Raises:
        ValueError: Expected finite weights >= 0 with a positive sum.
    """

    shares: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, amounts: Mapping[str, float]) -> Weights:
        """Weights from any non-negative amounts: only their proportions count."""
        total = math.fsum(amounts.values())
        if any(not math.isfinite(a) or a < 0 for a in amounts.values()) or not (total > 0 and math.isfinite(total)):
            raise ValueError("Expected finite weights >= 0 with a positive sum.")
        return cls(tuple((key, amount / total) for key, amount in amounts.items()))

    @classmethod
    def default(cls, criteria: Iterable[Criterion]) -> Weights:
        """The criteria's own default weights."""
        return cls.of({criterion.key: criterion.default_weight for criterion in criteria})

    def share(self, key: str) -> float:
        """The share of one criterion, 0 where it has none."""
        return dict(self.shares).get(key, 0.0)

    def percent(self, key: str) -> float:
        """The share of one criterion in percent."""
        return 100 * self.share(key)

    def whole_percents(self) -> dict[str, int]:
        """Whole percents that sum to 100, as screens show weights: the largest remainders are rounded up."""
        exact = {key: 100 * share for key, share in self.shares}
        whole = {key: math.floor(percent + 1e-9) for key, percent in exact.items()}
        first = sorted(exact, key=lambda key: whole[key] - exact[key])[: 100 - sum(whole.values())]
        return {key: percent + (key in first) for key, percent in whole.items()}

    def with_share(
        self, key: str, share: float, *, like: Weights | None = None, locked: Collection[str] = ()
    ) -> Weights:
        """One share set, the others keeping their proportions to each other.

        Args:
            like: Where all others are 0 they take their proportions from here; without it they share equally. What is
                0 here and now stays off.
            locked: Keys that keep their shares. The one set gets at most what these leave, and all of that where no
                other is free to take the rest.

        Raises:
            ValueError: Expected 0 <= share <= 1 and a key that has a weight.
        """
        amounts = dict(self.shares)
        if not 0 <= share <= 1 or key not in amounts:
            raise ValueError("Expected 0 <= share <= 1 and a key that has a weight.")
        kept = {k: v for k, v in amounts.items() if k in locked and k != key}
        free = {k: v for k, v in amounts.items() if k != key and k not in kept}
        if like is not None:
            off = {k for k, v in free.items() if not v and not like.share(k)}
            is_empty = not math.fsum(free.values())
            free = {k: like.share(k) if is_empty else v for k, v in free.items() if k not in off}
            kept |= dict.fromkeys(off, 0.0)
        room, total = max(1 - math.fsum(kept.values()), 0.0), math.fsum(free.values())
        share = min(share, room) if free else room
        rest = {k: (v / total if total else 1 / len(free)) * (room - share) for k, v in free.items()}
        moved = {key: share, **kept, **rest}
        return Weights(tuple((k, moved[k]) for k in amounts))
