"""A newer version of the list on the desk: entries go on, and what changed is said."""

import openpyxl
import pytest
import streamlit as st

from intake.tables import SAMPLE_WORKBOOK
from tests.intake.test_findings import saved, table
from tests.pages.lists import drop, enter_rating, requests, said
from tests.pages.test_who_is_here import say_who
from ui import loading

pytestmark = pytest.mark.usefixtures("nothing_remembered")


def test_a_newer_file_names_other_limits_and_weights_and_entries_come_back_with_their_request():
    sample = SAMPLE_WORKBOOK.read_bytes()
    app = say_who(drop(sample, "sample.xlsx"))
    gone = requests(app)[0].id
    app.checkbox(key="fill_blank").uncheck().run()
    enter_rating(app)
    n_entered = len(app.session_state["state:loaded"].edits)
    drop(sample_without_row(gone), "next.xlsx", app)
    report = app.session_state["state:loaded"].report
    assert [r.id for r in report.removed] == [gone]
    assert ("Budget", "FY27") in {(change.sheet, change.row) for change in report.settings}
    assert "weights and plan stay as agreed" in said(app)
    assert {e.request_id for e in report.resting} == {gone}
    assert len(app.session_state["state:loaded"].edits) == n_entered
    drop(sample, "sample again.xlsx", app)
    assert not app.session_state["state:loaded"].report.resting
    assert next(r.ratings["clinical_value"] for r in requests(app) if r.id == gone) == 4


def sample_without_row(request_id: str) -> bytes:
    """The sample without a request, with another limit of its first year."""
    made = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    sheet = made["Requests"]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == request_id))
    made["Budget"].cell(2, 2).value = 1
    return saved(made)


def test_a_newer_version_keeps_the_entries_and_says_what_changed():
    app = say_who(drop(table()))
    enter_rating(app)
    drop(table(["P-011", "Bed board", "ICU", "COO", "90000"]).replace(b"10000\r", b"15000\r"), "list v2.csv", app)
    assert {m.label: m.value for m in app.metric}["New requests"] == "1"
    assert {m.label: m.value for m in app.metric}["Your entries kept"] == "10"
    assert [r.ratings.get("clinical_value") for r in requests(app)] == [4] * 10 + [None]
    assert len(app.session_state["state:notebook"].requests) == 11


def test_another_list_is_no_newer_version():
    app = drop(table())
    drop(SAMPLE_WORKBOOK.read_bytes(), "sample.xlsx", app)
    assert "60 requests read" in said(app)
    assert app.session_state["state:loaded"].report is None


def test_a_newer_version_whose_opening_is_interrupted_keeps_entries_and_report(monkeypatch):
    app = say_who(drop(table()))
    enter_rating(app)
    has_started = []
    put = loading.put

    def interrupted_once(current):
        put(current)
        if not has_started:
            has_started.append(current)
            st.rerun()

    monkeypatch.setattr(loading, "put", interrupted_once)
    drop(table(["P-011", "Bed board", "ICU", "COO", "90000"]), "list v2.csv", app)
    assert {m.label: m.value for m in app.metric}["Your entries kept"] == "10"
    assert [r.ratings.get("clinical_value") for r in requests(app)] == [4] * 10 + [None]
