"""The tables governance decides by. They are data: intake reads them, nothing here knows a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from governance.approval import ApprovalRule
from governance.tier import TierQuestion
from scoring.request import AiTier, Stage


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of AI evidence (E1 to E12), the tiers that need it before scale, and who usually brings it."""

    code: str
    item: str
    tiers: frozenset[AiTier]
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """The way a request of a tier takes through governance, and the days it should take at most."""

    name: str
    target_days: int
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class GovernanceRules:
    """Everything the gates look up.

    Args:
        evidence: Evidence items by code, in order.
        needed_items: Codes needed before selection, by (stage, tier).
        forcing_mandates: Mandate types that force a request in; any other type only scores.
        known_mandates: All mandate types people may enter.
        review_domains: Review domains needed, by tier.
        approvers: Who may approve AI, by tier and cost.
        tier_questions: The questionnaire that proposes a tier.
        routes: The way through governance, by tier.
        pilot_review_days: A pilot ending within so many days with its target not met waits. Expected days >= 0.
    """

    evidence: Mapping[str, EvidenceItem]
    needed_items: Mapping[tuple[Stage, AiTier], tuple[str, ...]]
    forcing_mandates: frozenset[str]
    known_mandates: tuple[str, ...]
    pilot_review_days: int
    review_domains: Mapping[AiTier, tuple[str, ...]] = field(default_factory=dict)
    approvers: tuple[ApprovalRule, ...] = ()
    tier_questions: tuple[TierQuestion, ...] = ()
    routes: Mapping[AiTier, Route] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.pilot_review_days < 0:
            raise ValueError("Expected days >= 0.")

    def needed(self, stage: Stage, tier: AiTier) -> tuple[str, ...]:
        """Codes of the evidence a request must show at its stage, in the table's order."""
        codes = set(self.needed_items.get((stage, tier), ()))
        return tuple(code for code in self.evidence if code in codes)
