"""Export results: files for finance, the board, sponsors, the front line and other systems, from one record."""

import streamlit as st

from planning.recording import has_moves
from reports import wording
from reports.exports import EXPORTS
from ui import export_panel, money_terms_panel, parts, state
from ui.plain_text import plain

current = parts.open_page("Export results", "There is nothing to export yet.")
outcome = parts.portfolio_to_ask_about()
words = plain(wording.headline(outcome))
if has_moves(state.agreed(), current):
    words = f":orange-badge[With moves that are not agreed] {words}"
st.markdown(f"{words} Every file holds the same numbers.")
by_label = {export.label: export for export in EXPORTS}
left, right = st.columns([1, 3.2], gap="large")
with left:
    chosen = st.radio(
        "File", list(by_label), captions=[f"For {export.reader}" for export in EXPORTS], key="export_kind"
    )
    money_terms_panel.show()
with right:
    export_panel.show(outcome, by_label[str(chosen)])
