"""Review gates: what waits for whom, AI and its evidence, pilots and their exits, mandates and their price."""

import streamlit as st

from planning.governance_view import GovernanceReview, review_governance
from reports import wording
from ui import parts, state
from ui.gates import ai, balance, mandates, pilots, registry, steps, waiting
from ui.plain_text import plain

VIEWS = ("Waiting", "AI", "Pilots", "Mandates", "Balance", "AI in use")


def show_numbers(review: GovernanceReview) -> None:
    """Four numbers: who waits, what gates and mandates cost, which people mandates take."""
    waits, gates, duties, people = st.columns(4)
    waits.metric("Waiting", wording.counted(len(review.waiting), "request"))
    gates.metric("Price of all gates", _price(review.gates_price), help="What the plan would gain without them.")
    duties.metric("Price of all mandates", _price(review.mandates_price), help="What the plan would gain without them.")
    if (role := review.scarcest) is not None:
        people.metric(
            "Mandates take",
            f"{role.by_mandates:.0%}",
            help=f"Of all hours of {plain(role.name.lower())} in {role.quarter}, the fullest quarter of any role.",
        )


def _price(points: float | None) -> str:
    return "..." if points is None else f"{wording.points(points)} points"


parts.open_page("Review gates", "There is nothing to govern yet.")
outcome = state.outcome()
prices = steps.known_prices(outcome)
review = review_governance(outcome, prices or ())
if not outcome.selection.has_portfolio:
    parts.show_collision(outcome)
show_numbers(review)
view = st.segmented_control(
    "View", VIEWS, default=VIEWS[0], key="gates_view", required=True, label_visibility="collapsed"
)
if view == VIEWS[0]:
    st.markdown(plain(waiting.headline(review)))
    waiting.show(outcome, review)
elif view == VIEWS[1]:
    ai.show(outcome)
elif view == VIEWS[2]:
    pilots.show(outcome)
elif view == VIEWS[3]:
    mandates.show(outcome, review)
elif view == VIEWS[4]:
    balance.show(outcome, review)
else:
    registry.show(outcome)
if prices is None:
    steps.wait_for_prices(outcome)
