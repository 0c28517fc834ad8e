"""Edits as data: what people entered beside the file, applied on top of what was read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from intake import finding as kinds
from intake.finding import Finding
from intake.list_checks import check_list
from intake.mapping import SURE, ColumnUse
from intake.meanings import own_meaning
from intake.money import NO_MONEY
from intake.own_rows import Row, empty_row, request_rows
from intake.read import Intake
from intake.request_rows import RowReader
from intake.row_notes import Frame
from intake.tables import read_governance_rules
from scoring.request import Request

EDITS_SHEET = "Edits"
# Findings of the whole list: made anew after edits.
_LIST_KINDS = (
    kinds.PREREQUISITE_UNKNOWN,
    kinds.PREREQUISITE_CIRCULAR,
    kinds.TITLE_REPEATED,
    kinds.TITLE_SIMILAR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One cell that a person entered or changed.

    Args:
        request_id: The request, by the id it had in the file.
        column: Column of our layout. Expected a column of our layout other than request_id.
        value: The new value as text; empty takes the value away.
        was: What stood there before, as text.
    """

    request_id: str
    column: str
    value: str
    was: str = ""

    def __post_init__(self) -> None:
        if not own_meaning(self.column) or self.column == "request_id":
            raise ValueError("Expected a column of our layout other than request_id.")


def with_edit(edits: Sequence[Edit], edit: Edit) -> tuple[Edit, ...]:
    """The edits with one more; an earlier edit of the same cell is replaced, and what stood first is remembered."""
    earlier = next((e for e in edits if (e.request_id, e.column) == (edit.request_id, edit.column)), None)
    kept = tuple(e for e in edits if e is not earlier)
    if earlier is not None:
        edit = replace(edit, was=earlier.was)
    return kept if edit.value == edit.was else (*kept, edit)


def fill(
    intake: Intake,
    column: str,
    value: str,
    *,
    where: Mapping[str, str] | None = None,
    only_blank: bool = True,
) -> tuple[Edit, ...]:
    """Edits that give many requests the same value.

    Args:
        where: Value by column that a request must have, such as a department; none: all requests.
        only_blank: Leave requests alone that have a value already.
    """
    rows = editable_rows(intake)
    chosen = [row for row in rows if all(row.get(key, "") == wanted for key, wanted in (where or {}).items())]
    return tuple(
        Edit(request_id=row["request_id"], column=column, value=value, was=row.get(column, ""))
        for row in chosen
        if not (only_blank and row.get(column)) and row.get(column, "") != value
    )


def editable_rows(intake: Intake) -> list[Row]:
    """The requests as rows of our layout, with a column for every year and role of the plan."""
    return request_rows(intake.requests, fiscal_years=intake.limits.fiscal_years, roles=intake.limits.roles)


def apply_edits(intake: Intake, edits: Sequence[Edit]) -> Intake:
    """The intake with the edits on top: requests changed, findings settled, and a finding for every edit that can't be.

    An edit of a request that is not there is passed over.
    """
    if not edits or intake.is_refused:
        return intake
    by_request: dict[str, dict[str, str]] = {}
    for edit in edits:
        by_request.setdefault(edit.request_id, {})[edit.column] = edit.value
    before = [request for request in intake.requests if request.id in by_request]
    reader = _Rereader(intake)
    after, refused = {}, []
    for request, row in zip(before, reader.rows(before), strict=True):
        after[request.id], findings = reader.edited(request, row, by_request[request.id])
        refused += findings
    changed = tuple(after.get(request.id, request) for request in intake.requests)
    numbers = intake.table.rows if intake.table else {}
    sheet = intake.table.sheet if intake.table else ""
    settled = _Settled(intake, before, after)
    kept = [f for f in intake.findings if f.kind not in _LIST_KINDS and not settled.covers(f)]
    listed = check_list(sheet, changed, numbers, is_spread=_is_spread(intake))
    return replace(intake, requests=changed, findings=(*kept, *listed, *refused))


