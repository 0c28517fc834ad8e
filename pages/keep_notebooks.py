"""Notebooks: what is kept on this server. Open, copy, archive and bring back; choose where two changes clash."""

import streamlit as st

from planning.stored import Listed
from reports import wording
from ui import clash_panel, keeping, library, meeting, name_panel, parts, state
from ui.plain_text import plain

SHOWN = 20
KEPT, ARCHIVED = "In use", "Archived"


def show_notebook(entry: Listed, *, is_archived: bool) -> None:
    """One line: name and when it last changed, and what can be done with it."""
    kept = keeping.stored()
    is_open = kept is not None and kept.id == entry.id
    words, buttons = st.columns([3, 2], vertical_alignment="center")
    cycle = f" \u00b7 {plain(entry.cycle)}" if entry.cycle else ""
    changes = wording.counted(entry.number, "change")
    words.markdown(
        f"**{plain(entry.name)}**{cycle}{' :blue-badge[open]' if is_open else ''}  \n"
        f"{entry.changed_at.astimezone():%Y-%m-%d %H:%M}, {changes}"
    )
    with buttons.container(horizontal=True, horizontal_alignment="right"):
        if is_archived:
            st.button("Bring back", key=f"restore_{entry.id}", on_click=library.set_archived, args=(entry.id, False))
            return
        if st.button("Open", key=f"open_{entry.id}", disabled=is_open):
            keeping.open_stored(entry.id)
            st.rerun()
        st.button("Copy", key=f"copy_{entry.id}", on_click=library.duplicate, args=(entry.id,))
        st.button("Archive", key=f"archive_{entry.id}", on_click=library.set_archived, args=(entry.id, True))


def show_list() -> None:
    """Search, and the notebooks found, the last changed first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Search by name or cycle", key="search_notebooks", width=360)
        shelf = st.segmented_control(
            "Shelf", (KEPT, ARCHIVED), default=KEPT, key="shelf", required=True, label_visibility="collapsed"
        )
    found = library.listing(search, is_archived=shelf == ARCHIVED)
    for entry in found[:SHOWN]:
        with st.container(border=True):
            show_notebook(entry, is_archived=shelf == ARCHIVED)
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN} more: search by name or cycle.")
    elif not found:
        st.info("Nothing found." if search else f"Nothing is {shelf.lower()}.", icon=":material/info:")


st.title("Notebooks", anchor=False)
opened = state.notebook()
if opened is None and not (library.listing("", is_archived=False) or library.listing("", is_archived=True)):
    parts.empty_state("Nothing is kept here yet. Every file that is loaded becomes a notebook.")
    st.stop()
if opened is not None:
    clash_panel.show(opened)
    name_panel.show(opened)
    meeting.show_switch()
show_list()
