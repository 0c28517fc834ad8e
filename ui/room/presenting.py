"""Presenter and followers: one shows the plan, the others see it within two seconds or explore on their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from planning.board import Board, Shown
from planning.draft import carry_over
from planning.outcome import Outcome
from planning.people import Action
from planning.worker import Answer
from ui import keeping, moves, state
from ui.apart import part
from ui.plain_text import plain
from ui.state import Snapshot

_PRESENTS = "presents"
# Seconds between looks at what a presenter shows, and at who presents.
LOOK_AT_BOARD, LOOK_FOR_PRESENTER = 1.0, 2.0


@st.cache_resource(show_spinner=False)
def _board() -> Board[Snapshot | None]:
    return Board()


def follow() -> Answer[Outcome] | None:
    """Take over what a presenter shows; None where nobody else presents, or this person explores alone."""
    shown = _others()
    if shown is None or moves.goes_own_way():
        return None
    # Moves stand on what is agreed here and now, which somebody may have changed since the presenter's last move.
    agreed = state.agreed()
    is_same = shown.base == agreed
    state.take_draft(shown.notebook if is_same else carry_over(shown.notebook, shown.base, agreed))
    if shown.snapshot is not None:
        state.show_snapshot(shown.snapshot)
    return shown.answer if is_same else None


def newer() -> Callable[[], bool] | None:
    """Whether the presenter shows something newer than now; None where this person follows nobody."""
    shown = _others()
    if shown is None or moves.goes_own_way():
        return None
    return lambda: (now := _others()) is None or now.number != shown.number


def publish(answer: Answer[Outcome]) -> None:
    """Show the followers what is on this screen, where its person presents."""
    kept, draft = keeping.stored(), state.draft()
    if kept is None or draft is None or not state.kept(_PRESENTS):
        return
    shown = _board().shown(kept.id)
    if shown is not None and shown.seat != state.seat():
        state.keep(_PRESENTS, False)
        return
    _board().show(
        kept.id,
        Shown(
            seat=state.seat(),
            name=keeping.here().name,
            number=0,
            base=state.agreed(),
            notebook=draft,
            answer=answer,
            snapshot=state.snapshot(),
        ),
    )


def go_on(before: str) -> bool:
    """Present on what this browser tab presented before its reload; whether it did.

    Args:
        before: The tab's session before.
    """
    kept = keeping.stored()
    if kept is None or not keeping.here().may(Action.EXPLORE):
        return False
    if not _board().hand_over(kept.id, before, state.seat()):
        return False
    state.keep(_PRESENTS, True)
    # Followed meanwhile, as if somebody else presented: the moves are this tab's own again.
    state.take_draft(state.agreed())
    return True


@dataclass(frozen=True, slots=True)
class Others:
    """Who else presents the open notebook, and whether this person goes along; nobody: an empty name.

    Args:
        is_ahead: Whether what is agreed there is not what is agreed here yet: drawing the page takes it in.
    """

    name: str
    is_ahead: bool
    is_left_alone: bool
    presents: bool


def others() -> Others:
    """Who presents now."""
    shown = _others()
    is_ahead = shown is not None and shown.base != state.agreed()
    return Others(shown.name if shown else "", is_ahead, moves.goes_own_way(), bool(state.kept(_PRESENTS)))


def show() -> None:
    """Who presents, and the ways in and out."""
    if keeping.stored() is None:
        return
    shown = _others()
    with st.container(key="presenting"):
        if shown is None:
            st.toggle(
                "Present",
                bool(state.kept(_PRESENTS)),
                key=state.show_in_widget("present", bool(state.kept(_PRESENTS))),
                on_change=_present,
                disabled=not keeping.here().may(Action.EXPLORE),
                help="Others who have this notebook open follow what you move",
            )
        elif moves.goes_own_way():
            st.button(f"Follow {plain(shown.name)}", key="follow", on_click=moves.go_with_presenter)
        else:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"Following {plain(shown.name)}", help="Move anything to explore on your own.")
                if keeping.here().may(Action.EXPLORE):
                    st.button("Take over", key="take_over", type="tertiary", on_click=_take_over)
    _watch(_seat_of(shown))


def _present() -> None:
    is_on, kept = bool(state.widget_value("present")), keeping.stored()
    state.keep(_PRESENTS, is_on)
    if kept is not None and not is_on:
        _board().stop(kept.id, state.seat())
    elif kept is not None:
        moves.go_with_presenter()


def _take_over() -> None:
    kept = keeping.stored()
    if kept is not None:
        _board().clear(kept.id)
        state.keep(_PRESENTS, True)


def _others() -> Shown[Snapshot | None] | None:
    """What somebody else presents of the open notebook."""
    kept = keeping.stored()
    shown = _board().shown(kept.id) if kept is not None else None
    return shown if shown is not None and shown.seat != state.seat() else None


@part(every=LOOK_FOR_PRESENTER)
def _watch(seen: str) -> None:
    """Nothing to see: says that a presenter is still there, or draws the page again once another one presents."""
    kept = keeping.stored()
    if kept is not None:
        _board().beat(kept.id, state.seat())
    if _seat_of(_others()) != seen:
        state.draw_again()


def _seat_of(shown: Shown[Snapshot | None] | None) -> str:
    return shown.seat if shown is not None else ""
