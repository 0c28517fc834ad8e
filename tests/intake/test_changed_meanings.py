"""Meanings of columns that the reader made, joined or found without a header can be changed like all others."""

import datetime as dt

import pytest

from intake.answers import Answers
from intake.read import read_workbook
from intake.repeated_columns import read_together
from tests.intake.unseen import read

TODAY = dt.date(2026, 11, 22)


def use_of(intake, header):
    return next(use for use in intake.table.uses if use.header == header)


def test_a_column_by_year_that_was_made_changes_with_the_one_it_was_made_from():
    intake = read("long by year.csv")
    made = [use for use in intake.table.uses if use.made_from]
    (source,) = {use.made_from for use in made}
    assert use_of(intake, source).parted == "cost_total"
    assert source not in {f.column for f in intake.findings if f.code == "column_unknown"}
    running = read("long by year.csv", meanings={source: "cost_operating_recurring"})
    assert {use.meaning for use in running.table.uses if use.made_from} == {"cost_operating_recurring"}
    without = read("long by year.csv", meanings={source: "unused"})
    assert not [use for use in without.table.uses if use.made_from]


def test_an_amount_that_a_person_calls_capital_is_not_parted_by_kind():
    source = next(use.made_from for use in read("row for each kind.csv").table.uses if use.made_from)
    said = read("row for each kind.csv", meanings={source: "cost_capital"})
    assert not [use for use in said.table.uses if use.made_from]
    assert use_of(said, source).meaning == "cost_capital"


def test_columns_that_are_read_as_one_are_named_together():
    uses = read("jira links.csv").table.uses
    links = next(use for use in uses if use.meaning == "dependencies")
    together = read_together(uses, links)
    assert len(together) > 1
    other = read("jira links.csv", meanings=dict.fromkeys(together, "unused"))
    assert not any(r.prerequisites for r in other.requests)


def test_a_column_without_a_header_goes_by_its_letter():
    rows = b"Project name,,Cost\nSepsis alert,ICU,100000\nBed board,Nursing,80000\n"
    before = read_workbook(rows, "a.csv", today=TODAY)
    assert [use.name for use in before.table.uses] == ["Project name", "B", "Cost"]
    said = read_workbook(rows, "a.csv", today=TODAY, answers=Answers(meanings={"B": "department"}))
    assert [(u.name, u.meaning) for u in said.table.uses][1] == ("B", "department")
    money = read_workbook(rows.replace(b"ICU", b"5000").replace(b"Nursing", b"6000"), "a.csv", today=TODAY,
                          answers=Answers(meanings={"B": "cost_total", "Cost": "unused"}))  # fmt: skip
    assert money.table.money.cost_column == "B"


@pytest.mark.parametrize(
    ("meanings", "capital", "operating"),
    [
        ({}, 120_000, 0),
        ({"Vendor fee": "operating"}, 120_000, 90_000),
        ({"Vendor fee": "capital"}, 30_000, 0),
        ({"Vendor fee": "total"}, 30_000, 0),
        ({"Vendor fee": "operating", "Capital cost (USD)": "unused"}, 0, 90_000),
    ],
)
def test_a_running_cost_that_a_person_names_leaves_the_capital_cost_as_it_was_found(meanings, capital, operating):
    """120,000 once, a fee of 30,000 in each of three years."""
    data = b"Project,Department,Capital cost (USD),Vendor fee\nSepsis alert,ICU,120000,30000\n"
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(meanings=meanings))
    (request,) = intake.requests
    assert (request.total_capital_usd, request.total_operating_usd) == (capital, operating)


def test_a_cost_column_that_another_one_replaces_is_said_to_be_left_out():
    data = b"Project,Capital cost (USD),License cost (USD)\nSepsis alert,120000,30000\n"
    meanings = {"License cost (USD)": "capital"}
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(meanings=meanings))
    assert intake.requests[0].total_capital_usd == 30_000
    (found,) = [f for f in intake.findings if f.code == "column_unknown"]
    assert found.message == "Capital cost (USD) is not used: the cost is read from License cost (USD)."
