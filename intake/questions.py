"""Questions a file leaves open: one sentence each, with choices. What touches money waits for its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

SHEET, HEADER_ROW, TITLE, COST_COLUMN, UNIT = "sheet", "header_row", "title", "cost_column", "unit"
CURRENCY, GROUPING, STATUS, DATES, NOT_A_REQUEST_LIST = (
    "currency",
    "grouping",
    "status",
    "dates",
    "not_a_request_list",
)
QUESTION_CODES = (
    SHEET, HEADER_ROW, TITLE, COST_COLUMN, UNIT, CURRENCY, GROUPING, STATUS, DATES, NOT_A_REQUEST_LIST,
)  # fmt: skip
# Answer on the cost where columns are only guessed to be one.
NO_COST = "none of them"
# No cost is used while one of these is open.
MONEY_CODES = frozenset({COST_COLUMN, UNIT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the value that is kept and the words for people."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One open question.

    Args:
        code: One of ``QUESTION_CODES``.
        text: The question in one or two sentences, with what depends on it.
        choices: Possible answers, the likeliest first.
        takes_many: Several choices may be true at once.
    """

    code: str
    text: str
    choices: tuple[Choice, ...] = ()
    takes_many: bool = False

    def __post_init__(self) -> None:
        if self.code not in QUESTION_CODES:
            raise ValueError(f"Expected one of {', '.join(QUESTION_CODES)}.")


def in_order(asked: Iterable[Question]) -> tuple[Question, ...]:
    """Questions in the order they should be answered in: the sheet first, what depends on it after."""
    return tuple(sorted(asked, key=lambda question: QUESTION_CODES.index(question.code)))


def choices(values: Sequence[str]) -> tuple[Choice, ...]:
    """Choices that are their own words."""
    return tuple(Choice(value, value) for value in values)


def money_in_words(amount: Decimal, currency: str = "") -> str:
    """An amount for people, such as "USD 46.6 million"."""
    size, sign = abs(amount), "-" if amount < 0 else ""
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if size >= scale:
            number = f"{size / scale:,.1f}".removesuffix(".0")
            return f"{currency} {sign}{number} {word}".strip()
    return f"{currency} {sign}{size:,.2f}".removesuffix(".00").strip()
