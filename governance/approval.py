"""Who may approve what: by AI tier and cost, from a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.request import AiTier, Request


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Roles that may approve AI of a tier up to a three-year cost; no upper end where ``up_to_usd`` is None."""

    tier: AiTier
    up_to_usd: Decimal | None
    roles: tuple[str, ...]


def may_approve(rules: Sequence[ApprovalRule], request: Request) -> tuple[str, ...]:
    """Roles that may approve a request: those of the tightest rule of its tier that its cost fits.

    Empty where the table has no rule for the tier.
    """
    cost = request.total_capital_usd + request.total_operating_usd
    fitting = [r for r in rules if r.tier is request.ai_tier and (r.up_to_usd is None or cost <= r.up_to_usd)]
    tightest = min(fitting, key=lambda r: (r.up_to_usd is None, r.up_to_usd or Decimal(0)), default=None)
    return tightest.roles if tightest else ()


def refusal(rules: Sequence[ApprovalRule], request: Request, role: str) -> str:
    """Why this role may not approve the request, in one sentence; empty where it may."""
    allowed = may_approve(rules, request)
    if role in allowed:
        return ""
    who = " or ".join(allowed) or "nobody: the table has no rule"
    what = "has no AI" if request.ai_tier is AiTier.NONE else f"is AI of {request.ai_tier} risk"
    return f"{request.id} {what}: it takes {who}, not {role or 'nobody'}."
