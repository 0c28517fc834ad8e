"""Explain, frontier and sweep from the command line, on the sample and on plain tables made from published cases."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cli import main
from commands.call import DONE, NOTHING_FITS, REFUSED
from intake.tables import SAMPLE_WORKBOOK
from planning.study import Study
from portfolio.selection import Selection, select
from portfolio.weight_map import WeightMap

SAMPLE = str(SAMPLE_WORKBOOK)


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main([*arguments, "--json"]) == DONE
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def lourenco(tmp_path: Path) -> list[str]:
    """Four requests (Lourenco, Morton and Bana e Costa 2012) as a plain table."""
    table, limits = tmp_path / "four.csv", tmp_path / "limits.csv"
    table.write_text("request_id,title,value,cost\n1,One,3,4\n2,Two,4,8\n3,Three,3,10\n4,Four,2,8\n")
    limits.write_text("resource,limit\ncost,20\n")
    return [str(table), "--value-column", "value", "--resources", "cost", "--limits", str(limits)]


def test_frontier_of_a_plain_table(lourenco: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    facts = _json(capsys, "frontier", *lourenco, "--cost", "cost")
    assert facts["complete"] is True
    assert [(p["cost"], p["value"], p["convex"]) for p in facts["points"]] == [
        (0, 0, True),
        (4, 3, True),
        (8, 4, False),
        (12, 7, True),
        (20, 9, False),
        (22, 10, True),
        (30, 12, True),
    ]


def test_explain_a_plain_table_with_its_budget_bands(lourenco: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    facts = _json(capsys, "explain", *lourenco, "--cost", "cost")["requests"]
    assert facts["4"]["funded"] is True
    assert facts["4"]["budget_bands"] == [[20, 22], [30, None]]
    # Without request 4 the best is {1, 2} with 7: its margin is 2, all it adds.
    assert facts["4"]["safety_margin"] == 2
    # With request 3 in, the best within 20 is {1, 3} with 6 or {2, 3} with 7.
    assert facts["3"]["points_short"] == 2
    assert facts["3"]["break_even"] == 5
    assert facts["3"]["displaced"] == ["1", "4"]
    assert facts["3"]["would_break"][0]["rule"] == "cost"


def test_sweep_of_a_plain_table_with_two_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of two requests fits: the first is worth more above half the weight on a."""
    table, limits = tmp_path / "two.csv", tmp_path / "limits.csv"
    table.write_text("request_id,a,b,cost\nx,2,0,1\ny,0,2,1\n")
    limits.write_text("resource,limit\ncost,1\n")
    options = ["--value-column", "a,b", "--resources", "cost", "--limits", str(limits)]
    facts = _json(capsys, "sweep", str(table), *options)
    assert facts["complete"] is True and facts["gap"] == 0
    assert sorted(p["funded"] for p in facts["portfolios"]) == [["x"], ["y"]]
    assert facts["requests"]["x"]["share_of_weights"] == pytest.approx(0.5, abs=0.02)
    assert facts["requests"]["x"]["core_index"] == 0.5
    assert facts["requests"]["x"]["standing"] == "borderline"


def test_explain_one_request_of_the_sample(capsys: pytest.CaptureFixture[str]) -> None:
    facts = _json(capsys, "explain", SAMPLE, "--request", "DP-042")["requests"]
    assert list(facts) == ["DP-042"]
    assert facts["DP-042"]["points_short"] == pytest.approx(0.9)
    assert facts["DP-042"]["displaced"] == ["DP-045"]
    assert facts["DP-042"]["budget_bands"]


def test_an_explanation_in_words(lourenco: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *lourenco, "--cost", "cost", "--request", "3"]) == DONE
    said = capsys.readouterr().out
    assert "2.0 points short" in said and "push out 1 One, 4 Four" in said


def test_what_is_unknown_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", SAMPLE, "--request", "DP-999"]) == REFUSED
    assert "DP-999" in capsys.readouterr().err
    assert main(["frontier", SAMPLE, "--cost", "gold"]) == REFUSED
    assert "gold" in capsys.readouterr().err


def test_a_collision_is_named_by_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", SAMPLE, "--with", "change-limits"]) == NOTHING_FITS
    said = capsys.readouterr().err
    assert "DP-016" in said and "DP-052" in said and "at least 7 points" in said


def test_agreed_rules_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({"maximum": {"number": 20}}))
    facts = _json(capsys, "select", SAMPLE, "--rules", str(rules), "--with", "maximum-number")
    assert len(facts["funded"]) == 20
    rules.write_text('{"maximum": {"count": 20}}')
    assert main(["select", SAMPLE, "--rules", str(rules)]) == REFUSED


@pytest.mark.long
def test_the_band_of_its_own_cost_comes_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    facts = _json(capsys, "explain", SAMPLE, "--request", "DP-042", "--own-cost")["requests"]["DP-042"]
    assert facts["own_cost_band"] is None  # it asks for no capital
    facts = _json(capsys, "explain", SAMPLE, "--request", "DP-026", "--own-cost")["requests"]["DP-026"]
    assert facts["own_cost_band"] is None or facts["own_cost_band"][1] < 120_000


@pytest.mark.parametrize("verb", [["frontier", "--cost", "cost"], ["sweep"]])
def test_the_time_limit_is_for_finding_a_portfolio_and_for_the_question_together(
    verb: list[str], lourenco: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find, given = Study.frontier, []

    def slow_select(*args: object, **options: object) -> Selection:
        assert options["gap"] == 1.0
        return replace(select(*args, **options), seconds=12.0)

    monkeypatch.setattr("commands.call.select", slow_select)
    monkeypatch.setattr(Study, "frontier", lambda *a, **o: given.append(o["seconds"]) or find(*a, **o))
    monkeypatch.setattr(WeightMap, "fill", lambda s, **o: given.append(o["seconds"]) or s.progress())
    _json(capsys, verb[0], *lourenco, *verb[1:], "--seconds", "20")
    assert given == [8.0]
