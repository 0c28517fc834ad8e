"""One presents, others follow or explore on their own."""

import datetime as dt
import time
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from planning.board import Board, Shown
from planning.change import Change, Recorded
from planning.database import database_url
from planning.notebook import Override, with_bounds, with_override
from planning.people import Person
from planning.store import open_store
from planning.worker import Answer, Stage
from tests.pages import board
from tests.pages.app import filled, go, move, proven, said, weights
from tests.pages.test_notebook_life import reloaded
from tests.pages.test_who_is_here import say_who
from ui.state import STATE_DRAFT

KIM = Person("Ada Kim", "CMIO")


def presenter() -> AppTest:
    app = go(filled(), "choose_portfolio")
    return app.toggle(key="present").set_value(True).run()


def another(app: AppTest) -> AppTest:
    """Somebody else who opens the same notebook."""
    return reloaded(app, "choose_portfolio")


def test_a_follower_sees_what_the_presenter_moves_and_the_same_answer():
    first = presenter()
    second = another(first)
    assert "Following" in said(second)
    proven(move(first, "burden_reduction", 30))
    second.run()
    assert weights(second)["burden_reduction"] == 30
    assert board.numbers(second) == board.numbers(first)
    assert "since the agreed plan" in said(second)


def test_exploring_alone_never_changes_the_presenter_s_screen_and_there_is_a_way_back():
    first = presenter()
    second = another(first)
    proven(move(second, "cost", 40))
    assert weights(second)["cost"] == 40
    assert weights(first.run())["cost"] == 20
    proven(move(first, "burden_reduction", 30))
    assert weights(second.run())["cost"] == 40
    second.button(key="follow").click().run()
    assert weights(second)["burden_reduction"] == 30


def test_the_newest_presenter_takes_over_and_who_stops_is_followed_no_longer():
    first = presenter()
    second = another(first)
    proven(move(second, "cost", 40))
    proven(move(first, "burden_reduction", 30))
    first.toggle(key="present").set_value(False).run()
    assert "Following" not in said(second.run())
    second.toggle(key="present").set_value(True).run()
    assert weights(first.run())["burden_reduction"] == 30
    first.button(key="follow").click().run()
    assert weights(first)["cost"] == 40


def test_what_somebody_agreed_meanwhile_stays_under_the_presenter_s_moves():
    first = presenter()
    second = say_who(another(first), "Bo Lee", "CIO")
    go(second, "record_decision")
    second.session_state["state:own_way"] = False
    held = open_store(database_url())
    kept = held.load(second.query_params["notebook"][0] if isinstance(second.query_params["notebook"], list)
                     else second.query_params["notebook"], by=KIM)  # fmt: skip
    forced = with_override(kept.notebook, Override(request_id="DP-026", is_in=True, who="Bo Lee (CIO)", why="asked"))
    held.save(kept, Recorded(forced, Change(who=Person("Bo Lee", "CIO"), at=dt.datetime.now(dt.UTC), what="override")))
    held.close()
    go(second, "choose_portfolio")
    assert [o.request_id for o in second.session_state["state:draft"].overrides] == ["DP-026"]
    assert "660.3 points" in board.numbers(proven(second))


def test_where_nothing_fits_the_presenter_s_limits_followers_see_that_and_not_the_portfolio_before():
    first = presenter()
    second = another(first)
    first.session_state[STATE_DRAFT] = with_bounds(first.session_state[STATE_DRAFT], {"capital FY27": 1})
    assert "No portfolio fits" in said(first.run())
    assert "No portfolio fits" in said(second.run())
    assert not board.boards(second)
    assert "Following" in said(second)


def test_a_presenter_not_heard_of_for_long_is_gone_and_another_one_takes_over():
    board = Board[None](patience=0.05)
    shown = Shown(
        seat="a", name="Ada", number=0, base=None, notebook=None, answer=Answer("k", Stage.DONE), snapshot=None
    )
    board.show("n", shown)
    assert board.shown("n").number == 1
    time.sleep(0.1)
    assert board.shown("n") is None
    board.show("n", replace(shown, seat="b"))
    board.stop("n", "a")
    assert board.shown("n").seat == "b"
    board.stop("n", "b")
    assert board.shown("n") is None
