"""Every page in every state, and what people do on it."""

import csv
import io
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from intake.tables import SAMPLE_WORKBOOK
from tests.pages import board
from tests.pages.app import ANSWERED, filled, go, infeasible, move, proven, said, start, tell, weights
from ui.screens import SCREENS
from ui.state import STATE_DRAFT, STATE_NOTEBOOK

SCREENS_WITH_FILES = {"load_requests", "choose_portfolio", "export_results", "read_log"}


@pytest.mark.parametrize("make", [start, infeasible])
def test_every_page_opens_empty_and_infeasible(make):
    app = make()
    for screen in SCREENS:
        assert not go(app, screen.key).exception, screen.key


def test_every_page_opens_filled_with_widgets_as_they_stand_and_files_made_outside_the_session(monkeypatch):
    """A browser that gets another first value than a widget has may send it back, as if a person had moved it there; it
    asks for a file later, outside the session."""
    app, draw, made = filled(), st.download_button, {}

    def drawn(label, data, **facts):
        if not facts.get("disabled"):
            made[facts["key"]] = data
        return draw(label, data, **facts)

    monkeypatch.setattr(st, "download_button", drawn)
    for screen in SCREENS:
        made.clear()
        assert not go(app, screen.key).exception, screen.key
        assert [(s.key, list(s.proto.default)) for s in app.slider] == [(s.key, [s.value]) for s in app.slider]
        assert [(t.key, t.proto.default) for t in app.toggle] == [(t.key, t.value) for t in app.toggle]
        assert [(b.key, b.proto.default) for b in app.selectbox] == [(b.key, b.index or 0) for b in app.selectbox]
        check_files(made)
        assert made or screen.key not in SCREENS_WITH_FILES


def check_files(made: dict[str, Any]) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        for key, make in made.items():
            assert (key, len(elsewhere.submit(make).result()) > 0) == (key, True)
        if "download_record" in made:
            with zipfile.ZipFile(io.BytesIO(elsewhere.submit(made["download_record"]).result())) as record:
                assert any(name.endswith(".xlsx") for name in record.namelist())


def test_a_page_without_data_says_what_is_missing_and_offers_the_sample():
    app = go(start(), "choose_portfolio")
    assert "no requests" in said(app)
    app.button(key="empty_sample").click().run()
    assert board.numbers(app)[0] == "26 of 60"


def test_the_sample_opens_without_findings():
    app = filled()
    assert "60 requests read" in said(app)
    assert "No findings" in said(app)


def test_the_room_s_screen_shows_three_numbers_and_that_they_are_proven():
    app = go(filled(), "choose_portfolio")
    assert board.numbers(app)[:2] == ["26 of 60", "662.5 points"]
    assert "Proven" in said(app)
    assert "Same requests as the agreed plan" in said(app)
    assert list(weights(app).values()) == [35, 25, 20, 20]


def test_a_moved_weight_shares_the_rest_and_the_swap_is_named():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    assert sum(percent.expected for percent in weights(app).values()) == pytest.approx(100)
    text = said(app).replace("\\", "")
    came_in, dropped_out = text.split("Came in")[1].split("dropped out")
    assert "DP-011" in came_in
    assert "DP-003" in dropped_out
    proven(app.button(key="undo").click().run())
    assert weights(app)["burden_reduction"] == 25
    assert "Same requests" in said(app)
    proven(app.button(key="redo").click().run())
    assert weights(app)["burden_reduction"] == 30


def test_a_snapshot_becomes_what_later_moves_are_compared_with():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    proven(board.press(app))
    assert "Same requests as the last snapshot" in said(app)
    proven(app.button(key="reset").click().run())
    assert weights(app)["burden_reduction"] == 25
    assert "since the last snapshot" in said(app)


def test_a_scenario_changes_the_limits_and_its_end_brings_the_agreed_ones_back():
    app = go(filled(), "choose_portfolio")
    proven(app.selectbox(key="scenario").set_value("Budget cut").run())
    assert board.numbers(app)[0] == "25 of 60"
    proven(app.selectbox(key="scenario").set_value("").run())
    assert board.numbers(app)[0] == "26 of 60"


def test_weights_and_portfolio_survive_a_look_at_another_page():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    go(app, "load_requests")
    go(app, "choose_portfolio")
    assert weights(app)["burden_reduction"] == 30


def test_where_no_portfolio_fits_it_says_why_and_draws_none():
    app = go(infeasible(), "choose_portfolio")
    assert "No portfolio fits" in said(app)
    assert "DP-031" in said(app).replace("\\", "")
    assert not board.boards(app)


