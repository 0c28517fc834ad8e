"""One export: what it is for and for whom, what it will say, and the button that makes it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from planning.outcome import Outcome
from reports.dossier import Dossier
from reports.exports import Export
from ui import downloading, export_answers, history, keeping, parts, reasons_panel, state, taking, tall_list
from ui.export_answers import Gathered
from ui.plain_text import plain

MANY = 300
# Letters that one line and three lines of the preview hold, and the height in pixels of a row with two or three lines.
LINE, LONGEST, WRAPPED = 95, 255, 64


def show(outcome: Outcome, export: Export) -> None:
    """The export with what is known so far; the rest goes on coming in, and the file takes what it finds."""
    st.markdown(f"**For {export.reader}.** {export.purpose}")
    gathered = export_answers.gather(outcome, export)
    if gathered.is_over:
        _show_state(outcome, export, gathered)
    else:
        _watch(outcome, export)
    downloading.show_making(downloading.making_of(export.key), f"the {export.file_kind}")
    _show_preview(export, gathered.dossier)


@st.fragment(run_every=parts.LOOK_AGAIN)
def _watch(outcome: Outcome, export: Export) -> None:
    gathered = export_answers.gather(outcome, export)
    if gathered.is_over:
        state.draw_again()
    _show_state(outcome, export, gathered)


def _show_state(outcome: Outcome, export: Export, gathered: Gathered) -> None:
    _show_button(outcome, export, gathered.dossier)
    for words in gathered.errors:
        st.error(f"{plain(words)} The files can be taken; they say what is missing.", icon=":material/error:")
    if gathered.under_way:
        st.markdown(f"Working out {' and '.join(gathered.under_way)}\u2026")
    if not gathered.reasons.error:
        reasons_panel.show_progress(outcome, gathered.reasons)


def _show_button(outcome: Outcome, export: Export, dossier: Dossier) -> None:
    name = export.file_name(dossier)
    button, words = st.columns([1.1, 3], vertical_alignment="center")
    with button:
        downloading.offer(
            f"Take the {export.file_kind}",
            downloading.File(name, export.mime, taking.file_of(export, dossier)),
            key=f"take_{export.key}",
            is_ready=outcome.selection.is_final,
            is_main=True,
            making=downloading.making_of(export.key),
        )
    slow = " It takes some seconds to make." if len(outcome.notebook.requests) > MANY else ""
    refused = "" if keeping.may_export() else " Your role may look at it, not take it."
    words.markdown(f"{plain(name)}.{slow}{refused}")


def _show_preview(export: Export, dossier: Dossier) -> None:
    shown = [(what, _clipped(said)) for what, said in export.preview(replace(dossier, log=history.log()))]
    is_wrapped = any(len(said) > LINE for _, said in shown)
    columns = {
        "What": st.column_config.TextColumn(width=300),
        "Says": st.column_config.TextColumn(width=620),
    }
    tall_list.show(
        pd.DataFrame(shown, columns=list(columns)),
        "preview",
        columns,
        f"What the {export.label.lower()} will say",
        row_height=WRAPPED if is_wrapped else tall_list.ROW_HEIGHT,
    )


def _clipped(said: str) -> str:
    """What three lines of the preview hold; the file says all of it."""
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rsplit(' ', 1)[0]}\u2026"
