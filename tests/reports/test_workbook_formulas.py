"""Formulas of finance's workbook: each carries its value, and every check holds."""

import io

import openpyxl
import pandas as pd
import pytest

from intake.answers import Answers
from intake.read import read_workbook
from planning.money import funded_money
from reports.workbook import SHEETS
from tests.builders import limits, request
from tests.reports.office import formulas, values
from tests.reports.opened_again import opened, table


def test_where_nobody_is_funded_no_formula_divides_by_an_empty_cell():
    (row,) = table(opened(request("A", hours=5, ratings={"clinical_value": -5.0}), limits_=limits(hours=10)), "Funded")
    assert (row["Counts"], row["Quarters of work"]) == ("no", 1)


def test_every_formula_carries_its_value_for_readers_that_do_not_calculate(data):
    shown, cells = values(data), formulas(data)
    assert len(cells) > 1000
    assert not [place for place in cells if place not in shown]
    frame = pd.read_excel(io.BytesIO(data), sheet_name="Funded", header=3, engine="calamine")  # noqa: TID251
    assert frame["Score (points)"].sum() == pytest.approx(662.533333, abs=1e-6)


def test_totals_are_formulas_over_the_rows_and_inputs_have_names(data):
    cells = formulas(data)
    assert "Funded[Counts]" in cells["Funded", "C3"]
    names = openpyxl.load_workbook(io.BytesIO(data)).defined_names
    assert {"discount_rate", "useful_life", "contingency_FY27", "net_present_value", "payback"} <= set(names)


def test_every_check_says_ok_on_the_day_it_is_made(book):
    checks = [row for row in book["Summary"].iter_rows(values_only=True) if row[3] == "OK"]
    assert len(checks) == 29
    assert all(row[1] == pytest.approx(row[2], abs=0.005) for row in checks)


def test_sheets_are_ready_to_read_and_to_print(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [kind.title for kind in SHEETS]
    for sheet in book:
        assert sheet.print_area
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Funded"].freeze_panes == "D5"
    assert book["Funded"].tables["Funded"].autoFilter is not None
    assert book["Funded"].print_title_rows == "$4:$4"
    (rule,) = book["Funded"].data_validations.dataValidation
    assert (rule.type, rule.formula1) == ("list", '"yes,no"')
    assert sum(len(sheet._charts) for sheet in book) == 5
    assert book["Funded"]["C5"].value == "yes"


def test_the_workbook_reads_back_as_a_list_of_the_funded_requests(data, sample_outcome):
    found = read_workbook(data, "portfolio.xlsx", answers=Answers(sheet="Funded"))
    assert (found.table.header_row, len(found.requests)) == (4, len(sample_outcome.funded))
    funded = funded_money(sample_outcome)
    assert found.table.cost_sum == sum(funded.capital) + sum(funded.operating[:3])
