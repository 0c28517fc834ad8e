"""People who decide, the moment they do it, and a small plan they decide about."""

import datetime as dt

from planning.governing import Step
from planning.notebook import Decision, Verdict
from planning.people import Person
from tests.builders import TODAY, notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM, LEE, VI = Person("Ada Kim", "CMIO"), Person("Bo Lee", "CIO"), Person("Vi", "participant")
STEP = Step(by=KIM, at=AT, today=TODAY, why="agreed in the room")
SPRING = TODAY + dt.timedelta(100)
START = notebook([request(i, capital=1, sponsor_role="CNO") for i in "ABCD"], cycle="FY27")


def decision(request_id="A", verdict=Verdict.FUNDED, **facts):
    base = {"request_id": request_id, "verdict": verdict, "reason": "clear case", "who": str(KIM), "on": TODAY}
    if verdict is Verdict.NOT_YET:
        base |= {"condition": "the pilot's result", "review_on": SPRING}
    return Decision(**(base | facts))
