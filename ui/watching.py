"""Looks for news by itself: one part of a page is drawn again as soon as there is something newer to show in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui import apart

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


@apart.part()
def watch(part: str, has_news: Callable[[], bool] | None, *, seconds: float) -> None:
    """Nothing to see: draws a part of the page again once there is news, and nothing at all until then.

    Draw it always: a fragment within another one that is not drawn any more would stay on the page, and go on asking.

    A fragment that runs by the clock can draw itself or the whole page; what a person's press or this asks for may
    name the part.

    Args:
        part: The key of the fragment that shows the news; one watches for each.
        has_news: Whether there is something newer than what is shown; None while there is nothing to wait for.
        seconds: How often to look.
    """

    def look() -> None:
        if has_news is not None and has_news():
            st.rerun(part)

    every = round(1000 * seconds) if has_news is not None else 0
    with st.container(key=f"watch_{part}"):
        watcher = st.components.v2.component("rounds_watch", js=_SCRIPT)
        watcher(key=f"look_{part}", data={"milliseconds": every}, on_look_change=look)
