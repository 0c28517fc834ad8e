"""Explain a choice, trade off, and the panel of limits and rules, as people use them."""

import time

import pytest
import streamlit as st

from planning.notebook import with_scenario
from tests.pages import board
from tests.pages.app import filled, go, infeasible, proven, said, start
from ui.state import STATE_DRAFT

PATIENCE = 120


def settled(app, is_ready):
    deadline = time.monotonic() + PATIENCE
    while not is_ready(app) and time.monotonic() < deadline:
        # As a browser does: the worker has the time between two looks.
        time.sleep(0.5)
        app.run()
    assert not app.exception
    assert is_ready(app)
    return app


def text(app) -> str:
    return said(app).replace("\\", "")


def asked(app, request_id: str):
    go(app, "explain_choice")
    app.selectbox(key="asked_request").set_value(request_id).run()
    return settled(app, lambda a: "letter" in {b.key for b in a.get("download_button")} or "Cannot" in text(a))


def metrics(app) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def test_a_request_that_is_out_says_how_far_and_whom_it_would_push_out():
    app = asked(filled(), "DP-042")
    assert metrics(app)["Points short"] == "0.9"
    assert "push out DP-045" in text(app)
    assert "overall capital budget" in text(app)
    assert "DP-045" in set(app.dataframe[0].value["id"])


def test_a_request_that_is_in_says_how_safely_and_who_would_come_instead():
    app = asked(filled(), "DP-045")
    assert metrics(app)["Safety margin"] == "0.9"
    assert "DP-042" in text(app)


def test_a_mandate_says_its_price_and_a_request_that_cannot_be_in_says_what_forbids_it():
    app = asked(filled(), "DP-040")
    assert metrics(app)["Price of being in"] == "12.3 points"
    app.selectbox(key="asked_request").set_value("DP-037").run()
    settled(app, lambda a: "Cannot be in" in text(a))
    assert "Capital FY28" in text(app)


def test_the_asked_request_survives_a_look_at_another_page():
    app = asked(filled(), "DP-042")
    go(app, "trade_off")
    go(app, "explain_choice")
    assert app.selectbox(key="asked_request").value == "DP-042"


def test_the_frontier_is_drawn_and_the_simple_lists_stand_beside_it():
    app = settled(go(filled(), "trade_off"), lambda a: a.get("vega_lite_chart") or a.get("arrow_vega_lite_chart"))
    assert "by rank to the line" in text(app) and "by value per cost" in text(app)


def test_prices_name_the_mandates_and_the_scarce_hours():
    app = go(filled(), "trade_off")
    app.get("button_group")[0].set_value("What rules cost") if app.get("button_group") else None
    app.session_state["view"] = "What rules cost"
    app.run()
    settled(app, lambda a: len(a.dataframe) == 2)
    rules, steps = app.dataframe[0].value, app.dataframe[1].value
    assert dict(zip(rules["what"], rules["points"], strict=True))["Mandates"] == pytest.approx(38.895, abs=1e-3)
    assert any("Integration engineers" in what for what in steps["what"])


def test_the_next_best_lie_within_the_points_asked_for():
    app = go(filled(), "trade_off")
    app.session_state["view"] = "The next best"
    app.run()
    settled(app, lambda a: len(a.dataframe) == 1)
    assert (app.dataframe[0].value["short"] <= 5).all()


def test_a_rule_agreed_on_in_the_panel_changes_the_plan_and_can_be_taken_back():
    app = go(filled(), "trade_off")
    app.session_state["view"] = "Limits and rules"
    app.run()
    app.selectbox(key="rule_form").set_value("Maximum number").run()
    app.button(key="rule_add").click().run()
    assert "At most 20 requests" in text(app)
    assert app.toggle(key="rule_maximum-number").value is True
    go(app, "choose_portfolio")
    assert board.numbers(app)[0] == "20 of 60"
    go(app, "trade_off")
    app.session_state["view"] = "Limits and rules"
    app.run()
    app.button(key="rules_clear").click().run()
    go(app, "choose_portfolio")
    assert board.numbers(app)[0] == "26 of 60"


