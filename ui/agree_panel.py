"""Agree: the weights, limits and rules as they are moved now become the agreed ones."""

from __future__ import annotations

import streamlit as st

from planning.change import Recorded
from planning.draft import carry_over
from planning.notebook import PlanningNotebook
from planning.recording import agree_on, has_moves
from ui import access, keeping, naming, state


def has_anything(current: PlanningNotebook) -> bool:
    """Whether there is anything to agree on."""
    agreed = state.notebook()
    return agreed is not None and has_moves(agreed, current)


def show(current: PlanningNotebook) -> None:
    """A button that asks for the reason; quiet while nothing is moved."""
    is_moved = has_anything(current)
    # Another key after each change: the form closes by itself.
    key = f"agree_{naming.turn()}"
    with st.popover(
        "Agree", key=key, disabled=not is_moved, help="Make these weights, limits and rules the agreed ones"
    ):
        why = st.text_input("Why", key="agree_why", placeholder="What the room decided")
        pressed = st.button("Agree on these", key="agree_take", type="primary")
        if pressed and access.try_to_record(lambda on: _agreed(on, why)):
            st.rerun()


def _agreed(on: PlanningNotebook, why: str) -> Recorded:
    # The moves alone, on what was on the screen: what others saved meanwhile is theirs.
    made = agree_on(on, carry_over(state.open_draft(), state.agreed(), on), keeping.step(why))
    # The next portfolio shown is that of the agreed plan: moves are compared with it from now on.
    state.forget_snapshot()
    return made
