"""What is written as JSON and read back is the same, to the last digit and in the same order."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given

from governance.book import GovernanceBook
from intake.finding import FINDING_KINDS, Finding
from planning import codec
from planning.change import Change
from planning.codec import CodecError, decode, encode, notebook_from_json, notebook_to_json
from planning.notebook import PlanningNotebook, with_agreed_rules, with_bounds
from planning.outcome import evaluate
from portfolio.rules import AgreedRules, BothOrNone, Maximum
from scoring.request import Request
from tests.builders import notebook, request
from tests.planning.anything import anything

FIRST_SCHEMA = Path(__file__).resolve().parent.parent / "data" / "notebook_schema_1.json"


def back(value, kind):
    return decode(json.loads(json.dumps(encode(value, kind))), kind)


@given(anything(AgreedRules))
def test_every_kind_of_rule_comes_back_the_same(rules):
    assert back(rules, AgreedRules) == rules


@given(anything(GovernanceBook))
def test_every_part_of_the_governance_book_comes_back_the_same(book):
    assert back(book, GovernanceBook) == book


@given(anything(Request))
def test_every_request_comes_back_the_same(any_request):
    assert back(any_request, Request) == any_request


@given(anything(Change))
def test_every_change_comes_back_the_same(change):
    assert back(change, Change) == change


@pytest.mark.parametrize("kind", FINDING_KINDS, ids=lambda k: k.code)
def test_every_kind_of_finding_comes_back_the_same(kind):
    finding = Finding(kind=kind, message="said", sheet="Requests", row=7, column="title", value="=1+1", detail="so")
    assert back(finding, Finding) == finding


@given(anything(PlanningNotebook))
def test_a_whole_notebook_comes_back_the_same_and_in_the_same_order(any_notebook):
    text = notebook_to_json(any_notebook)
    found = notebook_from_json(text)
    assert found == any_notebook
    assert notebook_to_json(found) == text


def test_the_sample_comes_back_with_the_same_portfolio(sample, sample_outcome):
    found = notebook_from_json(notebook_to_json(sample))
    assert found == sample
    outcome = evaluate(found, found.plan.planning_date)
    assert outcome.selection.funded == sample_outcome.selection.funded
    assert outcome.selection.value == sample_outcome.selection.value


def test_a_notebook_of_the_first_schema_opens_and_selects_what_it_did():
    stored = notebook_from_json(FIRST_SCHEMA.read_text(encoding="utf-8"))
    assert len(stored.requests) == 60
    assert stored.overrides[0].who == "Ada Kim"
    found = evaluate(stored, stored.plan.planning_date)
    assert (len(found.funded), "DP-003" in found.funded) == (26, False)


def test_a_field_that_came_later_has_its_default_in_an_older_file():
    facts = json.loads(notebook_to_json(notebook([request("A")])))
    del facts["notebook"]["agreed_rules"], facts["notebook"]["requests"][0]["notes"]
    assert notebook_from_json(json.dumps(facts)) == notebook([request("A")])


def test_an_older_schema_is_brought_up_step_by_step(monkeypatch):
    monkeypatch.setattr(codec, "SCHEMA", 3)
    monkeypatch.setattr(
        codec,
        "UPGRADES",
        {
            1: lambda facts: {"notebook": {**facts["notebook"], "name": facts["notebook"]["title"]}},
            2: lambda facts: {"notebook": {k: v for k, v in facts["notebook"].items() if k != "title"}},
        },
    )
    facts = json.loads(notebook_to_json(notebook([request("A")])))
    facts["schema"] = 1
    facts["notebook"]["title"] = facts["notebook"].pop("name")
    assert notebook_from_json(json.dumps(facts)).name == "Test"


def test_values_that_no_constructor_takes_are_named_with_their_place():
    facts = json.loads(notebook_to_json(notebook([request("A")])))
    facts["notebook"]["requests"][0]["duration_quarters"] = 0
    with pytest.raises(CodecError, match="Expected duration >= 1 quarter"):
        notebook_from_json(json.dumps(facts))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON"),
        ("[]", "no schema number"),
        ('{"schema": "1"}', "no schema number"),
        ('{"schema": 99, "notebook": {}}', "schema 99; this version of Rounds reads schema 1"),
        ('{"schema": 1, "notebook": {"nme": 1}}', "can't be read"),
        ('{"schema": 1, "notebook": []}', "can't be read"),
        ('{"schema": 1}', "no planning notebook"),
    ],
)
def test_what_is_no_notebook_is_refused_in_words(text, words):
    with pytest.raises(CodecError, match=words):
        notebook_from_json(text)


def test_a_field_of_a_later_version_is_not_dropped_in_silence():
    facts = json.loads(notebook_to_json(notebook([request("A")])))
    facts["notebook"]["mood"] = "good"
    with pytest.raises(CodecError, match="does not know mood; a later one wrote it"):
        notebook_from_json(json.dumps(facts))


def test_a_set_is_written_in_one_order():
    one = replace(notebook([]), kinds_on=frozenset("abc"))
    other = replace(notebook([]), kinds_on=frozenset("cba"))
    assert notebook_to_json(one) == notebook_to_json(other)


def test_each_field_of_a_notebook_is_written():
    full = with_agreed_rules(
        with_bounds(notebook([request("A"), request("B")]), {"capital FY27": 2.0}),
        AgreedRules(both_or_none=(BothOrNone(request_ids=("A", "B")),), maximum=Maximum(number=1)),
    )
    written = json.loads(notebook_to_json(full))["notebook"]
    assert set(written) == {field.name for field in fields(PlanningNotebook)}
