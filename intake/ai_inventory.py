"""The federal AI use-case inventory, read in any of its yearly layouts and kept column by column."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import count

from governance.registry import OUR_COLUMNS, AiRegistry, AiUse
from intake.cells import Cell, read_text
from intake.template import safe_text
from intake.workbook import Sheet, read_sheets
from scoring.request import AiTier, Stage

HEADER_ROWS_SEARCHED = 30
# What a header says, once folded; the first column that matches counts.
_NAME = re.compile(r"^(ai )?use case name")
_ID = re.compile(r"^use case id")
_OFFICE = re.compile(r"^(bureau|va admin or staff office)")
_STAGE = re.compile(r"^(stage of |development stage)")
_IMPACT = re.compile(r"(high-impact|rights-impacting)")
_STAGE_WORDS = (
    (re.compile(r"retire|decommission"), Stage.RETIRE),
    (re.compile(r"pre-deployment|initiat|acquisition|planned|research|pre-production"), Stage.IDEA),
    (re.compile(r"pilot"), Stage.PILOT),
    (re.compile(r"deployed|operation|production|in use"), Stage.OPERATE),
)
# The columns of an inventory where none was read in, and the words it uses for stages.
USUAL_HEADERS = (
    "Use Case ID",
    "Use Case Name",
    "Bureau/Component",
    "Stage of Development",
    "Is the AI use case high-impact?",
)
_STAGE_LABELS = {
    Stage.IDEA: "a) Pre-deployment",
    Stage.PILOT: "b) Pilot",
    Stage.SCALE: "b) Pilot",
    Stage.OPERATE: "c) Deployed",
    Stage.RETIRE: "d) Retired",
}


class InventoryError(ValueError):
    """A file that is no AI inventory; the message says what is missing."""


def read_ai_inventory(data: bytes, name: str) -> AiRegistry:
    """Read the first sheet that has a column Use Case Name; every cell is kept as text.

    Raises:
        InventoryError: no sheet has such a column.
        RefusedFileError: the file can't be read at all.
    """
    for sheet in read_sheets(data, name):
        for index, row in enumerate(sheet.rows[:HEADER_ROWS_SEARCHED]):
            headers = tuple(read_text(cell) for cell in row)
            if any(_NAME.search(_folded(header)) for header in headers) and sum(map(bool, headers)) > 1:
                return _read_rows(sheet, index, headers, name)
    raise InventoryError(f"{name} has no column Use Case Name in the first {HEADER_ROWS_SEARCHED} rows of any sheet.")


def _read_rows(sheet: Sheet, index: int, headers: tuple[str, ...], name: str) -> AiRegistry:
    place = _places(headers)
    ours = [headers.index(column) for column in OUR_COLUMNS if column in headers]
    own = [k for k in range(len(headers)) if k not in ours]
    uses: dict[str, AiUse] = {}
    for row in sheet.rows[index + 1 :]:
        cells = _padded(row, len(headers))
        title = cells[place["name"]] if place["name"] is not None else ""
        if title:
            use = _use(title, cells, place)
            if len(ours) == len(OUR_COLUMNS):
                tier, confirmed, approved = (cells[k] for k in ours)
                known = AiTier(tier) if tier in set(AiTier) else use.tier
                use = replace(use, tier=known, tier_confirmed_by=confirmed, approved_by=approved)
            use = replace(use, id=_unique(use.id, uses), cells=tuple(cells[k] for k in own))
            uses[use.id] = use
    return AiRegistry(source_name=name, headers=tuple(headers[k] for k in own), uses=tuple(uses.values()))


def cells_for(headers: Sequence[str], use: AiUse) -> tuple[str, ...]:
    """A row under an inventory's headers: as it came, or, for a use that came from elsewhere, what is known of it."""
    if use.cells:
        return use.cells
    impact = "" if use.tier is None else "High-impact" if use.tier is AiTier.HIGH else "Not high-impact"
    known = {
        "id": use.id,
        "name": use.name,
        "office": use.office,
        "stage": _STAGE_LABELS[use.stage] if use.stage else "",
        "impact": impact,
    }
    at = {position: known[key] for key, position in _places(headers).items() if position is not None}
    return tuple(at.get(k, "") for k in range(len(headers)))


def _places(headers: Sequence[str]) -> dict[str, int | None]:
    return {key: _column(headers, pattern) for key, pattern in _COLUMNS.items()}


_COLUMNS = {"name": _NAME, "id": _ID, "office": _OFFICE, "stage": _STAGE, "impact": _IMPACT}


def _use(title: str, cells: tuple[str, ...], place: dict[str, int | None]) -> AiUse:
    def at(key: str) -> str:
        position = place[key]
        return "" if position is None else cells[position]

    return AiUse(
        id=at("id") or title,
        name=title,
        office=at("office"),
        stage=_stage(at("stage")),
        tier=_tier(at("impact")),
        cells=cells,
    )


def _unique(use_id: str, taken: Container[str]) -> str:
    """The id, with a number behind it where an inventory uses it twice."""
    return next(i for k in count(1) if (i := use_id if k == 1 else f"{use_id} ({k})") not in taken)


def _stage(words: str) -> Stage | None:
    # The words before the dash name the stage, those behind it explain it with the names of others.
    named = re.split(r"\s[\u2013\u2014-]\s", _folded(words))[0]
    return next((stage for pattern, stage in _STAGE_WORDS if pattern.search(named)), None)


def _tier(words: str) -> AiTier | None:
    """High where the inventory says so, moderate where it was presumed and denied, low where neither."""
    said = _folded(words)
    if not said:
        return None
    if "determined not" in said or "presumed" in said:
        return AiTier.MODERATE
    if re.search(r"\bnot high|neither|\bnone\b|^no\b", said):
        return AiTier.LOW
    return AiTier.HIGH if re.search(r"high-impact|both|rights|safety|^yes\b", said) else None


def _column(headers: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((k for k, header in enumerate(headers) if pattern.search(_folded(header))), None)


def _padded(row: Sequence[Cell], width: int) -> tuple[str, ...]:
    # One kind of line end and no control characters: a workbook can't keep them.
    texts = tuple(safe_text("\n".join(read_text(cell).splitlines())) for cell in row[:width])
    return texts + ("",) * (width - len(texts))


def _folded(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").replace("\u00a0", " ").split()).casefold()
