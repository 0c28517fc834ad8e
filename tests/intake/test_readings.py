"""How a file as a whole was read: as what, how sure, where seen; each can be said otherwise, also with no question."""

import datetime as dt
from decimal import Decimal

import pytest

from intake.answering import answered
from intake.answers import Answers
from intake.edits import Edit, apply_edits
from intake.read import read_workbook
from intake.reading import Reading
from intake.remembered import Remembered, said_of_itself, still_fitting
from intake.tables import SAMPLE_WORKBOOK
from scoring.quarter import Quarter
from tests.intake.made_lists import book, text
from tests.intake.test_findings import table
from tests.intake.unseen import UNSEEN

TODAY = dt.date(2026, 11, 22)


def read(data, name="a.csv", answers=None):
    return read_workbook(data, name, today=TODAY, answers=answers or Answers())


def reading(intake, code):
    return next(found for found in intake.readings if found.code == code)


def changed(intake, data, name, code, value):
    """The file read again after somebody chose another reading."""
    assert value in {choice.value for choice in reading(intake, code).choices}
    return read(data, name, answered(intake, code, [value]))


def two_lists():
    """Two sheets, the likelier second, whose headers stand in row 3; nothing about either is asked."""
    rows = [
        ["Our plan for 2027"],
        [],
        ["Project ID", "Project name", "Department", "Start date", "Cost (USD)"],
        ["P-1", "Sepsis alert", "ICU", "25/03/2027", 120_000],
        ["P-2", "Bed board", "ED", "01/04/2027", 80_000],
    ]
    return book({"Contacts": [["Name", "Phone"], ["Ann Lee", "555-0100"], ["Bo Kim", "555-0101"]], "List": rows})


def test_what_is_sure_is_shown_with_where_it_was_seen_and_can_be_changed():
    intake = read(two_lists(), "a.xlsx")
    assert intake.questions == ()
    words = {found.code: (found.words, found.seen) for found in intake.readings}
    assert words == {
        "sheet": ("List", "5 of 5 headers known; next likeliest: Contacts"),
        "header_row": ("Row 3", "5 of 5 headers known; next likeliest: row 4"),
        "unit": ("In single units", "“Cost (USD)”; half the amounts are over 100,000"),
        "currency": ("USD", "“Cost (USD)”"),
        "grouping": ("Each row is a request: 2 requests", "no id and no name comes again"),
        "dates": ("Day first", "days over 12 or points in Start date"),
    }
    assert all(0.5 < found.confidence < 1 and found.choices and not found.is_stated for found in intake.readings)


@pytest.mark.parametrize(
    ("code", "value", "now"),
    [
        ("sheet", "Contacts", lambda i: [r.title for r in i.requests] == ["Ann Lee", "Bo Kim"]),
        ("header_row", "1", lambda i: i.table.header_row == 1 and i.table.sheet == "List"),
        ("unit", "1000", lambda i: i.table.cost_sum == 200_000_000),
        ("currency", "CAD", lambda i: i.plan.currency == "CAD"),
        ("grouping", "same title", lambda i: len(i.requests) == 2),
        ("dates", "month first", lambda i: i.requests[1].earliest_start == Quarter(2027, 1)),
    ],
)
def test_each_reading_can_be_said_otherwise(code, value, now):
    intake = changed(read(two_lists(), "a.xlsx"), two_lists(), "a.xlsx", code, value)
    found = reading(intake, code)
    assert now(intake), found
    assert (found.values, found.confidence, found.is_stated) == ((value,), 1, True)


def test_dates_that_another_order_than_the_stated_one_tells_are_found():
    intake = changed(read(two_lists(), "a.xlsx"), two_lists(), "a.xlsx", "dates", "month first")
    finding = next(f for f in intake.findings if f.code == "date_order_differs")
    assert (finding.row, finding.value) == (4, "25/03/2027")


def test_another_sheet_leaves_the_row_said_of_the_first_one_behind():
    intake = read(two_lists(), "a.xlsx", Answers(header_row=3))
    assert intake.table.sheet == "List"
    assert answered(intake, "sheet", ["Contacts"]) == Answers(sheet="Contacts")


