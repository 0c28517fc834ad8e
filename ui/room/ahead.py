"""What a browser shows as soon as a weight moves, until the app's answer is there: the portfolios known by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from planning.ahead import Judged
from planning.outcome import Outcome
from planning.people import Action
from reports import charts, reasons
from scoring.score import POINTS_PER_LEVEL
from ui import keeping, state
from ui.room import answer, limits

# On longer lists a browser would spend more on this than the app's answer takes.
MOST_REQUESTS = 1000
# Portfolios judged after one move: they are shown with later ones.
NEW_AT_ONCE = 6
# More digits than any tie needs.
_DIGITS = 9
# What a portfolio funds, uses and costs is the same whatever the weights: it is put in words once.
_PLATES: WeakKeyDictionary[Judged, Mapping[str, Any]] = WeakKeyDictionary()


def outlook(outcome: Outcome, ids: Sequence[str]) -> dict[str, Any] | None:
    """What is known of other weights; None where nothing is, or the list is too long for it.

    Args:
        ids: The requests in the order of the table's rows.

    Returns:
        keys: criteria; levels: for each of the ids its points where one criterion has
        all the weight; places: the ids' places in the portfolios' ``standing``; portfolios: each with its ``plane``
        (what it is worth where one criterion has all the weight) and what the board shows of it; unsure: the words
        that stand beside it once the app's answer is late.
    """
    notebook = outcome.notebook
    if not _is_wanted(outcome):
        return None
    # Judged once what was moved is drawn; only the one that is shown now, should it be new, at once.
    around = state.desk().look_ahead(outcome, most_new=1)
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
        "levels": np.round(points, _DIGITS).tolist(),
        "places": [places[i] for i in ids],
        "portfolios": portfolios,
        "unsure": answer.unsure(),
    }


def get_ready(outcome: Outcome) -> None:
    """Judge some of the known portfolios and put them in words, for the next time anything is drawn."""
    if _is_wanted(outcome):
        for one in state.desk().look_ahead(outcome, most_new=NEW_AT_ONCE).portfolios:
            _plate(one)


def _is_wanted(outcome: Outcome) -> bool:
    """Whether who is here moves weights, and a browser can keep up with them."""
    is_short = len(outcome.notebook.requests) <= MOST_REQUESTS
    return is_short and outcome.selection.has_portfolio and keeping.here().may(Action.EXPLORE)


def _plate(one: Judged) -> Mapping[str, Any]:
    if one not in _PLATES:
        outcome = one.outcome
        standings = [charts.STANDINGS.index(reasons.standing(outcome, r.id)) for r in outcome.notebook.requests]
        _PLATES[one] = {
            "plane": np.round(one.plane, _DIGITS).tolist(),
            "standing": "".join(map(str, standings)),
            "numbers": answer.numbers(outcome),
            "limits": {name: shown for name, shown in limits.bars(outcome).items() if name != "help"},
        }
    return _PLATES[one]
