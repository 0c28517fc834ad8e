"""Trade off: what money buys, what rules cost, what comes next, and the panel of limits and rules."""

from functools import partial

import streamlit as st

from planning.outcome import Outcome
from planning.study import TOTAL_CAPITAL, study_notebook
from portfolio.alternatives import Alternative
from portfolio.frontier import Frontier
from portfolio.price import Price
from reports import study_charts, study_frames, wording
from ui import parts, rules_panel, state, theme
from ui.plain_text import plain

MILLION = 1e6


def show_frontier(outcome: Outcome, cost: str, found: Frontier) -> None:
    """The picture and what it says."""
    costs, key = study_notebook(outcome).costs_of(cost)
    row = next((r for r in outcome.rows if r.key == key), None)
    is_money = row is None or row.unit == "USD"
    scale = MILLION if is_money else 1.0
    unit = wording.in_millions(outcome.notebook.plan.currency) if is_money else row.unit if row else ""
    title = f"{row.label if row else 'Total capital'} ({unit})"
    frame = study_frames.frontier_frame(outcome, found, costs, scale=scale)
    st.altair_chart(
        study_charts.frontier_chart(frame, ink=theme.ink(), cost_title=title),
        key="frontier",
        alt="Value of the best portfolio at every cost, with this plan and two simple lists",
    )
    for sentence in wording.frontier_sentences(outcome, found):
        st.markdown(plain(sentence))
    best = outcome.selection.value or 0.0
    for item in frame[frame["kind"].str.startswith("by ")].itertuples():
        broken = f", and it breaks {item.broken} {'rule' if item.broken == 1 else 'rules'}" if item.broken else ""
        gap = best - float(item.value)
        than = f"{wording.points(abs(gap))} {'less' if gap >= 0 else 'more'} than this plan"
        st.markdown(f"Funding {item.kind} reaches {wording.points(float(item.value))} points, {than}{broken}.")


def show_prices(prices: tuple[Price, ...], currency: str) -> None:
    """Two tables: what rules cost, and what the next step of a limit is worth."""
    steps = study_frames.price_frame([p for p in prices if p.step is not None], currency)
    rules = study_frames.price_frame([p for p in prices if p.step is None], currency).drop(columns="step")
    left, right = st.columns(2)
    with left:
        st.markdown("**Price of each rule, mandate, override and gate**")
        _table(rules, "rule_prices", "Rules that cost nothing are left out.")
    with right:
        st.markdown("**Value of the next step of each limit**")
        _table(steps, "step_prices", "Limits whose next step is worth nothing are left out.")


def show_next_best(found: tuple[Alternative, ...]) -> None:
    """Portfolios nearly as good that differ where it matters."""
    frame = study_frames.alternative_frame(found)
    if len(frame):
        _table(frame, "next_best", "The best of them first")
    else:
        st.caption("No other portfolio within these points differs so much: the choice is clear.")


def ask_money(outcome: Outcome) -> None:
    """The frontier of the cost a person chose."""
    limits = {row.key: row.label for row in outcome.rows if row.is_limit}
    names = {TOTAL_CAPITAL: "Total capital", **limits}
    cost = str(st.selectbox("Value against", list(names), format_func=lambda k: names[k], key="frontier_cost"))
    parts.show_when_ready(
        lambda wait: state.desk().frontier(outcome.notebook, outcome.today, cost=cost, wait=wait),
        partial(show_frontier, outcome, cost),
        "Searching every budget.",
    )


def ask_costs(outcome: Outcome) -> None:
    """Prices as soon as they are known."""
    parts.show_when_ready(
        lambda wait: state.desk().prices(outcome.notebook, outcome.today, wait=wait),
        partial(show_prices, currency=outcome.notebook.plan.currency),
        "Solving the plan again without each rule, and with one more step of each limit.",
    )


def ask_next_best(outcome: Outcome) -> None:
    """How near and how different they should be, then what there is."""
    within, differ = st.columns(2)
    near = within.number_input("Within how many points", 0.0, 100.0, 5.0, step=1.0, key="next_points")
    k = differ.number_input("Differing in at least how many requests", 1, 20, 2, key="next_k")
    parts.show_when_ready(
        lambda wait: state.desk().alternatives(
            outcome.notebook, outcome.today, within_points=float(near), differing_in=int(k), wait=wait
        ),
        show_next_best,
        "Looking for the next best portfolios.",
    )


def _table(frame, key: str, words: str) -> None:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    names = {"what": "What", "step": "Step", "comes": "Would come in", "leaves": "Would leave"}
    # A limit's name ends in its quarter: it is never cut.
    widths = {"what": 250, "step": 70, "comes": 125, "leaves": 95}
    if "step" not in frame.columns:
        widths = {"what": 175, "comes": 205, "leaves": 155}
    config = {column: text(label, width=widths[column]) for column, label in names.items() if column in frame.columns}
    config |= {c: number(c.capitalize(), format="%.1f", width=65) for c in ("points", "value", "short") if c in frame}
    if len(frame):
        st.dataframe(frame, hide_index=True, key=key, column_config=config, alt=words or "Table")
    st.caption(words if len(frame) else "Nothing here costs anything.")


parts.open_page("Trade off", "There is nothing to trade off yet.")
outcome = parts.outcome_to_ask_about()
has_portfolio = outcome.selection.has_portfolio
if not has_portfolio:
    parts.show_collision(outcome)
VIEWS = ("What money buys", "What rules cost", "The next best", "Limits and rules")
view = st.segmented_control("View", VIEWS, default=VIEWS[0], key="view", required=True, label_visibility="collapsed")
if view == VIEWS[3] or not has_portfolio:
    rules_panel.show(outcome)
elif view == VIEWS[0]:
    ask_money(outcome)
elif view == VIEWS[1]:
    ask_costs(outcome)
else:
    ask_next_best(outcome)
