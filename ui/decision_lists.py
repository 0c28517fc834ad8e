"""Lists of deciding: what waits, by age or by the person who is asked, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planning.deciding import OpenDecision, by_person
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from reports import wording
from ui import tall_list
from ui.plain_text import plain

VIEWS = BY_AGE, BY_PERSON, DECIDED = "By age", "By person", "Decided"
# Pixels of columns; what is left goes to all alike.
_WAITING = {"Person": 152, "Days": 46, "Request": 62, "Title": 346, "Due again": 82, "Plan": 42}
_DECIDED = {"Request": 62, "Title": 220, "Decision": 66, "Reason": 166, "Who": 102, "Comes back": 84, "Dissent": 110}


def show(agreed: PlanningNotebook, open_ones: tuple[OpenDecision, ...], outcome: Outcome) -> None:
    """One list at a time: what waits, by age or by person, or what was decided."""
    first = BY_AGE if open_ones or not agreed.decisions else DECIDED
    view = st.segmented_control(
        "View", VIEWS, default=first, key="decisions_view", required=True, label_visibility="collapsed"
    )
    if view == DECIDED:
        _show_decided(agreed)
    elif open_ones:
        _show_waiting(agreed, open_ones, outcome, str(view))


def _show_waiting(agreed: PlanningNotebook, open_ones: tuple[OpenDecision, ...], outcome: Outcome, view: str) -> None:
    """What waits, each with whom it waits for and for how long."""
    titles = {r.id: r.title for r in agreed.requests}
    if view == BY_PERSON:
        said = (f"**{plain(who)}** {_how_long(theirs)}" for who, theirs in by_person(open_ones).items())
        st.markdown(" \u00b7 ".join(said))
        open_ones = tuple(one for theirs in by_person(open_ones).values() for one in theirs)
    rows = [
        (o.asked, o.days, o.request_id, titles[o.request_id], str(o.again.review_on) if o.again else "",
         "in" if o.request_id in outcome.funded else "out")
        for o in open_ones
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Person", "Days", "Request", "Title", "Due again", "Plan"])
    order = ["Person", "Days", "Request"] if view == BY_PERSON else ["Request", "Days", "Person"]
    _show(frame[[*order, "Title", *(["Due again"] if frame["Due again"].any() else []), "Plan"]], "open_decisions",
          _WAITING, "Requests that wait for a decision")  # fmt: skip


def _show_decided(agreed: PlanningNotebook) -> None:
    """Every decision, the latest first."""
    if not agreed.decisions:
        st.markdown("Nothing is decided yet.")
        return
    titles = {r.id: r.title for r in agreed.requests}
    rows = [
        (d.request_id, titles.get(d.request_id, ""), str(d.verdict), d.reason, d.who, str(d.review_on or ""), d.dissent)
        for d in reversed(agreed.decisions)
    ]
    columns = ["Request", "Title", "Decision", "Reason", "Who", "Comes back", "Dissent"]
    frame = pd.DataFrame(rows, columns=columns)
    said = [name for name in columns if frame[name].any()]
    _show(frame[said], "decisions", _DECIDED, "Decisions, the latest first")


def _how_long(theirs: Sequence[OpenDecision]) -> str:
    """How many wait for one person, and the longest for how many days."""
    days = theirs[0].days
    return f"{len(theirs)}, up to {wording.counted(days, 'day')}" if days else f"{len(theirs)}"


def _show(frame: pd.DataFrame, key: str, widths: dict[str, int], alt: str) -> None:
    columns = {name: st.column_config.Column(width=width) for name, width in widths.items()}
    tall_list.show(frame, key, columns, alt)
