"""The log: who changed what, when, from what to what, and why; and any moment of it opened again."""

from functools import partial

import pandas as pd
import streamlit as st

from planning.log import LogEntry, entries_about, first_fault, requests_of
from planning.record import MIME, SUFFIX
from reports import log_rows, wording
from ui import downloading, history, keeping, library, parts, state, tall_list
from ui.plain_text import plain

# Pixels of what is short; words share the rest.
WIDTHS = {"When": 150, "Who": 235, "Request": 80, "What": 145, "From": 180, "To": 180, "Why": 205}


def show_filters(entries: tuple[LogEntry, ...]) -> tuple[tuple[LogEntry, ...], list[log_rows.LogRow]]:
    """Only some requests or people; the entries found, and their rows, the latest first.

    Where a person looks for requests, an entry about several shows those alone.
    """
    requests = sorted(frozenset[str]().union(*(requests_of(e.change) for e in entries)))
    people = sorted({e.change.who.name for e in entries})
    chosen = st.multiselect("Requests", requests, key="log_requests", placeholder="All", width=300)
    by = st.multiselect("People", people, key="log_people", placeholder="All", width=300)
    unfolds = st.toggle("Every place on a row of its own", key="log_unfolded")
    found = entries_about(entries, request_ids=chosen, who=by)
    latest = tuple(reversed(found))
    is_whole = not (unfolds or chosen)
    return found, list(log_rows.folded_rows(latest) if is_whole else log_rows.unfolded_rows(latest, chosen))


def show_rows(rows: list[log_rows.LogRow]) -> None:
    """Rows of the log."""
    columns = {
        "No.": st.column_config.NumberColumn(width=50),
        **{name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
    }
    frame = pd.DataFrame(rows, columns=list(log_rows.HEADERS))
    tall_list.show(frame, "log_entries", columns, "The log, the latest first")


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
    past = history.past(number)
    if past is None:
        return
    show_words(next(e for e in entries if e.number == number))
    if opens:
        library.start_from_past(past, number)
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
            st.markdown(f"**{name}** {plain(words)}")
    if change.lines:
        lines = [(line.what, line.request_id, line.before, line.after, line.why) for line in change.lines]
        frame = pd.DataFrame(lines, columns=["What", "Request", "From", "To", "Why"])
        said = frame[[name for name in frame if frame[name].any()]]
        st.dataframe(said, hide_index=True, key="log_lines", alt="Every place the entry changed")


def show_files(entries: tuple[LogEntry, ...]) -> None:
    """The whole log as a table, and the agreed plan as one file that anybody can run again."""
    agreed = state.notebook()
    if agreed is None:
        return
    downloading.offer(
        "Download the log",
        downloading.File(f"{agreed.name}{log_rows.SUFFIX}", log_rows.MIME, partial(log_rows.log_csv, entries)),
        key="download_log",
        hint="Every change from what to what, as a CSV.",
    )
    outcome = state.agreed_outcome()
    downloading.offer(
        "Download the record",
        downloading.File(f"{agreed.name}{SUFFIX}", MIME, history.record_file(outcome)),
        key="download_record",
        icon=":material/verified:",
        is_ready=outcome.selection.is_final,
        hint="The agreed plan with its list, its weights and its result in one sealed file: cli.py rerun checks it.",
    )


st.title("Log", anchor=False)
if state.notebook() is None:
    parts.empty_state("There is nothing to log yet.")
    st.stop()
log = history.log()
if not log:
    st.info("This notebook is in this session alone: it has no log.")
    st.stop()
kept = keeping.stored()
if fault := first_fault(log, kept.number if kept is not None else 0):
    st.error(f"The log is not whole. {fault}", icon=":material/warning:")
else:
    st.caption(f":material/link: {wording.counted(len(log), 'change')}, one unbroken chain.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    shown, rows = show_filters(log)
    show_files(log)
show_moment(shown)
show_rows(rows)
