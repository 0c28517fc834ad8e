"""A database of the first version, filled by people, opens after the migrations, which guard what it keeps."""

import base64
import json
from pathlib import Path

import pytest
from sqlalchemy import MetaData, insert, text
from sqlalchemy.exc import DatabaseError

from planning.database import connect
from planning.log import first_fault
from planning.people import Person
from planning.signing import plans
from planning.store import open_store
from scoring.weights import Weights
from tests.builders import request

KIM = Person("Ada Kim", "CMIO")
# Two notebooks with their logs, three signed plans, a clash and a file, as the first version kept them.
FIRST = Path(__file__).resolve().parent.parent / "data" / "store_schema_0001.json"
TABLES = ("notebooks", "parts", "versions", "changes", "sources", "clashes", "plans", "signatures")


def value(kept):
    return base64.b64decode(kept["base64"]) if isinstance(kept, dict) else kept


def fill_first_version(url):
    """A database with the tables of the first version and everything in it."""
    engine, kept = connect(url, version="0001"), json.loads(FIRST.read_text(encoding="utf-8"))
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            if rows := [{name: value(cell) for name, cell in row.items()} for row in kept.get(table.name, ())]:
                # One that follows another comes behind it.
                connection.execute(insert(table), sorted(rows, key=lambda row: row.get("created_at", "")))
    return engine


@pytest.fixture
def migrated(store_url):
    engine = fill_first_version(store_url)
    # Nothing but the log, parts, files and signatures was guarded then.
    with engine.connect() as connection, connection.begin() as begun:
        connection.execute(text("UPDATE plans SET frozen_at = NULL"))
        connection.execute(text("UPDATE versions SET refs = '{}'"))
        begun.rollback()
    engine.dispose()
    store = open_store(store_url)
    yield store
    store.close()


def test_notebooks_of_the_first_version_open_with_log_past_clashes_and_file(migrated):
    (north,) = migrated.listing(by=KIM)
    (south,) = migrated.listing(is_archived=True, by=KIM)
    assert (north.name, north.number, south.name, south.follows) == ("North campus", 6, "South campus", north.id)
    latest = migrated.load(north.id, by=KIM).notebook
    assert [r.id for r in latest.requests] == ["A", "B", "C"]
    assert (latest.weights, dict(latest.bounds)) == (Weights.of({"clinical_value": 1.0}), {"capital FY27": 6.0})
    assert migrated.load(north.id, 1, by=KIM).notebook.requests[0] == request("A", capital=1)
    log = migrated.log(north.id, by=KIM)
    assert ([e.change.what for e in log], first_fault(log)) == (
        ["notebook opened", "weights", "override", "limits", "limits", "weights"], "",
    )  # fmt: skip
    assert migrated.result_hash(north.id, 3, by=KIM) == "result of three"
    assert [clash.who for clash in migrated.clashes(north.id, by=KIM)] == ["Bo Lee (CIO)"]
    assert migrated.source(latest.source.sha256, by=KIM) == ("list.xlsx", b"a list as it came")


def test_plans_signed_before_versions_were_named_follow_the_one_that_was_frozen_then(migrated):
    third, second, first = plans(migrated, migrated.listing(by=KIM)[0].id, by=KIM)
    assert (first.follows, second.follows, third.follows) == (None, first, first)
    assert [plan.frozen_at is None for plan in (first, second, third)] == [False, True, False]


def refused(store, statement):
    with pytest.raises(DatabaseError, match="kept as they are"), store.engine.begin() as connection:
        connection.execute(text(statement))


def test_after_the_migration_nothing_kept_is_deleted_or_changed(migrated):
    for table in ("changes", "parts", "sources", "signatures", "versions", "plans"):
        refused(migrated, f"DELETE FROM {table}")
        if migrated.engine.dialect.name == "postgresql":
            refused(migrated, f"TRUNCATE {table} CASCADE")
    for change in (
        "changes SET why = 'x'",
        "versions SET refs = '{}'",
        "plans SET follows = 2",
        "plans SET number = 9",
    ):
        refused(migrated, f"UPDATE {change}")
    # The plan that waits for its second signature is frozen in its time, and follows what it follows.
    refused(migrated, "UPDATE plans SET follows = NULL WHERE number = 2")
    with migrated.engine.begin() as connection:
        connection.execute(text("UPDATE plans SET frozen_at = 'now' WHERE number = 2"))
    refused(migrated, "UPDATE plans SET frozen_at = NULL WHERE number = 2")


@pytest.mark.parametrize("table", TABLES)
def test_the_example_has_rows_of_every_table(table):
    assert json.loads(FIRST.read_text(encoding="utf-8"))[table]
