import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest

import cli
from intake.own_rows import requests_as_csv
from intake.tables import SAMPLE_WORKBOOK
from planning import outcome
from portfolio.selection import Selection, SolveStatus
from scoring.request import AiTier
from tests.builders import request

SAMPLE = str(SAMPLE_WORKBOOK)


def run(capsys, *arguments) -> tuple[int, str, str]:
    code = cli.main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def run_json(capsys, *arguments) -> tuple[int, dict]:
    code, out, _ = run(capsys, *arguments, "--json")
    return code, json.loads(out)


def test_select_prints_the_sample_s_value(capsys):
    code, out, _ = run(capsys, "select", SAMPLE)
    assert code == 0
    assert out.startswith("662.533333 points, 26 of 60 requests funded, proven best")
    assert "blocked DP-012" in out


def test_select_as_json_holds_everything_the_contract_names(capsys):
    code, facts = run_json(capsys, "select", SAMPLE)
    assert code == 0
    wanted = {
        "status",
        "value",
        "bound",
        "gap",
        "seconds",
        "solver",
        "funded",
        "scores",
        "blocked",
        "limits",
        "findings",
    }
    assert wanted <= set(facts)
    assert (facts["status"], facts["value"], len(facts["funded"]), len(facts["scores"])) == (
        "optimal",
        662.533333,
        26,
        60,
    )
    assert set(facts["limits"][0]) == {"rule", "limit", "used", "slack", "unit", "tight", "binding"}
    binding = {limit["rule"]: limit["binding"] for limit in facts["limits"]}
    assert binding["hours integration 2027-Q3"] in (True, None)
    assert binding["capital FY29"] in (False, None)
    assert set(facts["blocked"]) == {f"DP-{n}" for n in ("004", "008", "012", "014", "019", "021", "022")}


@pytest.mark.parametrize(
    ("options", "value"),
    [
        (["--without", "mandates"], 701.428333),
        (["--without", "gates"], 682.186667),
        (["--scenario", "Budget cut"], 638.14),
        (["--weights", "3.5,2.5,2,2"], 662.533333),
    ],
)
def test_options_change_the_answer_as_published(capsys, options, value):
    _, facts = run_json(capsys, "select", SAMPLE, *options)
    assert facts["value"] == pytest.approx(value, abs=1e-6)


def test_force_and_forbid(capsys):
    _, facts = run_json(capsys, "select", SAMPLE, "--force", "DP-042", "--forbid", "DP-015")
    assert "DP-042" in facts["funded"]
    assert "DP-015" not in facts["funded"]


def test_no_portfolio_exits_1_and_names_the_mandates(capsys):
    code, out, _ = run(capsys, "select", SAMPLE, "--limit", "capital FY27=1")
    assert code == 1
    assert "No portfolio fits" in out
    assert "Capital FY27" in out
    assert "DP-031" in out
    code, facts = run_json(capsys, "select", SAMPLE, "--limit", "capital FY27=1")
    assert (code, facts["status"], facts["value"], facts["funded"], facts["limits"]) == (1, "infeasible", None, [], [])
    assert facts["collisions"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["select", "nowhere.xlsx"], "can't be read"),
        (["select", SAMPLE, "--limit", "capital FY99=1"], "There is no limit"),
        (["select", SAMPLE, "--without", "nonsense"], "There is no rule"),
        (["select", SAMPLE, "--scenario", "nonsense"], "There is no scenario"),
        (["select", SAMPLE, "--force", "DP-999"], "There is no request"),
        (["export", SAMPLE, "out.xlsx", "--what", "nonsense"], "There is no export"),
        (["export", SAMPLE, "/nowhere/out.xlsx"], "can't be written"),
        (["export", SAMPLE, "out.xlsx", "--discount-rate", "101"], "from 0 to 100"),
        (["export", SAMPLE, "out.xlsx", "--useful-life", "0"], "from 1 to 40"),
    ],
)
def test_a_wrong_call_exits_2_with_one_sentence(capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["select"],
        ["select", SAMPLE, "--weights", "1,2"],
        ["select", SAMPLE, "--weights", "0,0,0,0"],
        ["select", SAMPLE, "--limit", "capital"],
        ["select", SAMPLE, "--limit", "capital FY27=nan"],
        ["select", SAMPLE, "--limit", "capital FY27=inf"],
        ["select", SAMPLE, "--gap", "2"],
        ["select", SAMPLE, "--seconds", "0"],
        ["select", SAMPLE, "--today", "soon"],
    ],
)
def test_a_call_that_cannot_be_parsed_exits_2(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "usage: " in err


def test_a_stop_before_any_portfolio_exits_3_and_blames_no_rule(capsys, monkeypatch):
    nothing = Selection(status=SolveStatus.STOPPED, message="No portfolio was found in time.")
    monkeypatch.setattr(outcome, "select", lambda *args, **kwargs: nothing)
    code, out, _ = run(capsys, "select", SAMPLE)
    assert (code, out.strip()) == (3, "No portfolio was found in time.")


def test_only_a_proven_answer_is_exported(capsys, tmp_path, monkeypatch, sample_outcome):
    provisional = replace(sample_outcome.selection, is_final=False, status=SolveStatus.STOPPED, gap=0.01)
    monkeypatch.setattr(outcome, "select", lambda *args, **kwargs: provisional)
    out = tmp_path / "portfolio.xlsx"
    code, _, err = run(capsys, "export", SAMPLE, out)
    assert code == 3
    assert "Only a proven answer is exported" in err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--force", "DP-001", "--forbid", "DP-001"], "in and out at once"),
        (["--force", "DP-001", "--without", "overrides"], "overrides"),
        (["--value-column", "clinical_value", "--scenario", "Budget cut"], "plain table"),
    ],
)
def test_options_that_contradict_each_other_are_refused(capsys, arguments, words):
    code, _, err = run(capsys, "select", SAMPLE, *arguments)
    assert code == 2
    assert words in err


