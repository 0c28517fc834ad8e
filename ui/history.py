"""What the store knows of the open notebook: its log, its past, its signed plans, and where two people clash."""

from __future__ import annotations

from collections.abc import Callable

from planning.log import LogEntry
from planning.notebook import PlanningNotebook, Source
from planning.outcome import Outcome
from planning.parts import state_hash
from planning.record import make_record
from planning.result import result_hash
from planning.signed import SignedPlan, version_sentences
from planning.signing import plans
from planning.stored import OpenClash
from ui import keeping, naming, shelf, state

_NOTED = "noted"


def log() -> tuple[LogEntry, ...]:
    """The open notebook's log, the earliest entry first; empty where it is in this session alone."""
    kept = keeping.stored()
    return shelf.look(lambda: shelf.store().log(kept.id, by=keeping.here()), ()) if kept is not None else ()


def past(number: int) -> PlanningNotebook | None:
    """The open notebook as it stood after one entry of its log; None where it can't be read, and the page says why."""
    kept = keeping.stored()
    return (
        shelf.look(lambda: shelf.store().load(kept.id, number, by=keeping.here()).notebook, None)
        if kept is not None
        else None
    )


def source_of(source: Source) -> bytes | None:
    """The file a notebook came from, as it came; None where it was not kept or can't be read now."""
    found = shelf.look(lambda: shelf.store().source(source.sha256, by=keeping.here()), None)
    return found[1] if found else None


def note_result(shown: Outcome) -> None:
    """Keep the hash of what the agreed notebook gives, once for each moment.

    Args:
        shown: The draft's outcome; it counts where nothing is moved.
    """
    kept = keeping.stored()
    if kept is None or state.draft() != kept.notebook or not shown.selection.is_final:
        return
    if state.kept(_NOTED) != (kept.id, kept.number):
        naming.attempt(lambda: shelf.store().note_result(kept.id, kept.number, result_hash(shown), by=keeping.here()))
        state.keep(_NOTED, (kept.id, kept.number))


def clashes() -> tuple[OpenClash, ...]:
    """Places of the open notebook that two people changed at once."""
    kept = keeping.stored()
    return shelf.look(lambda: shelf.store().clashes(kept.id, by=keeping.here()), ()) if kept is not None else ()


def settle(shown: OpenClash, takes_second: bool) -> None:
    """Choose between two changes of one place of the open notebook, as they were shown."""
    kept = keeping.stored()
    if kept is not None:
        naming.attempt(
            lambda: shelf.store().settle(kept.id, shown, takes_second=takes_second, by=keeping.who(), at=keeping.now())
        )


def signed_plans() -> tuple[SignedPlan, ...]:
    """Plans of the open notebook that somebody signed, the latest first."""
    kept = keeping.stored()
    return shelf.look(lambda: plans(shelf.store(), kept.id, by=keeping.here()), ()) if kept is not None else ()


def version_words() -> tuple[str, ...]:
    """Which signed version of its plan the open notebook stands at, and which frozen one it follows, in sentences."""
    kept = keeping.stored()
    return version_sentences(signed_plans(), state_hash(kept.refs)) if kept is not None else ()


def record_file(shown: Outcome) -> Callable[[], bytes]:
    """Makes the record of a proven outcome, with its log, and the file its requests came from where that was kept."""
    kept, who_takes, store = keeping.stored(), keeping.here(), shelf.store()
    signed, entries = signed_plans(), log()

    def make() -> bytes:
        found = store.source(shown.notebook.source.sha256, by=who_takes) if kept is not None else None
        standing = state_hash(kept.refs) if kept is not None else ""
        return make_record(
            shown,
            source=found[1] if found else None,
            by=who_takes,
            at=keeping.now(),
            state_hash=standing,
            signed=signed,
            log=entries,
        )

    return make
