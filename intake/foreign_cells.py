"""Readers for the cells of foreign tables, and the cleaning of text from anywhere."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from intake import meanings as m
from intake.cells import Cell, CellError, is_blank, read_date, read_quarter, read_text, read_yes_no
from intake.columns import COLUMNS, Reader
from intake.dates import DayOrder
from intake.mapping import ColumnUse
from intake.statuses import stage_of
from scoring.request import Stage

_BY_KEY = {column.key: column for column in COLUMNS}
# Zero-width signs, marks of writing direction, byte-order marks, control characters.
_UNSEEN = re.compile(
    r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_MANY_LINES = ("description", "notes")
_LONGEST = {"title": 300, "description": 10_000, "notes": 10_000}
_LONGEST_OTHER = 1_000
_LIST_PARTS = re.compile(r"[;,\n|]+")
# A predecessor of a task list: its number, the kind of link, and a lag.
_LINKED = re.compile(r"^(\d+)\s*(?:fs|ss|ff|sf)?\s*(?:[+-]\s*\d+(?:\.\d+)?\s*(?:%|[a-z]+))?$", re.IGNORECASE)
_NO_MANDATE = {"no", "n", "none", "false", "0", "n/a", "na", "-", "not applicable", "optional", "discretionary"}


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text without what nobody sees.

    Args:
        is_changed: Something unseen was taken out.
        is_cut: It was too long.
    """

    text: str
    is_changed: bool = False
    is_cut: bool = False


def clean_text(text: str, target: str) -> CleanText:
    """A text as people read it, in one line but for descriptions and notes."""
    seen = _SURROGATES.sub("", _UNSEEN.sub("", _ESCAPED.sub(_unescaped, text)))
    is_changed = seen != text
    if target in _MANY_LINES:
        lines = [" ".join(line.split()) for line in seen.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        seen = "\n".join(lines).strip()
    else:
        seen = " ".join(seen.split())
    longest = _LONGEST.get(target, _LONGEST_OTHER)
    if len(seen) > longest:
        return CleanText(seen[: longest - 1].rstrip() + "…", is_changed, is_cut=True)
    return CleanText(unicodedata.normalize("NFC", seen), is_changed)


def _unescaped(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return " " if letter in "\r\n\t" else match[0]


def foreign_reader(use: ColumnUse, order: DayOrder | None) -> Reader:
    """The reader of one column: our own column's, or one that understands what foreign lists write there."""
    order = order or DayOrder.UNKNOWN
    if use.meaning in (m.START, m.END) or use.target == "earliest_start":
        return lambda cell: read_quarter(cell, order, is_end=use.meaning == m.END)
    if use.meaning == m.STATUS:
        return read_stage
    if use.meaning == m.DEPENDENCIES:
        return read_ids
    column = _BY_KEY[use.target]
    return (lambda cell: read_date(cell, order)) if column.type == "date" else column.read


def read_stage(cell: Cell) -> Stage:
    """The stage a foreign status speaks of."""
    text = read_text(cell).casefold()
    return Stage(text) if text in set(Stage) else stage_of(text)


def read_ids(cell: Cell) -> tuple[str, ...]:
    """Ids separated by semicolons, commas, bars or line breaks, without repeats."""
    parts = (_LINKED.sub(r"\1", " ".join(part.split())) for part in _LIST_PARTS.split(read_text(cell)))
    return tuple(dict.fromkeys(part for part in parts if part and part.casefold() not in ("none", "n/a", "-")))


def says_yes(cell: Cell) -> bool:
    """Whether a foreign mandate cell says more than no."""
    if is_blank(cell):
        return False
    try:
        return read_yes_no(cell)
    except CellError:
        text: Any = read_text(cell).casefold()
        return text not in _NO_MANDATE and not text.startswith("no ")
