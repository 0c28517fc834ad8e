"""Why a request is in or out, in plain words: the one place for reasons, so that every audience reads the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from governance.mandates import is_late
from planning.outcome import Outcome
from portfolio.conflict import Conflict
from portfolio.explanation import DUTY_KINDS, Explanation, Standing
from portfolio.row import TOLERANCE, Row
from reports.wording import amount, counted, exact_amount, points, rule_name
from scoring.request import Request

_ROWS_NAMED = 3


def standing(outcome: Outcome, request_id: str) -> str:
    """Where a request stands, in one word: mandated, funded, blocked or not funded."""
    if request_id in outcome.funded:
        return "mandated" if request_id in outcome.mandated else "funded"
    return "blocked" if request_id in outcome.blocked else "not funded"


def assumed_words(outcome: Outcome, request_id: str) -> str:
    """The ratings of a request that nobody entered, in words; empty where all were."""
    labels = {c.key: c.label.lower() for c in outcome.notebook.criteria}
    return ", ".join(labels[key] for key in outcome.scores.assumed.get(request_id, ()))


def mandate_words(outcome: Outcome, request: Request) -> str:
    """Which mandate asks for a request, when it is due and whether it is late; empty where none does."""
    if request.id not in outcome.mandated or request.mandate is None:
        return ""
    due = f", due {request.mandate.deadline}" if request.mandate.deadline else ""
    late = ", late even at its earliest start" if is_late(request, outcome.notebook.plan.first_quarter) else ""
    return f"Mandate: {request.mandate.rule or request.mandate.type}{due}{late}."


def override_words(outcome: Outcome, request_id: str) -> str:
    """Who forced a request in or out by name, and why; empty where nobody did."""
    rulings = (row for row in outcome.parts.rows_by_request[request_id] if row.kind == "overrides")
    way = "in" if request_id in outcome.funded else "out"
    return next((f"Forced {way} by {row.why.rstrip('. ')}." for row in rulings), "")


def why_out(outcome: Outcome, request_id: str) -> str:
    """Why a request is not funded, from facts of this portfolio; empty for a funded one."""
    return " ".join(_why_out(outcome, request_id, _overflow_reason))


def why_out_briefly(outcome: Outcome, request_id: str) -> str:
    """The first reason why a request is not funded, for a line of a table; empty for a funded one."""
    return next(iter(_why_out(outcome, request_id, _overflow_briefly)), "")


def _why_out(
    outcome: Outcome, request_id: str, say_overflow: Callable[[str, Sequence[Row], Outcome], str]
) -> list[str]:
    if not outcome.selection.has_portfolio or request_id in outcome.funded:
        return []
    if request_id in outcome.blocked:
        said = [block.reason for block in outcome.blocks if block.request_id == request_id]
        return said or [outcome.blocked[request_id]]
    broken = rows_in_its_way(outcome, request_id)
    if any(row.kind == "overrides" for row in broken):
        return [override_words(outcome, request_id)]
    score = outcome.scores.totals[request_id]
    if score <= 0:
        return [f"Scores {points(score)} points at these weights: no better than not doing it."]
    reasons = [_yes_no_reason(row, request_id, outcome) for row in broken if not row.is_limit]
    over = sorted((row for row in broken if row.is_limit), key=lambda row: _left_share(row, outcome))
    if over:
        reasons.append(say_overflow(request_id, over, outcome))
    return reasons or ["Fits by itself, but what it brings along costs more points than it adds."]


def _left_share(row: Row, outcome: Outcome) -> float:
    """What is left of a limit as a share of it: hours and money side by side."""
    slack = row.slack_at(outcome.used[row.key])
    return slack / row.bound if row.bound > 0 else slack


def has_funded_variant(outcome: Outcome, request: Request) -> bool:
    """Whether another request of its exclusive group is funded: what it would bring comes already."""
    group = request.exclusive_group
    rivals = (r for r in outcome.notebook.requests if group and r.exclusive_group == group)
    return any(r.id in outcome.funded and r.id != request.id for r in rivals)


def rows_in_its_way(outcome: Outcome, request_id: str) -> list[Row]:
    """The rules that would break if a request were simply added to the portfolio."""
    used = outcome.used
    rows = outcome.parts.rows_by_request[request_id]
    return [row for row in rows if row.slack_at(used[row.key] + row.terms[request_id]) < -TOLERANCE]


def _yes_no_reason(row: Row, request_id: str, outcome: Outcome) -> str:
    if row.kind == "exclusions":
        rivals = ", ".join(sorted(i for i in row.terms if i in outcome.funded))
        return f"Its variant {rivals} is funded instead."
    if row.kind == "prerequisites":
        needed = ", ".join(i for i, amount in row.terms.items() if amount < 0) or row.label.rsplit(" ", 1)[-1]
        return f"Needs {needed}, which is not funded."
    return f"{row.label}."


def _overflow_reason(request_id: str, over: Sequence[Row], outcome: Outcome) -> str:
    currency = outcome.notebook.plan.currency
    named = "; ".join(
        f"{row.label} (needs {amount(row.terms[request_id], row.unit, currency)}, "
        f"{amount(max(row.slack_at(outcome.used[row.key]), 0.0), row.unit, currency)} left)"
        for row in over[:_ROWS_NAMED]
    )
    more = f" and {counted(len(over) - _ROWS_NAMED, 'more limit')}" if len(over) > _ROWS_NAMED else ""
    return f"Does not fit beside the funded requests: it would overflow {named}{more}."


def _overflow_briefly(_request_id: str, over: Sequence[Row], _outcome: Outcome) -> str:
    more = f" and {counted(len(over) - 1, 'more limit')}" if len(over) > 1 else ""
    return f"Would overflow {over[0].label}{more}."


def explanation_sentences(
    explained: Explanation, titles: Mapping[str, str], *, n_named: int | None = None, currency: str = "USD"
) -> tuple[str, ...]:
    """Why a request is in or out, from exact numbers, in plain words for its sponsor.

    Args:
        n_named: How many requests or rules a sentence names at most, where a table beside it names all; None: all.
    """
    if explained.standing is Standing.NOT_FUNDED:
        said = _why_not_funded(explained, titles, n_named, currency)
    elif explained.standing is Standing.FUNDED:
        said = _why_funded(explained, titles, n_named)
    else:
        said = _why_fixed(explained, titles, n_named, currency)
    return (*said, *(() if explained.is_proven else ("These numbers are not proven yet.",)))


def _why_not_funded(explained: Explanation, titles: Mapping[str, str], n_named: int | None, currency: str) -> list[str]:
    if explained.points_short is None or explained.break_even is None:
        return ["Not funded; what it lacks is not known yet."]
    said = [
        f"Not funded: {points(explained.points_short)} points short. It would be in from a score of "
        f"{points(explained.break_even)}; it scores {points(explained.score)}."
    ]
    if explained.leaves:
        said.append(f"Forced in, it would push out {names(explained.leaves, titles, n_named)}.")
    if explained.comes:
        said.append(f"{names(explained.comes, titles, n_named)} would come in with it.")
    if explained.breaches:
        over = _listed(
            [
                f"{b.row.label} by {exact_amount(b.over, b.row.unit, currency)}" if b.row.is_limit else b.row.label
                for b in explained.breaches
            ],
            "; ",
            n_named,
        )
        said.append(f"Simply added, it would break: {over}.")
    return said


def _why_funded(explained: Explanation, titles: Mapping[str, str], n_named: int | None) -> list[str]:
    if explained.safety_margin is None or explained.break_even is None:
        return ["Funded; how safely is not known yet."]
    said = [
        f"Funded, with a safety margin of {points(explained.safety_margin)} points: it stays in down to a score of "
        f"{points(explained.break_even)}; it scores {points(explained.score)}."
    ]
    if explained.comes:
        said.append(f"Without it, {names(explained.comes, titles, n_named)} would come in instead.")
    if explained.leaves:
        said.append(f"{names(explained.leaves, titles, n_named)} would leave with it.")
    return said


def _why_fixed(explained: Explanation, titles: Mapping[str, str], n_named: int | None, currency: str) -> list[str]:
    is_in = explained.standing is Standing.MUST_BE_IN
    kinds = {row.kind for conflict in explained.obstacles for row in conflict.rows} & DUTY_KINDS
    duty = "override" if kinds == {"overrides"} else "duty"
    causes = [_cause(conflict, currency, is_in=is_in) for conflict in explained.obstacles]
    said = [
        f"{'Must be in' if is_in else 'Cannot be in at all'}: {'; and '.join(causes) or 'the rules leave no choice'}."
    ]
    if explained.price is not None:
        if explained.price < 0.05:
            said.append(f"The {duty} costs nothing: it would be as good a choice without it.")
        else:
            said.append(f"The {duty} costs {points(explained.price)} points.")
        if explained.makes_room_for:
            said.append(f"Without it, {names(explained.makes_room_for, titles, n_named)} would come in.")
    return said


def _cause(conflict: Conflict, currency: str, *, is_in: bool) -> str:
    """Rules that leave a request no choice, in words; a mandate that alone asks for it by its authority."""
    first, *others = conflict.rows
    if is_in and not others and first.kind == "mandates" and first.why:
        return f"by mandate, {first.why}"
    named = [rule_name(row, currency) for row in others]
    *most, last = named or [""]
    also = f"{', '.join(most)} and {last}" if most else last
    return f"{rule_name(first, currency)} together with {also}" if also else rule_name(first, currency)


def names(ids: Sequence[str], titles: Mapping[str, str], n_named: int | None = None) -> str:
    """Requests by id and title, in one list."""
    return _listed([f"{i} {titles.get(i, '')}".strip() for i in ids], ", ", n_named)


def _listed(words: Sequence[str], between: str, n_named: int | None) -> str:
    if n_named is None or len(words) <= n_named + 1:
        return between.join(words)
    return f"{between.join(words[:n_named])} and {len(words) - n_named} more"


def moves_words(explained: Explanation) -> str:
    """Who would come and go if the answer about a request were turned round, by id; empty for nobody."""
    if explained.standing is Standing.CANNOT_BE_IN:
        return "cannot be in at all"
    said = [] if explained.price is None else [f"costs {points(explained.price)} points"]
    if explained.price is not None and explained.price < 0.05:
        said = ["costs nothing"]
    if explained.leaves:
        said.append(f"out {', '.join(explained.leaves)}")
    if came := (*explained.comes, *explained.makes_room_for):
        said.append(f"in {', '.join(came)}")
    return "; ".join(said)


def obstacle_words(explained: Explanation, currency: str = "USD") -> str:
    """What stands most in a request's way: what forbids it, the limit it would overflow most as a share, or a rule."""
    if explained.is_funded:
        return ""
    forbid = [row for conflict in explained.obstacles for row in conflict.rows]
    over = [b for b in explained.breaches if b.row.is_limit] if not forbid else []
    if over:
        worst = max(over, key=lambda b: b.over / b.row.bound if b.row.bound > 0 else math.inf)
        return f"{worst.row.label}: {amount(worst.over, worst.row.unit, currency)} over"
    rules = forbid or [b.row for b in explained.breaches]
    return rules[0].label if rules else ""


def change_words(outcome: Outcome, request_id: str, explained: Explanation | None) -> str:
    """What would change the answer for a request that is out; empty where nobody worked it out."""
    if request_id in outcome.blocked:
        return "What it waits for: see why it is not in."
    if explained is None:
        return ""
    if explained.break_even is None:
        return "No score would do: a rule keeps it out."
    said = f"A score of {points(explained.break_even)} or more; it scores {points(explained.score)}."
    most = obstacle_words(explained, outcome.notebook.plan.currency)
    return f"{said} Most in its way: {most}." if most else said
