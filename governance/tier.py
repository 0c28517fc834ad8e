"""AI tier: proposed by a short questionnaire, confirmed by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.request import AiTier

TIER_ORDER = (AiTier.NONE, AiTier.LOW, AiTier.MODERATE, AiTier.HIGH)


@dataclass(frozen=True, slots=True)
class TierQuestion:
    """One yes/no question; a yes lifts the proposed tier to at least ``tier``."""

    code: str
    question: str
    tier: AiTier


@dataclass(frozen=True, slots=True)
class TierProposal:
    """The tier the answers lead to, with the questions that led there and those still open."""

    tier: AiTier
    because: tuple[TierQuestion, ...]
    unanswered: tuple[TierQuestion, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every question is answered."""
        return not self.unanswered


def propose_tier(questions: Sequence[TierQuestion], answers: Mapping[str, bool]) -> TierProposal:
    """The highest tier any yes asks for; none where every answer is no.

    Args:
        questions: The questionnaire.
        answers: Yes or no by question code; codes that are absent are unanswered.

    Source: our own design; the questions follow the frames named in docs/model.md.
    """
    yes = [q for q in questions if answers.get(q.code)]
    tier = max((q.tier for q in yes), key=TIER_ORDER.index, default=AiTier.NONE)
    return TierProposal(
        tier=tier,
        because=tuple(q for q in yes if q.tier is tier),
        unanswered=tuple(q for q in questions if q.code not in answers),
    )
