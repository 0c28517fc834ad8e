"""Balance over the focus areas, with optional minimums and their price."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planning.governance_view import AreaLine, GovernanceReview
from planning.notebook import PlanningNotebook, with_agreed_rules, with_rules
from planning.outcome import Outcome
from portfolio.row import Sense
from portfolio.rules import Balance, Measure
from reports import charts, governance_frames
from ui import moves, theme
from ui.gates import steps

MEASURES = {
    Measure.COUNT: "requests",
    Measure.SHARE_OF_SPEND: "% of three-year spend",
    Measure.SHARE_OF_CAPITAL: "% of capital",
}


def show(outcome: Outcome, review: GovernanceReview) -> None:
    """What each focus area asked for and got; then a minimum and what it would cost."""
    frame = governance_frames.area_frame(review.areas)
    names = {
        "area": ("Focus area", 260),
        "requests": ("Asked for", 90),
        "funded": ("Funded", 80),
        "blocked": ("Blocked", 80),
        "points": ("Points", 80),
        "capital": ("Capital", 90),
        "spend": ("Three-year spend", 130),
        "spend_share": ("Share of spend", 120),
        "hours": ("Hours", 90),
        "hours_share": ("Share of hours", 120),
    }
    picture, ask = st.columns([1.3, 1], gap="large")
    with picture:
        st.altair_chart(charts.balance_chart(frame, ink=theme.ink()), key="balance", alt="Shares by focus area")
    with ask:
        _ask_minimum(outcome, review.areas)
    steps.table(frame, "areas", names, "Focus areas")


def _ask_minimum(outcome: Outcome, areas: tuple[AreaLine, ...]) -> None:
    st.markdown("**A minimum for one area**")
    named = [a.area for a in areas if any(r.focus_area == a.area for r in outcome.notebook.requests)]
    if not named:
        st.caption("No request names a focus area.")
        return
    area = str(st.selectbox("Focus area", named, key="minimum_area"))
    left, right = st.columns(2)
    chosen = left.selectbox("Counted in", list(MEASURES), format_func=lambda m: MEASURES[m], key="minimum_measure")
    measure = Measure(str(chosen))
    is_count = measure is Measure.COUNT
    amount = right.number_input(
        "At least", 0, None if is_count else 100, 5 if is_count else 10, step=1, key=f"minimum_{measure}"
    )
    share = float(amount) if is_count else amount / 100
    rule = Balance(category="focus_area", value=area, measure=measure, sense=Sense.AT_LEAST, amount=share)
    changed = _with_minimum(outcome.notebook, rule)
    steps.show_price(outcome, changed, "**Its price:**")
    st.button("Try it in the draft", key="minimum_take", on_click=moves.agree, args=(changed.agreed_rules, "balance"))
    minimums = [b for b in outcome.notebook.agreed_rules.balances if b.category == "focus_area"]
    if minimums and "balance" in outcome.notebook.kinds_on:
        kept = replace(
            outcome.notebook.agreed_rules,
            balances=tuple(b for b in outcome.notebook.agreed_rules.balances if b.category != "focus_area"),
        )
        st.button("Take all minimums back", key="minimum_clear", on_click=moves.agree, args=(kept,))


def _with_minimum(notebook: PlanningNotebook, rule: Balance) -> PlanningNotebook:
    agreed = notebook.agreed_rules
    same = (rule.category, rule.value, rule.sense, rule.measure)
    others = tuple(b for b in agreed.balances if (b.category, b.value, b.sense, b.measure) != same)
    changed = with_agreed_rules(notebook, replace(agreed, balances=(*others, rule)))
    return with_rules(changed, on=frozenset({"balance"}), off=frozenset())
