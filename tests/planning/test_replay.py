"""Any moment of a notebook's history opens again and gives the portfolio it gave then."""

import datetime as dt
import os
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from planning.change import Change, Recorded
from planning.log import first_fault
from planning.notebook import Override, with_bounds, with_override, with_rules, with_weights
from planning.outcome import evaluate
from planning.people import Person
from planning.result import result_hash
from planning.store import open_store
from scoring.weights import Weights

N_STEPS = 100 if os.environ.get("ROUNDS_PROFILE") == "long" else 6
KIM = Person("Ada Kim", "CMIO")
SWITCHES = ("gates", "mandates", "prerequisites", "hours")


def one_step(notebook, chance):
    """One random change of a kind that people make."""
    kind = chance.randrange(5)
    request_id = chance.choice(notebook.requests).id
    if kind == 0:
        keys = [key for key, _ in notebook.weights.shares]
        return with_weights(notebook, Weights.of({key: chance.random() for key in keys}))
    if kind == 1:
        return with_bounds(notebook, {"capital FY27": float(chance.randrange(1_500_000, 4_500_000, 50_000))})
    if kind == 2:
        switch = frozenset({chance.choice(SWITCHES)})
        return with_rules(notebook, on=switch - notebook.kinds_on, off=switch & notebook.kinds_on)
    if kind == 3:
        return with_override(
            notebook, Override(request_id=request_id, is_in=False, who="Ada Kim", why=f"step {chance.random()}")
        )
    edited = [replace(r, capital_usd={k: v * 2 + Decimal(1000) for k, v in r.capital_usd.items()}) if r.id == request_id
              else r for r in notebook.requests]  # fmt: skip
    return replace(notebook, requests=tuple(edited))


@pytest.mark.timeout(1800)
def test_a_random_history_replayed_gives_every_portfolio_again(sample, tmp_path):
    chance = random.Random(11)
    store = open_store(f"sqlite:///{tmp_path}/rounds.sqlite")
    held = store.create(sample, by=KIM, at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    shown = {1: result_hash(evaluate(sample, sample.plan.planning_date))}
    for n in range(N_STEPS):
        at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC) + dt.timedelta(minutes=n)
        changed = one_step(held.notebook, chance)
        held = store.save(held, Recorded(changed, Change(who=KIM, at=at, what=f"step {n}"))).stored
        shown[held.number] = result_hash(evaluate(held.notebook, sample.plan.planning_date))
        store.note_result(held.id, held.number, shown[held.number], by=KIM)
    store.close()
    again = open_store(f"sqlite:///{tmp_path}/rounds.sqlite")
    assert first_fault(again.log(held.id, by=KIM)) == ""
    for number, expected in shown.items():
        past = again.load(held.id, number, by=KIM).notebook
        assert result_hash(evaluate(past, past.plan.planning_date)) == expected
        assert again.result_hash(held.id, number, by=KIM) in (expected, "")
    # Not each step changes the portfolio; half of them do.
    assert len(set(shown.values())) >= N_STEPS / 2
    again.close()
