"""Scenarios that change limits the plan does not have: left out with a finding, before anybody chooses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake import finding as kinds
from intake.finding import Finding
from portfolio.constraints import build_rows
from portfolio.limits import Limits
from portfolio.plan import Plan
from portfolio.rule_inputs import RuleInputs
from scoring.request import Request


def check_scenarios(
    plan: Plan, limits: Limits, requests: Sequence[Request], rows: Mapping[tuple[str, str], int], sheet: str
) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan with only the changes that its limits can take, and a finding for every other.

    Args:
        rows: Row number by (scenario, limit) in the sheet that states them.
    """
    if not plan.scenarios:
        return plan, ()
    inputs = RuleInputs(requests=requests, limits=limits, first_quarter=plan.first_quarter)
    known = {row.key.casefold() for row in build_rows(inputs, plan.kinds_on) if row.is_limit}
    findings = tuple(
        Finding(
            kind=kinds.SCENARIO_LIMIT_UNKNOWN,
            message=f"The scenario {scenario.name} changes {key}, which no rule that is on has.",
            sheet=sheet,
            row=rows.get((scenario.name, key)),
            column="setting",
            value=key[:200],
        )
        for scenario in plan.scenarios
        for key, _ in scenario.bounds
        if key.casefold() not in known
    )
    kept = tuple(replace(s, bounds=tuple(b for b in s.bounds if b[0].casefold() in known)) for s in plan.scenarios)
    return replace(plan, scenarios=kept), findings
