"""What is entered beside the file: single cells, many at once, and what becomes of it."""

import pytest
from streamlit.testing.v1 import AppTest

from intake.edits import Edit
from planning.prepared import missing_facts
from tests.intake.test_findings import HEADER, ROWS, table
from tests.intake.unseen_layouts import sheet_for_each_department
from tests.pages.lists import drop, enter_rating, requests, said
from tests.pages.test_who_is_here import say_who
from ui.plain_text import plain

pytestmark = pytest.mark.usefixtures("nothing_remembered")


def test_typed_money_asks_for_a_currency_that_nobody_named():
    app = say_who(drop(table(header=HEADER[:4], body=[row[:4] for row in ROWS])))
    assert not app.session_state["state:intake"].questions
    app.selectbox(key="fill_column").select("stage").run()
    app.segmented_control(key="grid_group").set_value("Money").run()
    app.selectbox(key="fill_column").select("annual_benefit_usd").run()
    app.text_input(key="fill_value_annual_benefit_usd").input("5000").run()
    app.button(key="fill").click().run()
    assert not app.exception
    app.selectbox(key="answer_currency").select("EUR").run()
    assert app.session_state["state:notebook"].plan.currency == "EUR"
    assert {r.annual_benefit_usd for r in requests(app)} == {5000}


def test_only_requests_of_a_type_are_filled():
    kinds = ["New", "Upgrade"] * 5
    body = [[*row[:4], "Safety", kind, row[4]] for row, kind in zip(ROWS, kinds, strict=True)]
    app = say_who(drop(table(header=[*HEADER[:4], "Focus area", "Type ~now~", "Capital cost"], body=body)))
    app.selectbox(key="grid_kind_Type ~now~").select("Upgrade").run()
    assert app.selectbox(key="grid_kind_Type ~now~").label == plain("Type ~now~")
    enter_rating(app)
    rated = [r.id for r in requests(app) if r.ratings]
    assert rated == [row[0] for row, kind in zip(ROWS, kinds, strict=True) if kind == "Upgrade"]


def test_a_long_list_is_paged_and_searched_and_filled_on_all_its_pages():
    body = [[f"L-{k:03}", f"Ward board {k}", "ICU", "CIO", "10000"] for k in range(250)]
    app = say_who(drop(table(body=body)))
    assert "Requests 1 to 200 of 250" in said(app)
    enter_rating(app)
    assert sum(bool(r.ratings) for r in requests(app)) == 250
    app.text_input(key="grid_find").input("ward 249").run()
    assert "of 250" not in said(app)
    assert "the 1 request chosen above" in "\n".join(box.label for box in app.expander)


def test_many_requests_are_filled_at_once_and_entries_survive_a_change_of_screen():
    app = drop(table())
    enter_rating(app)
    assert {r.ratings["clinical_value"] for r in requests(app)} == {4}
    app.switch_page("pages/choose_portfolio.py").run()
    app.switch_page("pages/load_requests.py").run()
    assert not app.exception
    assert "10 cells entered beside the file." in said(app)
    # Nobody said yet who it was: what was typed stays here and is recorded once somebody does.
    assert not any(r.ratings for r in app.session_state["state:notebook"].requests)
    app.session_state["state:waiting_for_name"] = None  # what closing the question does
    say_who(app)
    app.button(key="record_list").click().run()
    assert {r.ratings.get("clinical_value") for r in app.session_state["state:notebook"].requests} == {4}
    app.button(key="drop_edits").click().run()
    assert not any(r.ratings for r in requests(app))


def test_typed_cells_become_entries():
    def grid() -> None:

        from tests.intake.test_findings import table
        from ui import entering, loading

        if loading.loaded() is None:
            loading.open_file(table(), "list.csv")
        entering.enter_rows({1: {"clinical_value": 3.0, "title": "New name"}, 99: {"title": "x"}}, ["P-001", "P-002"])

    app = AppTest.from_function(grid, default_timeout=60).run()
    assert not app.exception
    changed = next(r for r in requests(app) if r.id == "P-002")
    assert (changed.title, changed.ratings) == ("New name", {"clinical_value": 3})
    assert app.session_state["state:loaded"].edits[0] == Edit(
        request_id="P-002", column="clinical_value", value="3", was=""
    )


def test_entries_come_back_with_the_reading_they_were_made_in():
    app = say_who(drop(sheet_for_each_department(), "a.xlsx"))
    first = [r.title for r in requests(app)]
    enter_rating(app)
    app.selectbox(key="answer_sheet").select("IT").run()
    assert [r.title for r in requests(app)] == ["Pager swap"] != first
    assert not any(r.ratings for r in requests(app))
    assert "1 cell entered for requests that are not in this reading" in said(app)
    assert "Nothing entered beside the file yet." in said(app)
    assert len(app.session_state["state:notebook"].source.edits) == 1
    app.button(key="mapping_forget").click().run()
    assert [r.ratings.get("clinical_value") for r in requests(app)] == [4]
    assert "not in this reading" not in said(app)
    notebook = app.session_state["state:notebook"]
    assert [r.ratings.get("clinical_value") for r in notebook.requests] == [4]


def grid_cells(app: AppTest, column: str) -> list[str]:
    return next(list(shown.value[column]) for shown in app.dataframe if column in shown.value.columns)


def fill(app: AppTest, group: str, column: str, value: str) -> None:
    app.segmented_control(key="grid_group").set_value(group).run()
    app.selectbox(key="fill_column").select(column).run()
    app.text_input(key=f"fill_value_{column}").input(value).run()
    app.button(key="fill").click().run()
    assert not app.exception


def test_costs_and_hours_of_a_list_that_has_none_are_entered_on_the_screen_and_compete():
    app = say_who(drop(table(header=HEADER[:3], body=[row[:3] for row in ROWS])))
    fill(app, "Money", "capital_fy27_usd", "90000")
    fill(app, "Money", "all_costs", "0")
    assert {(int(r.capital_usd["FY27"]), int(r.operating_usd["FY29"])) for r in requests(app)} == {(90_000, 0)}
    app.segmented_control(key="grid_group").set_value("Hours").run()
    app.text_input(key="grid_role").input("Pharmacist").run()
    app.button(key="grid_add_role").click().run()
    fill(app, "Hours", "hours_pharmacist", "40")
    assert {r.role_hours["pharmacist"] for r in requests(app)} == {40}
    app.selectbox(key="answer_currency").select("USD").run()
    notebook = app.session_state["state:notebook"]
    assert not [missing_facts(r, notebook.limits) for r in notebook.requests if missing_facts(r, notebook.limits)]


def test_defaults_are_marked_in_the_grid_and_a_value_said_is_not():
    app = say_who(drop(table()))
    assert "(default) marks what nobody stated" in said(app)
    assert "idea (default)" in grid_cells(app, "stage")
    app.selectbox(key="fill_column").select("stage").run()
    app.selectbox(key="fill_value_stage").select("pilot").run()
    app.button(key="fill").click().run()
    assert {r.stage for r in requests(app)} == {"pilot"}
    assert "10 cells entered beside the file." in said(app)
