"""Files to take home: each is made when somebody asks for it, by who may, and stays until it has been fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

import streamlit as st
from streamlit import runtime

from planning.notebook import PlanningError
from planning.people import Action, check_may
from ui import keeping, presence, state
from ui.plain_text import plain

# The newest files that are kept for the browsers that fetch them.
FILES_KEPT = 20
_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be made.

    Args:
        name: What it is called on the computer that takes it.
        mime: What kind of file it is.
        build: Makes it. A browser asks for it later, outside the session: whatever it is made from must be at hand when
            the button is drawn.
    """

    name: str
    mime: str
    build: Callable[[], bytes]


class Stage(StrEnum):
    """How far a file is that somebody asked for."""

    IDLE = "idle"
    MAKING = "making"
    FAILED = "failed"


@dataclass(slots=True)
class Making:
    """What became of a file, for the screen that offers it: it is made outside the session, which hears nothing of it.

    Args:
        why: Why it could not be made; empty where nobody can say.
    """

    stage: Stage = Stage.IDLE
    why: str = ""

    def run(self, build: Callable[[], bytes]) -> bytes:
        """Make the file and note how it went."""
        self.stage, self.why = Stage.MAKING, ""
        is_made = False
        try:
            made = build()
            is_made = True
        except PlanningError as error:
            self.why = str(error)
            raise
        finally:
            self.stage = Stage.IDLE if is_made else Stage.FAILED
        return made


def making_of(name: str) -> Making:
    """How this session's file of a name goes."""
    found = state.kept(f"making {name}")
    if isinstance(found, Making):
        return found
    state.keep(f"making {name}", made := Making())
    return made


# How often a screen looks whether a file is made; while nobody makes one, that is all it does.
LOOK_FOR_FILE = 1.0


@st.fragment(run_every=LOOK_FOR_FILE)
def show_making(making: Making, what: str) -> None:
    """Say that a file is being made, or why it could not be; nothing where neither is so."""
    if making.stage is Stage.MAKING:
        st.info(f"Making {what}\u2026", icon=":material/hourglass_top:")
    elif making.stage is Stage.FAILED:
        why = f": {plain(making.why)}" if making.why else "."
        st.error(
            f"{what[:1].upper()}{what[1:]} could not be made{why} Nothing is lost: take it once more, and tell whoever "
            "looks after Rounds if it fails again.",
            icon=":material/error:",
        )


def offer(
    label: str,
    file: File,
    *,
    key: str,
    is_ready: bool = True,
    is_main: bool = False,
    icon: str = ":material/download:",
    hint: str = "",
    making: Making | None = None,
) -> None:
    """A button for a file; off where it is not ready, or where the role of who is here may not export.

    Args:
        is_main: Whether this is what people come to the screen for.
        making: Where it is noted how making it goes, for a screen that shows it.
    """
    asked_later = presence.asked_later()

    def make() -> bytes:
        # Long after the button was drawn a role may be another one, or the sign-in over.
        check_may(asked_later() or keeping.UNNAMED, Action.EXPORT)
        made = making.run(file.build) if making is not None else file.build()
        keep_until_fetched(made, file_name=file.name, mime=file.mime)
        return made

    st.download_button(
        label,
        data=make,
        file_name=file.name,
        mime=file.mime,
        key=key,
        icon=icon,
        on_click="ignore",
        disabled=not (is_ready and keeping.may_export()),
        help=hint or None,
        type="primary" if is_main else "secondary",
        width="stretch" if is_main else "content",
    )


def keep_until_fetched(made: bytes, *, file_name: str, mime: str) -> None:
    """Hold on to a file made on demand.

    Streamlit lets go of such a file after the next two runs of any session; where screens look for news every second,
    that is sooner than a browser may fetch it. A file that somebody still refers to stays: the newest are referred to.
    """
    if runtime.exists():
        place = f"file to take home {next(_NUMBERS) % FILES_KEPT}"
        files = runtime.get_instance().media_file_mgr
        files.add(made, mime, place, file_name=file_name, is_for_static_download=True)
