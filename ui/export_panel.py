"""One export: what it is for and for whom, what it will say, and the button that makes it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from planning.log import LogEntry
from planning.outcome import Outcome
from reports.dossier import Dossier
from reports.exports import Export
from ui import downloading, history, keeping, parts, reasons_panel, taking
from ui.plain_text import plain

Log = tuple[LogEntry, ...]
# A number for the server; enough for the list to end above the window's edge.
PREVIEW_HEIGHT = 330
MANY = 300
# Letters that a line of the preview holds, and the height in pixels of a row with two or three lines.
LINE, WRAPPED = 95, 64


def show(outcome: Outcome, export: Export) -> None:
    """The export with the reasons known so far; they go on coming in, and the file takes those it finds."""
    log = history.log()
    if reasons_panel.ask(outcome).is_over:
        _show(outcome, export, log)
    else:
        _watch(outcome, export, log)


@st.fragment(run_every=parts.LOOK_AGAIN)
def _watch(outcome: Outcome, export: Export, log: Log) -> None:
    _show(outcome, export, log)


def _show(outcome: Outcome, export: Export, log: Log) -> None:
    answer = reasons_panel.ask(outcome)
    dossier = replace(taking.dossier(outcome, explanations=answer.value or {}), log=log)
    st.markdown(f"**For {export.reader}.** {export.purpose}")
    _show_button(outcome, export, dossier)
    reasons_panel.show_progress(outcome, answer)
    _show_preview(export, dossier)


def _show_button(outcome: Outcome, export: Export, dossier: Dossier) -> None:
    name = export.file_name(dossier)
    button, words = st.columns([1.1, 3], vertical_alignment="center")
    with button:
        downloading.offer(
            f"Take the {export.label[:1].lower()}{export.label[1:]}",
            downloading.File(name, export.mime, taking.file_of(export, dossier)),
            key=f"take_{export.key}",
            is_ready=outcome.selection.is_final,
            is_main=True,
        )
    slow = " It takes some seconds to make." if len(outcome.notebook.requests) > MANY else ""
    refused = "" if keeping.may_export() else " Your role may look at it, not take it."
    words.markdown(f"{plain(name)}.{slow}{refused}")


def _show_preview(export: Export, dossier: Dossier) -> None:
    shown = export.preview(dossier)
    st.dataframe(
        pd.DataFrame(shown, columns=["What", "Says"]),
        hide_index=True,
        height=PREVIEW_HEIGHT,
        row_height=WRAPPED if any(len(said) > LINE for _, said in shown) else None,
        key=f"preview_{export.key}",
        column_config={
            "What": st.column_config.TextColumn(width=300),
            "Says": st.column_config.TextColumn(width=620),
        },
        alt=f"What the {export.label.lower()} will say",
    )
