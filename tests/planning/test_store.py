"""Notebooks are kept with every moment of theirs, on both databases alike."""

import datetime as dt
import hashlib
import sqlite3
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from governance.book import GovernanceBook
from planning import parts
from planning.change import Change, Recorded
from planning.codec import CodecError
from planning.database import FILE_NAME, StoreError, database_url
from planning.log import first_fault
from planning.notebook import Decision, Override, Source, Verdict, with_bounds, with_override, with_weights
from planning.people import NotAllowedError, Person
from planning.signing import plans, sign
from planning.store import open_store
from planning.stored import NoNotebookError
from planning.tables import METADATA
from scoring.weights import Weights
from tests.builders import notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM, LEE = Person("Ada Kim", "CMIO"), Person("Bo Lee", "CIO")
START = notebook([request(f"R-{n:03}", capital=n) for n in range(120)])
CLINICAL, BURDEN = Weights.of({"clinical_value": 1.0}), Weights.of({"burden_reduction": 1.0})


def recorded(changed, what="weights", by=KIM, **facts):
    return Recorded(changed, Change(who=by, at=AT, what=what, **facts))


def forced(held, request_id, by=KIM):
    override = Override(request_id=request_id, is_in=True, who=by.name, why="asked for")
    return recorded(with_override(held.notebook, override), f"override {request_id}", by, request_id=request_id)


def with_title(held, request_id, title):
    changed = (replace(r, title=title) if r.id == request_id else r for r in held.notebook.requests)
    return replace(held.notebook, requests=tuple(changed))


def test_the_tables_are_those_the_migrations_make(store):
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_what_is_saved_opens_the_same_with_a_new_store(store, store_url):
    held = store.create(START, by=KIM, at=AT)
    saved = store.save(held, forced(held, "R-007"))
    again = open_store(store_url)
    found = again.load(held.id, by=KIM)
    assert (found.number, found.notebook) == (2, saved.stored.notebook)
    assert again.load(held.id, 1, by=KIM).notebook == START
    again.close()


def test_a_change_stores_only_what_it_touches(store):
    held = store.create(START, by=KIM, at=AT)
    query = text("SELECT count(*) FROM parts")
    with store.engine.connect() as connection:
        before = connection.scalar(query)
    store.save(held, recorded(with_title(held, "R-060", "Another title"), "request"))
    with store.engine.connect() as connection:
        assert connection.scalar(query) == before + 1


def test_what_did_not_change_is_the_same_object_for_everybody(store):
    held = store.create(START, by=KIM, at=AT)
    first = store.load(held.id, by=KIM)
    store.save(first, recorded(with_weights(first.notebook, CLINICAL)))
    second = store.load(held.id, by=KIM)
    assert second.notebook.weights == CLINICAL
    assert second.notebook.requests is first.notebook.requests


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


def test_the_log_is_one_chain_that_nothing_can_change(store):
    held = store.create(START, by=KIM, at=AT)
    for n in range(5):
        held = store.save(held, forced(held, f"R-{n:03}")).stored
    entries = store.log(held.id, by=KIM)
    assert [e.number for e in entries] == [1, 2, 3, 4, 5, 6]
    assert first_fault(entries) == ""
    assert entries[-1].change.request_id == "R-004"
    for statement in ("UPDATE changes SET why = 'x'", "DELETE FROM changes", "DELETE FROM parts"):
        refused(store, statement)


def refused(store, statement):
    with pytest.raises(DatabaseError, match="kept as they are"), store.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_moment_and_a_frozen_plan_never_change_not_even_by_a_statement(store):
    held = store.create(START, by=KIM, at=AT)
    store.note_result(held.id, 1, "abc", by=KIM)
    assert sign(store, held.id, 1, "abc", by=KIM, at=AT).frozen_at is None
    refused(store, "UPDATE plans SET result_hash = 'x'")
    assert sign(store, held.id, 1, "abc", by=LEE, at=AT).frozen_at == AT
    for change in ("frozen_at = NULL", "frozen_at = 'later'", "version = 2", "state_hash = ''"):
        refused(store, f"UPDATE plans SET {change}")
    for change in ("result_hash = NULL", "refs = '{}'", "state_hash = ''", "number = 9"):
        refused(store, f"UPDATE versions SET {change}")
    for table in ("plans", "versions", "signatures"):
        refused(store, f"DELETE FROM {table}")
        if store.engine.dialect.name == "postgresql":
            refused(store, f"TRUNCATE {table} CASCADE")
    assert plans(store, held.id, by=KIM)[0].missing == ()
    assert store.load(held.id, by=KIM).notebook == START


