"""The verb check, clause by clause of what it promises: exit codes, one object, its keys, options and questions."""

import json

import pytest

import cli
from tests.intake.test_findings import HEADER, ROWS, TURNED, table
from tests.intake.unseen import UNSEEN

KEYS = {
    "refused", "message", "sheet", "header_row", "orientation", "mapping", "requests", "title_column", "cost_column",
    "cost_sum", "currency", "unit", "rejected_rows", "findings", "questions",
}  # fmt: skip
SMALL = [[*row[:4], str(k)] for k, row in enumerate(ROWS, start=5)]


@pytest.fixture
def check(capsys, tmp_path):
    """Check a file with options: exit code, the object on standard output, standard error."""

    def run(data: bytes, *options: str, name: str = "list.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        code = cli.main(["check", str(path), "--json", *options])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return run


def test_the_object_holds_every_key_and_nothing_else_is_printed(check):
    code, facts, err = check(table())
    assert (code, set(facts), err) == (0, KEYS, "")
    assert (facts["sheet"], facts["header_row"], facts["orientation"]) == ("list", 1, "rows")
    assert facts["mapping"]["Project name"] == {"meaning": "title", "confidence": 0.95}
    assert (facts["requests"], facts["title_column"]) == (10, "Project name")
    assert (facts["cost_column"], facts["cost_sum"], facts["currency"]) == ("Capital cost", 550_000, None)
    assert facts["unit"] == {"multiplier": 1, "source": "assumed"}
    assert {key for f in facts["findings"] for key in f} == {
        "code", "severity", "sheet", "row", "column", "value", "message", "remedy",
    }  # fmt: skip
    assert facts["questions"] == [
        {"code": "currency", "text": "The file names no currency. Which one is it?",
         "choices": ["USD", "EUR", "GBP", "CAD", "AUD"]},
    ]  # fmt: skip


def test_a_refused_file_has_every_key_its_reason_and_exit_2(check):
    code, facts, _ = check(b"PK\x03\x04 nothing", name="notes.xlsx")
    assert (code, set(facts), facts["refused"], facts["requests"]) == (2, KEYS, True, 0)
    assert "notes.xlsx" in facts["message"]


def test_an_unstated_unit_is_asked_with_the_raw_sum(check):
    code, facts, _ = check(table(body=SMALL))
    assert (code, facts["cost_sum"], facts["unit"]) == (0, 95, {"multiplier": 1, "source": "asked"})
    (unit,) = [q for q in facts["questions"] if q["code"] == "unit"]
    assert unit["choices"] == ["1", "1000", "1000000"]


def test_a_unit_of_the_call_settles_it(check):
    _, facts, _ = check(table(body=SMALL), "--unit", "1000")
    assert (facts["cost_sum"], facts["unit"]) == (95_000, {"multiplier": 1000, "source": "stated"})
    assert "unit" not in {q["code"] for q in facts["questions"]}


def test_a_meaning_of_the_call_is_sure_and_settles_the_cost(check):
    data = UNSEEN["clarity.csv"]()
    assert "cost_column" in {q["code"] for q in check(data)[1]["questions"]}
    _, facts, _ = check(data, "--map", "Budgeted Cost=cost")
    assert (facts["cost_column"], facts["cost_sum"]) == ("Budgeted Cost", 330_000)
    assert facts["mapping"]["Budgeted Cost"] == {"meaning": "cost_total", "confidence": 1.0}
    assert "cost_column" not in {q["code"] for q in facts["questions"]}


def test_sheet_and_header_row_of_the_call_are_taken(check):
    _, facts, _ = check(UNSEEN["departments.xlsx"](), "--sheet", "Nursing", name="a.xlsx")
    assert (facts["sheet"], facts["requests"], facts["cost_sum"]) == ("Nursing", 1, 80_000)
    _, facts, _ = check(b"One,Two\nThree,Four\n" + table(), "--header-row", "3")
    assert (facts["header_row"], facts["requests"]) == (3, 10)


def test_all_sheets_of_the_same_columns_are_taken_together(check):
    _, facts, _ = check(UNSEEN["departments.xlsx"](), "--sheet", "*", name="a.xlsx")
    assert (facts["sheet"], facts["requests"], facts["cost_sum"]) == ("ICU + Nursing + IT", 3, 215_000)


def test_header_row_0_says_that_there_is_none(check):
    _, facts, _ = check(table(header=ROWS[0], body=ROWS[1:]), "--header-row", "0", "--map", "E=cost", "--map", "B=name")
    assert (facts["header_row"], facts["requests"], facts["cost_sum"]) == (0, 10, 550_000)
    assert facts["title_column"] == "B"
    assert [q["code"] for q in facts["questions"]] == ["currency"]


def test_a_table_with_a_request_in_each_column_says_so(check):
    _, facts, _ = check(TURNED, name="a.xlsx")
    assert (facts["orientation"], facts["requests"]) == ("columns", 10)


def test_a_row_left_out_has_its_place_and_reason(check):
    _, facts, _ = check(table(["Total", "", "", "", "550000"]))
    assert facts["rejected_rows"] == [{"sheet": "list", "row": 12, "reason": "a row of totals"}]
    assert (facts["requests"], facts["cost_sum"]) == (10, 550_000)


def test_one_request_over_several_rows_counts_rows_and_asks(check):
    _, facts, _ = check(UNSEEN["long by year.csv"]())
    assert facts["requests"] == 6
    assert "grouping" in {q["code"] for q in facts["questions"]}


def test_what_is_no_list_of_requests_is_asked_about_not_refused(check):
    code, facts, _ = check(b"Dear all\nplease find\nbelow\n")
    assert (code, facts["refused"], facts["requests"]) == (0, False, 0)
    assert [q["code"] for q in facts["questions"]] == ["not_a_request_list"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sheet", "Nowhere"], "list.csv has no visible sheet Nowhere. Sheets: list."),
        (["--header-row", "99"], "list.csv has no row 99; its last row is 11."),
        (["--header-row", "-1"], "Expected header row >= 0."),
        (["--header-row", "first"], "argument --header-row"),
        (["--map", "Nothing=title"], "There is no column Nothing. Columns: Project ID"),
        (["--map", "Sponsor=moon phase"], "There is no meaning 'moon phase'."),
        (["--map", "Sponsor"], "argument --map"),
        (["--unit", "many"], "Expected a unit such as 1000"),
        (["--unit", "0"], "Expected unit > 0."),
        (["--today", "soon"], "argument --today"),
        (["--no-such-option"], "unrecognized arguments"),
    ],
)
def test_a_wrong_call_exits_2_with_one_object_that_says_why(check, options, words):
    code, facts, err = check(table(), *options)
    assert (code, facts["refused"]) == (2, True)
    assert words in facts["message"]
    assert words in err


def test_without_json_questions_and_findings_are_lines(capsys, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(table(["Total", "", "", "", "550000"], header=HEADER))
    assert cli.main(["check", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("10 requests, ")
    assert "question: The file names no currency." in out
    assert "note: list, row 12: The row holds a row of totals: Total" in out
