"""Record decisions: each request ends as funded, not yet or no; overrides; signatures that freeze the plan."""

import datetime as dt

import streamlit as st

from planning.deciding import against_plan, waiting
from planning.endings import endings
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.recording import has_moves
from reports import wording
from ui import decision_form, decision_lists, history, keeping, parts, pressing, state
from ui.gates import steps
from ui.plain_text import plain

# Decisions that a sentence names before it says how many more there are.
NAMED = 6


def show_plan(agreed: PlanningNotebook, outcome: Outcome) -> None:
    """Who signed what, and the ways on: sign, fund the rest, the next cycle."""
    for sentence in history.version_words():
        st.caption(plain(sentence))
    with st.container(horizontal=True):
        decision_form.show_rest(outcome)
        is_ready = outcome.selection.is_final and not has_moves(agreed, state.draft() or agreed)
        # What is on the screen travels with the press: what others save meanwhile is not what was looked at.
        seen = (outcome, keeping.stored())
        st.button("Sign the plan", key="sign", icon=":material/draw:", disabled=not is_ready,
                  on_click=pressing.sign_plan, args=seen)  # fmt: skip
        with st.popover("Start the next cycle", key=f"cycle_{agreed.cycle}"):
            st.caption(
                "What was funded keeps its money and hours: the limits are what is left. What was refused stays off."
            )
            cycle = st.text_input("Its name", key="next_cycle", placeholder="FY28")
            earliest = agreed.plan.planning_date
            usual = max(earliest, keeping.now().astimezone().date())
            day = st.date_input("Planned on", usual, min_value=earliest, key=f"next_day_{agreed.cycle}")
            begun = (keeping.stored(), cycle, day)
            st.button("Start it", key="next_cycle_take", on_click=pressing.start_next_cycle, args=begun)


def show_endings(agreed: PlanningNotebook, outcome: Outcome, today: dt.date) -> None:
    """What the plan counts until a day only, and what it is without that; said where it ended already."""
    for ending in endings(agreed):
        until = ending.until.isoformat()
        is_over = ending.is_over(today)
        said = "Still counted until it is taken back or renewed. Without it:" if is_over else "After that:"
        badge = f":orange-badge[Ended on {until}]" if is_over else f":blue-badge[Ends on {until}]"
        steps.show_price(outcome, ending.after, f"{badge} {plain('; '.join(ending.words))}. {said}")


def show_against(agreed: PlanningNotebook, outcome: Outcome) -> None:
    """Decisions that the plan does not follow: letters and files would say both."""
    against = against_plan(agreed, outcome.funded) if outcome.selection.is_final else ()
    if against:
        said = [f"{d.request_id} ({d.verdict})" for d in against[:NAMED]]
        more = [f"{len(against) - NAMED} more"] if len(against) > NAMED else []
        st.markdown(
            f":orange-badge[Not as decided] The plan does not follow {plain(', '.join([*said, *more]))}. "
            "Force them in or out, or decide anew, before anybody signs."
        )


agreed = parts.open_page("Record decisions", "There is nothing to decide yet.", state.notebook)
today = keeping.today()
outcome = state.agreed_outcome()
if not outcome.selection.has_portfolio:
    parts.show_collision(outcome)
open_ones = waiting(agreed, today)
n_due = sum(o.again is not None for o in open_ones)
due = f", {n_due} of them due again" if n_due else ""
st.markdown(f"{wording.counted(len(open_ones), 'request')} wait for a decision{due}.")
show_plan(agreed, outcome)
show_against(agreed, outcome)
show_endings(agreed, outcome, today)
left, right = st.columns([2.1, 1], gap="large")
with left:
    decision_lists.show(agreed, open_ones, outcome)
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
