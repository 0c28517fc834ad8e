"""Record decisions: each request ends as funded, not yet or no; overrides; signatures that freeze the plan."""

import pandas as pd
import streamlit as st

from planning.deciding import OpenDecision, waiting
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.recording import has_moves
from reports import wording
from ui import decision_form, keeping, parts, state

# Pixels of a row, and the rows both tables show before they scroll: whole ones, on a projector of 720 lines.
ROW_HEIGHT, HEADER_HEIGHT, ROWS_WAITING, ROWS_DECIDED = 30, 36, 8, 5
# Pixels of what is short; titles and reasons share the rest.
WIDTHS = {"Request": 62, "Decision": 66, "Who": 110, "Comes back": 88, "Dissent": 88}


def table_height(n_rows: int, at_most: int) -> int:
    """Pixels of a table with its header and whole rows only."""
    return ROW_HEIGHT * min(n_rows, at_most) + HEADER_HEIGHT


def show_plan(agreed: PlanningNotebook, outcome: Outcome) -> None:
    """Who signed what, and the ways on: sign, fund the rest, the next cycle."""
    for sentence in keeping.version_words():
        st.caption(parts.plain(sentence))
    with st.container(horizontal=True):
        decision_form.show_rest(outcome)
        is_ready = outcome.selection.is_final and not has_moves(agreed, state.draft() or agreed)
        # What is on the screen travels with the press: what others save meanwhile is not what was looked at.
        seen = (outcome, keeping.stored())
        st.button("Sign the plan", key="sign", icon=":material/draw:", disabled=not is_ready,
                  on_click=keeping.sign_plan, args=seen)  # fmt: skip
        with st.popover("Start the next cycle", key=f"cycle_{agreed.cycle}"):
            cycle = st.text_input("Its name", key="next_cycle", placeholder="FY28")
            earliest = agreed.plan.planning_date
            usual = max(earliest, keeping.now().astimezone().date())
            day = st.date_input("Planned on", usual, min_value=earliest, key=f"next_day_{agreed.cycle}")
            begun = (keeping.stored(), cycle, day)
            st.button("Start it", key="next_cycle_take", on_click=keeping.start_next_cycle, args=begun)


def show_waiting(agreed: PlanningNotebook, open_ones: tuple[OpenDecision, ...], outcome: Outcome) -> None:
    """What waits, by person and age; what was decided."""
    titles = {r.id: r.title for r in agreed.requests}
    if open_ones:
        rows = [
            (o.request_id, titles[o.request_id], "in" if o.request_id in outcome.funded else "out", o.sponsor, o.days)
            for o in open_ones
        ]
        columns = ["Request", "Title", "Plan", "Sponsor", "Days"]
        st.dataframe(
            pd.DataFrame(rows, columns=columns),
            hide_index=True,
            key="open_decisions",
            row_height=ROW_HEIGHT,
            height=table_height(len(rows), ROWS_WAITING),
            alt="Requests that wait for a decision",
        )
    decided = [
        (d.request_id, titles.get(d.request_id, ""), str(d.verdict), d.reason, d.who, str(d.review_on or ""), d.dissent)
        for d in reversed(agreed.decisions)
    ]
    if decided:
        st.markdown(f"**Decided**: {len(decided)}")
        columns = ["Request", "Title", "Decision", "Reason", "Who", "Comes back", "Dissent"]
        frame = pd.DataFrame(decided, columns=columns)
        said = [name for name in columns if frame[name].any()]
        st.dataframe(
            frame[said],
            hide_index=True,
            key="decisions",
            row_height=ROW_HEIGHT,
            height=table_height(len(decided), ROWS_DECIDED),
            column_config={name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
            alt="Decisions, the latest first",
        )


st.title("Record decisions", anchor=False)
agreed = state.notebook()
if agreed is None or not agreed.requests:
    parts.empty_state("There is nothing to decide yet.")
    st.stop()
today = keeping.today()
outcome = state.agreed_outcome()
if not outcome.selection.has_portfolio:
    parts.show_collision(outcome)
open_ones = waiting(agreed, today)
n_due = sum(o.again is not None for o in open_ones)
due = f", {n_due} of them due again" if n_due else ""
st.markdown(f"{wording.counted(len(open_ones), 'request')} wait for a decision{due}.")
show_plan(agreed, outcome)
left, right = st.columns([1.8, 1], gap="large")
with left:
    show_waiting(agreed, open_ones, outcome)
with right:
    titles = {r.id: r.title for r in agreed.requests}
    order = [o.request_id for o in open_ones] + [d.request_id for d in agreed.decisions if not d.is_due(today)]
    # Another key after each decision made here: the next one is asked about. What others decide leaves the form alone.
    # Another cycle asks anew.
    key = f"decide_{sum(change.what == 'decision' for change in keeping.changes())}_{agreed.cycle}".rstrip("_")
    chosen = st.selectbox("Request", order, format_func=lambda i: f"{i} {titles.get(i, '')}", key=key)
    if chosen in titles:
        again = next((o for o in open_ones if o.request_id == chosen), None)
        decision_form.show_decision(outcome, chosen, again)
        with st.expander("Override", icon=":material/swap_horiz:"):
            decision_form.show_override(outcome, chosen)
