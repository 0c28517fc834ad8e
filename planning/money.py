"""A portfolio's money by year: what finance's workbook calculates, worked out once more without it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from portfolio.limit_rows import capital_with_contingency_usd
from scoring.cash import MoneyTerms, case_years, live_quarters, net_present_value, payback_years, straight_line
from scoring.request import Request
from scoring.value import COUNTED_SHARE_BY_CONFIDENCE, COUNTED_SHARE_BY_TYPE

Amounts = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMoney:
    """One request's money: amounts by stated year, quarters of benefit by year of the case.

    Args:
        capital: One-off money, without contingency.
        counted: The same with contingency, each year to the cent.
        operating: Added running cost; the last stated year goes on in the years after it.
        live: Quarters of each year of the case with benefit.
        annual: Claimed yearly benefit.
        share: Share of the claim that is expected as cash: type x confidence.
    """

    request: Request
    capital: Amounts
    counted: Amounts
    operating: Amounts
    live: tuple[int, ...]
    annual: Decimal
    share: Decimal

    @property
    def expected_annual(self) -> Decimal:
        """Yearly benefit that is expected as cash."""
        return self.annual * self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The money of some requests, by year of the case.

    Args:
        stated: Years up to the last one that costs or limits name: the places of a request's amounts.
        years: All years of the case, in order.
        lines: One for each request, by id.
    """

    stated: tuple[str, ...]
    years: tuple[str, ...]
    lines: tuple[RequestMoney, ...]
    terms: MoneyTerms

    @property
    def capital(self) -> Amounts:
        """One-off money by year, without contingency."""
        return self._spent(lambda line: line.capital)

    @property
    def counted(self) -> Amounts:
        """One-off money by year, with contingency."""
        return self._spent(lambda line: line.counted)

    @property
    def operating(self) -> Amounts:
        """Added running cost by year; after the last stated year it goes on as it was then."""
        by_year = self._by_year(lambda line: line.operating)
        return tuple(by_year.get(year, by_year[self.stated[-1]]) for year in self.years)

    @property
    def claimed(self) -> Amounts:
        """Benefit by year as claimed."""
        return self._benefit(lambda line: line.annual)

    @property
    def expected(self) -> Amounts:
        """Benefit by year that is expected as cash."""
        return self._benefit(lambda line: line.expected_annual)

    @property
    def net(self) -> Amounts:
        """Expected benefit less capital with contingency and running cost, by year."""
        rows = zip(self.expected, self.counted, self.operating, strict=True)
        return tuple(benefit - capital - running for benefit, capital, running in rows)

    @property
    def npv(self) -> Decimal:
        """Net present value of all years at the discount rate, each year counted at its end."""
        return net_present_value(self.net, self.terms.discount_rate)

    @property
    def payback(self) -> Decimal | None:
        """Years until the portfolio has paid for itself; None where it does not within the case."""
        return payback_years(self.net)

    @property
    def depreciation(self) -> Amounts:
        """Straight-line depreciation of capital with contingency, by year."""
        return straight_line(self.counted, self.terms.useful_life_years)

    def without(self, request_ids: Collection[str]) -> Money:
        """The same with some requests struck."""
        return self.where(lambda request: request.id not in request_ids)

    def where(self, is_in: Callable[[Request], bool]) -> Money:
        """The same for some of the requests."""
        return replace(self, lines=tuple(line for line in self.lines if is_in(line.request)))

    def by_request(self) -> dict[str, Money]:
        """The money of each request alone, by id."""
        return {line.request.id: replace(self, lines=(line,)) for line in self.lines}

    def at_rate(self, discount_rate: Decimal) -> Money:
        """The same at another discount rate."""
        return replace(self, terms=replace(self.terms, discount_rate=discount_rate))

    def _spent(self, amounts: Callable[[RequestMoney], Amounts]) -> Amounts:
        by_year = self._by_year(amounts)
        return tuple(by_year.get(year, Decimal(0)) for year in self.years)

    def _by_year(self, amounts: Callable[[RequestMoney], Amounts]) -> dict[str, Decimal]:
        rows = [amounts(line) for line in self.lines]
        return {year: sum((row[k] for row in rows), Decimal(0)) for k, year in enumerate(self.stated)}

    def _benefit(self, annual: Callable[[RequestMoney], Decimal]) -> Amounts:
        return tuple(
            sum((annual(line) * line.live[k] for line in self.lines), Decimal(0)) / 4 for k in range(len(self.years))
        )


def funded_money(outcome: Outcome) -> Money:
    """The money of the funded requests, by id."""
    funded = sorted((r for r in outcome.notebook.requests if r.id in outcome.funded), key=lambda r: r.id)
    return money_of(outcome.notebook, funded)


def money_of(notebook: PlanningNotebook, requests: Sequence[Request]) -> Money:
    """The money of some requests of a notebook; an unknown amount counts as nothing."""
    first, limits = notebook.plan.first_quarter, notebook.limits
    named = {y for r in requests for y in (*r.capital_usd, *r.operating_usd)} | set(limits.fiscal_years)
    years = case_years(first, named)
    stated = years[: max((k for k, year in enumerate(years) if year in named), default=0) + 1]
    shares = contingency_shares(notebook)
    lines = tuple(
        RequestMoney(
            request=r,
            capital=tuple(r.capital_usd.get(y, Decimal(0)) for y in stated),
            counted=tuple(capital_with_contingency_usd(r, y, shares.get(y, Decimal(0))) for y in stated),
            operating=tuple(r.operating_usd.get(y, Decimal(0)) for y in stated),
            live=live_quarters(r, first, years),
            annual=r.annual_benefit_usd or Decimal(0),
            share=COUNTED_SHARE_BY_TYPE[r.benefit_type] * COUNTED_SHARE_BY_CONFIDENCE[r.benefit_confidence],
        )
        for r in requests
    )
    return Money(stated=stated, years=years, lines=lines, terms=notebook.money_terms)


def contingency_shares(notebook: PlanningNotebook) -> dict[str, Decimal]:
    """The share added to every capital cost, by fiscal year."""
    return {year.fiscal_year: year.contingency_share for year in notebook.limits.budget}
