"""The screen that loads requests: questions, mapping, entries, newer versions, and text shown as typed."""

import os
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from intake.edits import Edit
from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from tests.intake.test_findings import HEADER, ROWS, TURNED, saved, table
from tests.intake.unseen_layouts import no_headers, sheet_for_each_department
from tests.pages.test_who_is_here import say_who
from ui import loading
from ui.plain_text import plain

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = [[*row[:4], str(k)] for k, row in enumerate(ROWS, start=5)]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    st.cache_resource.clear()


def drop(data: bytes, name: str = "list.csv", app: AppTest | None = None) -> AppTest:
    app = app or AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.file_uploader(key="upload").set_value((name, data, "text/csv"))
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    parts = [*app.title, *app.subheader, *app.markdown, *app.text, *app.info, *app.error, *app.success, *app.caption]
    tables = [str(cell) for shown in app.dataframe for cell in shown.value.to_numpy().ravel()]
    return "\n".join([str(part.value) for part in parts] + tables)


def requests(app: AppTest):
    return app.session_state["state:intake"].requests


def enter_rating(app: AppTest) -> None:
    app.segmented_control(key="grid_group").set_value("Ratings").run()
    app.selectbox(key="fill_column").select("clinical_value").run()
    app.text_input(key="fill_value_clinical_value").input("4").run()
    app.button(key="fill").click().run()


def test_a_list_in_its_own_layout_comes_in_with_its_findings():
    app = drop(table())
    assert "10 requests read" in said(app)
    assert sum(r.total_capital_usd for r in requests(app)) == 550_000


def test_no_cost_is_used_and_no_portfolio_chosen_before_the_unit_is_answered():
    app = drop(table(body=SMALL))
    assert "What are the amounts counted in?" in said(app)
    assert "95 thousand if in thousands" in said(app)
    assert app.button(key="go_choose").disabled
    assert not any(r.capital_usd for r in requests(app))
    app.selectbox(key="answer_unit").select("1000").run()
    assert not app.exception
    assert not app.button(key="go_choose").disabled
    assert sum(r.total_capital_usd for r in requests(app)) == 95_000
    assert "In thousands" in said(app)


def test_an_answer_is_remembered_for_the_next_file_of_that_shape():
    first = drop(table(body=SMALL))
    first.selectbox(key="answer_unit").select("1000").run()
    second = drop(table(body=SMALL[:4]), "next.csv")
    assert sum(r.total_capital_usd for r in requests(second)) == 26_000
    assert "Read with the answers given for list.csv on " in said(second)
    second.button(key="forget_answers").click().run()
    assert not any(r.capital_usd for r in requests(second))
    third = drop(table(body=SMALL[:3]), "third.csv")
    assert "What are the amounts counted in?" in said(third)


def test_a_damaged_file_of_answers_is_said_and_a_new_one_begins():
    folder = Path(os.environ["ROUNDS_DATA_DIR"])
    (folder / "answers.json").write_text("{half a", encoding="utf-8")
    app = drop(table(body=SMALL))
    assert "was damaged: it is kept as answers.damaged.json" in "\n".join(
        w.value.replace("\\", "") for w in app.warning
    )
    app.selectbox(key="answer_unit").select("1000").run()
    assert sum(r.total_capital_usd for r in requests(drop(table(body=SMALL[:4]), "next.csv"))) == 26_000


def test_a_meaning_can_be_changed():
    app = drop(table(header=[*HEADER[:3], "Moon phase", "Capital cost"]))
    assert {r.sponsor_role for r in requests(app)} == {""}
    app.selectbox(key="mapping_what").select("Moon phase").run()
    app.selectbox(key="mapping_is_Moon phase").select("requester_sponsor").run()
    app.button(key="mapping_change").click().run()
    assert {r.sponsor_role for r in requests(app)} == {"CIO"}


