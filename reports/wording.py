"""Facts in plain words: the one place for amounts, reasons and collisions, so that every audience reads the same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from governance.mandates import is_late
from planning.outcome import LimitUse, Outcome
from portfolio.collision import Overrun
from portfolio.conflict import Conflict
from portfolio.explanation import Explanation, Standing
from portfolio.frontier import Frontier
from portfolio.row import TOLERANCE, Row, Sense
from portfolio.selection import SolveStatus
from scoring.request import Request

MINUS = "\u2212"
_ROWS_NAMED = 3


def money(amount: float, currency: str = "USD") -> str:
    """An amount for people: $4.2M, $310k, $950; other currencies by their code, one nobody stated by nothing."""
    sign = MINUS if amount < 0 else ""
    mark = "$" if currency == "USD" else f"{currency} ".lstrip()
    size = abs(amount)
    if size >= 999_500_000:
        return f"{sign}{mark}{size / 1e9:.1f}B"
    if size >= 999_500:
        return f"{sign}{mark}{size / 1e6:.1f}M"
    return f"{sign}{mark}{size / 1e3:.0f}k" if size >= 1000 else f"{sign}{mark}{size:.0f}"


def in_millions(currency: str) -> str:
    """The unit of an axis of money, such as "USD million"."""
    return f"{currency} million".lstrip()


def amount(number: float, unit: str, currency: str = "USD") -> str:
    """An amount in a row's unit: money, hours or points."""
    if unit == "USD":
        return money(number, currency)
    return f"{number:,.0f} {unit}".strip()


def points(number: float) -> str:
    """Points with one decimal and a sign where negative."""
    text = f"{abs(number):.1f}"
    return f"{MINUS}{text}" if number < 0 and text != "0.0" else text


def collision_sentences(
    overruns: Sequence[Overrun], contradictions: Sequence[tuple[str, str]], conflict: Conflict | None = None
) -> tuple[str, ...]:
    """Why no portfolio fits: the rules that collide, what overruns a limit, and what must be in but may not be."""
    said = list(conflict_sentences(conflict)) if conflict else []
    said += [
        f"{over.row.label}: what must be in needs at least {_exact(over.least, over.row.unit)}, "
        f"the limit is {_exact(over.row.bound, over.row.unit)}, {_exact(over.over, over.row.unit)} short. "
        f"Must be in: {', '.join(over.request_ids) or 'members of a mandate group'}."
        for over in overruns
    ]
    said += [f"{request_id} must be in and is kept out: {why}" for request_id, why in contradictions]
    if not said:
        said.append(
            "No single limit is overrun by what must be in; the rules collide together. "
            "Raise a limit or switch a rule off to see which."
        )
    return tuple(said)


def why_nothing_fits(outcome: Outcome) -> tuple[str, ...]:
    """Why no portfolio fits; empty where one fits or the solve was stopped before anyone knew."""
    if outcome.selection.status is not SolveStatus.INFEASIBLE:
        return ()
    return collision_sentences(outcome.overruns, outcome.contradictions, outcome.conflict)


def assumed_words(outcome: Outcome, request_id: str) -> str:
    """The ratings of a request that nobody entered, in words; empty where all were."""
    labels = {c.key: c.label.lower() for c in outcome.notebook.criteria}
    return ", ".join(labels[key] for key in outcome.scores.assumed.get(request_id, ()))


def conflict_sentences(conflict: Conflict) -> tuple[str, ...]:
    """Which rules collide, and how far each limit among them alone would have to move."""
    if not conflict.rows:
        return ()
    names = "; ".join(_rule_name(row) for row in conflict.rows)
    said = [f"{'These rules' if len(conflict.rows) > 1 else 'This rule'} can't be kept: {names}."]
    if len(conflict.rows) > 1:
        said[0] = (
            f"These {len(conflict.rows)} rules can't be kept together; without any one of them the others can: {names}."
        )
    for move in conflict.moves:
        if move.to is None:
            said.append(f"Moving {move.row.label} alone would not help.")
        else:
            word = "at least" if move.row.sense is Sense.AT_MOST else "at most"
            said.append(f"{move.row.label} alone would have to be {word} {_exact(move.to, move.row.unit)}.")
    return tuple(said)


