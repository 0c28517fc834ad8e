"""Mandates: authority, date and price, the share of people they take, and the rule calendar behind them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from governance.calendar import CalendarRule, RuleStatus, forces
from intake.rule_calendar import CalendarError, calendar_csv, read_calendar_file
from intake.workbook import RefusedFileError
from planning import rule_record
from planning.governance_view import GovernanceReview, MandateLine
from planning.outcome import Outcome
from planning.people import Action
from reports import governance_frames, wording
from ui import access, downloading, state
from ui.gates import steps
from ui.plain_text import plain


def show(outcome: Outcome, review: GovernanceReview) -> None:
    """Mandates first, then one of them, then the calendar."""
    if not review.mandates:
        st.info("No request names a mandate.", icon=":material/info:")
    else:
        _show_mandates(outcome, review)
    with st.expander("Rule calendar", icon=":material/calendar_month:"):
        _show_calendar(outcome)


def _show_mandates(outcome: Outcome, review: GovernanceReview) -> None:
    for sentence in summary(review):
        st.markdown(plain(sentence))
    names = {
        "request": ("Request", 125),
        "title": ("Title", 300),
        "state": ("State", 150),
        "deadline": ("Deadline", 95),
        "safe_start": ("Latest safe start", 115),
        "timing": ("Timing", 80),
        "price": ("Price (points)", 100),
        "displaced": ("Keeps out", 300),
    }
    steps.table(governance_frames.mandate_frame(review.mandates), "mandates", names, "Mandates, the dearest first")
    lines = {line.request_ids[0]: line for line in review.mandates}
    titles = {i: f"{' or '.join(line.request_ids[1:])} {line.titles[0]}".strip() for i, line in lines.items()}
    chosen = steps.choose_request("Mandate", list(lines), titles, "mandate_request")
    _show_line(outcome, lines[chosen])


def summary(review: GovernanceReview) -> tuple[str, ...]:
    """What mandates cost together and which people they take."""
    said = []
    if review.mandates_price is not None:
        displaced = f"; without them {', '.join(review.displaced)} would be in" if review.displaced else ""
        said.append(f"Together the mandates cost {wording.points(review.mandates_price)} points{displaced}.")
    if (role := review.scarcest) is not None:
        said.append(
            f"Scarcest: {role.name.lower()}, {role.used:.0%} used in {role.quarter}; "
            f"mandates take {role.by_mandates:.0%} of what there is."
        )
    return tuple(said)


def _show_line(outcome: Outcome, line: MandateLine) -> None:
    left, right = st.columns(2, gap="large")
    request_id = next((i for i in line.request_ids if i in outcome.funded), line.request_ids[0])
    with left:
        st.markdown(f"**Authority:** {plain(line.authority)}")
        if line.proposal is None:
            st.caption("The calendar has no rule behind it.")
        else:
            sums = "; ".join(f"{words}: {points:+d}" for words, points in line.proposal.steps)
            st.markdown(
                f"**Proposed regulatory rating {line.proposal.rating}.** {plain(sums)}. The arithmetic is ours."
            )
            if line.rating is not None and line.rating != line.proposal.rating:
                pressed = st.button(
                    f"Take {line.proposal.rating} in place of {line.rating:g}", key=f"take_rating_{request_id}"
                )
                if pressed and (person := access.person_for(Action.EDIT_REQUESTS)):
                    steps.take(person, lambda n, step: rule_record.take_rating(n, request_id, step))
    with right:
        if line.is_painful:
            _ask_mitigation(line, request_id)


def _ask_mitigation(line: MandateLine, request_id: str) -> None:
    st.markdown(f"**Compliant but painful**: burden {line.burden:+g} on its scale. What is done about the added work?")
    words = st.text_area("Mitigation", line.mitigation, key=f"mitigation_{request_id}", height=68)
    if st.button("Keep the mitigation", key=f"mitigation_take_{request_id}") and (person := steps.recorder()):
        steps.take(person, lambda n, step: rule_record.write_mitigation(n, request_id, words, step))


def _show_calendar(outcome: Outcome) -> None:
    calendar = state.agreed().governance.calendar
    names = {
        "rule": ("Rule", 300),
        "status": ("Status", 80),
        "date": ("Date", 95),
        "bound": ("Binds", 90),
        "gap": ("Gap", 70),
        "penalty": ("Penalty", 90),
        "source": ("Source", 170),
        "last_checked": ("Last checked", 100),
    }
    steps.table(governance_frames.calendar_frame(calendar), "calendar", names, "Rule calendar")
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        _ask_rule(outcome, {rule.name: rule for rule in calendar})
    with right:
        _ask_file(calendar)


def _ask_rule(outcome: Outcome, rules: dict[str, CalendarRule]) -> None:
    if not rules:
        return
    name = str(st.selectbox("Rule to change", list(rules), key="rule_name"))
    rule = rules[name]
    top = st.columns(2)
    statuses = list(RuleStatus)
    status = top[0].selectbox("Status", statuses, statuses.index(rule.status), key=f"rule_status_{name}")
    date = top[1].date_input("Date", rule.date, key=f"rule_date_{name}")
    marks = st.columns(4)
    bound = marks[0].checkbox("We are bound", rule.is_bound, key=f"rule_bound_{name}")
    others = marks[1].checkbox("Only payers or vendors", rule.only_others_bound, key=f"rule_others_{name}")
    gap = marks[2].checkbox("Gap open", rule.is_gap_open, key=f"rule_gap_{name}")
    penalty = marks[3].checkbox("Penalty stated", rule.has_penalty, key=f"rule_penalty_{name}")
    why = st.text_input("Reason or source", key=f"rule_why_{name}")
    changed = replace(
        rule,
        status=status,
        date=date,
        is_bound=bound,
        only_others_bound=others,
        is_gap_open=gap,
        has_penalty=penalty,
        last_checked=outcome.today,
    )
    st.caption("Forces its request in." if forces(changed) else "Only scores: it forces nothing in.")
    if st.button("Change the rule", key="rule_take", type="primary") and (person := access.person_for(Action.AGREE)):
        steps.take(person, lambda n, step: rule_record.change_rule(n, changed, step), why)


def _ask_file(calendar: tuple[CalendarRule, ...]) -> None:
    downloading.offer(
        "Download the calendar",
        downloading.File("rule-calendar.csv", "text/csv", lambda: calendar_csv(calendar)),
        key="calendar_download",
    )
    uploaded = st.file_uploader("Another calendar (CSV or Excel, same columns)", ["csv", "xlsx"], key="calendar_upload")
    if uploaded is None:
        return
    try:
        rules = read_calendar_file(uploaded.getvalue(), uploaded.name)
    except (CalendarError, RefusedFileError) as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.markdown(f"{wording.counted(len(rules), 'rule')} read from {plain(uploaded.name)}.")
    if st.button("Use this calendar", key="calendar_take") and (person := access.person_for(Action.AGREE)):
        steps.take(person, lambda n, step: rule_record.replace_calendar(n, rules, step), uploaded.name)
