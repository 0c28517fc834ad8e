"""What an export is made from: a proven portfolio with its reasons, prices, money and log. Nothing is solved again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planning.log import LogEntry
from planning.money import Money, funded_money
from planning.outcome import Outcome
from planning.since import Since
from portfolio.explanation import Explanation
from portfolio.premium import earned_points
from portfolio.price import Price
from scoring.evidence import evidence_grade, expected_scores
from scoring.request import Request


# Without slots: what follows from it is found once, whoever asks.
@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything an export says, as values.

    Args:
        explanations: Why requests are in or out, by id; those nobody worked out are not there.
        prices: What rules, mandates and overrides cost, where that was worked out.
        since: What changed since the last meeting; None where there was none before, or nobody looked.
        is_compared: Whether somebody looked for an earlier meeting.
        log: Who changed what, the earliest first; empty where the notebook is not kept.
        state_hash: The hash of the notebook in the store's log.
        is_agreed: Whether weights, limits, rules and overrides are the agreed ones; no with moves under way.
        version: The notebook's moment in the store: how many changes were recorded; 0 where it is not kept.
        made_by: Who takes it home, with the role.
        made_at: When, with its zone.
    """

    outcome: Outcome
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    prices: tuple[Price, ...] = ()
    since: Since | None = None
    is_compared: bool = False
    log: tuple[LogEntry, ...] = ()
    state_hash: str = ""
    is_agreed: bool = True
    version: int = 0
    made_by: str = ""
    made_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        if not self.outcome.selection.has_portfolio:
            raise ValueError("There is no portfolio to export.")

    @cached_property
    def funded(self) -> tuple[Request, ...]:
        """Funded requests by id."""
        return self._by_id(is_funded=True)

    @cached_property
    def not_funded(self) -> tuple[Request, ...]:
        """Requests that are not in, the best score first."""
        return tuple(r for r in self.outcome.ranked() if r.id not in self.outcome.funded)

    @cached_property
    def money(self) -> Money:
        """The money of the funded requests."""
        return funded_money(self.outcome)

    @cached_property
    def noise(self) -> dict[str, float]:
        """The noise of each request's claim, by what it rests on."""
        return {r.id: evidence_grade(r.evidence_status).noise for r in self.outcome.notebook.requests}

    @cached_property
    def expected(self) -> dict[str, float]:
        """Expected points by request id."""
        return expected_scores(self.outcome.scores.totals, self.noise)

    @cached_property
    def premium_points(self) -> float:
        """Points the portfolio earns beside its scores: requests that help each other, what not doing would lose."""
        return earned_points(self.outcome.premiums, self.outcome.funded)

    @cached_property
    def value(self) -> float:
        """Points of the portfolio as claimed, as the screen and the solver count them."""
        return self.outcome.problem.value(self.outcome.funded)

    @cached_property
    def expected_value(self) -> float:
        """The same with expected scores; nobody knows how sure the points beside the scores are."""
        return sum(self.expected[r.id] for r in self.funded) + self.premium_points

    @property
    def plan_words(self) -> str:
        """Which plan it is: the agreed one or a scenario, and whether something was moved that nobody agreed on."""
        scenario = self.outcome.notebook.scenario
        if self.is_agreed:
            return f"Scenario {scenario}" if scenario else "Agreed plan"
        return f"Scenario {scenario}, not agreed" if scenario else "Draft, not agreed"

    @property
    def is_plain(self) -> bool:
        """Whether it is the agreed plan and nothing else."""
        return self.is_agreed and not self.outcome.notebook.scenario

    @property
    def edition(self) -> str:
        """What follows the notebook's name wherever a file says what it is made from: the plan, and its version."""
        plan = "" if self.is_plain else f", {self.plan_words[:1].lower()}{self.plan_words[1:]}"
        return f"{plan}, version {self.version}" if self.version else plan

    @property
    def currency(self) -> str:
        """ISO code of the plan's money, empty where nobody stated one."""
        return self.outcome.notebook.plan.currency

    def _by_id(self, *, is_funded: bool) -> tuple[Request, ...]:
        ids = self.outcome.funded
        return tuple(
            sorted((r for r in self.outcome.notebook.requests if (r.id in ids) is is_funded), key=lambda r: r.id)
        )
