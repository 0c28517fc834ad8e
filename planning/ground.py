"""Grounds: one rule set each, with what was made from it and the engine that answers about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from planning.ahead import Ahead, Outlook
from planning.content import fingerprint
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome, judge
from planning.prepared import Prepared, prepare
from portfolio.engine import Engine, Terrain
from portfolio.selection import Selection
from portfolio.solver import Floats
from scoring.score import POINTS_PER_LEVEL, weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One rule set: its parts and its engine.

    Args:
        keys: Criteria the engine's weights are about, in order.
        ahead: Its portfolios known by now, judged.
    """

    today: dt.date
    parts: Prepared
    keys: tuple[str, ...]
    engine: Engine
    ahead: Ahead

    def shares(self, notebook: PlanningNotebook) -> Floats:
        """The notebook's weight shares in the engine's order."""
        return _shares(notebook, self.keys)

    def judge(self, notebook: PlanningNotebook, selection: Selection, *, finds_conflict: bool = True) -> Outcome:
        """The outcome of a selection at the notebook's weights."""
        scores = weigh(self.parts.levels, notebook.weights)
        return judge(
            notebook, self.today, parts=self.parts, scores=scores, selection=selection, finds_conflict=finds_conflict
        )

    def look_ahead(self, shown: Outcome, *, most_new: int) -> Outlook:
        """The portfolios known to be the best around the weights of what is shown, its own among them.

        Args:
            most_new: So many that were never judged are judged now, the others in later calls.
        """
        # What was proven before this engine was made is news to it.
        self.engine.learn(shown.funded)

        def judged(selection: Selection) -> Outcome:
            return judge(
                shown.notebook,
                shown.today,
                parts=shown.parts,
                scores=shown.scores,
                selection=selection,
                finds_conflict=False,
            )

        return Outlook(self.keys, self.ahead.around(self.shares(shown.notebook), judged, most_new=most_new))


def make_ground(notebook: PlanningNotebook, today: dt.date) -> Ground:
    """A notebook's rule set with a new engine."""
    parts = prepare(notebook, today)
    keys = _criteria(notebook)
    columns = [parts.levels.keys.index(key) for key in keys]
    order = np.argsort(np.array(parts.levels.ids, dtype=np.str_))
    levels = POINTS_PER_LEVEL * parts.levels.values[order][:, columns]
    problem = parts.problem(weigh(parts.levels, notebook.weights))
    terrain = Terrain(problem=problem, levels=levels, near=_shares(notebook, keys))
    engine = Engine(terrain)
    return Ground(today=today, parts=parts, keys=keys, engine=engine, ahead=Ahead(engine))


def rule_key(notebook: PlanningNotebook, today: dt.date) -> tuple[Hashable, ...]:
    """What makes another rule set, by content: everything an answer depends on but the weights."""
    wholes = (
        notebook.requests,
        notebook.limits,
        notebook.rules,
        notebook.plan,
        notebook.governance,
        notebook.agreed_rules,
        notebook.criteria,
        notebook.settled,
    )
    contents = tuple(fingerprint(whole) for whole in wholes)
    return (today, contents, notebook.bounds, notebook.kinds_on, notebook.overrides, _criteria(notebook))


def _criteria(notebook: PlanningNotebook) -> tuple[str, ...]:
    """Criteria that have a weight, in the agreed plan or now."""
    agreed, now = notebook.plan.weights, notebook.weights
    return tuple(c.key for c in notebook.criteria if agreed.share(c.key) or now.share(c.key))


def _shares(notebook: PlanningNotebook, keys: tuple[str, ...]) -> Floats:
    return np.array([notebook.weights.share(key) for key in keys])
