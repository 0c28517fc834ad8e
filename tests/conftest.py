"""Profiles and notebooks that many tests share."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from intake.read import Intake, read_workbook
from intake.tables import SAMPLE_WORKBOOK
from planning.notebook import PlanningNotebook
from planning.opening import open_notebook
from planning.outcome import Outcome, evaluate

# Notebooks of tests, and of apps that tests start, are kept in a folder of their own.
os.environ["ROUNDS_DATA_DIR"] = tempfile.mkdtemp(prefix="rounds-tests-")
os.environ.pop("ROUNDS_DATABASE_URL", None)
# Idle work is tested by itself; behind every screen of every test it would only take the cores from the others.
os.environ["ROUNDS_IDLE_WORK"] = "off"

ROOT = Path(__file__).resolve().parent.parent

_CALM = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("short", max_examples=40, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=_CALM)
settings.load_profile("long" if os.environ.get("ROUNDS_PROFILE") == "long" else "short")


def cases(usual: int) -> int:
    """Random cases of a costly property: a third of the usual number in the short profile, four times as many in the
    long one."""
    return 4 * usual if os.environ.get("ROUNDS_PROFILE") == "long" else max(usual // 3, 20)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path_factory, monkeypatch):
    """No test sees what another one, or a person, left in the data folder."""
    monkeypatch.setenv("ROUNDS_DATA_DIR", str(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="session")
def sample_bytes() -> bytes:
    return SAMPLE_WORKBOOK.read_bytes()


@pytest.fixture(scope="session")
def sample_intake(sample_bytes: bytes) -> Intake:
    return read_workbook(sample_bytes, "sample_requests.xlsx")


@pytest.fixture(scope="session")
def sample(sample_intake: Intake) -> PlanningNotebook:
    return open_notebook(sample_intake)


@pytest.fixture(scope="session")
def sample_outcome(sample: PlanningNotebook) -> Outcome:
    return evaluate(sample, sample.plan.planning_date)
