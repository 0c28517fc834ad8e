"""Edits on top of what was read, and what becomes of them with a newer version of the file."""

import datetime as dt

import pytest

from intake.corrected import change_list
from intake.editable import editable_columns, editable_rows, rows_again
from intake.edits import Edit, apply_edits, fill, resting, with_edits
from intake.read import read_workbook
from intake.reimport import carry_edits, compare_files, is_newer_version, match_requests
from intake.tables import SAMPLE_WORKBOOK
from tests.intake.test_findings import ROWS, table

TODAY = dt.date(2026, 11, 22)


def read(data, name="list.xlsx"):
    return read_workbook(data, name, today=TODAY)


def test_an_edit_changes_its_request_and_settles_its_finding():
    intake = read(table(["P-011", "Bed board", "Radiology", "CIO", "TBD"]), "a.csv")
    edits = tuple(
        Edit(request_id="P-011", column=column, value=value)
        for column, value in (
            ("capital_fy27_usd", "50000"), ("capital_fy28_usd", "0"), ("capital_fy29_usd", "0"),
            ("clinical_value", "4"), ("depends_on", "P-001"),
        )
    )  # fmt: skip
    edited = apply_edits(intake, edits)
    request = edited.requests[-1]
    assert request.capital_usd["FY27"] == 50_000
    assert (request.ratings["clinical_value"], request.prerequisites) == (4, ("P-001",))
    assert "cost_withheld" in {f.code for f in intake.findings}
    assert "cost_withheld" not in {f.code for f in edited.findings}
    assert edited.requests[:-1] == intake.requests[:-1]


def test_an_edit_that_cannot_be_is_left_out_and_said_so():
    intake = read(SAMPLE_WORKBOOK.read_bytes())
    edited = apply_edits(intake, [Edit(request_id="DP-001", column="clinical_value", value="lots")])
    assert edited.requests == intake.requests
    assert [f.code for f in edited.findings] == ["value_unreadable"]
    with pytest.raises(ValueError, match="column of our layout"):
        Edit(request_id="DP-001", column="moon_phase", value="full")


def test_an_edit_taken_back_is_none():
    first = with_edits((), [Edit(request_id="A", column="title", value="New", was="Old")])
    second = with_edits(first, [Edit(request_id="A", column="title", value="Newer", was="New")])
    assert second[0].was == "Old"
    assert with_edits(second, [Edit(request_id="A", column="title", value="Old", was="Newer")]) == ()


def test_rows_after_an_entry_are_those_made_anew():
    intake = read(table(), "a.csv")
    before = editable_rows(intake)
    for edit in (
        Edit(request_id="P-002", column="sponsor_role", value="CMO"),
        Edit(request_id="P-002", column="capital_fy30_usd", value="5"),
    ):
        edited = apply_edits(intake, [edit])
        again = rows_again(edited, intake, before)
        assert again == editable_rows(edited)
    assert rows_again(intake, intake, before) == before
    shared = rows_again(apply_edits(intake, [Edit(request_id="P-002", column="stage", value="pilot")]), intake, before)
    assert [new is old for new, old in zip(shared, before, strict=True)] == [True, False] + [True] * 8


def test_an_entry_that_titles_and_prerequisites_do_not_depend_on_leaves_what_was_found_about_them():
    intake = read(table(["P-011", *ROWS[0][1:]]), "a.csv")
    repeated = [f for f in intake.findings if f.code == "title_repeated"]
    stays = apply_edits(intake, [Edit(request_id="P-011", column="sponsor_role", value="CMO")])
    goes = apply_edits(intake, [Edit(request_id="P-011", column="title", value="Bed board")])
    assert repeated and [f for f in stays.findings if f.code == "title_repeated"] == repeated
    assert not [f for f in goes.findings if f.code == "title_repeated"]


def test_many_blank_cells_are_filled_at_once():
    intake = read(table(), "a.csv")
    among = {request.id for request in intake.requests if request.requesting_department == "Radiology"}
    edits = fill(editable_rows(intake), "clinical_value", "3", among=among)
    assert len(edits) == 10
    edited = apply_edits(intake, edits)
    assert {r.ratings["clinical_value"] for r in edited.requests} == {3}
    assert fill(editable_rows(edited), "clinical_value", "5") == ()
    assert len(fill(editable_rows(edited), "clinical_value", "5", only_blank=False)) == 10
    assert "clinical_value" in editable_columns(intake)


