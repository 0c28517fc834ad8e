"""A notebook and changes of it for tests of the store."""

import datetime as dt
from dataclasses import replace

from planning.change import Change, Recorded
from planning.notebook import Override, with_override
from planning.people import Person
from scoring.weights import Weights
from tests.builders import notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM, LEE = Person("Ada Kim", "CMIO"), Person("Bo Lee", "CIO")
START = notebook([request(f"R-{n:03}", capital=n) for n in range(120)])
CLINICAL, BURDEN = Weights.of({"clinical_value": 1.0}), Weights.of({"burden_reduction": 1.0})


def recorded(changed, what="weights", by=KIM, **facts):
    return Recorded(changed, Change(who=by, at=AT, what=what, **facts))


def forced(held, request_id, by=KIM):
    override = Override(request_id=request_id, is_in=True, who=by.name, why="asked for")
    return recorded(with_override(held.notebook, override), f"override {request_id}", by, request_id=request_id)


def with_title(held, request_id, title):
    changed = (replace(r, title=title) if r.id == request_id else r for r in held.notebook.requests)
    return replace(held.notebook, requests=tuple(changed))
