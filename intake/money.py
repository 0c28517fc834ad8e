"""Which columns are the cost, and what their amounts are counted in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from statistics import median

from intake import meanings as m
from intake import questions as q
from intake.amounts import NumberStyle, number_style
from intake.answers import Answers
from intake.cells import Cell, CellError, is_blank, read_money
from intake.cost_parts import ways_by_part
from intake.currencies import currency_question, named_currency
from intake.header_names import GUESSED
from intake.layout import Table, notes_below
from intake.mapping import ColumnUse
from intake.profile import Profile
from intake.questions import Choice, Question, money_in_words
from intake.series import stated_unit

STATED, ASKED, ASSUMED = "stated", "asked", "assumed"
_FEW = 4
_OF_A_PERIOD = re.compile(r"\b(hourly|daily|weekly|monthly|quarterly|per (?:hour|day|week|month|quarter))\b")
_SMALL_MEDIAN = Decimal(10_000)
_UNITS = (Decimal(1), Decimal(1_000), Decimal(1_000_000))
_UNIT_WORDS = {Decimal(1): "single units", Decimal(1_000): "thousands", Decimal(1_000_000): "millions"}


@dataclass(frozen=True, slots=True)
class Unit:
    """What bare amounts are counted in: a multiplier and where it comes from (stated, asked, assumed)."""

    multiplier: Decimal = Decimal(1)
    source: str = STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The money of a table as it was understood.

    Args:
        columns: Columns whose amounts are used.
        check: A total that is only compared with the columns by year.
        styles: How a column of costs or hours writes decimals, by index.
        unit: What amounts are counted in where their own header says nothing else.
        scales: What the amounts of a column are counted in, by index, where its own header says so.
        currency: ISO code; empty where the file names none or several.
        currency_sign: The sign used where it names no single currency, such as "$".
        is_waiting: A question about money is open: no cost is used.
        usual: Median of the amounts in currency units, zeros apart; 0 where there are few.
    """

    columns: tuple[ColumnUse, ...] = ()
    check: ColumnUse | None = None
    styles: dict[int, NumberStyle] = field(default_factory=dict)
    unit: Unit = Unit()
    scales: Mapping[int, Decimal] = field(default_factory=dict)
    currency: str = ""
    currency_sign: str = ""
    is_waiting: bool = False
    usual: Decimal = Decimal(0)

    @property
    def cost_column(self) -> str:
        """The header, or headers, of the cost; empty where there is none."""
        return self.check.header if self.check else " + ".join(use.header for use in self.columns)

    def scale(self, use: ColumnUse) -> Decimal:
        """What the bare amounts of a column are counted in."""
        return self.scales.get(use.index, self.unit.multiplier)


NO_MONEY = Money()


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to read the cost: its columns, and a total that confirms them."""

    columns: tuple[ColumnUse, ...]
    check: ColumnUse | None = None

    @property
    def name(self) -> str:
        return self.check.header if self.check else " + ".join(use.header for use in self.columns)


def find_money(
    table: Table, uses: Sequence[ColumnUse], held: Sequence[Profile], answers: Answers
) -> tuple[Money, tuple[Question, ...]]:
    """The cost columns, unit and currency of a foreign table, and the questions they leave open."""
    costs = [use for use in uses if use.is_cost]
    hours = [use for use in uses if use.meaning == m.EFFORT and use.target]
    styles = _styles(table, [*costs, *hours])
    if all(_is_of_a_period(use) for use in costs):
        return Money(styles=styles), ()
    scales = _scales(table, costs, styles, answers)
    options = _options(table, costs, Money(styles=styles, scales=scales))
    unit = _unit(table, options[0].columns, styles, answers)
    read = Money(styles=styles, scales=scales, unit=unit)
    currency, sign, foreign = named_currency(table, options[0].columns, answers)
    asked = list(_cost_question(table, options, read, currency or sign))
    if unit.source == ASKED:
        asked.append(_unit_question(table, options[0], read, currency or sign))
    if not currency and not answers.currency:
        asked.append(currency_question(sign, foreign))
    money = replace(
        read,
        columns=options[0].columns,
        check=options[0].check,
        currency=answers.currency or currency,
        currency_sign=sign,
        is_waiting=any(question.code in q.MONEY_CODES for question in asked),
        usual=_usual(table, options[0].columns, read),
    )
    return money, tuple(asked)


def amounts_of(rows: Iterable[Sequence[Cell]], use: ColumnUse, money: Money) -> list[Decimal]:
    """The readable amounts of a cost column in currency units, zeros and negative ones included."""
    style, scale = money.styles.get(use.index, NumberStyle.UNKNOWN), money.scale(use)
    return [a for row in rows if (a := amount_in(row, use, style, scale)) is not None]


def amount_in(row: Sequence[Cell], use: ColumnUse, style: NumberStyle, scale: Decimal) -> Decimal | None:
    """One amount, None where it is blank, unknown or unreadable."""
    cell = row[use.index] if use.index < len(row) else None
    if is_blank(cell):
        return None
    try:
        return read_money(cell, style, scale)
    except CellError:
        return None


def _styles(table: Table, amounts: Sequence[ColumnUse]) -> dict[int, NumberStyle]:
    """How each column of amounts writes decimals; where nothing tells, as the others that tell."""
    own = {use.index: _style(table, use) for use in amounts}
    telling = set(own.values()) - {NumberStyle.UNKNOWN, NumberStyle.COMMA_LIKELY}
    if len(telling) != 1 or NumberStyle.MIXED in telling:
        return own
    return {index: style if style in telling else min(telling) for index, style in own.items()}


def _scales(
    table: Table, costs: Sequence[ColumnUse], styles: dict[int, NumberStyle], answers: Answers
) -> dict[int, Decimal]:
    """What each column's own header says its amounts are counted in; nothing where a person said it of all of them."""
    if answers.unit is not None:
        return {}
    stated = {use.index: scale for use in costs if (scale := stated_unit(use.header)) is not None}
    return {
        use.index: stated[use.index]
        for use in costs
        if use.index in stated and not _contradicts(_bare_sizes(table, [use], styles), stated[use.index])
    }


