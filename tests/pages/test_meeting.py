"""The meeting's strip: begun by one, on everybody's screen with the same clock, and there after a reload."""

import datetime as dt
import json

import pytest

from tests.pages.app import filled, go, start
from tests.pages.test_notebook_life import reloaded
from tests.pages.test_who_is_here import say_who
from ui import keeping, meeting

pytestmark = pytest.mark.usefixtures("data_folder")
AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def clock(app):
    """Minutes since the meeting began, as the strip on the screen is told; None where there is no strip."""
    found = [e.proto for e in app.get("bidi_component") if e.proto.id.endswith("-meeting")]
    return json.loads(found[0].json)["elapsed"] / 60 if found else None


def at_minute(monkeypatch, n):
    monkeypatch.setattr(keeping, "now", lambda: AT + dt.timedelta(minutes=n))


def test_a_meeting_begun_by_one_has_the_same_clock_for_all_and_survives_a_reload(monkeypatch):
    at_minute(monkeypatch, 0)
    presenter = go(filled(), "keep_notebooks")
    follower = reloaded(presenter, "keep_notebooks")
    assert (clock(presenter), clock(follower)) == (None, None)
    presenter.button(key="meeting_begin").click().run()
    at_minute(monkeypatch, 12)
    assert (clock(presenter.run()), clock(follower.run()), clock(reloaded(presenter))) == (12, 12, 12)
    # Whoever presses next joins the meeting: nobody can set its clock back.
    assert "meeting_begin" not in [b.key for b in follower.button]
    meeting._meetings().begin(keeping_id(follower), by=keeping.UNNAMED, at=keeping.now())
    assert clock(follower.run()) == 12
    follower.button(key="meeting_end").click().run()
    assert (clock(follower), clock(presenter.run())) == (None, None)


def keeping_id(app):
    named = app.query_params["notebook"]
    return named[0] if isinstance(named, list) else named


def test_who_only_looks_on_sees_the_clock_and_can_neither_begin_nor_end_the_meeting():
    viewer = go(say_who(filled(), "Vi Ott", "viewer"), "keep_notebooks")
    assert viewer.button(key="meeting_begin").disabled
    meeting._meetings().begin(keeping_id(viewer), by=keeping.UNNAMED, at=keeping.now())
    assert clock(viewer.run()) == pytest.approx(0, abs=1)
    viewer.button(key="meeting_end").click().run()
    assert "The role viewer may not explore" in "\n".join(w.value for w in viewer.warning)
    assert clock(viewer) is not None


def test_before_a_notebook_is_open_there_is_no_meeting():
    assert clock(go(start(), "keep_notebooks")) is None


def test_each_step_of_the_agenda_leads_to_the_screen_it_is_about():
    assert {step.title: step.screen for step in meeting.AGENDA} == {
        "What changed": "compare_scenarios",
        "Mandates and their price": "review_gates",
        "Overdue pilots": "review_gates",
        "Contested requests": "explain_choice",
        "What if": "choose_portfolio",
        "Commit": "record_decision",
        "Exports": "export_results",
    }
