"""What waits for whom and how long, and the override of a gate with its price."""

from __future__ import annotations

import streamlit as st

from governance.book import GateWaiver, with_waiver
from governance.gates import Block
from planning.governance_view import GovernanceReview
from planning.governing import end_waiver, waive_gate, with_book
from planning.outcome import Outcome
from planning.people import Action
from reports import governance_frames, wording
from ui import access, keeping, state
from ui.gates import steps
from ui.plain_text import plain

HAND = ":material/front_hand:"
GATE_NAMES = {
    "ai_evidence": "AI evidence",
    "pilot_exit": "Exit decision of the pilot",
    "charter": "Pilot charter",
    "sign_off": "Clinician sign-off",
    "error_rate": "Sampled error rate",
    "reviews": "Reviews",
    "decision": "Gate decision",
    "harm": "Harm",
    "final_say": "Human with the final say",
    "declined": "Declined",
}


def show(outcome: Outcome, review: GovernanceReview) -> None:
    """The agenda, then one request with what is missing and the way past its gate."""
    if not review.waiting:
        st.success("Nothing waits.", icon=":material/check:")
        _show_waivers(outcome)
        return
    names = {
        "request": ("Request", 75),
        "title": ("Title", 270),
        "missing": ("Missing", 300),
        "waits_for": ("Waits for", 300),
        "since": ("Since", 95),
        "days": ("Days", 50),
        "price": ("Price (points)", 100),
    }
    steps.table(
        governance_frames.waiting_frame(review.waiting), "waiting", names, "Requests that wait, overdue pilots first"
    )
    _show_one(outcome, review)
    _show_waivers(outcome)


def _show_one(outcome: Outcome, review: GovernanceReview) -> None:
    ids = list(dict.fromkeys(w.request_id for w in review.waiting))
    titles = {w.request_id: w.title for w in review.waiting}
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        request_id = steps.choose_request("Request", ids, titles, "waiting_request")
        for waits in (w for w in review.waiting if w.request_id == request_id):
            st.markdown(f"{plain(waits.reason)} Waits for {plain(waits.waits_for)}.")
    with right:
        soft = [b for b in outcome.blocks if b.request_id == request_id and not b.is_hard]
        if any(w.is_hard for w in review.waiting if w.request_id == request_id):
            st.warning("A hard stop: no weight and no override lifts it, only the missing fact.", icon=HAND)
        if soft:
            with st.expander("Override a gate", icon=":material/lock_open:"):
                _ask_override(outcome, request_id, soft)


def _ask_override(outcome: Outcome, request_id: str, soft: list[Block]) -> None:
    left, right = st.columns(2)
    keys = [b.gate for b in soft]
    key = str(left.selectbox("Gate", keys, format_func=lambda k: GATE_NAMES[k], key=f"override_gate_{request_id}"))
    with right:
        until = steps.ask_end("Ends on", keeping.today(), f"override_until_{request_id}")
    waiver = GateWaiver(request_id=request_id, gate=key, who="?", role="?", why="?", until=until)
    opened = with_book(outcome.notebook, with_waiver(outcome.notebook.governance, waiver))
    steps.show_price(outcome, opened, "**If this gate were open:**")
    person = access.person_for(Action.OVERRIDE)
    if person is None:
        return
    why = st.text_input("Reason", key=f"override_why_{request_id}")
    if st.button("Override the gate", key="override_take", type="primary"):
        steps.take(person, lambda n, step: waive_gate(n, request_id, key, until, step), why)


def _show_waivers(outcome: Outcome) -> None:
    if not state.agreed().governance.waivers:
        return
    st.markdown("**Gates overridden**")
    for waiver in state.agreed().governance.waivers:
        is_over = waiver.until < outcome.today
        words = (
            f"{waiver.request_id}: {GATE_NAMES.get(waiver.gate, waiver.gate)}, by {waiver.who} ({waiver.role}), "
            f"{'ended' if is_over else 'until'} {waiver.until}. {waiver.why}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(words))
            key = f"end_{waiver.request_id}_{waiver.gate}"
            if st.button("Take back", key=key, type="tertiary"):
                _take_back(waiver)


def _take_back(waiver: GateWaiver) -> None:
    if person := access.person_for(Action.OVERRIDE):
        steps.take(person, lambda n, step: end_waiver(n, waiver.request_id, waiver.gate, step))


def headline(review: GovernanceReview) -> str:
    """How many wait, and for what, in one sentence."""
    n_overdue = sum("pilot_exit" in w.gates and w.is_overdue for w in review.waiting)
    n_hard = sum(w.is_hard for w in review.waiting)
    said = [f"{wording.counted(len(review.waiting), 'request')} {'waits' if len(review.waiting) == 1 else 'wait'}"]
    said += [f"{n_overdue} of them a pilot past its end"] if n_overdue else []
    said += [f"{n_hard} on a hard stop"] if n_hard else []
    about = "Overdue pilots stand first; the price is what the plan would gain without the gates of that request."
    return f"{', '.join(said)}. {about if review.waiting else ''}".strip()
