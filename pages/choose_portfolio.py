"""Choose portfolio: the room's screen. Weights left, picture and list in the middle, limits right."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from planning.comparison import changed
from planning.notebook import PlanningError, PlanningNotebook
from planning.outcome import Outcome
from planning.worker import Answer
from reports import charts, frames, wording
from ui import agree_panel, keeping, parts, state, theme, weights_control

PEOPLE_LIMITS_SHOWN = 8
LIST_HEIGHT = 224
AGREED = "Agreed plan"


def show_controls(current: PlanningNotebook) -> None:
    """Scenario, weights and the ways back."""
    scenarios = ["", *(s.name for s in current.plan.scenarios)]
    if current.plan.scenarios:
        widget = state.show_in_widget("scenario", current.scenario)
        st.selectbox(
            "Scenario",
            scenarios,
            index=scenarios.index(current.scenario),
            format_func=lambda name: name or AGREED,
            key=widget,
            on_change=state.choose_scenario,
            args=(widget,),
        )
    st.markdown("**Weights**, together 100%")
    weights_control.show(current)
    with st.container(horizontal=True, gap="small"):
        icon_button("undo", "Undo", state.undo, is_off=not state.can_undo())
        icon_button("redo", "Redo", state.redo, is_off=not state.can_redo())
        icon_button("reset", "Back to the agreed weights", state.reset_weights, icon="restart_alt")
        agree_panel.show(current)


def icon_button(key: str, what: str, do: Callable[[], None], *, is_off: bool = False, icon: str = "") -> None:
    """A button that shows an icon and says what it does."""
    st.button(f":material/{icon or key}:", key=key, on_click=do, disabled=is_off, help=what)


def show_numbers(outcome: Outcome) -> None:
    """Three numbers, marked while they are provisional."""
    money = frames.money_frame(outcome)
    capital, operating = money["capital_with_contingency_usd"].sum(), money["operating_usd"].sum()
    currency = outcome.notebook.plan.currency
    funded, value, cost = st.columns([1, 1, 1.6])
    sure = "" if outcome.selection.is_final else ", provisional"
    funded.metric(f"Requests funded{sure}", f"{len(outcome.funded)} of {len(outcome.notebook.requests)}")
    value.metric(f"Portfolio value{sure}", f"{wording.points(outcome.selection.value or 0)} points")
    shown = f"{wording.money(float(capital), currency)} + {wording.money(float(operating), currency)}"
    words = "Capital + operating" if sure else "Capital with contingency + operating"
    cost.metric(f"{words}, three years{sure}", parts.plain(shown))


def show_changes(answer: Answer[Outcome], outcome: Outcome) -> None:
    """What came in and dropped out since the last snapshot, and, until it is proven, how sure that is."""
    if state.snapshot() is None:
        state.take_snapshot(outcome, "the agreed plan")
    if outcome.selection.is_final:
        show_change_row(outcome)
    else:
        parts.show_proof(answer, partial(show_change_words, outcome))


def show_change_row(outcome: Outcome) -> None:
    """The words, and the button that takes the next snapshot."""
    words, button = st.columns([6.5, 1], vertical_alignment="center")
    with words.container(key="changes"):
        show_change_words(outcome)
    if button.button("Snapshot", key="snapshot", help="Compare with this portfolio from now on"):
        state.take_snapshot(outcome, "the last snapshot")
        st.rerun()


def show_change_words(outcome: Outcome) -> None:
    """What came in and dropped out."""
    before = state.snapshot()
    if before is None:
        return
    came_in, dropped_out = changed(before.funded, outcome.funded)
    if came_in or dropped_out:
        gained, lost = parts.badges(came_in, "blue"), parts.badges(dropped_out, "gray")
        st.markdown(f"**Came in** {gained} **dropped out** {lost} since {before.name}")
    else:
        st.markdown(f"Same requests as {before.name}.")


def show_requests(outcome: Outcome) -> None:
    """The picture and the list in order, both marked while they are provisional."""
    frame, is_final = frames.request_frame(outcome), outcome.selection.is_final
    with st.container(key="picture", height="stretch"):
        chart = charts.value_cost_chart(frame, mark="" if is_final else "Provisional")
        st.altair_chart(chart, key="value_cost", height="stretch", alt="Score against three-year net cost by request")
    frame["standing"] = frame["standing"].map(lambda word: f"{charts.STANDING_SIGNS[word]} {word}")
    labels = {c.key: c.short for c in outcome.notebook.criteria_in_use}
    number = st.column_config.NumberColumn
    with st.container(key="list", height=LIST_HEIGHT, border=False):
        st.dataframe(
            frame[["standing", "id", "title", "score", "reason", *labels, "assumed"]],
            hide_index=True,
            height="stretch",
            key="request_list",
            column_config={
                "standing": st.column_config.TextColumn("Standing" if is_final else "Provisional", width=100),
                "id": st.column_config.TextColumn("Request", width=66),
                "title": st.column_config.TextColumn("Title", width=230),
                "score": number("Score", format="%.1f", width=52),
                **{key: number(label, format="%.1f", width=72) for key, label in labels.items()},
                "reason": st.column_config.TextColumn("Why", width=240),
                "assumed": st.column_config.TextColumn("Assumed ratings", width=160),
            },
            alt="Requests in order of score with contributions",
        )


def show_limits(outcome: Outcome) -> None:
    """Limits as bars, the scarcest first."""
    currency = outcome.notebook.plan.currency
    frame = frames.limit_frame(wording.limits_to_show(outcome.limits, PEOPLE_LIMITS_SHOWN))
    frame["words"] = [
        f"{wording.amount(r.used, r.unit, currency)} of {wording.amount(r.limit, r.unit, currency)}"
        for r in frame.itertuples()
    ]
    n_tight = sum(use.is_tight for use in outcome.limits)
    st.markdown(
        f"**Limits**: \u25c6 {n_tight} of {len(outcome.limits)} tight",
        help="A diamond marks a tight limit: some wanted request, alone, would overflow it, be it large or the limit "
        "nearly full. Orange marks a limit that is at least 90% used. People first, the scarcest on top.",
    )
    st.altair_chart(
        charts.limits_chart(frame, ink=theme.ink()), key="limits", alt="Limits, used share of each, tight ones marked"
    )


state.take_moves()
current = state.draft()
if current is None or not current.requests:
    st.title("Choose portfolio", anchor=False)
    parts.empty_state("There are no requests to choose from yet.")
    st.stop()
controls, middle, limits = st.columns([1, 3.5, 1.45], gap="medium")
with controls:
    show_controls(current)
with middle:
    try:
        answer = state.look()
    except PlanningError as error:
        st.error(parts.plain(str(error)), icon=":material/error:")
        st.stop()
    outcome = answer.value
    if outcome is None:
        st.stop()
    if outcome.selection.has_portfolio:
        keeping.note_result(outcome)
        show_numbers(outcome)
        show_changes(answer, outcome)
        show_requests(outcome)
    else:
        parts.show_nothing_yet(answer, outcome)
with limits:
    if outcome.selection.has_portfolio:
        show_limits(outcome)
with controls:
    if outcome.selection.has_portfolio:
        is_final = outcome.selection.is_final
        st.markdown(wording.headline(outcome) if is_final else "Files can be taken once the answer is proven.")
        parts.download_row(outcome)