def test_a_refused_call_prints_one_json_object_too(capsys):
    code, facts = run_json(capsys, "select", "nowhere.xlsx")
    assert (code, facts["refused"]) == (2, True)
    assert "can't be read" in facts["message"]


def test_check_says_how_the_file_was_understood(capsys):
    code, facts = run_json(capsys, "check", SAMPLE)
    assert code == 0
    assert (facts["requests"], facts["sheet"], facts["header_row"], facts["refused"]) == (60, "Requests", 1, False)
    assert facts["findings"] == facts["questions"] == facts["rejected_rows"] == []
    assert facts["mapping"]["title"]["meaning"] == "title"


def test_check_refuses_what_is_no_workbook(capsys, tmp_path):
    path = tmp_path / "notes.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    code, facts = run_json(capsys, "check", path)
    assert code == 2
    assert facts["refused"]
    assert facts["message"]


def test_export_writes_the_workbook_of_the_same_portfolio(capsys, tmp_path):
    out = tmp_path / "portfolio.xlsx"
    code, _, _ = run(capsys, "export", SAMPLE, out)
    assert code == 0
    sheet = openpyxl.load_workbook(out)["Funded"]
    ids = [sheet.cell(n, 1).value for n in range(5, sheet.max_row + 1)]
    assert (len(ids), ids[0]) == (26, "DP-001")


def test_an_export_counts_with_the_rate_and_life_asked_for_and_works_out_prices(capsys, tmp_path):
    path, out = tmp_path / "list.csv", tmp_path / "portfolio.xlsx"
    rated = {"clinical_value": 5.0, "burden_reduction": 0.0, "regulatory_need": 0.0}
    asked = [request(i, capital=cost, hours=1, ratings=rated) for i, cost in (("A", 100), ("B", 70))]
    path.write_bytes(requests_as_csv([replace(one, ai_tier=AiTier.NONE) for one in asked]))
    terms = ("--discount-rate", "10", "--useful-life", "2", "--reasons", "--forbid", "B")
    code, _, err = run(capsys, "export", path, out, *terms)
    assert (code, err) == (0, "")
    book = openpyxl.load_workbook(out, data_only=True)
    inputs = {row[0]: row[1] for row in book["Assumptions"].iter_rows(values_only=True)}
    assert (inputs["Discount rate a year"], inputs["Useful life of capital (years)"]) == (0.1, 2)
    figures = {row[0]: row[1] for row in book["Money"].iter_rows(max_col=2, values_only=True)}
    assert figures["Net present value, 5 years"] == pytest.approx(-100 / 1.1)
    rows = [*book["Rules and overrides"].iter_rows(max_col=2, values_only=True)]
    prices = {what: points for what, points in reversed(rows) if what}
    # Without it B would be in: its 5 of clinical value at 35 percent, less what 70 dollars count.
    assert prices["B out by override"] == pytest.approx(17.5, abs=0.01)


def test_export_of_nothing_writes_nothing(capsys, tmp_path):
    out = tmp_path / "portfolio.xlsx"
    code, _, err = run(capsys, "export", SAMPLE, out, "--limit", "capital FY27=1")
    assert code == 1
    assert "No portfolio fits" in err
    assert not out.exists()


def table_file(path, rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_a_plain_table_is_selected_as_published(capsys, tmp_path):
    """Winston's Stockco with "2 needs 1": 38 = {1, 2}."""
    rows = [
        ["request_id", "value", "cost", "depends_on"],
        [1, 16, 5, ""],
        [2, 22, 7, "1"],
        [3, 12, 4, ""],
        [4, 8, 3, ""],
    ]
    table = table_file(tmp_path / "stockco.csv", rows)
    limits = table_file(tmp_path / "limits.csv", [["resource", "limit"], ["cost", 14]])
    call = ["select", table, "--value-column", "value", "--resources", "cost", "--limits", limits]
    code, facts = run_json(capsys, *call)
    assert (code, facts["value"], facts["funded"]) == (0, 38, ["1", "2"])
    _, more = run_json(capsys, *call, "--limit", "cost=16")
    # Budget 16: {1, 2, 3} = 16 + 22 + 12 at cost 16.
    assert (more["value"], more["funded"]) == (50, ["1", "2", "3"])
    _, forced = run_json(capsys, *call, "--force", "4", "--forbid", "1")
    assert forced["funded"] == ["3", "4"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["request_id", "worth"], [1, 2]], "no column 'value'"),
        ([["request_id", "value", "cost"], [1, "much", 2]], "row 2, column value"),
        ([["request_id", "value", "cost"], [1, 2, ""]], "blank"),
        ([["request_id", "value", "cost"], [1, 2, 3], [1, 2, 3]], "twice"),
    ],
)
def test_a_plain_table_with_a_hole_is_refused_with_its_place(capsys, tmp_path, rows, words):
    table = table_file(tmp_path / "table.csv", rows)
    code, _, err = run(capsys, "select", table, "--value-column", "value", "--resources", "cost")
    assert code == 2
    assert words in err