def change_reading(app: AppTest, what: str, value: str) -> None:
    app.selectbox(key="reading_what").select(what).run()
    app.selectbox(key=f"reading_is_{what}").select(value).run()
    app.button(key="reading_change").click().run()
    assert not app.exception


def test_how_the_file_was_read_can_be_changed_with_no_question_open_and_is_remembered():
    listed = table(header=[*HEADER[:4], "Cost (USD)"])
    app = say_who(drop(listed))
    assert not app.session_state["state:intake"].questions
    assert "“Cost (USD)”" in said(app)
    enter_rating(app)
    change_reading(app, "Amounts counted", "1000")
    assert sum(r.total_capital_usd for r in requests(app)) == 550_000_000
    assert {r.ratings["clinical_value"] for r in requests(app)} == {4}
    change_reading(app, "Currency", "CAD")
    assert app.session_state["state:notebook"].plan.currency == "CAD"
    again = drop(listed.replace(b"P-001", b"Q-001"), "next.csv")
    assert sum(r.total_capital_usd for r in requests(again)) == 550_000_000
    assert "Read with the answers given for list.csv on " in said(again)


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


def test_text_that_spells_a_sign_in_html_is_shown_as_typed():
    assert plain("A &lt; B") == "A \\&lt; B"


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


def test_a_newer_file_names_other_limits_and_weights_and_entries_come_back_with_their_request():
    sample = SAMPLE_WORKBOOK.read_bytes()
    app = say_who(drop(sample, "sample.xlsx"))
    gone = requests(app)[0].id
    app.checkbox(key="fill_blank").uncheck().run()
    enter_rating(app)
    n_entered = len(app.session_state["state:loaded"].edits)
    drop(sample_without_row(gone), "next.xlsx", app)
    report = app.session_state["state:loaded"].report
    assert [r.id for r in report.removed] == [gone]
    assert ("Budget", "FY27") in {(change.sheet, change.row) for change in report.settings}
    assert "weights and plan stay as agreed" in said(app)
    assert {e.request_id for e in report.resting} == {gone}
    assert len(app.session_state["state:loaded"].edits) == n_entered
    drop(sample, "sample again.xlsx", app)
    assert not app.session_state["state:loaded"].report.resting
    assert next(r.ratings["clinical_value"] for r in requests(app) if r.id == gone) == 4


def sample_without_row(request_id: str) -> bytes:
    """The sample without a request, with another limit of its first year."""
    made = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    sheet = made["Requests"]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == request_id))
    made["Budget"].cell(2, 2).value = 1
    return saved(made)


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


def test_a_newer_version_keeps_the_entries_and_says_what_changed():
    app = say_who(drop(table()))
    enter_rating(app)
    drop(table(["P-011", "Bed board", "ICU", "COO", "90000"]).replace(b"10000\r", b"15000\r"), "list v2.csv", app)
    assert {m.label: m.value for m in app.metric}["New requests"] == "1"
    assert {m.label: m.value for m in app.metric}["Your entries kept"] == "10"
    assert [r.ratings.get("clinical_value") for r in requests(app)] == [4] * 10 + [None]
    assert len(app.session_state["state:notebook"].requests) == 11


def test_another_list_is_no_newer_version():
    app = drop(table())
    drop(SAMPLE_WORKBOOK.read_bytes(), "sample.xlsx", app)
    assert "60 requests read" in said(app)
    assert app.session_state["state:loaded"].report is None


def test_the_sample_takes_the_dropped_file_out_of_the_upload_field():
    app = drop(table())
    app.button(key="open_sample").click().run()
    assert "60 requests read" in said(app)
    assert [field.value for field in app.file_uploader] == [None]
    app.file_uploader(key="upload_1").set_value(("list.csv", table(), "text/csv")).run()
    assert "10 requests read" in said(app)


def test_a_refused_file_says_why_and_leaves_the_open_list():
    app = drop(table())
    drop(b"%PDF-1.7", "letter.pdf.csv", app)
    assert "is a PDF document" in said(app)
    assert len(app.session_state["state:notebook"].requests) == 10


