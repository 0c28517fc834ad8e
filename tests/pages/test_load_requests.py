"""The screen that loads requests: what comes in, what is refused, and text shown as typed."""

import pytest
import streamlit as st

from intake.read import read_workbook
from tests.intake.test_findings import TURNED, table
from tests.pages.lists import drop, requests, said
from ui import loading
from ui.plain_text import plain

pytestmark = pytest.mark.usefixtures("nothing_remembered")


def test_a_list_in_its_own_layout_comes_in_with_its_findings():
    app = drop(table())
    assert "10 requests read" in said(app)
    assert sum(r.total_capital_usd for r in requests(app)) == 550_000


def test_text_that_spells_a_sign_in_html_is_shown_as_typed():
    assert plain("A &lt; B") == "A \\&lt; B"


def test_the_sample_takes_the_dropped_file_out_of_the_upload_field():
    app = drop(table())
    app.button(key="open_sample").click().run()
    assert "60 requests read" in said(app)
    assert [field.value for field in app.file_uploader] == [None]
    app.file_uploader(key="upload_1").set_value(("list.csv", table(), "text/csv")).run()
    assert "10 requests read" in said(app)


def test_a_refused_file_says_why_and_leaves_the_open_list():
    app = drop(table())
    drop(b"%PDF-1.7", "letter.pdf.csv", app)
    assert "is a PDF document" in said(app)
    assert len(app.session_state["state:notebook"].requests) == 10


def test_a_turned_sheet_says_so():
    assert "a request in each column" in said(drop(TURNED, "a.xlsx"))


def test_markup_from_a_file_is_shown_as_typed():
    app = drop(b"Project name,Status,Cost\n<b>x</b> **y**,**open**,100000\nz,closed,200000\n", "**bold**.csv")
    assert "\\*\\*bold\\*\\*" in app.subheader[0].value
    assert not any("**open**" in m.value or "<b>" in m.value for m in app.markdown)


def test_a_dropped_file_whose_read_is_interrupted_is_read_by_the_next_run(monkeypatch):
    reads = []

    def interrupted_once(*args, **options):
        reads.append(args)
        if len(reads) == 1:
            st.rerun()  # what a click during the read does
        return read_workbook(*args, **options)

    monkeypatch.setattr(loading, "read_workbook", interrupted_once)
    app = drop(table())
    assert "10 requests read" in said(app)
    assert len(reads) == 2
    app.run()
    assert len(reads) == 2


def test_a_newer_file_that_numbers_its_list_anew_says_which_request_is_which_now():
    titles = ["Sepsis alert", "Bed board", "Nurse call", "Patient portal"]
    listed = [
        ("ID,Project\n" + "".join(f"{k},{t}\n" for k, t in enumerate(ts, 1))).encode()
        for ts in (titles, ["MRI suite", *titles])
    ]
    app = drop(listed[0])
    assert "is now" not in said(app)
    drop(listed[1], "newer.csv", app)
    app.session_state["details"] = "What changed"
    assert "Under another id: 1 is now 2; 2 is now 3; 3 is now 4; 4 is now 5." in said(app.run())
