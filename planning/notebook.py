"""The planning notebook: everything a planning session decides on, as one frozen value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from governance.book import GovernanceBook
from governance.registry import AiRegistry
from governance.rules import GovernanceRules
from intake.answers import NO_ANSWERS, Answers
from intake.edits import Edit
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.limits import Limits
from portfolio.plan import Plan, Scenario
from portfolio.rules import AgreedRules
from scoring.cash import MoneyTerms
from scoring.criterion import CRITERIA, Criterion
from scoring.request import Request
from scoring.value import CostTerms
from scoring.weights import Weights


class PlanningError(Exception):
    """A planning step that can't be taken; the message says why in plain words."""


class UnknownNameError(PlanningError):
    """A limit, rule, scenario or request that the notebook does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person forces a request in or out, by name and with a reason.

    Args:
        until: The last day it counts; None where it has no end.
        price: What it did to the plan when it was made, in words; empty where nobody worked it out.
    """

    request_id: str
    is_in: bool
    who: str
    why: str
    on: dt.date | None = None
    until: dt.date | None = None
    price: str = ""

    def counts(self, today: dt.date) -> bool:
        """Whether it has not run out."""
        return self.until is None or self.until >= today


class Verdict(StrEnum):
    """How a request ends in a planning cycle."""

    FUNDED = "funded"
    NOT_YET = "not yet"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided on one request, by whom and why.

    Args:
        condition: What a "not yet" waits for.
        review_on: The day a "not yet" comes back.
        dissent: Who saw it otherwise, and why.

    Raises:
        ValueError: Expected who and reason, and a condition and a review date for "not yet" alone.
    """

    request_id: str
    verdict: Verdict
    reason: str
    who: str
    on: dt.date
    condition: str = ""
    review_on: dt.date | None = None
    dissent: str = ""

    def __post_init__(self) -> None:
        waits = bool(self.condition.strip()) and self.review_on is not None
        is_plain = not self.condition.strip() and self.review_on is None
        is_right = waits if self.verdict is Verdict.NOT_YET else is_plain
        if not (self.who.strip() and self.reason.strip() and is_right):
            raise ValueError('Expected who and reason, and a condition and a review date for "not yet" alone.')

    def is_due(self, today: dt.date) -> bool:
        """Whether a "not yet" comes back by this day."""
        return self.review_on is not None and self.review_on <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A request that an earlier planning cycle funded or refused; it asks for nothing any more.

    Args:
        is_funded: It was funded: what needs it may go ahead, and what it takes is no longer to be had.
    """

    request: Request
    is_funded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedScenario:
    """A named set of what people decide: weights, changed limits, rules and overrides.

    Args:
        who: Who saved it, with the role.
        at: When, with its zone.
        scenario: The plan's own scenario it was made from; empty where from none.
    """

    name: str
    who: str
    at: dt.datetime
    weights: Weights
    kinds_on: frozenset[str]
    bounds: tuple[tuple[str, float], ...] = ()
    scenario: str = ""
    agreed_rules: AgreedRules = field(default_factory=AgreedRules)
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The file the requests came from and how it was read.

    Args:
        sha256: Of its bytes.
        answers: What people decided about its layout.
        edits: Cells people entered beside it.
    """

    name: str = ""
    sha256: str = ""
    answers: Answers = NO_ANSWERS
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningNotebook:
    """The agreed weights, limits, rules and overrides, and the requests they decide on.

    Args:
        bounds: Changed limits, pairs (row key, new bound), on top of ``limits``.
        stakeholder_weights: Weights by stakeholder, as entered.
        agreed_rules: Balance, both or none, synergy and the like; each applies where its kind is on.
        decisions: What was decided, one for a request.
        cycle: The planning cycle it is for, such as "FY27".
        registry: AI in use, as inventories list it. It informs and never decides.
        saved: Scenarios people saved, by name. They decide nothing until one is taken into the draft.
        money_terms: What the business case assumes; no portfolio depends on it.
        settled: What earlier cycles ended, which stays off the list however often its file is read again.
    """

    name: str
    plan: Plan
    requests: tuple[Request, ...]
    limits: Limits
    rules: GovernanceRules
    weights: Weights
    kinds_on: frozenset[str]
    overrides: tuple[Override, ...] = ()
    bounds: tuple[tuple[str, float], ...] = ()
    scenario: str = ""
    stakeholder_weights: Mapping[str, Weights] = field(default_factory=dict)
    source: Source = Source()
    governance: GovernanceBook = field(default_factory=GovernanceBook)
    criteria: tuple[Criterion, ...] = CRITERIA
    agreed_rules: AgreedRules = field(default_factory=AgreedRules)
    cycle: str = ""
    decisions: tuple[Decision, ...] = ()
    registry: AiRegistry = field(default_factory=AiRegistry)
    saved: tuple[SavedScenario, ...] = ()
    money_terms: MoneyTerms = field(default_factory=MoneyTerms)
    settled: tuple[Settled, ...] = ()

    def request(self, request_id: str) -> Request:
        """The request with this id.

        Raises:
            UnknownNameError: there is none.
        """
        for request in self.requests:
            if request.id == request_id:
                return request
        raise UnknownNameError(f"There is no request {request_id}.")

    @property
    def resting(self) -> tuple[Override, ...]:
        """Overrides of requests that the list as read now lacks: they force nothing until the request is back."""
        listed = {request.id for request in self.requests}
        return tuple(override for override in self.overrides if override.request_id not in listed)

    @property
    def funded_before(self) -> tuple[Request, ...]:
        """Requests that earlier cycles funded."""
        return tuple(one.request for one in self.settled if one.is_funded)

    @property
    def cost_terms(self) -> CostTerms:
        """What turns money and time into net cost."""
        return CostTerms(self.plan.first_quarter, self.limits.fiscal_years, self.plan.dollars_per_point)

    @property
    def criteria_in_use(self) -> tuple[Criterion, ...]:
        """Criteria with a weight, in order."""
        return tuple(c for c in self.criteria if self.weights.share(c.key) > 0)


def with_weights(notebook: PlanningNotebook, weights: Weights) -> PlanningNotebook:
    """The notebook with other weights."""
    return replace(notebook, weights=weights)


def with_bounds(notebook: PlanningNotebook, bounds: Mapping[str, float]) -> PlanningNotebook:
    """The notebook with some limits set to other amounts, by row key."""
    return replace(notebook, bounds=tuple({**dict(notebook.bounds), **bounds}.items()))


def with_rules(notebook: PlanningNotebook, *, on: frozenset[str], off: frozenset[str]) -> PlanningNotebook:
    """The notebook with some kinds of rules switched on or off.

    Raises:
        UnknownNameError: a key is no kind that people may switch.
    """
    known = {kind.key for kind in CONSTRAINT_KINDS if kind.can_switch}
    if unknown := sorted((on | off) - known):
        raise UnknownNameError(f"There is no rule {unknown[0]!r} to switch. Rules: {', '.join(sorted(known))}.")
    return replace(notebook, kinds_on=(notebook.kinds_on | on) - off)


def with_agreed_rules(notebook: PlanningNotebook, rules: AgreedRules) -> PlanningNotebook:
    """The notebook with other agreed rules; switch their kinds on with ``with_rules``.

    Raises:
        UnknownNameError: a rule names a request the notebook does not have.
    """
    for request_id in sorted(rules.request_ids):
        notebook.request(request_id)
    return replace(notebook, agreed_rules=rules)


def with_override(notebook: PlanningNotebook, override: Override) -> PlanningNotebook:
    """The notebook with one request forced in or out; an earlier override of it is replaced.

    Raises:
        UnknownNameError: there is no such request.
    """
    notebook.request(override.request_id)
    kept = tuple(o for o in notebook.overrides if o.request_id != override.request_id)
    return replace(notebook, overrides=(*kept, override))


def with_request(notebook: PlanningNotebook, changed: Request) -> PlanningNotebook:
    """The notebook with one request replaced, by id.

    Raises:
        UnknownNameError: there is no such request.
    """
    notebook.request(changed.id)
    return replace(notebook, requests=tuple(changed if r.id == changed.id else r for r in notebook.requests))


def with_scenario(notebook: PlanningNotebook, name: str) -> PlanningNotebook:
    """The notebook under one of its plan's scenarios, in place of the one before; empty name: the agreed limits.

    Raises:
        UnknownNameError: the plan has no such scenario.
    """
    scenario = Scenario(name="") if not name else _scenario(notebook, name)
    return replace(notebook, scenario=scenario.name, bounds=scenario.bounds)


def _scenario(notebook: PlanningNotebook, name: str) -> Scenario:
    for scenario in notebook.plan.scenarios:
        if scenario.name.casefold() == name.casefold():
            return scenario
    names = ", ".join(s.name for s in notebook.plan.scenarios) or "none"
    raise UnknownNameError(f"There is no scenario {name!r}. Scenarios: {names}.")
