"""The discount rate and the useful life: read from the file, set by who may, kept and logged."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from intake.own_rows import plan_rows
from intake.read import read_workbook
from planning.codec import notebook_from_json, notebook_to_json
from planning.governing import RefusedStepError, Step
from planning.money import money_of
from planning.money_record import set_money_terms, short_words
from planning.opening import open_notebook
from planning.people import NotAllowedError, Person
from scoring.cash import MoneyTerms
from tests.builders import TODAY, notebook, request
from tests.intake.test_findings import sample_with

TERMS = MoneyTerms(discount_rate=Decimal("0.075"), useful_life_years=1)


def step(role: str) -> Step:
    return Step(by=Person("Cy", role), at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC), today=TODAY, why="Treasury")


def test_finance_sets_them_with_a_reason_and_every_figure_follows():
    asked = notebook([request("A", capital=100)])
    changed, entry = set_money_terms(asked, TERMS, step("finance"))
    assert (entry.what, entry.before, entry.after, entry.why) == (
        "business case",
        "discount rate 5% a year, useful life 5 years",
        "discount rate 7.5% a year, useful life 1 year",
        "Treasury",
    )
    money = money_of(changed, changed.requests)
    assert money.depreciation == (100, 0, 0, 0, 0)
    assert money.npv == Decimal(-100) / Decimal("1.075")
    assert notebook_from_json(notebook_to_json(changed)) == changed
    assert short_words(TERMS) == "7.5% a year, 1 year"


def test_who_may_not_set_them_or_changes_nothing_is_refused():
    asked = notebook([])
    with pytest.raises(NotAllowedError, match="may not set the discount rate"):
        set_money_terms(asked, TERMS, step("participant"))
    with pytest.raises(RefusedStepError, match="stand already"):
        set_money_terms(asked, MoneyTerms(), step("finance"))


def test_a_file_states_them_in_percent_and_years():
    read = read_workbook(sample_with("Plan", 7, 3, 7.5), "a.xlsx")
    assert open_notebook(read).money_terms == MoneyTerms(discount_rate=Decimal("0.075"))
    assert ("plan", "discount_rate_percent", "7.5") in plan_rows(read.plan)
    assert ("plan", "useful_life_years", "5") in plan_rows(read.plan)


@pytest.mark.parametrize(("cell", "rate"), [(4.125, "0.04125"), ("5%", "0.05")])
def test_a_rate_is_read_with_all_its_digits_and_may_have_its_sign(cell, rate):
    assert read_workbook(sample_with("Plan", 7, 3, cell), "a.xlsx").plan.money_terms.discount_rate == Decimal(rate)


@pytest.mark.parametrize(
    ("row", "value", "words"),
    [(7, 0.05, "write 5 for 5%"), (7, 101, "from 1 to 100 percent"), (7, -1, "from 1 to 100"), (8, 0, "from 1 to 40")],
)
def test_what_is_out_of_range_is_a_finding_and_stays_at_its_default(row, value, words):
    read = read_workbook(sample_with("Plan", row, 3, value), "a.xlsx")
    (found,) = [finding for finding in read.findings if finding.code == "setting_unreadable"]
    assert words in found.message
    assert read.plan.money_terms == MoneyTerms()


def test_no_interest_is_a_rate_of_its_own():
    assert read_workbook(sample_with("Plan", 7, 3, 0), "a.xlsx").plan.money_terms.discount_rate == 0


def test_a_notebook_kept_before_there_were_any_has_the_usual_ones():
    text = notebook_to_json(notebook([])).replace(
        ', "money_terms": {"discount_rate": "0.05", "useful_life_years": 5}', ""
    )
    assert "money_terms" not in text
    assert notebook_from_json(text) == replace(notebook([]), money_terms=MoneyTerms())
