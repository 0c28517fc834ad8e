"""Ways to read the cost of a table: one column, several that belong together, or a total that confirms them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake import meanings as m
from intake.cost_parts import ways_by_part
from intake.header_names import GUESSED
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.money import Money, amount_in, amounts_of

# Words of columns that are parts of one cost.
_PART_WORDS = re.compile(
    r"\b(labou?r|staff|staffing|personnel|internal|external|vendor|contractors?|consult(?:ing|ants?)|services?|hardware|"
    r"software|licen[cs]es?|licensing|equipment|materials?|infrastructure|cloud|hosting|training|travel|contingency)\b"
)


@dataclass(frozen=True, slots=True)
class CostOption:
    """One way to read the cost: its columns, and a total that confirms them."""

    columns: tuple[ColumnUse, ...]
    check: ColumnUse | None = None

    @property
    def name(self) -> str:
        """Its header, or headers."""
        return self.check.header if self.check else " + ".join(use.header for use in self.columns)


def cost_options(table: Table, costs: list[ColumnUse], money: Money) -> list[CostOption]:
    """Ways to read the cost, the likeliest first.

    What a person stated leaves no other way to read the same: a total leaves none at all, a capital cost leaves the
    running cost as it was found.
    """
    if stated := tuple(use for use in costs if use.is_stated):
        kinds = {m.COST_TOTAL, *(use.meaning for use in stated)}
        is_whole = any(use.meaning == m.COST_TOTAL for use in stated)
        rest = [use for use in costs if use.meaning not in kinds and use.confidence > GUESSED and not is_whole]
        ways = ways_by_part(rest) or [()]
        return [CostOption(tuple(sorted((*stated, *way), key=lambda use: use.index))) for way in ways]
    totals = _not_all_zero(table, [use for use in costs if use.meaning == m.COST_TOTAL], money)
    totals.sort(key=_total_rank)
    ways = ways_by_part([use for use in costs if use.meaning != m.COST_TOTAL])
    if not ways:
        return _totals_alone(table, totals, money)
    for parts in ways:
        for total in totals:
            if _adds_up(table, parts, total, money):
                return [CostOption(tuple(parts), total)]
    by_parts, by_totals = [CostOption(parts) for parts in ways], [CostOption((use,)) for use in totals]
    first = ways[0]
    if totals and all(use.meaning == m.COST_OPERATING for use in first):
        return [*by_totals, CostOption((totals[0], *first)), *by_parts]
    sure = min(use.confidence for use in first) >= max((use.confidence for use in totals), default=0.0)
    return by_parts + by_totals if sure else by_totals + by_parts


def _totals_alone(table: Table, totals: list[ColumnUse], money: Money) -> list[CostOption]:
    """Each total by itself; parts of one cost, such as labor and hardware, together first."""
    parts = tuple(use for use in totals if _PART_WORDS.search(m.fold_header(use.header)))
    wholes = [use for use in totals if use not in parts]
    if len(parts) < 2:
        return [CostOption((use,)) for use in totals]
    for whole in wholes:
        if _adds_up(table, parts, whole, money):
            return [CostOption(parts, whole)]
    return [*(CostOption((use,)) for use in wholes), CostOption(parts), *(CostOption((use,)) for use in parts)]


def _not_all_zero(table: Table, totals: list[ColumnUse], money: Money) -> list[ColumnUse]:
    """The columns that hold more than zeros, as a baseline nobody has set yet does; all where none does."""
    rows = [row for _, row in table.rows]
    return [use for use in totals if any(amounts_of(rows, use, money))] or totals


def _total_rank(use: ColumnUse) -> tuple[float, bool, int]:
    is_whole = bool(re.search(r"\b(total|whole|life ?cycle|lifetime|wlc|tco)\b", m.fold_header(use.header)))
    return (-use.confidence, not is_whole, use.index)


def _adds_up(table: Table, parts: Sequence[ColumnUse], total: ColumnUse, money: Money) -> bool:
    """Whether the total is the sum of the parts in nearly every row that has one."""
    agree = compared = 0
    for _, row in table.rows[:2000]:
        whole = amount_in(row, total, money.styles[total.index], money.scale(total))
        amounts = [amount_in(row, use, money.styles[use.index], money.scale(use)) for use in parts]
        if whole is None or not any(amounts):
            continue
        compared += 1
        agree += abs(sum((a for a in amounts if a), Decimal(0)) - whole) <= max(abs(whole) / 100, Decimal(1))
    return compared > 0 and agree >= 0.9 * compared


def total_of(table: Table, option: CostOption, money: Money) -> Decimal:
    """Sum of the amounts in currency units."""
    columns = (option.check,) if option.check else option.columns
    rows = [row for _, row in table.rows]
    return sum((amount for use in columns for amount in amounts_of(rows, use, money)), Decimal(0))
