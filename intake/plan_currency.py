"""The currency of a plan: stated, read from the list, or asked as soon as there is money to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake import questions as q
from intake.answers import Answers
from intake.columns import CAPITAL_COLUMN, OPERATING_COLUMN
from intake.currencies import NOT_NAMED, NamedCurrency, currency_choices, currency_question
from intake.header_names import GUESSED, SPELLED, SURE
from intake.questions import Question
from intake.reading import Reading
from intake.request_table import RequestTable
from portfolio.limits import Limits
from portfolio.plan import Plan
from scoring.request import Request

# What the headers of our own layout say: capital_fy27_usd.
_OWN = "USD"


@dataclass(frozen=True, slots=True)
class PlanCurrency:
    """The currency as it was understood, and the question about it while it is open."""

    reading: Reading
    question: Question | None = None

    @property
    def code(self) -> str:
        """ISO code; empty while nobody has said which one."""
        return self.reading.values[0]


def usual_currency(table: RequestTable, limits: Limits) -> str:
    """The currency of a file whose sheet Plan states none; empty where nothing names one.

    Our own headers of money name it; a list without any money names none.
    """
    if table.money.columns:
        return table.money.currency
    has_own = any(CAPITAL_COLUMN.match(use.target) or OPERATING_COLUMN.match(use.target) for use in table.uses)
    return _OWN if has_own or _has_limits(limits) else ""


def plan_currency(
    plan: Plan, table: RequestTable, requests: Sequence[Request], limits: Limits, answers: Answers
) -> PlanCurrency:
    """The currency of the plan: a person's, else the plan's; asked where money is used that is in none or in another.

    Args:
        plan: As the file states it, with ``usual_currency`` where it says nothing.
    """
    listed = table.money.currency if table.money.columns else ""
    code = answers.currency or plan.currency
    is_other = bool(plan.currency and listed and listed != plan.currency)
    sign = table.money.currency_sign
    is_doubtful = not answers.currency and (is_other or bool(sign) or not code)
    question = None
    if is_doubtful and (table.money.columns or uses_money(requests, limits)):
        question = _question(table, plan, is_other=is_other)
    seen = table.money.currency_seen if table.money.columns and not (is_other or (plan.currency and not listed)) else ""
    reading = Reading(
        code=q.CURRENCY,
        values=(code,),
        words=code or ("Not known" if question else "None: the list holds no money"),
        confidence=SURE if answers.currency else GUESSED if question else SPELLED,
        seen="an answer"
        if answers.currency
        else seen or ("the plan, or our own headers" if code else "nothing names it"),
        choices=currency_choices(),
        is_stated=bool(answers.currency),
    )
    return PlanCurrency(reading, question)


def _question(table: RequestTable, plan: Plan, *, is_other: bool) -> Question:
    if is_other:
        return currency_question(NamedCurrency(named=tuple(dict.fromkeys((table.money.currency, plan.currency)))))
    return next((found for found in table.questions if found.code == q.CURRENCY), currency_question(NOT_NAMED))


def asked_again(
    questions: Sequence[Question], plan: Plan | None, requests: Sequence[Request], limits: Limits
) -> tuple[Question, ...]:
    """The questions of a list whose cells were changed: the currency is asked as soon as there is money."""
    is_asked = any(question.code == q.CURRENCY for question in questions)
    if plan is None or plan.currency or is_asked or not uses_money(requests, limits):
        return tuple(questions)
    return q.in_order((*questions, currency_question(NOT_NAMED)))


def uses_money(requests: Sequence[Request], limits: Limits) -> bool:
    """Whether any request or limit states an amount of money."""
    return _has_limits(limits) or any(
        request.annual_benefit_usd or any((*request.capital_usd.values(), *request.operating_usd.values()))
        for request in requests
    )


def _has_limits(limits: Limits) -> bool:
    return any(year.capital_usd is not None or year.operating_usd is not None for year in limits.budget)
