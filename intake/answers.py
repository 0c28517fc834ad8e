"""What people decided about a file: its sheet, its columns, its unit. Remembered for the next file of that shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from intake.dates import DayOrder
from intake.meanings import fold_header, meaning_named


class Grouping(StrEnum):
    """Whether rows with the same id or title are one request."""

    ROWS = "each row"
    TITLES = "same title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What people decided about a file; whatever is not decided is found from its contents.

    Args:
        sheet: The sheet that holds the requests.
        header_row: The row that holds the headers, 1 for the first; 0 where there are none.
        meanings: Meaning by header, as shown or as column letter.
        unit: What a bare amount is counted in, such as 1000. Expected unit > 0.
        currency: ISO code.
        statuses: Statuses that compete; None while nobody was asked.
        day_order: Day or month first.
        is_request_list: A person said that this is a list of requests.
        rows: Whether single rows are requests, by sheet and row ("List!12"): true of this one file alone.
    """

    sheet: str = ""
    header_row: int | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    unit: Decimal | None = None
    currency: str = ""
    grouping: Grouping | None = None
    statuses: frozenset[str] | None = None
    day_order: DayOrder | None = None
    is_request_list: bool = False
    rows: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.unit is not None and not (self.unit.is_finite() and self.unit > 0):
            raise ValueError("Expected unit > 0.")
        if self.header_row is not None and self.header_row < 0:
            raise ValueError("Expected header row >= 0.")
        for meaning in self.meanings.values():
            if meaning_named(meaning) is None:
                raise ValueError(f"Expected a known meaning, got {meaning!r}.")


NO_ANSWERS = Answers()


def place_key(place: tuple[str, int]) -> str:
    """Sheet and row as ``Answers.rows`` names them."""
    return f"{place[0]}!{place[1]}"


def shape_of(headers: Iterable[str]) -> str:
    """A short name for the shape of a table: the same for two files with the same headers in the same order."""
    folded = "\n".join(fold_header(header) for header in headers)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def answers_to_data(answers: Answers) -> dict[str, Any]:
    """Answers as plain data, to be kept as JSON."""
    return {
        "sheet": answers.sheet,
        "header_row": answers.header_row,
        "meanings": dict(answers.meanings),
        "unit": str(answers.unit) if answers.unit is not None else None,
        "currency": answers.currency,
        "grouping": answers.grouping,
        "statuses": sorted(answers.statuses) if answers.statuses is not None else None,
        "day_order": answers.day_order,
        "is_request_list": answers.is_request_list,
        "rows": dict(answers.rows),
    }


def answers_from_data(data: Mapping[str, Any]) -> Answers:
    """Answers from plain data. Raises ValueError where they are none."""
    try:
        return Answers(
            sheet=str(data.get("sheet") or ""),
            header_row=data.get("header_row"),
            meanings=dict(data.get("meanings") or {}),
            unit=Decimal(data["unit"]) if data.get("unit") else None,
            currency=str(data.get("currency") or ""),
            grouping=Grouping(data["grouping"]) if data.get("grouping") else None,
            statuses=frozenset(data["statuses"]) if data.get("statuses") is not None else None,
            day_order=DayOrder(data["day_order"]) if data.get("day_order") else None,
            is_request_list=bool(data.get("is_request_list")),
            rows={str(place): bool(counts) for place, counts in dict(data.get("rows") or {}).items()},
        )
    except (TypeError, ArithmeticError) as error:
        raise ValueError("Expected answers.") from error
