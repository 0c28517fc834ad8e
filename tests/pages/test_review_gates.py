"""The screen Review gates in its views, and what people record on it."""

import json
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import cli
from intake.tables import SAMPLE_WORKBOOK
from planning.people import Person
from tests.pages.app import filled, go, infeasible, priced, said

VIEWS = ("Waiting", "AI", "Pilots", "Mandates", "Balance", "AI in use")
ROOT = Path(__file__).resolve().parent.parent.parent


def gates(role: str | None = "CMIO", view: str = "Waiting", *, make=filled) -> AppTest:
    app = make()
    if role:
        app.session_state["state:person"] = Person("Ada Berg", role)
    app = go(app, "review_gates")
    return choose(app, view) if view != "Waiting" else app


def choose(app: AppTest, view: str) -> AppTest:
    return app.segmented_control(key="gates_view").set_value(view).run()


def with_prices(app: AppTest) -> AppTest:
    for _ in range(200):
        if app.metric[2].value != "...":
            return app
        time.sleep(0.5)
        app.run()
    raise AssertionError("The prices never came.")


def plain(app: AppTest) -> str:
    return said(app).replace("\\", "")


def frame(app: AppTest, columns: set[str]):
    return next(d.value for d in app.dataframe if columns <= set(d.value.columns))


@pytest.mark.parametrize("role", [None, "CMIO", "finance"])
def test_every_view_opens_for_every_role(role):
    app = gates(role)
    for view in VIEWS:
        assert not choose(app, view).exception, view


def test_every_view_opens_where_nothing_fits():
    app = gates("CMIO", make=infeasible)
    for view in VIEWS:
        assert not choose(app, view).exception, view
        assert "needs at least" in plain(app)


