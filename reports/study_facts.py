"""Explanations, frontiers and maps of weights as plain facts for --json: one wording for every reader of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planning.study import Study
from portfolio.conflict import Conflict
from portfolio.explanation import Explanation, Standing
from portfolio.frontier import Band, Frontier
from portfolio.weight_map import Progress, Robustness, WeightMap

DIGITS = 6


def explanation_facts(explained: Explanation, bands: Sequence[Band]) -> dict[str, Any]:
    """One request's reasons; ``displaced``: whom it pushes out; ``incoming``: who comes in with the change."""
    must = explained.standing is Standing.MUST_BE_IN
    return {
        "funded": explained.is_funded,
        "standing": str(explained.standing),
        "score": rounded(explained.score),
        "points_short": rounded(explained.points_short),
        "safety_margin": rounded(explained.safety_margin),
        "break_even": rounded(explained.break_even),
        "displaced": list(explained.makes_room_for if must else explained.leaves),
        "incoming": list(explained.comes),
        "price": rounded(explained.price),
        "would_break": [
            {"rule": b.row.key, "label": b.row.label, "over": rounded(b.over), "unit": b.row.unit}
            for b in explained.breaches
        ],
        "blocked_by": _blocked_by(explained),
        "budget_bands": [[rounded(band.start), rounded(band.end)] for band in bands],
        "proven": explained.is_proven,
    }


def conflict_facts(conflict: Conflict | None) -> list[dict[str, Any]]:
    """The smallest set of colliding rules, each limit with the bound at which, alone, it would let a portfolio fit."""
    moves = {move.row.key: move for move in conflict.moves} if conflict else {}
    return [
        {
            "rule": row.key,
            "label": row.label,
            "why": row.why,
            "bound": row.bound,
            "unit": row.unit,
            "needed": rounded(moves[row.key].to) if row.key in moves else None,
        }
        for row in (conflict.rows if conflict else ())
    ]


def frontier_facts(study: Study, found: Frontier, cost: str) -> dict[str, Any]:
    """Every efficient portfolio, the cheapest first."""
    return {
        "cost": cost or next(iter(study.costs), ""),
        "points": [
            {
                "value": rounded(point.value),
                "cost": rounded(point.cost),
                "funded": list(point.funded),
                "convex": point.is_convex,
            }
            for point in found.points
        ],
        "complete": found.is_complete,
        "unsearched_below": None if found.is_complete else rounded(found.unsearched),
    }


def sweep_facts(study: Study, filled: WeightMap, progress: Progress, robust: Robustness) -> dict[str, Any]:
    """The map of weights: portfolios with their share, requests with both indices, and what is certified."""
    planes = filled.envelope.planes
    return {
        "criteria": list(study.criteria),
        "weights": [rounded(share) for share in study.shares.tolist()],
        "portfolios": [
            {
                "funded": sorted(chosen),
                "share_of_weights": robust.shares[k],
                "value": rounded(float(planes[k] @ study.shares)),
                "points_by_criterion": [rounded(points) for points in planes[k].tolist()],
            }
            for k, chosen in enumerate(filled.portfolios)
            if len(filled.envelope.corners_of(k))
        ],
        "requests": {
            i: {
                "share_of_weights": robust.share_of_weights[i],
                "core_index": robust.core_index[i],
                "standing": standing,
            }
            for i, standing in _standings(robust).items()
        },
        "gap": progress.gap,
        "complete": progress.is_complete,
        "corners": progress.n_corners,
        "proven": progress.n_proven,
        "solves": progress.n_solves,
        "seconds": round(progress.seconds, 3),
    }


def _standings(robust: Robustness) -> dict[str, str]:
    words = {0.0: "exterior", 1.0: "core"}
    return {i: words.get(share, "borderline") for i, share in robust.core_index.items()}


def _blocked_by(explained: Explanation) -> list[str]:
    rows = [row.key for conflict in explained.obstacles for row in conflict.rows]
    return rows if explained.standing is Standing.CANNOT_BE_IN else []


def rounded(number: float | None) -> float | None:
    """A number as answers print it, to six digits; None stays None."""
    return None if number is None else round(number, DIGITS)
