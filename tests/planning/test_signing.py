"""Two signatures freeze a plan; a later version names the frozen one it follows."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from planning.database import StoreError
from planning.deciding import decide
from planning.log import first_fault
from planning.notebook import Verdict
from planning.parts import state_hash
from planning.people import NotAllowedError, Person
from planning.signed import version_sentences
from planning.signing import plans, sign
from tests.planning.decided import AT, KIM, LEE, START, STEP, VI, decision


def test_only_the_latest_moment_without_an_open_clash_is_signed(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, decide(START, decision(), STEP))
    with pytest.raises(StoreError, match="was changed since"):
        sign(store, held.id, 1, "result", by=KIM, at=AT)
    store.save(held, decide(START, decision("A", Verdict.NO), replace(STEP, by=LEE)))
    with pytest.raises(StoreError, match="Two people changed one place"):
        sign(store, held.id, 3, "result", by=KIM, at=AT)
    for clash in store.clashes(held.id, by=KIM):
        store.settle(held.id, clash, takes_second=False, by=KIM, at=AT)
    assert plans(store, held.id, by=KIM) == ()
    number = store.number(held.id, by=KIM)
    assert sign(store, held.id, number, "result", by=KIM, at=AT).version == number


def test_a_plan_is_frozen_once_both_have_signed_and_never_changes(store):
    held = store.create(START, by=KIM, at=AT)
    first = sign(store, held.id, 1, "result", by=KIM, at=AT)
    assert (first.number, first.missing, first.frozen_at) == (1, ("CIO",), None)
    with pytest.raises(StoreError, match="has signed this plan already"):
        sign(store, held.id, 1, "result", by=KIM, at=AT)
    with pytest.raises(StoreError, match="not the one that was signed"):
        sign(store, held.id, 1, "other", by=LEE, at=AT)
    with pytest.raises(NotAllowedError):
        sign(store, held.id, 1, "result", by=VI, at=AT)
    with pytest.raises(StoreError, match="it takes another person"):
        sign(store, held.id, 1, "result", by=Person("ada kim ", "CIO"), at=AT)
    assert sign(store, held.id, 1, "result", by=LEE, at=AT).frozen_at == AT
    with pytest.raises(StoreError, match="is frozen"):
        sign(store, held.id, 1, "result", by=Person("Di Fox", "finance"), at=AT)
    assert {name for _, name, _ in plans(store, held.id, by=KIM)[0].signatures} == {"Ada Kim", "Bo Lee"}
    assert store.load(held.id, 1, by=KIM).notebook == store.load(held.id, by=KIM).notebook == START
    with pytest.raises(DatabaseError, match="kept as they are"), store.engine.begin() as connection:
        connection.execute(text("DELETE FROM signatures"))


def signed_by_both(store, notebook_id, result):
    number = store.number(notebook_id, by=KIM)
    sign(store, notebook_id, number, result, by=KIM, at=AT)
    # The second one looked at the same plan before the first one signed it.
    return sign(store, notebook_id, number, result, by=LEE, at=AT + dt.timedelta(days=1))


def test_a_new_version_names_the_frozen_one_it_follows_in_the_store_the_log_and_in_words(store):
    held = store.create(START, by=KIM, at=AT)
    first = signed_by_both(store, held.id, "one" * 21)
    assert (first.follows, [e.change.what for e in store.log(held.id, by=KIM)][1:]) == (None, ["signature"] * 2)
    held = store.save(store.load(held.id, by=KIM), decide(START, decision(), STEP)).stored
    before = "version 1 (after change 1), signed by Ada Kim (CMIO) on .* and Bo Lee (CIO) on .*, hash oneoneoneone"
    (words,) = version_sentences(plans(store, held.id, by=KIM), state_hash(held.refs))
    assert said(words, f"Version 2, not signed yet, follows {before}.")
    # One that is signed by one alone, and then changed, is no version that another could follow.
    half = sign(store, held.id, held.number, "two", by=KIM, at=AT)
    held = store.save(store.load(held.id, by=KIM), decide(held.notebook, decision("B"), STEP)).stored
    third = signed_by_both(store, held.id, "three")
    assert (half.follows, third.number, third.follows, third.version) == (first, 3, first, held.number)
    assert [p.follows for p in plans(store, held.id, by=VI)] == [first, first, None]
    entry = store.log(held.id, by=KIM)[-1]
    assert (str(entry.change.who), entry.change.what) == ("Bo Lee (CIO)", "signature")
    assert said(entry.change.before, before)
    assert said(entry.change.after, f"version 3 of the plan, after change 6; frozen; hash three; follows {before}")
    assert first_fault(store.log(held.id, by=KIM)) == ""
    stands, follows = version_sentences(plans(store, held.id, by=KIM), entry.state_hash)
    assert stands.startswith("Version 3 (after change 6), signed by Ada Kim (CMIO) on ")
    assert ", frozen on " in stands
    assert said(follows, f"Version 3 follows {before}.")


def said(words, pattern):
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split(".*")), words)


def test_before_a_version_is_frozen_the_words_say_who_has_to_sign_and_that_a_change_begins_anew(store):
    held = store.create(START, by=KIM, at=AT)
    assert version_sentences(plans(store, held.id, by=KIM), state_hash(held.refs)) == ()
    sign(store, held.id, 1, "result", by=KIM, at=AT)
    (words,) = version_sentences(plans(store, held.id, by=KIM), state_hash(held.refs))
    assert words.endswith("hash result. Still to sign: CIO.")
    changed = store.save(store.load(held.id, by=KIM), decide(START, decision(), STEP)).stored
    _, again = version_sentences(plans(store, held.id, by=KIM), state_hash(changed.refs))
    assert again == "The notebook was changed since: signing begins anew."