def test_an_upload_with_bad_cells_comes_in_with_its_findings():
    app = start()
    rows = [["request_id", "title", "clinical_value"], ["A", "*Bold* idea", "eleven"], ["B", "", "3"]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    app.file_uploader(key="upload").set_value(("list.csv", out.getvalue().encode(), "text/csv")).run()
    assert "1 request read" in said(app)
    findings = app.dataframe[0].value
    assert "eleven" in set(findings.loc[findings["Row"] == 2, "Value"])
    assert any("no title" in words for words in findings.loc[findings["Row"] == 3, "Finding"])


def test_a_refused_file_leaves_the_open_notebook_alone():
    app = filled()
    app.file_uploader[0].set_value(("broken.xlsx", b"PK\x03\x04 no", "application/zip")).run()
    assert "can't be read" in said(app).replace("\\", "")
    go(app, "choose_portfolio")
    assert board.numbers(app)[0] == "26 of 60"


def test_the_sample_uploaded_as_a_file_opens_as_the_sample():
    app = start()
    app.file_uploader(key="upload").set_value(("mine.xlsx", SAMPLE_WORKBOOK.read_bytes(), "application/zip")).run()
    assert "60 requests read" in said(app)


def test_all_weight_on_one_criterion_and_back_keeps_the_others_agreed_proportions():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 100))
    assert weights(app) == {"clinical_value": 0, "burden_reduction": 100, "regulatory_need": 0, "cost": 0}
    proven(move(app, "burden_reduction", 25))
    assert weights(app) == {"clinical_value": 35, "burden_reduction": 25, "regulatory_need": 20, "cost": 20}


def test_a_locked_weight_stays_while_another_one_moves():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 40, locked=("clinical_value",)))
    assert weights(app) == {"clinical_value": 35, "burden_reduction": 40, "regulatory_need": 12.5, "cost": 12.5}


def test_a_report_that_no_control_of_ours_sends_moves_nothing():
    app = go(filled(), "choose_portfolio")
    tell(app, {"id": 1, "moves": [["money", 50], ["cost", 1e9]], "locked": ["money"]})
    assert weights(app) == {"clinical_value": 0, "burden_reduction": 0, "regulatory_need": 0, "cost": 100}


def test_reset_with_nothing_moved_is_no_step():
    app = go(filled(), "choose_portfolio")
    proven(app.button(key="reset").click().run())
    assert app.button(key="undo").disabled


def voted(app: AppTest) -> AppTest:
    """As a browser does: look again until every stakeholder's portfolio is known."""
    deadline = time.monotonic() + ANSWERED
    while "Asking each stakeholder" in said(app) and time.monotonic() < deadline:
        time.sleep(0.2)
        app.run()
    return app


def test_the_room_talks_first_about_the_22_requests_that_stakeholders_differ_about():
    app = voted(go(filled(), "choose_portfolio"))
    assert "**17** in all, **21** in none, **22** contested" in said(app)
    app.segmented_control(key="requests_shown").set_value("Contested first").run()
    app.number_input(key="requests_within").set_value(0.0).run()
    frame = board.listed(app)
    assert len(frame) == 22
    assert set(frame["votes"]) <= set(range(1, 9))
    app.segmented_control(key="requests_shown").set_value("All").run()
    app.selectbox(key="requests_department").set_value("Pharmacy").run()
    touched = {r.id for r in app.session_state[STATE_DRAFT].requests
               if "Pharmacy" in (r.requesting_department, *r.affected_departments)}  # fmt: skip
    assert set(board.listed(app)["id"]) == touched != set()


def test_a_margin_stands_in_the_list_once_it_is_known_and_near_the_line_is_contested():
    app = go(filled(), "choose_portfolio")
    for request_id, words in (("DP-042", "0.9 points"), ("DP-015", "30.5 points")):
        app.session_state["state:opened_request"] = request_id
        deadline = time.monotonic() + ANSWERED
        while words not in said(app.run()).replace("\\", "") and time.monotonic() < deadline:
            time.sleep(0.2)
    margins = board.listed(app.run()).set_index("id")["margin"]
    assert margins["DP-042"] == pytest.approx(-0.9) and margins["DP-015"] == pytest.approx(30.5)
    app.segmented_control(key="requests_shown").set_value("Contested first").run()
    near = set(board.listed(app)["id"])
    app.number_input(key="requests_within").set_value(31.0).run()
    assert set(board.listed(app)["id"]) > near
    assert "DP-042" in near and "DP-015" in set(board.listed(app)["id"])


def test_a_stakeholder_s_weights_are_taken_named_and_taken_back():
    app = go(filled(), "choose_portfolio")
    minds = app.session_state[STATE_DRAFT].stakeholder_weights
    name = next(name for name, theirs in minds.items() if theirs != app.session_state[STATE_NOTEBOOK].weights)
    proven(app.selectbox(key="weights_of").set_value(name).run())
    assert weights(app) == {k: 100 * minds[name].share(k) for k in weights(app)}
    assert app.selectbox(key="weights_of").value == name
    proven(move(app, "burden_reduction", 61))
    assert app.selectbox(key="weights_of").value == ""
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert app.session_state[STATE_DRAFT].weights == app.session_state[STATE_NOTEBOOK].weights


def test_the_line_names_the_weight_that_moved_and_what_the_swap_gains():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    text = said(app).replace("\\", "")
    assert "since the agreed plan: Burden 25% to 30%" in text
    assert "Worth 10.5 points more than keeping that one" in text


def test_a_request_opened_from_the_list_says_what_forcing_it_costs_and_takes_a_reason():
    app = go(filled(), "choose_portfolio")
    app.session_state["state:opened_request"] = "DP-026"
    app.run()
    deadline = time.monotonic() + ANSWERED
    while "2.2 points" not in said(app).replace("\\", "") and time.monotonic() < deadline:
        time.sleep(0.2)
        app.run()
    assert "2.2 points" in said(app).replace("\\", "")
    assert "DP-057" in said(app).replace("\\", "")
    assert app.button(key="override_take").label == "Force it in"
