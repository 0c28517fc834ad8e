"""What stands around what a move changes: header, notices, who is here, the ways back. A move alone leaves it be."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from planning.ground import rule_key
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.people import Person
from ui import agree_panel, keeping, moves, naming, presence, state
from ui.room import controls, presenting


@dataclass(frozen=True, slots=True)
class Around:
    """What the rest of the page was drawn from."""

    who: Person | None
    agreed: PlanningNotebook | None
    saved: str
    asks_for_name: bool
    has_words: bool
    has_portfolio: bool
    scenario: str
    whose_weights: str
    ways_back: tuple[bool, bool, bool]
    others: presenting.Others
    # What the stakeholders' votes and an open panel are about.
    rules: Hashable


def now(outcome: Outcome) -> Around:
    """What the rest of the page would be drawn from now."""
    draft = state.open_draft()
    return Around(
        who=presence.person(),
        agreed=state.notebook(),
        saved=keeping.saved_words(),
        asks_for_name=naming.waits_for_name(),
        has_words=state.has_words() or state.has_refusal(),
        has_portfolio=outcome.selection.has_portfolio,
        scenario=draft.scenario,
        whose_weights=controls.whose_weights(draft),
        ways_back=(moves.can_undo(), moves.can_redo(), agree_panel.has_anything(draft)),
        others=presenting.others(),
        rules=rule_key(draft, outcome.today),
    )
