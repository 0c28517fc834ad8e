"""The room's screen before the proof: an answer at once, marked everywhere, and a way to stop."""

import time
from dataclasses import replace

import pytest

from planning import prover
from portfolio.engine import Engine
from portfolio.selection import Selection, SolveStatus
from reports import wording
from tests.grown import grown_workbook
from tests.pages import board
from tests.pages.app import filled, go, infeasible, move, proven, said, start


@pytest.fixture(scope="module")
def large() -> bytes:
    return grown_workbook(500)


def room_of(data: bytes):
    app = start()
    app.file_uploader(key="upload").set_value(("grown.xlsx", data, "application/zip")).run()
    return app.switch_page("pages/choose_portfolio.py").run()


def stopped(app):
    if board.boards(app):
        board.press(app)
    else:
        app.button(key="stop_proof").click().run()
    return proven(app)


def wait_for_a_stop(is_stopped) -> Selection:
    while not is_stopped():
        time.sleep(0.01)
    return Selection(status=SolveStatus.STOPPED)


def test_a_large_list_is_answered_before_it_is_proven_and_says_so_everywhere(large):
    app = room_of(large)
    assert not app.exception
    assert all("provisional" in label for label in board.labels(app))
    assert "points below the best possible" in said(app)
    assert "Proving" in said(app)
    assert board.columns(app)["standing"] == "Provisional"
    assert board.shown(app)["provisional"]
    assert board.button(app) == "stop_proof"
    assert all(button.proto.disabled for button in app.get("download_button"))
    stopped(app)


def test_a_stopped_proof_stays_stopped_says_so_and_goes_on_when_asked(large):
    app = stopped(room_of(large))
    assert "Stopped after" in said(app)
    assert "Provisional" in said(app)
    app.run()
    assert "Stopped after" in said(app)
    assert board.button(app) == "go_on"
    board.press(app)
    assert board.button(app) == "stop_proof"
    stopped(app)


def test_a_newer_change_takes_the_place_of_the_proof_before(large):
    app = room_of(large)
    move(app, "burden_reduction", 60)
    before = board.numbers(app)[1]
    move(app, "burden_reduction", 10)
    assert "Proving" in said(app)
    assert board.numbers(app)[1] != before
    stopped(app)


def test_the_proof_takes_the_provisional_answer_s_place_by_itself():
    app = filled().switch_page("pages/choose_portfolio.py").run()
    proven(app)
    assert board.labels(app)[:2] == ["Requests funded", "Portfolio value"]
    assert "Proven" in said(app)
    assert not app.get("download_button")[0].proto.disabled
    assert not board.shown(app)["provisional"]
    assert board.button(app) == "snapshot"


def test_a_proof_that_runs_out_of_time_says_so(large, monkeypatch):
    monkeypatch.setattr(prover.Prover.look, "__kwdefaults__", {**prover.Prover.look.__kwdefaults__, "seconds": 0.3})
    monkeypatch.setattr(prover, "PROOF_SECONDS", 0.3)
    app = proven(room_of(large))
    assert "Not proven in time after" in said(app)
    assert board.button(app) == "go_on"


def test_a_failed_proof_says_so_and_keeps_the_answer(monkeypatch):
    def fail(*_args, **_kwargs):
        raise ValueError("the solver broke")

    app = go(filled(), "choose_portfolio")
    monkeypatch.setattr(Engine, "prove", fail)
    proven(move(app, "burden_reduction", 43))
    assert "The proof failed" in said(app)
    assert "the solver broke" in board.words(app)
    assert board.numbers(app)


def test_before_any_portfolio_is_found_the_screen_says_what_it_does(monkeypatch):
    first = Engine.first

    def none_yet(self, shares):
        found = first(self, shares)
        return replace(found, status=SolveStatus.FAILED, funded=(), value=None, bound=None, gap=None)

    app = go(filled(), "choose_portfolio")
    monkeypatch.setattr(Engine, "first", none_yet)
    monkeypatch.setattr(Engine, "prove", lambda *_args, is_stopped, **_kwargs: wait_for_a_stop(is_stopped))
    move(app, "burden_reduction", 47)
    assert not app.exception
    assert "Looking for a portfolio" in said(app)
    assert not board.boards(app)
    stopped(app)
    assert "Stopped before any portfolio" in "\n".join(w.value for w in app.warning)
    monkeypatch.undo()
    proven(app.button(key="go_on").click().run())
    assert board.numbers(app)


def test_rules_that_collide_are_named_once_the_search_is_over():
    app = go(infeasible(), "choose_portfolio")
    assert "can't be kept together" in said(app).replace("\\", "")


def test_the_shortfall_is_rounded_up(sample_outcome):
    assert sample_outcome.selection.value is not None
    near = replace(sample_outcome.selection, is_final=False, gap=0.001, bound=sample_outcome.selection.value + 0.41)
    assert wording.headline(replace(sample_outcome, selection=near)).endswith(
        "at most 0.5 points below the best possible."
    )


@pytest.mark.parametrize("key", ["explain_choice", "trade_off"])
def test_questions_wait_for_the_proof_or_say_that_there_is_none(large, key):
    app = room_of(large)
    app.switch_page(f"pages/{key}.py").run()
    assert not app.exception
    assert "follows the proof" in said(app)
    asked = {"asked_request", "frontier_cost"}
    assert not asked & {box.key for box in app.selectbox}
    stopped(app)
    assert "Stopped after" in said(app)
    assert asked & {box.key for box in app.selectbox}
