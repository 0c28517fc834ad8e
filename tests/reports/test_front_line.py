"""The front line reads what its own department gets and waits for, in short plain words."""

import re
from dataclasses import replace

import pytest

from planning.notebook import with_rules
from planning.outcome import evaluate
from reports.front_line import departments, front_line_view, plain_why, touched
from reports.reading import reading_grade


def test_each_request_that_touches_a_department_is_coming_or_waiting_and_no_other(sample_outcome):
    for department in departments(sample_outcome):
        view = front_line_view(sample_outcome, department)
        mine = {r.id for r in sample_outcome.notebook.requests if department in touched(r)}
        coming, waiting = {line.request_id for line in view.coming}, {line.request_id for line in view.waiting}
        assert coming == mine & sample_outcome.funded
        assert waiting == mine - sample_outcome.funded


def test_our_own_words_are_read_in_the_sixth_grade_and_hold_no_jargon(sample_outcome):
    said = set()
    for department in departments(sample_outcome):
        view = front_line_view(sample_outcome, department)
        said |= {view.summary} | {f"{line.says} {line.effect}" for line in (*view.coming, *view.waiting)}
    text = "\n".join(sorted(said))
    assert reading_grade(text) <= 6
    assert not re.search(r"\$|FY\d|points|capital|constraint|DP-\d|optimal|portfolio", text)


def test_the_reason_to_wait_is_the_kind_of_thing_in_its_way(sample_outcome):
    blocked = next(iter(sample_outcome.blocked))
    assert plain_why(sample_outcome, blocked) == "It still needs checks before we may start."
    people = next(r for r in sample_outcome.ranked() if r.id == "DP-042")
    assert plain_why(sample_outcome, people.id) == "The people it needs are busy with work that helps more."


@pytest.fixture
def without_hours(sample):
    notebook = with_rules(sample, on=frozenset(), off=frozenset({"hours"}))
    return evaluate(notebook, notebook.plan.planning_date)


def test_without_limits_on_people_money_is_what_lacks(without_hours):
    said = {plain_why(without_hours, r.id) for r in without_hours.notebook.requests if r.id not in without_hours.funded}
    assert "There is not enough money for it this time." in said
    assert "The people it needs are busy with work that helps more." not in said


def test_a_burden_that_is_negative_is_said_to_take_time(sample_outcome):
    rated = {r.id: r.ratings.get("burden_reduction") for r in sample_outcome.notebook.requests}
    for department in departments(sample_outcome):
        view = front_line_view(sample_outcome, department)
        for line in (*view.coming, *view.waiting):
            rating = rated[line.request_id]
            assert ("take some of your time" in line.effect) == (rating is not None and rating <= -0.5)
            assert ("save you time" in line.effect) == (rating is not None and rating >= 0.5)


def test_a_department_that_nothing_touches_is_told_so(sample_outcome):
    assert front_line_view(sample_outcome, "Nobody").summary == "No idea touches this department."
    lone = replace(sample_outcome.notebook.requests[0], requesting_department="Only here", affected_departments=())
    notebook = replace(sample_outcome.notebook, requests=(lone, *sample_outcome.notebook.requests[1:]))
    assert front_line_view(replace(sample_outcome, notebook=notebook), "Only here").summary.startswith("1 idea touches")
