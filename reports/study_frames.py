"""Tables of the engine's findings that screens and charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from planning.outcome import Outcome
from portfolio.alternatives import Alternative
from portfolio.explanation import Explanation
from portfolio.frontier import Band, Frontier
from portfolio.price import Price
from portfolio.ranked import fund_by_rank, fund_by_value_per_cost
from reports.reasons import moves_words, obstacle_words, standing
from reports.wording import amount, exact_amount, points

MILLION = 1e6


def frontier_frame(outcome: Outcome, found: Frontier, costs: Mapping[str, float], *, scale: float) -> pd.DataFrame:
    """One row for each efficient portfolio, then this plan and the two lists people ask for.

    Args:
        costs: Cost by request id.
        scale: Costs are divided by it.

    Returns:
        Columns kind, cost (scaled), value (points), n_funded, broken (rows a list breaks).
    """
    problem = outcome.problem
    rows = [
        {
            "kind": "convex" if point.is_convex else "frontier",
            "cost": point.cost / scale,
            "value": point.value,
            "n_funded": len(point.funded),
            "broken": 0,
        }
        for point in found.points
    ]
    lists = {
        "by rank to the line": fund_by_rank(problem),
        "by value per cost": fund_by_value_per_cost(problem, costs),
    }
    sets = {"this plan": (outcome.funded, 0)} | {k: (frozenset(v.funded), len(v.broken)) for k, v in lists.items()}
    for kind, (funded, n_broken) in sets.items():
        cost = sum(costs.get(i, 0.0) for i in funded) / scale
        rows.append(
            {"kind": kind, "cost": cost, "value": problem.value(funded), "n_funded": len(funded), "broken": n_broken}
        )
    return pd.DataFrame(rows, columns=["kind", "cost", "value", "n_funded", "broken"])


def price_frame(prices: Sequence[Price], currency: str) -> pd.DataFrame:
    """One row for each price above 0, the highest first.

    Returns:
        Columns what, step (in words, empty for a rule left out), points, comes, leaves.
    """
    rows = [
        {
            "what": price.label,
            "step": "" if price.step is None else f"+{amount(price.step, price.unit, currency)}",
            "points": price.points,
            "comes": ", ".join(price.comes),
            "leaves": ", ".join(price.leaves),
        }
        for price in sorted(prices, key=lambda p: -(p.points or 0.0))
        if price.is_binding
    ]
    return pd.DataFrame(rows, columns=["what", "step", "points", "comes", "leaves"])


def alternative_frame(found: Sequence[Alternative]) -> pd.DataFrame:
    """One row for each next-best portfolio: columns value, short (points below the best), comes, leaves."""
    rows = [
        {"value": a.value, "short": a.short, "comes": ", ".join(a.comes), "leaves": ", ".join(a.leaves)} for a in found
    ]
    return pd.DataFrame(rows, columns=["value", "short", "comes", "leaves"])


def breach_frame(explained: Explanation, currency: str) -> pd.DataFrame:
    """One row for each rule a request would break if it were simply added: columns rule, over (in words)."""
    rows = [
        {"rule": b.row.label, "over": exact_amount(b.over, b.row.unit, currency) if b.row.is_limit else "breaks it"}
        for b in explained.breaches
    ]
    return pd.DataFrame(rows, columns=["rule", "over"])


def swap_frame(outcome: Outcome, explained: Explanation) -> pd.DataFrame:
    """Who would come and go with a change of mind about one request: columns move, id, title, score."""
    moves = [("would leave", i) for i in explained.leaves]
    moves += [("would come in", i) for i in (*explained.comes, *explained.makes_room_for)]
    titles = {r.id: r.title for r in outcome.notebook.requests}
    rows = [{"move": move, "id": i, "title": titles[i], "score": points(outcome.scores.totals[i])} for move, i in moves]
    return pd.DataFrame(rows, columns=["move", "id", "title", "score"])


def reason_frame(outcome: Outcome, found: Mapping[str, Explanation]) -> pd.DataFrame:
    """One row for each request in order of score; what is not explained yet stays empty.

    Returns:
        Columns standing, id, title, score, short and safety (points, NaN where they say nothing), moves (who would
        come and go, in words), obstacle (what it would overflow most, or the rule that forbids it).
    """
    rows = []
    for request in outcome.ranked():
        explained = found.get(request.id)
        rows.append(
            {
                "standing": standing(outcome, request.id),
                "id": request.id,
                "title": request.title,
                "score": outcome.scores.totals[request.id],
                "short": explained.points_short if explained else None,
                "safety": explained.safety_margin if explained else None,
                "moves": moves_words(explained) if explained else "",
                "obstacle": obstacle_words(explained, outcome.notebook.plan.currency) if explained else "",
            }
        )
    frame = pd.DataFrame(rows, columns=["standing", "id", "title", "score", "short", "safety", "moves", "obstacle"])
    return frame.astype({"short": "float64", "safety": "float64"})


def bands_frame(bands: Sequence[Band], found: Frontier, spent: float, *, scale: float) -> pd.DataFrame:
    """The strip of budgets, cut where one request comes in or goes out.

    Returns:
        Columns start, end (scaled; the last one ends a little beyond what is spent at most), is_in, spent (scaled).
    """
    low, high = found.points[0].cost, found.points[-1].cost
    end = max(high, spent) + 0.05 * max(high - low, 1.0)
    edges = sorted({low, end} | {edge for band in bands for edge in (band.start, band.end) if edge is not None})
    rows = []
    for start, stop in pairwise(edges):
        is_in = any(band.start <= start and (band.end is None or start < band.end) for band in bands)
        rows.append({"start": start / scale, "end": stop / scale, "is_in": is_in, "spent": spent / scale})
    return pd.DataFrame(rows, columns=["start", "end", "is_in", "spent"])
