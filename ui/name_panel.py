"""The open notebook's name and planning cycle."""

from __future__ import annotations

import streamlit as st

from planning.notebook import PlanningNotebook
from planning.recording import rename
from ui import access, keeping


def show(opened: PlanningNotebook) -> None:
    """A small form; the name stands in the header, the list and the log."""
    with st.form("rename", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the open notebook", value=opened.name, key="notebook_name", width=360)
        cycle = st.text_input("Planning cycle", value=opened.cycle, key="notebook_cycle", width=160, placeholder="FY27")
        pressed = st.form_submit_button("Rename", key="rename_take")
    if pressed and access.try_to_record(lambda on: rename(on, name, cycle, keeping.step())):
        st.rerun()