def test_a_turned_sheet_says_so():
    assert "a request in each column" in said(drop(TURNED, "a.xlsx"))


def test_markup_from_a_file_is_shown_as_typed():
    app = drop(b"Project name,Status,Cost\n<b>x</b> **y**,**open**,100000\nz,closed,200000\n", "**bold**.csv")
    assert "\\*\\*bold\\*\\*" in app.subheader[0].value
    assert not any("**open**" in m.value or "<b>" in m.value for m in app.markdown)


def test_typed_cells_become_entries():
    def grid() -> None:
        import streamlit as st  # noqa: F401

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


def test_the_answer_on_currency_reaches_the_notebook():
    app = drop(table())
    assert app.session_state["state:notebook"].plan.currency == ""
    app.selectbox(key="answer_currency").select("CAD").run()
    assert not app.exception
    assert app.session_state["state:notebook"].plan.currency == "CAD"


def test_sheets_of_the_same_columns_are_taken_together_on_the_screen():
    app = drop(sheet_for_each_department(), "a.xlsx")
    assert "Only the sheet ICU is read before you choose." in said(app)
    app.selectbox(key="answer_sheet").select("*").run()
    assert not app.exception
    assert ": 3 requests read" in said(app)
    assert [r.requesting_department for r in requests(app)] == ["ICU", "Nursing", "IT"]
    assert [q.code for q in app.session_state["state:intake"].questions] == ["currency"]


def test_a_list_without_headers_is_settled_on_the_screen():
    app = drop(no_headers())
    for code, chosen in (("header_row", "0"), ("title", "B"), ("cost_column", "D")):
        app.selectbox(key=f"answer_{code}").select(chosen).run()
        assert not app.exception
    assert sum(r.total_capital_usd for r in requests(app)) == 240_000
    assert "No headers" in said(app)
    assert not app.button(key="go_choose").disabled


def test_a_dropped_file_whose_read_is_interrupted_is_read_by_the_next_run(monkeypatch):
    reads = []

    def interrupted_once(*args, **options):
        reads.append(args)
        if len(reads) == 1:
            st.rerun()  # what a click during the read does
        return read_workbook(*args, **options)

    monkeypatch.setattr(loading, "read_workbook", interrupted_once)
    app = drop(table())
    assert "10 requests read" in said(app)
    assert len(reads) == 2
    app.run()
    assert len(reads) == 2


def test_a_newer_version_whose_opening_is_interrupted_keeps_entries_and_report(monkeypatch):
    app = say_who(drop(table()))
    enter_rating(app)
    has_started = []
    put = loading.put

    def interrupted_once(current):
        put(current)
        if not has_started:
            has_started.append(current)
            st.rerun()

    monkeypatch.setattr(loading, "put", interrupted_once)
    drop(table(["P-011", "Bed board", "ICU", "COO", "90000"]), "list v2.csv", app)
    assert {m.label: m.value for m in app.metric}["Your entries kept"] == "10"
    assert [r.ratings.get("clinical_value") for r in requests(app)] == [4] * 10 + [None]


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


def test_answers_of_somebody_who_may_not_edit_requests_bind_nobody_else():
    first = say_who(drop(table(body=SMALL)), role="participant")
    assert "are remembered for the next file" not in said(first)
    first.selectbox(key="answer_unit").select("1000").run()
    assert not any(r.capital_usd for r in requests(drop(table(body=SMALL[:4]), "next.csv")))
    office = say_who(drop(table(body=SMALL)), role="portfolio office")
    office.selectbox(key="answer_unit").select("1000").run()
    assert "are remembered for the next file" in said(office)
    guest = say_who(drop(table(body=SMALL)), role="participant")
    guest.button(key="forget_answers").click().run()
    assert sum(r.total_capital_usd for r in requests(drop(table(body=SMALL[:4]), "next.csv"))) == 26_000
