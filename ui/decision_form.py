"""Forms of deciding: one request, an override, the rest of the plan."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from planning.change import Recorded
from planning.deciding import OpenDecision, decide, fund_the_rest
from planning.notebook import Decision, Override, PlanningNotebook, Verdict, with_override
from planning.outcome import Outcome
from planning.recording import end_override, force
from planning.stored import Stored
from ui import access, keeping, naming, pressing, state
from ui.gates import steps
from ui.plain_text import plain

# Days a "not yet" is proposed to wait.
USUAL_WAIT = 90


def show_decision(outcome: Outcome, request_id: str, again: OpenDecision | None) -> None:
    """Funded, not yet or no, with reason, condition, date and dissent."""
    today = keeping.today()
    planned = Verdict.FUNDED if request_id in outcome.funded else Verdict.NO
    if again is not None and again.again is not None:
        st.info(plain(f"Due again: it waited for {again.again.condition}."))
    verdict = st.segmented_control(
        "Decision", list(Verdict), default=planned, key=f"verdict_{request_id}", required=True
    )
    reason = st.text_input("Reason", key=f"reason_{request_id}")
    condition, review_on = "", None
    if verdict is Verdict.NOT_YET:
        with st.container(horizontal=True):
            condition = st.text_input("Until", key=f"condition_{request_id}", placeholder="What it waits for")
            review_on = st.date_input(
                "Comes back on", value=today + dt.timedelta(USUAL_WAIT), key=f"review_{request_id}", width=160
            )
    dissent = st.text_input("Dissent", key=f"dissent_{request_id}", placeholder="Who saw it otherwise, and why")
    pressed = st.button("Record the decision", key="decide_take", type="primary")
    if not pressed:
        return
    if not reason.strip() or (verdict is Verdict.NOT_YET and not condition.strip()):
        st.error('A decision takes a reason, and a "not yet" what it waits for.')
        return

    def made(on: PlanningNotebook) -> Recorded:
        decision = Decision(
            request_id=request_id,
            verdict=verdict,
            reason=reason.strip(),
            who=str(keeping.who()),
            on=today,
            condition=condition.strip(),
            review_on=review_on,
            dissent=dissent.strip(),
        )
        return decide(on, decision, keeping.step())

    if access.try_to_record(made):
        st.rerun()


def show_override(outcome: Outcome, request_id: str) -> None:
    """Force one request in or out, with a reason and an end; or take that back."""
    notebook = outcome.notebook
    standing = next((o for o in notebook.overrides if o.request_id == request_id), None)
    if standing is not None:
        words = f"Forced {'in' if standing.is_in else 'out'} by {standing.who}: {standing.why}"
        st.text(f"{words} Until {standing.until}." if standing.until else words)
        pressed = st.button("Take the override back", key="override_end")
        if pressed and access.try_to_record(lambda on: end_override(on, request_id, keeping.step())):
            st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = st.text_input("Why force it", key=f"force_why_{request_id}")
        st.date_input("Until", value=None, key=f"force_until_{request_id}", width=150)
    is_funded = request_id in outcome.funded
    price = ""
    if why.strip():
        # The price stands here before anybody confirms. It is the same whoever asks, for whatever reason.
        forced = Override(request_id=request_id, is_in=not is_funded, who="?", why="?")
        price = steps.show_price(outcome, with_override(notebook, forced), "Its price:")
    # The way it goes and its price travel with the press: after what others save meanwhile both may be others.
    seen = (keeping.stored(), request_id, not is_funded, price)
    st.button(
        "Force it out" if is_funded else "Force it in",
        key="override_take",
        disabled=not price,
        help=None
        if price
        else "The price is worked out first."
        if why.strip()
        else "Say why first; the price is shown then.",
        on_click=_force,
        args=seen,
    )


def _force(seen: Stored | None, request_id: str, is_in: bool, price: str) -> None:
    why = str(state.widget_value(f"force_why_{request_id}") or "")
    until = state.widget_value(f"force_until_{request_id}")

    def made() -> Recorded:
        who, today = str(keeping.who()), keeping.today()
        override = Override(request_id=request_id, is_in=is_in, who=who, why=why, on=today, until=until, price=price)
        # On what is agreed: a plan that is only looked at may have moves on top, and those are not agreed by this.
        return force(state.agreed(), override, keeping.step())

    pressing.record_seen(seen, made)


def show_rest(outcome: Outcome) -> None:
    """All that waits of the plan is funded, for one reason."""
    with st.popover("Fund the rest of the plan", key=f"rest_{naming.turn()}"):
        st.text_input("Reason", key="rest_why")
        # What is on the screen travels with the press: what others save meanwhile is not what was looked at.
        seen = (outcome, keeping.stored())
        st.button("Fund them all", key="rest_take", type="primary", on_click=_fund_the_rest, args=seen)


def _fund_the_rest(shown: Outcome, seen: Stored | None) -> None:
    why = str(state.widget_value("rest_why") or "")
    pressing.record_seen(seen, lambda: fund_the_rest(state.agreed(), shown.funded, keeping.step(why)))
