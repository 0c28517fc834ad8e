"""What changed between the last two versions of a file, and what became of the entries."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from intake.reimport import ReimportReport
from intake.setting_changes import SettingChange
from ui.request_grid import heading


def show(report: ReimportReport) -> None:
    """Counts, then the changed facts, other limits and weights, then requests and entries to look at."""
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
    _settings(report.settings)
    if report.renamed:
        named = "; ".join(f"{old} is now {new}" for old, new in report.renamed[:40])
        st.text(f"Under another id: {named}. Entries went along; decisions and overrides stay with the id: check them.")
    for title, requests in (("New", report.added), ("Gone", report.removed)):
        if requests:
            st.text(f"{title}: " + "; ".join(f"{r.id} {r.title}" for r in requests[:40]))
    for title, edits in (
        ("Entered here and changed in the file too; your entry counts", report.contested),
        ("Entries of requests that are gone: kept, and used again if these come back", report.resting),
        ("Entries that the file now says itself", report.settled),
    ):
        if edits:
            st.text(f"{title}: " + "; ".join(f"{e.request_id} {heading(e.column)} {e.value}" for e in edits[:40]))


def _settings(settings: Sequence[SettingChange]) -> None:
    """Limits, weights and settings of the plan that the newer file states otherwise, and which of them count."""
    if not settings:
        return
    st.text(
        "Other limits, weights and plan. The limits of the newer file count; weights and plan stay as agreed in the "
        "notebook until somebody changes them there."
    )
    frame = pd.DataFrame(
        {
            "Sheet": [s.sheet for s in settings],
            "Row": [_words(s.row) for s in settings],
            "What": [_words(s.name) for s in settings],
            "Before": [s.before for s in settings],
            "Now": [s.after for s in settings],
            "Counts": ["now" if s.is_limit else "as agreed" for s in settings],
        }
    )
    st.dataframe(frame, hide_index=True, key="changed_settings", alt="Limits, weights and plan that differ")


def _words(key: str) -> str:
    return key.removesuffix("_usd").replace("_", " ")
