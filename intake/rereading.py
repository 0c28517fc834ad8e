"""A request with changed cells: each new value is read by the reader that reads files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from intake import finding as kinds
from intake.columns import COLUMNS
from intake.finding import Finding
from intake.header_names import SURE
from intake.mapping import ColumnUse
from intake.meanings import own_meaning
from intake.money import NO_MONEY
from intake.own_rows import request_rows
from intake.request_rows import RowReader
from intake.row_notes import Frame
from intake.tables import read_governance_rules
from scoring.request import Request

_FIELDS = {column.key: column.field for column in COLUMNS}
_PLACE = {column.key: k for k, column in enumerate(COLUMNS)}
# Facts that are read together: one of them alone makes no mandate and no measure.
_JOINED = ("mandate", "metric")
_BY_YEAR_OR_ROLE = ("capital_usd", "operating_usd", "role_hours")
_UNKNOWN = (
    kinds.COST_MISSING,
    kinds.HOURS_MISSING,
    kinds.RATING_MISSING,
    kinds.COST_ZERO,
    kinds.DURATION_ASSUMED,
    kinds.START_ASSUMED,
)
_Read = tuple[Request | None, tuple[Finding, ...]]


class Rereader:
    """Reads changed cells of requests; a value that many requests get is read once.

    Args:
        sheet: The sheet that findings about changed cells name.
        fiscal_years: Years of the plan, in order.
        roles: Roles of the plan, in order.
    """

    def __init__(self, sheet: str, *, fiscal_years: Sequence[str], roles: Sequence[str]) -> None:
        self._sheet = sheet
        self._years, self._roles = fiscal_years, roles
        self._types = read_governance_rules().known_mandates
        self._alone = lru_cache(maxsize=10_000)(self._read_alone)

    def edited(self, request: Request, changes: Mapping[str, str]) -> tuple[Request, list[Finding]]:
        """The request with changed cells; a change that can't be read is left out, with its finding."""
        bad: list[Finding] = []
        for column, value in changes.items():
            changed, findings = self._changed(request, column, value)
            mine = [f for f in findings if f.column == column and value and f.kind not in _UNKNOWN]
            if changed is None or mine:
                message = f"{request.id}: {value!r} can't stand in {column}; it was left as it was."
                bad.append(replace(mine[0], message=message) if mine else self._refused(column, value, message))
            else:
                request = changed
        return request, bad

    def _changed(self, request: Request, column: str, value: str) -> _Read:
        field, _, key = (_FIELDS.get(column) or own_meaning(column).replace(" ", ".")).partition(".")
        if field in _JOINED:
            row = request_rows([request], fiscal_years=self._years, roles=self._roles)[0]
            return self._read({**row, column: value})
        alone, findings = self._alone(column, value)
        if alone is None:
            return None, findings
        fact: Any = getattr(alone, field)
        if key:
            old = {name: amount for name, amount in getattr(request, field).items() if name != key}
            fact = old | dict(fact)
        unclear = {*request.unclear} - {column} | {*alone.unclear}
        in_order = tuple(sorted(unclear, key=lambda name: _PLACE.get(name, len(_PLACE))))
        try:
            return replace(request, **{field: fact, "unclear": in_order}), findings
        except ValueError:
            return None, findings

    def _read_alone(self, column: str, value: str) -> _Read:
        return self._read({"title": "-"} | {column: value})

    def _read(self, row: Mapping[str, str]) -> _Read:
        if not row["title"].strip():
            return None, ()
        uses = [
            ColumnUse(index=k, header=key, meaning=own_meaning(key), confidence=SURE, target=key)
            for k, key in enumerate(row)
        ]
        reader = RowReader(Frame(sheet=self._sheet, uses=uses, money=NO_MONEY, mandate_types=self._types))
        found = reader.read(0, tuple(row.values()))
        return found, tuple(replace(f, row=None) for f in reader.notes.findings)

    def _refused(self, column: str, value: str, message: str) -> Finding:
        return Finding(
            kind=kinds.VALUE_UNREADABLE, message=message, sheet=self._sheet, column=column, value=value[:200]
        )
