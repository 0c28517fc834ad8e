"""A record runs again anywhere and gives the same portfolio; one changed byte is noticed."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cli
from planning.notebook import Source
from planning.outcome import evaluate
from planning.people import NotAllowedError, Person
from planning.record import RecordError, make_record, rerun
from planning.sealed import BrokenSealError, seal, unseal
from planning.signed import SignedPlan, signed_words
from tests.builders import limits, notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM = Person("Ada Kim", "CMIO")
SMALL = notebook(
    [
        request("A", capital=3, ratings={"clinical_value": 8.0, "burden_reduction": 1.0, "regulatory_need": 1.0}),
        request("B", capital=3, ratings={"clinical_value": 5.0, "burden_reduction": 1.0, "regulatory_need": 1.0}),
    ],
    limits_=limits(capital=4),
)
RECORD = make_record(evaluate(SMALL, SMALL.plan.planning_date), source=None, by=KIM, at=AT)


@pytest.fixture(scope="module")
def sample_record(sample_outcome, sample_bytes):
    return make_record(sample_outcome, source=sample_bytes, by=KIM, at=AT, state_hash="abc")


def run(capsys, *arguments):
    code = cli.main(list(arguments))
    return code, json.loads(capsys.readouterr().out)


def test_the_sample_s_record_run_again_by_command_line_is_the_same(sample_record, tmp_path, capsys):
    path = tmp_path / "sample.rounds.zip"
    path.write_bytes(sample_record)
    code, facts = run(capsys, "rerun", str(path), "--json")
    assert (code, facts["same"], facts["differences"]) == (0, True, [])
    assert len(facts["found"]["funded"]) == 26
    assert facts["found"]["value"] == pytest.approx(662.533333)


def test_a_record_holds_inputs_weights_hashes_solver_and_result(sample_record, sample_bytes):
    files = unseal(sample_record)
    facts = json.loads(files["record.json"])
    assert files["source/sample_requests.xlsx"] == sample_bytes
    assert facts["weights"]["clinical_value"] == pytest.approx(0.35)
    assert facts["result"]["solver"]
    assert facts["state_hash"] == "abc"
    assert len(facts["result"]["funded"]) == 26


@given(st.integers(0, len(RECORD) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_noticed(place, change):
    damaged = bytearray(RECORD)
    damaged[place] ^= change
    with pytest.raises(BrokenSealError):
        rerun(bytes(damaged))


@pytest.mark.parametrize("cut", [0, 1, 10, 200])
def test_a_record_cut_short_is_noticed(cut):
    with pytest.raises(BrokenSealError):
        rerun(RECORD[:cut] if cut < 10 else RECORD[:-cut])


def forged(**changes):
    files = unseal(RECORD)
    facts = json.loads(files["record.json"])
    facts["result"] |= changes
    return seal({**files, "record.json": json.dumps(facts).encode()})


def test_what_comes_out_otherwise_is_said(tmp_path, capsys):
    path = tmp_path / "x.rounds.zip"
    path.write_bytes(forged(funded=["B"], value=1.0, solver="Another 1.0"))
    code, facts = run(capsys, "rerun", str(path), "--json")
    assert (code, facts["same"]) == (1, False)
    assert facts["differences"][:2] == ["B was funded and is not now.", "A was not funded and is now."]
    assert facts["differences"][2].startswith("The value was 1.0 points")
    assert facts["notes"][0].startswith("The solver was Another 1.0")


def test_another_file_in_place_of_the_source_is_noticed():
    sourced = replace(SMALL, source=Source("list.csv", "0" * 64))
    record = make_record(evaluate(sourced, sourced.plan.planning_date), source=b"other", by=KIM, at=AT)
    assert rerun(record).differences == ("The file list.csv is not the one the requests came from.",)


def test_only_a_proven_portfolio_is_recorded():
    stuck = notebook(SMALL.requests, limits_=limits(capital=4), bounds=(("capital FY27", -1.0),))
    with pytest.raises(RecordError, match="Only a proven portfolio"):
        make_record(evaluate(stuck, stuck.plan.planning_date), source=None, by=KIM, at=AT)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "not a zip"),
        (seal({"x": b"1"}), "no record of Rounds"),
        (seal({"record.json": b'{"format": 9}'}), "Another version"),
        (seal({"record.json": b'{"format": 1}', "notebook.json": b"{}"}), "can't be read"),
        (seal({"record.json": b"[]"}), "Another version"),
    ],
)
def test_what_is_no_record_is_refused_in_words(data, words, tmp_path, capsys):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    code, facts = run(capsys, "rerun", str(path), "--json")
    assert (code, facts["refused"]) == (2, True)
    assert words in facts["message"]


def test_equal_contents_make_equal_records():
    assert make_record(evaluate(SMALL, SMALL.plan.planning_date), source=None, by=KIM, at=AT) == RECORD


def test_a_record_names_the_signed_version_it_is_and_the_one_it_follows(tmp_path, capsys):
    signatures = (("CMIO", "Ada Kim", AT), ("CIO", "Bo Lee", AT))
    facts = {"version": 3, "result_hash": "r1", "frozen_at": AT, "signatures": signatures}
    first = SignedPlan(number=1, state_hash="s1", **facts)
    second = SignedPlan(number=2, state_hash="s2", follows=first, **(facts | {"frozen_at": None, "version": 7}))

    def words(state_hash, signed):
        outcome, path = evaluate(SMALL, SMALL.plan.planning_date), tmp_path / "x.zip"
        path.write_bytes(
            make_record(outcome, source=None, by=KIM, at=AT, state_hash=state_hash, signed=signed),
        )
        assert cli.main(["rerun", str(path)]) == 0
        assert rerun(path.read_bytes()).version in capsys.readouterr().out
        return rerun(path.read_bytes()).version

    assert words("s0", ()) == words("s0", (replace(first, frozen_at=None),)) == ""
    assert words("s2", (second, first)) == f"It is {signed_words(second)}. It follows {signed_words(first)}."
    assert words("s1", (second, first)) == f"It is {signed_words(first)}."
    assert words("s9", (second, first)) == f"It follows {signed_words(first)}."


def test_a_viewer_takes_no_record_home():
    with pytest.raises(NotAllowedError, match="The role viewer may not export"):
        make_record(evaluate(SMALL, SMALL.plan.planning_date), source=None, by=Person("Vi", "viewer"), at=AT)
