"""Pilots: their dates and measures, the charter, exactly one exit decision, and whether people would keep it."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from decimal import Decimal
from typing import Any

import streamlit as st

from governance.book import KeepAnswer
from governance.pilot import CHARTER_FIELDS, MOST_DAYS, USUAL_DAYS, PilotCharter, PilotExit, StopCause, charter_gaps
from planning import pilot_record
from planning.outcome import Outcome
from planning.people import Action, Person
from reports import governance_frames
from scoring.request import Direction, ExitDecision, OutcomeMetric, Request
from ui import access, state
from ui.gates import steps
from ui.plain_text import plain

PARTS = ("Exit decision", "Charter", "Would you keep it?")
DECISION_WORDS = {
    ExitDecision.SCALE: "Scale",
    ExitDecision.EXTEND: "Extend once",
    ExitDecision.STOP: "Stop",
}
LONG_TEXTS = ("problem", "hypothesis", "stop_early_rule", "scale_rule")
NUMBERS = ("baseline", "target", "smallest_useful_change")


def show(outcome: Outcome) -> None:
    """The pilots, then one of them with its forms."""
    notebook = state.agreed()
    found = governance_frames.pilots(notebook)
    if not found:
        st.info("No request is at stage pilot.", icon=":material/info:")
        return
    names = {
        "request": ("Request", 80),
        "title": ("Title", 260),
        "ends": ("Ends", 100),
        "days_left": ("Days left", 80),
        "measure": ("Measure", 380),
        "charter": ("Charter", 90),
        "exit": ("Exit decision", 110),
    }
    frame = governance_frames.pilot_frame(outcome)
    steps.table(frame, "pilots", names, "Pilots by their end")
    titles = {r.id: r.title for r in found}
    chosen = steps.choose_request("Pilot", [str(i) for i in frame["request"]], titles, "pilot_request")
    request = notebook.governance.as_decided(notebook.request(chosen))
    part = st.segmented_control("Record", PARTS, default=PARTS[0], key="pilot_part", label_visibility="collapsed")
    forms = {PARTS[0]: _exit_form, PARTS[1]: _charter_form, PARTS[2]: _keep_form}
    forms[part or PARTS[0]](outcome, request)


def _exit_form(outcome: Outcome, request: Request) -> None:
    past = state.agreed().governance.past_exits(request.id)
    for exit_ in past:
        words = f"{exit_.on}: {DECISION_WORDS[exit_.decision]} by {exit_.who}. {exit_.reason}"
        st.markdown(f"- {plain(words)}")
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        how = st.radio(
            "Decision",
            list(ExitDecision),
            format_func=lambda d: DECISION_WORDS[d],
            key=f"exit_{request.id}",
            horizontal=True,
        )
        reason = st.text_input("Reason", key=f"exit_reason_{request.id}")
        chosen = how or ExitDecision.SCALE
        made = PilotExit(
            decision=chosen, who=str(person), on=outcome.today, reason=reason, **_exit_facts(outcome, request, chosen)
        )
        if st.button("Record the decision", type="primary", key=f"exit_take_{request.id}"):
            steps.take(person, lambda n, step: pilot_record.decide_exit(n, request.id, made, step))
    with right:
        st.markdown(
            "**Scale** when the target is met, the balancing measure is no worse and the evidence is complete. "
            "**Extend once** with a new end and the fact that is missing. **Stop** with its cause."
        )
        st.markdown(plain(governance_frames.metric_words(request.metric)))
        if request.metric is not None:
            _ask_measure(request, request.metric, person)


def _ask_measure(request: Request, metric: OutcomeMetric, person: Person) -> None:
    with st.form(f"measure_{request.id}", border=False):
        label = f"Latest measured value{f', {metric.unit}' if metric.unit else ''}"
        latest = st.number_input(plain(label), value=metric.latest, key=f"measure_value_{request.id}")
        if st.form_submit_button("Record the measured value") and latest is not None:
            steps.take(person, lambda n, step: pilot_record.record_measure(n, request.id, float(latest), step))


def _exit_facts(outcome: Outcome, request: Request, how: ExitDecision) -> dict[str, Any]:
    if how is ExitDecision.SCALE:
        worse = st.radio(
            "The balancing measure",
            ["no worse", "worse", "not measured"],
            index=2,
            key=f"exit_balance_{request.id}",
            horizontal=True,
        )
        return {"is_balance_worse": {"no worse": False, "worse": True}.get(str(worse))}
    if how is ExitDecision.EXTEND:
        usual = outcome.today + dt.timedelta(days=USUAL_DAYS)
        until = st.date_input("New end", usual, key=f"exit_until_{request.id}")
        return {"until": until, "missing_fact": st.text_input("Missing fact", key=f"exit_fact_{request.id}")}
    cause = st.selectbox("Cause", list(StopCause), index=None, key=f"exit_cause_{request.id}")
    return {"cause": cause}


def _charter_form(outcome: Outcome, request: Request) -> None:
    charter = state.agreed().governance.charter(request.id) or _from_request(request)
    gaps = charter_gaps(charter)
    if gaps:
        st.info(plain(f"Before it may start, the charter lacks {', '.join(gaps)}."), icon=":material/edit_note:")
    else:
        st.success("The charter is complete.", icon=":material/check:")
    person = steps.recorder()
    if person is None:
        return
    with st.form(f"charter_{request.id}", border=False):
        columns = st.columns(3, gap="medium")
        typed = {}
        for k, (name, words) in enumerate(CHARTER_FIELDS):
            with columns[k * 3 // len(CHARTER_FIELDS)]:
                typed[name] = _ask(charter, name, words, f"charter_{request.id}_{name}")
        with columns[1]:
            better = st.radio(
                "Better is",
                list(Direction),
                list(Direction).index(charter.better),
                horizontal=True,
                key=f"charter_{request.id}_better",
            )
        st.caption(f"A pilot usually runs {USUAL_DAYS} days, {MOST_DAYS} at most: our figures.")
        if st.form_submit_button("Keep the charter", type="primary"):
            made = PilotCharter(**typed, better=better or charter.better)
            steps.take(person, lambda n, step: pilot_record.write_charter(n, request.id, made, step))


def _ask(charter: PilotCharter, name: str, words: str, key: str) -> Any:
    label, value = _label(words), getattr(charter, name)
    if name in NUMBERS:
        return st.number_input(label, value=value, key=key)
    if name == "how_many":
        return st.number_input(label, value=value, min_value=1, step=1, key=key)
    if name == "budget_usd":
        amount = st.number_input(label, value=float(value) if value is not None else None, min_value=0.0, key=key)
        return None if amount is None else Decimal(str(amount))
    if name in ("baseline_on", "start", "end"):
        return st.date_input(label, value, key=key)
    if name in LONG_TEXTS:
        return st.text_area(label, value, height=68, key=key)
    return st.text_input(label, value, key=key)


def _label(words: str) -> str:
    short = words.removeprefix("the ")
    return short[:1].upper() + short[1:]


def _from_request(request: Request) -> PilotCharter:
    """What the list of requests knows already, so that nobody types it twice."""
    metric = request.metric
    known: dict[str, Any] = {"problem": request.description, "start": request.pilot_start, "end": request.pilot_end}
    if metric is not None:
        known |= {
            "measure": metric.name,
            "unit": metric.unit,
            "better": metric.better,
            "baseline": metric.baseline,
            "target": metric.target,
        }
    names = {field.name for field in fields(PilotCharter)}
    return PilotCharter(**{name: value for name, value in known.items() if name in names})


def _keep_form(outcome: Outcome, request: Request) -> None:
    book = state.agreed().governance
    for _, answer in (pair for pair in book.keeps if pair[0] == request.id):
        words = f"{answer.on}: {'yes' if answer.would_keep else 'no'}, by {answer.who}. {answer.why}"
        st.markdown(f"- {plain(words)}")
    due = book.keep_due(request.id)
    if due is None:
        st.caption("Asked once, 180 days after the decision to scale.")
        return
    st.markdown(f"Due on {due}.")
    person = steps.recorder()
    if person is not None:
        _ask_keep(outcome, request, person)


def _ask_keep(outcome: Outcome, request: Request, person: Person) -> None:
    with st.form(f"keep_{request.id}", border=False):
        said = st.radio("Would the people who use it keep it?", ["Yes", "No"], index=None, horizontal=True)
        why = st.text_input("Reason")
        if st.form_submit_button("Record the answer", type="primary") and said:
            answer = KeepAnswer(would_keep=said == "Yes", who=str(person), on=outcome.today, why=why)
            steps.take(person, lambda n, step: pilot_record.answer_keep(n, request.id, answer, step))
