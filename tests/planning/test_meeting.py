"""A notebook's meeting has one clock, begun once, for everybody who has it open."""

import datetime as dt

from planning.meeting import LONGEST, Meetings
from planning.people import Person

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM, LEE = Person("Ada Kim", "CMIO"), Person("Bo Lee", "CIO")


def minutes(n):
    return AT + dt.timedelta(minutes=n)


def test_a_meeting_begins_once_and_its_clock_is_the_same_for_everybody():
    meetings = Meetings()
    assert meetings.since("north", AT, by=KIM) is None
    assert meetings.begin("north", by=KIM, at=AT) == AT
    assert meetings.begin("north", by=LEE, at=minutes(7)) == AT
    assert meetings.since("north", minutes(8), by=LEE) == AT
    assert meetings.since("south", minutes(8), by=LEE) is None
    meetings.end("north", by=LEE)
    assert meetings.since("north", minutes(9), by=KIM) is None
    assert meetings.begin("north", by=LEE, at=minutes(10)) == minutes(10)


def test_a_meeting_that_nobody_ended_is_over_after_three_hours():
    meetings = Meetings()
    meetings.begin("north", by=KIM, at=AT)
    assert meetings.since("north", AT + LONGEST - dt.timedelta(seconds=1), by=KIM) == AT
    assert meetings.since("north", AT + LONGEST, by=KIM) is None
    assert meetings.begin("north", by=KIM, at=AT + LONGEST) == AT + LONGEST
