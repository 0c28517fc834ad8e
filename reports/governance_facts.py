"""What governance shows as plain facts for --json: the figures of the screen, from the same review."""

from __future__ import annotations

from typing import Any

from planning.governance_view import GovernanceReview, MandateLine
from planning.waiting import Waiting
from reports.governance_frames import mandate_state, mandate_timing
from reports.study_facts import rounded


def governance_facts(review: GovernanceReview) -> dict[str, Any]:
    """Who waits, what mandates and gates cost, shares of roles and focus areas; points rounded as in every answer."""
    return {
        "waiting": [_waiting(w) for w in review.waiting],
        "mandates": [_mandate(line) for line in review.mandates],
        "mandates_price": rounded(review.mandates_price),
        "mandates_displace": list(review.displaced),
        "gates_price": rounded(review.gates_price),
        "roles": [
            {
                "role": role.role,
                "quarter": role.quarter,
                "used_share": rounded(role.used),
                "mandates_share": rounded(role.by_mandates),
                "used_share_in_plan": rounded(role.used_in_plan),
                "mandates_share_in_plan": rounded(role.by_mandates_in_plan),
            }
            for role in review.roles
        ],
        "focus_areas": [
            {
                "focus_area": area.area,
                "requests": area.n_requests,
                "funded": area.n_funded,
                "blocked": area.n_blocked,
                "points": rounded(area.points),
                "capital_usd": area.capital_usd,
                "spend_usd": area.spend_usd,
                "hours": area.hours,
            }
            for area in review.areas
        ],
    }


def _waiting(waiting: Waiting) -> dict[str, Any]:
    return {
        "request": waiting.request_id,
        "gates": list(waiting.gates),
        "reason": waiting.reason,
        "missing": list(waiting.missing),
        "waits_for": waiting.waits_for,
        "since": waiting.since.isoformat() if waiting.since else None,
        "days": waiting.days,
        "overdue": waiting.is_overdue,
        "hard_stop": waiting.is_hard,
        "price": rounded(waiting.price),
    }


def _mandate(line: MandateLine) -> dict[str, Any]:
    return {
        "requests": list(line.request_ids),
        "authority": line.authority,
        "state": mandate_state(line),
        "forced": line.is_forced,
        "funded": line.is_funded,
        "deadline": line.deadline.isoformat() if line.deadline else None,
        "latest_safe_start": str(line.safe_start) if line.safe_start else None,
        "timing": mandate_timing(line),
        "price": rounded(line.price) if line.is_forced else None,
        "displaced": list(line.displaced),
        "rating": line.rating,
        "proposed_rating": line.proposal.rating if line.proposal else None,
        "arithmetic": [[words, points] for words, points in line.proposal.steps] if line.proposal else [],
        "burden": line.burden,
        "mitigation": line.mitigation,
    }
