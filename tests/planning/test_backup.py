"""A backup brings everything back, on either database, or nothing at all."""

import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest

import cli
from commands.kept import restore_store
from planning.backup import BackupError, restore_backup, take_backup
from planning.change import Change, Recorded
from planning.notebook import Source, with_bounds
from planning.people import Person
from planning.sealed import BrokenSealError, seal
from planning.store import open_store
from tests.builders import notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM = Person("Ada Kim", "CMIO")
FILE = b"PK any bytes \x00\xff"
START = replace(notebook([request("A", capital=1)]), source=Source("a.xlsx", hashlib.sha256(FILE).hexdigest()))


def fill(store):
    held = store.create(START, by=KIM, at=AT, source=FILE)
    changed = with_bounds(START, {"capital FY27": 5.0})
    store.save(held, Recorded(changed, Change(who=KIM, at=AT, what="limit", why="because\nof two lines")))
    store.create(replace(START, name="Next"), by=KIM, at=AT + dt.timedelta(1), follows=held.id)
    return held.id


def everything(store):
    return [
        (n, store.log(n.id, by=KIM), store.load(n.id, by=KIM).notebook, store.source(START.source.sha256, by=KIM))
        for n in store.listing(by=KIM)
    ]


def test_a_backup_of_one_database_restores_into_the_other_kind(store, tmp_path, postgresql):
    fill(store)
    data = take_backup(store)
    assert take_backup(store) == data
    fresh = open_store(f"sqlite:///{tmp_path}/restored/rounds.sqlite")
    counted = restore_backup(fresh, data)
    assert (counted.notebooks, counted.changes) == (2, 3)
    assert everything(fresh) == everything(store)
    assert take_backup(fresh) == data
    fresh.close()


def test_nothing_is_overwritten(store):
    fill(store)
    data = take_backup(store)
    before = everything(store)
    with pytest.raises(BackupError, match="There are notebooks already"):
        restore_backup(store, data)
    assert everything(store) == before


def test_a_damaged_backup_changes_nothing(store):
    other = bytearray(take_backup(store))
    other[len(other) // 2] ^= 1
    with pytest.raises(BrokenSealError, match="at least one byte was changed"):
        restore_backup(store, bytes(other))
    assert store.listing(by=KIM) == ()


@pytest.mark.parametrize("files", [{}, {"backup.json": b"{}"}, {"backup.json": b'{"format": 1, "tables": "0001"}'}])
def test_what_is_no_backup_is_refused_in_words(store, files):
    with pytest.raises(BackupError, match="no backup of Rounds"):
        restore_backup(store, seal(files))


def test_a_backup_of_another_version_is_refused_in_words(store):
    empty = {f"{name}.jsonl": b"" for name in
             ("notebooks", "parts", "versions", "changes", "sources", "clashes", "plans", "signatures")}  # fmt: skip
    with pytest.raises(BackupError, match="Another version of Rounds took this backup"):
        restore_backup(store, seal({"backup.json": b'{"format": 1, "tables": "0000"}', **empty}))


def run(capsys, *arguments):
    code = cli.main(list(arguments))
    return code, json.loads(capsys.readouterr().out)


def test_backup_and_restore_by_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ROUNDS_DATA_DIR", str(tmp_path / "here"))
    store = open_store(f"sqlite:///{tmp_path}/here/rounds.sqlite")
    notebook_id = fill(store)
    path = str(tmp_path / "all.backup")
    code, facts = run(capsys, "backup", path, "--json")
    assert code == 0
    held = hashlib.sha256((tmp_path / "all.backup").read_bytes()).hexdigest()
    assert facts == {"path": path, "hash": held, "notebooks": 2, "changes": 3}
    code, facts = run(capsys, "backup", path, "--json")
    assert (code, facts["refused"]) == (2, True)
    assert "Nothing was overwritten" in facts["message"]
    code, facts = run(capsys, "restore", path, "--json")
    assert (code, facts["refused"]) == (2, True)
    assert "There are notebooks already" in facts["message"]
    code, facts = run(capsys, "restore", path, "--to", str(tmp_path / "there"), "--json")
    assert (code, facts["notebooks"], facts["changes"]) == (0, 2, 3)
    there = open_store(f"sqlite:///{tmp_path}/there/rounds.sqlite")
    assert there.load(notebook_id, by=KIM).notebook == store.load(notebook_id, by=KIM).notebook
    store.close()
    there.close()
    code, facts = run(capsys, "restore", str(tmp_path / "nowhere"), "--json")
    assert (code, "can't be read" in facts["message"]) == (2, True)


def test_a_backup_of_a_place_without_notebooks_is_refused_and_makes_no_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ROUNDS_DATA_DIR", str(tmp_path / "elsewhere"))
    path = tmp_path / "all.backup"
    for place in ("no database", "an empty one"):
        code, facts = run(capsys, "backup", str(path), "--json")
        assert (code, facts["refused"], path.exists()) == (2, True, False)
        assert f"no notebooks in {tmp_path}/elsewhere/rounds.sqlite" in facts["message"]
        assert (tmp_path / "elsewhere").exists() is (place == "an empty one")
        open_store(f"sqlite:///{tmp_path}/elsewhere/rounds.sqlite").close()


def test_a_damaged_backup_leaves_no_database_behind(tmp_path):
    path, to = tmp_path / "backup.zip", tmp_path / "empty"
    path.write_bytes(b"damaged")
    with pytest.raises(BrokenSealError):
        restore_store(str(path), str(to))
    assert not to.exists()
