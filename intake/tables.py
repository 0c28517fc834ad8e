"""The tables in data/: what governance decides by, and what each point of a scale means."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from governance.approval import ApprovalRule
from governance.calendar import CalendarRule
from governance.rules import EvidenceItem, GovernanceRules, Route
from governance.tier import TierQuestion
from intake.rule_calendar import read_calendar_file
from scoring.request import AiTier, Stage

DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLE_WORKBOOK = DATA / "sample_requests.xlsx"
TEMPLATE_WORKBOOK = DATA / "request_template.xlsx"
ALL_ITEMS = "all"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One described point of a scale."""

    rating: float
    meaning: str


@cache
def read_governance_rules() -> GovernanceRules:
    """The gates' tables: AI evidence, what each stage and tier needs, mandate types, pilot rules."""
    evidence = {row["code"]: _evidence_item(row) for row in _rows("ai_evidence_items.csv")}
    needed = {
        (Stage(row["stage"]), AiTier(row["ai_tier"])): _needed_codes(row, evidence)
        for row in _rows("ai_stage_gates.csv")
    }
    mandates = {row["mandate_type"]: row["treatment"] for row in _rows("mandate_types.csv")}
    pilots = {row["setting"]: row["value"] for row in _rows("pilot_rules.csv")}
    return GovernanceRules(
        evidence=evidence,
        needed_items=needed,
        forcing_mandates=frozenset(name for name, treatment in mandates.items() if treatment == "force"),
        known_mandates=tuple(mandates),
        pilot_review_days=int(pilots["review_window_days"]),
        review_domains={tier: _domains(tier) for tier in AiTier if tier is not AiTier.NONE},
        approvers=tuple(_approval_rule(row) for row in _rows("ai_approvers.csv")),
        tier_questions=tuple(
            TierQuestion(row["code"], row["question"], AiTier(row["tier_if_yes"]))
            for row in _rows("ai_tier_questions.csv")
        ),
        routes={
            AiTier(row["ai_tier"]): Route(row["route"], int(row["target_days"]), row["meaning"])
            for row in _rows("ai_routes.csv")
        },
    )


@cache
def read_usual_roles() -> tuple[str, ...]:
    """Keys of the roles that the template asks hours of, in its order."""
    return tuple(row["role"] for row in _rows("sample/sample_capacity.csv"))


@cache
def read_anchors() -> Mapping[str, tuple[Anchor, ...]]:
    """The described points of each scale, by criterion key, the lowest first."""
    found: dict[str, list[Anchor]] = {}
    for row in _rows("criteria_anchors.csv"):
        found.setdefault(row["criterion"], []).append(Anchor(float(row["score"]), row["what_it_means"]))
    return {key: tuple(sorted(anchors, key=lambda a: a.rating)) for key, anchors in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def read_calendar() -> tuple[CalendarRule, ...]:
    """The rule calendar as shipped, with the day it was last checked."""
    path = DATA / "regulatory_calendar.csv"
    return read_calendar_file(path.read_bytes(), path.name)


def _domains(tier: AiTier) -> tuple[str, ...]:
    return tuple(row["domain"] for row in _rows("ai_review_domains.csv") if row[f"{tier}_risk_needs"] == "1")


def _approval_rule(row: Mapping[str, str]) -> ApprovalRule:
    up_to = row["three_year_cost_up_to_usd"]
    return ApprovalRule(AiTier(row["ai_tier"]), Decimal(up_to) if up_to else None, tuple(row["may_approve"].split(";")))


def _evidence_item(row: Mapping[str, str]) -> EvidenceItem:
    tiers = frozenset(tier for tier in AiTier if row.get(f"{tier}_risk_needs") == "1")
    return EvidenceItem(row["code"], row["item"], tiers, row["usually_from"])


def _needed_codes(row: Mapping[str, str], evidence: Mapping[str, EvidenceItem]) -> tuple[str, ...]:
    if row["needed_items"] == ALL_ITEMS:
        return tuple(code for code, item in evidence.items() if AiTier(row["ai_tier"]) in item.tiers)
    return tuple(code for code in row["needed_items"].split(";") if code)
