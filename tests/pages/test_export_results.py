"""The screen Export results: each file with what it is for, what it will say, and the button that makes it."""

from planning.notebook import with_bounds
from planning.people import Person
from reports.exports import EXPORTS
from tests.pages.test_explain_and_trade_off import settled, text
from tests.pages.test_pages import filled, go, infeasible, said, start
from ui.state import STATE_DRAFT


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
        assert f"{export.key}-v1-2026-11-22{export.suffix}" in text(app)
        assert not app.exception


def test_reasons_come_in_while_people_read_and_the_letters_take_them():
    app = go(filled(), "export_results")
    app.radio(key="export_kind").set_value("Letters").run()
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
