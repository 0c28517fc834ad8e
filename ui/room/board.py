"""What a move changes, drawn by one component: each element more costs a browser as much as all of this."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from planning.outcome import Outcome
from planning.worker import Answer
from reports import charts
from ui import moves, state
from ui.room import ahead, answer, limits, request_panel, requests

_KEY = "board"
_HERE = Path(__file__).parent
_STYLE = (_HERE / "board.css").read_text(encoding="utf-8")
_SCRIPT = "\n".join(
    (_HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("drawing", "picture", "list", "ahead", "board")
)
_COLORS = {"free": charts.SLACK_COLOR, "full": charts.FULL_COLOR, "over": charts.OVER_COLOR}
_GROUND = "; ".join(f"--room-{name}: {color}" for name, color in _COLORS.items())


def show(found: Answer[Outcome], outcome: Outcome, *, is_followed: bool) -> None:
    """Numbers, changes, picture, list and limits of an answer.

    Args:
        is_followed: Whether a presenter's screen proves it, and this one only shows what comes of that.
    """
    # Among the page's own elements: nothing in it wears the page's style sheet, and what watches a page sees it.
    board = st.components.v2.component(
        "rounds_board",
        html=f'<div class="room-board" style="{_GROUND}"></div>',
        css=_STYLE,
        js=_SCRIPT,
        isolate_styles=False,
    )
    table = requests.table(outcome)
    drawn = {
        "numbers": answer.numbers(outcome),
        "lines": answer.lines(found, outcome),
        "buttons": answer.buttons(found, outcome, is_followed=is_followed),
        **table,
        "limits": limits.bars(outcome),
        "provisional": not outcome.selection.is_final,
        "currency": outcome.notebook.plan.currency,
        # Only who moves weights looks ahead. Which report of the weights' control this answers.
        "ahead": None if is_followed else ahead.outlook(outcome, table["rows"]["id"]),
        "taken": moves.last_taken(),
    }
    board(
        key=_KEY,
        # One piece: Streamlit asks of every entry whether it is a table.
        data={"board": drawn},
        height="stretch",
        on_opened_change=_open,
        on_pressed_change=lambda: answer.press(str(_told().get("pressed")), outcome),
    )


def _told() -> Mapping[str, Any]:
    told = state.widget_value(_KEY)
    return told if isinstance(told, Mapping) else {}


def _open() -> None:
    request_panel.open_request(str(_told().get("opened")))
