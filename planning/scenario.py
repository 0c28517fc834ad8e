"""Scenarios people save: a draft under a name, taken into the draft again, compared, dropped."""

from __future__ import annotations

from dataclasses import replace

from planning.change import Recorded
from planning.governing import RefusedStepError, Step, recorded
from planning.notebook import PlanningNotebook, SavedScenario, UnknownNameError, with_scenario
from planning.people import Action, check_may
from planning.recording import AGREED, moved_words

# What a scenario holds of a notebook: all that people agree on.
DECIDED: tuple[str, ...] = tuple(name for name, _ in AGREED)


def save_scenario(notebook: PlanningNotebook, draft: PlanningNotebook, name: str, step: Step) -> Recorded:
    """The draft's weights, limits, rules and overrides under a name; nothing is agreed by it.

    Raises:
        NotAllowedError: the role may not explore.
        RefusedStepError: the name is empty or taken.
    """
    check_may(step.by, Action.EXPLORE)
    name = name.strip()
    if not name:
        raise RefusedStepError("Enter a name for the scenario.")
    if any(saved.name.casefold() == name.casefold() for saved in notebook.saved):
        raise RefusedStepError(f"There is a scenario {name} already: take another name, or drop that one first.")
    parts = {part: getattr(draft, part) for part in DECIDED}
    saved = SavedScenario(name=name, who=str(step.by), at=step.at, **parts)
    _, after = moved_words(notebook, draft)
    changed = replace(notebook, saved=(*notebook.saved, saved))
    return recorded(changed, step, "scenario saved", "", "", f"{name}: {after or 'as agreed'}")


def drop_scenario(notebook: PlanningNotebook, name: str, step: Step) -> Recorded:
    """Take a saved scenario off the list; past moments still have it.

    Raises:
        NotAllowedError: it is somebody else's, and the role may not agree.
        UnknownNameError: there is none of this name.
    """
    saved = find_saved(notebook, name)
    check_may(step.by, Action.EXPLORE if saved.who == str(step.by) else Action.AGREE)
    changed = replace(notebook, saved=tuple(one for one in notebook.saved if one is not saved))
    return recorded(changed, step, "scenario dropped", "", f"{saved.name}, saved by {saved.who}", "")


def find_saved(notebook: PlanningNotebook, name: str) -> SavedScenario:
    """The saved scenario of this name.

    Raises:
        UnknownNameError: there is none.
    """
    for saved in notebook.saved:
        if saved.name.casefold() == name.casefold():
            return saved
    names = ", ".join(saved.name for saved in notebook.saved) or "none"
    raise UnknownNameError(f"There is no saved scenario {name!r}. Saved scenarios: {names}.")


def with_saved(notebook: PlanningNotebook, saved: SavedScenario) -> PlanningNotebook:
    """The notebook under a saved scenario; what it says about requests that are gone is left out.

    The notebook's own overrides of such requests go on resting: the scenario does not take them back.
    """
    taken = about_listed(replace(notebook, **{part: getattr(saved, part) for part in DECIDED}))
    places = [override.request_id for override in notebook.overrides]
    # In the notebook's order: what stands in another one would count as moved.
    found = sorted(
        (*taken.overrides, *notebook.resting),
        key=lambda o: places.index(o.request_id) if o.request_id in places else len(places),
    )
    return replace(taken, overrides=tuple(found))


def about_listed(notebook: PlanningNotebook) -> PlanningNotebook:
    """The notebook without overrides and rules about requests that are not on its list."""
    ids = {request.id for request in notebook.requests}
    return replace(
        notebook,
        overrides=tuple(override for override in notebook.overrides if override.request_id in ids),
        agreed_rules=notebook.agreed_rules.among(ids),
    )


def tried_bounds(notebook: PlanningNotebook, agreed: PlanningNotebook) -> dict[str, float]:
    """The limits a draft tries at other amounts than its scenario, or what is agreed, by row key."""
    basis = dict(_basis(notebook, agreed))
    return {key: bound for key, bound in notebook.bounds if basis.get(key) != bound}


def without_tried_bound(notebook: PlanningNotebook, agreed: PlanningNotebook, key: str) -> PlanningNotebook:
    """The draft with one limit as its scenario has it, or as it is agreed."""
    basis, bounds = _basis(notebook, agreed), dict(notebook.bounds)
    bounds.pop(key, None)
    bounds |= {k: bound for k, bound in basis if k == key}
    return replace(notebook, bounds=basis if bounds == dict(basis) else tuple(bounds.items()))


def _basis(notebook: PlanningNotebook, agreed: PlanningNotebook) -> tuple[tuple[str, float], ...]:
    is_agreed = notebook.scenario == agreed.scenario
    return (agreed if is_agreed else with_scenario(agreed, notebook.scenario)).bounds
