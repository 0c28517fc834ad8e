"""The requests: the table of picture and list, and what the room talks about first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from planning.outcome import Outcome
from planning.worker import Answer
from portfolio.explanation import Explanation
from reports import charts, frames, front_line, wording
from ui import parts, reasons_panel, state, weights_control
from ui.room import answer

ALL, CONTESTED = "All", "Contested first"
_SHOWN, _DEPARTMENT, _WITHIN = "requests_shown", "requests_department", "requests_within"
# Points from the line within which a place counts as contested, unless the room says otherwise.
NEAR_THE_LINE = 3.0
# Seconds between looks for margins, and how many new ones are worth drawing the list again.
LOOK_FOR_MARGINS, MARGINS_AT_ONCE = 3.0, 8
# Longer lists are not explained unasked: that would keep a core busy for as long as the meeting lasts.
MOST_EXPLAINED = 200
MARGIN = "Above 0: what the plan would lose without it.\nBelow 0: what forcing it in would cost.\nPoints."
Votes = Mapping[str, frozenset[str]]
# Digits behind the point that are sent: more than any screen shows.
_DIGITS = 4


def show_filters(outcome: Outcome) -> None:
    """What the room wants to see of the list."""
    with st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small"):
        _ask_what_to_show(outcome)
        _show_agreement(outcome)


def table(outcome: Outcome) -> dict[str, Any]:
    """Every request by column for the picture, and which of them the list shows, in which columns.

    Returns:
        rows: columns by name, one entry for each request, the highest score first; shown: the places in them that
        the list shows; contested: those it might, where it shows only what can still change; columns: the list's;
        standings and axes: what signs, colors and directions mean.
    """
    columns = frames.request_columns(outcome)
    reasons, votes = state.desk().explained(outcome.notebook, outcome.today), _votes(outcome).value or {}
    margins = [_margin(reasons.get(request_id)) for request_id in columns["id"]]
    moved = answer.moved(outcome.funded, answer.compared_with(outcome))
    criteria = {c.key: c.short for c in outcome.notebook.criteria_in_use}
    rows: dict[str, Any] = {
        **{name: columns[name] for name in ("id", "title", "reason", "assumed")},
        "standing": [charts.STANDINGS.index(word) for word in columns["standing"]],
        "score": _numbers(columns["score"]),
        "net_cost": _numbers(columns["net_cost_usd"]),
        "hours": _numbers(columns["hours"]),
        "margin": _numbers(margins),
        "votes": _n_holding(votes, columns["id"]),
        "moved": [moved.get(request_id, "") for request_id in columns["id"]],
        **{_points(key): _numbers(columns[key]) for key in criteria},
    }
    return {
        "rows": rows,
        **_shown(rows, outcome, n_minds=len(votes)),
        "columns": _columns(outcome, criteria, n_minds=len(votes)),
        "standings": _STANDINGS,
        "axes": {
            "name": "Score against three-year net cost by request",
            "cost": f"Net cost over three years, {wording.in_millions(outcome.notebook.plan.currency)}",
            "score": "Score, points",
        },
    }


_STANDINGS = [
    {"word": word, "sign": charts.STANDING_SIGNS[word], "color": color, "shape": shape}
    for word, color, shape in zip(charts.STANDINGS, charts.STANDING_COLORS, charts.STANDING_SHAPES, strict=True)
]


def _numbers(amounts: Iterable[float | None]) -> list[float | None]:
    """Amounts as they are sent; what is not known as None."""
    return [None if x is None or not math.isfinite(x) else round(float(x), _DIGITS) for x in amounts]


def _columns(outcome: Outcome, criteria: Mapping[str, str], *, n_minds: int) -> list[dict[str, Any]]:
    """What the list shows: kind of each column, its least width in pixels, and whether it takes what is left."""
    tints = weights_control.tints(outcome.notebook)
    standing = "Standing" if outcome.selection.is_final else answer.PROVISIONAL
    votes = _column("votes", f"In, of {n_minds}", "number", 84, help="Stakeholders whose best portfolio holds it")
    return [
        _column("standing", standing, "text", 124),
        _column("id", "Request", "text", 76),
        _column("title", "Title", "text", 142, grows=True),
        _column("score", "Score", "score", 128, help="Points, and which criteria they come from"),
        _column("margin", "Margin", "signed", 72, digits=1, help=MARGIN),
        _column("reason", "Why", "text", 142, grows=True),
        *([votes] if n_minds else []),
        *(_column(_points(key), short, "number", 104, digits=1, tint=tints[key]) for key, short in criteria.items()),
        _column("assumed", "Assumed ratings", "text", 180),
    ]


def _points(key: str) -> str:
    """The column of the points from a criterion, whose own key might be the name of another column."""
    return f"points {key}"


def _column(key: str, label: str, kind: str, width: int, **facts: Any) -> dict[str, Any]:
    return {"key": key, "label": label, "kind": kind, "width": width, "digits": 0, **facts}


def margins_to_come(outcome: Outcome) -> Callable[[], bool] | None:
    """Whether many more margins are known than the list shows, or all; None where none is to come.

    They are found behind a proven plan; the list takes them in as they are known.
    """
    is_short = len(outcome.notebook.requests) <= MOST_EXPLAINED
    if not is_short or not outcome.selection.is_final or reasons_panel.ask(outcome).is_over:
        return None
    n_shown = len(state.desk().explained(outcome.notebook, outcome.today))
    return lambda: _are_more_known(outcome, n_shown)


def _are_more_known(outcome: Outcome, n_shown: int) -> bool:
    n_known = len(state.desk().explained(outcome.notebook, outcome.today))
    return reasons_panel.ask(outcome).is_over or n_known >= n_shown + MARGINS_AT_ONCE


def _votes(outcome: Outcome) -> Answer[Votes]:
    return state.desk().votes(outcome.notebook, outcome.today)


def _margin(explained: Explanation | None) -> float | None:
    """What the plan would lose without a funded request; below 0 what forcing one in would cost; None: not known."""
    if explained is None:
        return None
    if explained.safety_margin is not None:
        return explained.safety_margin
    return None if explained.points_short is None else -explained.points_short


def _ask_what_to_show(outcome: Outcome) -> None:
    shown = st.segmented_control("Requests shown", [ALL, CONTESTED], default=ALL, key=_SHOWN, required=True,
                                 label_visibility="collapsed")  # fmt: skip
    st.selectbox("Department", front_line.departments(outcome), index=None, key=_DEPARTMENT,
                 placeholder="Department", label_visibility="collapsed", width=136)  # fmt: skip
    if shown == CONTESTED:
        _ask_how_near()


def _ask_how_near() -> None:
    """Points from the line within which a place counts as one that can still change."""
    st.number_input(
        "Within points of the line",
        0.0,
        value=NEAR_THE_LINE,
        step=1.0,
        format="%.1f",
        key=_WITHIN,
        width=96,
        label_visibility="collapsed",
        icon=":material/straighten:",
        help="Requests this near to the line, by their margin, can still change places",
    )


def _shown(rows: Mapping[str, Sequence[Any]], outcome: Outcome, *, n_minds: int) -> dict[str, Any]:
    """The places people want to see: all, those that can still change, one department's.

    Returns:
        shown: the places; contested: where only those that can still change are, all that may be; else None.
    """
    asked = set(rows["id"])
    if one := state.widget_value(_DEPARTMENT):
        asked = {r.id for r in outcome.notebook.requests if one in front_line.touched(r)}
    places = [k for k, request_id in enumerate(rows["id"]) if request_id in asked]
    if state.widget_value(_SHOWN) != CONTESTED:
        return {"shown": places, "contested": None}
    within = state.widget_value(_WITHIN)
    near = NEAR_THE_LINE if within is None else float(within)

    def can_change(k: int) -> bool:
        margin = rows["margin"][k]
        is_near = margin is not None and abs(margin) <= near
        return bool(rows["moved"][k] or 0 < rows["votes"][k] < n_minds or is_near)

    return {"shown": [k for k in places if can_change(k)], "contested": places}


def _n_holding(votes: Votes, ids: Iterable[str]) -> list[int]:
    """How many stakeholders' best portfolios hold each request."""
    return [sum(request_id in funded for funded in votes.values()) for request_id in ids]


def _show_agreement(outcome: Outcome) -> None:
    """On how many requests the stakeholders agree; their weights are their own, whatever is moved here."""
    n_minds, answer = len(outcome.notebook.stakeholder_weights), _votes(outcome)
    if not n_minds:
        return
    if not answer.is_over:
        _await_votes(outcome)
        return
    votes, ids = answer.value or {}, [r.id for r in outcome.notebook.requests]
    n_holding = _n_holding(votes, ids)
    n_all, n_none = sum(n == n_minds for n in n_holding), sum(n == 0 for n in n_holding)
    st.markdown(
        f"**{n_all}** in all, **{n_none}** in none, **{len(n_holding) - n_all - n_none}** contested",
        help=f"The best portfolio at the weights of each of {wording.counted(n_minds, 'stakeholder')}: requests that "
        "are in all of them, in none, in some.",
    )


@st.fragment(run_every=parts.LOOK_AGAIN)
def _await_votes(outcome: Outcome) -> None:
    if _votes(outcome).is_over:
        state.draw_again()
    st.markdown("Asking each stakeholder's weights\u2026")
