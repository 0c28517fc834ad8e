"""Answers survive a restart, in a file that is never half written."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.answers import Answers, Grouping
from intake.dates import DayOrder
from intake.remembered import FILE_NAME, AnswerFile, Remembered

GIVEN = Answers(
    meanings={"Cost": "cost_total"}, unit=Decimal(1000), currency="EUR", grouping=Grouping.TITLES,
    statuses=frozenset({"New"}), day_order=DayOrder.DAY_FIRST, is_request_list=True, header_row=3, sheet="List",
)  # fmt: skip
KEPT = Remembered(GIVEN, "list.csv", "2026-11-22", {"unit": "1"})


def test_answers_come_back_after_a_restart_with_their_source_and_day(tmp_path):
    AnswerFile(tmp_path / "new").keep("shape", KEPT)
    found = AnswerFile(tmp_path / "new").get("shape")
    assert found == KEPT
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE_NAME]


def test_what_is_forgotten_is_gone_and_the_rest_stays(tmp_path):
    file = AnswerFile(tmp_path)
    for shape in ("a", "b"):
        file.keep(shape, KEPT)
    file.forget("a")
    file.forget("never there")
    assert (file.get("a"), file.get("b").answers, file.trouble) == (None, GIVEN, "")


def test_the_oldest_of_many_shapes_goes_first(tmp_path):
    file = AnswerFile(tmp_path)
    entry = {"answers": {}, "source": "x", "on": "2026-11-22"}
    (tmp_path / FILE_NAME).write_text(json.dumps({"version": 1, "shapes": {str(k): entry for k in range(500)}}))
    file.keep("new", KEPT)
    assert (file.get("0"), file.get("1") is None, file.get("new").answers) == (None, False, GIVEN)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"shapes": 3}', "[" * 100_000])
def test_a_damaged_file_is_set_aside_and_said(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    file = AnswerFile(tmp_path)
    assert file.get("a") is None
    assert "damaged" in file.trouble
    assert (tmp_path / "answers.damaged.json").read_text(encoding="utf-8") == text
    file.keep("a", KEPT)
    assert AnswerFile(tmp_path).get("a").answers == GIVEN


@given(
    st.dictionaries(st.sampled_from(["unit", "meanings", "statuses", "grouping", "header_row"]), st.text() | st.none())
)
def test_an_entry_that_is_no_answer_is_passed_over(tmp_path_factory, answers):
    folder = tmp_path_factory.mktemp("answers")
    shapes = {"a": {"answers": answers, "source": "x", "on": "y"}, "b": 3, "c": None}
    (folder / FILE_NAME).write_text(json.dumps({"version": 1, "shapes": shapes}), encoding="utf-8")
    file = AnswerFile(folder)
    for shape in shapes:
        found = file.get(shape)
        assert found is None or isinstance(found.answers, Answers)


def test_a_folder_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    file = AnswerFile(tmp_path / "file")
    file.keep("a", KEPT)
    assert "can't be" in file.trouble
    assert file.get("a") is None
