"""A file made when it is asked for stays until it was fetched; who may take it is asked when it is fetched."""

import datetime as dt
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from planning.notebook import PlanningError
from planning.people import NotAllowedError
from ui import downloading, presence


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


@pytest.fixture
def offered(monkeypatch):
    """Draws a button for a file and hands out what a browser asks for later, outside the session."""

    def draw(user):
        made = []
        monkeypatch.setattr(presence.st, "user", user)
        monkeypatch.setattr(downloading.st, "download_button", lambda *_, data, **__: made.append(data))
        downloading.offer("Plan", downloading.File("plan.csv", "text/csv", lambda: b"plan"), key="plan")
        monkeypatch.setattr(presence.st, "user", None)
        return made[0]

    return draw


def signed_in(minutes_ago=1.0):
    claims = {"sub": "7", "name": "Vi Ott", "groups": ["staff"], "iat": time.time() - 60 * minutes_ago}
    facts = {"is_logged_in": True, "to_dict": lambda _: claims, "__contains__": lambda _, name: name == "is_logged_in"}
    return type("User", (), facts)()


def set_role(role):
    Path(os.environ["ROUNDS_DATA_DIR"], "roles.csv").write_text(f"claim,value,role\ngroups,staff,{role}\n")


def test_a_file_offered_before_the_role_was_taken_away_is_not_delivered(offered):
    set_role("participant")
    fetch = offered(signed_in())
    assert fetch() == b"plan"
    set_role("viewer")
    with pytest.raises(NotAllowedError, match="The role viewer may not export"):
        fetch()


def test_a_file_offered_before_the_sign_in_ended_is_not_delivered(offered, monkeypatch):
    set_role("participant")
    user = signed_in(minutes_ago=719)
    fetch = offered(user)
    assert fetch() == b"plan"
    an_hour_on = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    with monkeypatch.context() as later:
        later.setattr(presence, "dt", SimpleNamespace(UTC=dt.UTC, datetime=SimpleNamespace(now=lambda _: an_hour_on)))
        with pytest.raises(NotAllowedError, match="The role no access may not export"):
            fetch()
    assert fetch() == b"plan"
    # Whoever signs out in one tab is out in the others, and so are the files offered there.
    monkeypatch.setattr(presence.st, "user", user)
    monkeypatch.setattr(presence.st, "logout", lambda: None)
    presence.sign_out()
    with pytest.raises(NotAllowedError, match="The role no access may not export"):
        fetch()
    with pytest.raises(presence.SignInNeededError):
        presence.signed_in()
    # The next sign-in counts.
    monkeypatch.setattr(presence.st, "user", signed_in())
    assert presence.signed_in()[0].known_as == "Vi Ott"


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
