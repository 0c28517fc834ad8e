"""What people move: each move makes another draft, which can be taken back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from planning.notebook import (
    PlanningNotebook,
    SavedScenario,
    with_agreed_rules,
    with_bounds,
    with_rules,
    with_scenario,
    with_weights,
)
from planning.people import Action, NotAllowedError, check_may
from planning.scenario import with_saved, without_tried_bound
from portfolio.rules import AgreedRules
from scoring.weights import Weights
from ui import presence, state
from ui.state import REDO, UNDO

_LOCKED, _TAKEN, _LAST, _OWN_WAY = "locked", "taken", "last_move", "own_way"
# Moves of one weight that follow each other this closely are one step to take back.
ONE_MOVE_SECONDS = 1.5


def take(told: Mapping[str, Any]) -> None:
    """Take moved weights into the draft: the share as moved, the others that are not locked in proportion.

    Args:
        told: What the weights' control reports: its ``id``, ``moves`` as (key, percent) pairs, the keys ``locked`` now.
    """
    keys = {key for key, _ in state.open_draft().weights.shares}
    state.keep(_LOCKED, frozenset(told.get("locked", ())) & keys)
    for key, percent in told.get("moves", ()):
        if key in keys:
            _move_weight(key, min(max(float(percent), 0.0), 100.0) / 100)
    state.keep(_TAKEN, told.get("id", 0))


def locked() -> frozenset[str]:
    """Criteria whose weights stay while others move."""
    found = state.kept(_LOCKED)
    return found if isinstance(found, frozenset) else frozenset()


def last_taken() -> object:
    """The id of the last report that was taken into the draft; 0 before any."""
    return state.kept(_TAKEN) or 0


def reset_weights() -> None:
    """Back to the agreed weights."""
    take_weights(state.agreed().weights)


def take_weights(weights: Weights) -> None:
    """Take weights into the draft, such as a stakeholder's; what was locked may move."""
    state.keep(_LOCKED, frozenset())
    _change(with_weights(state.open_draft(), weights))


def choose_scenario(widget_key: str) -> None:
    """Take a chosen scenario into the draft; an empty name means the agreed limits."""
    _change(with_scenario(state.open_draft(), state.widget_value(widget_key)))


def take_scenario(saved: SavedScenario) -> None:
    """Take a saved scenario into the draft."""
    _change(with_saved(state.open_draft(), saved))


def switch_rule(key: str, widget_key: str) -> None:
    """Take a switched rule into the draft."""
    on = bool(state.widget_value(widget_key))
    chosen, none = frozenset({key}), frozenset[str]()
    _change(with_rules(state.open_draft(), on=chosen if on else none, off=none if on else chosen))


def set_bound(key: str, bound: float) -> None:
    """Take another amount of one limit into the draft."""
    _change(with_bounds(state.open_draft(), {key: bound}))


def take_back_bound(key: str) -> None:
    """Take a limit as it is agreed, or as the chosen scenario has it, into the draft again."""
    _change(without_tried_bound(state.open_draft(), state.agreed(), key))


def agree(rules: AgreedRules, switch_on: str = "") -> None:
    """Take agreed rules into the draft, and switch one kind on with them."""
    changed = with_agreed_rules(state.open_draft(), rules)
    _change(with_rules(changed, on=frozenset({switch_on} - {""}), off=frozenset()))


def undo() -> None:
    """Back to the draft before the last move."""
    _step(UNDO, REDO)


def redo() -> None:
    """Back to the draft before the last undo."""
    _step(REDO, UNDO)


def can_undo() -> bool:
    """Whether there is a move to take back."""
    return bool(state.drafts(UNDO))


def can_redo() -> bool:
    """Whether there is a move that was taken back."""
    return bool(state.drafts(REDO))


def goes_own_way() -> bool:
    """Whether this person moved something while another one presents."""
    return bool(state.kept(_OWN_WAY))


def go_with_presenter() -> None:
    """See what the presenter shows from now on."""
    state.keep(_OWN_WAY, False)


def _move_weight(key: str, share: float) -> None:
    current, now = state.open_draft(), time.monotonic()
    moved = current.weights.with_share(key, share, like=current.plan.weights, locked=locked())
    last = state.kept(_LAST)
    key_before, then = last if isinstance(last, tuple) else ("", 0.0)
    _change(with_weights(current, moved), is_same_step=key == key_before and now - then < ONE_MOVE_SECONDS)
    state.keep(_LAST, (key, now))


def _change(changed: PlanningNotebook, *, is_same_step: bool = False) -> None:
    """Make this the draft, where the person may explore; it can be taken back, together with the step before or not."""
    before = state.open_draft()
    state.keep(_LAST, None)
    if changed == before or not _may_explore():
        return
    if not (is_same_step and can_undo()):
        state.keep(UNDO, [*state.drafts(UNDO), before])
    state.keep(REDO, [])
    state.keep(_OWN_WAY, True)
    state.take_draft(changed)


def _step(back: str, forth: str) -> None:
    steps = state.drafts(back)
    state.keep(_LAST, None)
    if steps and _may_explore():
        state.keep(_OWN_WAY, True)
        state.keep(forth, [*state.drafts(forth), state.open_draft()])
        state.keep(back, steps[:-1])
        state.take_draft(steps[-1])


def _may_explore() -> bool:
    """Whether who is here may move anything; who may not is told so."""
    who = presence.person()
    try:
        if who is not None:
            check_may(who, Action.EXPLORE)
    except NotAllowedError as error:
        state.tell(str(error))
        return False
    return True
