"""Each request ends as funded, not yet or no, with its reason; overrides are kept with what they cost."""

import datetime as dt
from dataclasses import replace

import pytest

from planning.codec import notebook_from_json, notebook_to_json
from planning.deciding import against_plan, by_person, decide, fund_the_rest, waiting
from planning.governing import RefusedStepError
from planning.notebook import Override, UnknownNameError, Verdict, with_override
from planning.outcome import evaluate
from planning.people import NotAllowedError
from planning.recording import force
from tests.builders import TODAY, limits, notebook, request
from tests.planning.decided import AT, KIM, SPRING, START, STEP, VI, decision


@pytest.mark.parametrize(
    "facts",
    [
        {"reason": " "},
        {"who": ""},
        {"condition": "x"},
        {"review_on": SPRING},
        {"verdict": Verdict.NO, "condition": "x", "review_on": SPRING},
        {"verdict": Verdict.NOT_YET, "condition": " "},
        {"verdict": Verdict.NOT_YET, "review_on": None},
    ],
)
def test_a_decision_has_its_reason_and_a_not_yet_its_condition_and_date(facts):
    with pytest.raises(ValueError, match="Expected who and reason"):
        decision(**facts)


def test_a_decision_is_logged_with_what_stood_before():
    first = decide(START, decision("A", Verdict.NOT_YET, dissent="Bo Lee: now"), STEP)
    assert first.change.after == f"not yet; until the pilot's result, again on {SPRING}; dissent: Bo Lee: now"
    second = decide(first.notebook, decision("A", Verdict.NO), STEP)
    assert second.change.before == first.change.after
    assert (second.change.after, second.change.request_id, second.change.why) == ("no", "A", "clear case")
    assert [d.verdict for d in second.notebook.decisions] == [Verdict.NO]


def test_what_may_not_be_decided_is_refused():
    with pytest.raises(NotAllowedError):
        decide(START, decision(), replace(STEP, by=VI))
    with pytest.raises(UnknownNameError):
        decide(START, decision("Z"), STEP)
    with pytest.raises(RefusedStepError, match="lies ahead"):
        decide(START, decision("A", Verdict.NOT_YET, review_on=TODAY), STEP)


def test_those_due_again_wait_first_and_then_the_others():
    held = decide(START, decision("C", Verdict.NOT_YET), STEP).notebook
    held = decide(held, decision("A"), STEP).notebook
    assert [o.request_id for o in waiting(held, TODAY)] == ["B", "D"]
    later = waiting(held, SPRING + dt.timedelta(10))
    assert [(o.request_id, o.days) for o in later] == [("C", 10), ("B", 110), ("D", 110)]
    assert later[0].asked == "CNO"


def test_what_waits_is_listed_by_the_person_who_is_asked_the_oldest_first():
    asked = [request("A", sponsor_role="CNO"), request("B", sponsor_role="CFO"), request("C", sponsor_role=" ")]
    due = decision("B", Verdict.NOT_YET, review_on=TODAY + dt.timedelta(5))
    held = notebook([*asked, request("D", sponsor_role="CFO")], decisions=(due,))
    found = by_person(waiting(held, TODAY + dt.timedelta(7)))
    assert {who: [(o.request_id, o.days) for o in theirs] for who, theirs in found.items()} == {
        "CNO": [("A", 7)],
        "CMIO or CIO or CMO or CNIO": [("C", 7)],
        "CFO": [("D", 7), ("B", 2)],
    }


def test_the_rest_of_the_plan_is_funded_for_one_reason():
    held = decide(START, decision("A", Verdict.NO), STEP).notebook
    found = fund_the_rest(held, {"A", "B", "C"}, STEP)
    assert {d.request_id: d.verdict for d in found.notebook.decisions} == {
        "A": Verdict.NO, "B": Verdict.FUNDED, "C": Verdict.FUNDED,
    }  # fmt: skip
    assert found.change.after == "funded B, C"
    assert [(p.request_id, p.what, p.before, p.after, p.why) for p in found.change.places] == [
        ("B", "decision", "", "funded", STEP.why),
        ("C", "decision", "", "funded", STEP.why),
    ]
    due = decide(START, decision("C", Verdict.NOT_YET), STEP).notebook
    again = fund_the_rest(due, {"C"}, replace(STEP, today=SPRING)).change.places
    assert [(p.before, p.after) for p in again] == [(decide(due, decision("C"), STEP).change.before, "funded")]
    assert again[0].before.startswith("not yet; until ")
    with pytest.raises(RefusedStepError, match="nothing left"):
        fund_the_rest(found.notebook, {"A", "B", "C"}, STEP)
    with pytest.raises(RefusedStepError, match="takes a reason"):
        fund_the_rest(START, {"B"}, replace(STEP, why=""))


def test_decisions_that_the_plan_does_not_follow_are_named():
    held = START
    for one in (decision("A"), decision("B", Verdict.NO), decision("C", Verdict.NOT_YET), decision("D")):
        held = decide(held, one, STEP).notebook
    assert [d.request_id for d in against_plan(held, {"A", "B", "C"})] == ["B", "C", "D"]
    assert against_plan(held, {"A", "D"}) == ()
    gone = replace(held, requests=held.requests[:3])
    assert [d.request_id for d in against_plan(gone, {"A"})] == []


def test_an_override_that_has_run_out_does_not_count():
    out = Override(request_id="A", is_in=False, who="Ada Kim", why="waits", until=TODAY)
    base = notebook([request("A", capital=1, ratings={"clinical_value": 5.0})], limits_=limits(capital=5))
    held = with_override(base, out)
    assert evaluate(held, TODAY).selection.funded == ()
    assert evaluate(held, TODAY + dt.timedelta(1)).selection.funded == ("A",)


def forcing(**facts):
    return Override(request_id="A", is_in=True, who=str(KIM), why="the board asked", on=TODAY, **facts)


def test_an_override_is_kept_with_what_it_cost_and_so_is_its_line_of_the_log():
    found = force(START, forcing(until=SPRING, price="The plan loses 3.2 points: A in, B out."), STEP)
    assert found.notebook.overrides[0].price == "The plan loses 3.2 points: A in, B out."
    assert (found.change.before, found.change.after) == (
        "not forced", f"forced in until {SPRING}; The plan loses 3.2 points: A in, B out.",
    )  # fmt: skip
    assert notebook_from_json(notebook_to_json(found.notebook)) == found.notebook
    assert force(START, forcing(), STEP).change.after == "forced in"


@pytest.mark.parametrize(
    ("until", "words"),
    [(TODAY, "an end after today"), (TODAY - dt.timedelta(1), "an end after today"),
     (TODAY + dt.timedelta(366), "365 days at most")],
)  # fmt: skip
def test_an_override_whose_end_is_past_or_far_off_is_refused_in_words(until, words):
    with pytest.raises(RefusedStepError, match=words):
        force(START, forcing(until=until), STEP)


def test_ends_and_reviews_lie_ahead_of_the_clock_while_the_plan_stays_on_its_date():
    later = replace(STEP, at=AT + dt.timedelta(200))
    assert (later.today, later.day) == (TODAY, TODAY + dt.timedelta(200))
    with pytest.raises(RefusedStepError, match="an end after today"):
        force(START, forcing(until=SPRING), later)
    with pytest.raises(RefusedStepError, match="lies ahead"):
        decide(START, decision("A", Verdict.NOT_YET), later)
    held = decide(START, decision("A", Verdict.NOT_YET), STEP).notebook
    assert fund_the_rest(held, {"A"}, later).notebook.decisions[0].on == later.day
    assert replace(STEP, today=SPRING).day == SPRING
