"""What a reload of the page must not lose: the live moves, which nobody agreed on and nothing stores."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from planning.draft import carry_over
from planning.notebook import PlanningNotebook
from planning.people import Action
from ui import keeping, state
from ui.state import STEPS, Snapshot

# Browser sessions whose moves are kept; those not heard of for longest go first.
SEATS_KEPT = 200


@dataclass(frozen=True, slots=True)
class _Moves:
    notebook_id: str
    agreed: PlanningNotebook
    draft: PlanningNotebook
    steps: Mapping[str, tuple[PlanningNotebook, ...]]
    locked: object
    snapshot: Snapshot | None


class _Seats:
    """Moves by browser session, for many threads."""

    def __init__(self) -> None:
        self._moves: OrderedDict[str, _Moves] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, seat: str, moves: _Moves) -> None:
        with self._lock:
            self._moves[seat] = moves
            self._moves.move_to_end(seat)
            while len(self._moves) > SEATS_KEPT:
                self._moves.popitem(last=False)

    def of(self, seat: str) -> _Moves | None:
        with self._lock:
            return self._moves.get(seat)


@st.cache_resource(show_spinner=False)
def _seats() -> _Seats:
    return _Seats()


def keep_moves() -> None:
    """Keep this session's moves as they stand, for the same browser tab after a reload."""
    kept, draft = keeping.stored(), state.draft()
    if kept is not None and draft is not None:
        steps = {name: tuple(state.drafts(name)) for name in STEPS}
        moves = _Moves(kept.id, state.agreed(), draft, steps, state.kept("locked"), state.snapshot())
        _seats().keep(state.seat(), moves)


def take_moves(seat: str) -> bool:
    """Take over the moves of the session this browser tab had before its reload; whether there were any to take."""
    moves, kept = _seats().of(seat), keeping.stored()
    if moves is None or kept is None or moves.notebook_id != kept.id or state.draft() != state.agreed():
        return False
    if not keeping.here().may(Action.EXPLORE):
        return False
    state.take_draft(carry_over(moves.draft, moves.agreed, state.agreed()))
    for steps in STEPS:
        state.keep(steps, [carry_over(past, moves.agreed, state.agreed()) for past in moves.steps[steps]])
    state.keep("locked", moves.locked)
    if moves.snapshot is not None:
        state.show_snapshot(moves.snapshot)
    return True
