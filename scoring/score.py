"""Scores: weight share x rating, summed, in points. 0 = the same as not doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scoring.criterion import Criterion
from scoring.request import Request
from scoring.value import CostTerms
from scoring.weights import Weights

Array = NDArray[np.float64]
POINTS_PER_LEVEL = 10.0


@dataclass(frozen=True, slots=True)
class Levels:
    """Where each request stands on each criterion: weights do not enter, so sliders reuse it.

    Args:
        ids: n request ids, in the order of the rows.
        keys: m criterion keys, in the order of the columns.
        values: n x m levels, signed so that more is better, assumed where unknown.
        assumed: n x m, True where the value is a stated default.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    values: Array
    assumed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scores:
    """Points by request and criterion.

    Args:
        contributions: n x m points, in the order of ``ids`` and ``keys``.
        totals: n points by request id: the sums of the contributions.
    """

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    contributions: Array
    totals: Mapping[str, float]
    assumed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def contribution(self, request_id: str, key: str) -> float:
        """Points one criterion gives one request.

        Raises:
            ValueError: the request or the criterion is not in these scores.
        """
        return float(self.contributions[self.ids.index(request_id), self.keys.index(key)])


def read_levels(requests: Sequence[Request], criteria: Sequence[Criterion], terms: CostTerms) -> Levels:
    """Each request's signed level on each criterion; an unknown one takes the criterion's stated default."""
    raw = [[criterion.level(request, terms) for criterion in criteria] for request in requests]
    values = np.array(
        [
            [c.sign * (c.assumed if level is None else level) for c, level in zip(criteria, row, strict=True)]
            for row in raw
        ],
        dtype=np.float64,
    ).reshape(len(requests), len(criteria))
    assumed = np.array([[level is None for level in row] for row in raw], dtype=np.bool_).reshape(values.shape)
    return Levels(tuple(r.id for r in requests), tuple(c.key for c in criteria), values, assumed)


def weigh(levels: Levels, weights: Weights) -> Scores:
    """Points from levels: 10 x share x level for each criterion, summed by request."""
    shares = np.array([weights.share(key) for key in levels.keys])
    contributions = POINTS_PER_LEVEL * levels.values * shares
    totals = {i: float(t) for i, t in zip(levels.ids, contributions.sum(axis=1), strict=True)}
    assumed = {
        request_id: keys
        for request_id, row in zip(levels.ids, levels.assumed, strict=True)
        if (keys := tuple(k for k, is_assumed in zip(levels.keys, row, strict=True) if is_assumed and weights.share(k)))
    }
    return Scores(levels.ids, levels.keys, contributions, totals, assumed)


def score(requests: Sequence[Request], criteria: Sequence[Criterion], weights: Weights, *, terms: CostTerms) -> Scores:
    """Score requests: score = 10 x sum over criteria of share x sign x level.

    Linear, never clipped and never rescaled to the present list: a score depends on its request, the criteria and
    the weights alone. The sum is in points: 0 = not doing it, 100 = a 10 on every benefit criterion and a net saving
    of 10 cost points.
    """
    return weigh(read_levels(requests, criteria, terms), weights)
