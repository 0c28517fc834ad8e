"""Files to take home: each is made when somebody asks for it, by who may, and stays until it has been fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import streamlit as st
from streamlit import runtime

from planning.people import Action, check_may
from ui import keeping, presence

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


def offer(
    label: str,
    file: File,
    *,
    key: str,
    is_ready: bool = True,
    is_main: bool = False,
    icon: str = ":material/download:",
    hint: str = "",
) -> None:
    """A button for a file; off where it is not ready, or where the role of who is here may not export.

    Args:
        is_main: Whether this is what people come to the screen for.
    """
    asked_later = presence.asked_later()

    def make() -> bytes:
        # Long after the button was drawn a role may be another one, or the sign-in over.
        check_may(asked_later() or keeping.UNNAMED, Action.EXPORT)
        made = file.build()
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
