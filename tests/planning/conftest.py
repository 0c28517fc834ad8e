"""The store on every database: the same tests for SQLite and for PostgreSQL."""

import itertools
from collections.abc import Iterator

import pytest

from planning.store import Store, open_store
from tests.planning.databases import ABSENT, new_database, programs, running_postgresql

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    if programs() is None:
        pytest.skip(ABSENT)
    with running_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/rounds.sqlite"
    return new_database(request.getfixturevalue("postgresql"), f"rounds_{next(_NUMBERS)}")


@pytest.fixture
def store(store_url) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()
