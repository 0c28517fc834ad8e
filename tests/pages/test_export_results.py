"""The screen Export results: each file with what it is for, what it will say, and the button that makes it."""

import datetime as dt
from decimal import Decimal

import pytest

from planning.change import Change
from planning.log import next_entry
from planning.notebook import PlanningError, with_bounds
from planning.outcome import evaluate
from planning.people import Person
from planning.worker import Answer
from planning.worker import Stage as Done
from portfolio.price import Price
from reports.dossier import Dossier
from reports.exports import EXPORTS
from reports.since import NOT_COMPARED, NOTHING_BEFORE, since_line
from reports.wording import MINUS
from tests.builders import TODAY, limits, notebook, request
from tests.pages.app import filled, go, infeasible, said, start
from tests.pages.test_explain_and_trade_off import settled, text
from ui import export_answers
from ui.downloading import Stage
from ui.state import STATE_DRAFT, STATE_NOTEBOOK


def buttons(app) -> dict:
    return {b.key: b for b in app.get("download_button")}


def test_without_data_it_says_what_is_missing():
    assert "nothing to export" in said(go(start(), "export_results"))


def test_where_no_portfolio_fits_there_is_nothing_to_take():
    app = go(infeasible(), "export_results")
    assert not buttons(app)
    assert app.error


def test_every_export_says_for_whom_it_is_and_what_it_will_say():
    app = go(filled(), "export_results")
    for export in EXPORTS:
        app.radio(key="export_kind").set_value(export.label).run()
        assert f"For {export.reader}." in text(app)
        assert export.purpose[:40] in text(app)
        preview = app.dataframe[0].value
        assert len(preview) >= 5
        assert preview["Says"].str.len().max() > 5
        assert f"sample_requests, {export.title}, version 1, 2026-11-22{export.suffix}" in text(app)
        assert not app.exception


def test_a_file_that_could_not_be_made_says_so_in_words():
    app = go(filled(), "export_results")
    making = app.session_state["state:making finance-xlsx"]
    making.stage, making.why = Stage.MAKING, ""
    assert "Making the workbook" in said(app.run())
    making.stage, making.why = Stage.FAILED, "The log can't be read."
    assert any(
        "The workbook could not be made: The log can't be read" in e.value.replace("\\", "") for e in app.run().error
    )


def test_finance_sets_the_discount_rate_and_the_figures_follow():
    app = filled()
    app.session_state["state:person"] = Person("Cy", "finance")
    go(app, "export_results")
    before = dict(app.dataframe[0].value.to_numpy())
    app.number_input(key="terms_rate").set_value(8.0)
    app.text_input(key="terms_why").set_value("Treasury")
    app.button(key="terms_take").click().run()
    assert not app.exception
    after = dict(app.dataframe[0].value.to_numpy())
    assert (before["Net present value, 5 years"], after["Net present value, 5 years"]) == (
        f"{MINUS}$12.3M",
        f"{MINUS}$11.6M",
    )
    assert app.session_state[STATE_NOTEBOOK].money_terms.discount_rate == Decimal("0.08")


def test_who_may_not_set_it_is_told_so_and_nothing_changes():
    app = filled()
    app.session_state["state:person"] = Person("Vera", "participant")
    go(app, "export_results")
    app.number_input(key="terms_rate").set_value(8.0)
    app.button(key="terms_take").click().run()
    assert "may not set the discount rate" in text(app)
    assert app.session_state[STATE_NOTEBOOK].money_terms.discount_rate == Decimal("0.05")


def test_reasons_come_in_while_people_read_and_the_letters_take_them():
    app = filled()
    # Prices, which the workbook asks for first, would come before the reasons.
    app.session_state["export_kind"] = "Letters"
    go(app, "export_results")
    settled(app, lambda a: "safety margin" in " ".join(a.dataframe[0].value["Says"]))


def test_a_viewer_may_look_and_not_take():
    app = filled()
    app.session_state["state:person"] = Person("Vera", "viewer")
    go(app, "export_results")
    assert "not take it" in text(app)
    assert [b.proto.disabled for b in buttons(app).values()] == [True]


def test_moves_that_are_not_agreed_are_marked():
    app = filled()
    app.session_state[STATE_DRAFT] = with_bounds(app.session_state[STATE_DRAFT], {"capital FY27": 4_000_000})
    go(app, "export_results")
    assert "moves that are not agreed" in text(app)
    assert "workbook for finance, draft, not agreed, version 1, 2026-11-22.xlsx" in text(app)


