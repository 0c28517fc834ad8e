"""Two people changed one place at once: both stand here side by side until somebody chooses."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from planning.codec import decode
from planning.notebook import PlanningNotebook
from planning.recording import weights_words
from planning.stored import OpenClash
from reports import wording
from scoring.weights import Weights
from ui import keeping, parts


def show(opened: PlanningNotebook) -> None:
    """Every clash of the open notebook; nothing where there is none."""
    waiting = keeping.clashes()
    if not waiting:
        return
    n = wording.counted(len(waiting), "place")
    st.markdown(f":material/call_split: **{n} changed twice.** Both changes are kept: choose which one stands.")
    for clash in waiting:
        with st.container(border=True):
            _show_one(opened, clash)


def _show_one(opened: PlanningNotebook, waiting: OpenClash) -> None:
    st.markdown(f"**{parts.plain(place_words(opened, waiting.clash.path))}**")
    sides = ((waiting.theirs_who, waiting.clash.theirs, False), (waiting.who, waiting.clash.ours, True))
    for column, (who, value, is_second) in zip(st.columns(2), sides, strict=True):
        column.caption(f"{parts.plain(who)}, {'came second' if is_second else 'saved first, stands now'}")
        column.text(value_words(value))
        column.button(
            "Take this" if is_second else "Leave this",
            key=f"clash_{waiting.number}_{'second' if is_second else 'first'}",
            on_click=keeping.settle,
            args=(waiting.number, is_second),
        )


def place_words(opened: PlanningNotebook, path: tuple[str, ...]) -> str:
    """Where a clash is, in words: a request by id and title."""
    titles = {request.id: request.title for request in opened.requests}
    words = [f"{name} {titles[name]}" if name in titles else name.replace("_", " ") for name in path]
    return ", ".join(words).capitalize() if words[0] not in titles else ", ".join(words)


def value_words(value: Any) -> str:
    """A stored value in words."""
    if value is None:
        return "nothing"
    if isinstance(value, dict) and set(value) == {"shares"}:
        return weights_words(decode(value, Weights))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:400]
