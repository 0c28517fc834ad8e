"""Which columns are the cost, what their amounts are counted in, and in which currency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from intake import meanings as m
from intake import questions as q
from intake.amounts import CODES, DOLLAR, SYMBOLS, AmountError, NumberStyle, number_style, read_amount
from intake.answers import Answers
from intake.cells import Cell, CellError, is_blank, read_money
from intake.cost_parts import ways_by_part
from intake.layout import Table, notes_below
from intake.mapping import ColumnUse
from intake.profile import Profile
from intake.questions import Choice, Question, money_in_words
from intake.series import stated_unit

STATED, ASKED, ASSUMED = "stated", "asked", "assumed"
_FEW = 4
_SMALL_MEDIAN = Decimal(10_000)
_UNITS = (Decimal(1), Decimal(1_000), Decimal(1_000_000))
_UNIT_WORDS = {Decimal(1): "single units", Decimal(1_000): "thousands", Decimal(1_000_000): "millions"}
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
_CODE = re.compile(rf"\b({'|'.join(CODES)})\b")


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
        styles: How a column writes decimals, by index.
        currency: ISO code; empty where the file names none or several.
        currency_sign: The sign used where it names no single currency, such as "$".
        is_waiting: A question about money is open: no cost is used.
        usual: Median of the amounts in currency units, zeros apart; 0 where there are few.
    """

    columns: tuple[ColumnUse, ...] = ()
    check: ColumnUse | None = None
    styles: dict[int, NumberStyle] = field(default_factory=dict)
    unit: Unit = Unit()
    currency: str = ""
    currency_sign: str = ""
    is_waiting: bool = False
    usual: Decimal = Decimal(0)

    @property
    def cost_column(self) -> str:
        """The header, or headers, of the cost; empty where there is none."""
        return self.check.header if self.check else " + ".join(use.header for use in self.columns)


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
    if not costs:
        return NO_MONEY, ()
    styles = {use.index: _style(table, use) for use in costs}
    options = _options(table, costs, styles)
    unit = _unit(table, options[0].columns, styles, answers)
    currency, sign, foreign = _currency(table, options[0].columns, answers)
    asked = list(_cost_question(table, options, styles, unit, currency or sign))
    if unit.source == ASKED:
        asked.append(_unit_question(table, options[0], styles, currency or sign))
    if not currency and not answers.currency:
        asked.append(_currency_question(sign, foreign))
    money = Money(
        columns=options[0].columns,
        check=options[0].check,
        styles=styles,
        unit=unit,
        currency=answers.currency or currency,
        currency_sign=sign,
        is_waiting=any(question.code in q.MONEY_CODES for question in asked),
        usual=_usual(table, options[0].columns, styles, unit),
    )
    return money, tuple(asked)


def amounts_of(rows: Iterable[Sequence[Cell]], use: ColumnUse, money: Money) -> list[Decimal]:
    """The readable amounts of a cost column in currency units, zeros and negative ones included."""
    style = money.styles.get(use.index, NumberStyle.UNKNOWN)
    return [a for row in rows if (a := amount_in(row, use, style, money.unit.multiplier)) is not None]


def amount_in(row: Sequence[Cell], use: ColumnUse, style: NumberStyle, scale: Decimal) -> Decimal | None:
    """One amount, None where it is blank, unknown or unreadable."""
    cell = row[use.index] if use.index < len(row) else None
    if is_blank(cell):
        return None
    try:
        return read_money(cell, style, scale)
    except CellError:
        return None


def currency_of(cell: Cell) -> str:
    """The currency, or its sign, that a cell itself names; empty where it names none."""
    if not isinstance(cell, str) or len(cell) > 60:
        return ""
    try:
        return read_amount(cell).currency
    except AmountError:
        return ""


def is_other_currency(row: Sequence[Cell], use: ColumnUse, usual: str) -> bool:
    """Whether a cell names another currency than the usual one; a bare sign says nothing against a code."""
    named = currency_of(row[use.index]) if use.index < len(row) else ""
    return bool(named and usual and named != usual and len(named) == len(usual))


def _style(table: Table, use: ColumnUse) -> NumberStyle:
    texts = [c for _, row in table.rows if use.index < len(row) and isinstance(c := row[use.index], str)]
    return number_style(set(texts), comma_likely=table.comma_likely)


def _options(table: Table, costs: list[ColumnUse], styles: dict[int, NumberStyle]) -> list[_Option]:
    """Ways to read the cost, the likeliest first. What a person stated leaves no other way."""
    if stated := [use for use in costs if use.is_stated]:
        return [_Option(tuple(stated))]
    totals = sorted((use for use in costs if use.meaning == m.COST_TOTAL), key=_total_rank)
    ways = ways_by_part([use for use in costs if use.meaning != m.COST_TOTAL])
    if not ways:
        return [_Option((use,)) for use in totals]
    for parts in ways:
        for total in totals:
            if _adds_up(table, parts, total, styles):
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


