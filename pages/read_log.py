"""The log: who changed what, when, from what to what, and why; and any moment of it opened again."""

import pandas as pd
import streamlit as st

from planning.log import LogEntry, entries_about, first_fault
from planning.record import MIME, SUFFIX
from reports import wording
from ui import downloading, keeping, parts, state

COLUMNS = ("No.", "When", "Who", "What", "Request", "From", "To", "Why")


def show_filters(entries: tuple[LogEntry, ...]) -> tuple[LogEntry, ...]:
    """Only some requests or people."""
    requests = sorted({e.change.request_id for e in entries} - {""})
    people = sorted({e.change.who.name for e in entries})
    chosen = st.multiselect("Requests", requests, key="log_requests", placeholder="All", width=360)
    by = st.multiselect("People", people, key="log_people", placeholder="All", width=360)
    return entries_about(entries, request_ids=chosen, who=by)


def show_entries(entries: tuple[LogEntry, ...]) -> None:
    """Entries, the latest first."""
    rows = [
        (
            e.number,
            f"{e.change.at.astimezone():%Y-%m-%d %H:%M}",
            str(e.change.who),
            e.change.what,
            e.change.request_id,
            e.change.before,
            e.change.after,
            e.change.why,
        )
        for e in reversed(entries)
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=COLUMNS),
        hide_index=True,
        key="log_entries",
        alt="Entries of the log, the latest first",
        column_config={
            "No.": st.column_config.NumberColumn("No.", width=50),
            "When": st.column_config.TextColumn("When", width=122),
            "Request": st.column_config.TextColumn("Request", width=76),
            **{name: st.column_config.TextColumn(name, width=230) for name in ("From", "To", "Why")},
        },
    )


def show_moment(entries: tuple[LogEntry, ...]) -> None:
    """The notebook as it stood after one entry, and the portfolio it gave."""
    numbers = [e.number for e in reversed(entries)]
    labels = {e.number: f"{e.number}: {e.change.at.astimezone():%Y-%m-%d %H:%M}, {e.change.what}" for e in entries}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "A past moment", numbers, index=None, format_func=labels.__getitem__, key="log_moment", width=480
        )
        opens = st.button("Open as a copy", key="log_open", disabled=number is None)
    if number is None:
        return
    past = keeping.past(number)
    if past is None:
        return
    show_words(next(e for e in entries if e.number == number))
    if opens:
        keeping.start_from_past(past, number)
        st.rerun()
    outcome = state.desk().prove(past, past.plan.planning_date, wait=state.PATIENCE)
    if outcome.selection.has_portfolio:
        funded = wording.counted(len(outcome.funded), "request")
        st.markdown(f"{funded} funded, {wording.points(outcome.selection.value or 0)} points.")
        st.markdown(parts.badges(outcome.selection.funded, "blue"))
    else:
        parts.show_collision(outcome)


def show_words(entry: LogEntry) -> None:
    """All that one entry says: the table has no room for long words."""
    change = entry.change
    for name, words in (("From", change.before), ("To", change.after), ("Why", change.why)):
        if words:
            st.markdown(f"**{name}** {parts.plain(words)}")


def show_record() -> None:
    """The agreed plan as one file that anybody can run again."""
    agreed = state.notebook()
    if agreed is None:
        return
    outcome = state.agreed_outcome()
    downloading.offer(
        "Download the record",
        downloading.File(f"{agreed.name}{SUFFIX}", MIME, keeping.record_file(outcome)),
        key="download_record",
        icon=":material/verified:",
        is_ready=outcome.selection.is_final,
        hint="The agreed plan with its list, its weights and its result in one sealed file: cli.py rerun checks it.",
    )


st.title("Log", anchor=False)
if state.notebook() is None:
    parts.empty_state("There is nothing to log yet.")
    st.stop()
log = keeping.log()
if not log:
    st.info("This notebook is in this session alone: it has no log.")
    st.stop()
if fault := first_fault(log):
    st.error(f"The log is not whole. {fault}", icon=":material/warning:")
else:
    st.caption(f":material/link: {wording.counted(len(log), 'change')}, one unbroken chain.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    shown = show_filters(log)
    show_record()
show_moment(shown)
show_entries(shown)
