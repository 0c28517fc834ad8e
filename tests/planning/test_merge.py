"""What two people changed is joined where both can have it, and shown where only one can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.merge import Clash, merge, put_at, without_at

ENTRIES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), max_size=5).map(
    lambda d: [{"id": k, "value": v} for k, v in d.items()]
)

# Two entries about one request: nothing tells them apart.
TWICE = [["A", {"n": 1}], ["A", {"n": 2}]]


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}, {"a": 2, "b": 3}),
        ([["x", 1]], [["x", 1], ["y", 2]], [["x", 5]], [["x", 5], ["y", 2]]),
        ([{"request_id": "A"}], [{"request_id": "A"}, {"request_id": "B"}], [], [{"request_id": "B"}]),
        ([], ["p"], ["q"], ["p", "q"]),
        ([*TWICE], [*TWICE, ["B", {}]], [*TWICE, ["C", {}]], [*TWICE, ["B", {}], ["C", {}]]),
    ],
)
def test_changes_of_different_places_are_joined(base, theirs, ours, merged):
    assert merge(base, theirs, ours) == (merged, ())


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "path"),
    [
        (1, 2, 3, ()),
        ({"a": 1}, {"a": 2}, {"a": 3}, ("a",)),
        ({"shares": [["x", 1.0]]}, {"shares": [["x", 0.5], ["y", 0.5]]}, {"shares": [["x", 0.4], ["z", 0.6]]}, ()),
        ([{"id": "A", "n": 1}], [{"id": "A", "n": 2}], [], ("A",)),
        ([["A", {"n": 1}]], [["A", {"n": 1}], ["B", {"n": 1}]], [["A", {"n": 1}], ["B", {"n": 2}]], ("B",)),
        (["p"], ["q"], ["r"], ()),
    ],
)
def test_two_changes_of_one_place_clash_and_the_first_stands(base, theirs, ours, path):
    merged, clashes = merge(base, theirs, ours)
    assert merged == theirs
    assert [clash.path for clash in clashes] == [path]


def test_two_exits_of_one_pilot_clash():
    merged, clashes = merge(TWICE, [*TWICE, ["A", {"n": 3}]], [*TWICE, ["A", {"n": 4}]])
    assert merged == [*TWICE, ["A", {"n": 3}]]
    assert clashes == (Clash(path=(), base=TWICE, theirs=merged, ours=[*TWICE, ["A", {"n": 4}]]),)


def test_whoever_takes_the_second_of_two_exits_loses_no_exit_of_another_pilot():
    theirs = [*TWICE, ["A", {"n": 3}], ["B", {"n": 1}]]
    merged, (clash,) = merge(TWICE, theirs, [*TWICE, ["A", {"n": 4}], ["C", {"n": 1}]])
    assert merged == clash.theirs == [*theirs, ["C", {"n": 1}]]
    assert clash.ours == [*TWICE, ["B", {"n": 1}], ["C", {"n": 1}], ["A", {"n": 4}]]


def test_switched_rules_are_joined_one_by_one():
    found = merge({"kinds_on": ["a", "b"]}, {"kinds_on": ["b", "c"]}, {"kinds_on": ["a", "b", "d"]})
    assert found == ({"kinds_on": ["b", "c", "d"]}, ())


@given(ENTRIES, ENTRIES, ENTRIES)
def test_nothing_that_one_person_alone_changed_is_lost(base, theirs, ours):
    merged, clashes = merge(base, theirs, ours)
    was, first, second, now = ({e["id"]: e["value"] for e in v} for v in (base, theirs, ours, merged))
    clashing = {clash.path[0] for clash in clashes}
    for name in set(was) | set(first) | set(second):
        values = [v.get(name) for v in (was, first, second)]
        if values[1] != values[0] != values[2] != values[1]:
            assert name in clashing
            assert now.get(name) == values[1]
        else:
            assert name not in clashing
            assert now.get(name) == (values[2] if values[1] == values[0] else values[1])


@given(ENTRIES, ENTRIES)
def test_one_person_s_change_alone_is_the_change(base, ours):
    merged, clashes = merge(base, base, ours)
    assert (merged, clashes) == (ours, ())


def test_a_choice_is_put_in_its_place_and_an_entry_taken_away_again():
    facts = [{"id": "A", "n": 1}, {"id": "B", "n": 1}]
    assert put_at(facts, ("B", "n"), 5) == [{"id": "A", "n": 1}, {"id": "B", "n": 5}]
    assert put_at(facts, ("B",), None) == [{"id": "A", "n": 1}]
    assert put_at(facts, ("C",), {"id": "C"}) == [*facts, {"id": "C"}]
    assert put_at(facts, (), []) == []
    amounts = [{"id": "A", "usd": {"FY27": 1, "FY28": 2}}, {"id": "B", "usd": {}}]
    assert without_at(amounts, ("A", "usd", "FY27")) == [{"id": "A", "usd": {"FY28": 2}}, {"id": "B", "usd": {}}]
    assert without_at(facts, ("A",)) == [{"id": "B", "n": 1}]