@pytest.mark.parametrize(
    "form", ["Balance", "Both or none", "Synergy or overlap", "Reserve", "AI review hours", "Cost of not doing"]
)
def test_every_rule_has_its_form(form):
    app = go(filled(), "trade_off")
    app.session_state["view"] = "Limits and rules"
    app.run()
    app.selectbox(key="rule_form").set_value(form).run()
    if form in ("Both or none", "Synergy or overlap"):
        app.multiselect(key="form_requests").set_value(["DP-042", "DP-045"]).run()
    proven(app.button(key="rule_add").click().run())
    assert not app.exception
    assert "Agreed so far" in text(app)


def test_a_switched_rule_and_a_moved_limit_reach_the_plan():
    app = go(filled(), "trade_off")
    app.session_state["view"] = "Limits and rules"
    app.run()
    app.toggle(key="rule_mandates").set_value(False).run()
    go(app, "choose_portfolio")
    assert board.numbers(app)[1] == "701.4 points"
    proven(app.button(key="undo").click().run())
    assert board.numbers(app)[1] == "662.5 points"


def test_where_nothing_fits_the_panel_is_there_to_mend_it():
    app = go(infeasible(), "trade_off")
    assert "can't be kept together" in text(app)
    app.selectbox(key="limit_key").set_value("capital FY27").run()
    app.number_input(key="limit_amount_capital FY27").set_value(5_000_000.0).run()
    app.button(key="limit_set").click().run()
    assert "can't be kept together" not in text(app)
    go(app, "choose_portfolio")
    assert board.numbers(app)[0] == "26 of 60"


def test_a_tried_limit_goes_back_to_the_agreed_amount_or_the_scenario_s():
    app = go(filled(), "trade_off")
    app.session_state["view"] = "Limits and rules"
    app.run()
    agreed = app.session_state[STATE_DRAFT]
    for scenario in ("", agreed.plan.scenarios[0].name):
        before = with_scenario(agreed, scenario)
        app.session_state[STATE_DRAFT] = before
        app.run()
        app.selectbox(key="limit_key").set_value("capital FY27").run()
        app.number_input(key="limit_amount_capital FY27").set_value(3_000_000.0).run()
        app.button(key="limit_set").click().run()
        assert dict(app.session_state[STATE_DRAFT].bounds)["capital FY27"] == 3_000_000
        assert "Tried: Capital FY27, $3,000,000" in text(app)
        app.button(key="limit_back_capital FY27").click().run()
        assert app.session_state[STATE_DRAFT] == before
        assert "Tried:" not in text(app)


@pytest.mark.parametrize("key", ["explain_choice", "trade_off"])
def test_without_data_the_screen_says_so_and_offers_the_sample(key):
    app = go(start(), key)
    assert app.button(key="empty_sample")


def test_all_requests_are_explained_in_one_table_that_fills_as_answers_come():
    # What was explained to others before is known at once; here it is to be watched.
    st.cache_resource.clear()
    app = go(filled(), "explain_choice")
    app.session_state["reasons_view"] = "All requests"
    app.run()
    table = app.dataframe[0].value
    assert len(table) == 60 and table["score"].is_monotonic_decreasing
    assert "of 60 requests explained" in app.get("progress")[0].proto.text
    settled(app, lambda a: a.dataframe[0].value["safety"].notna().sum() >= 2)
    app.button(key="reasons_stop").click().run()
    settled(app, lambda a: "reasons_go_on" in {b.key for b in a.button})
    table = app.dataframe[0].value.set_index("id")
    assert table.loc["DP-003", "safety"] == pytest.approx(2.6533, abs=1e-3)
    assert table.loc["DP-003", "moves"] == "out DP-002, DP-009; in DP-027, DP-042, DP-046"
