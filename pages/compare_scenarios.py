"""Compare scenarios: two plans side by side, what came in and dropped out, and the cause of each difference."""

import streamlit as st

from planning.comparison import causes, changed, contested, value_change
from planning.log import last_meeting
from planning.notebook import PlanningError, PlanningNotebook
from planning.outcome import Outcome
from reports import comparison, wording
from ui import comparing, history, keeping, parts, scenario_panel, state
from ui.plain_text import plain

NAMES = ("First", "Second", "Third", "Fourth")
ROW_HEIGHT = 30


def show_choice(agreed: PlanningNotebook) -> list[str]:
    """Two to four plans, the last meeting in one click, and the scenarios people saved; returns the keys chosen."""
    entries = history.log()
    known = comparing.choices(agreed, entries)
    wanted = comparing.chosen(known)
    # One more than is chosen: whoever wants a third or a fourth plan finds where to add it.
    shown = comparing.SIDES[: len(wanted) + 1]
    for column, side, label in zip(st.columns(len(shown)), shown, NAMES, strict=False):
        with column:
            show_side(side, label, known, wanted.get(side))
    with st.container(horizontal=True):
        signed = [plan.version for plan in history.signed_plans()]
        number = last_meeting(entries, signed, keeping.now().astimezone().date())
        st.button(
            "What changed since the last meeting",
            key="since_last",
            icon=":material/history:",
            disabled=number is None,
            help="From the plan signed last, or the last change of an earlier day, to the agreed plan"
            if number
            else "Nothing was signed before now, and every change is of today",
            on_click=comparing.compare_with_moment,
            args=(number,),
        )
        scenario_panel.show(agreed)
    return list(wanted.values())


def show_side(side: str, label: str, known: dict[str, str], wanted: str | None) -> None:
    """Where one plan is chosen; a third and a fourth can be taken away again."""
    widget = state.show_in_widget(f"compare_{side}", wanted)
    st.selectbox(
        label,
        list(known),
        index=list(known).index(wanted) if wanted else None,
        format_func=known.__getitem__,
        key=widget,
        on_change=comparing.choose,
        args=(side, widget),
        placeholder="Add a plan",
    )


def show_numbers(outcomes: list[Outcome]) -> None:
    """Value and number of requests of each plan, with what they differ by from the first."""
    first = outcomes[0]
    for column, name, outcome in zip(st.columns(len(outcomes)), NAMES, outcomes, strict=False):
        change = value_change(first, outcome) or 0.0
        said = f"{change:+.1f}"
        is_same = said.strip("+-0.") == ""
        came_in, dropped_out = changed(first.funded, outcome.funded)
        column.metric(
            f"{name}: points",
            wording.points(outcome.selection.value or 0),
            # All of one height, so that what follows stands in line.
            delta="compared with" if outcome is first else comparison.SAME if is_same else said,
            delta_color="off",
            delta_arrow="off",
        )
        funded = f"{len(outcome.funded)} of {len(outcome.notebook.requests)} requests funded"
        moved = "" if outcome is first else f", {len(came_in)} came in, {len(dropped_out)} dropped out"
        column.markdown(funded + moved)


def show_causes(first: Outcome, other: Outcome, name: str) -> None:
    """Where the difference of one plan from the first comes from."""
    st.markdown(f"**Why the {name.lower()} differs from the first**")
    found = causes(first, other, comparing.solve)
    for sentence in comparison.cause_sentences(found):
        st.markdown(f"- {plain(sentence)}")
    if len(found) > 1:
        st.caption("One part after the other, in this order; together they are the whole difference.")
    solved = [first, other, *(cause.after for cause in found)]
    if any(o.selection.has_portfolio and not o.selection.is_final for o in solved):
        st.caption(":orange-badge[Provisional] At least one of these plans is not proven yet.")


def show_waiting(notebook: PlanningNotebook, words: str) -> None:
    """What is being worked on; the page is drawn again as soon as it is known."""
    parts.look_again(lambda wait: comparing.ask(notebook, wait), words)


def show_requests(outcomes: list[Outcome]) -> None:
    """Requests that are not in all of the plans."""
    names = NAMES[: len(outcomes)]
    n_same = len(frozenset.intersection(*(outcome.funded for outcome in outcomes)))
    n_other = len(contested(outcomes))
    everywhere, some = ("both", "one of them only") if len(outcomes) == 2 else ("all", "some of them only")
    st.markdown(f"**Requests**: {wording.counted(n_same, 'request')} funded in {everywhere}, {n_other} in {some}.")
    if n_other:
        st.dataframe(
            comparison.contested_frame(outcomes, names),
            hide_index=True,
            height="content",
            row_height=ROW_HEIGHT,
            key="contested",
            alt="Requests that are not funded in every plan",
            column_config={
                "request": st.column_config.TextColumn("Request", width=70),
                "title": st.column_config.TextColumn("Title"),
                **{name: st.column_config.TextColumn(name, width=60) for name in names},
            },
        )


def show_figures(outcomes: list[Outcome]) -> None:
    """Money by year, hours by role and risk, one at a time: each is seen whole beside the words."""
    found, names = comparison.figures(outcomes), NAMES[: len(outcomes)]
    groups = list(dict.fromkeys(figure.group for figure in found))
    for tab, group in zip(st.tabs(groups), groups, strict=True):
        in_group = [figure for figure in found if figure.group == group]
        tab.dataframe(
            comparison.figure_frame(in_group, names, outcomes[-1].notebook.plan.currency),
            hide_index=True,
            height="content",
            row_height=ROW_HEIGHT,
            key=f"figures_{group}",
            alt=f"{group} of every plan",
            column_config={
                "figure": st.column_config.TextColumn(group),
                **{name: st.column_config.TextColumn(name, width=80) for name in names},
                "difference": st.column_config.TextColumn("Difference", width=90),
            },
        )


def show_plans(outcomes: list[Outcome]) -> None:
    """Everything about plans whose outcomes are known."""
    if all(outcome.selection.has_portfolio for outcome in outcomes):
        show_numbers(outcomes)
    else:
        for name, outcome in zip(NAMES, outcomes, strict=False):
            if not outcome.selection.has_portfolio:
                st.markdown(f"**{name}**")
                parts.show_collision(outcome)
    words, tables = st.columns([1.25, 1] if len(outcomes) < 3 else [1, 1], gap="large")
    with tables:
        show_figures(outcomes)
    with words:
        show_requests(outcomes)
        try:
            for name, outcome in list(zip(NAMES, outcomes, strict=False))[1:]:
                show_causes(outcomes[0], outcome, name)
        except comparing.NotYetError as waiting:
            show_waiting(waiting.notebook, "Working out the causes. The figures stand already.")


agreed = parts.open_page("Compare scenarios", "There is nothing to compare yet.", state.notebook)
found = [comparing.notebook_of(key, agreed) for key in show_choice(agreed)]
if None in found:
    st.stop()
try:
    show_plans([comparing.solve(notebook) for notebook in found if notebook is not None])
except comparing.NotYetError as waiting:
    show_waiting(waiting.notebook, "Proving the plans, one after the other.")
except PlanningError as error:
    st.error(plain(str(error)), icon=":material/error:")
