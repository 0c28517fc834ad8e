"""The draft: live moves on top of the agreed notebook, carried over when somebody records a change."""

from __future__ import annotations

from dataclasses import fields, replace

from planning.notebook import PlanningNotebook


def carry_over(draft: PlanningNotebook, before: PlanningNotebook, after: PlanningNotebook) -> PlanningNotebook:
    """The draft on the notebook as it is now agreed: what was moved stays moved, all else follows.

    Args:
        draft: Live moves on top of ``before``.
        before: The agreed notebook the draft was made on.
        after: The notebook as it is agreed now.
    """
    moved = {
        field.name: getattr(draft, field.name)
        for field in fields(PlanningNotebook)
        if not _is_same(getattr(draft, field.name), getattr(before, field.name))
    }
    return replace(after, **moved) if moved else after


def _is_same(one: object, other: object) -> bool:
    return one is other or one == other
