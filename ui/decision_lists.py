"""Lists of deciding: what waits, by age or by the person who is asked, and what was decided."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planning.deciding import OpenDecision, by_person
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from reports import wording
from ui import parts

# Pixels of a row and of the header. How many rows stand before a list scrolls is the window's: the theme says it.
ROW_HEIGHT, HEADER_HEIGHT = 30, 36
VIEWS = BY_AGE, BY_PERSON = "By age", "By person"
# Pixels of what is short; titles and reasons share the rest.
_WAITING = {"Person": 92, "Days": 46, "Request": 62, "Due again": 82, "Plan": 42}
_DECIDED = {"Request": 62, "Decision": 66, "Who": 110, "Comes back": 88, "Dissent": 88}


def show_waiting(agreed: PlanningNotebook, open_ones: tuple[OpenDecision, ...], outcome: Outcome) -> None:
    """What waits, each with whom it waits for and for how long."""
    if not open_ones:
        return
    titles = {r.id: r.title for r in agreed.requests}
    view = st.segmented_control("View", VIEWS, default=BY_AGE, key="waiting_view", label_visibility="collapsed")
    if view == BY_PERSON:
        said = (f"**{parts.plain(who)}** {len(theirs)}, up to {wording.counted(theirs[0].days, 'day')}"
                for who, theirs in by_person(open_ones).items())  # fmt: skip
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


def show_decided(agreed: PlanningNotebook) -> None:
    """Every decision, the latest first."""
    if not agreed.decisions:
        return
    titles = {r.id: r.title for r in agreed.requests}
    st.markdown(f"**Decided**: {len(agreed.decisions)}")
    rows = [
        (d.request_id, titles.get(d.request_id, ""), str(d.verdict), d.reason, d.who, str(d.review_on or ""), d.dissent)
        for d in reversed(agreed.decisions)
    ]
    columns = ["Request", "Title", "Decision", "Reason", "Who", "Comes back", "Dissent"]
    frame = pd.DataFrame(rows, columns=columns)
    said = [name for name in columns if frame[name].any()]
    _show(frame[said], "decisions", _DECIDED, "Decisions, the latest first")


def _show(frame: pd.DataFrame, key: str, widths: dict[str, int], alt: str) -> None:
    """As many whole rows as the window has room for."""
    with st.container(key=f"{key}_list", height=ROW_HEIGHT * len(frame) + HEADER_HEIGHT, border=False):
        st.dataframe(
            frame,
            hide_index=True,
            key=key,
            row_height=ROW_HEIGHT,
            height="stretch",
            column_config={name: st.column_config.Column(width=widths[name]) for name in frame if name in widths},
            alt=alt,
        )
