"""Recording what people agree on: weights, limits and rules, the list of requests, requests forced in or out."""

from __future__ import annotations

from dataclasses import replace

from governance.gates import gate
from planning.change import Recorded
from planning.differences import RESTS, agreed_lines, forced_words, list_lines
from planning.governing import RefusedStepError, Step, check_end, recorded
from planning.notebook import Override, PlanningNotebook, with_override
from planning.people import Action, check_may
from portfolio.limits import Limits
from portfolio.rule_words import said_rules
from portfolio.rules import AgreedRules
from scoring.request import Request
from scoring.weights import Weights

# What people agree on together: field of the notebook, and what it is called in the log.
AGREED: tuple[tuple[str, str], ...] = (
    ("weights", "weights"),
    ("bounds", "limits"),
    ("scenario", "scenario"),
    ("kinds_on", "rules that apply"),
    ("agreed_rules", "further rules"),
    ("overrides", "overrides"),
)


def agree_on(notebook: PlanningNotebook, draft: PlanningNotebook, step: Step) -> Recorded:
    """The draft's weights, limits, rules and overrides become the agreed ones.

    Raises:
        NotAllowedError: the role may not agree, or may not override where overrides differ.
        RefusedStepError: the draft differs in none of them, or its gates are off while they hold a request.
    """
    check_may(step.by, Action.AGREE)
    _check_gates(draft, step)
    moved = _moved(notebook, draft)
    if not moved:
        raise RefusedStepError("Nothing was moved: the agreed weights, limits and rules stand already.")
    if notebook.overrides != draft.overrides:
        check_may(step.by, Action.OVERRIDE)
    changed = replace(notebook, **{name: getattr(draft, name) for name, _ in moved})
    before, after = moved_words(notebook, changed)
    lines = agreed_lines(notebook, changed)
    return recorded(changed, step, ", ".join(words for _, words in moved), "", before, after, lines=lines)


def _check_gates(draft: PlanningNotebook, step: Step) -> None:
    """Without gates a plan may be looked at, to see their price; past a gate leads only an override by name."""
    blocks = gate(draft.requests, draft.rules, step.today, draft.governance)
    if "gates" not in draft.kinds_on and blocks:
        held = ", ".join(dict.fromkeys(block.request_id for block in blocks))
        raise RefusedStepError(f"The gates are switched off while they hold {held}. Switch them on before you agree.")


def has_moves(notebook: PlanningNotebook, draft: PlanningNotebook) -> bool:
    """Whether the draft has weights, limits or rules that are not agreed."""
    return bool(_moved(notebook, draft))


def moved_words(notebook: PlanningNotebook, draft: PlanningNotebook) -> tuple[str, str]:
    """What differs between them among what people agree on, in words: how it is agreed, how the draft has it."""
    moved = _moved(notebook, draft)
    before, after = ("; ".join(_words(n, getattr(side, n)) for n, _ in moved) for side in (notebook, draft))
    return before, after


def force(notebook: PlanningNotebook, override: Override, step: Step) -> Recorded:
    """A request forced in or out by name, with a reason.

    Raises:
        NotAllowedError: the role may not override.
        RefusedStepError: the reason is missing, or its end is not after today and within a year.
        UnknownNameError: there is no such request.
    """
    check_may(step.by, Action.OVERRIDE)
    if not override.why.strip():
        raise RefusedStepError("An override takes a reason.")
    if override.until is not None:
        check_end(override.until, step.day)
    earlier = next((o for o in notebook.overrides if o.request_id == override.request_id), None)
    changed = with_override(notebook, override)
    before, after = forced_words(earlier), "; ".join(filter(None, (forced_words(override), override.price)))
    return recorded(changed, step, "override", override.request_id, before, after, override.why)


def end_override(notebook: PlanningNotebook, request_id: str, step: Step) -> Recorded:
    """Take an override back.

    Raises:
        NotAllowedError: the role may not override.
        RefusedStepError: there is none.
    """
    check_may(step.by, Action.OVERRIDE)
    earlier = next((o for o in notebook.overrides if o.request_id == request_id), None)
    if earlier is None:
        raise RefusedStepError(f"{request_id} is not forced in or out.")
    kept = tuple(o for o in notebook.overrides if o is not earlier)
    changed = replace(notebook, overrides=kept)
    return recorded(changed, step, "override", request_id, forced_words(earlier), forced_words(None))