def explanation_sentences(
    explained: Explanation, titles: Mapping[str, str], *, n_named: int | None = None
) -> tuple[str, ...]:
    """Why a request is in or out, from exact numbers, in plain words for its sponsor.

    Args:
        n_named: How many requests or rules a sentence names at most, where a table beside it names all; None: all.
    """
    if explained.standing is Standing.NOT_FUNDED:
        said = _why_not_funded(explained, titles, n_named)
    elif explained.standing is Standing.FUNDED:
        said = _why_funded(explained, titles, n_named)
    else:
        said = _why_fixed(explained, titles, n_named)
    return (*said, *(() if explained.is_proven else ("These numbers are not proven yet.",)))


def names(ids: Sequence[str], titles: Mapping[str, str], n_named: int | None = None) -> str:
    """Requests by id and title, in one list."""
    return _listed([f"{i} {titles.get(i, '')}".strip() for i in ids], ", ", n_named)


def _listed(words: Sequence[str], between: str, n_named: int | None) -> str:
    if n_named is None or len(words) <= n_named + 1:
        return between.join(words)
    return f"{between.join(words[:n_named])} and {len(words) - n_named} more"


def _why_not_funded(explained: Explanation, titles: Mapping[str, str], n_named: int | None) -> list[str]:
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
                f"{b.row.label} by {_exact(b.over, b.row.unit)}" if b.row.is_limit else b.row.label
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


def _why_fixed(explained: Explanation, titles: Mapping[str, str], n_named: int | None) -> list[str]:
    is_in = explained.standing is Standing.MUST_BE_IN
    causes = [f"{' with '.join(_rule_name(row) for row in conflict.rows)}" for conflict in explained.obstacles]
    said = [
        f"{'Must be in' if is_in else 'Cannot be in at all'}: {'; and '.join(causes) or 'the rules leave no choice'}."
    ]
    if explained.price is not None:
        if explained.price < 0.05:
            said.append("The duty costs nothing: it would be as good a choice without it.")
        else:
            said.append(f"The duty costs {points(explained.price)} points.")
        if explained.makes_room_for:
            said.append(f"Without it, {names(explained.makes_room_for, titles, n_named)} would come in.")
    return said


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


def obstacle_words(explained: Explanation) -> str:
    """What stands most in a request's way: what forbids it, the limit it would overflow most as a share, or a rule."""
    if explained.is_funded:
        return ""
    forbid = [row for conflict in explained.obstacles for row in conflict.rows]
    over = [b for b in explained.breaches if b.row.is_limit] if not forbid else []
    if over:
        worst = max(over, key=lambda b: b.over / b.row.bound if b.row.bound > 0 else math.inf)
        return f"{worst.row.label}: {amount(worst.over, worst.row.unit)} over"
    rules = forbid or [b.row for b in explained.breaches]
    return rules[0].label if rules else ""


def _rule_name(row: Row) -> str:
    if row.is_limit:
        return f"{row.label} (at most {_exact(row.bound, row.unit)})"
    return row.label


def mandate_words(outcome: Outcome, request: Request) -> str:
    """Which mandate asks for a request, when it is due and whether it is late; empty where none does."""
    if request.id not in outcome.mandated or request.mandate is None:
        return ""
    due = f", due {request.mandate.deadline}" if request.mandate.deadline else ""
    late = ", late even at its earliest start" if is_late(request, outcome.notebook.plan.first_quarter) else ""
    return f"Mandate: {request.mandate.rule or request.mandate.type}{due}{late}."


def standing(outcome: Outcome, request_id: str) -> str:
    """Where a request stands, in one word: mandated, funded, blocked or not funded."""
    if request_id in outcome.funded:
        return "mandated" if request_id in outcome.mandated else "funded"
    return "blocked" if request_id in outcome.blocked else "not funded"


def why_out(outcome: Outcome, request_id: str) -> str:
    """Why a request is not funded, from facts of this portfolio; empty for a funded one."""
    if not outcome.selection.has_portfolio or request_id in outcome.funded:
        return ""
    if request_id in outcome.blocked:
        return outcome.blocked[request_id]
    broken = rows_in_its_way(outcome, request_id)
    for row in broken:
        if row.kind == "overrides":
            return f"Forced out by {row.why}."
    score = outcome.scores.totals[request_id]
    if score <= 0:
        return f"Scores {points(score)} points at these weights: no better than not doing it."
    reasons = [_yes_no_reason(row, request_id, outcome) for row in broken if not row.is_limit]
    over = sorted((row for row in broken if row.is_limit), key=lambda row: row.slack_at(outcome.used[row.key]))
    if over:
        reasons.append(_overflow_reason(request_id, over, outcome))
    return " ".join(reasons) or "Fits by itself, but what it brings along costs more points than it adds."


