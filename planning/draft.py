"""The draft: live moves on top of the agreed notebook, carried over when somebody records a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from planning.notebook import Override, PlanningNotebook
from portfolio.rules import AgreedRules

_Bounds = tuple[tuple[str, float], ...]
_Overrides = tuple[Override, ...]


def carry_over(draft: PlanningNotebook, before: PlanningNotebook, after: PlanningNotebook) -> PlanningNotebook:
    """The draft on the notebook as it is now agreed: what was moved stays moved, all else follows.

    Limits, rules, overrides and agreed rules are carried over one by one: who moved one limit has no say on another.

    Args:
        draft: Live moves on top of ``before``.
        before: The agreed notebook the draft was made on.
        after: The notebook as it is agreed now.
    """
    moved: dict[str, Any] = {}
    for field in fields(PlanningNotebook):
        sides = [getattr(side, field.name) for side in (draft, before, after)]
        if not _is_same(sides[0], sides[1]):
            carry = _BY_ENTRY.get(field.name)
            moved[field.name] = carry(*sides) if carry else sides[0]
    return replace(after, **moved) if moved else after


def _is_same(one: object, other: object) -> bool:
    return one is other or one == other


def _bounds(draft: _Bounds, before: _Bounds, after: _Bounds) -> _Bounds:
    return tuple(_entries(dict(draft), dict(before), dict(after)).items())


def _kinds(draft: frozenset[str], before: frozenset[str], after: frozenset[str]) -> frozenset[str]:
    return (after | (draft - before)) - (before - draft)


def _overrides(draft: _Overrides, before: _Overrides, after: _Overrides) -> _Overrides:
    sides = ({override.request_id: override for override in side} for side in (draft, before, after))
    return tuple(_entries(*sides).values())


def _agreed_rules(draft: AgreedRules, before: AgreedRules, after: AgreedRules) -> AgreedRules:
    sides = ({field.name: getattr(side, field.name) for field in fields(side)} for side in (draft, before, after))
    return AgreedRules(**_entries(*sides))


def _entries(draft: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Entries as they are after, but those the draft set, added or took away."""
    is_moved = {key: draft.get(key) != before.get(key) for key in (*draft, *before)}
    found = {key: value for key, value in after.items() if not is_moved.get(key) or key in draft}
    return found | {key: value for key, value in draft.items() if is_moved[key]}


_BY_ENTRY: Mapping[str, Callable[..., object]] = {
    "bounds": _bounds,
    "kinds_on": _kinds,
    "overrides": _overrides,
    "agreed_rules": _agreed_rules,
}