def _adds_up(table: Table, parts: Sequence[ColumnUse], total: ColumnUse, styles: dict[int, NumberStyle]) -> bool:
    """Whether the total is the sum of the parts in nearly every row that has one."""
    agree = compared = 0
    for _, row in table.rows[:2000]:
        whole = amount_in(row, total, styles[total.index], Decimal(1))
        amounts = [amount_in(row, use, styles[use.index], Decimal(1)) for use in parts]
        if whole is None or not any(amounts):
            continue
        compared += 1
        agree += abs(sum((a for a in amounts if a), Decimal(0)) - whole) <= max(abs(whole) / 100, Decimal(1))
    return compared > 0 and agree >= 0.9 * compared


def _total(table: Table, option: _Option, styles: dict[int, NumberStyle], scale: Decimal) -> Decimal:
    columns = (option.check,) if option.check else option.columns
    money = Money(styles=styles, unit=Unit(scale))
    rows = [row for _, row in table.rows]
    return sum((amount for use in columns for amount in amounts_of(rows, use, money)), Decimal(0))


def _cost_question(
    table: Table, options: list[_Option], styles: dict[int, NumberStyle], unit: Unit, currency: str
) -> Iterable[Question]:
    if len(options) < 2:
        return
    totals = {option.name: _total(table, option, styles, unit.multiplier) for option in options}
    listed = "; ".join(f"{name}: {money_in_words(total, currency)}" for name, total in totals.items())
    yield Question(
        code=q.COST_COLUMN,
        text=f"Which column is the cost? Together they come to: {listed}.",
        choices=tuple(Choice(name, f"{name} ({money_in_words(t, currency)} in all)") for name, t in totals.items()),
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
        # A hundred billion for one project: header and amounts contradict each other.
        return Unit(stated, STATED) if middle * stated < 10**11 else Unit(Decimal(1), ASKED)
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


def _usual(table: Table, columns: Sequence[ColumnUse], styles: dict[int, NumberStyle], unit: Unit) -> Decimal:
    amounts = [
        abs(amount)
        for use in columns
        for _, row in table.rows
        if (amount := amount_in(row, use, styles[use.index], unit.multiplier))
    ]
    return median(amounts) if len(amounts) >= _FEW else Decimal(0)


def _unit_question(table: Table, option: _Option, styles: dict[int, NumberStyle], currency: str) -> Question:
    totals = {unit: _total(table, option, styles, unit) for unit in _UNITS}
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


def _currency(table: Table, columns: Sequence[ColumnUse], answers: Answers) -> tuple[str, str, list[str]]:
    """(ISO code or empty, sign or empty, all currencies named) of the cost columns."""
    if answers.currency:
        return answers.currency, "", []
    for text in (*(use.header for use in columns), *table.above):
        if found := _named(text):
            return found, "", [found]
    counted = Counter(
        code
        for use in columns
        for _, row in table.rows
        if use.index < len(row) and (code := currency_of(row[use.index]))
    )
    if not counted:
        return "", "", []
    most = counted.most_common(1)[0][0]
    if DOLLAR in counted and len(dollars := set(counted) - {DOLLAR}) == 1 and dollars <= set(_DOLLARS):
        # One kind of dollar is named: the bare signs mean it too.
        return min(dollars), "", sorted(dollars)
    if len(counted) > 1:
        return "", most, sorted(counted)
    return (most, "", [most]) if most in CODES else ("", most, [most])


def _named(text: str) -> str:
    if match := _CODE.search(text):
        return match[1]
    for symbol, code in SYMBOLS.items():
        if code in CODES and symbol in text and (not symbol.isalpha()):
            return code
    return ""


def _currency_question(sign: str, named: list[str]) -> Question:
    if len(named) > 1:
        text = f"The costs name several currencies ({', '.join(named)}). Which one does the plan use?"
        return Question(code=q.CURRENCY, text=text, choices=q.choices([c for c in named if c in CODES] or CODES[:5]))
    if sign:
        text = f'The costs carry "{sign}", which several currencies share. Which one is it?'
        return Question(code=q.CURRENCY, text=text, choices=q.choices(_DOLLARS))
    text = "The file names no currency. Which one is it?"
    return Question(code=q.CURRENCY, text=text, choices=q.choices(("USD", "EUR", "GBP", "CAD", "AUD")))
