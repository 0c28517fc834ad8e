"""Name and role are said once, and stand in the header of every screen."""

from streamlit import user_info
from streamlit.testing.v1 import AppTest

from tests.pages.app import filled, go, said, start
from ui.screens import SCREENS


def say_who(app, name="Ada Kim", role="CMIO"):
    app.text_input(key="who_name_header").set_value(name)
    app.selectbox(key="who_role_header").set_value(role)
    submit = next(b for b in app.button if b.label == "This is me")
    return submit.click().run()


def test_every_screen_shows_who_is_here():
    app = say_who(filled())
    for screen in SCREENS:
        go(app, screen.key)
        assert not app.exception
        assert app.text_input(key="who_name_header").value == "Ada Kim", screen.key
        assert app.selectbox(key="who_role_header").value == "CMIO"


def test_a_name_without_a_role_is_asked_for():
    app = say_who(start(), role=None)
    assert "choose your role" in said(app)


def test_whether_one_can_sign_in_here_is_found_once_a_session_however_often_a_page_asks(monkeypatch):
    looked, look = [], user_info.get_secrets_auth_section
    monkeypatch.setattr(user_info, "get_secrets_auth_section", lambda: looked.append(1) or look())
    go(filled(), "choose_portfolio").run()
    assert len(looked) == 1


def _record_a_charter():
    import datetime as dt
    from dataclasses import replace

    from governance.book import GovernanceBook
    from planning.change import Change, Recorded
    from planning.people import Person
    from scoring.weights import Weights
    from tests.builders import notebook, request
    from ui import keeping, moves, state
    from ui.access import who_is_here

    keeping.start(notebook([request("A")]))
    agreed = state.notebook()
    moves.take_weights(Weights.of({"clinical_value": 1.0}))
    book = GovernanceBook(duties_since=(("charter", dt.date(2026, 1, 1)),))
    at = dt.datetime(2026, 11, 22, 9, 5, tzinfo=dt.UTC)
    change = Change(who=Person("Kim", "CMIO"), at=at, what="duties", why="agreed in the room")
    keeping.record(Recorded(replace(agreed, governance=book), change))
    assert state.notebook().governance == book
    assert state.draft().governance == book
    assert state.draft().weights == Weights.of({"clinical_value": 1.0})
    moves.undo()
    assert state.draft() == state.notebook()
    assert keeping.changes() == (change,)
    who_is_here()


def test_what_is_recorded_is_agreed_below_the_moves_and_the_header_says_saved():
    app = AppTest.from_function(_record_a_charter, default_timeout=60).run()
    assert not app.exception
    assert "Saved " in said(app)
