"""A draft is saved under a name, taken again, dropped; it agrees on nothing by itself."""

import datetime as dt
from dataclasses import replace

import pytest

from planning.codec import notebook_from_json, notebook_to_json
from planning.governing import RefusedStepError, Step
from planning.notebook import Override, UnknownNameError, with_bounds, with_override, with_weights
from planning.people import NotAllowedError, Person
from planning.recording import agree_on
from planning.scenario import drop_scenario, find_saved, save_scenario, with_saved
from portfolio.rules import AgreedRules, BothOrNone
from scoring.weights import Weights
from tests.builders import TODAY, notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM, VI, LOOKER = Person("Ada Kim", "CMIO"), Person("Vi", "participant"), Person("Jo", "viewer")
STEP = Step(by=VI, at=AT, today=TODAY)
START = notebook([request(i, capital=1) for i in "ABC"])
FORCED = Override(request_id="B", is_in=True, who="Ada Kim", why="the board asked")
DRAFT = with_override(with_bounds(with_weights(START, Weights.of({"cost": 1.0})), {"capital FY27": 5}), FORCED)
DRAFT = replace(DRAFT, agreed_rules=AgreedRules(both_or_none=(BothOrNone(request_ids=("A", "B")),)))


def saved(name="Lean"):
    return save_scenario(START, DRAFT, name, STEP)


def test_a_saved_draft_is_taken_again_as_it_was_and_agrees_on_nothing():
    found = saved(" Lean ").notebook
    assert replace(found, saved=()) == START
    again = with_saved(found, find_saved(found, "lean"))
    assert replace(again, saved=()) == DRAFT


def test_the_log_says_what_the_scenario_holds():
    change = saved().change
    assert change.what == "scenario saved"
    assert change.after.startswith("Lean: cost 100%; capital FY27 5; ")
    assert change.after.endswith("B forced in")
    assert save_scenario(START, START, "Now", STEP).change.after == "Now: as agreed"


def test_a_saved_scenario_comes_back_from_json():
    assert notebook_from_json(notebook_to_json(saved().notebook)) == saved().notebook


def test_what_a_scenario_says_of_requests_that_are_gone_is_left_out():
    found = saved().notebook
    shorter = replace(found, requests=tuple(r for r in found.requests if r.id != "B"))
    taken = with_saved(shorter, find_saved(found, "Lean"))
    assert (taken.overrides, taken.agreed_rules, taken.weights) == ((), AgreedRules(), DRAFT.weights)


@pytest.mark.parametrize("name", ["  ", "LEAN"])
def test_an_empty_or_a_taken_name_is_refused(name):
    with pytest.raises(RefusedStepError, match="name"):
        save_scenario(saved().notebook, DRAFT, name, STEP)


def test_who_may_save_and_drop():
    with pytest.raises(NotAllowedError):
        save_scenario(START, DRAFT, "Lean", replace(STEP, by=LOOKER))
    with pytest.raises(NotAllowedError):
        drop_scenario(saved().notebook, "Lean", replace(STEP, by=Person("Ty", "participant")))
    for by in (VI, KIM):
        dropped = drop_scenario(saved().notebook, "Lean", replace(STEP, by=by))
        assert dropped.notebook == START
        assert dropped.change.before == "Lean, saved by Vi (participant)"
    with pytest.raises(UnknownNameError, match="Saved scenarios: Lean"):
        drop_scenario(saved().notebook, "Other", STEP)


def test_a_taken_scenario_is_agreed_with_its_overrides_by_who_may_override():
    office = Step(by=Person("Ty", "portfolio office"), at=AT, today=TODAY)
    with pytest.raises(NotAllowedError, match="may not override"):
        agree_on(START, DRAFT, office)
    agreed = agree_on(START, DRAFT, replace(office, by=KIM))
    assert agreed.notebook == DRAFT
    assert agreed.change.after.endswith("B forced in")
