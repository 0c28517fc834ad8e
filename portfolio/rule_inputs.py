"""What rules are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio.limits import Limits
from portfolio.rules import AgreedRules
from scoring.quarter import Quarter
from scoring.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class MustHave:
    """At least one of these requests must be in, and why."""

    request_ids: tuple[str, ...]
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One request is in or out by decision, and why."""

    request_id: str
    is_in: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInputs:
    """What rules are made from. The portfolio does not ask where duties and gates come from.

    Args:
        funded_before: Requests of an earlier plan: what needs one of them has it, and a variant of one is late.
    """

    requests: Sequence[Request]
    limits: Limits
    first_quarter: Quarter
    must_haves: Sequence[MustHave] = ()
    gated: Sequence[Ruling] = ()
    incomplete: Sequence[Ruling] = ()
    overrides: Sequence[Ruling] = ()
    agreed: AgreedRules = field(default_factory=AgreedRules)
    funded_before: Sequence[Request] = ()
