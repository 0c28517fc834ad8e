"""What was moved, in words."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.criterion import Criterion
from scoring.weights import Weights

# In percent: less than this is no move, and less than that is not worth a word beside a larger one.
NO_MOVE, WORTH_A_WORD = 0.05, 0.5


def moved_weights(before: Weights, after: Weights, criteria: Sequence[Criterion]) -> str:
    """Which weights were moved, from-to; those that only made room in proportion are not named. Empty: none was."""
    moves = {c.key: after.percent(c.key) - before.percent(c.key) for c in criteria}
    first = max(moves, key=lambda key: abs(moves[key]))
    if abs(moves[first]) < NO_MOVE:
        return ""
    rest = before.with_share(first, after.share(first))
    is_alone = all(abs(rest.percent(key) - after.percent(key)) < NO_MOVE for key in moves)
    named = [c for c in criteria if c.key == first or (not is_alone and abs(moves[c.key]) >= WORTH_A_WORD)]
    # In the percents that stand beside the sliders.
    was, now = before.whole_percents(), after.whole_percents()
    said = [(c, was.get(c.key, 0), now.get(c.key, 0)) for c in named]
    return ", ".join(f"{c.short} {old}% to {new}%" for c, old, new in said if old != new or c.key == first)
