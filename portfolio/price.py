"""What rules cost: exact re-solves without a rule, or with one more step of a limit."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.row import TOLERANCE, Row, Sense
from portfolio.selection import Problem, Selection, broken_rows, keep
from portfolio.solver import TIE_POINTS, Ask, Cut, KeptModel, as_cut

# One step of a limit: the next $100,000 of money, the next tenth of anything else.
STEP_USD = 100_000.0
STEP_SHARE = 0.1
# Kinds of which every rule is somebody's decision about one request or group: each gets its own price.
DECISION_KINDS = ("mandates", "overrides", "gates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What the best value would gain if some rules moved or went.

    Args:
        key: Kind of rules or key of one row.
        label: What is priced, in words.
        points: Gain in points, never negative; None where it could not be found in time.
        comes: Who would come in.
        leaves: Who would leave.
        step: For a limit: how far its bound moved, in ``unit``; None for a rule left out.
        is_proven: The gain is exact, not "at least".
    """

    key: str
    label: str
    points: float | None
    comes: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    step: float | None = None
    unit: str = ""
    is_proven: bool = True

    @property
    def is_binding(self) -> bool:
        """Whether the rule costs anything."""
        return self.points is not None and self.points > TIE_POINTS


def price_kinds(
    problem: Problem, selection: Selection, *, model: KeptModel | None = None, ask: Ask = Ask()
) -> Iterator[Price]:
    """The price of each kind of rule people may switch off: the best value without all its rows, less the best."""
    kept = model or keep(problem)
    for kind in CONSTRAINT_KINDS:
        rows = [row for row in problem.rows if row.kind == kind.key]
        if rows and kind.can_switch:
            yield _price_without(problem, selection, kept, ask, rows, (kind.key, kind.label))


def price_decisions(
    problem: Problem, selection: Selection, *, model: KeptModel | None = None, ask: Ask = Ask()
) -> Iterator[Price]:
    """The price of each single mandate, override and gate."""
    kept = model or keep(problem)
    for row in problem.rows:
        if row.kind in DECISION_KINDS:
            yield _price_without(problem, selection, kept, ask, [row], (row.key, row.label))


def price_rules(
    problem: Problem, selection: Selection, *, model: KeptModel | None = None, ask: Ask = Ask()
) -> Iterator[Price]:
    """The price of each kind of rule, then of each single mandate, override and gate."""
    kept = model or keep(problem)
    yield from price_kinds(problem, selection, model=kept, ask=ask)
    yield from price_decisions(problem, selection, model=kept, ask=ask)


def price_steps(
    problem: Problem, selection: Selection, *, model: KeptModel | None = None, ask: Ask = Ask()
) -> Iterator[Price]:
    """The value of the next step of each limit: the next $100,000, or the next tenth of hours and points."""
    kept = model or keep(problem)
    for row in problem.rows:
        if row.is_limit:
            yield price_step(problem, selection, (row,), model=kept, ask=ask)


def price_roles(
    problem: Problem, selection: Selection, *, model: KeptModel | None = None, ask: Ask = Ask()
) -> Iterator[Price]:
    """The value of a tenth more hours of each role in all its quarters at once."""
    kept = model or keep(problem)
    roles: dict[str, list[Row]] = {}
    for row in problem.rows:
        if row.kind == "hours":
            roles.setdefault(row.key.rpartition(" ")[0], []).append(row)
    for key, rows in roles.items():
        price = price_step(problem, selection, rows, model=kept, ask=ask)
        yield replace(price, key=key, label=rows[0].label.rpartition(" ")[0])


def step_of(row: Row) -> float:
    """How far one step moves a limit, in its unit."""
    if row.unit == "USD":
        return STEP_USD
    return STEP_SHARE * row.bound if row.bound > 0 else 1.0


