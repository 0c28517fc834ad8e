"""What a person enters beside the file on the desk: single cells, many at once, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from intake.columns import HOURS_COLUMN
from intake.defaults import is_marked
from intake.editable import editable_columns, editable_rows, rows_again
from intake.edits import Edit, fill, resting, with_edits
from intake.header_names import hours_target
from intake.own_rows import Row
from intake.read import Intake
from ui import loading, state

_ROWS, _ROLES = "rows", "roles_added"


def enter(edits: Sequence[Edit], *, redraw: bool = False) -> None:
    """Take edits of single cells; with ``redraw`` the grid starts anew."""
    current = loading.loaded()
    if current is None:
        return
    loading.put(replace(current, edits=with_edits(current.edits, edits), version=current.version + redraw))


def enter_rows(changed: Mapping[int, Mapping[str, object]], shown_ids: Sequence[str]) -> None:
    """Take what was typed into a grid: changed cells by row number of the grid."""
    current = loading.loaded()
    if current is None:
        return
    shown = state.intake()
    before = {row["request_id"]: row for row in rows_of(shown)} if shown else {}
    edits = [
        Edit(
            request_id=shown_ids[number],
            column=column,
            value="" if is_marked(column, _typed(value)) else _typed(value),
            was=before[shown_ids[number]].get(column, ""),
        )
        for number, cells in changed.items()
        if number < len(shown_ids) and shown_ids[number] in before
        for column, value in cells.items()
        if column != "request_id"
    ]
    enter(edits)


def rows_of(found: Intake) -> list[Row]:
    """The requests as rows of our layout, made once for an intake however often the screen is drawn."""
    kept, roles = state.kept(_ROWS), added_roles()
    if isinstance(kept, tuple) and kept[0] is found and kept[2] == roles:
        rows: list[Row] = kept[1]
        return rows
    rows = rows_again(found, kept[0], kept[1], roles) if isinstance(kept, tuple) else editable_rows(found, roles)
    state.keep(_ROWS, (found, rows, roles))
    return rows


def columns_of(found: Intake) -> tuple[str, ...]:
    """The columns of our layout that may be entered, those of roles that a person added included."""
    return editable_columns(found, added_roles())


def added_roles() -> tuple[str, ...]:
    """Roles beside the list's own and the usual ones, that a person added here."""
    kept = state.kept(_ROLES)
    return kept if isinstance(kept, tuple) else ()


def add_role(name: str) -> str:
    """Offer a column of hours for another role; its key, empty where the name makes none."""
    key = hours_target(name)
    if not name.strip() or not HOURS_COLUMN.match(key):
        return ""
    state.keep(_ROLES, tuple(dict.fromkeys((*added_roles(), key.removeprefix("hours_")))))
    return key


def fill_many(columns: Sequence[str], value: str, among: Collection[str], *, only_blank: bool) -> int:
    """Give many requests the same value in some columns; how many requests got it.

    Args:
        among: Ids of the requests that are meant.
    """
    current = loading.loaded()
    if current is None:
        return 0
    rows = rows_of(state.intake() or current.read)
    edits = [e for column in columns for e in fill(rows, column, value, among=among, only_blank=only_blank)]
    enter(edits, redraw=True)
    return len({edit.request_id for edit in edits})


def drop_edits() -> None:
    """Take all edits back."""
    current = loading.loaded()
    if current is not None:
        loading.put(replace(current, edits=(), version=current.version + 1))


def resting_edits() -> tuple[Edit, ...]:
    """Entries for requests that the list on the desk does not hold as it is read now."""
    current = loading.loaded()
    return resting(current.read, current.edits) if current else ()


def _typed(value: object) -> str:
    """What was typed into a cell, as our reader reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