def test_sheets_read_together_can_be_parted_again():
    data = UNSEEN["departments.xlsx"]()
    together = read(data, "a.xlsx", Answers(sheet="*"))
    assert reading(together, "sheet").values == ("*",)
    assert len(changed(together, data, "a.xlsx", "sheet", "IT").requests) == 1
    alone = read(data, "a.xlsx", Answers(sheet="IT"))
    assert len(changed(alone, data, "a.xlsx", "sheet", "*").requests) == 3


def test_an_open_question_is_a_doubtful_reading():
    rows = [["Project", "Cost"], ["Sepsis alert", "120"], ["Bed board", "80"]]
    intake = read(text(rows))
    doubtful = {found.code for found in intake.readings if found.confidence < 0.5}
    assert doubtful == {question.code for question in intake.questions} == {"unit", "currency"}


def test_a_unit_from_a_note_is_less_sure_than_one_from_a_header_and_names_the_note():
    intake = read(UNSEEN["title in thousands.xlsx"](), "a.xlsx")
    found = reading(intake, "unit")
    assert (found.words, "$000s" in found.seen) == ("In thousands", True)
    header = reading(read(text([["Project", "Cost ($K)"], ["Sepsis alert", "120"], ["Bed board", "80"]])), "unit")
    assert found.confidence < header.confidence < 1


def test_statuses_once_answered_can_be_answered_again():
    rows = [["ID", "Project", "Status", "Cost in USD"], ["1", "Sepsis alert", "Open", "120000"],
            ["2", "Bed board", "Closed", "80000"]]  # fmt: skip
    intake = read(text(rows), answers=Answers(statuses=frozenset({"Open"})))
    assert (len(intake.requests), reading(intake, "status").words) == (1, "Open compete")
    again = read(text(rows), answers=answered(intake, "status", ["Open", "Closed"]))
    assert (len(again.requests), reading(again, "status").words) == (2, "All compete")


# The currency: asked as soon as there is money, and not before.


def test_a_list_without_any_money_names_no_currency_and_is_not_asked():
    intake = read(text([["ID", "Project"], ["1", "Sepsis alert"], ["2", "Bed board"]]))
    assert (intake.plan.currency, intake.questions) == ("", ())
    assert reading(intake, "currency").words == "None: the list holds no money"
    paid = apply_edits(intake, [Edit(request_id="1", column="capital_fy27_usd", value="5000")])
    assert [question.code for question in paid.questions] == ["currency"]
    named = read(text([["ID", "Project"], ["1", "Sepsis alert"]]), answers=answered(paid, "currency", ["CHF"]))
    assert (named.plan.currency, apply_edits(named, []).questions) == ("CHF", ())


def test_our_own_headers_of_money_and_our_sheets_name_the_currency():
    own = text([["request_id", "title", "capital_fy27_usd"], ["1", "Sepsis alert", "5000"]])
    assert (read(own).plan.currency, read(own).questions) == ("USD", ())
    sample = read(SAMPLE_WORKBOOK.read_bytes(), "sample.xlsx")
    assert (sample.plan.currency, sample.questions) == ("USD", ())
    bare = text([["request_id", "title", "clinical_value"], ["1", "Sepsis alert", "5"]])
    assert (read(bare).plan.currency, read(bare).questions) == ("", ())


def test_a_list_in_another_currency_than_its_plan_is_asked_about():
    sheets = {"List": [["Project", "Cost (EUR)"], ["Sepsis alert", 120_000], ["Bed board", 80_000]],
              "Plan": [["section", "setting", "value"], ["plan", "currency", "GBP"]]}  # fmt: skip
    (question,) = read(book(sheets), "a.xlsx").questions
    assert (question.code, [choice.value for choice in question.choices]) == ("currency", ["EUR", "GBP"])
    sheets["List"][0][1] = "Cost"
    unnamed = read(book(sheets), "a.xlsx")
    assert (unnamed.plan.currency, unnamed.questions) == ("GBP", ())


# What was answered about one file, and another of its shape.


def remembered(data, **answers):
    """Answers given about a file, as they are remembered."""
    return Remembered(Answers(**answers), "a.xlsx", "2026-11-22", said_of_itself(read(data, "a.xlsx")))


