"""Compare scenarios: two plans side by side, what came in and dropped out, and the cause of each difference."""

import streamlit as st

from planning.comparison import causes, changed, contested, value_change
from planning.log import last_meeting
from planning.notebook import PlanningError, PlanningNotebook
from planning.outcome import Outcome
from reports import comparison, wording
from ui import comparing, keeping, parts, scenario_panel, state

SHORT = ("Left", "Right")
ROW_HEIGHT = 30


def show_choice(agreed: PlanningNotebook) -> dict[str, str]:
    """Both sides, the last meeting in one click, and the scenarios people saved; returns the keys chosen."""
    entries = keeping.log()
    known = comparing.choices(agreed, entries)
    wanted = comparing.chosen(known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for side, label in zip(comparing.SIDES, SHORT, strict=True):
            widget = state.show_in_widget(f"compare_{side}", wanted[side])
            st.selectbox(
                label,
                list(known),
                index=list(known).index(wanted[side]),
                format_func=known.__getitem__,
                key=widget,
                on_change=comparing.choose,
                args=(side, widget),
                width=330,
            )
        signed = [plan.version for plan in keeping.signed_plans()]
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
    return wanted


def show_numbers(left: Outcome, right: Outcome) -> None:
    """The right side's numbers with what they differ by; the currency's money in both kinds together."""
    columns = st.columns(4)
    funded, value = len(right.funded), wording.points(right.selection.value or 0)
    pairs = (
        ("Requests funded", f"{funded} of {len(right.notebook.requests)}", funded - len(left.funded)),
        ("Portfolio value, points", value, value_change(left, right) or 0.0),
    )
    for column, (label, shown, change) in zip(columns, pairs, strict=False):
        said = f"{change:+.1f}" if isinstance(change, float) else f"{change:+d}"
        is_same = said.strip("+-0.") == ""
        column.metric(label, shown, delta=comparison.SAME if is_same else said, delta_color="off")
    came_in, dropped_out = changed(left.funded, right.funded)
    columns[2].metric("Came in", len(came_in))
    columns[3].metric("Dropped out", len(dropped_out))


def show_causes(left: Outcome, right: Outcome) -> None:
    """Where the difference comes from."""
    with st.spinner("Working out the causes\u2026"):
        found = causes(left, right, comparing.solve)
    st.markdown("**Why they differ**")
    for sentence in comparison.cause_sentences(found):
        st.markdown(f"- {parts.plain(sentence)}")
    if len(found) > 1:
        st.caption("One part after the other, in this order; together they are the whole difference.")
    solved = [left, right, *(cause.after for cause in found)]
    if any(o.selection.has_portfolio and not o.selection.is_final for o in solved):
        st.caption(":orange-badge[Provisional] At least one of these plans is not proven yet.")


def show_requests(left: Outcome, right: Outcome) -> None:
    """Requests that are in one of them only."""
    n_same = len(left.funded & right.funded)
    n_other = len(contested([left, right]))
    st.markdown(f"**Requests**: {wording.counted(n_same, 'request')} funded in both, {n_other} in one of them only.")
    if n_other:
        st.dataframe(
            comparison.contested_frame([left, right], SHORT),
            hide_index=True,
            height="content",
            row_height=ROW_HEIGHT,
            key="contested",
            alt="Requests funded in one plan only",
            column_config={
                "request": st.column_config.TextColumn("Request", width=70),
                "title": st.column_config.TextColumn("Title"),
                **{name: st.column_config.TextColumn(name, width=60) for name in SHORT},
            },
        )


def show_figures(left: Outcome, right: Outcome) -> None:
    """Money by year, hours by role and risk."""
    found = comparison.figures([left, right])
    for group in dict.fromkeys(figure.group for figure in found):
        frame = comparison.figure_frame(
            [figure for figure in found if figure.group == group], SHORT, right.notebook.plan.currency
        )
        st.dataframe(
            frame,
            hide_index=True,
            height="content",
            row_height=ROW_HEIGHT,
            key=f"figures_{group}",
            alt=f"{group} of both plans",
            column_config={
                "figure": st.column_config.TextColumn(group),
                **{name: st.column_config.TextColumn(name, width=80) for name in SHORT},
                "difference": st.column_config.TextColumn("Difference", width=90),
            },
        )


st.title("Compare scenarios", anchor=False)
agreed = state.notebook()
if agreed is None or not agreed.requests:
    parts.empty_state("There is nothing to compare yet.")
    st.stop()
wanted = show_choice(agreed)
try:
    left, right = (
        comparing.solve(found) if (found := comparing.notebook_of(wanted[side], agreed)) else st.stop()
        for side in comparing.SIDES
    )
    if left.selection.has_portfolio and right.selection.has_portfolio:
        show_numbers(left, right)
    else:
        for name, outcome in zip(SHORT, (left, right), strict=True):
            if not outcome.selection.has_portfolio:
                st.markdown(f"**{name}**")
                parts.show_collision(outcome)
    words, tables = st.columns([1.25, 1], gap="large")
    with words:
        show_causes(left, right)
        show_requests(left, right)
    with tables:
        show_figures(left, right)
except PlanningError as error:
    st.error(parts.plain(str(error)), icon=":material/error:")
