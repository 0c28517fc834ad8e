"""Two people changed one place at once: both stand here side by side until somebody chooses."""

from __future__ import annotations

import streamlit as st

from planning.clashes import value_words
from planning.notebook import PlanningNotebook
from planning.stored import OpenClash
from reports import wording
from ui import history
from ui.plain_text import plain


def show(opened: PlanningNotebook) -> None:
    """Every clash of the open notebook; nothing where there is none."""
    waiting = history.clashes()
    if not waiting:
        return
    n = wording.counted(len(waiting), "place")
    st.markdown(f":material/call_split: **{n} changed twice.** Both changes are kept: choose which one stands.")
    for clash in waiting:
        with st.container(border=True):
            _show_one(opened, clash)


def _show_one(opened: PlanningNotebook, waiting: OpenClash) -> None:
    st.markdown(f"**{plain(place_words(opened, waiting.clash.path))}**")
    sides = ((waiting.theirs_who, waiting.clash.theirs, False), (waiting.who, waiting.clash.ours, True))
    for column, (who, value, is_second) in zip(st.columns(2), sides, strict=True):
        column.caption(f"{plain(who)}, {'came second' if is_second else 'saved first, stands now'}")
        column.text(value_words(value))
        column.button(
            "Take this" if is_second else "Leave this",
            key=f"clash_{waiting.number}_{'second' if is_second else 'first'}",
            on_click=history.settle,
            args=(waiting, is_second),
        )


def place_words(opened: PlanningNotebook, path: tuple[str, ...]) -> str:
    """Where a clash is, in words: a request by id and title."""
    titles = {request.id: request.title for request in opened.requests}
    words = [f"{name} {titles[name]}" if name in titles else name.replace("_", " ") for name in path]
    said = ", ".join(words)
    return said[:1].upper() + said[1:]
