"""Facts in plain words: the one place for amounts, reasons and collisions, so that every audience reads the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planning.outcome import LimitUse, Outcome
from portfolio.collision import Overrun
from portfolio.conflict import Conflict
from portfolio.frontier import Frontier
from portfolio.row import TOLERANCE, Row, Sense
from portfolio.selection import SolveStatus

MINUS = "\u2212"


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
    overruns: Sequence[Overrun],
    contradictions: Sequence[tuple[str, str]],
    conflict: Conflict | None = None,
    currency: str = "USD",
) -> tuple[str, ...]:
    """Why no portfolio fits: the rules that collide, what overruns a limit, and what must be in but may not be."""
    said = list(conflict_sentences(conflict, currency)) if conflict else []
    said += [_overrun_sentence(over, currency) for over in overruns]
    said += [f"{request_id} must be in and is kept out: {why}" for request_id, why in contradictions]
    if not said:
        said.append(
            "No single limit is overrun by what must be in; the rules collide together. "
            "Raise a limit or switch a rule off to see which."
        )
    return tuple(said)


def _overrun_sentence(over: Overrun, currency: str) -> str:
    least, bound, short = (exact_amount(x, over.row.unit, currency) for x in (over.least, over.row.bound, over.over))
    return (
        f"{over.row.label}: what must be in needs at least {least}, the limit is {bound}, {short} short. "
        f"Must be in: {', '.join(over.request_ids) or 'members of a mandate group'}."
    )


def why_nothing_fits(outcome: Outcome) -> tuple[str, ...]:
    """Why no portfolio fits; empty where one fits or the solve was stopped before anyone knew."""
    if outcome.selection.status is not SolveStatus.INFEASIBLE:
        return ()
    return collision_sentences(
        outcome.overruns, outcome.contradictions, outcome.conflict, outcome.notebook.plan.currency
    )


def conflict_sentences(conflict: Conflict, currency: str = "USD") -> tuple[str, ...]:
    """Which rules collide, and how far each limit among them alone would have to move."""
    if not conflict.rows:
        return ()
    names = "; ".join(rule_name(row, currency) for row in conflict.rows)
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
            said.append(
                f"{move.row.label} alone would have to be {word} {exact_amount(move.to, move.row.unit, currency)}."
            )
    return tuple(said)


def rule_name(row: Row, currency: str = "USD") -> str:
    """A rule by its label, a limit with its amount, a mandate as one."""
    if row.is_limit:
        return f"{row.label} (at most {exact_amount(row.bound, row.unit, currency)})"
    if row.kind == "mandates":
        return f"the mandate for {' or '.join(sorted(row.terms))}"
    return row.label


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
    points = math.ceil(10 * (selection.bound - selection.value) - 1e-6) / 10
    return f"at most {points:.1f} points below the best possible" if points else "the best value, ties not settled yet"


def scarcest(limits: Sequence[LimitUse], count: int) -> tuple[LimitUse, ...]:
    """The limits that stop most: tight ones first, then the fullest."""
    ranked = sorted(limits, key=lambda use: (not use.is_tight, -use.share, use.row.key))
    return tuple(ranked[:count])


def limits_to_show(limits: Sequence[LimitUse], n_people: int) -> tuple[LimitUse, ...]:
    """The scarcest limits of people and departments, then every limit of money in order."""
    money_limits = tuple(use for use in limits if use.row.unit == "USD")
    people = [use for use in limits if use.row.unit != "USD"]
    return scarcest(people, n_people) + money_limits


def use_words(use: LimitUse, currency: str = "USD") -> str:
    """What is used of a limit, for people: "$4.2M of $5.0M"."""
    used, bound = (amount(x, use.row.unit, currency) for x in (use.used, use.row.bound))
    return f"{used} of {bound}"


def counted(n: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {plural or f'{noun}s'}"


def exact_amount(number: float, unit: str, currency: str = "USD") -> str:
    """An amount to the dollar or the hundredth, in a row's unit."""
    text = f"{number:,.0f}" if abs(number - round(number)) < TOLERANCE else f"{number:,.2f}"
    if text == "1" and unit.endswith("s"):
        unit = unit.removesuffix("s")
    mark = "$" if currency == "USD" else f"{currency} ".lstrip()
    return f"{mark}{text}" if unit == "USD" else f"{text} {unit}".strip()


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


def payback_words(years: float | None, n_years: int) -> str:
    """When a portfolio has paid for itself, in words for a cell and a slide."""
    return f"not within {n_years} years" if years is None else f"{years:.1f} years"


def expected_sentence() -> str:
    """Why what is expected is not what is claimed."""
    return (
        "Expected points are not the claimed ones: the highest estimates are the likeliest to be too high, so each is "
        "drawn towards the mean of all requests, the further the weaker its evidence."
    )
