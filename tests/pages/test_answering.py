"""What a person answers about a file: the questions, how it was read, and what is remembered."""

import os
import time
from pathlib import Path

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from intake.read import read_workbook
from tests.intake.test_findings import HEADER, ROWS, table
from tests.intake.unseen_layouts import no_headers, sheet_for_each_department
from tests.intake.unseen_money import long_by_year
from tests.pages.lists import ROOT, SMALL, drop, enter_rating, requests, said
from tests.pages.test_who_is_here import say_who
from ui import answering

pytestmark = pytest.mark.usefixtures("nothing_remembered")


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


def test_a_column_without_a_header_is_given_a_meaning_on_the_screen():
    app = drop(table(header=[*HEADER[:3], "", "Capital cost"]))
    app.selectbox(key="mapping_what").select("D (no header)").run()
    app.selectbox(key="mapping_is_D (no header)").select("requester_sponsor").run()
    app.button(key="mapping_change").click().run()
    assert not app.exception
    assert {r.sponsor_role for r in requests(app)} == {"CIO"}


def test_columns_made_by_year_change_with_their_own_on_the_screen():
    app = drop(long_by_year(), "a.csv")
    assert "Total cost, parted below" in said(app)
    source = next(u.made_from for u in app.session_state["state:intake"].table.uses if u.made_from)
    app.selectbox(key="mapping_what").select(source).run()
    app.selectbox(key=f"mapping_is_{source}").select("cost_operating_recurring").run()
    app.button(key="mapping_change").click().run()
    assert not app.exception
    assert not any(any(r.capital_usd.values()) for r in requests(app))
    assert any(any(r.operating_usd.values()) for r in requests(app))


def test_after_a_reload_answers_are_remembered_and_forgotten_as_before():
    app = say_who(drop(table(body=SMALL)))
    app.selectbox(key="answer_unit").select("1000").run()
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    again.query_params["notebook"] = app.query_params["notebook"]
    again = say_who(again.run())
    change_reading(again, "Amounts counted", "1000000")
    assert sum(r.total_capital_usd for r in requests(again)) == 95_000_000
    following = drop(table(body=SMALL[:4]), "next.csv")
    assert sum(r.total_capital_usd for r in requests(following)) == 26_000_000
    once_more = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    once_more.query_params["notebook"] = again.query_params["notebook"]
    once_more = say_who(once_more.run())
    once_more.button(key="mapping_forget").click().run()
    assert "What are the amounts counted in?" in said(drop(table(body=SMALL[:3]), "third.csv"))


def test_statuses_of_a_column_that_was_chosen_by_hand_are_remembered():
    header, steps = [*HEADER[:3], "Traffic light", "Capital cost"], ["Open", "Closed"] * 5
    body = [[*row[:3], step, row[4]] for row, step in zip(ROWS, steps, strict=True)]
    app = say_who(drop(table(header=header, body=body)))
    app.selectbox(key="mapping_what").select("Traffic light").run()
    app.selectbox(key="mapping_is_Traffic light").select("status_stage").run()
    app.button(key="mapping_change").click().run()
    app.multiselect(key="answer_status").set_value(["Open"]).run()
    app.button(key="take_status").click().run()
    assert len(requests(app)) == 5
    assert len(requests(drop(table(header=header, body=body[:6]), "next.csv"))) == 3
    # A status that nobody was asked about: nothing is left out before somebody is.
    other = drop(table(["P-011", "Bed board", "ICU", "Parked", "90000"], header=header, body=body), "other.csv")
    assert len(requests(other)) == 11


def test_a_bar_stands_there_while_an_answer_is_read_for_long(monkeypatch):
    seen = []

    def slow(*args, progress=None, **options):
        if progress is not None:
            with monkeypatch.context() as later:
                later.setattr(time, "monotonic", lambda: begin + 5)
                progress(0.5)
        return read_workbook(*args, **options)

    app = drop(table(body=SMALL))
    begin = time.monotonic()
    monkeypatch.setattr(DeltaGenerator, "progress", lambda self, share, text: seen.append((share, text)))
    monkeypatch.setattr(answering, "read_workbook", slow)
    app.selectbox(key="answer_unit").select("1000").run()
    assert not app.exception
    assert seen == [(0.5, "Reading the file")]
    assert sum(r.total_capital_usd for r in requests(app)) == 95_000
