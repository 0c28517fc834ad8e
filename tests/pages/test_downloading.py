"""A file made when it is asked for stays until the browser has fetched it, whatever other sessions do meanwhile."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from planning.notebook import PlanningError
from ui import downloading


@pytest.fixture
def files(monkeypatch):
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    monkeypatch.setattr(downloading.runtime, "exists", lambda: True)
    monkeypatch.setattr(downloading.runtime, "get_instance", lambda: SimpleNamespace(media_file_mgr=manager))
    return manager, storage


def asked_for(manager: MediaFileManager, made: bytes) -> str:
    def make() -> bytes:
        downloading.keep_until_fetched(made, file_name="plan.xlsx", mime="text/plain")
        return made

    file_id = manager.add_deferred(make, "text/plain", "0.1", "plan.xlsx")
    return manager.execute_deferred(file_id).rsplit("/", 1)[-1]


def test_a_file_outlives_the_runs_of_other_sessions(files):
    manager, storage = files
    name = asked_for(manager, b"one")
    for _ in range(5):
        manager.remove_orphaned_files()
    assert storage.get_file(name).content == b"one"


def test_the_oldest_files_are_let_go(files):
    manager, storage = files
    first = asked_for(manager, b"first")
    for k in range(downloading.FILES_KEPT):
        newest = asked_for(manager, f"{k}".encode())
    for _ in range(3):
        manager.remove_orphaned_files()
    assert storage.get_file(newest).content
    with pytest.raises(MediaFileStorageError):
        storage.get_file(first)


def test_a_file_that_is_made_or_could_not_be_made_is_known_where_it_is_offered():
    seen = []
    making = downloading.Making()

    def build() -> bytes:
        seen.append(making.stage)
        return b"file"

    assert making.run(build) == b"file"
    assert (seen, making.stage, making.why) == ([downloading.Stage.MAKING], downloading.Stage.IDLE, "")

    def refuse() -> bytes:
        raise PlanningError("The log can't be read.")

    with pytest.raises(PlanningError):
        making.run(refuse)
    assert (making.stage, making.why) == (downloading.Stage.FAILED, "The log can't be read.")

    def break_down() -> bytes:
        raise MemoryError

    with pytest.raises(MemoryError):
        making.run(break_down)
    assert (making.stage, making.why) == (downloading.Stage.FAILED, "")
    making.run(build)
    assert making.stage is downloading.Stage.IDLE
