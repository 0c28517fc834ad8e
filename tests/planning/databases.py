"""Databases for tests: a file of SQLite's, and a real PostgreSQL that the test starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from tools.take_pictures import free_port

ABSENT = "PostgreSQL is not installed here: apt-get install postgresql"


def programs() -> Path | None:
    """The folder with PostgreSQL's own programs; None where it is not installed."""
    on_path = shutil.which("initdb")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *([Path(on_path).parent] if on_path else [])]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """A server in a folder of its own; its address without a database."""
    folder = programs()
    assert folder is not None
    place = Path(tempfile.mkdtemp(prefix="rounds-postgresql-"))
    # The server refuses to run as root; the package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(place, user)
    port = free_port()
    data, options = place / "data", f"-h 127.0.0.1 -p {port} -k {place}"
    run([folder / "initdb", "-D", data, "-U", "rounds", "-A", "trust", "-E", "UTF8", "--locale=C"], place, user)
    run([folder / "pg_ctl", "-D", data, "-o", options, "-w", "-t", "60", "-l", place / "log", "start"], place, user)
    try:
        yield f"postgresql://rounds@127.0.0.1:{port}"
    finally:
        run([folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], place, user)
        shutil.rmtree(place, ignore_errors=True)


def run(command: list[str | Path], place: Path, user: str | None) -> None:
    with (place / "said").open("ab") as said:
        subprocess.run(command, check=True, user=user, cwd=place, stdout=said, stderr=said)


def new_database(server: str, name: str) -> str:
    """The address of a new, empty database of a server."""
    engine = create_engine(server.replace("postgresql://", "postgresql+pg8000://") + "/postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server}/{name}"
