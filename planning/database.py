"""One database for all notebooks: a SQLite file in a data folder, or PostgreSQL by one setting."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from planning.notebook import PlanningError

URL_SETTING, FOLDER_SETTING = "ROUNDS_DATABASE_URL", "ROUNDS_DATA_DIR"
FILE_NAME, SQLITE = "rounds.sqlite", "sqlite:///"
# Seconds a writer waits for another one.
PATIENCE = 30
_ONE_AT_A_TIME = 727_001
_ADDRESSES = ("postgresql://", "postgres://")
_WRITES = "rounds_writes"
_TURN = threading.Lock()


class StoreError(PlanningError):
    """The store can't be read or written; the message says what to do."""


def data_folder(settings: Mapping[str, str] | None = None) -> Path:
    """Where files of this installation are kept: the folder that is set, else ``var`` beside the app.

    Wherever it is started from: a backup by a timer finds what the app keeps.
    """
    found = os.environ if settings is None else settings
    return Path(found.get(FOLDER_SETTING) or Path(__file__).resolve().parent.parent / "var").absolute()


def database_url(settings: Mapping[str, str] | None = None) -> str:
    """Where notebooks are kept: the database that is set, else a file in the data folder."""
    found = os.environ if settings is None else settings
    if url := found.get(URL_SETTING, ""):
        return url
    return f"{SQLITE}{data_folder(found) / FILE_NAME}"


def connect(url: str, *, version: str = "head") -> Engine:
    """The database, with today's tables: made where there are none, migrated where they are older.

    Args:
        version: The version of the tables it is brought up to; the latest unless an older one is asked for.

    Raises:
        StoreError: it can't be reached, or a later version of Rounds wrote it.
    """
    for address in _ADDRESSES:
        url = url.replace(address, "postgresql+pg8000://", 1) if url.startswith(address) else url
    engine = None
    try:
        engine = _sqlite(url) if url.startswith("sqlite") else create_engine(url, pool_pre_ping=True)
        with _transaction(engine) as connection:
            _migrate(connection, version)
    except (SQLAlchemyError, OSError, StoreError) as error:
        if engine is not None:
            engine.dispose()
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"The notebooks' database can't be opened: {_said(error)}") from error
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it or nothing, on disk when it ends.

    Raises:
        StoreError: the database refused it.
    """
    try:
        with _transaction(engine) as connection:
            yield connection
    except SQLAlchemyError as error:
        raise StoreError(f"It was not saved: {_said(error)}") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One look at the database, at one moment.

    Raises:
        StoreError: the database can't be read.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise StoreError(f"The notebooks can't be read: {_said(error)}") from error


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    # A file has one writer at a time. Writers of this process queue here, in turn, before they try for the file.
    turn = _TURN if engine.dialect.name == "sqlite" else nullcontext()
    with turn, engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


def _sqlite(url: str) -> Engine:
    path = Path(url.removeprefix(SQLITE))
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(raw, _record) -> None:  # type: ignore[no-untyped-def]
        # The driver must not begin transactions by itself: a writer begins as one, so that it never has to start anew.
        raw.isolation_level = None
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(connection: Connection, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    standing = MigrationContext.configure(connection).get_current_revision()
    if standing is not None and standing not in known:
        raise StoreError("A later version of Rounds wrote this database: start that version, or restore a backup.")
    command.upgrade(config, version)


def _said(error: BaseException) -> str:
    original = getattr(error, "orig", None) or error
    first = str(original).splitlines()[0] if str(original) else type(original).__name__
    return first.rstrip(".") + "."
