"""What a careful analyst would read from exports and home-made lists: the same, or a question, or a finding."""

import datetime as dt

import pytest

from intake.answers import Answers
from intake.read import read_workbook
from tests.intake import unseen_offices as offices
from tests.intake import unseen_systems as systems
from tests.intake.unseen import money

TODAY = dt.date(2026, 11, 22)


def read(make, **answers):
    data = make()
    name = "a.xlsx" if data.startswith(b"PK") else "a.csv"
    return read_workbook(data, name, today=TODAY, answers=Answers(**answers))


# (list, requests, their money in currency units, sum of the cost column, currency, questions)
EXPECTED = [
    (systems.servicenow_fields, 2, 165_000, 165_000, "", {"currency"}),
    (systems.jira_cloud, 3, 225_000, 225_000, "", {"currency"}),
    (systems.smartsheet_blank_parents, 5, 225_000, 225_000, "", {"currency"}),
    (systems.clarity_cost_plan, 2, 0, 75_000, "", {"unit", "currency"}),
    (systems.project_odata, 2, 200_000, 200_000, "", {"currency"}),
    (systems.planview_periods, 2, 190_000, 190_000, "", {"title", "currency"}),
    (systems.form_for_each, 1, 120_000, 120_000, "", {"sheet", "currency"}),
    (systems.pivot_in_outline, 4, 275_000, 275_000, "", {"currency"}),
    (offices.two_currencies, 4, 145_000, 145_000, "", {"currency"}),
    (offices.october_years, 3, 240_000, 240_000, "", {"currency"}),
    (offices.lakhs, 4, 12_950_000, 12_950_000, "INR", set()),
    (offices.swiss, 3, 2_485_000.5, 2_485_000.5, "CHF", set()),
    (offices.teur, 2, 200_500, 200_500, "EUR", set()),
    (offices.thousands_in_title_row, 3, 225_500, 225_500, "", {"currency"}),
    (offices.negative_hours, 3, 225_000, 225_000, "USD", set()),
    (offices.full_time_equivalents, 2, 200_000, 200_000, "USD", set()),
    (offices.yes_no_tbd, 4, 255_000, 255_000, "USD", set()),
    (offices.amounts_in_words, 10, 80_000, 80_000, "USD", set()),
    (offices.struck_through, 3, 225_000, 225_000, "USD", set()),
    (offices.filtered_away, 3, 0, 225_000, "USD", {"cost_column"}),
    (offices.amounts_in_comments, 3, 80_000, 80_000, "USD", set()),
    (offices.notes_under_the_table, 4, 200_000, 200_000, "USD", set()),
    (offices.numbers_with_hard_spaces, 3, 1_305_500, 1_305_500, "EUR", set()),
    (offices.dates_in_halves, 7, 325_000, 325_000, "USD", set()),
    (offices.ids_by_formula, 3, 200_000, 200_000, "USD", set()),
    (systems.outlined, 3, 225_000, 225_000, "", {"currency"}),
]


@pytest.mark.parametrize("expected", EXPECTED, ids=[row[0].__name__ for row in EXPECTED])
def test_a_list_of_an_office_is_right_or_asked_about(expected):
    make, n, used, total, currency, questions = expected
    intake = read(make)
    assert (len(intake.requests), float(money(intake)), float(intake.table.cost_sum)) == (n, used, total)
    assert (intake.table.money.currency if "currency" not in questions else "") == currency
    assert {question.code for question in intake.questions} == questions


def found(intake, code):
    return [(f.row, f.message) for f in intake.findings if f.code == code]


def test_a_form_on_each_sheet_is_one_list_once_a_person_says_so():
    intake = read(systems.form_for_each, sheet="*")
    assert [(r.title, r.requesting_department, int(r.total_capital_usd)) for r in intake.requests] == [
        ("Sepsis alert", "ICU", 120_000),
        ("Bed board", "Nursing", 80_000),
        ("Pager swap", "IT", 25_000),
    ]
    assert list(intake.table.rows.values()) == [("CR-1", 2), ("CR-2", 2), ("CR-3", 2)]


def test_the_name_of_a_group_is_filled_down_and_its_row_is_no_request():
    intake = read(systems.pivot_in_outline)
    assert [r.requesting_department for r in intake.requests] == ["ICU", "ICU", "IT", "IT"]
    assert found(intake, "group_filled")[0] == (3, "ICU counts as the Department of the 2 rows below it.")
    assert [reason for _, _, reason in intake.table.rejected][:2] == ["the name of a group"] * 2


