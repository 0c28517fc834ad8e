"""Limits and rules: switch each rule, move a limit, agree on a further rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.scenario import tried_bounds
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.row import Row, Sense
from portfolio.rule_words import said_rules
from portfolio.rules import (
    CATEGORIES,
    AgreedRules,
    AiCharge,
    AiReview,
    Balance,
    BothOrNone,
    Interplay,
    Maximum,
    Measure,
    NotDoing,
    ScaleReserve,
)
from reports import wording
from scoring.request import AiTier
from ui import moves, state
from ui.plain_text import plain

MEASURES = {
    Measure.COUNT: "number of requests",
    Measure.SHARE_OF_COUNT: "% of all requests",
    Measure.SHARE_OF_CAPITAL: "% of capital",
    Measure.SHARE_OF_SPEND: "% of three-year spend",
}
Made = tuple[AgreedRules, str]
# What one press on plus or minus moves a limit by.
MONEY_STEP, HOURS_STEP = 100_000.0, 10.0


def show(outcome: Outcome) -> None:
    """The panel: rules left, limits in the middle, a further rule right."""
    current = outcome.notebook
    rules, limits, more = st.columns([1.1, 1, 1.2], gap="medium")
    with rules:
        show_switches(current)
    with limits:
        show_limit(outcome)
        show_agreed(current)
    with more:
        show_form(current)


def show_switches(current: PlanningNotebook) -> None:
    """A switch for each kind of rule people may switch."""
    st.markdown("**Rules**")
    for kind in CONSTRAINT_KINDS:
        if kind.can_switch:
            is_on = kind.key in current.kinds_on
            widget = state.show_in_widget(f"rule_{kind.key}", is_on)
            st.toggle(
                kind.label,
                is_on,
                key=widget,
                help=kind.meaning,
                on_change=moves.switch_rule,
                args=(kind.key, widget),
            )


def show_limit(outcome: Outcome) -> None:
    """One limit at a time: its amount, and another one to try."""
    st.markdown("**Limits**")
    rows = {row.key: row for row in outcome.rows if row.is_limit}
    if not rows:
        st.caption("No limit applies.")
        return
    key = st.selectbox("Limit", list(rows), format_func=lambda k: rows[k].label, key="limit_key")
    row = rows[str(key)]
    bound = st.number_input(
        f"Amount ({row.unit or 'units'})",
        value=float(row.bound),
        min_value=0.0,
        step=MONEY_STEP if row.unit == "USD" else HOURS_STEP,
        format="%.0f" if float(row.bound).is_integer() else "%.2f",
        key=f"limit_amount_{row.key}",
    )
    st.button("Try this amount", key="limit_set", on_click=moves.set_bound, args=(row.key, float(bound)))
    for tried, amount in tried_bounds(outcome.notebook, state.agreed()).items():
        if tried in rows:
            _show_tried(rows[tried], amount, outcome.notebook.plan.currency)


def _show_tried(row: Row, amount: float, currency: str) -> None:
    """A limit at another amount than the agreed one, and the way back."""
    st.markdown(f"Tried: {plain(row.label)}, {wording.exact_amount(amount, row.unit, currency)}")
    back = moves.take_back_bound
    st.button("Back to the agreed amount", key=f"limit_back_{row.key}", on_click=back, args=(row.key,), type="tertiary")


def show_agreed(current: PlanningNotebook) -> None:
    """What has been agreed so far, and a way to take it back."""
    agreed = current.agreed_rules
    if agreed != AgreedRules():
        st.markdown("**Agreed so far**")
        for rule in said_rules(agreed):
            st.caption(plain(rule.words))
        st.button("Take all back", key="rules_clear", on_click=moves.agree, args=(AgreedRules(),))


def show_form(current: PlanningNotebook) -> None:
    """A form for one further rule."""
    st.markdown("**A further rule**")
    form = str(st.selectbox("Kind", list(FORMS), key="rule_form"))
    made = FORMS[form](current)
    if made is not None:
        st.button("Agree on it", key="rule_add", on_click=moves.agree, args=made)


def _ask_maximum(current: PlanningNotebook) -> Made:
    number = st.number_input("No more than", value=20, min_value=0, step=1, key="form_number")
    return replace(current.agreed_rules, maximum=Maximum(number=int(number))), "maximum-number"


def _ask_reserve(current: PlanningNotebook) -> Made:
    share = st.number_input("Share of hours kept back (%)", 0, 90, 10, key="form_reserve")
    return replace(current.agreed_rules, reserve_share=share / 100), "reserve"


def _ask_not_doing(current: PlanningNotebook) -> Made:
    request_id = st.selectbox("Request", [r.id for r in current.requests], key="form_request")
    points = st.number_input("Points lost without it", value=5.0, min_value=0.0, key="form_points")
    rule = NotDoing(request_id=str(request_id), points=float(points))
    others = tuple(r for r in current.agreed_rules.not_doing if r.request_id != rule.request_id)
    return replace(current.agreed_rules, not_doing=(*others, rule)), "not-doing"


def _ask_together(current: PlanningNotebook) -> Made | None:
    if (ids := _ask_requests(current)) is None:
        return None
    agreed = current.agreed_rules
    return replace(agreed, both_or_none=(*agreed.both_or_none, BothOrNone(request_ids=ids))), "both-or-none"


def _ask_interplay(current: PlanningNotebook) -> Made | None:
    points = st.number_input("Points together (negative: overlap)", value=5.0, key="form_points")
    if (ids := _ask_requests(current)) is None:
        return None
    agreed, pair = current.agreed_rules, Interplay(request_ids=ids, points=float(points))
    return replace(agreed, interplays=(*agreed.interplays, pair)), "synergy"


def _ask_requests(current: PlanningNotebook) -> tuple[str, ...] | None:
    ids = [r.id for r in current.requests]
    chosen = tuple(st.multiselect("Requests", ids, key="form_requests", placeholder="Two or more"))
    if len(chosen) < 2:
        st.caption("Choose at least two requests.")
        return None
    return chosen


def _ask_balance(current: PlanningNotebook) -> Made:
    category = str(st.selectbox("Sort by", list(CATEGORIES), format_func=_spoken, key="form_category"))
    values = sorted({CATEGORIES[category](r) for r in current.requests} - {""})
    value = str(st.selectbox("Which", values, key="form_value"))
    senses = {"at least": Sense.AT_LEAST, "at most": Sense.AT_MOST}
    sense = senses[str(st.radio("How", list(senses), horizontal=True, key="form_sense"))]
    measure = Measure(st.selectbox("Of", list(MEASURES), format_func=lambda m: MEASURES[m], key="form_measure"))
    is_count = measure is Measure.COUNT
    amount = st.number_input("Amount", 0.0, None if is_count else 100.0, 3.0 if is_count else 10.0, key="form_amount")
    share = float(amount) if is_count else float(amount) / 100
    rule = Balance(category=category, value=value, measure=measure, sense=sense, amount=share)
    agreed = current.agreed_rules
    others = tuple(
        r for r in agreed.balances if (r.category, r.value, r.sense, r.measure) != (category, value, sense, measure)
    )
    return replace(agreed, balances=(*others, rule)), "balance"


def _ask_review(current: PlanningNotebook) -> Made:
    tiers = ((AiTier.LOW, 8.0), (AiTier.MODERATE, 24.0), (AiTier.HIGH, 60.0))
    hours = {t: float(st.number_input(f"Hours, {t} risk", 0.0, None, usual, key=f"form_{t}")) for t, usual in tiers}
    available = st.number_input("Hours the review board has in a quarter", value=80.0, min_value=0.0, key="form_board")
    quarters = dict.fromkeys(current.plan.quarters, float(available))
    review = AiReview(hours_by_tier=hours, available=quarters)
    return replace(current.agreed_rules, ai_review=review), "ai-review"


def _ask_charge(current: PlanningNotebook) -> Made | None:
    names = {capacity.role: capacity.name for capacity in current.limits.capacity}
    if not names:
        st.caption("No role has limited hours.")
        return None
    role = str(st.selectbox("Charged to", list(names), format_func=lambda r: names[r], key="form_role"))
    tiers = ((AiTier.LOW, 8.0, 2.0), (AiTier.MODERATE, 24.0, 8.0), (AiTier.HIGH, 60.0, 20.0))
    left, right = st.columns(2)
    review = {t: float(left.number_input(f"Review, {t} risk", 0.0, None, h, key=f"form_r{t}")) for t, h, _ in tiers}
    watch = {t: float(right.number_input(f"A quarter, {t}", 0.0, None, h, key=f"form_m{t}")) for t, _, h in tiers}
    st.caption("Hours before go-live, and in each quarter after it. The figures are ours.")
    charge = AiCharge(role=role, review_hours=review, monitoring_hours=watch)
    return replace(current.agreed_rules, ai_charge=charge), "ai-charge"


def _ask_scale_reserve(current: PlanningNotebook) -> Made:
    money = st.number_input("Share of money (%)", 0, 90, 10, key="form_scale_money")
    hours = st.number_input("Share of hours (%)", 0, 90, 10, key="form_scale_hours")
    st.caption("Only requests at stage scale may use it.")
    reserve = ScaleReserve(money_share=money / 100, hours_share=hours / 100)
    return replace(current.agreed_rules, scale_reserve=reserve), "scale-reserve"


def _spoken(name: str) -> str:
    return {"ai_tier": "AI tier"}.get(name, name.replace("_", " ").capitalize())


FORMS: Mapping[str, Callable[[PlanningNotebook], Made | None]] = {
    "Balance": _ask_balance,
    "Both or none": _ask_together,
    "Synergy or overlap": _ask_interplay,
    "Maximum number": _ask_maximum,
    "Reserve": _ask_reserve,
    "AI review hours": _ask_review,
    "AI hours charged to a role": _ask_charge,
    "Scale reserve": _ask_scale_reserve,
    "Cost of not doing": _ask_not_doing,
}
