"""Why every request is in or out, in one table that fills as the answers come."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planning.outcome import Outcome
from planning.prover import REASONS
from planning.worker import Answer, Stage
from portfolio.explanation import Explanation
from reports import charts, study_frames
from ui import parts, state
from ui.plain_text import plain

Reasons = Mapping[str, Explanation]
# A number for the server; the style sheet lets the list fill the window.
LIST_HEIGHT = 400


def show(outcome: Outcome) -> None:
    """How far it is, and the table."""
    answer = ask(outcome)
    if answer.error:
        st.error(plain(answer.error), icon=":material/error:")
    elif answer.is_over:
        show_progress(outcome, answer)
        _show_table(outcome, answer.value or {})
    else:
        _watch(outcome)


@st.fragment(run_every=parts.LOOK_AGAIN)
def _watch(outcome: Outcome) -> None:
    answer = ask(outcome)
    if answer.is_over:
        state.draw_again()
    show_progress(outcome, answer)
    _show_table(outcome, answer.value or {})


def ask(outcome: Outcome, *, again: bool = False) -> Answer[Reasons]:
    """The reasons known so far; the others are worked out behind every other question."""
    return state.desk().explain_all(outcome.notebook, outcome.today, again=again)


def _go_on(outcome: Outcome) -> None:
    ask(outcome, again=True)


def show_progress(outcome: Outcome, answer: Answer[Reasons]) -> None:
    """How many reasons are known, with a button to stop or to go on."""
    n, found = len(outcome.notebook.requests), len(answer.value or {})
    if answer.stage is Stage.DONE:
        st.markdown(f"All {n} requests are explained, each by solving the plan again.")
        return
    bar, button = st.columns([9, 1], vertical_alignment="center")
    if answer.is_over:
        bar.progress(found / n, f"Stopped: {found} of {n} requests explained.")
        button.button("Go on", key="reasons_go_on", on_click=_go_on, args=(outcome,), width="stretch")
    else:
        bar.progress(found / n, f"{found} of {n} requests explained, the highest score first.")
        button.button("Stop", key="reasons_stop", on_click=_stop, width="stretch")


def _stop() -> None:
    state.desk().cancel(REASONS)


def _show_table(outcome: Outcome, found: Reasons) -> None:
    frame = study_frames.reason_frame(outcome, found)
    frame["standing"] = frame["standing"].map(lambda word: f"{charts.STANDING_SIGNS[word]} {word}")
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    with st.container(key="reasons", height=LIST_HEIGHT, border=False):
        st.dataframe(
            frame,
            hide_index=True,
            height="stretch",
            key="reason_list",
            placeholder="",
            column_config={
                "standing": text("Standing", width=105),
                "id": text("Request", width=70),
                "title": text("Title", width=240),
                "score": number("Score", format="%.1f", width=60),
                "short": number("Points short", format="%.1f", width=90, help="What forcing it in would cost."),
                "safety": number("Safety", format="%.1f", width=70, help="What the plan would lose without it."),
                "moves": text("If the answer were turned round", width=260),
                "obstacle": text("Most in its way", width=270, help="The limit it would overflow most, simply added."),
            },
            alt="Why every request is in or out",
        )
