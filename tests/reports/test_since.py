"""What changed since the last meeting: who came in, who dropped out, and why, in every paper."""

import datetime as dt
import io
from dataclasses import replace
from functools import partial

import openpyxl
import pytest

from planning.change import Change
from planning.log import next_entry
from planning.outcome import evaluate
from planning.people import Person
from planning.signed import SignedPlan
from planning.since import moment_words, since
from reports.deck import build_deck
from reports.dossier import Dossier
from reports.since import NOT_COMPARED, NOTHING_BEFORE, since_line, since_sentences, since_title
from reports.workbook import build_workbook
from tests.builders import TODAY, limits, notebook, request
from tests.reports.opened_again import slide_texts

NOTHING = {"clinical_value": 0.0, "burden_reduction": 0.0, "regulatory_need": 0.0}
SOLVE = partial(evaluate, today=TODAY)
# Of 20 to spend then, A is the best; of 24 now, B and C together are.
A, B, C = (
    request(i, title=f"Title {i}", capital=cost, ratings=NOTHING | {"clinical_value": value})
    for i, cost, value in (("A", 20, 9.0), ("B", 12, 6.0), ("C", 12, 6.0))
)


@pytest.fixture
def dossier():
    now = SOLVE(notebook([A, B, C], limits_=limits(capital=24)))
    before = SOLVE(notebook([A, B, C], limits_=limits(capital=20)))
    return Dossier(outcome=now, since=since(before, now, "the plan of 2026-11-20, after change 3", SOLVE))


def test_it_says_who_came_in_who_dropped_out_and_by_what(dossier):
    assert (dossier.since.came_in, dossier.since.dropped_out) == (("B", "C"), ("A",))
    assert since_title(dossier) == "Since the last meeting 2 requests came in, 1 dropped out"
    # 6 + 6 less 9 of 10 at a weight of 35 percent: 3 x 3.5 points.
    assert since_line(dossier) == "Compared with the plan of 2026-11-20, after change 3: 10.5 points more."
    assert since_sentences(dossier) == (
        "Came in: B Title B, C Title C.",
        "Dropped out: A Title A.",
        "Because of limits alone: 10.5 points more, in B, C; out A.",
    )


def test_slides_and_workbook_say_the_same(dossier):
    slide = slide_texts(build_deck(dossier))[5]
    sheet = openpyxl.load_workbook(io.BytesIO(build_workbook(dossier)), data_only=True)["Summary"]
    shown = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0])
    for words in (since_title(dossier), since_line(dossier), *since_sentences(dossier)):
        assert words in slide
        assert words in shown


def test_without_an_earlier_meeting_one_plain_sentence_stands_there(dossier):
    alone = replace(dossier, since=None, is_compared=True)
    assert since_line(alone) == NOTHING_BEFORE
    assert since_sentences(alone) == ()


def test_a_copy_for_which_nobody_looked_for_an_earlier_meeting_does_not_say_that_there_was_none(dossier):
    unknown = replace(dossier, since=None)
    assert since_line(unknown) == NOT_COMPARED
    assert NOT_COMPARED in slide_texts(build_deck(unknown))[5]
    sheet = openpyxl.load_workbook(io.BytesIO(build_workbook(unknown)), data_only=True)["Summary"]
    assert NOT_COMPARED in [row[0] for row in sheet.iter_rows(values_only=True)]


def test_nothing_that_changed_and_no_portfolio_before_are_said_as_such(dossier):
    now = dossier.outcome
    same = replace(dossier, since=since(now, now, "then", SOLVE))
    assert since_title(same) == "No request came in or dropped out since the last meeting"
    assert since_line(same) == "Compared with then: as much as before."
    assert since_sentences(same) == ("Both decide on the same requests with the same weights, limits and rules.",)
    nothing = SOLVE(replace(now.notebook, bounds=(("capital FY27", -1.0),)))
    assert "one of both has no portfolio" in since_line(replace(dossier, since=since(nothing, now, "then", SOLVE)))


def test_a_moment_is_named_by_who_signed_it_or_by_its_day():
    at = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    entry = next_entry(Change(who=Person("Ada", "CMIO"), at=at, what="weights"), "a", None)
    assert moment_words(entry, ()) == "the plan of 2026-11-20, after change 1"
    signed = SignedPlan(number=2, version=1, state_hash="a", result_hash="b", frozen_at=at,
                        signatures=(("CMIO", "Ada", at), ("CIO", "Bo", at)))  # fmt: skip
    assert moment_words(entry, (signed,)) == "version 2 of the plan, signed by Ada and Bo"
