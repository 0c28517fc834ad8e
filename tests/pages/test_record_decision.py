"""Decisions are recorded, signed and carried into the next cycle."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from planning.change import Change, Recorded
from planning.notebook import Decision, Verdict, with_weights
from planning.people import Person
from planning.signing import plans
from scoring.weights import Weights
from tests.builders import TODAY
from tests.pages.app import WORKING, filled, go, move, priced, proven, said
from tests.pages.test_who_is_here import say_who
from ui import keeping, state
from ui.gates import steps
from ui.state import STATE_DRAFT, STATE_NOTEBOOK

KIM = Person("Ada Kim", "CMIO")
pytestmark = pytest.mark.usefixtures("shelf")


def deciding(name="Ada Kim", role="CMIO"):
    return go(say_who(filled(), name, role), "record_decision")


def decide(app, request_id, reason, verdict="funded", **texts):
    number = sum(c.what == "decision" for c in app.session_state["state:changes"])
    app.selectbox(key=f"decide_{number}").set_value(request_id).run()
    app.segmented_control(key=f"verdict_{request_id}").set_value(verdict).run()
    app.text_input(key=f"reason_{request_id}").set_value(reason)
    for name, text in texts.items():
        app.text_input(key=f"{name}_{request_id}").set_value(text)
    app.button(key="decide_take").click().run()
    assert not app.exception
    return app


def test_a_request_ends_as_not_yet_with_its_condition_date_and_dissent(shelf):
    app = decide(deciding(), "DP-003", "promising", "not yet", condition="the vendor's trial", dissent="Bo Lee: now")
    (made,) = app.session_state["state:notebook"].decisions
    assert (made.verdict, made.condition, made.dissent, made.who) == (
        "not yet", "the vendor's trial", "Bo Lee: now", "Ada Kim (CMIO)",
    )  # fmt: skip
    assert "59 requests wait" in said(app)
    assert shelf.log(shelf.listing(by=KIM)[0].id, by=KIM)[-1].change.request_id == "DP-003"


def test_a_decision_that_the_plan_does_not_follow_is_said():
    app = deciding()
    assert "Not as decided" not in said(app)
    app = decide(app, "DP-001", "too dear", "no")
    assert "The plan does not follow DP-001 (no). Force them in or out" in said(app).replace("\\", "")


def test_a_decision_without_a_reason_is_asked_for(shelf):
    app = decide(deciding(), "DP-003", " ")
    assert "takes a reason" in said(app)
    assert shelf.listing(by=KIM)[0].number == 1


def test_who_may_not_decide_is_told_who_may(shelf):
    app = decide(deciding("Vi", "participant"), "DP-003", "clear")
    assert "The role participant may not override" in said(app)
    assert shelf.listing(by=KIM)[0].number == 1


def test_one_forced_in_with_a_reason_is_in_and_can_be_taken_back():
    app = deciding()
    app.selectbox(key="decide_0").set_value("DP-011").run()
    assert app.button(key="override_take").disabled
    priced(app.text_input(key="force_why_DP-011").set_value("the board asked for it").run())
    assert "Its price: The plan loses" in said(app).replace("\\", "")
    app.button(key="override_take").click().run()
    (override,) = app.session_state["state:notebook"].overrides
    assert (override.is_in, override.why) == (True, "the board asked for it")
    assert override.price.startswith("The plan loses")
    app.selectbox(key="decide_0").set_value("DP-011").run()
    app.button(key="override_end").click().run()
    assert app.session_state["state:notebook"].overrides == ()


def test_the_form_is_there_at_once_and_the_price_when_it_is_known(monkeypatch):
    monkeypatch.setattr(steps, "AT_ONCE", 0.0)
    # A desk that nobody asked yet.
    state._desk.clear()
    app = deciding()
    app.selectbox(key="decide_0").set_value("DP-011").run()
    app.text_input(key="force_why_DP-011").set_value("the board asked for it").run()
    assert WORKING in said(app)
    assert app.button(key="override_take").disabled
    priced(app)
    assert "Its price: The plan loses" in said(app).replace("\\", "")
    assert not app.button(key="override_take").disabled
    # Another reason does not change the price: it stands there at once.
    app.text_input(key="force_why_DP-011").set_value("the law asks for it").run()
    assert WORKING not in said(app)


def test_both_sign_and_the_plan_is_frozen(shelf):
    app = deciding()
    app.text_input(key="rest_why").set_value("as planned")
    app.button(key="rest_take").click().run()
    assert "34 requests wait" in said(app)
    app.button(key="sign").click().run()
    assert "Still to sign: CIO" in said(app).replace("\\", "")
    say_who(app, "Bo Lee", "CIO")
    app.button(key="sign").click().run()
    words = said(app).replace("\\", "")
    signed = r"Version 1 \(after change 2\), signed by Ada Kim \(CMIO\) on .* and Bo Lee \(CIO\) on .*, frozen"
    assert re.search(signed, words)
    # What comes after it is another version, which says on the screen, in the log and to the next one what it follows.
    decide(app, "DP-001", "on second thought", "no")
    follows = "follows version 1 (after change 2), signed by Ada Kim (CMIO) on "
    assert f"Version 2, not signed yet, {follows}" in said(app).replace("\\", "")
    app.button(key="sign").click().run()
    words = said(app).replace("\\", "")
    assert "Version 2 (after change 5), signed by Bo Lee (CIO)" in words
    assert f"Version 2 {follows}" in words
    log = shelf.log(shelf.listing(by=KIM)[0].id, by=KIM)
    assert [e.change.what for e in log[2:]] == ["signature", "signature", "decision", "signature"]
    assert follows in log[-1].change.after


def test_requests_age_by_the_clock_and_a_not_yet_comes_back_in_its_own_notebook(monkeypatch):
    app = decide(deciding(), "DP-003", "promising", "not yet", condition="the vendor's trial")
    notebook = app.session_state["state:notebook"]
    (made,) = notebook.decisions
    later = dt.datetime.combine(made.review_on + dt.timedelta(7), dt.time(12), dt.UTC)
    monkeypatch.setattr(keeping, "now", lambda: later)
    app.run()
    assert "60 requests wait for a decision, 1 of them due again" in said(app)
    days = app.dataframe[0].value.set_index("Request")["Days"]
    assert days.index[0] == "DP-003"
    assert (days["DP-003"], days["DP-001"]) == (7, (later.date() - notebook.plan.planning_date).days)
    assert app.session_state["state:notebook"].plan.planning_date == notebook.plan.planning_date


def test_an_override_that_ends_is_named_with_its_day_and_the_plan_after_it_and_keeps_an_ended_plan_unsigned(
    shelf, monkeypatch
):
    app = deciding()
    app.selectbox(key="decide_0").set_value("DP-026").run()
    until = keeping.now().date() + dt.timedelta(10)
    app.date_input(key="force_until_DP-026").set_value(until).run()
    priced(app.text_input(key="force_why_DP-026").set_value("the board asked for it").run())
    priced(app.button(key="override_take").click().run())
    words = said(app).replace("\\", "")
    assert f":blue-badge[Ends on {until}] DP-026 forced in by Ada Kim (CMIO). After that: The plan gains 2.2" in words
    later = dt.datetime.combine(until + dt.timedelta(1), dt.time(12), dt.UTC)
    monkeypatch.setattr(keeping, "now", lambda: later)
    priced(app.run())
    words = said(app).replace("\\", "")
    assert f":orange-badge[Ended on {until}] DP-026 forced in by Ada Kim (CMIO). Still counted until" in words
    app.button(key="sign").click().run()
    assert "The plan counts what has ended: DP-026 forced in" in app.warning[0].value.replace("\\", "")
    assert plans(shelf, shelf.listing(by=KIM)[0].id, by=KIM) == ()


def test_what_waits_is_listed_by_person_and_what_is_decided_has_its_own_list():
    app = decide(deciding(), "DP-003", "promising", "not yet", condition="the vendor's trial")
    app.segmented_control(key="decisions_view").set_value("By person").run()
    shown = app.dataframe[0].value
    asked = {r.id: r.sponsor_role for r in app.session_state["state:notebook"].requests}
    assert list(shown.columns)[:3] == ["Person", "Days", "Request"]
    assert [asked[i] for i in shown["Request"]] == list(shown["Person"])
    people = list(dict.fromkeys(shown["Person"]))
    assert [p for n, p in enumerate(shown["Person"]) if n == 0 or shown["Person"][n - 1] != p] == people
    assert all(f"**{person}** {n}" in said(app) for person, n in shown["Person"].value_counts().items())
    app.segmented_control(key="decisions_view").set_value("Decided").run()
    assert list(app.dataframe[0].value["Request"]) == ["DP-003"]


@pytest.mark.parametrize("press", ["sign", "rest_take", "override_take"])
def test_a_press_on_a_plan_that_others_have_changed_since_is_refused_in_words(shelf, press):
    app = deciding()
    app.text_input(key="rest_why").set_value("as planned").run()
    app.selectbox(key="decide_0").set_value("DP-011").run()
    priced(app.text_input(key="force_why_DP-011").set_value("the board asked for it").run())
    held = shelf.load(shelf.listing(by=KIM)[0].id, by=KIM)
    change = Change(who=Person("Bo Lee", "CIO"), at=dt.datetime.now(dt.UTC), what="weights")
    moved = with_weights(held.notebook, Weights.of({"burden_reduction": 1.0}))
    shelf.save(held, Recorded(moved, change))
    app.button(key=press).click().run()
    assert not app.exception
    assert "was changed since this was shown" in " ".join(str(w.value) for w in app.warning)
    assert (shelf.number(held.id, by=KIM), plans(shelf, held.id, by=KIM)) == (2, ())
    assert app.session_state["state:notebook"].weights == moved.weights
    priced(app).button(key=press).click().run()
    assert (shelf.number(held.id, by=KIM), len(plans(shelf, held.id, by=KIM))) == (
        3,
        1 if press == "sign" else 0,
    )


def test_the_next_cycle_starts_with_what_is_not_yet_decided(shelf):
    app = decide(deciding(), "DP-003", "promising", "not yet", condition="the vendor's trial")
    app.text_input(key="rest_why").set_value("as planned")
    app.button(key="rest_take").click().run()
    n_funded = sum(d.verdict == "funded" for d in app.session_state["state:notebook"].decisions)
    app.text_input(key="next_cycle").set_value("FY28")
    app.date_input(key="next_day_").set_value(dt.date(2027, 11, 22)).run()
    app.button(key="next_cycle_take").click().run()
    following = app.session_state["state:notebook"]
    assert (following.cycle, len(following.requests)) == ("FY28", 60 - n_funded)
    assert [d.request_id for d in following.decisions] == ["DP-003"]
    # What is due again stands on top and is asked about first.
    assert "1 of them due again" in said(app)
    assert app.selectbox(key="decide_0_FY28").value == "DP-003"
    newest = next(n for n in shelf.listing(by=KIM) if n.cycle == "FY28")
    # What was funded keeps its money, and the log says of each limit what is left.
    (opened,) = shelf.log(newest.id, by=KIM)
    assert ("FY27 capital limit usd", "5000000") in [(line.what, line.before) for line in opened.change.lines]
    # One cell entered beside the file, which lists all 60: those that are settled stay off, and the limits as they are.
    go(app, "load_requests").selectbox(key="fill_column").select("sponsor_role").run()
    app.text_input(key="fill_value_sponsor_role").input("CNO").run()
    app.checkbox(key="fill_blank").uncheck().run()
    app.button(key="fill").click().run()
    entered = app.session_state["state:notebook"]
    assert entered.source.edits
    assert [r.id for r in entered.requests] == [r.id for r in following.requests]
    assert entered.limits == following.limits
    assert newest.follows == next(n.id for n in shelf.listing(by=KIM) if n.cycle != "FY28")


def test_what_two_people_decided_at_once_stands_side_by_side_until_somebody_chooses(shelf):
    app = deciding()
    app.text_input(key="reason_DP-001").set_value("clear").run()
    held = shelf.load(shelf.listing(by=KIM)[0].id, by=KIM)
    other = Decision(request_id="DP-001", verdict=Verdict.NO, reason="too dear", who="Bo Lee (CIO)", on=TODAY)
    change = Change(who=Person("Bo Lee", "CIO"), at=dt.datetime.now(dt.UTC), what="decision")
    shelf.save(held, Recorded(replace(held.notebook, decisions=(other,)), change))
    app.button(key="decide_take").click().run()
    assert not app.exception
    assert shelf.load(held.id, by=KIM).notebook.decisions == (other,)
    (clash,) = shelf.clashes(held.id, by=KIM)
    assert (clash.clash.ours["reason"], clash.theirs_who) == ("clear", "Bo Lee (CIO)")
    assert "Both are kept" in " ".join(str(w.value) for w in app.warning)


def test_what_is_typed_about_a_request_stays_when_somebody_else_decides_on_another(shelf):
    app = deciding()
    app.selectbox(key="decide_0").set_value("DP-003").run()
    app.text_input(key="reason_DP-003").set_value("clear").run()
    held = shelf.load(shelf.listing(by=KIM)[0].id, by=KIM)
    other = Decision(request_id="DP-001", verdict=Verdict.NO, reason="too dear", who="Bo Lee (CIO)", on=TODAY)
    change = Change(who=Person("Bo Lee", "CIO"), at=dt.datetime.now(dt.UTC), what="decision")
    shelf.save(held, Recorded(replace(held.notebook, decisions=(other,)), change))
    app.run()
    assert "59 requests wait" in said(app)
    assert (app.selectbox(key="decide_0").value, app.text_input(key="reason_DP-003").value) == ("DP-003", "clear")
    app.button(key="decide_take").click().run()
    decisions = shelf.load(held.id, by=KIM).notebook.decisions
    assert {d.request_id: d.reason for d in decisions} == {"DP-001": "too dear", "DP-003": "clear"}


def test_a_next_cycle_is_not_started_on_what_somebody_else_changed_meanwhile(shelf):
    app = deciding()
    app.text_input(key="next_cycle").set_value("FY28").run()
    held = shelf.load(shelf.listing(by=KIM)[0].id, by=KIM)
    change = Change(who=Person("Bo Lee", "CIO"), at=dt.datetime.now(dt.UTC), what="weights")
    shelf.save(held, Recorded(with_weights(held.notebook, Weights.of({"burden_reduction": 1.0})), change))
    app.button(key="next_cycle_take").click().run()
    assert "was changed since this was shown" in " ".join(str(w.value) for w in app.warning)
    assert len(shelf.listing(by=KIM)) == 1


def test_a_next_cycle_of_a_notebook_that_is_not_kept_is_refused_in_words(shelf):
    app = deciding()
    app.text_input(key="next_cycle").set_value("FY28").run()
    del app.query_params["notebook"]
    app.session_state["state:stored"] = None
    app.run()
    app.button(key="next_cycle_take").click().run()
    assert "in this session only" in " ".join(str(w.value) for w in app.warning)
    assert len(shelf.listing(by=KIM)) == 1


def test_forcing_a_request_in_from_the_room_leaves_moved_weights_as_moves():
    app = go(say_who(filled(), "Cy Day", "CMO"), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    app.session_state["state:opened_request"] = "DP-026"
    app.run()
    priced(app.text_input(key="force_why_DP-026").set_value("The board asked for it").run())
    app.button(key="override_take").click().run()
    agreed, draft = app.session_state[STATE_NOTEBOOK], app.session_state[STATE_DRAFT]
    assert [o.request_id for o in agreed.overrides] == [o.request_id for o in draft.overrides] == ["DP-026"]
    assert agreed.weights.percent("burden_reduction") == pytest.approx(25)
    assert draft.weights.percent("burden_reduction") == pytest.approx(30)
