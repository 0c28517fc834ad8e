"""A finding leads to its request in the grid and back; a row left out can be counted, and the other way round."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.intake.test_findings import table
from tests.intake.unseen_layouts import sums_with_and_without_ids
from tests.pages.lists import drop, requests, said
from tests.pages.test_who_is_here import say_who
from ui import finding_panel

pytestmark = pytest.mark.usefixtures("nothing_remembered")

SUMS = sums_with_and_without_ids()


def pick(app: AppTest, monkeypatch, code: str) -> AppTest:
    """Choose the first finding of a kind, which AppTest cannot do by itself."""
    place = {}

    def first(findings, headers):
        place["at"] = next((k for k, f in enumerate(findings) if f.code == code), None)
        return place["at"]

    monkeypatch.setattr(finding_panel, "_table", first)
    return app.run()


def tab(app: AppTest) -> str:
    return app.session_state["details"]


def test_a_finding_leads_to_its_request_in_the_grid_and_back(monkeypatch):
    app = say_who(drop(table(["P-011", "Bed board", "Radiology", "CIO", "TBD"])))
    pick(app, monkeypatch, "cost_withheld")
    app.button(key="finding_jump").click().run()
    assert not app.exception
    assert tab(app) == "Requests"
    assert app.segmented_control(key="grid_group").value == "Money"
    assert "Only **P\\-011**" in said(app)
    assert "the 1 request chosen above" in "\n".join(box.label for box in app.expander)
    app.button(key="grid_findings").click().run()
    assert tab(app) == "Findings"
    assert "of **P\\-011**" in said(app)
    app.button(key="findings_back").click().run()
    assert tab(app) == "Requests"
    app.button(key="grid_back").click().run()
    assert tab(app) == "Findings"
    app.button(key="grid_all").click().run()
    assert "Only **P\\-011**" not in said(app)


def test_a_row_left_out_as_a_sum_is_counted_on_the_screen_and_left_out_again(monkeypatch):
    app = say_who(drop(SUMS, "a.xlsx"))
    assert [r.id for r in requests(app)] == ["P-1", "P-2", "P-3", "P-4"]
    pick(app, monkeypatch, "row_sum")
    app.button(key="finding_row").click().run()
    assert "Clinical" in [r.title for r in requests(app)]
    pick(app, monkeypatch, "row_counted")
    app.button(key="finding_row").click().run()
    assert "Clinical" not in [r.title for r in requests(app)]
    pick(app, monkeypatch, "row_sum_kept")
    app.button(key="finding_row").click().run()
    assert not app.exception
    assert [r.id for r in requests(app)] == ["P-2", "P-3", "P-4"]
    left = [f.message for f in app.session_state["state:intake"].findings if f.code == "row_left_out"]
    assert left == ["A person left the row out: P-1", "A person left the row out: Clinical"]


def test_what_is_said_of_single_rows_is_not_remembered_for_the_next_file(monkeypatch):
    app = say_who(drop(SUMS, "a.xlsx"))
    pick(app, monkeypatch, "row_sum")
    app.button(key="finding_row").click().run()
    monkeypatch.setattr(finding_panel, "_table", lambda findings, headers: None)
    following = drop(SUMS, "next.xlsx")
    assert len(requests(following)) == 4


def test_an_assumed_unit_leads_to_how_the_file_was_read(monkeypatch):
    app = pick(drop(table()), monkeypatch, "unit_assumed")
    assert "All together 550 thousand" in said(app)
    app.button(key="finding_reading").click().run()
    assert tab(app) == "How it was read"
