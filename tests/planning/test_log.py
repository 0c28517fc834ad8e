"""The log is one chain: what is taken out or changed shows."""

import datetime as dt
from dataclasses import replace

import pytest

from planning.change import Change, Line
from planning.log import entries_about, first_fault, next_entry
from planning.people import Person

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def chain(n=4):
    entries = []
    for k in range(n):
        change = Change(
            who=Person(f"P{k % 2}", "CMIO"), at=AT, what="override", request_id=f"R-{k}", before="", after=str(k)
        )
        entries.append(next_entry(change, f"state {k}", entries[-1] if entries else None))
    return entries


def test_a_whole_chain_has_no_fault():
    assert first_fault(chain()) == ""
    assert first_fault([]) == ""


def test_an_entry_taken_out_shows():
    entries = chain()
    assert first_fault([entries[0], *entries[2:]]) == "Entry 2 is missing."
    assert first_fault(entries[1:]) == "Entry 1 is missing."


def test_entries_cut_off_at_the_end_show():
    assert first_fault(chain()[:2], 4) == "Entry 3 is missing, and all after it."
    # Somebody may have written one more since the notebook was read.
    assert first_fault(chain(), 3) == first_fault(chain(), 4) == ""


@pytest.mark.parametrize("field", ["who", "at", "what", "request_id", "before", "after", "why", "lines"])
def test_a_changed_field_shows(field):
    entries = chain()
    other = {
        "who": Person("Q", "CMIO"),
        "at": AT + dt.timedelta(microseconds=1),
        "lines": (Line(what="decision"),),
    }.get(field, "another")
    entries[1] = replace(entries[1], change=replace(entries[1].change, **{field: other}))
    assert first_fault(entries) == "Entry 2 was changed after it was written."


def test_an_entry_written_anew_breaks_the_chain_behind_it():
    entries = chain()
    forged = next_entry(replace(entries[1].change, why="no"), "state 1", entries[0])
    assert first_fault([entries[0], forged, *entries[2:]]) == "Entry 3 does not follow the entry before it."
    assert first_fault([entries[0], replace(entries[1], state_hash="x"), *entries[2:]]) != ""


def test_the_same_moment_in_another_zone_is_the_same_entry():
    entry = chain(1)[0]
    there = entry.change.at.astimezone(dt.timezone(dt.timedelta(hours=5)))
    assert replace(entry, change=replace(entry.change, at=there)).is_true


def test_entries_are_found_by_request_and_by_person():
    entries = chain()
    assert [e.number for e in entries_about(entries, request_ids=["R-2"])] == [3]
    assert [e.number for e in entries_about(entries, who=["P1"])] == [2, 4]
    assert entries_about(entries) == tuple(entries)


TWO = (Line(what="decision", request_id="R-8", after="funded"), Line(what="decision", request_id="R-9", after="no"))


def test_an_entry_of_several_places_is_found_by_each_of_their_requests_and_says_each_from_to_and_why():
    change = Change(who=Person("P", "CMIO"), at=AT, what="decisions", after="two", why="as planned", lines=TWO)
    entries = [*chain(2), next_entry(change, "state", chain(2)[-1])]
    for request_id in ("R-8", "R-9"):
        assert entries_about(entries, request_ids=[request_id]) == (entries[2],)
    assert [(p.request_id, p.after, p.why) for p in change.places] == [
        ("R-8", "funded", "as planned"), ("R-9", "no", "as planned"),
    ]  # fmt: skip
    assert [(p.request_id, p.after) for p in entries[1].change.places] == [("R-1", "1")]
    one_changed = replace(TWO[1], after="not yet")
    entries[2] = replace(entries[2], change=replace(change, lines=(TWO[0], one_changed)))
    assert first_fault(entries) == "Entry 3 was changed after it was written."
