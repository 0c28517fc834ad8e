"""A new planning notebook from what a file held."""

from __future__ import annotations

from governance.book import GovernanceBook
from intake.read import Intake
from intake.tables import read_calendar, read_governance_rules
from planning.notebook import PlanningError, PlanningNotebook, Source


def open_notebook(intake: Intake, *, name: str = "") -> PlanningNotebook:
    """The notebook a file opens as: the plan's agreed weights and rules, all its requests and limits.

    Raises:
        PlanningError: the file was refused.
    """
    if intake.is_refused or intake.plan is None:
        raise PlanningError(intake.message or "The file holds no plan.")
    return PlanningNotebook(
        name=name or intake.source_name.rsplit(".", 1)[0],
        plan=intake.plan,
        requests=intake.requests,
        limits=intake.limits,
        rules=read_governance_rules(),
        weights=intake.plan.weights,
        kinds_on=intake.plan.kinds_on,
        governance=GovernanceBook(calendar=read_calendar()),
        stakeholder_weights=intake.stakeholder_weights,
        money_terms=intake.plan.money_terms,
        source=Source(intake.source_name, intake.source_sha256),
    )
