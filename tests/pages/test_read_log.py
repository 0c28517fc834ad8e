"""The log on its screen: folded or place by place, found by request; and what several people enter at once."""

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest

from planning.change import Change, Line, Recorded
from planning.governing import with_entry
from planning.log import next_entry
from planning.people import Person
from reports.log_rows import folded_rows, log_csv, unfolded_rows
from tests.intake.test_findings import table
from tests.pages.app import filled, go, said
from tests.pages.lists import drop, enter_rating
from tests.pages.test_who_is_here import say_who

LEE = Person("Bo Lee", "CIO")
AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
LINES = (
    Line(what="decision", request_id="DP-001", before="not yet", after="funded"),
    Line(what="decision", request_id="DP-002", after="funded"),
)
MANY = Change(who=LEE, at=AT, what="decisions", after="funded DP-001, DP-002", why="=as planned", lines=LINES)
ENTRIES = (next_entry(MANY, "state", None),)


def test_an_entry_of_several_requests_is_one_row_or_a_row_for_each():
    (folded,) = folded_rows(ENTRIES)
    assert (folded.request, folded.after) == ("2 requests", "funded DP-001, DP-002")
    assert [(r.request, r.before, r.after, r.why) for r in unfolded_rows(ENTRIES)] == [
        ("DP-001", "not yet", "funded", "=as planned"), ("DP-002", "", "funded", "=as planned"),
    ]  # fmt: skip
    assert [r.request for r in unfolded_rows(ENTRIES, ["DP-002"])] == ["DP-002"]


def test_the_log_as_csv_has_every_place_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(log_csv(ENTRIES).decode("utf-8-sig"))))
    assert [(r["Request"], r["From"], r["To"], r["Why"], r["Who"]) for r in rows] == [
        ("DP-001", "not yet", "funded", "'=as planned", "Bo Lee (CIO)"),
        ("DP-002", "", "funded", "'=as planned", "Bo Lee (CIO)"),
    ]
    assert {r["Hash"] for r in rows} == {ENTRIES[0].hash}


def test_the_rest_funded_at_once_is_found_by_each_request_with_from_to_and_why():
    app = go(say_who(filled()), "record_decision")
    app.text_input(key="rest_why").set_value("as planned")
    app.button(key="rest_take").click().run()
    go(app, "read_log")
    shown = app.dataframe[0].value
    assert list(shown["Request"]) == ["26 requests", ""]
    app.multiselect(key="log_requests").set_value(["DP-001"]).run()
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["What"], row["Request"], row["From"], row["To"], row["Why"], row["Who"]) == (
        "decision", "DP-001", "", "funded", "as planned", "Ada Kim (CMIO)",
    )  # fmt: skip
    app.multiselect(key="log_requests").set_value([]).run()
    app.toggle(key="log_unfolded").set_value(True).run()
    assert len(app.dataframe[0].value) == 27
    app.selectbox(key="log_moment").set_value(2).run()
    assert len(app.dataframe[0].value) == 26
    assert not app.exception


@pytest.mark.usefixtures("data_folder")
def test_cells_that_wait_for_a_name_are_told_one_by_one_and_leave_what_others_entered_meanwhile(shelf):
    app = drop(table())
    enter_rating(app)
    held = shelf.load(shelf.listing(by=LEE)[0].id, by=LEE)
    first = held.notebook.requests[0]
    theirs = with_entry(held.notebook, replace(first, sponsor_role="CNO"), "sponsor_role", "CNO", first.sponsor_role)
    shelf.save(held, Recorded(theirs, Change(who=LEE, at=AT, what="sponsor role", request_id=first.id)))
    app.run()
    app.text_input(key="who_name_dialog").set_value("Ada Kim")
    app.selectbox(key="who_role_dialog").set_value("CMIO")
    app.button(key="who_submit_dialog").click().run()
    assert not app.exception
    found = shelf.load(held.id, by=LEE).notebook
    assert found.request(first.id).sponsor_role == "CNO"
    assert {r.ratings["clinical_value"] for r in found.requests} == {4}
    assert len(found.source.edits) == 11
    told = shelf.log(held.id, by=LEE)[-1].change
    assert [(p.request_id, p.what, p.before, p.after) for p in told.places] == [
        (r.id, "clinical value", "", "4") for r in found.requests
    ]
    # The desk follows: nothing of either is dropped by what is entered next.
    go(app, "load_requests")
    assert "11 cells entered beside the file." in said(app)