def relist(notebook: PlanningNotebook, listed: PlanningNotebook, step: Step) -> Recorded:
    """The list of requests read again: edited, answered about, or from a newer file.

    An override of a request that is not on it rests, and counts again once the request is back. What an earlier cycle
    settled stays off the list, as long as the file calls it the same.

    Args:
        listed: A notebook with the new requests, limits and source. Where it states no limits at all, as a plain list
            does, those agreed on stay.

    Raises:
        NotAllowedError: the role may not edit requests.
    """
    check_may(step.by, Action.EDIT_REQUESTS)
    changed = replace(
        notebook,
        plan=replace(notebook.plan, currency=listed.plan.currency),
        requests=_open_requests(notebook, listed),
        limits=_limits(notebook, listed),
        source=listed.source,
    )
    lines = list_lines(notebook, changed)
    if len(lines) == 1 and notebook.source.sha256 == listed.source.sha256:
        (only,) = lines
        return recorded(changed, step, only.what, only.request_id, only.before, only.after)
    before, after = (_list_words(side) for side in (notebook, changed))
    return recorded(changed, step, "list of requests", "", before, after, lines=lines)


def has_other_list(notebook: PlanningNotebook, listed: PlanningNotebook) -> bool:
    """Whether the list read again differs from the notebook's."""
    read = (_open_requests(notebook, listed), _limits(notebook, listed), listed.source)
    return (notebook.requests, notebook.limits, notebook.source) != read


def _open_requests(notebook: PlanningNotebook, listed: PlanningNotebook) -> tuple[Request, ...]:
    """The requests of a list that no earlier cycle settled."""
    settled = {(one.request.id, one.request.title) for one in notebook.settled}
    return tuple(request for request in listed.requests if (request.id, request.title) not in settled)


def _limits(notebook: PlanningNotebook, listed: PlanningNotebook) -> Limits:
    """The limits of the newer list; where it states none, those agreed on, and its further years without a limit.

    A file that an earlier cycle was funded from states what there was before: what that cycle left counts.
    """
    agreed, read = notebook.limits, listed.limits
    are_left = bool(notebook.funded_before) and notebook.source.sha256 == listed.source.sha256
    if not are_left and (read.is_stated or not agreed.is_stated):
        return read
    further = [year for year in read.budget if year.fiscal_year not in agreed.fiscal_years]
    return replace(agreed, budget=tuple(sorted((*agreed.budget, *further), key=lambda year: year.fiscal_year)))


def rename(notebook: PlanningNotebook, name: str, cycle: str, step: Step) -> Recorded:
    """Another name or planning cycle.

    Raises:
        NotAllowedError: the role may not edit requests.
        RefusedStepError: the name is empty, or both stand already.
    """
    check_may(step.by, Action.EDIT_REQUESTS)
    changed = replace(notebook, name=name.strip(), cycle=cycle.strip())
    if not changed.name or changed == notebook:
        raise RefusedStepError("Enter another name or cycle.")
    before, after = (f"{side.name}, {side.cycle or 'no cycle'}" for side in (notebook, changed))
    return recorded(changed, step, "name", "", before, after)


def weights_words(weights: Weights) -> str:
    """Weights in words, those with a share only."""
    return ", ".join(f"{key.replace('_', ' ')} {100 * share:.4g}%" for key, share in weights.shares if share)


def _moved(notebook: PlanningNotebook, draft: PlanningNotebook) -> list[tuple[str, str]]:
    return [(name, words) for name, words in AGREED if getattr(draft, name) != getattr(notebook, name)]


def _words(name: str, value: object) -> str:
    if isinstance(value, Weights):
        return weights_words(value)
    if name == "bounds" and isinstance(value, tuple):
        return ", ".join(f"{key} {bound:,.10g}" for key, bound in value) or "limits as in the file"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if name == "overrides" and isinstance(value, tuple):
        return ", ".join(f"{override.request_id} {forced_words(override)}" for override in value) or "no overrides"
    if isinstance(value, AgreedRules):
        return "; ".join(rule.words for rule in said_rules(value)) or "none"
    return str(value) or "none"


def _list_words(notebook: PlanningNotebook) -> str:
    n = len(notebook.source.edits)
    rests = ", ".join(f"{override.request_id} {forced_words(override)}" for override in notebook.resting)
    words = f"{notebook.source.name}: {len(notebook.requests)} requests, {n} cells entered"
    return f"{words}; {RESTS}: {rests}" if rests else words
