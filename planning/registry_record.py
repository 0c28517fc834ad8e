"""Recording the registry of AI in use: inventories read in, tiers confirmed, uses approved."""

from __future__ import annotations

from dataclasses import replace

from governance.ai_file import GateOutcome
from governance.registry import AiRegistry, AiUse
from planning.change import Recorded, differing
from planning.governing import RefusedStepError, Step, recorded
from planning.notebook import PlanningNotebook, UnknownNameError
from planning.people import Action, NotAllowedError, Person, check_may
from scoring.request import AiTier, Request, Stage


def whole_registry(notebook: PlanningNotebook) -> AiRegistry:
    """All AI known here: what inventories list, then the requests with AI that they do not name."""
    listed = {use.id for use in notebook.registry.uses}
    own = [_from_request(notebook, r) for r in notebook.requests if r.ai_tier is not AiTier.NONE]
    return replace(notebook.registry, uses=(*notebook.registry.uses, *(use for use in own if use.id not in listed)))


def replace_registry(notebook: PlanningNotebook, registry: AiRegistry, step: Step) -> Recorded:
    """Another inventory in place of this one; what was confirmed or approved stays for uses of the same id.

    A confirmation or approval the file brings and nobody gave here counts only where who reads it might give it.
    """
    if not step.by.may(Action.APPROVE):
        check_may(step.by, Action.EDIT_REQUESTS)
    came = (_as_allowed(notebook, use, step.by) for use in registry.uses)
    uses = tuple(_with_what_we_know(use, notebook.registry.use(use.id)) for use in came)
    changed = replace(notebook, registry=replace(registry, uses=uses))
    before = f"{len(notebook.registry.uses)} uses" if notebook.registry.uses else ""
    lines = differing(*({use.id: _use_words(use) for use in side.registry.uses} for side in (notebook, changed)),
                      what="AI in use ")  # fmt: skip
    after = f"{len(uses)} uses from {registry.source_name}"
    return recorded(changed, step, "AI registry", "", before, after, lines=lines)


def confirm_use_tier(notebook: PlanningNotebook, use_id: str, tier: AiTier, step: Step) -> Recorded:
    """A person confirms the tier of a use.

    Raises:
        UnknownNameError, NotAllowedError: there is no such use; the role may not.
    """
    check_may(step.by, Action.APPROVE)
    use = _use(notebook, use_id)
    changed = replace(use, tier=tier, tier_confirmed_by=str(step.by))
    return _changed(notebook, changed, step, "tier", str(use.tier or "unknown"), str(tier))


def approve_use(notebook: PlanningNotebook, use_id: str, step: Step) -> Recorded:
    """Approve a use that is in use or about to be.

    Raises:
        UnknownNameError: there is no such use.
        RefusedStepError: nobody confirmed its tier.
        NotAllowedError: its tier takes another approver.
    """
    check_may(step.by, Action.APPROVE)
    use = _use(notebook, use_id)
    if use.tier is None or not use.tier_confirmed_by:
        raise RefusedStepError("Confirm the tier first: it decides who may approve.")
    roles = _approving_roles(notebook, use)
    if step.by.role not in roles:
        who = " or ".join(roles) or "nobody: the table has no rule"
        raise NotAllowedError(f"AI of {use.tier} risk whose cost is not stated takes {who}, not {step.by.role}.")
    return _changed(notebook, replace(use, approved_by=str(step.by)), step, "approval", use.approved_by, "approved")


def _approving_roles(notebook: PlanningNotebook, use: AiUse) -> tuple[str, ...]:
    """Roles that approve uses of its tier. An inventory states no cost: the approvers of the highest cost decide."""
    return next((r.roles for r in notebook.rules.approvers if r.tier is use.tier and r.up_to_usd is None), ())


def _as_allowed(notebook: PlanningNotebook, use: AiUse, person: Person) -> AiUse:
    confirmed = use.tier_confirmed_by if person.may(Action.APPROVE) else ""
    approved = use.approved_by if confirmed and person.role in _approving_roles(notebook, use) else ""
    return replace(use, tier_confirmed_by=confirmed, approved_by=approved)


def _with_what_we_know(use: AiUse, known: AiUse | None) -> AiUse:
    if known is None:
        return use
    tier = known.tier if known.tier_confirmed_by else use.tier
    return replace(
        use,
        tier=tier,
        tier_confirmed_by=use.tier_confirmed_by or known.tier_confirmed_by,
        approved_by=use.approved_by or known.approved_by,
    )


def _from_request(notebook: PlanningNotebook, request: Request) -> AiUse:
    file = notebook.governance.ai_files.of(request.id)
    last = file.last_decision
    is_approved = last is not None and last.outcome in (GateOutcome.APPROVE, GateOutcome.APPROVE_WITH_CONDITIONS)
    return AiUse(
        id=request.id,
        name=request.title,
        office=request.requesting_department,
        stage=Stage.OPERATE if file.found_in_use else request.stage,
        tier=request.ai_tier,
        approved_by=f"{last.who} ({last.role})" if last and is_approved else "",
        tier_confirmed_by=file.tier_confirmed_by,
        is_request=not file.found_in_use,
    )


def _use_words(use: AiUse) -> str:
    stands = (
        str(use.stage or "stage unknown"),
        f"tier {use.tier or 'unknown'}{' (confirmed)' if use.tier_confirmed_by else ''}",
        f"approved by {use.approved_by}" if use.approved_by else "not approved",
    )
    return ", ".join(filter(None, (use.name, use.office, *stands)))


def _use(notebook: PlanningNotebook, use_id: str) -> AiUse:
    found = notebook.registry.use(use_id)
    if found is None:
        raise UnknownNameError(f"The registry has no use {use_id!r}.")
    return found


def _changed(notebook: PlanningNotebook, use: AiUse, step: Step, what: str, before: str, after: str) -> Recorded:
    changed = replace(notebook, registry=notebook.registry.with_use(use))
    return recorded(changed, step, f"{what} of AI in use {use.id}", "", before, after)
