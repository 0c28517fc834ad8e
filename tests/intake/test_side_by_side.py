"""Two lists on one sheet: one is read, the other asked about and named; what an .ods merges counts as in Excel."""

import datetime as dt

import pytest

from intake.answering import answered
from intake.answers import Answers
from intake.read import read_workbook
from intake.workbook import open_book
from tests.intake.hostile import ods
from tests.intake.made_lists import book

HEADERS = ["Project ID", "Project name", "Cost (USD)"]
SAME = [
    ["Approved", None, None, None, "Requested"],
    [*HEADERS, None, *HEADERS],
    ["A-1", "Sepsis alert", 120_000, None, "B-1", "Portal", 50_000],
    ["A-2", "Bed board", 80_000, None, "B-2", "Viewer", 60_000],
    ["A-3", "Pager swap", 70_000, None, None, None, None],
]
OTHER = [[*HEADERS, None, "Project", "Department", "Budget"], *SAME[2:4]]


def read(data, **answers):
    return read_workbook(data, "a.xlsx", today=dt.date(2026, 11, 22), answers=Answers(**answers))


def listed(rows):
    return book({"List": rows})


def money(intake):
    return sum(r.total_capital_usd for r in intake.requests)


@pytest.mark.parametrize(("rows", "total", "row"), [(SAME, 270_000, 2), (OTHER, 200_000, 1)])
def test_of_two_lists_side_by_side_one_is_read_and_the_other_asked_about(rows, total, row):
    intake = read(listed(rows))
    assert (money(intake), intake.table.sheet, intake.table.header_row) == (total, "List!A:C", row)
    (question,) = intake.questions
    assert question.code == "sheet" and {"List!A:C", "List!E:G"} <= {choice.value for choice in question.choices}
    (finding,) = (f for f in intake.findings if f.code == "table_other")
    assert (finding.value, finding.row) == ("List!E:G", row)


def test_the_other_list_or_both_can_be_chosen():
    intake = read(listed(SAME))
    other = read_workbook(listed(SAME), "a.xlsx", answers=answered(intake, "sheet", ["List!E:G"]))
    assert ([r.id for r in other.requests], money(other), other.questions) == (["B-1", "B-2"], 110_000, ())
    both = read(listed(SAME), sheet="*")
    assert (len(both.requests), money(both)) == (5, 380_000)
    assert {r.requesting_department for r in both.requests} == {""}
    assert both.table.rows["B-2"] == ("List!E:G", 4)


def test_the_whole_sheet_named_is_still_asked_about():
    assert [question.code for question in read(listed(SAME), sheet="list").questions] == ["sheet"]


def test_a_legend_beside_the_list_is_no_list():
    rows = [[*HEADERS, None, "Name", "Phone"], *[[*row[:4], "Ann Lee", "555"] for row in SAME[2:]]]
    intake = read(listed(rows))
    assert (intake.table.sheet, money(intake)) == ("List", 270_000)


# Merged and hidden in OpenDocument.


def cell(text, kind="table-cell", more=""):
    return f"<table:{kind} office:value-type='string'{more}><text:p>{text}</text:p></table:{kind}>"


def merged_ods(more="", hidden=""):
    """ICU over two rows, the second of them hidden where asked."""
    head = f"<table:table-column{more}/><table:table-header-rows><table:table-row>" + "".join(
        map(cell, ("Department", "Project name", "Cost (USD)"))
    )
    first = cell("ICU", more=" table:number-rows-spanned='2' table:number-columns-spanned='1'")
    covered = "<table:covered-table-cell/>"
    return ods(
        f"{head}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{first}{cell('Sepsis alert')}{cell('120000')}</table:table-row>"
        f"<table:table-row{hidden}>{covered}{cell('Bed board')}{cell('80000')}</table:table-row>"
    )


def test_what_is_merged_in_an_open_document_is_filled_down_with_a_finding():
    intake = read_workbook(merged_ods(), "a.ods", today=dt.date(2026, 11, 22))
    assert [r.requesting_department for r in intake.requests] == ["ICU", "ICU"]
    (finding,) = (f for f in intake.findings if f.code == "cells_merged")
    assert (finding.row, "A2:A3" in finding.message) == (2, True)


def test_hidden_rows_and_columns_of_an_open_document_are_named():
    data = merged_ods(" table:visibility='collapse'", " table:visibility='filter'")
    found = {f.code: f.message for f in open_book(data, "a.ods").findings}
    assert found["rows_hidden"].startswith("1 hidden row of")
    assert "columns_hidden" in found


def test_a_span_beyond_every_row_ends_where_sheets_end():
    far = cell("x", more=" table:number-rows-spanned='999999999'")
    data = ods(f"<table:table-row>{far}</table:table-row>")
    (sheet,) = open_book(data, "a.ods").sheets
    assert sheet.areas[0][1][0] < 1_048_576
