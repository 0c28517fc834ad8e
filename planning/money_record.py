"""Recording what the business case assumes: the discount rate and the useful life of capital."""

from __future__ import annotations

from dataclasses import replace

from planning.change import Recorded
from planning.governing import RefusedStepError, Step, recorded
from planning.notebook import PlanningNotebook
from planning.people import Action, check_may
from scoring.cash import MoneyTerms


def set_money_terms(notebook: PlanningNotebook, terms: MoneyTerms, step: Step) -> Recorded:
    """Another discount rate or useful life; every export counts with them from now on.

    Raises:
        NotAllowedError: the role may not set them.
        RefusedStepError: both stand already.
    """
    check_may(step.by, Action.ASSUME)
    if terms == notebook.money_terms:
        raise RefusedStepError("This discount rate and useful life stand already.")
    before, after = terms_words(notebook.money_terms), terms_words(terms)
    return recorded(replace(notebook, money_terms=terms), step, "business case", "", before, after)


def short_words(terms: MoneyTerms) -> str:
    """Both assumptions without their names, such as "5% a year, 5 years"."""
    return f"{_percent(terms)} a year, {_years(terms)}"


def terms_words(terms: MoneyTerms) -> str:
    """Both assumptions in a few words."""
    return f"discount rate {_percent(terms)} a year, useful life {_years(terms)}"


def _percent(terms: MoneyTerms) -> str:
    return f"{float(100 * terms.discount_rate):g}%"


def _years(terms: MoneyTerms) -> str:
    return f"{terms.useful_life_years} year{'s' * (terms.useful_life_years != 1)}"
