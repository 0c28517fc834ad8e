"""The sheets beside Requests: what they state badly is found, and nothing of it vanishes without a word."""

import io
from decimal import Decimal

import openpyxl
import pytest

from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning.opening import open_notebook
from planning.prepared import prepare
from tests.intake.test_own_layout import finding


def changed_sample(sheet: str, row: int, column: int, value: object) -> bytes:
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    book[sheet].cell(row, column).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "code"),
    [
        ("Budget", 2, 2, "plenty", "limit_unreadable"),
        ("Budget", 2, 2, -5, "limit_unreadable"),
        ("Budget", 2, 4, 0.1, "limit_unreadable"),
        ("Capacity", 2, 6, "all", "limit_unreadable"),
        ("Plan", 2, 3, "tomorrow", "setting_unreadable"),
        ("Plan", 5, 3, 0, "setting_unreadable"),
        ("Plan", 3, 2, "surprise", "setting_unknown"),
        ("Stakeholder weights", 2, 2, -1, "setting_unreadable"),
    ],
)
def test_bad_settings_are_findings_with_their_place(sheet, row, column, value, code):
    intake = read_workbook(changed_sample(sheet, row, column, value), "sample.xlsx")
    assert not intake.is_refused
    found = finding(intake, code)
    assert found.sheet == sheet


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("Budget", "B2", None, "limit_blank"),
        ("Budget", "B1", "capital_limit", "limit_unreadable"),
        ("Budget", "A2", "next year", "limit_unreadable"),
        ("Budget", "A3", "FY27", "limit_repeated"),
        ("Capacity", "A3", "ehr_analyst", "limit_repeated"),
        ("Capacity", "A2", None, "setting_unknown"),
        ("Plan", "C18", "enabled", "setting_unreadable"),
        ("Plan", "C18", None, "setting_unreadable"),
    ],
)
def test_no_limit_or_rule_vanishes_without_a_word(sheet, cell, value, code):
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    book[sheet][cell].value = value
    buffer = io.BytesIO()
    book.save(buffer)
    intake = read_workbook(buffer.getvalue(), "sample.xlsx")
    assert finding(intake, code).sheet == sheet
    assert {"gates", "mandates", "hours"} <= intake.plan.kinds_on
    notebook = open_notebook(intake)
    prepare(notebook, notebook.plan.planning_date)


@pytest.mark.parametrize("year", ["2027", "FY2027", "fy27", 2027])
def test_a_fiscal_year_may_be_spelled_as_people_do(year):
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    book["Budget"]["A2"].value = year
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_workbook(buffer.getvalue(), "sample.xlsx").limits.fiscal_years == ("FY27", "FY28", "FY29")


@pytest.mark.parametrize(("value", "share"), [(10, "0.1"), ("10%", "0.1"), ("7,5", "0.075"), (0, "0"), (0.1, "0")])
def test_a_contingency_is_read_in_percent_and_a_share_of_one_is_asked_for_again(value, share):
    """A workbook keeps a cell that shows 10% as 0.1: a tenth of a percent is nobody's contingency."""
    intake = read_workbook(changed_sample("Budget", 2, 4, value), "sample.xlsx")
    assert intake.limits.budget[0].contingency_share == Decimal(share)
    asked = [f.message for f in intake.findings if f.column == "contingency_percent"]
    assert bool(asked) == (value == 0.1)