class Answers:
    """A desk whose prices are over, failed or under way."""

    def __init__(self, answer):
        self.answer = answer

    def prices(self, *_, **__):
        return self.answer


@pytest.mark.parametrize(
    ("answer", "n_prices", "under_way", "errors"),
    [
        (Answer("k", Done.DONE, (Price(key="gates", label="Gates", points=1.0),)), 1, 0, []),
        (Answer("k", Done.RUNNING), 0, 1, []),
        (Answer("k", Done.FAILED, error="Out of memory."), 0, 0, ["Prices of rules are not known: Out of memory."]),
    ],
)
def test_prices_are_taken_waited_for_or_said_to_be_unknown(
    sample_outcome, monkeypatch, answer, n_prices, under_way, errors
):
    monkeypatch.setattr(export_answers.state, "desk", lambda: Answers(answer))
    monkeypatch.setattr(export_answers.reasons_panel, "ask", lambda _: Answer("k", Done.DONE, {}))
    monkeypatch.setattr(export_answers.taking, "dossier", lambda outcome, **parts: Dossier(outcome=outcome, **parts))
    monkeypatch.setattr(export_answers, "_since", lambda _: None)
    workbook = export_answers.gather(sample_outcome, EXPORTS[0])
    assert (len(workbook.dossier.prices), len(workbook.under_way), list(workbook.errors)) == (
        n_prices,
        under_way,
        errors,
    )
    assert workbook.is_over == (not under_way)
    letters = next(export for export in EXPORTS if export.key == "letters-docx")
    assert export_answers.gather(sample_outcome, letters).is_over


@pytest.mark.parametrize("trouble", [export_answers.comparing.NotYetError, PlanningError])
def test_a_file_taken_before_the_earlier_meeting_is_known_does_not_say_that_there_was_none(
    sample_outcome, monkeypatch, trouble
):
    monkeypatch.setattr(export_answers.state, "desk", lambda: Answers(Answer("k", Done.DONE, ())))
    monkeypatch.setattr(export_answers.reasons_panel, "ask", lambda _: Answer("k", Done.DONE, {}))
    monkeypatch.setattr(export_answers.taking, "dossier", lambda outcome, **parts: Dossier(outcome=outcome, **parts))
    monkeypatch.setattr(export_answers, "_since", lambda _: None)
    assert since_line(export_answers.gather(sample_outcome, EXPORTS[0]).dossier) == NOTHING_BEFORE

    def fail(_):
        raise trouble("x")

    monkeypatch.setattr(export_answers, "_since", fail)
    assert since_line(export_answers.gather(sample_outcome, EXPORTS[0]).dossier) == NOT_COMPARED


def test_what_changed_is_found_once_and_waited_for_while_a_plan_is_being_proven(monkeypatch):
    at = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    entry = next_entry(Change(who=Person("Ada", "CMIO"), at=at, what="weights"), "a", None)
    asked = [request("A", capital=10, ratings={"clinical_value": 5.0})]
    before = notebook(asked, limits_=limits(capital=5))
    outcome = evaluate(notebook(asked, limits_=limits(capital=10)), TODAY)
    kept, solved, waits = {}, [], [True]

    def solve(asked_for, wait):
        if waits.pop() if waits else False:
            raise export_answers.comparing.NotYetError(asked_for)
        solved.append(asked_for)
        return evaluate(asked_for, TODAY)

    monkeypatch.setattr(export_answers, "last_meeting", lambda *_: 1)
    monkeypatch.setattr(export_answers.comparing, "solve", solve)
    for name, found in (("log", (entry,)), ("signed_plans", ())):
        monkeypatch.setattr(export_answers.history, name, lambda found=found: found)
    monkeypatch.setattr(export_answers.keeping, "now", lambda: at)
    monkeypatch.setattr(export_answers.history, "past", lambda _: before)
    monkeypatch.setattr(export_answers.state, "kept", kept.get)
    monkeypatch.setattr(export_answers.state, "keep", kept.__setitem__)
    with pytest.raises(export_answers.comparing.NotYetError):
        export_answers._since(outcome)
    found = export_answers._since(outcome)
    assert (found.came_in, found.when) == (("A",), "the plan of 2026-11-20, after change 1")
    n_solved = len(solved)
    assert export_answers._since(outcome) is found
    assert len(solved) == n_solved
