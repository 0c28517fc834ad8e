"""A notebook lives on: kept at every change, found again after a reload, open to several people."""

import datetime as dt
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planning.change import Change, Recorded
from planning.database import StoreError
from planning.notebook import Decision, Verdict, with_weights
from planning.people import Person
from planning.store import Store
from scoring.weights import Weights
from tests.pages import board
from tests.pages.app import ROOT, filled, go, move, said, start, weights
from tests.pages.test_who_is_here import say_who
from ui.state import STATE_DRAFT, STATE_NOTEBOOK

LEE = Person("Bo Lee", "CIO")


pytestmark = pytest.mark.usefixtures("data_folder")


def reloaded(app: AppTest, key: str = "") -> AppTest:
    """The same address in a new browser session."""
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    again.query_params["notebook"] = app.query_params["notebook"]
    again.run()
    return go(again, key) if key else again


def test_the_sample_becomes_a_notebook_with_its_file_and_its_address(shelf, sample_bytes):
    app = filled()
    (entry,) = shelf.listing(by=LEE)
    assert app.query_params["notebook"] in (entry.id, [entry.id])
    kept = shelf.load(entry.id, by=LEE).notebook
    assert len(kept.requests) == 60
    assert shelf.source(kept.source.sha256, by=LEE) == ("sample_requests.xlsx", sample_bytes)
    assert "Saved" in said(app)


def test_a_reload_finds_what_was_agreed_and_entered(shelf):
    app = say_who(filled())
    go(app, "choose_portfolio")
    move(app, "burden_reduction", 30)
    app.text_input(key="agree_why").set_value("burden counts more")
    app.button(key="agree_take").click().run()
    assert not app.exception
    again = reloaded(app, "choose_portfolio")
    assert weights(again)["burden_reduction"] == 30
    entry = shelf.log(shelf.listing(by=LEE)[0].id, by=LEE)[-1]
    assert (str(entry.change.who), entry.change.what) == ("Ada Kim (CMIO)", "weights")
    assert entry.change.why == "burden counts more"
    assert "burden reduction 25%" in entry.change.before
    assert "burden reduction 30%" in entry.change.after


def test_the_list_of_requests_is_there_after_a_reload_with_its_findings():
    app = filled()
    again = reloaded(app, "load_requests")
    assert "60 requests read" in said(again)
    assert "No findings" in said(again)


def test_nothing_is_written_while_weights_only_move(shelf):
    app = go(filled(), "choose_portfolio")
    move(app, "burden_reduction", 30)
    move(app, "burden_reduction", 35)
    assert shelf.listing(by=LEE)[0].number == 1


def test_who_may_not_agree_is_told_who_may_and_nothing_changes(shelf):
    app = go(say_who(filled(), "Vi", "participant"), "choose_portfolio")
    move(app, "burden_reduction", 30)
    app.button(key="agree_take").click().run()
    assert "The role participant may not agree" in said(app)
    assert shelf.listing(by=LEE)[0].number == 1
    assert weights(app)["burden_reduction"] == 30


def test_what_another_person_saved_comes_in_below_the_moves(shelf):
    app = go(filled(), "choose_portfolio")
    move(app, "burden_reduction", 30)
    held = shelf.load(shelf.listing(by=LEE)[0].id, by=LEE)
    change = Change(who=LEE, at=dt.datetime.now(dt.UTC), what="name")
    shelf.save(held, Recorded(replace(held.notebook, name="Renamed by Lee"), change))
    app.run()
    assert app.session_state[STATE_NOTEBOOK].name == "Renamed by Lee"
    assert app.session_state[STATE_DRAFT].name == "Renamed by Lee"
    assert weights(app)["burden_reduction"] == 30


