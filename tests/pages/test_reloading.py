"""What a reload of the page brings back, and when."""

import pytest
from streamlit.testing.v1 import AppTest

from planning.people import Person

KIM = Person("Ada Kim", "CMIO")

pytestmark = pytest.mark.usefixtures("data_folder")


def _reload_after_somebody_agreed():
    from planning.notebook import with_bounds
    from planning.recording import agree_on
    from scoring.weights import Weights
    from tests.builders import notebook, request
    from ui import keeping, moves, reloading, remembered, shelf, state

    before = state.seat()
    assert not remembered._take_seat(before)
    keeping.start(notebook([request("A")]))
    opened = keeping.stored()
    moves.take_weights(Weights.of({"clinical_value": 1.0}))
    reloading.keep_moves()
    agreed = with_bounds(opened.notebook, {"capital FY27": 1.0})
    shelf.store().save(opened, agree_on(opened.notebook, agreed, keeping.step()))
    keeping.open_stored(opened.id)
    assert remembered._take_seat(before)
    assert not remembered._take_seat(before)
    assert (state.open_draft().weights.share("clinical_value"), state.open_draft().bounds) == (1.0, agreed.bounds)
    moves.undo()
    assert state.draft() == state.notebook() == agreed


def test_moves_come_back_once_their_notebook_is_open_and_a_step_taken_back_leaves_what_others_agreed_on():
    app = AppTest.from_function(_reload_after_somebody_agreed, default_timeout=60)
    app.session_state["state:person"] = KIM
    app.run()
    assert not app.exception, app.exception
