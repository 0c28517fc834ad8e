"""Gates: what waits for whom, what mandates cost and take, how focus areas balance."""

from __future__ import annotations

from commands.studies import Answer
from planning.governance_view import review_governance
from planning.outcome import Outcome
from portfolio.price import price_rules
from reports.governance_facts import governance_facts
from reports.governance_frames import mandate_state, mandate_timing
from reports.wording import points


def gates_review(outcome: Outcome) -> Answer:
    """Facts and lines of the governance review of a judged notebook with a portfolio."""
    review = review_governance(outcome, list(price_rules(outcome.problem, outcome.selection)))
    lines = [f"{w.request_id} {w.title}: {w.reason} Waits for {w.waits_for}." for w in review.waiting]
    lines += [
        f"{' or '.join(line.request_ids)} {line.authority}: {mandate_state(line)}, {mandate_timing(line)}"
        f"{f', {points(line.price)} points' if line.price is not None else ''}."
        for line in review.mandates
    ]
    return governance_facts(review), lines
