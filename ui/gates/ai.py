"""AI gate: one request's tier, evidence, people, reviews and decisions, and a form for each."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from governance.ai_file import Condition, ErrorRate, Evidence, EvidenceState, GateOutcome, Review
from governance.approval import may_approve
from governance.tier import TIER_ORDER, propose_tier
from planning import ai_record
from planning.governing import DUTIES, switch_duty
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.people import Action, Person
from reports import governance_frames
from scoring.request import AiTier, Request
from ui import access, parts
from ui.gates import steps

CONDITION_DAYS = 90
PARTS = ("Evidence", "Tier", "People and tests", "Reviews", "Decision")
STATE_WORDS = {
    EvidenceState.PRESENT: "Present",
    EvidenceState.MISSING: "Missing",
    EvidenceState.WAIVED: "Waived",
}
OUTCOME_WORDS = {
    GateOutcome.APPROVE: "Approve",
    GateOutcome.APPROVE_WITH_CONDITIONS: "Approve with dated conditions",
    GateOutcome.RE_REVIEW: "Send back for another review",
    GateOutcome.DECLINE: "Decline",
}


def show(outcome: Outcome) -> None:
    """Choose an AI request; what is on file stands left, the form for one part right."""
    notebook = steps.agreed()
    held = {b.request_id for b in outcome.blocks}
    with_ai = [r for r in notebook.requests if r.ai_tier is not AiTier.NONE]
    others = [r for r in notebook.requests if r.ai_tier is AiTier.NONE]
    ordered = sorted(with_ai, key=lambda r: (r.id not in held, r.id)) + others
    titles = {r.id: f"{r.title} ({_tier_words(r.ai_tier)}{', blocked' if r.id in held else ''})" for r in ordered}
    chosen = steps.choose_request("Request", [r.id for r in ordered], titles, "ai_request")
    request = notebook.request(chosen)
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        _show_file(outcome, request)
    with right:
        part = st.segmented_control("Record", PARTS, default=PARTS[0], key="ai_part") or PARTS[0]
        forms = dict(zip(PARTS, (_evidence_form, _tier_form, _people_form, _review_form, _decision_form), strict=True))
        forms[part](outcome, request)
    with st.expander("Duties for what comes from a day on", icon=":material/rule:"):
        _show_duties(outcome)


def _show_duties(outcome: Outcome) -> None:
    since = dict(steps.agreed().governance.duties_since)
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
    file = steps.agreed().governance.ai_files.of(request.id)
    blocks = [b for b in outcome.blocks if b.request_id == request.id]
    for block in blocks:
        icon = ":material/front_hand:" if block.is_hard else ":material/lock:"
        st.markdown(f":orange[{icon}] {parts.plain(block.reason)}")
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
    for line in _file_lines(steps.agreed(), request):
        st.markdown(f"- {parts.plain(line)}")
    for decision in file.decisions:
        said = (
            f"{decision.on} {OUTCOME_WORDS[decision.outcome]} by {decision.who} ({decision.role}) at {decision.stage}"
        )
        open_ = [c for c in decision.conditions if c.done_on is None]
        words = "; ".join(f"{c.text} by {c.due}{' (met)' if c.done_on else ''}" for c in decision.conditions)
        st.markdown(f"- {parts.plain(said)}{parts.plain(': ' + words) if words else ''} {parts.plain(decision.why)}")
        if decision is file.last_decision and open_:
            _meet(request, open_)


def _file_lines(notebook: PlanningNotebook, request: Request) -> list[str]:
    file = notebook.governance.ai_files.of(request.id)
    confirmed = f"confirmed by {file.tier_confirmed_by}" if file.tier_confirmed_by else "from the list, not confirmed"
    rate = file.error_rate
    approvers = " or ".join(may_approve(notebook.rules.approvers, request)) or "nobody yet"
    lines = [
        f"Tier: {_tier_words(request.ai_tier)}, {confirmed}",
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


def _evidence_form(outcome: Outcome, request: Request) -> None:
    person = steps.recorder()
    if person is None:
        return
    rules = outcome.notebook.rules
    frame = governance_frames.evidence_frame(outcome, request)
    lacking = [str(c) for c in frame["code"][(frame["needed"] == "now") & (frame["state"] != "present")]]
    codes = [*lacking, *(c for c in rules.evidence if c not in lacking)]
    code = str(
        st.selectbox("Evidence", codes, format_func=lambda c: f"{c} {rules.evidence[c].item}", key=f"ev_{request.id}")
    )
    key = f"{request.id}_{code}"
    kind = st.segmented_control(
        "State",
        list(EvidenceState),
        default=EvidenceState.PRESENT,
        format_func=lambda s: STATE_WORDS[s],
        key=f"ev_state_{key}",
    )
    with st.form(f"ev_form_{key}", border=False):
        if kind is EvidenceState.WAIVED:
            until = steps.ask_end("Until", outcome.today, f"ev_until_{key}")
            note, on, why = "", None, st.text_input("Reason", key=f"ev_why_{key}")
        else:
            note = st.text_input("Link or note", key=f"ev_note_{key}")
            until, why = None, ""
            on = st.date_input("Date", outcome.today, max_value=outcome.today, key=f"ev_on_{key}")
        if st.form_submit_button("Record evidence", type="primary"):
            state_ = kind or EvidenceState.PRESENT
            waived_by = person.name if until else ""
            try:
                item = Evidence(code=code, state=state_, note=note, on=on, who=waived_by, why=why, until=until)
            except ValueError:
                st.error("A waiver takes a reason and a day it ends.", icon=":material/error:")
                return
            steps.take(person, lambda n, step: ai_record.record_evidence(n, request.id, item, step), why)


def _tier_form(outcome: Outcome, request: Request) -> None:
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    questions = outcome.notebook.rules.tier_questions
    known = dict(outcome.notebook.governance.ai_files.of(request.id).tier_answers)
    answers = {}
    for question in questions:
        said = st.radio(
            question.question,
            ["Yes", "No"],
            index=None if question.code not in known else 0 if known[question.code] else 1,
            horizontal=True,
            key=f"tier_{request.id}_{question.code}",
        )
        if said:
            answers[question.code] = said == "Yes"
    proposal = propose_tier(questions, answers)
    if proposal.is_complete:
        reasons = ", ".join(q.code for q in proposal.because) or "every answer is no"
        st.markdown(f"Proposed: **{_tier_words(proposal.tier)}** ({parts.plain(reasons)}). The questions are ours.")
    else:
        st.caption(f"{len(proposal.unanswered)} of {len(questions)} questions are open.")
    start = proposal.tier if proposal.is_complete else request.ai_tier
    tier = st.selectbox(
        "Tier", TIER_ORDER, index=TIER_ORDER.index(start), format_func=_tier_words, key=f"tier_{request.id}_{start}"
    )
    why = st.text_input("Reason (needed below the proposal)", key=f"tier_why_{request.id}")
    if st.button("Confirm the tier", type="primary", key=f"tier_take_{request.id}", disabled=not proposal.is_complete):
        steps.take(person, lambda n, step: ai_record.confirm_tier(n, request.id, tier, answers, step), why)


def _people_form(outcome: Outcome, request: Request) -> None:
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    file = steps.agreed().governance.ai_files.of(request.id)
    with st.form(f"final_say_{request.id}", border=False):
        who = st.text_input("Human with the final say", request.human_final_say, key=f"final_say_who_{request.id}")
        if st.form_submit_button("Record the final say"):
            steps.take(person, lambda n, step: ai_record.name_final_say(n, request.id, who, step))
    with st.form(f"sign_off_{request.id}", border=False):
        clinician = st.text_input("Clinician who signs it off", file.clinician_sign_off, key=f"sign_{request.id}")
        if st.form_submit_button("Record the sign-off"):
            steps.take(person, lambda n, step: ai_record.sign_off(n, request.id, clinician, step))
    _rate_form(outcome, request, person)


def _rate_form(outcome: Outcome, request: Request, person: Person) -> None:
    file = steps.agreed().governance.ai_files.of(request.id)
    rate = file.error_rate
    with st.form(f"rate_{request.id}", border=False):
        writes = st.checkbox("It writes text", file.writes_text, key=f"writes_{request.id}")
        share, sample, on = st.columns(3)
        percent = share.number_input(
            "Errors (%)", 0.0, 100.0, rate.share * 100 if rate else None, key=f"rate_share_{request.id}"
        )
        size = sample.number_input(
            "Sample size", 1, None, rate.sample if rate else None, step=1, key=f"rate_n_{request.id}"
        )
        day = on.date_input("Sampled on", rate.on if rate else outcome.today, key=f"rate_on_{request.id}")
        if st.form_submit_button("Record the error rate"):
            found = None
            if percent is not None and size is not None:
                found = ErrorRate(share=percent / 100, sample=int(size), on=day)
            steps.take(
                person, lambda n, step: ai_record.record_error_rate(n, request.id, found, step, writes_text=writes)
            )
    with st.form(f"arrival_{request.id}", border=False):
        came = st.date_input("Came to governance on", file.opened_on, key=f"opened_{request.id}")
        in_use = st.checkbox("Found in use without approval", file.found_in_use, key=f"in_use_{request.id}")
        if st.form_submit_button("Record the arrival") and came:
            steps.take(person, lambda n, step: ai_record.open_file(n, request.id, came, step, found_in_use=in_use))


def _review_form(outcome: Outcome, request: Request) -> None:
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    notebook = steps.agreed()
    file = notebook.governance.ai_files.of(request.id)
    needed = notebook.rules.review_domains.get(request.ai_tier, ())
    if not needed:
        st.caption("Its tier needs no review.")
        return
    open_ = file.open_reviews(needed, outcome.today)
    st.markdown("Open: " + (", ".join(open_) or "none") + ".")
    domain = str(st.selectbox("Domain", [*open_, *(d for d in needed if d not in open_)], key=f"review_{request.id}"))
    key = f"{request.id}_{domain}"
    is_waived = st.toggle("Waive it", key=f"review_waive_{key}")
    with st.form(f"review_form_{key}", border=False):
        if is_waived:
            until = steps.ask_end("Until", outcome.today, f"review_until_{key}")
            who, why, on = person.name, st.text_input("Reason", key=f"review_why_{key}"), None
        else:
            who, why, until = st.text_input("Signed by", person.name, key=f"review_who_{key}"), "", None
            on = st.date_input("Signed on", outcome.today, key=f"review_on_{key}")
        if st.form_submit_button("Record the review", type="primary"):
            state_ = EvidenceState.WAIVED if is_waived else EvidenceState.PRESENT
            try:
                review = Review(domain=domain, state=state_, who=who, on=on, why=why, until=until)
            except ValueError:
                st.error("A waiver takes a reason and an end; a signature takes a name.", icon=":material/error:")
                return
            steps.take(person, lambda n, step: ai_record.record_review(n, request.id, review, step), why)


def _decision_form(outcome: Outcome, request: Request) -> None:
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    how = st.radio("Outcome", list(GateOutcome), format_func=lambda o: OUTCOME_WORDS[o], key=f"decide_{request.id}")
    with st.form(f"decide_form_{request.id}", border=False):
        conditions: tuple[Condition, ...] = ()
        if how is GateOutcome.APPROVE_WITH_CONDITIONS:
            text = st.text_input("Condition", key=f"decide_condition_{request.id}")
            due = st.date_input(
                "Due", outcome.today + dt.timedelta(days=CONDITION_DAYS), key=f"decide_due_{request.id}"
            )
            conditions = (Condition(text=text.strip(), due=due),) if text.strip() else ()
        why = st.text_input("Reason", key=f"decide_why_{request.id}")
        if st.form_submit_button("Record the decision", type="primary"):
            chosen = how or GateOutcome.APPROVE
            steps.take(
                person,
                lambda n, step: ai_record.decide_gate(n, request.id, chosen, step, conditions=conditions),
                why,
            )


def _tier_words(tier: AiTier) -> str:
    return "no AI" if tier is AiTier.NONE else f"{tier} risk"
