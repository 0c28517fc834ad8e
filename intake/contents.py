"""What columns without headers may mean, guessed from their cells: guesses are shown, money is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from intake import meanings as m
from intake.profile import Profile

_ALL_BUT = 0.95


def meanings_by_contents(held: Sequence[Profile]) -> list[str]:
    """A meaning for each column: the first column of codes is the id, all amounts may be costs, the first days a start.

    The title is left to whoever knows the most telling words; other words mean nothing before a person names them.
    """
    found: list[str] = []
    for profile in held:
        free = (meaning for meaning in _likely(profile) if meaning == m.COST_TOTAL or meaning not in found)
        found.append(next(free, m.UNUSED))
    return found


def _likely(held: Profile) -> tuple[str, ...]:
    if held.coded_share >= _ALL_BUT and held.distinct_share >= _ALL_BUT and held.amount_share < _ALL_BUT:
        return (m.ID,)
    if held.holds_dates:
        return (m.START, m.END)
    return (m.COST_TOTAL,) if held.holds_amounts else ()
