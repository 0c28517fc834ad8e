"""Calendar quarters, the time step of every plan."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_SPELLING = re.compile(r"^\s*(\d{4})\s*-?\s*Q([1-4])\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One calendar quarter, such as 2027-Q1.

    Args:
        year: Expected 1900 <= year <= 9000.
        number: Expected 1 <= number <= 4.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 9000:
            raise ValueError("Expected 1900 <= year <= 9000.")
        if not 1 <= self.number <= 4:
            raise ValueError("Expected 1 <= number <= 4.")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read "2027-Q1" (also "2027Q1", "2027 q1").

        Raises:
            ValueError: the text is not a quarter.
        """
        match = _SPELLING.match(text)
        if not match:
            raise ValueError(f"Expected a quarter such as 2027-Q1, got {text!r}.")
        return cls(int(match[1]), int(match[2]))

    def plus(self, n_quarters: int) -> Quarter:
        """The quarter ``n_quarters`` later (earlier when negative)."""
        years, index = divmod(self.index + n_quarters, 4)
        return Quarter(years, index + 1)

    def minus(self, other: Quarter) -> int:
        """How many quarters ``other`` lies before this one."""
        return self.index - other.index

    @property
    def index(self) -> int:
        """Quarters since year 0: consecutive quarters differ by one."""
        return self.year * 4 + self.number - 1

    @property
    def last_day(self) -> dt.date:
        """The last day of the quarter."""
        following = self.plus(1)
        return dt.date(following.year, following.number * 3 - 2, 1) - dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarters_from(first: Quarter, n_quarters: int) -> tuple[Quarter, ...]:
    """``n_quarters`` consecutive quarters, starting with ``first``."""
    return tuple(first.plus(step) for step in range(n_quarters))