def test_a_file_is_kept_as_it_came(store):
    body = b"PK\x03\x04 any bytes \x00\xff"
    sha = hashlib.sha256(body).hexdigest()
    with_file = replace(START, source=Source("list.xlsx", sha))
    store.create(with_file, by=KIM, at=AT, source=body)
    store.create(with_file, by=KIM, at=AT, source=body)
    assert store.source(sha, by=KIM) == ("list.xlsx", body)
    assert store.source("0" * 64, by=KIM) is None
    with pytest.raises(ValueError, match="Expected the bytes"):
        store.create(with_file, by=KIM, at=AT, source=b"other")


def test_the_list_finds_by_name_and_cycle_and_leaves_out_what_is_archived(store):
    first = store.create(replace(START, name="North campus", cycle="FY27"), by=KIM, at=AT)
    store.create(replace(START, name="South campus", cycle="FY28"), by=KIM, at=AT)
    assert {n.name for n in store.listing(by=KIM)} == {"North campus", "South campus"}
    assert [n.name for n in store.listing("campus fy28", by=KIM)] == ["South campus"]
    store.set_archived(first.id, True, by=KIM, at=AT)
    assert [n.name for n in store.listing(by=KIM)] == ["South campus"]
    assert [n.name for n in store.listing(is_archived=True, by=KIM)] == ["North campus"]
    store.set_archived(first.id, False, by=KIM, at=AT)
    assert len(store.listing(by=KIM)) == 2
    store.set_archived(first.id, False, by=KIM, at=AT)
    said = [(e.change.what, e.change.before, e.change.after) for e in store.log(first.id, by=KIM)[1:]]
    assert said == [("shelf", "in use", "archived"), ("shelf", "archived", "in use")]
    assert store.load(first.id, by=KIM).refs == first.refs
    with pytest.raises(NotAllowedError):
        store.set_archived(first.id, True, by=Person("V", "viewer"), at=AT)


def test_what_is_not_there_is_said_in_words(store):
    assert store.number("nowhere", by=KIM) == 0
    with pytest.raises(NoNotebookError, match="There is no notebook nowhere"):
        store.load("nowhere", by=KIM)
    held = store.create(START, by=KIM, at=AT)
    with pytest.raises(NoNotebookError, match="moment 9"):
        store.load(held.id, 9, by=KIM)


def test_the_hash_of_a_result_is_noted_once(store):
    held = store.create(START, by=KIM, at=AT)
    assert store.result_hash(held.id, 1, by=KIM) == ""
    store.note_result(held.id, 1, "abc", by=KIM)
    store.note_result(held.id, 1, "other", by=KIM)
    assert store.result_hash(held.id, 1, by=KIM) == "abc"


def test_ten_people_write_at_once_and_nothing_is_lost(store):
    held = store.create(START, by=KIM, at=AT)
    failed: list[Exception] = []

    def write(person: int) -> None:
        try:
            for turn in range(5):
                store.save(held, forced(held, f"R-{10 * turn + person:03}", Person(f"P{person}", "CMIO")))
        except Exception as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = store.load(held.id, by=KIM)
    assert found.number == 51
    assert {o.request_id for o in found.notebook.overrides} == {f"R-{n:03}" for n in range(50)}
    assert store.clashes(held.id, by=KIM) == ()
    assert first_fault(store.log(held.id, by=KIM)) == ""


def test_a_later_version_s_database_is_refused_in_words(store, store_url):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="A later version of Rounds"):
        open_store(store_url)


def test_a_damaged_file_is_refused_in_words(tmp_path):
    path = tmp_path / "rounds.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"can't be opened: file is not a database\."):
        open_store(f"sqlite:///{path}")


def test_a_damaged_part_is_noticed(tmp_path):
    path = tmp_path / "rounds.sqlite"
    store = open_store(f"sqlite:///{path}")
    held = store.create(START, by=KIM, at=AT)
    store.close()
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER parts_no_UPDATE")
    raw.execute("UPDATE parts SET body = (SELECT body FROM parts WHERE hash = ?)", (held.refs["name"][0],))
    raw.commit()
    raw.close()
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(CodecError, match="A part of the notebook is not what was stored"):
        store.load(held.id, by=KIM)
    store.close()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"ROUNDS_DATABASE_URL": "postgresql://u@h/d"}, "postgresql://u@h/d"),
        ({"ROUNDS_DATA_DIR": "/srv/rounds"}, f"sqlite:////srv/rounds/{FILE_NAME}"),
    ],
)
def test_one_setting_says_where_notebooks_are_kept(settings, expected):
    assert database_url(settings) == expected


def test_without_settings_notebooks_are_kept_in_a_folder_that_git_passes_over():
    assert database_url({}).endswith(f"/var/{FILE_NAME}")
