"""What is on file for an AI request: evidence, reviews, the human with the final say, sign-offs and gate decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scoring.request import Stage


class EvidenceState(StrEnum):
    """Where one piece of evidence, or one review, stands."""

    PRESENT = "present"
    MISSING = "missing"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence: a link or note and its date, or a waiver by name.

    Raises:
        ValueError: Expected who, why and until for a waiver.
    """

    code: str
    state: EvidenceState
    note: str = ""
    on: dt.date | None = None
    who: str = ""
    why: str = ""
    until: dt.date | None = None

    def __post_init__(self) -> None:
        _check_waiver(self.state, self.who, self.why, self.until)

    def counts(self, today: dt.date) -> bool:
        """Whether it opens the gate today: present, or waived and the waiver has not run out."""
        return _counts(self.state, self.until, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review domain, signed or waived by name.

    Raises:
        ValueError: Expected who, why and until for a waiver; Expected who and on for a signature.
    """

    domain: str
    state: EvidenceState
    who: str = ""
    on: dt.date | None = None
    why: str = ""
    until: dt.date | None = None

    def __post_init__(self) -> None:
        _check_waiver(self.state, self.who, self.why, self.until)
        if self.state is EvidenceState.PRESENT and not (self.who.strip() and self.on):
            raise ValueError("Expected who and on for a signature.")

    def counts(self, today: dt.date) -> bool:
        """Whether the domain is done today."""
        return _counts(self.state, self.until, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRate:
    """A sampled error rate of a tool that writes text. Expected 0 <= share <= 1 and sample >= 1."""

    share: float
    sample: int
    on: dt.date

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.sample < 1:
            raise ValueError("Expected 0 <= share <= 1 and sample >= 1.")


class GateOutcome(StrEnum):
    """How a governance meeting ends."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve with conditions"
    RE_REVIEW = "re-review"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What an approval hangs on, by when. ``done_on`` is None while it is open."""

    text: str
    due: dt.date
    done_on: dt.date | None = None

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it is open past its date."""
        return self.done_on is None and self.due < today


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    """One decision at one stage.

    Raises:
        ValueError: Expected a dated condition for an approval with conditions, and none otherwise.
    """

    outcome: GateOutcome
    stage: Stage
    who: str
    role: str
    on: dt.date
    why: str = ""
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if (self.outcome is GateOutcome.APPROVE_WITH_CONDITIONS) != bool(self.conditions):
            raise ValueError("Expected a dated condition for an approval with conditions, and none otherwise.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AiFile:
    """Everything on file for one AI request. Empty parts are facts nobody was asked for yet.

    Args:
        tier_answers: (question code, yes) pairs of the questionnaire.
        tier_confirmed_by: Who confirmed the tier, and when.
        found_in_use: In use before anyone approved it.
        opened_on: The day it came to governance; with the last decision it gives the days a route took.
    """

    request_id: str
    evidence: tuple[Evidence, ...] = ()
    reviews: tuple[Review, ...] = ()
    decisions: tuple[GateDecision, ...] = ()
    tier_answers: tuple[tuple[str, bool], ...] = ()
    tier_confirmed_by: str = ""
    tier_confirmed_on: dt.date | None = None
    clinician_sign_off: str = ""
    writes_text: bool = False
    error_rate: ErrorRate | None = None
    found_in_use: bool = False
    opened_on: dt.date | None = None

    def shown(self, ticked: frozenset[str], today: dt.date) -> frozenset[str]:
        """Evidence codes that count today: ticked in the list, changed by what is on file."""
        codes = set(ticked)
        for item in self.evidence:
            (codes.add if item.counts(today) else codes.discard)(item.code)
        return frozenset(codes)

    def open_reviews(self, needed: Sequence[str], today: dt.date) -> tuple[str, ...]:
        """Review domains that are needed and neither signed nor validly waived."""
        done = {review.domain for review in self.reviews if review.counts(today)}
        return tuple(domain for domain in needed if domain not in done)

    @property
    def last_decision(self) -> GateDecision | None:
        """The latest decision, of one day the one taken last; None before any."""
        return max(reversed(self.decisions), key=lambda d: d.on, default=None)

    @property
    def days_taken(self) -> int | None:
        """Days from opening to the last decision; None while either is missing."""
        last = self.last_decision
        return (last.on - self.opened_on).days if last and self.opened_on else None

    def with_evidence(self, item: Evidence) -> AiFile:
        """The file with one piece of evidence set, in place of an earlier word on it."""
        kept = tuple(e for e in self.evidence if e.code != item.code)
        return replace(self, evidence=(*kept, item))

    def with_review(self, review: Review) -> AiFile:
        """The file with one review domain set."""
        kept = tuple(r for r in self.reviews if r.domain != review.domain)
        return replace(self, reviews=(*kept, review))


@dataclass(frozen=True, slots=True)
class AiFiles:
    """The files of all AI requests, by request id, in the order they came."""

    files: tuple[AiFile, ...] = field(default=())

    def of(self, request_id: str) -> AiFile:
        """The file of a request, an empty one where there is none."""
        return next((f for f in self.files if f.request_id == request_id), AiFile(request_id=request_id))

    def with_file(self, changed: AiFile) -> AiFiles:
        """All files with one replaced or added."""
        kept = tuple(f for f in self.files if f.request_id != changed.request_id)
        return AiFiles((*kept, changed))


def _check_waiver(state: EvidenceState, who: str, why: str, until: dt.date | None) -> None:
    if state is EvidenceState.WAIVED and not (who.strip() and why.strip() and until):
        raise ValueError("Expected who, why and until for a waiver.")


def _counts(state: EvidenceState, until: dt.date | None, today: dt.date) -> bool:
    is_waived = state is EvidenceState.WAIVED and until is not None and until >= today
    return state is EvidenceState.PRESENT or is_waived
