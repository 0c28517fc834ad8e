"""Every kind of finding has a sample that triggers it, with its place."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from intake.answers import Answers, Grouping
from intake.dates import DayOrder
from intake.finding import FINDING_KINDS
from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from tests.intake.hostile import SMALL, page, protected, truncated, workbook
from tests.intake.unseen_exports import filtered
from tests.intake.unseen_layouts import (
    merged_department,
    sheet_for_each_department,
    subtotals_named_by_department,
    sums_with_and_without_ids,
)
from tests.intake.unseen_offices import amounts_in_comments, october_years, struck_through
from tests.intake.unseen_systems import pivot_in_outline

HEADER = ["Project ID", "Project name", "Department", "Sponsor", "Capital cost"]
WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
ROWS = [
    [f"P-{k:03}", f"Project number {k} {word}", "Radiology", "CIO", str(10_000 * k)]
    for k, word in enumerate(WORDS.split(), start=1)
]


def table(*rows, header=HEADER, body=ROWS):
    out = io.StringIO()
    csv.writer(out).writerows([header, *body, *rows])
    return out.getvalue().encode()


def own(header, *rows):
    return table(header=header, body=rows)


def sample_without(sheet):
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    del book[sheet]
    return saved(book)


def sample_with(sheet, row, column, value):
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    book[sheet].cell(row, column).value = value
    return saved(book)


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_hidden():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("Lists").sheet_state = "hidden"
    return saved(book)


TURNED = workbook(*zip(HEADER, *ROWS, strict=True))
MADE_UP = ["request_id", "title", "depends_on"]

# code: (file, name, answers, row or None where the place is the sheet or file)
SAMPLES = {
    "file_unreadable": (truncated(), "a.xlsx", {}, None),
    "file_protected": (protected(), "a.xlsx", {}, None),
    "file_wrong_kind": (page(), "a.xls", {}, None),
    "file_too_large": (SMALL["far.xlsx"](), "a.xlsx", {}, None),
    "file_empty": (b"", "a.csv", {}, None),
    "sheet_hidden": (with_hidden(), "a.xlsx", {}, None),
    "rows_hidden": (with_hidden(), "a.xlsx", {}, None),
    "columns_hidden": (filtered(), "a.xlsx", {}, None),
    "sheets_joined": (sheet_for_each_department(), "a.xlsx", {"sheet": "*"}, None),
    "cells_merged": (merged_department(), "a.xlsx", {}, 2),
    "amount_merged": (merged_department(), "a.xlsx", {}, 5),
    "table_other": (table(["Project name", "Vendor", "Sponsor", "", ""]), "a.csv", {}, 12),
    "row_sum": (subtotals_named_by_department(), "a.xlsx", {}, 4),
    "duration_assumed": (table(), "a.csv", {}, 1),
    "default_used": (table(), "a.csv", {}, 1),
    "start_assumed": (table(), "a.csv", {}, 1),
    "scenario_limit_unknown": (sample_with("Plan", 22, 2, "capital FY99"), "a.xlsx", {}, 22),
    "row_struck": (struck_through(), "a.xlsx", {}, 3),
    "comments_unread": (amounts_in_comments(), "a.xlsx", {}, 2),
    "group_filled": (pivot_in_outline(), "a.xlsx", {}, 3),
    "fiscal_quarters": (october_years(), "a.csv", {}, 2),
    "encoding_guessed": (table(["P-011", "Caf\u00e9", "", "", "5"]).decode().encode("cp1252"), "a.csv", {}, None),
    "controls_removed": (table().replace(b"alpha", b"al\x01pha"), "a.csv", {}, None),
    "quote_open": (SMALL["quote.csv"](), "a.csv", {}, 2),
    "no_table_found": (b"Dear all\nplease find\nbelow\n", "a.csv", {}, None),
    "place_unknown": (table(), "a.csv", {"sheet": "Nowhere"}, None),
    "header_assumed": (b"Our list of 2027\n" + table(), "a.csv", {}, 2),
    "header_absent": (table(header=ROWS[0], body=ROWS[1:]), "a.csv", {}, 1),
    "table_turned": (TURNED, "a.xlsx", {}, None),
    "header_nameless": (table(header=[*HEADER[:3], "", "Capital cost"]), "a.csv", {}, 1),
    "column_doubtful": (table(header=["Project ID", "Projct name", *HEADER[2:]]), "a.csv", {}, 1),
    "series_found": (table(header=[*HEADER[:3], "FY27", "FY28"], body=[[*r[:3], "10000", "20000"] for r in ROWS]),
                     "a.csv", {}, 1),
    "column_unknown": (table(header=[*HEADER[:3], "Moon phase", "Capital cost"]), "a.csv", {}, 1),
    "column_repeated": (table(header=[*HEADER[:3], "Department", "Capital cost"]), "a.csv", {}, 1),
    "title_missing": (table(["P-011", "", "Radiology", "CIO", "5"]), "a.csv", {}, 12),
    "id_missing": (table(["", "A new one", "Radiology", "CIO", "50000"]), "a.csv", {}, 12),
    "id_repeated": (table(["P-001", "Another one", "Radiology", "CIO", "50000"]), "a.csv", {}, 12),
    "row_total": (table(["Total", "", "", "", "550000"]), "a.csv", {}, 12),
    "row_sum_kept": (sums_with_and_without_ids(), "a.xlsx", {}, 2),
    "row_counted": (subtotals_named_by_department(), "a.xlsx", {"rows": {"List!4": True}}, 4),
    "row_left_out": (table(), "a.csv", {"rows": {"a!2": False}}, 2),
    "row_note": (table(["* without contingency", "", "", "", ""]), "a.csv", {}, 12),
    "row_header": (table(HEADER), "a.csv", {}, 12),
    "row_long": (table(["P-011", "Beds", " boards", "Radiology", "CIO", "50000"]), "a.csv", {}, 12),
    "row_short": (table(["P-011", "Bed board", "Radiology"]), "a.csv", {}, 12),
    "row_shifted": (table(["P-011", "Bed board", "Radiology", "50000", "CIO"]), "a.csv", {}, 12),
    "row_title_only": (table(["", "Bed board", "", "", ""]), "a.csv", {}, 12),
    "row_status_out": (
        table(header=[*HEADER[:3], "Status", "Capital cost"], body=[[*r[:3], "Closed", r[4]] for r in ROWS]),
        "a.csv", {"statuses": frozenset({"Open"})}, 2,
    ),
    "row_example": (table(["EXAMPLE", "An example", "Radiology", "CIO", "50000"]), "a.csv", {}, 12),
    "row_joined": (table(ROWS[0]), "a.csv", {"grouping": Grouping.TITLES}, 12),
    "title_repeated": (table(["P-011", *ROWS[0][1:]]), "a.csv", {}, 12),
    "title_similar": (table(["P-011", "Projekt number 1 alpha", *ROWS[0][2:]]), "a.csv", {}, 12),
    "cell_error": (SMALL["errors.xlsx"](), "a.xlsx", {}, 2),
    "formula_without_value": (SMALL["formula.xlsx"](), "a.xlsx", {}, 2),
    "text_cleaned": (table(["P-011", "Bed\u200b board", "Radiology", "CIO", "50000"]), "a.csv", {}, 12),
    "text_long": (table(["P-011", "Bed board " * 50, "Radiology", "CIO", "50000"]), "a.csv", {}, 12),
    "value_unreadable": (table(["P-011", "Bed board", "Radiology", "CIO", "about 5"]), "a.csv", {}, 12),
    "value_out_of_range": (own(["title", "clinical_value"], ["Bed board", "11"]), "a.csv", {}, 2),
    "choice_unknown": (own(["request_id", "title", "stage"], ["A", "Bed board", "someday"]), "a.csv", {}, 2),
    "negative_amount": (table(["P-011", "Bed board", "Radiology", "CIO", "(5,000)"]), "a.csv", {}, 12),
    "cost_missing": (table(["P-011", "Bed board", "Radiology", "CIO", ""]), "a.csv", {}, 12),
    "cost_withheld": (table(["P-011", "Bed board", "Radiology", "CIO", "TBD"]), "a.csv", {}, 12),
    "cost_zero": (table(["P-011", "Bed board", "Radiology", "CIO", "$0"]), "a.csv", {}, 12),
    "cost_waits": (table(body=[[*r[:4], str(k)] for k, r in enumerate(ROWS, start=5)]), "a.csv", {}, 1),
    "cost_year_assumed": (table(), "a.csv", {}, 1),
    "unit_assumed": (table(), "a.csv", {}, 1),
    "cost_sum_differs": (
        table(["P-011", "Bed board", "10000", "10000", "90000"], header=[*HEADER[:2], "FY27", "FY28", "Total cost"],
              body=[[*r[:2], "10000", "20000", "30000"] for r in ROWS]),
        "a.csv", {}, 12,
    ),
    "amount_unlikely": (table(["P-011", "Bed board", "Radiology", "CIO", "300000000000"]), "a.csv", {}, 12),
    "currency_mixed": (
        table(["P-011", "Bed board", "Radiology", "CIO", "EUR 50,000"], body=[[*r[:4], "USD 10,000"] for r in ROWS]),
        "a.csv", {"currency": "USD"}, 12,
    ),
    "mandate_unclear": (
        table(header=[*HEADER[:3], "Mandatory", "Capital cost"], body=[[*r[:3], "Yes", r[4]] for r in ROWS]),
        "a.csv", {}, 2,
    ),
    "date_order_differs": (
        own(["Project name", "Start date"], ["Bed board", "25/03/2027"], ["Pager swap", "04/05/2027"]), "a.csv",
        {"day_order": DayOrder.MONTH_FIRST}, 2,
    ),
    "dates_reversed": (
        own(["Project name", "Start date", "End date"], ["Bed board", "2027-09-01", "2027-01-01"]), "a.csv", {}, 2,
    ),
    "hours_missing": (own(["title", "hours_analyst"], ["Bed board", ""]), "a.csv", {}, 2),
    "rating_missing": (own(["title", "clinical_value"], ["Bed board", ""]), "a.csv", {}, 2),
    "prerequisite_unknown": (own(MADE_UP, ["A", "Bed board", "Z"]), "a.csv", {}, 2),
    "prerequisite_circular": (own(MADE_UP, ["A", "Bed board", "B"], ["B", "Pager", "A"]), "a.csv", {}, 2),
    "setting_unknown": (sample_with("Plan", 3, 2, "surprise"), "a.xlsx", {}, 3),
    "setting_unreadable": (sample_with("Plan", 2, 3, "tomorrow"), "a.xlsx", {}, 2),
    "limit_unreadable": (sample_with("Budget", 2, 2, "plenty"), "a.xlsx", {}, 2),
    "limit_blank": (sample_with("Budget", 2, 2, None), "a.xlsx", {}, 2),
    "limit_repeated": (sample_with("Budget", 3, 1, "FY27"), "a.xlsx", {}, 3),
    "limits_missing": (sample_without("Budget"), "a.xlsx", {}, None),
}  # fmt: skip


def test_every_kind_of_finding_has_a_sample():
    assert set(SAMPLES) == {kind.code for kind in FINDING_KINDS}


@pytest.mark.parametrize("kind", FINDING_KINDS, ids=[kind.code for kind in FINDING_KINDS])
def test_a_sample_triggers_its_finding_at_its_place(kind):
    data, name, answers, row = SAMPLES[kind.code]
    intake = read_workbook(data, name, today=dt.date(2026, 11, 22), answers=Answers(**answers))
    found = [f for f in intake.findings if f.code == kind.code]
    assert found, f"{[(f.code, f.row) for f in intake.findings]} {[q.text for q in intake.questions]}"
    assert row in {f.row for f in found}
    assert all(f.message and f.remedy and "\n" not in f.message for f in found)


def test_the_plain_table_has_no_finding_beyond_its_missing_facts_and_defaults():
    intake = read_workbook(table(), "a.csv", today=dt.date(2026, 11, 22))
    assert {f.code for f in intake.findings} == {
        "cost_year_assumed",
        "limits_missing",
        "duration_assumed",
        "start_assumed",
        "default_used",
        "unit_assumed",
    }
    assert [r.id for r in intake.requests] == [row[0] for row in ROWS]
    assert sum(r.total_capital_usd for r in intake.requests) == Decimal(550_000)


def test_a_turned_sheet_gives_the_same_requests():
    upright = read_workbook(workbook(HEADER, *ROWS), "a.xlsx", today=dt.date(2026, 11, 22))
    turned = read_workbook(TURNED, "a.xlsx", today=dt.date(2026, 11, 22))
    assert turned.table.is_turned
    assert turned.requests == upright.requests


def test_a_circle_of_thousands_is_found_quickly():
    rows = [[f"N{k}", f"P{k}", f"N{(k + 1) % 3000}"] for k in range(3000)]
    intake = read_workbook(own(["ID", "Project name", "Depends on"], *rows), "a.csv", today=dt.date(2026, 11, 22))
    assert sum(f.code == "prerequisite_circular" for f in intake.findings) == 3000
    chain = [["A", "PA", "B"], ["B", "PB", "C"], ["C", "PC", "B"], ["D", "PD", "D"], ["E", "PE", ""]]
    intake = read_workbook(own(["ID", "Project name", "Depends on"], *chain), "a.csv", today=dt.date(2026, 11, 22))
    assert [f.value for f in intake.findings if f.code == "prerequisite_circular"] == ["B", "C", "D"]