def noted(note, *, sheet="List"):
    return book({sheet: [[note], ["Project", "Cost"], ["Sepsis alert", 120_000], ["Bed board", 80_000]]})


def test_answers_are_used_again_where_the_file_says_the_same_of_itself():
    given = remembered(noted("Plan 2027"), unit=Decimal(1000), currency="EUR", header_row=2)
    assert still_fitting(given, read(noted("Plan 2028"), "a.xlsx")) == given.answers


def test_a_unit_or_currency_that_the_next_file_states_otherwise_is_not_overruled():
    given = remembered(noted("Plan 2027"), unit=Decimal(1), currency="EUR")
    stated = read(noted("All amounts in thousands of CAD"), "a.xlsx")
    assert still_fitting(given, stated) == Answers()
    assert reading(stated, "unit").values == ("1000",)


def test_a_sheet_or_row_that_is_not_there_any_more_is_found_anew():
    given = remembered(noted("Plan 2027"), sheet="List", header_row=2, currency="EUR")
    assert still_fitting(given, read(noted("Plan 2028", sheet="2028"), "a.xlsx")).sheet == ""
    further = book({"List": [["Plan"], ["of 2028"], ["Project", "Cost"], ["Sepsis alert", 120_000], ["Bed", 80_000]]})
    assert still_fitting(given, read(further, "a.xlsx")) == Answers(sheet="List", currency="EUR")


@pytest.mark.parametrize("other", ["Annual benefit", "Running cost ($K)", "Running cost", "Capital forecast"])
def test_the_unit_a_person_states_counts_whatever_other_columns_hold_money(other):
    rows = [[f"Project {k}", cost, 5] for k, cost in enumerate((120, 250, 480, 900))]
    data = book({"List": [["Project", "Capital cost ($K)", other], *rows]})
    chosen = {"meanings": {"Capital cost ($K)": "cost_total"}}
    after = read(data, "a.xlsx", Answers(**chosen, unit=Decimal(1)))
    assert (reading(after, "unit").is_stated, reading(after, "unit").words) == (True, "In single units")
    (column,) = after.table.money.columns
    assert after.table.money.scale(column) == 1
    assert after.table.cost_sum == 1750


def with_statuses(*statuses):
    rows = [[f"Project {k}", status, 120_000] for k, status in enumerate(statuses)]
    return book({"List": [["Project", "Status", "Cost"], *rows]})


def test_statuses_that_nobody_was_asked_about_ask_again():
    given = remembered(with_statuses("New", "Closed", "Draft"), statuses=frozenset({"New"}))
    fewer = read(with_statuses("New", "New", "Closed"), "a.xlsx")
    assert still_fitting(given, fewer).statuses == {"New"}
    for further in (("New", "Closed", "In review"), ("In review", "In review")):
        assert still_fitting(given, read(with_statuses(*further), "a.xlsx")).statuses is None


def with_costs(*costs):
    return book({"List": [["Project", "Cost"], *([f"Project {k}", cost] for k, cost in enumerate(costs))]})


def test_a_unit_is_not_carried_to_amounts_of_another_size_or_that_name_their_own():
    given = remembered(with_costs(120, 250, 480, 900), unit=Decimal(1000))
    assert still_fitting(given, read(with_costs(150, 300, 410, 800), "a.xlsx")).unit == 1000
    assert still_fitting(given, read(with_costs(120_000, 250_000, 480_000, 900_000), "a.xlsx")).unit is None
    naming = read(with_costs("0.12k", "0.25k", "0.48k", "0.9k"), "a.xlsx")
    assert still_fitting(given, naming).unit is None


@pytest.mark.parametrize("wrong", [{"code": "moon"}, {"confidence": 1.5}])
def test_a_reading_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="Expected"):
        Reading(**({"code": "sheet", "values": (), "words": "", "confidence": 0.5, "seen": ""} | wrong))


def test_progress_is_told_from_the_opening_to_the_last_rows_and_never_goes_back():
    told: list[float] = []
    read_workbook(table(), "a.csv", today=dt.date(2026, 11, 22), progress=told.append)
    assert told == sorted(told)
    assert (told[0], len(told) >= 5, told[-1] <= 1) == (0.1, True, True)