def _is_of_a_period(use: ColumnUse) -> bool:
    """Whether it is spent month by month or the like: alone it is nobody's cost, unless a person says so."""
    return not use.is_stated and bool(_OF_A_PERIOD.search(m.fold_header(use.header)))


def _contradicts(sizes: Sequence[Decimal], scale: Decimal) -> bool:
    """A hundred billion for one project: header and amounts contradict each other."""
    return bool(sizes) and median(sizes) * scale >= 10**11


def _style(table: Table, use: ColumnUse) -> NumberStyle:
    texts = [c for _, row in table.rows if use.index < len(row) and isinstance(c := row[use.index], str)]
    return number_style(set(texts), comma_likely=table.comma_likely)


def _options(table: Table, costs: list[ColumnUse], money: Money) -> list[_Option]:
    """Ways to read the cost, the likeliest first. What a person stated leaves no other way."""
    if stated := [use for use in costs if use.is_stated]:
        return [_Option(tuple(stated))]
    totals = sorted((use for use in costs if use.meaning == m.COST_TOTAL), key=_total_rank)
    ways = ways_by_part([use for use in costs if use.meaning != m.COST_TOTAL])
    if not ways:
        return [_Option((use,)) for use in totals]
    for parts in ways:
        for total in totals:
            if _adds_up(table, parts, total, money):
                return [_Option(tuple(parts), total)]
    by_parts, by_totals = [_Option(parts) for parts in ways], [_Option((use,)) for use in totals]
    first = ways[0]
    if totals and all(use.meaning == m.COST_OPERATING for use in first):
        return [*by_totals, _Option((totals[0], *first)), *by_parts]
    sure = min(use.confidence for use in first) >= max((use.confidence for use in totals), default=0.0)
    return by_parts + by_totals if sure else by_totals + by_parts


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


def _total(table: Table, option: _Option, money: Money) -> Decimal:
    columns = (option.check,) if option.check else option.columns
    rows = [row for _, row in table.rows]
    return sum((amount for use in columns for amount in amounts_of(rows, use, money)), Decimal(0))


def _cost_question(table: Table, options: list[_Option], money: Money, currency: str) -> Iterable[Question]:
    is_guessed = any(use.confidence <= GUESSED for option in options for use in option.columns)
    if len(options) < 2 and not is_guessed:
        return
    totals = {option.name: _total(table, option, money) for option in options}
    listed = "; ".join(f"{name}: {money_in_words(total, currency)}" for name, total in totals.items())
    yield Question(
        code=q.COST_COLUMN,
        text=f"Which column is the cost? Together they come to: {listed}.",
        choices=(
            *(Choice(name, f"{name} ({money_in_words(t, currency)} in all)") for name, t in totals.items()),
            *([Choice(q.NO_COST, "None of them is a cost")] if is_guessed else ()),
        ),
    )


def _unit(table: Table, columns: Sequence[ColumnUse], styles: dict[int, NumberStyle], answers: Answers) -> Unit:
    if answers.unit is not None:
        return Unit(answers.unit, STATED)
    stated = next((s for use in columns if (s := stated_unit(use.header)) is not None), None)
    if stated is None:
        stated = stated_unit(table.sheet)
    if stated is None:
        stated = next((s for text in table.above if (s := stated_unit(text, in_sentence=True)) is not None), None)
    if stated is None:
        stated = next(
            (s for text in notes_below(table) if (s := stated_unit(text, in_sentence=True)) is not None), None
        )
    sizes = _bare_sizes(table, columns, styles)
    if not sizes:
        return Unit(Decimal(1), STATED)
    middle = median(sizes)
    if stated is not None:
        return Unit(Decimal(1), ASKED) if _contradicts(sizes, stated) else Unit(stated, STATED)
    return Unit(Decimal(1), ASKED if middle < _SMALL_MEDIAN else ASSUMED)


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


def _usual(table: Table, columns: Sequence[ColumnUse], money: Money) -> Decimal:
    amounts = [
        abs(amount)
        for use in columns
        for _, row in table.rows
        if (amount := amount_in(row, use, money.styles[use.index], money.scale(use)))
    ]
    return median(amounts) if len(amounts) >= _FEW else Decimal(0)


def _unit_question(table: Table, option: _Option, money: Money, currency: str) -> Question:
    totals = {unit: _total(table, option, replace(money, unit=Unit(unit))) for unit in _UNITS}
    words = {unit: money_in_words(total, currency) for unit, total in totals.items()}
    return Question(
        code=q.UNIT,
        text=(
            f"The file does not say what the amounts in {option.name} are counted in. All together they are "
            f"{words[Decimal(1)]} as they stand, {words[Decimal(1_000)]} if in thousands, "
            f"{words[Decimal(1_000_000)]} if in millions: which is right?"
        ),
        choices=tuple(Choice(str(unit), f"In {_UNIT_WORDS[unit]}: {words[unit]} in all") for unit in _UNITS),
    )
