"""One presents, others follow or explore on their own."""

from streamlit.testing.v1 import AppTest

from tests.pages.test_notebook_life import reloaded
from tests.pages.test_pages import filled, go, move, proven, said, weights


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
    assert [m.value for m in second.metric] == [m.value for m in first.metric]
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