def rows_in_its_way(outcome: Outcome, request_id: str) -> list[Row]:
    """The rules that would break if a request were simply added to the portfolio."""
    used = outcome.used
    rows = outcome.parts.rows_by_request[request_id]
    return [row for row in rows if row.slack_at(used[row.key] + row.terms[request_id]) < -TOLERANCE]


def headline(outcome: Outcome) -> str:
    """How sure the answer is, in words for executives."""
    selection = outcome.selection
    if not selection.has_portfolio:
        return selection.message
    if selection.is_final:
        return "Proven: no other portfolio within these rules is worth more."
    if not selection.gap:
        return "Proven best value; ties not settled yet."
    return f"Provisional: {shortfall(outcome)}."


def shortfall(outcome: Outcome) -> str:
    """How far a portfolio may lie below the best possible, in words without a full stop; rounded up, never down."""
    selection = outcome.selection
    if selection.bound is None or selection.value is None:
        return "how far below the best possible is not known yet"
    return (
        f"at most {math.ceil(10 * (selection.bound - selection.value) - 1e-6) / 10:.1f} points below the best possible"
    )


def scarcest(limits: Sequence[LimitUse], count: int) -> tuple[LimitUse, ...]:
    """The limits that stop most: tight ones first, then the fullest."""
    ranked = sorted(limits, key=lambda use: (not use.is_tight, -use.share, use.row.key))
    return tuple(ranked[:count])


def limits_to_show(limits: Sequence[LimitUse], n_people: int) -> tuple[LimitUse, ...]:
    """The scarcest limits of people and departments, then every limit of money in order."""
    money_limits = tuple(use for use in limits if use.row.unit == "USD")
    people = [use for use in limits if use.row.unit != "USD"]
    return scarcest(people, n_people) + money_limits


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


def counted(n: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _exact(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if abs(number - round(number)) < TOLERANCE else f"{number:,.2f}"
    if text == "1" and unit.endswith("s"):
        unit = unit.removesuffix("s")
    return f"${text}" if unit == "USD" else f"{text} {unit}".strip()


def frontier_sentences(outcome: Outcome, found: Frontier) -> tuple[str, ...]:
    """Where the next points cost too much, and what was not searched."""
    said: list[str] = []
    best = found.points[-1].value
    enough = next((p for p in found.points if p.value >= 0.95 * best), None)
    if enough is not None and best > 0 and enough.cost < found.points[-1].cost:
        share = enough.cost / found.points[-1].cost
        said.append(f"95% of the best value costs {share:.0%} of what the best costs: the rest is dear.")
    if not found.is_complete:
        said.append("Not finished: cheaper portfolios were not searched.")
    return tuple(said)


def exact_amount(number: float, unit: str) -> str:
    """An amount to the dollar or the hundredth, in a row's unit."""
    return _exact(number, unit)


def payback_words(years: float | None, n_years: int) -> str:
    """When a portfolio has paid for itself, in words for a cell and a slide."""
    return f"not within {n_years} years" if years is None else f"{years:.1f} years"


def expected_sentence() -> str:
    """Why what is expected is less than what is claimed."""
    return (
        "Expected points lie below claimed ones: the highest estimates are the likeliest to be too high, so each is "
        "drawn towards the mean of all requests, the more the less it rests on."
    )


def change_words(outcome: Outcome, request_id: str, explained: Explanation | None) -> str:
    """What would change the answer for a request that is out; empty where nobody worked it out."""
    if request_id in outcome.blocked:
        return "What it waits for: see why it is not in."
    if explained is None:
        return ""
    if explained.break_even is None:
        return "None of the scores would do: a rule keeps it out."
    said = f"A score of {points(explained.break_even)} or more; it scores {points(explained.score)}."
    most = obstacle_words(explained)
    return f"{said} Most in its way: {most}." if most else said
