"""Edits as data: what people entered beside the file, applied on top of what was read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from intake import finding as kinds
from intake.columns import COLUMNS
from intake.finding import Finding
from intake.list_checks import check_list
from intake.mapping import SURE, ColumnUse
from intake.meanings import own_meaning
from intake.money import NO_MONEY
from intake.own_rows import Row, request_rows
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
    changed: list[Request] = []
    refused: list[Finding] = []
    for request in intake.requests:
        edited, findings = _edited(request, by_request.get(request.id, {}), intake)
        changed.append(edited)
        refused += findings
    numbers = intake.table.rows if intake.table else {}
    sheet = intake.table.sheet if intake.table else ""
    kept = [f for f in intake.findings if f.kind not in _LIST_KINDS and not _is_settled(f, intake, changed)]
    listed = check_list(sheet, changed, numbers, is_spread=_is_spread(intake))
    return replace(intake, requests=tuple(changed), findings=(*kept, *listed, *refused))


def _edited(request: Request, changes: Mapping[str, str], intake: Intake) -> tuple[Request, list[Finding]]:
    """The request with changed cells, read like any row; a change that can't be read is left out, with its finding."""
    if not changes:
        return request, []
    (row,) = request_rows([request], fiscal_years=intake.limits.fiscal_years, roles=intake.limits.roles)
    bad: list[Finding] = []
    for column, value in changes.items():
        read, findings = _read_row({**row, column: value})
        mine = [f for f in findings if f.column == column and value and f.kind not in _UNKNOWN]
        if read is None or mine:
            message = f"{request.id}: {value!r} can't stand in {column}; it was left as it was."
            bad.append(replace(mine[0], message=message) if mine else _refused(column, value, message))
        else:
            row[column] = value
            request = read
    return request, bad


_UNKNOWN = (kinds.COST_MISSING, kinds.HOURS_MISSING, kinds.RATING_MISSING, kinds.COST_ZERO)


def _read_row(row: Row) -> tuple[Request | None, list[Finding]]:
    if not row["title"].strip():
        return None, []
    uses = [
        ColumnUse(index=k, header=key, meaning=own_meaning(key), confidence=SURE, target=key)
        for k, key in enumerate(row)
    ]
    types = read_governance_rules().known_mandates
    reader = RowReader(Frame(sheet=EDITS_SHEET, uses=uses, money=NO_MONEY, mandate_types=types))
    return reader.read(0, tuple(row.values())), [replace(f, row=None) for f in reader.notes.findings]


def _refused(column: str, value: str, message: str) -> Finding:
    return Finding(kind=kinds.VALUE_UNREADABLE, message=message, sheet=EDITS_SHEET, column=column, value=value[:200])


def _is_spread(intake: Intake) -> bool:
    return intake.answers.grouping is not None or any(q.code == "grouping" for q in intake.questions)


def _is_settled(finding: Finding, intake: Intake, changed: Sequence[Request]) -> bool:
    """Whether the cell a finding is about holds another value now."""
    if intake.table is None or finding.row is None or finding.kind not in _CELL_KINDS:
        return False
    before = {number: i for i, number in intake.table.rows.items()}.get(finding.row)
    old = next((r for r in intake.requests if r.id == before), None)
    new = next((r for r in changed if r.id == before), None)
    if old is None or new is None or old == new:
        return False
    targets = {use.target for use in intake.table.uses if use.header == finding.column and use.target}
    is_cost = any(use.header == finding.column for use in intake.table.money.columns)
    if is_cost or finding.column == intake.table.money.cost_column:
        return (old.capital_usd, old.operating_usd) != (new.capital_usd, new.operating_usd)
    if finding.kind is kinds.MANDATE_UNCLEAR:
        return old.mandate != new.mandate
    rows = request_rows([old, new])
    return any(rows[0].get(key) != rows[1].get(key) and rows[1].get(key) for key in targets or {finding.column})


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
    rows = editable_rows(intake)
    keys: Iterable[str] = rows[0] if rows else (column.key for column in COLUMNS)
    return tuple(key for key in keys if key != "request_id")
