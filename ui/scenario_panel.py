"""Scenarios: save the draft under a name, take a saved one into the draft, drop one."""

from __future__ import annotations

import streamlit as st

from planning.draft import carry_over
from planning.notebook import PlanningNotebook
from planning.scenario import drop_scenario, find_saved, save_scenario
from ui import access, keeping, moves, naming, state
from ui.plain_text import plain


def show(agreed: PlanningNotebook) -> None:
    """A button that opens both forms."""
    # Another key after each change: the panel closes by itself.
    key = f"scenarios_{naming.turn()}"
    with st.popover("Scenarios", key=key, icon=":material/bookmark:", help="Save the draft, take or drop a saved one"):
        _show_save()
        if agreed.saved:
            _show_saved(agreed)


def _show_save() -> None:
    name = st.text_input("Save the draft as", key="scenario_name", placeholder="Without the east campus")
    if st.button("Save", key="scenario_save", type="primary") and access.try_to_record(
        lambda on: save_scenario(on, carry_over(state.open_draft(), state.agreed(), on), name, keeping.step())
    ):
        st.rerun()


def _show_saved(agreed: PlanningNotebook) -> None:
    chosen = st.selectbox("Saved", [saved.name for saved in agreed.saved], key="scenario_chosen")
    saved = find_saved(agreed, chosen)
    st.caption(plain(f"By {saved.who}, {saved.at.astimezone():%Y-%m-%d %H:%M}"))
    with st.container(horizontal=True):
        st.button("Take into the draft", key="scenario_take", on_click=moves.take_scenario, args=(saved,))
        if st.button("Drop", key="scenario_drop") and access.try_to_record(
            lambda on: drop_scenario(on, chosen, keeping.step())
        ):
            st.rerun()
