"""A study: one problem with its best portfolio, whether it came from a workbook or from a plain table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intake.plain_table import PlainTable
from planning.notebook import UnknownNameError
from planning.outcome import Outcome
from portfolio.frontier import Band, Frontier, frontier
from portfolio.own_cost import own_cost_band
from portfolio.selection import Problem, Selection
from portfolio.solver import Ask, Floats, KeptModel
from portfolio.weight_map import WeightMap
from scoring.score import POINTS_PER_LEVEL, read_levels
from scoring.weights import Weights

TOTAL_CAPITAL = "capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a question about a portfolio needs.

    Args:
        titles: Title by request id.
        costs: Amounts by request id, by name of the cost: total capital or a resource.
        criteria: Names of the m criteria weights are about.
        levels: n x m points of each request (ids sorted) where one criterion has all the weight.
        shares: m weight shares, summing to 1.
        points_per_usd: Points a request's own score loses with each dollar of capital.
    """

    problem: Problem
    selection: Selection
    titles: Mapping[str, str]
    costs: Mapping[str, Mapping[str, float]]
    criteria: tuple[str, ...]
    levels: Floats
    shares: Floats
    points_per_usd: float = 0.0

    def costs_of(self, name: str) -> tuple[Mapping[str, float], str]:
        """Cost by request id and the limit it is about (empty where it is none), by name; empty: the first cost.

        Raises:
            UnknownNameError: there is no such cost and no such limit.
        """
        limits = {row.key.casefold(): row for row in self.problem.rows if row.is_limit}
        name = name or next(iter(self.costs), "")
        row = limits.get(name.casefold())
        if name in self.costs:
            return self.costs[name], row.key if row else ""
        if row is None:
            known = ", ".join([*self.costs, *(r.key for r in limits.values())][:8]) or "none"
            raise UnknownNameError(f"There is no cost {name!r}. Costs are named like: {known}.")
        return row.terms, row.key

    def frontier(self, cost: str, *, model: KeptModel, seconds: float) -> Frontier:
        """The exact frontier of value against one cost; a limit of that name gives way to it.

        Raises:
            UnknownNameError: there is no such cost and no such limit.
        """
        costs, lifted = self.costs_of(cost)
        return frontier(self.problem, costs, lifted=lifted, model=model, seconds=seconds)

    def own_cost_band(self, request_id: str, *, model: KeptModel, ask: Ask = Ask()) -> Band | None:
        """Own capital costs at which a request is in; None where there are none or the question makes no sense."""
        try:
            return own_cost_band(self.problem, request_id, points_per_usd=self.points_per_usd, model=model, ask=ask)
        except ValueError:
            return None

    def weight_map(self, model: KeptModel) -> WeightMap:
        """An empty map of weights around the study's own."""
        found = WeightMap(model, self.levels, self.problem.premiums, near=self.shares)
        if self.selection.has_portfolio:
            found.add(frozenset(self.selection.funded))
        return found


def study_notebook(outcome: Outcome) -> Study:
    """The study of a judged notebook."""
    notebook = outcome.notebook
    levels = read_levels(notebook.requests, notebook.criteria_in_use, notebook.cost_terms)
    order = np.argsort(np.array(levels.ids))
    problem = outcome.problem
    return Study(
        problem=problem,
        selection=outcome.selection,
        titles={r.id: r.title for r in notebook.requests},
        costs={TOTAL_CAPITAL: problem.capital_usd},
        criteria=levels.keys,
        levels=POINTS_PER_LEVEL * levels.values[order],
        shares=np.array([notebook.weights.share(key) for key in levels.keys]),
        points_per_usd=POINTS_PER_LEVEL * notebook.weights.share("cost") / float(notebook.plan.dollars_per_point),
    )


def study_plain(
    tables: Mapping[str, PlainTable], problem: Problem, selection: Selection, weights: Sequence[float] = ()
) -> Study:
    """The study of a plain table; several value columns are criteria, each weighing the same unless stated."""
    first = next(iter(tables.values()))
    amounts = list(weights) or [1.0] * len(tables)
    shares = Weights.of(dict(zip(tables, amounts, strict=True)))
    return Study(
        problem=problem,
        selection=selection,
        titles={r.id: r.title for r in first.requests},
        costs=first.amounts,
        criteria=tuple(tables),
        levels=np.array([[table.values[i] for table in tables.values()] for i in problem.ids]),
        shares=np.array([shares.share(name) for name in tables]),
    )