def test_every_figure_on_the_screen_is_the_command_line_s(capsys):
    assert cli.main(["gates", str(SAMPLE_WORKBOOK), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    app = with_prices(gates())
    assert [m.value for m in app.metric] == [
        f"{len(facts['waiting'])} requests",
        f"{facts['gates_price']:.1f} points",
        f"{facts['mandates_price']:.1f} points",
        f"{facts['roles'][0]['mandates_share']:.0%}",
    ]
    waiting = frame(app, {"missing", "waits_for"})
    assert list(waiting["request"]) == [w["request"] for w in facts["waiting"]]
    assert list(waiting["waits_for"]) == [w["waits_for"] for w in facts["waiting"]]
    assert [round(float(p), 6) for p in waiting["price"]] == [w["price"] for w in facts["waiting"]]
    choose(app, "Mandates")
    mandates = frame(app, {"safe_start", "timing"})
    assert list(mandates["request"]) == [" or ".join(m["requests"]) for m in facts["mandates"]]
    assert list(mandates["timing"]) == [m["timing"] for m in facts["mandates"]]
    assert list(mandates["displaced"]) == [", ".join(m["displaced"]) for m in facts["mandates"]]
    prices = [m["price"] for m in facts["mandates"] if m["forced"]]
    assert [round(float(p), 6) for p in mandates["price"].dropna()] == prices
    choose(app, "Balance")
    areas = frame(app, {"spend_share"})
    assert list(areas["area"]) == [a["focus_area"] for a in facts["focus_areas"]]
    assert list(areas["funded"]) == [a["funded"] for a in facts["focus_areas"]]
    assert list(areas["spend"]) == [a["spend_usd"] for a in facts["focus_areas"]]


def test_evidence_recorded_on_the_screen_unblocks_and_the_portfolio_answers():
    app = gates("portfolio office", "AI")
    app.selectbox(key="ai_request").set_value("DP-012").run()
    assert "E9 Legal review" in plain(app)
    assert app.selectbox(key="ev_DP-012").value == "E9"
    app.text_input(key="ev_note_DP-012_E9").set_value("memo 12")
    press(app, "Record evidence")
    assert "No gate holds it" in plain(app)
    assert "6 requests" in [m.value for m in app.metric]


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [b for b in app.button if b.label == label]
    return button.click().run()


def test_the_choice_of_a_request_says_nothing_that_a_step_makes_stale():
    options = gates("CMIO", view="AI").selectbox(key="ai_request").options
    assert len(options) == 60
    assert not [words for words in options if "blocked" in words or "risk)" in words]


def test_removing_the_final_say_blocks_sepsis_with_a_hand():
    app = gates("CMO", "AI")
    app.selectbox(key="ai_request").set_value("DP-003").run()
    app.segmented_control(key="ai_part").set_value("People and tests").run()
    app.text_input(key="final_say_who_DP-003").set_value("")
    press(app, "Record the final say")
    assert "AI of high risk without a named human" in plain(app)


def test_an_approval_by_the_wrong_role_is_refused_in_words_and_changes_nothing():
    app = gates("CIO", "AI")
    app.selectbox(key="ai_request").set_value("DP-003").run()
    app.segmented_control(key="ai_part").set_value("Decision").run()
    press(app, "Record the decision")
    assert "it takes CMO, not CIO" in "".join(str(e.value) for e in app.error).replace("\\", "")
    assert not app.session_state["state:notebook"].governance.ai_files.of("DP-003").decisions


def test_a_refusal_stays_while_answers_come_in_and_goes_with_the_next_thing_a_person_does():
    app = gates("CIO", "AI")
    app.selectbox(key="ai_request").set_value("DP-003").run()
    app.segmented_control(key="ai_part").set_value("Decision").run()
    press(app, "Record the decision")
    app.session_state["state:by_itself"] = True
    assert "it takes CMO, not CIO" in "".join(str(e.value) for e in app.run().error).replace("\\", "")
    assert not app.run().error
    press(app, "Record the decision")
    # A look at another screen, which draws itself again when its answers come in, does not bring it back.
    go(app, "trade_off")
    app.session_state["state:by_itself"] = True
    assert not app.run().error
    assert not go(app, "review_gates").error


def test_scale_is_refused_with_what_is_missing_and_extend_once_unblocks():
    app = gates("CMIO", "Pilots")
    app.selectbox(key="pilot_request").set_value("DP-014").run()
    app.text_input(key="exit_reason_DP-014").set_value("Popular")
    press(app, "Record the decision")
    refusal = "".join(str(e.value) for e in app.error).replace("\\", "")
    for words in ("The target is not met", "E10", "E11"):
        assert words in refusal
    assert app.text_input(key="exit_reason_DP-014").value == "Popular"
    app.radio(key="exit_DP-014").set_value("extend").run()
    app.text_input(key="exit_fact_DP-014").set_value("Time per message")
    press(app, "Record the decision")
    assert "Extend once by Ada Berg" in plain(app)
    assert "6 requests" in [m.value for m in app.metric]
    press(app, "Record the decision")
    assert "extended once already" in "".join(str(e.value) for e in app.error)


def test_a_charter_starts_from_what_the_list_knows_and_is_kept():
    app = gates("CMIO", "Pilots")
    app.selectbox(key="pilot_request").set_value("DP-014").run()
    app.segmented_control(key="pilot_part").set_value("Charter").run()
    assert app.text_input(key="charter_DP-014_measure").value == "Active time to answer a patient message"
    app.text_input(key="charter_DP-014_where").set_value("Millrace")
    press(app, "Keep the charter")
    assert app.session_state["state:notebook"].governance.charter("DP-014").where == "Millrace"
    assert "lacks" in plain(app)


def test_a_rule_moved_to_proposed_frees_its_request():
    app = gates("CMIO", "Mandates")
    rule = next(
        r for r in app.session_state["state:notebook"].governance.calendar if "45 CFR 92.210" in str(r.mandate_rules)
    )
    app.selectbox(key="rule_name").set_value(rule.name).run()
    app.selectbox(key=f"rule_status_{rule.name}").set_value("proposed").run()
    press(app, "Change the rule")
    lines = frame(app, {"safe_start", "timing"}).set_index("request")
    assert lines.loc["DP-005", "state"] == "only scores (proposed)"


def test_an_override_of_a_gate_shows_its_price_and_takes_a_reason():
    app = gates("CMO")
    app.selectbox(key="waiting_request").set_value("DP-012").run()
    assert "If this gate were open" in plain(priced(app))
    assert "price is 0.0 points" in plain(app)
    press(app, "Override the gate")
    assert "takes a reason" in "".join(str(e.value) for e in app.error)
    app.text_input(key="override_why_DP-012").set_value("Counsel has it")
    press(app, "Override the gate")
    assert "Gates overridden" in plain(app)
    assert "6 requests" in [m.value for m in app.metric]
    app.button(key="end_DP-012_ai_evidence").click().run()
    assert "7 requests" in [m.value for m in app.metric]


def test_a_minimum_for_an_area_shows_its_price_before_it_is_tried():
    app = gates("CMIO", "Balance")
    app.selectbox(key="minimum_area").set_value("Workflow-centered automation").run()
    priced(app.number_input(key="minimum_count").set_value(7).run())
    price = next(line for line in plain(app).splitlines() if "Its price" in line)
    assert "loses" in price
    app.button(key="minimum_take").click().run()
    assert app.session_state["state:draft"].agreed_rules.balances[0].amount == 7
    areas = frame(app, {"spend_share"}).set_index("area")
    assert areas.loc["Workflow-centered automation", "funded"] >= 7


def test_what_nobody_may_record_says_who_may():
    app = gates("participant", "Pilots")
    assert "These may: CMIO, CIO, CMO, CNIO" in plain(app)
    assert not [b for b in app.button if b.label == "Record the decision"]