def test_departments_are_not_filled_down_where_rows_state_their_own():
    rows = b"Department,Project,Cost (USD)\nICU,Sepsis alert,120000\n,Bed board,80000\nIT,,25000\n,Pager swap,30000\n"
    intake = read(lambda: rows)
    assert [r.requesting_department for r in intake.requests] == ["ICU", "", ""]
    assert [f.row for f in intake.findings if f.code == "title_missing"] == [4]


def test_expense_beside_capital_is_running_cost_and_alone_it_is_not():
    sepsis, _ = read(systems.planview_periods).requests
    assert (sepsis.total_capital_usd, sepsis.total_operating_usd) == (110_000, 20_000)
    alone = read(lambda: b"Project,FY27 Expense (USD)\nSepsis alert,50000\nBed board,40000\n")
    assert money(alone) == sum(r.total_capital_usd for r in alone.requests) == 90_000


def test_rows_grouped_in_the_sheet_tell_which_row_sums_up_the_others():
    assert found(read(systems.outlined), "row_sum") == [
        (2, "Clinical is the sum of rows 3 to 4; it would count twice.")
    ]


def test_a_row_that_is_struck_through_and_comments_are_said():
    assert found(read(offices.struck_through), "row_struck") == [
        (3, "The row is struck through, and counts like the others: Bed board")
    ]
    out = read(offices.struck_through, rows={"Sheet!3": False})
    assert [r.title for r in out.requests] == ["Sepsis alert", "Pager swap"]
    assert found(read(offices.amounts_in_comments), "comments_unread") == [
        (2, "2 comments are not read, such as: C2 120,000 as of March; C4 25,000")
    ]


def test_halves_of_a_year_begin_and_end_with_their_quarters():
    intake = read(offices.dates_in_halves)
    assert [str(r.earliest_start) for r in intake.requests][:5] == [
        "2027-Q3",
        "2027-Q3",
        "2027-Q1",
        "2027-Q3",
        "2027-Q3",
    ]
    assert [row for row, _ in found(intake, "value_unreadable")] == [7, 8]
    rows = b"Project,Start date,End date,Cost (USD)\nSepsis alert,H1 2027,H2 2027,120000\nPager,1H27,1H27,25000\n"
    assert [r.duration_quarters for r in read(lambda: rows).requests] == [4, 2]


def test_fiscal_quarters_are_said_to_be_the_plans():
    assert found(read(offices.october_years), "fiscal_quarters") == [
        (2, "Start names fiscal quarters: Q1 FY27 is read as the plan's quarter 2027-Q1.")
    ]


def test_ranges_and_bounds_are_no_amounts():
    intake = read(offices.amounts_in_words)
    assert [r.title for r in intake.requests if r.capital_usd] == ["Bed board"]
    assert len(found(intake, "value_unreadable")) == 8
    assert [row for row, _ in found(intake, "cost_withheld")] == [6]


def test_people_in_full_time_equivalents_are_no_hours_and_said_to_be_unused():
    intake = read(offices.full_time_equivalents)
    assert not any(r.role_hours for r in intake.requests)
    unused = {f.column for f in intake.findings if f.code == "column_unknown"}
    assert unused == {"FTE", "Analyst FTE Q1", "Analyst FTE Q2", "Allocation %"}


def test_hours_that_cannot_be_are_unknown():
    intake = read(offices.negative_hours)
    assert [dict(r.role_hours) for r in intake.requests] == [
        {"analyst": 400, "trainer": 80},
        {"trainer": 60},
        {"analyst": 100},
    ]
    assert [row for row, _ in found(intake, "negative_amount")] == [3]


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [("Kosten TCHF", 1_000, "CHF"), ("Budget MSEK", 1_000_000, "SEK"), ("Cost USD", 1, "USD"), ("Cost (₹)", 1, "INR")],
)
def test_a_unit_and_a_currency_in_one_word_are_both_understood(header, unit, currency):
    intake = read(f"Project,{header}\nSepsis alert,12000\nBed board,14000\nPager,16000\n".encode)
    assert (intake.table.money.unit.multiplier, intake.table.money.currency) == (unit, currency)
    assert "unit_assumed" not in {f.code for f in intake.findings}
