"""AI gate: the forms that record evidence, tier, people and tests, reviews and decisions of one request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import streamlit as st

from governance.ai_file import Condition, ErrorRate, Evidence, EvidenceState, GateOutcome, Review
from governance.tier import TIER_ORDER, propose_tier
from planning import ai_record
from planning.outcome import Outcome
from planning.people import Action, Person
from reports import governance_frames
from scoring.request import AiTier, Request
from ui import access, keeping, state
from ui.gates import steps
from ui.plain_text import plain

CONDITION_DAYS = 90
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


def tier_words(tier: AiTier) -> str:
    """A tier for people."""
    return "no AI" if tier is AiTier.NONE else f"{tier} risk"


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
            until = steps.ask_end("Until", keeping.today(), f"ev_until_{key}")
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
        st.markdown(f"Proposed: **{tier_words(proposal.tier)}** ({plain(reasons)}). The questions are ours.")
    else:
        st.caption(f"{len(proposal.unanswered)} of {len(questions)} questions are open.")
    start = proposal.tier if proposal.is_complete else request.ai_tier
    tier = st.selectbox(
        "Tier", TIER_ORDER, index=TIER_ORDER.index(start), format_func=tier_words, key=f"tier_{request.id}_{start}"
    )
    why = st.text_input("Reason (needed below the proposal)", key=f"tier_why_{request.id}")
    if st.button("Confirm the tier", type="primary", key=f"tier_take_{request.id}", disabled=not proposal.is_complete):
        steps.take(person, lambda n, step: ai_record.confirm_tier(n, request.id, tier, answers, step), why)


def _people_form(outcome: Outcome, request: Request) -> None:
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    file = state.agreed().governance.ai_files.of(request.id)
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
    file = state.agreed().governance.ai_files.of(request.id)
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
    notebook = state.agreed()
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
            until = steps.ask_end("Until", keeping.today(), f"review_until_{key}")
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


FORMS: Mapping[str, Callable[[Outcome, Request], None]] = {
    "Evidence": _evidence_form,
    "Tier": _tier_form,
    "People and tests": _people_form,
    "Reviews": _review_form,
    "Decision": _decision_form,
}
