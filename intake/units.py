"""How amounts are written and what they are counted in: decimals, thousands, millions, and who says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from intake.amounts import NumberStyle, number_style
from intake.answers import Answers
from intake.layout import Table, notes_below
from intake.mapping import ColumnUse
from intake.money import ASKED, ASSUMED, STATED, Money, Unit, amount_in
from intake.stated_units import SaidUnit, names_bare_currency, said_unit, stated_unit

_FEW, _FAR = 4, 100
# Amounts of seven digits are written out: in thousands each would be a billion.
_WRITTEN_OUT = Decimal(1_000_000)
_SMALL_MEDIAN = Decimal(10_000)


def styles_of(table: Table, amounts: Sequence[ColumnUse]) -> dict[int, NumberStyle]:
    """How each column of amounts writes decimals; where nothing tells, as the others that tell."""
    own = {use.index: _style(table, use) for use in amounts}
    telling = set(own.values()) - {NumberStyle.UNKNOWN, NumberStyle.COMMA_LIKELY}
    if len(telling) != 1 or NumberStyle.MIXED in telling:
        return own
    return {index: style if style in telling else min(telling) for index, style in own.items()}


def scales_of(table: Table, costs: Sequence[ColumnUse], styles: dict[int, NumberStyle]) -> dict[int, Decimal]:
    """What each column's own header says its amounts are counted in, by index."""
    stated = {use.index: scale for use in costs if (scale := stated_unit(use.header)) is not None}
    if stated:
        stated |= {
            use.index: Decimal(1) for use in costs if use.index not in stated and names_bare_currency(use.header)
        }
    return {
        use.index: stated[use.index]
        for use in costs
        if use.index in stated and not _contradicts(_bare_sizes(table, [use], styles), stated[use.index])
    }


def scales_beside_answer(
    scales: Mapping[int, Decimal], columns: Sequence[ColumnUse], check: ColumnUse | None
) -> dict[int, Decimal]:
    """What headers still say once a person names a unit for the cost.

    A person answers for the columns of the cost that say nothing, where there are such, else for all of them.

    Args:
        columns: Those of the cost.
        check: The total that they are compared with.
    """
    if any(stated_unit(use.header) is None and not names_bare_currency(use.header) for use in columns):
        return dict(scales)
    answered = {use.index for use in (*columns, check) if use is not None}
    return {index: scale for index, scale in scales.items() if index not in answered}


def unit_of(table: Table, columns: Sequence[ColumnUse], styles: dict[int, NumberStyle], answers: Answers) -> Unit:
    """What bare amounts are counted in: as a person, header, tab or note says, else asked where they are small."""
    if answers.unit is not None:
        return Unit(answers.unit, STATED, "an answer")
    said = _said_of(table, columns)
    sizes = _bare_sizes(table, columns, styles)
    if not sizes:
        return Unit(Decimal(1), STATED, "each amount names its own")
    middle = median(sizes)
    if said is not None:
        seen = f"\u201c{said.text[:80]}\u201d"
        is_doubtful = not said.is_plain or _contradicts(sizes, said.scale) or _disagree(table, columns, styles)
        return Unit(Decimal(1), ASKED, f"{seen}, in doubt") if is_doubtful else Unit(said.scale, STATED, seen)
    is_small = middle < _SMALL_MEDIAN
    sizes_seen = f"half the amounts are {'under' if is_small else 'over'} {middle:,.0f}"
    bare = next((use.header for use in columns if names_bare_currency(use.header)), "")
    seen = f"\u201c{bare}\u201d; {sizes_seen}" if bare else sizes_seen
    return Unit(Decimal(1), ASKED if is_small else ASSUMED, seen)


def _said_of(table: Table, columns: Sequence[ColumnUse]) -> SaidUnit | None:
    """What a header, else the tab, else a note says of the unit; a bare currency in a header outweighs a mere word."""
    for use in columns:
        if (stated := stated_unit(use.header)) is not None:
            return SaidUnit(stated, text=use.header)
    texts = (*table.above, *notes_below(table))
    found = [said_unit(table.sheet, in_sentence=False), *(said_unit(text) for text in texts)]
    said = next((s for s in sorted(filter(None, found), key=lambda s: not s.is_plain)), None)
    if said is None or not any(names_bare_currency(use.header) for use in columns):
        return said
    # Cost (USD) under "in thousands": one of the two is not meant.
    return replace(said, is_plain=False) if said.is_plain else None


def usual_amount(table: Table, columns: Sequence[ColumnUse], money: Money) -> Decimal:
    """Median of the amounts in currency units, zeros apart; 0 where there are few."""
    amounts = [
        abs(amount)
        for use in columns
        for _, row in table.rows
        if (amount := amount_in(row, use, money.styles[use.index], money.scale(use)))
    ]
    return median(amounts) if len(amounts) >= _FEW else Decimal(0)


def _disagree(table: Table, columns: Sequence[ColumnUse], styles: dict[int, NumberStyle]) -> bool:
    """Whether columns that say nothing hold far larger amounts than those that say a unit: hardly in the same one."""
    saying = [use for use in columns if stated_unit(use.header) is not None]
    others = [use for use in columns if use not in saying and not names_bare_currency(use.header)]
    said, unsaid = (_bare_sizes(table, uses, styles) for uses in (saying, others))
    return bool(said and unsaid) and median(unsaid) >= _FAR * median(said)


def _contradicts(sizes: Sequence[Decimal], scale: Decimal) -> bool:
    """A hundred billion for one project, or amounts in full under "thousands": words and amounts contradict."""
    middle = median(sizes) if sizes else Decimal(0)
    return middle * scale >= 10**11 or (scale > 1 and middle >= _WRITTEN_OUT)


def _style(table: Table, use: ColumnUse) -> NumberStyle:
    texts = [c for _, row in table.rows if use.index < len(row) and isinstance(c := row[use.index], str)]
    return number_style(set(texts), comma_likely=table.comma_likely)


def _bare_sizes(table: Table, columns: Sequence[ColumnUse], styles: dict[int, NumberStyle]) -> list[Decimal]:
    """Sizes of the amounts that don't name their own scale, zeros apart."""
    sizes = []
    for use in columns:
        for _, row in table.rows:
            amount = amount_in(row, use, styles[use.index], Decimal(1))
            # An amount that names its own scale is the same in any unit.
            if (amount and not isinstance(row[use.index], str)) or (
                amount and amount_in(row, use, styles[use.index], Decimal(2)) != amount
            ):
                sizes.append(abs(amount))
    return sizes
