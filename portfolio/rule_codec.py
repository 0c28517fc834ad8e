"""Agreed rules as plain JSON values and back, one field a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from portfolio.row import Sense
from portfolio.rules import (
    AgreedRules,
    AiCharge,
    AiReview,
    Balance,
    BothOrNone,
    Interplay,
    Maximum,
    Measure,
    NotDoing,
    ScaleReserve,
)
from scoring.quarter import Quarter
from scoring.request import AiTier


def rules_to_json(rules: AgreedRules) -> dict[str, Any]:
    """Only what is set, in plain JSON values: an empty object where nothing is agreed."""
    review = rules.ai_review
    facts = {
        "both_or_none": [_plain(rule) for rule in rules.both_or_none],
        "balances": [_plain(rule) for rule in rules.balances],
        "maximum": _plain(rules.maximum) if rules.maximum else None,
        "interplays": [_plain(rule) for rule in rules.interplays],
        "ai_review": _review_facts(review) if review else None,
        "reserve_share": rules.reserve_share or None,
        "not_doing": [_plain(rule) for rule in rules.not_doing],
        "ai_charge": _charge_facts(rules.ai_charge) if rules.ai_charge else None,
        "scale_reserve": _plain(rules.scale_reserve) if rules.scale_reserve else None,
    }
    return {key: value for key, value in facts.items() if value}


def rules_from_json(facts: Mapping[str, Any]) -> AgreedRules:
    """Agreed rules from plain JSON values.

    Raises:
        ValueError: a field or a value that no rule has; the message names it.
    """
    known = set(AgreedRules.__dataclass_fields__)
    if unknown := sorted(set(facts) - known):
        raise ValueError(f"There is no rule {unknown[0]!r}. Rules: {', '.join(sorted(known))}.")
    try:
        return AgreedRules(
            both_or_none=tuple(
                BothOrNone(**{**rule, "request_ids": tuple(rule["request_ids"])})
                for rule in _list(facts, "both_or_none")
            ),
            balances=tuple(
                Balance(**{**rule, "measure": Measure(rule["measure"]), "sense": Sense(rule["sense"])})
                for rule in _list(facts, "balances")
            ),
            maximum=Maximum(**facts["maximum"]) if facts.get("maximum") else None,
            interplays=tuple(
                Interplay(**{**rule, "request_ids": tuple(rule["request_ids"])}) for rule in _list(facts, "interplays")
            ),
            ai_review=_review(facts["ai_review"]) if facts.get("ai_review") else None,
            reserve_share=float(facts.get("reserve_share") or 0.0),
            not_doing=tuple(NotDoing(**rule) for rule in _list(facts, "not_doing")),
            ai_charge=_charge(facts["ai_charge"]) if facts.get("ai_charge") else None,
            scale_reserve=ScaleReserve(**facts["scale_reserve"]) if facts.get("scale_reserve") else None,
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"A rule is not complete or has a field it can't have: {error}.") from error


def _list(facts: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    return facts.get(key) or ()


def _plain(rule: Any) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(rule).items() if v != ""}


def _charge_facts(charge: AiCharge) -> dict[str, Any]:
    return {
        "role": charge.role,
        "review_hours": _tiers(charge.review_hours),
        "monitoring_hours": _tiers(charge.monitoring_hours),
        **({"why": charge.why} if charge.why else {}),
    }


def _charge(facts: Mapping[str, Any]) -> AiCharge:
    return AiCharge(
        role=facts["role"],
        review_hours=_by_tier(facts["review_hours"]),
        monitoring_hours=_by_tier(facts["monitoring_hours"]),
        why=facts.get("why", ""),
    )


def _tiers(hours: Mapping[AiTier, float]) -> dict[str, float]:
    return {str(tier): amount for tier, amount in hours.items()}


def _by_tier(facts: Mapping[str, Any]) -> dict[AiTier, float]:
    return {AiTier(tier): float(hours) for tier, hours in facts.items()}


def _review_facts(review: AiReview) -> dict[str, Any]:
    return {
        "hours_by_tier": _tiers(review.hours_by_tier),
        "available": {str(quarter): hours for quarter, hours in review.available.items()},
        **({"why": review.why} if review.why else {}),
    }


def _review(facts: Mapping[str, Any]) -> AiReview:
    return AiReview(
        hours_by_tier=_by_tier(facts["hours_by_tier"]),
        available={Quarter.parse(quarter): float(hours) for quarter, hours in facts["available"].items()},
        why=facts.get("why", ""),
    )
