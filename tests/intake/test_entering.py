"""What a file lacks can be entered beside it, and what nobody stated is shown as a default until somebody does."""

import datetime as dt
import io

import openpyxl
import pytest

from intake.corrected import corrected_workbook
from intake.defaults import marked
from intake.editable import assumed_of, editable_columns, editable_rows
from intake.edits import Edit, apply_edits, fill
from intake.read import read_workbook
from intake.reimport import compare_files
from tests.intake.test_findings import HEADER, ROWS, own, table

TODAY = dt.date(2026, 11, 22)
# Titles alone: neither costs nor hours.
BARE = table(header=HEADER[:3], body=[row[:3] for row in ROWS])


def read(data, name="a.csv"):
    return read_workbook(data, name, today=TODAY)


def entered(intake, **values):
    edits = [e for column, value in values.items() for e in fill(editable_rows(intake), column, value)]
    return apply_edits(intake, edits)


def test_a_list_without_costs_and_hours_offers_the_plans_years_and_the_usual_roles():
    columns = editable_columns(read(BARE), ("pharmacist",))
    assert [c for c in columns if c.startswith(("capital", "opex"))] == [
        *(f"capital_fy{year}_usd" for year in (27, 28, 29)), *(f"opex_fy{year}_usd" for year in (27, 28, 29)),
    ]  # fmt: skip
    hours = [c for c in columns if c.startswith("hours_")]
    assert (hours[0], hours[-1], len(hours)) == ("hours_ehr_analyst", "hours_pharmacist", 8)
    assert {row["hours_pharmacist"] for row in editable_rows(read(BARE), ("pharmacist",))} == {""}
    own_years = editable_columns(read(table()))
    assert [c for c in own_years if c.startswith("capital")] == [f"capital_fy{year}_usd" for year in (27, 28, 29)]


def test_a_list_with_roles_of_its_own_offers_those():
    columns = editable_columns(read(own(["title", "hours_analyst", "capital_fy31_usd"], ["Bed board", "5", "7"])))
    assert [c for c in columns if c.startswith(("hours_", "capital"))] == ["capital_fy31_usd", "hours_analyst"]


def test_costs_and_hours_entered_where_the_file_has_none_are_in_the_corrected_workbook():
    before = read(BARE)
    edits = [
        Edit(request_id="P-001", column=column, value=value)
        for column, value in (("capital_fy27_usd", "90000"), ("opex_fy28_usd", "5000"), ("hours_pharmacist", "120"))
    ]
    edited = apply_edits(before, edits)
    assert edited.requests[0].capital_usd == {"FY27": 90_000}
    assert edited.limits.fiscal_years == ("FY27", "FY28")
    again = read(corrected_workbook(before, edits), "b.xlsx")
    assert again.requests == edited.requests
    assert again.limits.fiscal_years == edited.limits.fiscal_years
    # Entering one year does not take the others' columns away.
    assert "capital_fy29_usd" in editable_columns(edited)


def test_a_finding_about_a_whole_column_counts_the_requests_that_are_left():
    intake = read(BARE)
    assert [f.message for f in intake.findings if f.code == "cost_missing"] == [
        "No column is known as a cost: requests wait for one."
    ]
    one = apply_edits(intake, [Edit(request_id="P-001", column="capital_fy27_usd", value="5")])
    left = [f.message for f in one.findings if f.code in ("cost_missing", "duration_assumed")]
    assert "9 of 10 requests have no cost: they wait for one." in left
    assert not [f for f in entered(intake, capital_fy27_usd="5").findings if f.code == "cost_missing"]
    timed = entered(intake, duration_quarters="1", earliest_start="2027-Q2")
    assert not {f.code for f in timed.findings} & {"duration_assumed", "start_assumed"}


def test_what_nobody_stated_is_blank_to_fill_in_and_a_default_once_said_is_stated():
    intake = read(BARE)
    assert {row["stage"] for row in editable_rows(intake)} == {""}
    assert len(fill(editable_rows(intake), "stage", "pilot")) == 10
    said = apply_edits(intake, [Edit(request_id="P-002", column="stage", value="idea")])
    assert [row["stage"] for row in editable_rows(said)][:3] == ["", "idea", ""]
    assert said.requests == intake.requests
    assert "9 of 10 requests do not state a stage: they count as idea." in [f.message for f in said.findings]
    taken = apply_edits(intake, [Edit(request_id="P-002", column="stage", value="", was="idea")])
    assert editable_rows(taken)[1]["stage"] == ""


def test_a_stated_stage_that_is_the_default_is_no_default():
    intake = read(own(["request_id", "title", "stage", "ai_risk"], ["A", "Bed board", "idea", "none"]))
    assert {"stage", "ai_risk"}.isdisjoint(assumed_of(intake)["A"])
    assert "default_used" not in {f.code for f in intake.findings}


def test_an_id_that_stands_twice_keeps_what_its_first_row_states():
    rows = (["A", "Bed board", "idea"], ["A", "Pager", ""])
    assert "stage" not in assumed_of(read(own(["request_id", "title", "stage"], *rows)))["A"]


def test_the_corrected_workbook_marks_defaults_and_they_are_still_defaults_when_it_is_read_again():
    before = read(BARE)
    written = corrected_workbook(before)
    sheet = openpyxl.load_workbook(io.BytesIO(written))["Requests"]
    column = next(cell.column for cell in sheet[1] if cell.value.startswith("stage"))
    cell = sheet.cell(2, column)
    assert (cell.value, cell.font.italic) == ("idea (default)", True)
    again = read(written, "b.xlsx")
    assert again.requests == before.requests
    assert assumed_of(again) == assumed_of(before)
    assert {"default_used", "duration_assumed"} <= {f.code for f in again.findings}


@pytest.mark.parametrize("cell", ["Idea (default)", "pilot (default)"])
def test_only_the_default_itself_may_carry_its_mark(cell):
    intake = read(own(["request_id", "title", "stage"], ["A", "Bed board", cell]))
    assert ("stage" in assumed_of(intake)["A"]) == (cell.casefold() == marked("stage"))
    assert ("stage" in intake.requests[0].unclear) == (cell.casefold() != marked("stage"))


def test_an_entry_that_says_the_default_goes_on_with_a_newer_file_that_does_not():
    said = Edit(request_id="P-001", column="stage", value="idea")
    report = compare_files(read(BARE), read(BARE.replace(b"alpha", b"omega")), (said,))
    assert (report.kept, report.settled) == ((said,), ())