def numbered(*titles):
    return read(("No,Project\n" + "".join(f"{k},{title}\n" for k, title in enumerate(titles, 1))).encode(), "a.csv")


def test_lists_numbered_from_one_are_versions_of_one_list_only_where_their_titles_are_alike():
    older = numbered("Sepsis alert", "Bed board", "Nurse call", "Patient portal").requests
    assert len(older) == 4
    other = numbered("Boiler room roof", "Elevator east wing", "MRI suite", "Parking deck").requests
    assert match_requests(older, other) and not is_newer_version(older, other)
    newer = numbered("Sepsis alerts", "Board of beds", "Call of nurses", "Portal, patient", "MRI suite").requests
    assert is_newer_version(older, newer)
    assert not is_newer_version(older, ())


def test_entries_follow_their_request_where_a_row_between_numbered_the_list_anew():
    older = numbered("Sepsis alert", "Bed board", "Nurse call", "Patient portal")
    newer = numbered("Sepsis alert", "Bed board", "MRI suite", "Nurse call", "Patient portal")
    edits = (
        Edit(request_id="3", column="hours_analyst", value="400"),
        Edit(request_id="2", column="clinical_value", value="3"),
    )
    report = compare_files(older, newer, edits)
    assert {(e.request_id, e.column) for e in report.kept} == {("4", "hours_analyst"), ("2", "clinical_value")}
    assert report.renamed == (("3", "4"), ("4", "5"))
    assert [r.title for r in report.added] == ["MRI suite"]
    assert (report.removed, report.changed) == ((), ())


def test_a_newer_file_is_matched_by_id_else_by_title_and_department():
    older = read(table(), "a.csv")
    rows = (
        table().decode().replace("P-002,", "Q-77,").replace("P-003,Project number 3 gamma,Radiology,CIO,30000\r\n", "")
    )
    newer = read((rows.replace("10000", "12000") + "P-099,Bed board,ICU,COO,5000\r\n").encode(), "a.csv")
    assert match_requests(older.requests, newer.requests)["P-002"] == "Q-77"
    edits = (
        Edit(request_id="P-002", column="clinical_value", value="3"),
        Edit(request_id="P-003", column="clinical_value", value="4"),
        Edit(request_id="P-001", column="capital_fy27_usd", value="9000", was="10000"),
        Edit(request_id="P-004", column="title", value="Project number 4 delta", was="x"),
    )
    report = compare_files(older, newer, edits)
    assert [r.id for r in report.added] == ["P-099"]
    assert [r.id for r in report.removed] == ["P-003"]
    assert report.renamed == (("P-002", "Q-77"),)
    changed = {(c.request_id, c.column, c.before, c.after) for c in report.changed}
    assert ("P-001", "capital_fy27_usd", "10000", "12000") in changed
    assert [e.request_id for e in report.kept] == ["Q-77", "P-001"]
    assert [e.request_id for e in report.contested] == ["P-001"]
    assert [e.request_id for e in report.resting] == ["P-003"]
    assert [e.request_id for e in report.settled] == ["P-004"]
    assert compare_files(older, older).is_same


def test_an_edit_of_a_request_that_another_reading_does_not_hold_rests_and_comes_back():
    """Two requests under ids of their own; another reading holds the first alone, under another id."""
    both = read_workbook(
        b"ID,Project,Cost in USD\nP-1,Sepsis alert,120000\nP-2,Bed board,80000\n", "a.csv", today=TODAY
    )
    one = read_workbook(b"ID,Project,Cost in USD\nX-1,Sepsis alert,120000\n", "b.csv", today=TODAY)
    edits = (
        Edit(request_id="P-1", column="clinical_value", value="4"),
        Edit(request_id="P-2", column="clinical_value", value="3"),
    )
    there = carry_edits(edits, both.requests, one.requests)
    assert {(e.request_id, e.value) for e in there} == {("X-1", "4"), ("P-2", "3")}
    assert [e.request_id for e in resting(one, there)] == ["P-2"]
    states = {r["request"]: r["state"] for r in change_list(one, apply_edits(one, there), there) if r["what"] == "edit"}
    assert states == {"X-1": "corrected", "P-2": "left out"}
    back = carry_edits(there, one.requests, both.requests)
    assert sorted(back, key=lambda e: e.request_id) == list(edits)
