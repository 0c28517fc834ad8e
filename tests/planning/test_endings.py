"""What ends on a day stays in the plan as it was planned; the plan says so, with the day and what it is without it."""

import datetime as dt
from dataclasses import replace

import pytest

from governance.book import GateWaiver, GovernanceBook
from planning.database import StoreError
from planning.endings import endings
from planning.governing import Step
from planning.notebook import Override, with_override
from planning.outcome import evaluate
from planning.people import Person
from planning.recording import end_override
from planning.signing import sign
from planning.store import open_store
from tests.builders import TODAY, limits, notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM = Person("Ada Kim", "CMIO")
SOON, LATER = TODAY + dt.timedelta(20), TODAY + dt.timedelta(90)
# One of two fits. B has the better score, so that without the override B is in.
BOTH = notebook(
    [
        request("A", capital=1, ratings={"clinical_value": 1.0}),
        request("B", capital=1, ratings={"clinical_value": 5.0}),
    ],
    limits_=limits(capital=1),
)


def forced(request_id, until, **facts):
    return Override(request_id=request_id, is_in=True, who=str(KIM), why="asked for", until=until, **facts)


def test_an_override_that_ends_is_named_with_its_day_and_the_plan_without_it():
    held = with_override(BOTH, forced("A", SOON))
    assert evaluate(held, TODAY).selection.funded == ("A",)
    (ending,) = endings(held)
    assert (ending.until, ending.words) == (SOON, ("A forced in by Ada Kim (CMIO)",))
    assert evaluate(ending.after, TODAY).selection.funded == ("B",)
    assert ending.after.plan.planning_date == TODAY
    assert [ending.is_over(day) for day in (SOON, SOON + dt.timedelta(1))] == [False, True]


def test_endings_come_by_day_each_without_all_that_ended_before():
    held = with_override(with_override(BOTH, forced("A", LATER)), replace(forced("B", SOON), is_in=False))
    waiver = GateWaiver(request_id="A", gate="ai_evidence", who="Bo Lee", role="CIO", why="x", until=SOON)
    held = replace(held, governance=GovernanceBook(waivers=(waiver,)))
    first, second = endings(held)
    assert first.words == ("B forced out by Ada Kim (CMIO)", "A let past its gate by Bo Lee (CIO)")
    assert [o.request_id for o in first.after.overrides] == ["A"]
    assert (second.until, second.after.overrides, second.after.governance.waivers) == (LATER, (), ())


@pytest.mark.parametrize(
    "held",
    [
        with_override(BOTH, forced("A", None)),
        with_override(BOTH, forced("A", TODAY - dt.timedelta(1))),
        replace(with_override(BOTH, forced("A", SOON)), requests=BOTH.requests[1:]),
    ],
    ids=["without an end", "over before the plan", "at rest"],
)
def test_what_never_ends_or_does_not_count_is_no_ending(held):
    assert endings(held) == ()


def test_a_plan_that_counts_what_has_ended_is_not_signed_until_it_is_taken_back(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/rounds.sqlite")
    held = store.create(with_override(BOTH, forced("A", SOON)), by=KIM, at=AT)
    after = AT + dt.timedelta(21)
    with pytest.raises(StoreError, match=rf"A forced in by Ada Kim \(CMIO\), until {SOON}. Take it back or renew it"):
        sign(store, held.id, 1, "result", by=KIM, at=after)
    # Nothing of the moment itself changed: it gives what it gave.
    assert evaluate(store.load(held.id, 1, by=KIM).notebook, TODAY).selection.funded == ("A",)
    mended = store.save(held, end_override(held.notebook, "A", Step(by=KIM, at=after, today=TODAY))).stored
    assert sign(store, held.id, mended.number, "result", by=KIM, at=after).version == mended.number
    store.close()
