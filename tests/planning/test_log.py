"""The log is one chain: what is taken out or changed shows."""

import datetime as dt
from dataclasses import replace

import pytest

from planning.change import Change
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


@pytest.mark.parametrize("field", ["who", "at", "what", "request_id", "before", "after", "why"])
def test_a_changed_field_shows(field):
    entries = chain()
    other = {"who": Person("Q", "CMIO"), "at": AT + dt.timedelta(microseconds=1)}.get(field, "another")
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
