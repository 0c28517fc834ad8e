"""A backup of all notebooks in one sealed file, restored into an empty database of either kind."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from planning.codec import Json
from planning.database import StoreError, reading, writing
from planning.notebook import PlanningError
from planning.sealed import seal, unseal
from planning.store import Store
from planning.tables import CHANGES, METADATA, NOTEBOOKS

FORMAT = 1
_FACTS = "backup.json"
# Rows put in at once.
_AT_ONCE = 200


class BackupError(PlanningError):
    """A file that is no backup, or a place it can't be restored to."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many notebooks and changes a backup holds."""

    notebooks: int
    changes: int


def take_backup(store: Store) -> bytes:
    """Everything in the store at one moment, in one sealed file.

    Raises:
        StoreError: the database can't be read.
    """
    with reading(store.engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        facts = {"format": FORMAT, "tables": _revision(connection)}
        files = {_FACTS: json.dumps(facts).encode()}
        for table in METADATA.sorted_tables:
            rows = connection.execute(select(table).order_by(*table.primary_key)).mappings()
            lines = (json.dumps({name: _written(value) for name, value in row.items()}) for row in rows)
            files[f"{table.name}.jsonl"] = "\n".join(lines).encode()
    return seal(files)


def count_kept(store: Store) -> Counted:
    """How many notebooks and changes a store holds.

    Raises:
        StoreError: the database can't be read.
    """
    with reading(store.engine) as connection:
        found = [connection.scalar(select(func.count()).select_from(table)) for table in (NOTEBOOKS, CHANGES)]
    return Counted(*(int(n or 0) for n in found))


def restore_backup(store: Store, data: bytes) -> Counted:
    """Put a backup into an empty store: all of it or nothing.

    Raises:
        BrokenSealError: the file is not as it was written.
        BackupError: it is no backup, another version wrote it, or the store holds notebooks already.
        StoreError: the database refused it.
    """
    files = unseal(data)
    tables = _read(files)
    with writing(store.engine) as connection:
        if connection.scalar(select(func.count()).select_from(NOTEBOOKS)):
            raise BackupError("There are notebooks already: restore into an empty place. Nothing was changed.")
        if json.loads(files[_FACTS])["tables"] != _revision(connection):
            raise BackupError("Another version of Rounds took this backup: restore it with that version, then update.")
        for table in METADATA.sorted_tables:
            rows = _in_order(tables[table.name])
            for start in range(0, len(rows), _AT_ONCE):
                connection.execute(insert(table), rows[start : start + _AT_ONCE])
    return Counted(len(tables["notebooks"]), len(tables["changes"]))


def _read(files: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    try:
        if json.loads(files[_FACTS])["format"] != FORMAT:
            raise BackupError("Another version of Rounds took this backup.")
        found = {}
        for table in METADATA.sorted_tables:
            lines = files[f"{table.name}.jsonl"].decode().splitlines()
            found[table.name] = [{k: _value(v) for k, v in json.loads(line).items()} for line in lines]
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError("This is no backup of Rounds.") from error
    return found


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Notebooks that follow others behind them."""
    return sorted(rows, key=lambda row: row.get("created_at", ""))


def _revision(connection: Connection) -> str:
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is None:
        raise StoreError("The database has no tables of Rounds.")
    return str(found)


def _written(value: Any) -> Json:
    return {"base64": base64.b64encode(bytes(value)).decode()} if isinstance(value, bytes | memoryview) else value


def _value(value: Json) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
