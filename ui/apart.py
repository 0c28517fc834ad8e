"""Parts of a page that run again by themselves, each in a container of its own: none moves its neighbors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")


def part(*, every: float | None = None, key: str | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A fragment in a container that the page draws.

    When two parts run closely after each other, a browser may take away what the second has not drawn yet (a known
    defect of Streamlit). If that was a neighbor of other parts of the page, all that come after it move up a place and
    are drawn over, down to a white page. The container stays and keeps the place. For parts that a page always draws:
    where something else may stand in its place, a late run of the part would miss its container.

    Args:
        every: Seconds after which it runs again; None: only when somebody presses something in it.
        key: What a press may name to run it.
    """

    def make(draw: Callable[P, None]) -> Callable[P, None]:
        drawn = st.fragment(draw, run_every=every, key=key)

        @wraps(draw)
        def show(*args: P.args, **kwargs: P.kwargs) -> None:
            with st.container():
                drawn(*args, **kwargs)

        return show

    return make
