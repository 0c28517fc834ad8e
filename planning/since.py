"""What changed since the last meeting: the portfolio then and now, and what made the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.comparison import Cause, Solve, causes, changed, value_change
from planning.log import LogEntry
from planning.outcome import Outcome
from planning.signed import SignedPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """A portfolio of an earlier moment beside the one of now.

    Args:
        when: The moment in words, such as "the plan of 2026-11-20, after change 3".
        causes: The difference, split among the parts of the notebook; none where both decide on the same.
    """

    when: str
    before: Outcome
    now: Outcome
    causes: tuple[Cause, ...]

    @property
    def came_in(self) -> tuple[str, ...]:
        """Ids that came in, sorted."""
        return changed(self.before.funded, self.now.funded)[0]

    @property
    def dropped_out(self) -> tuple[str, ...]:
        """Ids that dropped out, sorted."""
        return changed(self.before.funded, self.now.funded)[1]

    @property
    def value_change(self) -> float | None:
        """Points gained, each plan at its own weights; None where one of them has no portfolio."""
        return value_change(self.before, self.now)


def since(before: Outcome, now: Outcome, when: str, solve: Solve) -> Since:
    """Both portfolios compared.

    Args:
        solve: Notebook -> its outcome on its planning date, for the steps between the two.
    """
    return Since(when=when, before=before, now=now, causes=causes(before, now, solve))


def moment_words(entry: LogEntry, signed: Sequence[SignedPlan]) -> str:
    """A moment of the log in words: the plan that was signed then, or the day and number of its last change."""
    day = f"{entry.change.at.astimezone():%Y-%m-%d}"
    version = next((plan for plan in signed if plan.version == entry.number), None)
    if version is None:
        return f"the plan of {day}, after change {entry.number}"
    return f"version {version.number} of the plan, signed by {' and '.join(name for _, name, _ in version.signatures)}"