def test_two_changes_of_the_weights_are_shown_side_by_side_and_one_is_taken(shelf):
    app = go(say_who(filled()), "keep_notebooks")
    notebook_id = shelf.listing(by=LEE)[0].id
    held = shelf.load(notebook_id, by=LEE)
    for who, key in ((LEE, "clinical_value"), (Person("Cy Ott", "CMIO"), "burden_reduction")):
        change = Change(who=who, at=dt.datetime.now(dt.UTC), what="weights")
        shelf.save(held, Recorded(with_weights(held.notebook, Weights.of({key: 1.0})), change))
    app.run()
    words = "\n".join([said(app), *(str(t.value) for t in app.text)])
    assert "1 place changed twice" in words
    assert "clinical value 100%" in words
    assert "burden reduction 100%" in words
    app.button(key="clash_1_second").click().run()
    assert "changed twice" not in said(app)
    assert app.session_state[STATE_NOTEBOOK].weights == Weights.of({"burden_reduction": 1.0})


def test_where_nothing_is_kept_the_screen_offers_the_sample_and_no_search():
    app = go(start(), "keep_notebooks")
    assert "Nothing is kept here yet" in said(app)
    assert not [field for field in app.text_input if field.key == "search_notebooks"]
    app.button(key="empty_sample").click().run()
    assert not app.exception
    assert app.text_input(key="search_notebooks").value == ""
    assert "**sample" in said(app)


def test_before_anything_is_recorded_people_are_asked_who_they_are_and_it_is_recorded_then(shelf):
    app = go(filled(), "keep_notebooks")
    app.text_input(key="notebook_name").set_value("North campus")
    next(b for b in app.button if b.label == "Rename").click().run()
    assert shelf.listing(by=LEE)[0].name == "sample_requests"
    assert "Your name and role stand beside what you record" in said(app)
    app.text_input(key="who_name_dialog").set_value("Ada Kim")
    app.selectbox(key="who_role_dialog").set_value("CMIO")
    app.button(key="who_submit_dialog").click().run()
    (entry,) = shelf.listing(by=LEE)
    assert (entry.name, shelf.log(entry.id, by=LEE)[-1].change.who) == ("North campus", Person("Ada Kim", "CMIO"))


def _rename(app):
    app.text_input(key="notebook_name").set_value("North campus")
    app.button(key="rename_take").click().run()


def _moved_notebook():
    from scoring.weights import Weights
    from tests.builders import notebook, request
    from ui import agree_panel, keeping, moves, state
    from ui.access import who_is_here

    if state.notebook() is None:
        keeping.start(notebook([request("DP-003")]))
        moves.take_weights(Weights.of({"clinical_value": 1.0}))
    who_is_here()
    agree_panel.show(state.open_draft())


def _agree(app):
    app.button(key="agree_take").click().run()


def _save_scenario(app):
    app.text_input(key="scenario_name").set_value("As it stands")
    app.button(key="scenario_save").click().run()


@pytest.mark.parametrize(
    ("begin", "press"),
    [
        (lambda: go(filled(), "keep_notebooks"), _rename),
        (lambda: AppTest.from_function(_moved_notebook, default_timeout=60).run(), _agree),
        (lambda: go(filled(), "compare_scenarios"), _save_scenario),
    ],
    ids=["rename", "agree", "scenario"],
)
def test_what_waits_for_a_name_leaves_what_others_saved_meanwhile(shelf, begin, press):
    app = begin()
    press(app)
    held = shelf.load(shelf.listing(by=LEE)[0].id, by=LEE)
    decided = Decision(request_id="DP-003", verdict=Verdict.NO, reason="x", who=str(LEE), on=dt.date(2026, 11, 22))
    change = Change(who=LEE, at=dt.datetime.now(dt.UTC), what="decision")
    shelf.save(held, Recorded(replace(held.notebook, decisions=(decided,)), change))
    app.text_input(key="who_name_dialog").set_value("Ada Kim")
    app.selectbox(key="who_role_dialog").set_value("CMIO")
    app.button(key="who_submit_dialog").click().run()
    assert not app.exception
    found = shelf.load(held.id, by=LEE)
    assert (found.number, found.notebook.decisions) == (3, (decided,))


