"""Which columns are the cost, and in which unit and currency: found, or asked before any of it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from intake import meanings as m
from intake import questions as q
from intake.answers import Answers
from intake.cost_options import CostOption, cost_options, total_of
from intake.currencies import columns_apart, currency_question, named_currency
from intake.header_names import CONTAINED, GUESSED, SPELLED, SURE, WORD
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.money import ASKED, ASSUMED, STATED, Money, Unit
from intake.questions import Choice, Question, money_in_words
from intake.reading import Reading
from intake.units import scales_beside_answer, scales_of, styles_of, unit_of, usual_amount

_OF_A_PERIOD = re.compile(r"\b(hourly|daily|weekly|monthly|quarterly|per (?:hour|day|week|month|quarter))\b")
_OF_YEARS = re.compile(r"\b(?:\d+|two|three|four|five|seven|ten) ?(?:years?|yrs?)\b")
# How sure a unit is: one that only the sizes of the amounts tell is assumed.
_SURE_OF_UNIT = {STATED: SPELLED, ASSUMED: WORD, ASKED: GUESSED}
_UNITS = (Decimal(1), Decimal(1_000), Decimal(1_000_000))
_UNIT_WORDS = {Decimal(1): "single units", Decimal(1_000): "thousands", Decimal(1_000_000): "millions"}


def find_money(table: Table, uses: Sequence[ColumnUse], answers: Answers) -> tuple[Money, tuple[Question, ...]]:
    """The cost columns, unit and currency of a foreign table, and the questions they leave open."""
    costs = [use for use in uses if use.is_cost]
    hours = [use for use in uses if use.meaning == m.EFFORT and use.target]
    styles = styles_of(table, [*costs, *hours])
    passed = tuple(use for use in costs if _is_of_a_period(use))
    costs = [use for use in costs if use not in passed]
    if not costs:
        return Money(styles=styles, passed=passed), ()
    scales = scales_of(table, costs, styles)
    options = cost_options(table, costs, Money(styles=styles, scales=scales))
    if answers.unit is not None:
        scales = scales_beside_answer(scales, options[0].columns, options[0].check)
    unit = unit_of(table, options[0].columns, styles, answers)
    currency = named_currency(table, options[0].columns, answers)
    read = Money(
        styles=styles,
        scales=scales,
        unit=unit,
        currency=currency.code,
        currency_sign=currency.sign,
        currency_seen=currency.seen,
        passed=passed,
    )
    asked = list(_cost_question(table, options, read))
    if unit.source == ASKED:
        asked.append(_unit_question(table, options[0], read))
    if not currency.code:
        asked.append(currency_question(currency))
    money = replace(
        read,
        columns=options[0].columns,
        check=options[0].check,
        apart=columns_apart(options[0].columns, read.usual_currency),
        is_waiting=any(question.code in q.MONEY_CODES for question in asked),
        usual=usual_amount(table, options[0].columns, read),
    )
    return money, tuple(asked)


def _is_of_a_period(use: ColumnUse) -> bool:
    """Whether it is spent month by month or the like, or a running cost of several years: no year's cost, unless a
    person says so."""
    if use.is_stated:
        return False
    words = use.header.casefold().replace("-", " ").replace("_", " ")
    return bool(_OF_A_PERIOD.search(words)) or (use.meaning == m.COST_OPERATING and bool(_OF_YEARS.search(words)))


def _cost_question(table: Table, options: list[CostOption], money: Money) -> Iterable[Question]:
    is_guessed = any(use.confidence <= GUESSED for option in options for use in option.columns)
    if len(options) < 2 and not is_guessed:
        return
    totals = {option.name: total_of(table, option, money) for option in options}
    currency = money.usual_currency
    listed = "; ".join(f"{name}: {money_in_words(total, currency)}" for name, total in totals.items())
    yield Question(
        code=q.COST_COLUMN,
        text=f"Which column is the cost? Together they come to: {listed}.",
        choices=(
            *(Choice(name, f"{name} ({money_in_words(t, currency)} in all)") for name, t in totals.items()),
            *([Choice(q.NO_COST, "None of them is a cost")] if is_guessed else ()),
        ),
    )


def _unit_question(table: Table, option: CostOption, money: Money) -> Question:
    totals = _totals_by_unit(table, option, money)
    words = {unit: money_in_words(total, money.usual_currency) for unit, total in totals.items()}
    return Question(
        code=q.UNIT,
        text=(
            f"The file does not say for sure what the amounts in {option.name} are counted in ({money.unit.seen}). "
            f"All together they are "
            f"{words[Decimal(1)]} as they stand, {words[Decimal(1_000)]} if in thousands, "
            f"{words[Decimal(1_000_000)]} if in millions: which is right?"
        ),
        choices=_unit_choices(totals, money.usual_currency),
    )


def _totals_by_unit(table: Table, option: CostOption, money: Money) -> dict[Decimal, Decimal]:
    """What the cost comes to in each unit that bare amounts could be counted in."""
    return {unit: total_of(table, option, replace(money, unit=Unit(unit))) for unit in _UNITS}


def _unit_choices(totals: Mapping[Decimal, Decimal], currency: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(unit), f"In {_UNIT_WORDS[unit]}: {money_in_words(total, currency)} in all")
        for unit, total in totals.items()
    )


def unit_reading(table: Table, money: Money, answers: Answers) -> Reading:
    """What the amounts of a foreign table are counted in, as it was understood, with the totals of other units."""
    scales = {money.scale(use) for use in money.columns}
    unit = money.unit
    sure = _SURE_OF_UNIT[unit.source]
    if unit.source == STATED and unit.multiplier != 1 and not money.scales:
        # A note, or the name of the sheet, speaks of the whole list less surely than a header does of its column.
        sure = CONTAINED
    free = replace(money, scales=scales_beside_answer(money.scales, money.columns, money.check))
    totals = _totals_by_unit(table, CostOption(money.columns, money.check), free)
    words = f"In {_UNIT_WORDS.get(unit.multiplier, f'units of {unit.multiplier:,f}')}"
    return Reading(
        code=q.UNIT,
        values=(str(unit.multiplier),),
        words=words if len(scales) == 1 else "As each header says",
        confidence=SURE if answers.unit is not None else sure,
        seen=unit.seen,
        choices=_unit_choices(totals, money.usual_currency),
        is_stated=answers.unit is not None,
    )