class _Rereader:
    """Reads rows of our layout with changed cells, by the reader that reads files."""

    def __init__(self, intake: Intake) -> None:
        self._limits = intake.limits
        self._types = read_governance_rules().known_mandates
        self._reader: RowReader | None = None
        self._keys: tuple[str, ...] = ()

    def rows(self, requests: Sequence[Request]) -> list[Row]:
        return request_rows(requests, fiscal_years=self._limits.fiscal_years, roles=self._limits.roles)

    def edited(self, request: Request, row: Row, changes: Mapping[str, str]) -> tuple[Request, list[Finding]]:
        """The request with changed cells; a change that can't be read is left out, with its finding."""
        bad: list[Finding] = []
        for column, value in changes.items():
            read, findings = self._read({**row, column: value})
            mine = [f for f in findings if f.column == column and value and f.kind not in _UNKNOWN]
            if read is None or mine:
                message = f"{request.id}: {value!r} can't stand in {column}; it was left as it was."
                bad.append(replace(mine[0], message=message) if mine else _refused(column, value, message))
            else:
                row[column] = value
                request = read
        return request, bad

    def _read(self, row: Row) -> tuple[Request | None, list[Finding]]:
        if not row["title"].strip():
            return None, []
        if self._reader is None or self._keys != tuple(row):
            self._keys = tuple(row)
            uses = [
                ColumnUse(index=k, header=key, meaning=own_meaning(key), confidence=SURE, target=key)
                for k, key in enumerate(row)
            ]
            self._reader = RowReader(Frame(sheet=EDITS_SHEET, uses=uses, money=NO_MONEY, mandate_types=self._types))
        self._reader.notes.findings.clear()
        found = self._reader.read(0, tuple(row.values()))
        return found, [replace(f, row=None) for f in self._reader.notes.findings]


_UNKNOWN = (kinds.COST_MISSING, kinds.HOURS_MISSING, kinds.RATING_MISSING, kinds.COST_ZERO)


def _refused(column: str, value: str, message: str) -> Finding:
    return Finding(kind=kinds.VALUE_UNREADABLE, message=message, sheet=EDITS_SHEET, column=column, value=value[:200])


def _is_spread(intake: Intake) -> bool:
    return intake.answers.grouping is not None or any(q.code == "grouping" for q in intake.questions)


class _Settled:
    """Tells which findings are about cells that hold another value now."""

    def __init__(self, intake: Intake, before: Sequence[Request], after: Mapping[str, Request]) -> None:
        self._table = intake.table
        numbers = intake.table.rows if intake.table else {}
        old, new = request_rows(before), request_rows([after[request.id] for request in before])
        self._pairs = {
            numbers.get(request.id): (request, after[request.id], one, other)
            for request, one, other in zip(before, old, new, strict=True)
            if request != after[request.id]
        }

    def covers(self, finding: Finding) -> bool:
        """Whether the cell a finding is about was mended."""
        table = self._table
        if table is None or finding.row not in self._pairs or finding.kind not in _CELL_KINDS:
            return False
        old, new, before, after = self._pairs[finding.row]
        is_cost = any(use.header == finding.column for use in table.money.columns)
        if is_cost or (finding.column and finding.column == table.money.cost_column):
            return (old.capital_usd, old.operating_usd) != (new.capital_usd, new.operating_usd)
        if finding.kind is kinds.MANDATE_UNCLEAR:
            return old.mandate != new.mandate
        targets = {use.target for use in table.uses if use.header == finding.column and use.target}
        return any(before.get(key) != after.get(key) and after.get(key) for key in targets or {finding.column})


_CELL_KINDS = (
    kinds.VALUE_UNREADABLE,
    kinds.VALUE_OUT_OF_RANGE,
    kinds.CHOICE_UNKNOWN,
    kinds.NEGATIVE_AMOUNT,
    kinds.COST_MISSING,
    kinds.COST_WITHHELD,
    kinds.COST_ZERO,
    kinds.CURRENCY_MIXED,
    kinds.MANDATE_UNCLEAR,
    kinds.DATES_REVERSED,
    kinds.HOURS_MISSING,
    kinds.RATING_MISSING,
    kinds.CELL_ERROR,
    kinds.FORMULA_WITHOUT_VALUE,
    kinds.TEXT_LONG,
    kinds.ROW_TITLE_ONLY,
)


def editable_columns(intake: Intake) -> tuple[str, ...]:
    """Columns of our layout that people may fill in, in order."""
    years = {*intake.limits.fiscal_years, *(y for r in intake.requests for y in (*r.capital_usd, *r.operating_usd))}
    roles = dict.fromkeys((*intake.limits.roles, *(role for r in intake.requests for role in r.role_hours)))
    keys = empty_row(fiscal_years=sorted(years), roles=tuple(roles))
    return tuple(key for key in keys if key != "request_id")
