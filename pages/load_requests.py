"""Load requests: drop any list or open the sample, answer what it leaves open, mend it, take it back corrected."""

import time
from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from intake.corrected import corrected_workbook
from intake.finding import Severity
from intake.read import Intake
from intake.tables import TEMPLATE_WORKBOOK
from reports import wording
from ui import (
    answer_memory,
    answering,
    downloading,
    entering,
    finding_panel,
    jumping,
    loading,
    mapping_panel,
    parts,
    question_panel,
    request_grid,
    state,
    version_panel,
)
from ui.plain_text import plain
from ui.screens import screen

KINDS = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_upload() -> None:
    """Take a dropped file, with a bar where reading takes over a second."""
    uploaded = st.file_uploader(
        "A list of requests: Excel, OpenDocument or CSV, in any layout", type=KINDS, key=loading.upload_key()
    )
    if uploaded is None or not loading.is_new_upload(uploaded.file_id):
        return
    place = st.empty()
    loading.open_file(uploaded.getvalue(), uploaded.name, reading_bar(place))
    loading.note_upload(uploaded.file_id)
    place.empty()


def reading_bar(place: DeltaGenerator) -> Callable[[float], None]:
    """A bar in a place of the page once reading takes over a second."""
    begin = time.monotonic()

    def progress(share: float) -> None:
        if time.monotonic() - begin > 1:
            place.progress(min(share, 1.0), text="Reading the file")

    return progress


def open_sample_instead() -> None:
    """Open the sample; the file dropped before it no longer stands in the upload field."""
    loading.clear_upload()
    parts.open_sample()


def show_sources() -> None:
    """Upload, and beside it sample and template."""
    st.title("Load requests", anchor=False)
    upload, others = st.columns([3, 2], vertical_alignment="bottom")
    with upload:
        read_upload()
    with others, st.container(horizontal=True):
        is_first = state.intake() is None
        kind: Literal["primary", "secondary"] = "primary" if is_first else "secondary"
        st.button("Open the sample", key="open_sample", type=kind, on_click=open_sample_instead)
        downloading.offer(
            "Download the empty template",
            downloading.File(TEMPLATE_WORKBOOK.name, XLSX, TEMPLATE_WORKBOOK.read_bytes),
            key="download_template",
        )


def show_understood(found: Intake) -> None:
    """What came in, and the way on."""
    name = plain(found.source_name)
    n_errors = sum(f.severity is Severity.ERROR for f in found.findings)
    n_left_out = len(found.table.rejected) if found.table else 0
    st.subheader(f"{name}: {wording.counted(len(found.requests), 'request')} read", anchor=False)
    others = len(found.findings) - n_errors
    st.caption(
        f"{wording.counted(n_left_out, 'row')} left out, {wording.counted(n_errors, 'error')}, "
        f"{wording.counted(others, 'other finding')}."
    )
    show_unrecorded()
    show_resting()
    show_remembered()
    question_panel.show(found)
    with st.container(horizontal=True):
        go = st.button(
            "Choose the portfolio",
            key="go_choose",
            type="secondary" if found.is_waiting else "primary",
            disabled=found.is_waiting or not found.requests,
            help="Answer the marked questions first." if found.is_waiting else None,
        )
        if go:
            st.switch_page(screen("choose_portfolio").path)
        current = loading.loaded()
        if current is not None and found.requests:
            downloading.offer(
                "Download the corrected workbook",
                downloading.File(
                    f"{current.name.rsplit('.', 1)[0]} corrected.xlsx",
                    XLSX,
                    partial(corrected_workbook, current.read, current.edits),
                ),
                key="download_corrected",
                hint="Our template filled with these requests, and a sheet that lists every change and finding.",
            )


def show_unrecorded() -> None:
    """That what was typed waits for a name, with the way to give it."""
    if loading.is_unrecorded():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text("What was changed here is not recorded yet.", width="content")
            st.button("Say who you are and record it", key="record_list", on_click=loading.record_list)


def show_resting() -> None:
    """That entries lie still because the file is read in a way that does not hold their requests."""
    if n := len(entering.resting_edits()):
        cells = wording.counted(n, "cell")
        st.text(f"{cells} entered for requests that are not in this reading: kept, and used again with them.")


def show_remembered() -> None:
    """That the file was read with answers given earlier, with a way to forget them; why nothing is remembered."""
    current = loading.loaded()
    if trouble := answer_memory.trouble():
        st.warning(plain(trouble), icon=":material/warning:")
    if current is None or current.remembered is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        earlier = current.remembered
        st.text(f"Read with the answers given for {earlier.source_name} on {earlier.on}.", width="content")
        words = "Forget them and ask again" if answer_memory.answers_bind_others() else "Ask again"
        st.button(words, key="forget_answers", on_click=answering.forget_answers)


def show_details(found: Intake) -> None:
    """Findings, the requests to edit, how columns were read, and what changed since the version before."""
    current = loading.loaded()
    # Without counts, which the caption has: a tab whose name changes under a person is closed.
    names = [jumping.FINDINGS, jumping.REQUESTS, jumping.READING]
    report = current.report if current else None
    tabs = st.tabs([*names, jumping.VERSIONS] if report else names, key=jumping.TABS, on_change="rerun")
    with tabs[0]:
        finding_panel.show(found)
    with tabs[1]:
        request_grid.show(found)
    with tabs[2]:
        mapping_panel.show(found)
    if report is not None:
        with tabs[3]:
            version_panel.show(report)


loading.follow_notebook()
show_sources()
answering.read_with_answers(reading_bar(st.empty()))
found = state.intake()
if found is None:
    words = "Nothing is loaded yet. The sample organization shows what a filled notebook looks like."
    st.info(words, icon=":material/info:")
elif found.is_refused:
    st.error(f"{plain(found.message)} {found.findings[0].remedy}", icon=":material/error:")
else:
    show_understood(found)
    show_details(found)
