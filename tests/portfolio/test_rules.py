"""Agreed rules: each one's rows in words and numbers, its own check, its JSON, and what it does to the sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from governance.book import with_exit
from governance.pilot import PilotExit
from planning.notebook import PlanningNotebook, UnknownNameError, with_agreed_rules, with_rules
from planning.outcome import evaluate
from planning.prepared import prepare
from portfolio.constraints import CONSTRAINT_KINDS, RuleInputs, build_rows
from portfolio.row import Sense
from portfolio.rule_codec import rules_from_json, rules_to_json
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
from portfolio.selection import Selection, broken_rows, select
from scoring.quarter import Quarter
from scoring.request import AiTier, ExitDecision, Stage
from tests.builders import FIRST, TODAY, limits, notebook, request
from tests.portfolio.problems import problem_of, sample_notebook

Q2 = Quarter(2027, 2)
EVERY_RULE = AgreedRules(
    both_or_none=(BothOrNone(request_ids=("DP-042", "DP-045"), why="One team"),),
    balances=(
        Balance(
            category="stage", value="idea", measure=Measure.COUNT, sense=Sense.AT_LEAST, amount=3, why="Keep a pipeline"
        ),
    ),
    maximum=Maximum(number=20),
    interplays=(
        Interplay(request_ids=("DP-042", "DP-046"), points=4.5),
        Interplay(request_ids=("DP-001", "DP-002"), points=-1),
    ),
    ai_review=AiReview(hours_by_tier={AiTier.HIGH: 40, AiTier.LOW: 8}, available={Q2: 30}),
    reserve_share=0.1,
    not_doing=(NotDoing(request_id="DP-034", points=2, why="Fine if late"),),
    ai_charge=AiCharge(
        role="informatics", review_hours={AiTier.HIGH: 60}, monitoring_hours={AiTier.HIGH: 20}, why="Board of AI"
    ),
    scale_reserve=ScaleReserve(money_share=0.1, hours_share=0.2),
)


def _noted(rules: AgreedRules, *kinds: str) -> PlanningNotebook:
    return with_rules(with_agreed_rules(sample_notebook(), rules), on=frozenset(kinds), off=frozenset())


def _solved(rules: AgreedRules, kind: str) -> Selection:
    problem = problem_of(_noted(rules, kind))
    selection = select(problem)
    assert selection.is_final and not broken_rows(problem.rows, selection.funded)
    return selection


def test_every_rule_is_off_in_the_sample_and_agreeing_on_one_without_switching_it_on_changes_nothing() -> None:
    notebook = sample_notebook()
    assert {k.key for k in CONSTRAINT_KINDS if not k.is_on}.isdisjoint(notebook.kinds_on)
    assert problem_of(with_agreed_rules(notebook, EVERY_RULE)) == problem_of(notebook)


def test_rules_survive_json() -> None:
    facts = json.loads(json.dumps(rules_to_json(EVERY_RULE)))
    assert rules_from_json(facts) == EVERY_RULE
    assert rules_to_json(AgreedRules()) == {}
    assert rules_from_json({}) == AgreedRules()


@pytest.mark.parametrize(
    "facts",
    [
        {"unheard_of": 1},
        {"maximum": {"count": 3}},
        {"maximum": {"number": -1}},
        {"reserve_share": 1.0},
        {"both_or_none": [{"request_ids": ["a"]}]},
        {"both_or_none": [{"request_ids": ["a", "a"]}]},
        {"balances": [{"category": "color", "value": "red", "measure": "count", "sense": ">=", "amount": 1}]},
        {"balances": [{"category": "stage", "value": "idea", "measure": "count", "sense": "==", "amount": 1}]},
        {"balances": [{"category": "stage", "value": "idea", "measure": "share_of_spend", "sense": "<=", "amount": 2}]},
        {"interplays": [{"request_ids": ["a", "b"], "points": float("nan")}]},
        {"not_doing": [{"request_id": "a", "points": -1}]},
        {"ai_review": {"hours_by_tier": {"high": -1}, "available": {}}},
        {"ai_charge": {"role": "analyst", "review_hours": {"high": -1}, "monitoring_hours": {}}},
        {"ai_charge": {"role": " ", "review_hours": {}, "monitoring_hours": {}}},
        {"ai_charge": {"role": "analyst"}},
        {"scale_reserve": {"money_share": 1}},
        {"scale_reserve": {"hours_share": -0.1}},
    ],
)
def test_a_bad_rule_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Expected|rule"):
        rules_from_json(facts)


def test_a_rule_over_an_unknown_request_is_refused_by_the_notebook() -> None:
    with pytest.raises(UnknownNameError):
        with_agreed_rules(sample_notebook(), AgreedRules(not_doing=(NotDoing(request_id="DP-999", points=1),)))


def test_both_or_none() -> None:
    selection = _solved(replace(AgreedRules(), both_or_none=EVERY_RULE.both_or_none), "both-or-none")
    assert ("DP-042" in selection.funded) is ("DP-045" in selection.funded)
    assert selection.value is not None and selection.value < 662.533333


def test_a_partner_that_is_not_in_the_list_keeps_a_request_out() -> None:
    notebook = _noted(AgreedRules(both_or_none=(BothOrNone(request_ids=("DP-015", "DP-042")),)), "both-or-none")
    short = replace(notebook, requests=tuple(r for r in notebook.requests if r.id != "DP-042"))
    assert "DP-015" not in select(problem_of(short)).funded


@pytest.mark.parametrize(
    ("measure", "sense", "amount"),
    [
        (Measure.COUNT, Sense.AT_LEAST, 6),
        (Measure.COUNT, Sense.AT_MOST, 3),
        (Measure.SHARE_OF_COUNT, Sense.AT_MOST, 0.1),
        (Measure.SHARE_OF_CAPITAL, Sense.AT_LEAST, 0.1),
        (Measure.SHARE_OF_SPEND, Sense.AT_LEAST, 0.12),
    ],
)
def test_balance_counts_or_shares_any_category(measure: Measure, sense: Sense, amount: float) -> None:
    area = "Enterprise prioritization"
    rule = Balance(category="focus_area", value=area, measure=measure, sense=sense, amount=amount)
    selection = _solved(AgreedRules(balances=(rule,)), "balance")
    requests = [sample_notebook().request(i) for i in selection.funded]
    weight: dict[Measure, Callable[[Any], float]] = {
        Measure.SHARE_OF_CAPITAL: lambda r: float(r.total_capital_usd),
        Measure.SHARE_OF_SPEND: lambda r: float(r.total_capital_usd + r.total_operating_usd),
    }
    amounts = {r.id: weight.get(measure, lambda r: 1.0)(r) for r in requests}
    inside = sum(amounts[r.id] for r in requests if r.focus_area == area)
    reached = inside if measure is Measure.COUNT else inside / sum(amounts.values())
    assert reached >= amount - 1e-9 if sense is Sense.AT_LEAST else reached <= amount + 1e-9


def test_a_balance_no_request_can_meet_fits_nothing() -> None:
    rule = Balance(category="focus_area", value="Nowhere", measure=Measure.COUNT, sense=Sense.AT_LEAST, amount=1)
    assert not select(problem_of(_noted(AgreedRules(balances=(rule,)), "balance"))).has_portfolio


def test_a_maximum_number() -> None:
    selection = _solved(AgreedRules(maximum=Maximum(number=20)), "maximum-number")
    assert len(selection.funded) == 20


def test_ai_review_hours_are_a_role_of_their_own() -> None:
    rules = AgreedRules(ai_review=EVERY_RULE.ai_review, reserve_share=0.5)
    notebook = _noted(rules, "ai-review", "reserve")
    (row,) = [row for row in problem_of(notebook).rows if row.kind == "ai-review"]
    assert (row.key, row.bound, row.unit, row.is_limit) == ("hours ai_review 2027-Q2", 15, "h", True)
    assert row.terms == {
        r.id: 40 / r.duration_quarters if r.ai_tier == "high" else 8 / r.duration_quarters
        for r in notebook.requests
        if r.ai_tier in ("high", "low") and r.start(Quarter(2027, 1)) <= Q2 <= r.last_work_quarter(Quarter(2027, 1))
    }


def test_a_reserve_keeps_a_share_of_every_roles_hours_back() -> None:
    plain, reserved = sample_notebook(), _noted(AgreedRules(reserve_share=0.1), "reserve")
    hours = {r.key: r.bound for r in problem_of(plain).rows if r.kind == "hours"}
    assert {r.key: r.bound for r in problem_of(reserved).rows if r.kind == "hours"} == pytest.approx(
        {key: 0.9 * bound for key, bound in hours.items()}
    )
    assert (_solved(AgreedRules(reserve_share=0.1), "reserve").value or 0) < 662.5


def test_synergy_pulls_a_pair_in_and_overlap_pushes_one_out() -> None:
    pulled = _solved(AgreedRules(interplays=(Interplay(request_ids=("DP-042", "DP-046"), points=20),)), "synergy")
    assert {"DP-042", "DP-046"} <= set(pulled.funded)
    assert pulled.value is not None and pulled.value > 662.54
    pushed = _solved(AgreedRules(interplays=(Interplay(request_ids=("DP-045", "DP-057"), points=-20),)), "synergy")
    assert not {"DP-045", "DP-057"} <= set(pushed.funded)


def test_a_cost_of_not_doing_is_saved_by_doing() -> None:
    selection = _solved(AgreedRules(not_doing=(NotDoing(request_id="DP-042", points=1),)), "not-doing")
    assert "DP-042" in selection.funded
    assert selection.value == pytest.approx(662.533333 - 0.9 + 1, abs=1e-4)


def test_every_row_of_every_rule_says_who_asks_for_it_in_words() -> None:
    kinds = [kind.key for kind in CONSTRAINT_KINDS if not kind.is_on]
    problem = problem_of(_noted(EVERY_RULE, *kinds))
    assert all(row.label and row.why for row in problem.rows)
    assert {"both-or-none", "balance", "maximum-number", "ai-review"} <= {row.kind for row in problem.rows}
    assert {"synergy", "not-doing"} == {premium.kind for premium in problem.premiums}


def test_ai_hours_are_charged_to_their_role_before_and_after_go_live_by_hand() -> None:
    # Work in 2027-Q1 and Q2, 100 h of its own; 60 h of review over both quarters; 20 h in every quarter after.
    asked = request("A", hours=100, duration_quarters=2, ai_tier=AiTier.HIGH)
    plain = request("B", hours=100, duration_quarters=2)
    retired = request("C", hours=0, ai_tier=AiTier.HIGH, stage=Stage.RETIRE)
    charge = AiCharge(role="analyst", review_hours={AiTier.HIGH: 60}, monitoring_hours={AiTier.HIGH: 20})
    inputs = RuleInputs(
        requests=[asked, plain, retired],
        limits=limits(hours=1000),
        first_quarter=FIRST,
        agreed=AgreedRules(ai_charge=charge),
    )
    on = build_rows(inputs, ("hours", "ai-charge"))
    assert [row.terms for row in on[:3]] == [{"A": 80.0, "B": 50.0}, {"A": 80.0, "B": 50.0}, {"A": 20.0}]
    assert [row.terms for row in build_rows(inputs, ("hours",))[:3]] == [{"A": 50.0, "B": 50.0}] * 2 + [{}]
    late = replace(asked, earliest_start=FIRST.plus(1))
    (first, *_) = build_rows(replace(inputs, requests=[late]), ("hours", "ai-charge"))
    assert first.terms == {}


def test_charging_ai_hours_never_raises_the_value() -> None:
    charge = AiCharge(
        role="informatics",
        review_hours={AiTier.LOW: 8, AiTier.MODERATE: 24, AiTier.HIGH: 60},
        monitoring_hours={AiTier.LOW: 2, AiTier.MODERATE: 8, AiTier.HIGH: 20},
    )
    selection = _solved(AgreedRules(ai_charge=charge), "ai-charge")
    assert selection.value is not None and selection.value < 662.533333


def test_only_what_scales_may_use_the_reserve_for_pilots_that_succeed() -> None:
    # Capital 100: A (idea) 95 is worth more than B (scale) 90; with a tenth kept for scaling only B fits.
    asked = [
        request("A", capital=95, ratings={"clinical_value": 9.0}),
        request("B", capital=90, stage=Stage.SCALE, ratings={"clinical_value": 5.0}),
    ]
    free = notebook(asked, limits_=limits(capital=100))
    kept = with_rules(
        with_agreed_rules(free, AgreedRules(scale_reserve=ScaleReserve(money_share=0.1))),
        on=frozenset({"scale-reserve"}),
        off=frozenset(),
    )
    assert evaluate(free, TODAY).funded == {"A"}
    outcome = evaluate(kept, TODAY)
    assert outcome.funded == {"B"}
    (row, *_) = [row for row in outcome.rows if row.kind == "scale-reserve"]
    assert (row.key, row.bound, row.terms) == ("scale reserve capital FY27", 90.0, {"A": 95.0})


def test_a_pilot_that_was_scaled_may_use_the_reserve() -> None:
    asked = [request("A", capital=95, stage=Stage.PILOT)]
    kept = with_rules(
        with_agreed_rules(
            notebook(asked, limits_=limits(capital=100)), AgreedRules(scale_reserve=ScaleReserve(money_share=0.1))
        ),
        on=frozenset({"scale-reserve"}),
        off=frozenset(),
    )
    exit_ = PilotExit(decision=ExitDecision.SCALE, who="A", on=TODAY, reason="Met")
    rows = prepare(replace(kept, governance=with_exit(kept.governance, "A", exit_)), TODAY).rows
    assert next(row.terms for row in rows if row.kind == "scale-reserve") == {}
    assert next(row.terms for row in prepare(kept, TODAY).rows if row.kind == "scale-reserve") == {"A": 95.0}
