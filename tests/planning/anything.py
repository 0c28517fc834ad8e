"""Any value of a type, for properties that hold for all notebooks: follows dataclasses by their fields."""

from __future__ import annotations

import collections.abc
import datetime as dt
import types
import typing
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from governance.ai_file import GateDecision, GateOutcome
from intake.finding import FINDING_KINDS, FindingKind
from planning.notebook import Decision, Verdict
from planning.people import ROLES
from portfolio.row import Sense
from portfolio.rules import CATEGORIES
from scoring.criterion import CRITERIA, Criterion
from scoring.quarter import Quarter
from scoring.weights import Weights

WORDS = st.text(min_size=1, max_size=6).filter(str.strip)
AMOUNTS = st.floats(min_value=0, max_value=1e9, allow_nan=False)
SHARES = st.floats(min_value=0, max_value=0.999, allow_nan=False)
MONEY = st.decimals(min_value=0, max_value=10**9, places=2)
SEVERAL = st.lists(WORDS, min_size=2, max_size=3, unique=True).map(tuple)
ATOMS: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(1, 9999),
    float: AMOUNTS,
    bool: st.booleans(),
    Decimal: MONEY,
    dt.date: st.dates(),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    Quarter: st.builds(Quarter, st.integers(1900, 9000), st.integers(1, 4)),
    Criterion: st.sampled_from(CRITERIA),
    FindingKind: st.sampled_from(FINDING_KINDS),
    Weights: st.lists(AMOUNTS.map(lambda a: a + 1), min_size=7, max_size=7).map(
        lambda amounts: Weights.of(dict(zip((c.key for c in CRITERIA), amounts, strict=True)))
    ),
}
_SAID = {"request_id": WORDS, "reason": WORDS, "who": WORDS, "on": st.dates(), "dissent": WORDS}
ATOMS[Decision] = st.one_of(
    st.builds(Decision, verdict=st.sampled_from([Verdict.FUNDED, Verdict.NO]), **_SAID),
    st.builds(Decision, verdict=st.just(Verdict.NOT_YET), condition=WORDS, review_on=st.dates(), **_SAID),
)
WITH = GateOutcome.APPROVE_WITH_CONDITIONS
# Fields whose constructors ask for more than their type says.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "role": st.sampled_from(list(ROLES)),
    "request_ids": SEVERAL,
    "category": st.sampled_from(list(CATEGORIES)),
    "sense": st.sampled_from([Sense.AT_MOST, Sense.AT_LEAST]),
    "amount": SHARES,
    "reserve_share": SHARES,
    "money_share": SHARES,
    "hours_share": SHARES,
    "share": SHARES,
    "contingency_share": st.decimals(min_value=0, max_value=1, places=4),
}


@cache
def anything(kind: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911
    """Any value of a type; values a constructor refuses are passed over."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in ATOMS:
        return ATOMS[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = {f.name: FIELDS[f.name] if f.name in FIELDS else anything(hints[f.name]) for f in fields(kind)}
        return st.fixed_dictionaries(parts).map(lambda facts: _made(kind, facts)).filter(lambda made: made is not None)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(anything(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(anything, args))
    if origin is frozenset:
        return st.frozensets(anything(args[0]), max_size=3)
    if origin in (collections.abc.Mapping, dict):
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=2)
    if origin in (types.UnionType, typing.Union):
        return st.one_of([st.none() if arg is types.NoneType else anything(arg) for arg in args])
    raise TypeError(f"No strategy for {kind}.")


def _made(kind: Any, facts: dict[str, Any]) -> Any:
    if kind is GateDecision:
        # Conditions stand with one outcome alone; else most files would be passed over.
        how = facts["outcome"] if facts["outcome"] is not WITH or facts["conditions"] else GateOutcome.APPROVE
        facts = {**facts, "outcome": how, "conditions": facts["conditions"] if how is WITH else ()}
    try:
        return kind(**facts)
    except ValueError:
        return None
