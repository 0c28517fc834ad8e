"""Two plans side by side: agreed, moved, of the workbook, saved, past; and why they differ."""

import datetime as dt
import threading
import time
from dataclasses import replace

import pytest

from planning.change import Change, Recorded
from planning.notebook import with_bounds
from planning.people import Person
from portfolio.engine import Engine
from tests.pages.app import filled, go, infeasible, move, proven, said
from tests.pages.test_who_is_here import say_who
from ui import parts

KIM = Person("Ada Kim", "CMIO")
pytestmark = pytest.mark.usefixtures("shelf")


def words(app):
    return said(app).replace("\\", "")


def wait_for(app, expected):
    """As a browser does: look again until it is known."""
    deadline = time.monotonic() + 60
    while expected not in words(app) and time.monotonic() < deadline:
        app.run()
    assert expected in words(app)


def choose(app, side, key):
    app.selectbox(key=f"compare_{side}").set_value(key).run()
    assert not app.exception
    return app


def test_the_agreed_plan_and_an_untouched_draft_are_the_same():
    app = go(filled(), "compare_scenarios")
    assert "Both decide on the same requests" in words(app)
    assert "26 requests funded in both, 0 in one of them only." in words(app)
    assert app.button(key="since_last").disabled


def test_the_budget_cut_is_told_from_the_agreed_plan_by_limits_alone():
    app = choose(go(filled(), "compare_scenarios"), "right", "scenario:Budget cut")
    assert [(m.value, m.delta) for m in app.metric] == [("662.5", "compared with"), ("638.1", "-24.4")]
    assert "25 of 60 requests funded, 5 came in, 6 dropped out" in words(app)
    assert "Limits alone: 24.4 points less, in DP-018" in words(app)
    contested, money, hours, risk = [frame.value for frame in app.dataframe]
    assert contested["First"].tolist() == ["out"] * 5 + ["in"] * 6
    assert money.set_index("figure").loc["Capital FY27"].tolist() == ["$3.7M", "$2.1M", "\u2212$1.7M"]
    assert (len(money), len(hours), len(risk)) == (6, 7, 3)


def test_a_third_and_a_fourth_plan_stand_beside_the_first_with_the_cause_of_each_difference():
    app = choose(go(filled(), "compare_scenarios"), "right", "scenario:Budget cut")
    assert "compare_fourth" not in [box.key for box in app.selectbox]
    choose(app, "third", "draft")
    choose(app, "fourth", "scenario:Budget cut")
    assert [m.value for m in app.metric] == ["662.5", "638.1", "662.5", "638.1"]
    assert words(app).count("Limits alone: 24.4 points less") == 2
    assert "Why the fourth differs from the first" in words(app)
    contested, money, *_ = [frame.value for frame in app.dataframe]
    assert list(contested)[2:] == ["First", "Second", "Third", "Fourth"]
    assert money.set_index("figure").loc["Capital FY27"].tolist() == ["$3.7M", "$2.1M", "$3.7M", "$2.1M"]


def test_a_plan_that_takes_long_is_waited_for_without_blocking_the_screen(monkeypatch):
    app = go(filled(), "compare_scenarios")
    monkeypatch.setattr(parts, "GLANCE", 0.0)
    prove, may_go_on = Engine.prove, threading.Event()

    def prove_later(self, shares, **asked):
        may_go_on.wait(20)
        return prove(self, shares, **asked)

    monkeypatch.setattr(Engine, "prove", prove_later)
    app.session_state["state:draft"] = with_bounds(app.session_state["state:draft"], {"capital FY27": 3_000_001})
    app.run()
    assert "Proving the plans" in words(app)
    may_go_on.set()
    wait_for(app, "Limits alone:")


def test_moved_weights_are_the_cause_and_the_choice_survives_another_page():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    app = go(app, "compare_scenarios")
    assert "Weights alone:" in words(app)
    choose(app, "left", "scenario:Budget cut")
    assert "Weights:" in words(app)
    assert "Limits:" in words(app)
    app = go(go(app, "trade_off"), "compare_scenarios")
    assert app.selectbox(key="compare_left").value == "scenario:Budget cut"


def test_a_side_that_does_not_fit_says_why_and_what_made_it_so():
    app = filled()
    app.session_state["state:draft"] = with_bounds(app.session_state["state:draft"], {"capital FY27": 1})
    app = go(app, "compare_scenarios")
    wait_for(app, "Limits alone: no portfolio fits.")
    assert "$1,287,000" in words(app)
    assert not app.metric


def test_two_plans_that_do_not_fit_are_compared_without_a_picture():
    app = go(infeasible(), "compare_scenarios")
    assert not app.exception
    assert not app.metric


def test_a_draft_is_saved_taken_again_and_dropped(shelf):
    app = go(say_who(filled()), "compare_scenarios")
    app.session_state["state:draft"] = with_bounds(app.session_state["state:draft"], {"capital FY27": 3_000_000})
    app.text_input(key="scenario_name").set_value("Lean")
    app.button(key="scenario_save").click().run()
    assert [s.name for s in app.session_state["state:notebook"].saved] == ["Lean"]
    assert shelf.load(shelf.listing(by=KIM)[0].id, by=KIM).notebook.saved[0].who == "Ada Kim (CMIO)"
    app.session_state["state:draft"] = app.session_state["state:notebook"]
    choose(app.run(), "right", "saved:Lean")
    assert "Limits alone:" in words(app)
    app.button(key="scenario_take").click().run()
    assert dict(app.session_state["state:draft"].bounds) == {"capital FY27": 3_000_000}
    app.button(key="scenario_drop").click().run()
    assert app.session_state["state:notebook"].saved == ()
    assert app.selectbox(key="compare_right").value == "agreed"


def test_who_may_not_save_is_told_who_may(shelf):
    app = go(say_who(filled(), "Jo", "viewer"), "compare_scenarios")
    app.text_input(key="scenario_name").set_value("Lean")
    app.button(key="scenario_save").click().run()
    assert "The role viewer may not explore" in said(app)
    assert shelf.listing(by=KIM)[0].number == 1


def test_what_changed_since_the_last_meeting_is_one_click(shelf, sample):
    kim, then = Person("Ada Kim", "CMIO"), dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
    held = shelf.create(replace(sample, name="Spring"), by=kim, at=then)
    lower = with_bounds(held.notebook, {"capital FY27": 3_000_000})
    today = Change(who=kim, at=dt.datetime.now(dt.UTC), what="limits", after="lower")
    shelf.save(held, Recorded(lower, today))
    app = go(filled(), "keep_notebooks")
    app.query_params["notebook"] = held.id
    app = go(app.run(), "compare_scenarios")
    app.button(key="since_last").click().run()
    assert (app.selectbox(key="compare_left").value, app.selectbox(key="compare_right").value) == ("moment:1", "agreed")
    assert "Limits alone:" in words(app)
