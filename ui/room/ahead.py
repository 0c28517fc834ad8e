"""What a browser shows as soon as a weight moves, until the app's answer is there: the portfolios known by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from planning.ahead import Judged
from planning.outcome import Outcome
from reports import charts, reasons
from scoring.score import POINTS_PER_LEVEL
from ui import state
from ui.room import answer, limits

# On longer lists a browser would spend more on this than the app's answer takes.
MOST_REQUESTS = 1000
# Portfolios judged with one move: they are shown with later ones.
NEW_AT_ONCE = 6
# More digits than any tie needs.
_DIGITS = 9
# What a portfolio funds, uses and costs is the same whatever the weights: it is put in words once.
_PLATES: WeakKeyDictionary[Judged, Mapping[str, Any]] = WeakKeyDictionary()


def known(outcome: Outcome, ids: Sequence[str]) -> dict[str, Any] | None:
    """What is known of other weights; None where nothing is, or the list is too long for it.

    Args:
        ids: The requests in the order of the table's rows.

    Returns:
        keys: criteria; weights: the shares shown now; levels: for each of the ids its points where one criterion has
        all the weight; places: the ids' places in the portfolios' ``standing``; portfolios: each with its ``plane``
        (what it is worth where one criterion has all the weight) and what the board shows of it; unsure: the words
        that stand beside it once the app's answer is late.
    """
    notebook = outcome.notebook
    if len(ids) > MOST_REQUESTS or not outcome.selection.has_portfolio:
        return None
    around = state.desk().look_ahead(notebook, outcome.today, most_new=NEW_AT_ONCE)
    if not around.portfolios:
        return None
    levels, places = outcome.parts.levels, {r.id: k for k, r in enumerate(notebook.requests)}
    row = {request_id: k for k, request_id in enumerate(levels.ids)}
    columns = [levels.keys.index(key) for key in around.keys]
    points = POINTS_PER_LEVEL * levels.values[[row[i] for i in ids]][:, columns]
    before = answer.compared_with(outcome)
    portfolios = [{**_plate(one), **answer.changes_ahead(one.outcome.funded, before)} for one in around.portfolios]
    return {
        "keys": around.keys,
        "weights": [notebook.weights.share(key) for key in around.keys],
        "levels": np.round(points, _DIGITS).tolist(),
        "places": [places[i] for i in ids],
        "portfolios": portfolios,
        "unsure": answer.unsure(),
    }


def _plate(one: Judged) -> Mapping[str, Any]:
    if one not in _PLATES:
        outcome = one.outcome
        standings = [charts.STANDINGS.index(reasons.standing(outcome, r.id)) for r in outcome.notebook.requests]
        _PLATES[one] = {
            "plane": np.round(one.plane, _DIGITS).tolist(),
            "standing": "".join(map(str, standings)),
            "numbers": answer.numbers(outcome),
            "limits": limits.bars(outcome),
        }
    return _PLATES[one]
