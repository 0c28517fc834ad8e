"""Notebooks are kept with every moment of theirs, on both databases alike."""

import hashlib
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from planning.codec import CodecError
from planning.database import FILE_NAME, StoreError, database_url
from planning.log import first_fault
from planning.notebook import Source, with_weights
from planning.people import NotAllowedError, Person
from planning.signing import plans, sign
from planning.store import open_store
from planning.stored import NoNotebookError
from planning.tables import METADATA
from tests.planning.shelved import AT, CLINICAL, KIM, LEE, START, forced, recorded, with_title


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


def test_without_settings_notebooks_are_kept_beside_the_app_wherever_it_is_started_from(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert database_url({}) == f"sqlite:///{Path(__file__).resolve().parents[2] / 'var' / FILE_NAME}"
