"""The years that costs are planned for."""

from __future__ import annotations

_PLAN_YEARS = 3


def plan_years(first_year: int) -> tuple[str, ...]:
    """The fiscal years of a plan whose list names none: three from the first.

    Args:
        first_year: Calendar year in which the plan begins.
    """
    return tuple(f"FY{(first_year + k) % 100:02d}" for k in range(_PLAN_YEARS))
