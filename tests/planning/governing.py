"""Steps of governance for tests: who takes them, and the portfolio after them."""

import datetime as dt

from governance.ai_file import Evidence, EvidenceState
from planning.governing import Step
from planning.outcome import evaluate
from planning.people import Person
from tests.builders import TODAY

AT = dt.datetime(2026, 11, 22, 14, 0, tzinfo=dt.UTC)
LATER = TODAY + dt.timedelta(days=60)
PRESENT = Evidence(code="E9", state=EvidenceState.PRESENT, note="memo 12", on=TODAY)


def step(role="CMO", *, name="Ada Berg", why=""):
    return Step(by=Person(name, role), at=AT, today=TODAY, why=why)


def judge(given_notebook):
    return evaluate(given_notebook, given_notebook.plan.planning_date)
