"""The plan's few figures that every paper states: one set of numbers for slides, letters, notes and briefs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from planning.outcome import LimitUse
from reports.dossier import Dossier
from reports.wording import money, payback_words, points, scarcest

_THREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """Figures of a portfolio; money in the plan's currency, capital with contingency.

    Args:
        capital: Of the first three years.
        operating: Of the first three years.
        benefit: Expected as cash, of the first three years.
        scarcest: The limit of people that stops most; None where none limits.
    """

    n_funded: int
    n_asked: int
    value: float
    expected_value: float
    capital: Decimal
    operating: Decimal
    benefit: Decimal
    npv: Decimal
    payback: Decimal | None
    hours: float
    n_years: int
    scarcest: LimitUse | None


def key_figures(dossier: Dossier) -> KeyFigures:
    """The figures of a dossier."""
    outcome, case = dossier.outcome, dossier.money
    people = [use for use in outcome.limits if use.row.kind == "hours"]
    return KeyFigures(
        n_funded=len(dossier.funded),
        n_asked=len(outcome.notebook.requests),
        value=dossier.value,
        expected_value=dossier.expected_value,
        capital=sum(case.counted[:_THREE], Decimal(0)),
        operating=sum(case.operating[:_THREE], Decimal(0)),
        benefit=sum(case.expected[:_THREE], Decimal(0)),
        npv=case.npv,
        payback=case.payback,
        hours=sum(r.total_hours for r in dossier.funded),
        n_years=len(case.years),
        scarcest=next(iter(scarcest(people, 1)), None),
    )


def figure_words(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """(what, how much) of each key figure, in words for a slide."""
    figures, currency = key_figures(dossier), dossier.currency
    paid = None if figures.payback is None else float(figures.payback)
    return (
        ("Requests funded", f"{figures.n_funded} of {figures.n_asked}"),
        ("Value as claimed", f"{points(figures.value)} points"),
        ("Value as expected", f"{points(figures.expected_value)} points"),
        ("Capital with contingency, three years", money(float(figures.capital), currency)),
        ("Operating, three years", money(float(figures.operating), currency)),
        ("Benefit expected as cash, three years", money(float(figures.benefit), currency)),
        (f"Net present value, {figures.n_years} years", money(float(figures.npv), currency)),
        ("Payback", payback_words(paid, figures.n_years)),
        ("Staff hours", f"{figures.hours:,.0f}"),
    )
