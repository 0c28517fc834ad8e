"""What was moved stays moved when somebody records a change."""

import datetime as dt
from dataclasses import replace

import pytest

from governance.book import GovernanceBook
from planning.change import Change
from planning.draft import carry_over
from planning.notebook import Override, with_bounds, with_weights
from planning.people import ROLES, Action, NotAllowedError, Person, check_may
from portfolio.rules import AgreedRules, BothOrNone
from scoring.weights import Weights
from tests.builders import notebook, request

AGREED = notebook([request("A"), request("B")])
BOOK = GovernanceBook(duties_since=(("charter", dt.date(2026, 1, 1)),))


def test_a_draft_without_moves_follows_what_is_recorded():
    recorded = replace(AGREED, governance=BOOK)
    assert carry_over(AGREED, AGREED, recorded) is recorded


def test_a_moved_weight_stays_on_top_of_what_is_recorded():
    moved = with_weights(AGREED, Weights.of({"clinical_value": 1.0}))
    recorded = with_bounds(replace(AGREED, governance=BOOK), {"capital FY27": 1.0})
    found = carry_over(moved, AGREED, recorded)
    assert (found.weights, found.governance, found.bounds) == (moved.weights, BOOK, recorded.bounds)


def test_a_move_that_is_agreed_is_no_move_any_more():
    moved = with_weights(AGREED, Weights.of({"clinical_value": 1.0}))
    assert carry_over(moved, AGREED, moved) == moved
    assert carry_over(carry_over(moved, AGREED, moved), moved, AGREED) == AGREED


@pytest.mark.parametrize("role", ROLES)
def test_only_those_the_table_names_may(role):
    person = Person("Kim", role)
    for action in Action:
        if action in ROLES[role]:
            check_may(person, action)
        else:
            with pytest.raises(NotAllowedError, match=f"The role {role} may not {action}"):
                check_may(person, action)


@pytest.mark.parametrize(("name", "role"), [("", "CMIO"), ("  ", "CMIO"), ("Kim", "king"), ("Kim", "")])
def test_a_person_has_a_name_and_a_known_role(name, role):
    with pytest.raises(ValueError, match="Expected a name and a role"):
        Person(name, role)


def test_a_change_knows_its_time_zone():
    with pytest.raises(ValueError, match="Expected a time with its zone"):
        Change(who=Person("Kim", "CMIO"), at=dt.datetime(2026, 11, 22, 9), what="weights")


TOGETHER = BothOrNone(request_ids=("A", "B"), why="One interface")


def _forced(request_id, *, is_in=True):
    return Override(request_id=request_id, is_in=is_in, who="Kim", why="Law")


@pytest.mark.parametrize(
    ("field", "before", "mine", "theirs", "both"),
    [
        ("bounds", (("y", 1.0),), (("y", 1.0), ("x", 2.0)), (("y", 3.0),), (("y", 3.0), ("x", 2.0))),
        # Whoever takes a changed limit back has moved that one, and no other.
        ("bounds", (("x", 1.0), ("y", 1.0)), (("y", 1.0),), (("x", 1.0), ("y", 3.0)), (("y", 3.0),)),
        ("kinds_on", {"a", "b"}, {"b", "c"}, {"a", "b", "d"}, {"b", "c", "d"}),
        ("overrides", (), (_forced("A"),), (_forced("B"),), (_forced("B"), _forced("A"))),
        ("overrides", (_forced("A"), _forced("B")), (_forced("A"),), (_forced("A"), _forced("B")), (_forced("A"),)),
        (
            "agreed_rules",
            AgreedRules(),
            AgreedRules(reserve_share=0.1),
            AgreedRules(both_or_none=(TOGETHER,)),
            AgreedRules(reserve_share=0.1, both_or_none=(TOGETHER,)),
        ),
    ],
)
def test_a_move_of_one_entry_leaves_what_others_agreed_on_beside_it(field, before, mine, theirs, both):
    sides = [replace(AGREED, **{field: frozenset(v) if isinstance(v, set) else v}) for v in (mine, before, theirs)]
    assert getattr(carry_over(*sides), field) == both
