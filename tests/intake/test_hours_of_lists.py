"""Hours in lists nobody prepared for us: the work a request asks for, once, and nothing else that is told in hours."""

import datetime as dt

import pytest

from intake.read import read_workbook
from tests.intake.made_lists import text


def read(headers, *rows):
    named = [[f"Project {chr(65 + k)}", *row] for k, row in enumerate(rows)]
    return read_workbook(text([["Project", *headers], *named]), "a.csv", today=dt.date(2026, 11, 22))


def hours(intake):
    return [dict(request.role_hours) for request in intake.requests]


@pytest.mark.parametrize(
    "header",
    [
        "Nursing hours saved per year", "Hours avoided", "Hours per week", "Weekly hours", "Hours / month",
        "Remaining hours", "Actual hours", "Downtime hours", "Stunden pro Woche", "Staff hours (saved)",
    ],
)  # fmt: skip
def test_hours_that_are_no_work_of_the_request_are_not_taken_for_it(header):
    intake = read(["Analyst hours", header], ["300", "3000"], ["200", "2000"])
    assert hours(intake) == [{"analyst": 300.0}, {"analyst": 200.0}]
    assert [f.column for f in intake.findings if f.code == "column_unknown"] == [header]


def test_a_total_of_hours_beside_those_by_role_counts_nothing_twice():
    intake = read(["Analyst hours", "PM hours", "Total hours"], ["300", "100", "400"], ["200", "20", "220"])
    assert [request.total_hours for request in intake.requests] == [400, 220]
    assert hours(read(["Total hours"], ["400"], ["220"])) == [{"staff": 400.0}, {"staff": 220.0}]


def test_hours_by_year_are_those_of_one_role_together_and_unknown_where_a_year_is():
    intake = read(["Hours 2027", "Hours 2028", "FY27 analyst hours"], ["300", "100", "7"], ["200", "", "8"])
    assert hours(intake) == [{"staff": 400.0, "analyst": 7.0}, {"analyst": 8.0}]
    assert [(f.row, f.column) for f in intake.findings if f.code == "hours_missing"] == [(3, "Hours 2028")]


def test_of_two_columns_of_hours_of_one_name_the_first_counts():
    assert hours(read(["Hours", "Hours"], ["300", "1"], ["200", "2"])) == [{"staff": 300.0}, {"staff": 200.0}]
