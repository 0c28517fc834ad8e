"""What is taken home: the dossier of the portfolio on the screen, from values at hand when a button is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from planning.outcome import Outcome
from planning.parts import state_hash
from planning.recording import has_moves
from portfolio.explanation import Explanation
from portfolio.price import Price
from reports.dossier import Dossier
from reports.exports import Export
from ui import keeping, shelf, state

NO_REASONS: Mapping[str, Explanation] = {}


def dossier(
    outcome: Outcome, *, explanations: Mapping[str, Explanation] = NO_REASONS, prices: tuple[Price, ...] = ()
) -> Dossier:
    """The dossier of a portfolio for who is here, without the log: that is read when a file is made."""
    kept = keeping.stored()
    is_kept = kept is not None and kept.notebook == outcome.notebook
    return Dossier(
        outcome=outcome,
        explanations=explanations,
        prices=prices,
        state_hash=state_hash(kept.refs) if kept is not None and is_kept else "",
        is_agreed=not has_moves(state.agreed(), outcome.notebook),
        version=kept.number if kept is not None else 0,
        made_by=str(keeping.here()),
        made_at=keeping.now(),
    )


def file_of(export: Export, made_from: Dossier) -> Callable[[], bytes]:
    """Makes an export with the log as it stood; give it to ``downloading.offer``, which asks who may."""
    kept, who_takes = keeping.stored(), keeping.here()
    store = shelf.store() if kept is not None else None

    def build() -> bytes:
        log = store.log(kept.id, by=who_takes) if store is not None and kept is not None else ()
        return export.build(replace(made_from, log=tuple(e for e in log if e.number <= made_from.version)))

    return build