def price_step(
    problem: Problem,
    selection: Selection,
    rows: Sequence[Row],
    *,
    share: float | None = None,
    model: KeptModel | None = None,
    ask: Ask = Ask(),
) -> Price:
    """What the best value gains when some limits move one step each.

    Args:
        rows: One limit, or the limits that move together.
        share: The step as a share of each limit; None for the usual step (``step_of``).
    """
    kept = model or keep(problem)
    steps = {row.key: step_of(row) if share is None else share * row.bound for row in rows}
    price = Price(key=rows[0].key, label=rows[0].label, points=0.0, step=sum(steps.values()), unit=rows[0].unit)
    if all(sum(a for a in row.terms.values() if a > 0) <= row.bound + TOLERANCE for row in rows):
        return price
    # Only a portfolio that uses the step can be worth more.
    beyond = (replace(as_cut(kept.arrays, rows[0]), lower=rows[0].bound, upper=math.inf),) if len(rows) == 1 else ()
    moved = replace(ask, bounds={row.key: row.bound + steps[row.key] for row in rows})
    return _best_gain(problem, kept, moved, price, _portfolio(selection), beyond)


def _price_without(
    problem: Problem, selection: Selection, kept: KeptModel, ask: Ask, rows: Sequence[Row], name: tuple[str, str]
) -> Price:
    lifted = replace(ask, without=tuple(row.key for row in rows))
    price = Price(key=name[0], label=name[1], points=0.0)
    broken = _breaking(kept, rows)
    return _best_gain(problem, kept, lifted, price, _portfolio(selection), (broken,) if broken else ())


def _breaking(kept: KeptModel, rows: Sequence[Row]) -> Cut | None:
    """Portfolios that break the one rule left out: no other can be worth more. None for several rules at once."""
    if len(rows) != 1 or rows[0].unit != "requests" or any(abs(a) != 1 for a in rows[0].terms.values()):
        return None
    (row,) = rows
    if row.sense is Sense.AT_MOST or (row.sense is Sense.EXACTLY and row.bound == 0):
        return replace(as_cut(kept.arrays, row), lower=row.bound + 1, upper=math.inf)
    if row.sense is Sense.AT_LEAST or (row.sense is Sense.EXACTLY and row.bound == 1 and len(row.terms) == 1):
        return replace(as_cut(kept.arrays, row), lower=-math.inf, upper=row.bound - 1)
    return None


def _best_gain(
    problem: Problem,
    kept: KeptModel,
    ask: Ask,
    price: Price,
    known: tuple[frozenset[str], float],
    cuts: tuple[Cut, ...],
) -> Price:
    funded, value = known
    objective = kept.arrays.objective(problem.scores)
    relaxed = kept.relax(objective, replace(ask, cuts=cuts))
    if relaxed.bound is None or relaxed.bound <= value + TIE_POINTS:
        return price
    answer = kept.best(objective, replace(ask, cuts=cuts, floor=value + TIE_POINTS))
    if answer.is_infeasible:
        return price
    rows = [
        replace(row, bound=ask.bounds.get(row.key, row.bound)) for row in problem.rows if row.key not in ask.without
    ]
    if answer.chosen is None or broken_rows(rows, answer.chosen):
        return replace(price, points=None, is_proven=False)
    return replace(
        price,
        points=problem.value(answer.chosen) - value,
        comes=tuple(sorted(answer.chosen - funded)),
        leaves=tuple(sorted(funded - answer.chosen)),
        is_proven=answer.is_proven,
    )


def _portfolio(selection: Selection) -> tuple[frozenset[str], float]:
    if selection.value is None:
        raise ValueError("Expected a selection with a portfolio.")
    return frozenset(selection.funded), selection.value


def binding_limits(
    problem: Problem, selection: Selection, *, seconds: float, model: KeptModel | None = None
) -> dict[str, bool | None]:
    """Whether one more step of each limit would raise the best value, by row key.

    Args:
        seconds: Time limit for all of them; the fullest limits come first.

    Returns:
        None where time ran out before it was known, and everywhere where the selection is not proven the best.
    """
    kept, deadline = model or keep(problem), time.perf_counter() + seconds
    limits = [row for row in problem.rows if row.is_limit]
    found: dict[str, bool | None] = dict.fromkeys((row.key for row in limits), None)
    if selection.gap != 0:
        return found
    funded = frozenset(selection.funded)
    for row in sorted(limits, key=lambda r: r.slack(funded) / max(abs(r.bound), 1.0)):
        left = deadline - time.perf_counter()
        if left <= 0:
            break
        # Any better portfolio will do: the search ends with the first.
        price = price_step(problem, selection, (row,), model=kept, ask=Ask(gap=1.0, seconds=left))
        found[row.key] = None if price.points is None else price.is_binding
    return found
