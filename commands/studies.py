"""Explain, frontier and sweep: questions about the best portfolio of a study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planning.notebook import UnknownNameError
from planning.study import Study
from portfolio.explanation import explain
from portfolio.frontier import Band
from portfolio.selection import keep
from portfolio.weight_map import robustness
from reports.reasons import explanation_sentences
from reports.study_facts import explanation_facts, frontier_facts, sweep_facts

Answer = tuple[dict[str, Any], list[str]]


def explain_study(
    study: Study, *, requests: Sequence[str], cost: str, seconds: float, with_own_cost: bool = False
) -> Answer:
    """Facts and sentences on each request (none named: all of them), with the budgets at which it is in.

    Args:
        cost: What the budgets are of: total capital, a resource or a limit.
        seconds: Time limit of the frontier, and of each request.
        with_own_cost: Whether to find the band of each request's own capital cost, too: some seconds each.

    Raises:
        UnknownNameError: there is no such request or cost.
    """
    if unknown := sorted(set(requests) - set(study.titles)):
        raise UnknownNameError(f"There is no request {unknown[0]}.")
    model = keep(study.problem)
    bands: dict[str, tuple[Band, ...]] = {}
    facts: dict[str, Any] = {"value": study.selection.value, "requests": {}, "cost": None, "bands_complete": None}
    if study.costs:
        found = study.frontier(cost, model=model, seconds=seconds)
        bands = {i: found.bands(i) for i in study.titles}
        facts.update(cost=cost or next(iter(study.costs)), bands_complete=found.is_complete)
    sentences: list[str] = []
    for request_id in requests or sorted(study.titles):
        explained = explain(study.problem, study.selection, request_id, model=model, seconds=seconds)
        facts["requests"][request_id] = explanation_facts(explained, bands.get(request_id, ()))
        if with_own_cost:
            own = study.own_cost_band(request_id, model=model)
            facts["requests"][request_id]["own_cost_band"] = [own.start, own.end] if own else None
        said = " ".join(explanation_sentences(explained, study.titles))
        sentences.append(f"{request_id} {study.titles[request_id]}: {said}")
    return facts, sentences


def frontier_study(study: Study, *, cost: str, seconds: float) -> Answer:
    """Facts and lines of the exact frontier.

    Raises:
        UnknownNameError: there is no such cost.
    """
    found = study.frontier(cost, model=keep(study.problem), seconds=seconds)
    lines = [
        f"{point.cost:>14,.2f}  {point.value:>10.2f}  {len(point.funded):>4} requests{' convex' * point.is_convex}"
        for point in found.points
    ]
    if not found.is_complete:
        lines.append("Not finished: cheaper portfolios were not searched. Give it more --seconds.")
    return frontier_facts(study, found, cost), lines


def sweep_study(study: Study, *, gap: float, seconds: float) -> Answer:
    """Facts and lines of the map of weights, filled until proven, within the gap, or out of time."""
    filled = study.weight_map(keep(study.problem))
    progress = filled.fill(seconds=seconds, points=gap * abs(study.selection.value or 0.0))
    robust = robustness(filled)
    certified = "every weight proven" if progress.is_complete else f"certified within {progress.gap:.2%} everywhere"
    lines = [f"{progress.n_portfolios} portfolios are the best somewhere; {certified}."]
    ranked = sorted(study.titles, key=lambda i: (-robust.share_of_weights[i], i))
    weights, portfolios = robust.share_of_weights, robust.core_index
    lines += [
        f"{i}  {weights[i]:>6.1%} of weights  {portfolios[i]:>6.1%} of portfolios  {study.titles[i]}" for i in ranked
    ]
    return sweep_facts(study, filled, progress, robust), lines
