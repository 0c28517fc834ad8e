"""What both of two people can have is joined in silence; what only one can have waits for a person."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from governance.book import GovernanceBook
from intake.edits import Edit
from planning import parts
from planning.clashes import value_words
from planning.database import StoreError
from planning.notebook import Decision, Override, Verdict, with_bounds, with_weights
from planning.people import NotAllowedError, Person
from planning.store import open_store
from tests.planning.shelved import AT, BURDEN, CLINICAL, KIM, LEE, START, forced, recorded, with_title


def test_changes_of_different_fields_are_joined_in_silence(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_weights(START, CLINICAL)))
    saved = store.save(held, forced(held, "R-007", LEE))
    assert saved.clashes == ()
    assert saved.stored.number == 3
    found = store.load(held.id, by=KIM).notebook
    assert found == saved.stored.notebook
    assert (found.weights, [o.request_id for o in found.overrides]) == (CLINICAL, ["R-007"])


def test_changes_of_different_entries_of_one_field_are_joined_in_silence(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_title(held, "R-007", "Seven"), "request"))
    retitled = replace(held, notebook=with_title(held, "R-008", "Eight"))
    both = replace(retitled.notebook, bounds=(("capital FY27", 5.0),))
    store.save(held, recorded(with_bounds(START, {"capital FY28": 6.0}), "limit"))
    saved = store.save(held, recorded(both, "request", LEE))
    assert saved.clashes == ()
    titles = {r.id: r.title for r in saved.stored.notebook.requests}
    assert (titles["R-007"], titles["R-008"], len(titles)) == ("Seven", "Eight", 120)
    assert dict(saved.stored.notebook.bounds) == {"capital FY27": 5.0, "capital FY28": 6.0}


def test_edits_of_requests_far_apart_in_the_list_are_joined_in_silence(store):
    held = store.create(START, by=KIM, at=AT)
    for request_id in ("R-007", "R-060", "R-119"):
        saved = store.save(held, recorded(with_title(held, request_id, f"Title of {request_id}"), "title"))
        assert saved.clashes == ()
    titles = {r.id: r.title for r in store.load(held.id, by=KIM).notebook.requests if r.title.startswith("Title")}
    assert titles == {i: f"Title of {i}" for i in ("R-007", "R-060", "R-119")}


def test_two_edits_of_one_block_of_a_list_are_joined_and_two_of_one_cell_clash_in_that_block_alone(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_title(held, "R-051", "By Kim"), "title"))
    both = replace(held, notebook=with_title(held, "R-052", "By Lee"))
    saved = store.save(held, recorded(with_title(both, "R-051", "By Lee too"), "title", LEE))
    assert [clash.path for clash in saved.clashes] == [("requests", "R-051", "title")]
    titles = {r.id: r.title for r in saved.stored.notebook.requests}
    assert (titles["R-051"], titles["R-052"], len(titles)) == ("By Kim", "By Lee", 120)
    assert saved.stored.refs["requests"][::2] == held.refs["requests"][::2]


def test_an_edit_and_a_shorter_list_are_joined_as_whole_lists(store):
    held = store.create(START, by=KIM, at=AT)
    shorter = replace(START, requests=tuple(r for r in START.requests if r.id != "R-003"))
    store.save(held, recorded(shorter, "list of requests"))
    saved = store.save(held, recorded(with_title(held, "R-060", "Sixty"), "title", LEE))
    titles = {r.id: r.title for r in saved.stored.notebook.requests}
    assert saved.clashes == ()
    assert ("R-003" in titles, titles["R-060"], len(titles)) == (False, "Sixty", 119)


def test_a_part_that_memory_let_go_is_read_again(store, monkeypatch):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_title(held, "R-051", "By Kim"), "title"))
    monkeypatch.setattr(parts, "VALUES_KEPT", 3)
    saved = store.save(held, recorded(with_title(held, "R-052", "By Lee"), "title", LEE))
    assert saved.clashes == ()
    assert store.load(held.id, by=KIM).notebook == saved.stored.notebook


def test_two_changes_of_one_field_are_both_kept_until_a_person_chooses(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_weights(START, CLINICAL)))
    saved = store.save(held, recorded(with_weights(START, BURDEN), by=LEE))
    assert [clash.path for clash in saved.clashes] == [("weights",)]
    assert saved.stored.notebook.weights == CLINICAL
    (waiting,) = store.clashes(held.id, by=KIM)
    assert (waiting.theirs_who, waiting.who) == ("Ada Kim (CMIO)", "Bo Lee (CIO)")
    chosen = store.settle(held.id, waiting, takes_second=True, by=KIM, at=AT)
    assert chosen.notebook.weights == store.load(held.id, by=KIM).notebook.weights == BURDEN
    assert store.clashes(held.id, by=KIM) == ()
    told = store.log(held.id, by=KIM)[-1].change
    assert (told.what, told.before, told.after) == (
        "choice on weights", "clinical value 100%", "Bo Lee (CIO): burden reduction 100%",
    )  # fmt: skip
    with pytest.raises(StoreError, match="Somebody has chosen already"):
        store.settle(held.id, waiting, takes_second=False, by=KIM, at=AT)


def test_the_first_of_two_changes_can_be_kept_too(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_title(held, "R-007", "Seven"), "request"))
    saved = store.save(held, recorded(with_title(held, "R-007", "7"), "request", LEE))
    assert [clash.path for clash in saved.clashes] == [("requests", "R-007", "title")]
    (waiting,) = store.clashes(held.id, by=KIM)
    with pytest.raises(NotAllowedError):
        store.settle(held.id, waiting, takes_second=False, by=Person("V", "viewer"), at=AT)
    chosen = store.settle(held.id, waiting, takes_second=False, by=KIM, at=AT)
    assert {r.id: r.title for r in chosen.notebook.requests}["R-007"] == "Seven"
    told = store.log(held.id, by=KIM)[-1].change
    assert (told.request_id, told.before, told.after) == ("R-007", "Seven", "Ada Kim (CMIO): Seven")


def entered(held, value, was=""):
    """A notebook in which somebody entered the capital of one request, in the request and beside the file."""
    first, *others = held.requests
    years = {"FY28": Decimal(0), "FY29": Decimal(0)} | ({"FY27": Decimal(value)} if value else {})
    edit = Edit(request_id=first.id, column="capital_fy27_usd", value=value, was=was or "7")
    source = replace(held.source, edits=(edit,))
    return replace(held, requests=(replace(first, capital_usd=years), *others), source=source)


@pytest.mark.parametrize(("takes_second", "stands"), [(True, "9"), (False, "8")])
def test_a_cell_that_two_people_entered_is_chosen_once_for_the_plan_and_for_the_entry_beside_the_file(
    store, takes_second, stands
):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(entered(START, "8"), "capital"))
    store.save(held, recorded(entered(START, "9"), "capital", LEE))
    (waiting,) = store.clashes(held.id, by=KIM)
    assert waiting.clash.path == ("requests", "R-000", "capital_usd", "FY27")
    chosen = store.settle(held.id, waiting, takes_second=takes_second, by=KIM, at=AT).notebook
    assert (str(chosen.requests[0].capital_usd["FY27"]), chosen.source.edits[0].value) == (stands, stands)
    assert store.clashes(held.id, by=KIM) == ()


def test_a_second_change_that_took_a_value_away_can_be_chosen(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(entered(START, "8"), "capital"))
    store.save(held, recorded(entered(START, ""), "capital", LEE))
    (waiting,) = store.clashes(held.id, by=KIM)
    assert waiting.clash.ours is None
    chosen = store.settle(held.id, waiting, takes_second=True, by=KIM, at=AT).notebook
    assert "FY27" not in chosen.requests[0].capital_usd
    assert chosen.source.edits[0].value == ""


def test_after_a_third_change_of_the_place_the_clash_is_shown_anew_and_nothing_is_overwritten(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_title(held, "R-007", "Seven"), "request"))
    second = store.save(held, recorded(with_title(held, "R-007", "7"), "request", LEE)).stored
    (shown,) = store.clashes(held.id, by=KIM)
    cy = Person("Cy Ott", "administrator")
    third = store.save(second, recorded(with_title(second, "R-007", "Number seven"), "request", cy)).stored
    # A change of another request in the same block is nobody's business here.
    store.save(third, recorded(with_title(third, "R-008", "Eight"), "request", LEE))
    for takes_second in (True, False):
        with pytest.raises(StoreError, match=r"Cy Ott \(administrator\) changed this place since it was shown"):
            store.settle(held.id, shown, takes_second=takes_second, by=KIM, at=AT)
    titles = {r.id: r.title for r in store.load(held.id, by=KIM).notebook.requests}
    assert (titles["R-007"], titles["R-008"]) == ("Number seven", "Eight")
    (anew,) = store.clashes(held.id, by=KIM)
    assert (anew.theirs_who, anew.clash.theirs, anew.clash.ours) == (str(cy), "Number seven", "7")
    chosen = store.settle(held.id, anew, takes_second=True, by=KIM, at=AT)
    assert {r.id: r.title for r in chosen.notebook.requests}["R-007"] == "7"


@pytest.mark.parametrize(
    ("field", "values", "chooser", "refused_one"),
    [
        ("overrides", [(Override(request_id="R-001", is_in=i, who="Cy", why="x"),) for i in (True, False)],
         "CMO", "portfolio office"),
        ("decisions", [(Decision(request_id="R-001", verdict=v, reason="x", who="Cy", on=AT.date()),)
                       for v in (Verdict.FUNDED, Verdict.NO)], "CNIO", "portfolio office"),
        ("governance", [GovernanceBook(duties_since=(("charter", dt.date(2026, 1, n)),)) for n in (1, 2)],
         "CMO", "portfolio office"),
        ("requests", [(replace(START.requests[0], title=t), *START.requests[1:]) for t in "XY"],
         "administrator", "CMO"),
        ("weights", [CLINICAL, BURDEN], "portfolio office", "CMO"),
    ],
)  # fmt: skip
def test_choosing_takes_the_right_to_change_that_place(tmp_path, field, values, chooser, refused_one):
    store = open_store(f"sqlite:///{tmp_path}/rounds.sqlite")
    held = store.create(START, by=KIM, at=AT)
    for value in values:
        store.save(held, recorded(replace(START, **{field: value}), field))
    waiting = store.clashes(held.id, by=KIM)
    assert waiting
    with pytest.raises(NotAllowedError, match=f"The role {refused_one} may not"):
        store.settle(held.id, waiting[0], takes_second=False, by=Person("Di Fox", refused_one), at=AT)
    for clash in waiting:
        store.settle(held.id, clash, takes_second=False, by=Person("Di Fox", chooser), at=AT)
    assert store.clashes(held.id, by=KIM) == ()
    store.close()


def test_the_one_who_changed_that_field_is_named_not_the_last_who_changed_anything(store):
    held = store.create(START, by=KIM, at=AT)
    first = store.save(held, recorded(with_weights(START, CLINICAL))).stored
    store.save(first, forced(first, "R-001", Person("Cy", "CMO")))
    store.save(held, recorded(with_weights(START, BURDEN), by=LEE))
    assert [w.theirs_who for w in store.clashes(held.id, by=KIM)] == ["Ada Kim (CMIO)"]


def test_amounts_that_clash_are_said_to_the_last_digit(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, recorded(with_bounds(START, {"capital FY27": 12_345_678.0}), "limit"))
    store.save(held, recorded(with_bounds(START, {"capital FY27": 12_345_679.0}), "limit", LEE))
    (waiting,) = store.clashes(held.id, by=KIM)
    sides = waiting.clash.theirs, waiting.clash.ours
    assert [value_words(side) for side in sides] == ["capital FY27, 12,345,678", "capital FY27, 12,345,679"]


def test_changes_that_are_right_alone_but_not_together_wait_for_a_person(store):
    year = START.limits.budget[0]
    held = store.create(START, by=KIM, at=AT)
    # Each leaves a valid list; joined there would be two years of one name with different money.
    one = replace(START.limits, budget=(replace(year, capital_usd=Decimal(5)), *START.limits.budget[1:]))
    other = replace(START.limits, budget=(replace(year, capital_usd=Decimal(6)), *START.limits.budget[1:]))
    store.save(held, recorded(replace(START, limits=one), "limit"))
    saved = store.save(held, recorded(replace(START, limits=other), "limit", LEE))
    assert [clash.path for clash in saved.clashes] == [("limits", "budget", "FY27", "capital_usd")]
    chosen = store.settle(held.id, store.clashes(held.id, by=KIM)[0], takes_second=True, by=KIM, at=AT)
    assert chosen.notebook.limits.budget[0].capital_usd == Decimal(6)
