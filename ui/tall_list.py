"""A list as tall as the window has room for: whole rows, as many as there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

# Pixels of a row and of the header. Where a list ends on a screen the theme says, by the list's key.
ROW_HEIGHT, HEADER_HEIGHT = 30, 38


def show(frame: pd.DataFrame, key: str, columns: Mapping[str, Any], alt: str, *, row_height: int = ROW_HEIGHT) -> None:
    """The list.

    Args:
        columns: Settings of columns, by name; those the frame lacks are passed over.
        alt: What it is, for who can't see it.
        row_height: Pixels of a row; more than usual where cells hold several lines.
    """
    with st.container(key=f"{key}_list", height=row_height * len(frame) + HEADER_HEIGHT, border=False):
        st.dataframe(
            frame,
            hide_index=True,
            key=key,
            row_height=row_height,
            height="stretch",
            column_config={name: setting for name, setting in columns.items() if name in frame},
            alt=alt,
        )
