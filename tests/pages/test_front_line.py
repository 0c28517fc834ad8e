"""The front line's screen: one department, in plain words, and marked while the room still moves weights."""

from reports.front_line import front_line_view
from tests.pages.app import filled, go, move, proven, said


def test_a_department_reads_what_comes_and_what_waits(sample_outcome):
    app = go(filled(), "front_line")
    app.selectbox(key="front_line_department").set_value("Pharmacy").run()
    view = front_line_view(sample_outcome, "Pharmacy")
    text = said(app).replace("\\", "")
    assert view.summary in text
    assert all(line.title in text for line in (*view.coming, *view.waiting))
    mine = {line.title for line in (*view.coming, *view.waiting)}
    theirs = {r.title for r in sample_outcome.notebook.requests} - mine
    assert theirs and not any(title in text for title in theirs)
    assert "Not decided yet" not in text
    assert go(go(app, "trade_off"), "front_line").selectbox(key="front_line_department").value == "Pharmacy"


def test_moves_that_nobody_agreed_on_are_said_to_be_undecided():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "burden_reduction", 30))
    assert "Not decided yet" in said(go(app, "front_line"))