def test_what_a_button_does_waits_for_a_name_too(shelf):
    app = go(filled(), "keep_notebooks")
    original = shelf.listing(by=LEE)[0]
    app.button(key=f"archive_{original.id}").click().run()
    assert len(shelf.listing(by=LEE)) == 1
    app.text_input(key="who_name_dialog").set_value("Vi Ott")
    app.selectbox(key="who_role_dialog").set_value("viewer")
    app.button(key="who_submit_dialog").click().run()
    assert len(shelf.listing(by=LEE)) == 1
    assert "The role viewer may not archive notebooks" in _warned(app)


def test_notebooks_are_found_copied_archived_and_brought_back(shelf):
    app = go(say_who(filled()), "keep_notebooks")
    original = shelf.listing(by=LEE)[0]
    app.text_input(key="notebook_name").set_value("North campus")
    app.text_input(key="notebook_cycle").set_value("FY27")
    next(b for b in app.button if b.label == "Rename").click().run()
    assert "North campus" in said(app)
    app.button(key=f"copy_{original.id}").click().run()
    assert {n.name for n in shelf.listing(by=LEE)} == {"North campus", "North campus, copy"}
    app.text_input(key="search_notebooks").set_value("copy").run()
    copy = next(n for n in shelf.listing(by=LEE) if n.id != original.id)
    assert [b.key for b in app.button if str(b.key).startswith("archive_")] == [f"archive_{copy.id}"]
    app.text_input(key="search_notebooks").set_value("").run()
    app.button(key=f"archive_{original.id}").click().run()
    assert [n.id for n in shelf.listing(by=LEE)] == [copy.id]
    app.segmented_control(key="shelf").set_value("Archived").run()
    app.button(key=f"restore_{original.id}").click().run()
    app.segmented_control(key="shelf").set_value("In use").run()
    app.button(key=f"open_{original.id}").click().run()
    assert app.session_state[STATE_NOTEBOOK].name == "North campus"


def test_an_address_of_no_notebook_says_so_and_opens_the_app():
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["notebook"] = "nowhere"
    app.run()
    assert not app.exception
    assert "There is no notebook nowhere" in _warned(app)
    assert "notebook" not in app.query_params


def _warned(app):
    return "\n".join(str(w.value) for w in app.warning)


def test_a_store_that_can_t_be_opened_is_said_and_work_goes_on(data_folder):
    (data_folder / "rounds.sqlite").write_bytes(b"no database" * 100)
    app = filled()
    assert "This notebook is not kept" in _warned(app)
    assert "In this session only" in said(app)
    assert board.numbers(go(app, "choose_portfolio"))[0] == "26 of 60"
    assert not go(app, "keep_notebooks").exception
    assert not go(app, "read_log").exception


def test_the_log_names_people_and_requests_and_opens_a_past_moment(shelf):
    app = go(say_who(filled()), "choose_portfolio")
    move(app, "burden_reduction", 100)
    app.button(key="agree_take").click().run()
    go(app, "read_log")
    assert "2 changes, one unbroken chain" in said(app)
    assert list(app.dataframe[0].value["Who"]) == ["Ada Kim (CMIO)", "Somebody here (portfolio office)"]
    app.selectbox(key="log_moment").set_value(1).run()
    assert "26 requests funded, 662.5 points" in said(app)
    app.button(key="log_open").click().run()
    assert app.session_state[STATE_NOTEBOOK].name == "sample_requests, as after change 1"
    assert {n.name for n in shelf.listing(by=LEE)} == {"sample_requests", "sample_requests, as after change 1"}


def test_a_notebook_in_this_session_alone_has_no_log():
    assert "nothing to log" in said(go(start(), "read_log"))


def test_a_file_that_can_t_be_kept_stays_open_in_this_session(monkeypatch):
    app = filled()

    def refuse(*_, **__):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "create", refuse)
    body = "request_id,title,capital_fy27_usd,clinical_value\nA-1,Bed board,100,3\n"
    app.file_uploader[0].set_value(("mine.csv", body.encode(), "text/csv")).run()
    app.run()
    assert "The disk is full" in "".join(w.value for w in app.warning).replace("\\", "")
    assert [r.id for r in app.session_state["state:notebook"].requests] == ["A-1"]
    assert "In this session only" in said(app)
