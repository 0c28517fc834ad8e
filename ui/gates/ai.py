"""AI gate: what is on file about one request, the form for one part of it, and the duties of what comes."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from governance.ai_file import Condition
from governance.approval import may_approve
from planning import ai_record
from planning.governing import DUTIES, switch_duty
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.people import Action, Person
from reports import governance_frames
from scoring.request import AiTier, Request
from ui import access, state
from ui.gates import steps
from ui.gates.ai_forms import FORMS, OUTCOME_WORDS, tier_words
from ui.plain_text import plain


def show(outcome: Outcome) -> None:
    """Choose an AI request; what is on file stands left, the form for one part right."""
    notebook = state.agreed()
    held = {b.request_id for b in outcome.blocks}
    with_ai = [r for r in notebook.requests if r.ai_tier is not AiTier.NONE]
    others = [r for r in notebook.requests if r.ai_tier is AiTier.NONE]
    ordered = sorted(with_ai, key=lambda r: (r.id not in held, r.id)) + others
    # A browser keeps showing the words of the choice as it was made: they hold nothing that a step changes.
    titles = {r.id: r.title for r in ordered}
    chosen = steps.choose_request("Request", [r.id for r in ordered], titles, "ai_request")
    request = notebook.request(chosen)
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        _show_file(outcome, request)
    with right:
        first = next(iter(FORMS))
        part = st.segmented_control("Record", list(FORMS), default=first, key="ai_part") or first
        FORMS[part](outcome, request)
    with st.expander("Duties for what comes from a day on", icon=":material/rule:"):
        _show_duties(outcome)


def _show_duties(outcome: Outcome) -> None:
    since = dict(state.agreed().governance.duties_since)
    st.caption("A duty binds requests that come to governance on its day or later. Earlier ones keep their figures.")
    columns = st.columns(len(DUTIES))
    pressed = {}
    for column, (duty, words) in zip(columns, DUTIES.items(), strict=True):
        with column:
            st.markdown(f"{words}: **{f'from {since[duty]}' if duty in since else 'off'}**")
            label = "Switch off" if duty in since else f"From {outcome.today} on"
            pressed[duty] = st.button(label, key=f"duty_{duty}")
    for duty in (d for d, is_pressed in pressed.items() if is_pressed):
        if person := access.person_for(Action.AGREE):
            day = None if duty in since else outcome.today
            _switch(person, duty, day)


def _switch(person: Person, duty: str, day: dt.date | None) -> None:
    steps.take(person, lambda n, step: switch_duty(n, duty, day, step))


def _show_file(outcome: Outcome, request: Request) -> None:
    file = state.agreed().governance.ai_files.of(request.id)
    blocks = [b for b in outcome.blocks if b.request_id == request.id]
    for block in blocks:
        icon = ":material/front_hand:" if block.is_hard else ":material/lock:"
        st.markdown(f":orange[{icon}] {plain(block.reason)}")
    if not blocks:
        st.markdown(":green[:material/check:] No gate holds it.")
    names = {
        "code": ("Code", 55),
        "item": ("Evidence", 360),
        "needed": ("Needed", 75),
        "state": ("State", 85),
        "note": ("Note", 150),
        "on": ("Date", 95),
        "until": ("Until", 95),
    }
    frame = governance_frames.evidence_frame(outcome, request)
    shown = {k: said for k, said in names.items() if k not in ("note", "on", "until") or frame[k].any()}
    steps.table(frame, "evidence", shown, "Evidence on file")
    for line in _file_lines(state.agreed(), request):
        st.markdown(f"- {plain(line)}")
    for decision in file.decisions:
        said = (
            f"{decision.on} {OUTCOME_WORDS[decision.outcome]} by {decision.who} ({decision.role}) at {decision.stage}"
        )
        open_ = [c for c in decision.conditions if c.done_on is None]
        words = "; ".join(f"{c.text} by {c.due}{' (met)' if c.done_on else ''}" for c in decision.conditions)
        st.markdown(f"- {plain(said)}{plain(': ' + words) if words else ''} {plain(decision.why)}")
        if decision is file.last_decision and open_:
            _meet(request, open_)


def _file_lines(notebook: PlanningNotebook, request: Request) -> list[str]:
    file = notebook.governance.ai_files.of(request.id)
    confirmed = f"confirmed by {file.tier_confirmed_by}" if file.tier_confirmed_by else "from the list, not confirmed"
    rate = file.error_rate
    approvers = " or ".join(may_approve(notebook.rules.approvers, request)) or "nobody yet"
    lines = [
        f"Tier: {tier_words(request.ai_tier)}, {confirmed}",
        f"Human with the final say: {request.human_final_say or 'nobody named'}",
        f"Clinician sign-off: {file.clinician_sign_off or 'none'}",
        f"May approve it: {approvers} (our table, by tier and cost)",
    ]
    if file.writes_text:
        rated = f"{rate.share:.1%} of {rate.sample} on {rate.on}" if rate else "not sampled"
        lines.append(f"Writes text; error rate: {rated}")
    if route := notebook.rules.routes.get(request.ai_tier):
        took = f"took {file.days_taken} days" if file.days_taken is not None else "not finished"
        lines.append(f"Route: {route.name}, {took}; {route.target_days} days at most (our figure)")
    if file.opened_on:
        lines.append(f"Came to governance on {file.opened_on}{', found in use' if file.found_in_use else ''}")
    return lines


def _meet(request: Request, open_: list[Condition]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = str(st.selectbox("Open condition", [c.text for c in open_], key=f"condition_{request.id}"))
        pressed = st.button("Met today", key=f"condition_met_{request.id}")
    if pressed and (person := access.person_for(Action.APPROVE)):
        steps.take(person, lambda n, step: ai_record.meet_condition(n, request.id, text, step))
