"""What changed between the last two versions of a file, and what became of the entries."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from intake.reimport import ReimportReport
from ui.request_grid import heading


def show(report: ReimportReport) -> None:
    """Counts, then the changed facts, then requests that came, went, and entries that need a look."""
    with st.container(horizontal=True):
        st.metric("New requests", len(report.added), width="content")
        st.metric("Gone", len(report.removed), width="content")
        st.metric("Changed facts", len(report.changed), width="content")
        st.metric("Your entries kept", len(report.kept), width="content")
    if report.changed:
        frame = pd.DataFrame(
            {
                "Request": [c.request_id for c in report.changed],
                "Title": [c.title for c in report.changed],
                "Column": [heading(c.column) for c in report.changed],
                "Before": [c.before for c in report.changed],
                "Now": [c.after for c in report.changed],
            }
        )
        st.dataframe(frame, hide_index=True, key="changed_facts", alt="Facts that differ between the two files")
    for title, requests in (("New", report.added), ("Gone", report.removed)):
        if requests:
            st.text(f"{title}: " + "; ".join(f"{r.id} {r.title}" for r in requests[:40]))
    for title, edits in (
        ("Entered here and changed in the file too; your entry counts", report.contested),
        ("Entries of requests that are gone", report.lost),
        ("Entries that the file now says itself", report.settled),
    ):
        if edits:
            st.text(f"{title}: " + "; ".join(f"{e.request_id} {heading(e.column)} {e.value}" for e in edits[:40]))
