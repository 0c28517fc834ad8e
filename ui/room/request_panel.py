"""One request, opened from the list or the picture: where it stands, why, and what forcing it would cost."""

from __future__ import annotations

import streamlit as st

from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from portfolio.explanation import Explanation
from reports import reasons
from ui import decision_form, naming, parts, state
from ui.plain_text import plain
from ui.screens import screen

_OPENED = "opened_request"
NAMED = 3


def open_request(request_id: str) -> None:
    """Show this request when the page is drawn next."""
    state.keep(_OPENED, request_id)


def show_opened(outcome: Outcome) -> None:
    """The request somebody opened; nothing where none is."""
    opened = str(state.kept(_OPENED) or "")
    request = next((r for r in outcome.notebook.requests if r.id == opened), None)
    # One dialog at a time: the one that asks who is here goes first.
    if request is None or naming.waits_for_name():
        return
    title = plain(f"{request.id} {request.title}")
    st.dialog(title, width="medium", on_dismiss=_close)(_show)(outcome, request.id, state.draft())


def _show(outcome: Outcome, request_id: str, drawn: PlanningNotebook | None) -> None:
    # What is done in here may change the page behind, or wait for a name: the whole page is drawn then.
    if naming.waits_for_name() or state.draft() is not drawn or state.has_words():
        st.rerun()
    current, today = outcome.notebook, outcome.today
    request = current.request(request_id)
    facts = [
        request.requesting_department,
        request.focus_area,
        request.sponsor_role and f"sponsor {request.sponsor_role}",
    ]
    st.markdown(plain(", ".join(fact for fact in facts if fact)))

    def show_why(explained: Explanation) -> None:
        titles = {r.id: r.title for r in current.requests}
        for sentence in reasons.explanation_sentences(explained, titles, n_named=NAMED, currency=current.plan.currency):
            st.markdown(plain(sentence))

    if outcome.selection.is_final:
        desk = state.desk()
        parts.show_when_ready(
            lambda wait: desk.explain(current, today, request_id, wait=wait),
            show_why,
            "Solving the plan again with this request turned round.",
        )
        decision_form.show_override(outcome, request_id)
    else:
        st.markdown("Why it is in or out follows the proof.")
    explain = screen("explain_choice")
    if st.button(f"{explain.title}: all about it", key="panel_explain", icon=explain.icon, type="tertiary"):
        state.keep(_OPENED, "")
        state.choose_request(request_id)
        st.switch_page(explain.path)


def _close() -> None:
    state.keep(_OPENED, "")
