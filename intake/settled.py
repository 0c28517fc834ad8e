"""What becomes of findings once people have entered facts beside the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from intake import finding as kinds
from intake.columns import HOURS_COLUMN
from intake.defaults import default_findings
from intake.finding import Finding, FindingKind
from intake.own_rows import request_rows
from intake.read import Intake
from intake.request_table import RequestTable
from scoring.request import Request

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
    kinds.START_ASSUMED,
)


def still_open(before: Intake, after: Intake) -> list[Finding]:
    """The findings that people's entries leave open; one about a whole column counts the requests it still holds for.

    Args:
        after: The same reading with entries on top, its findings not yet settled.
    """
    table = after.table
    if table is None:
        return list(before.findings)
    cells = _Cells(before, after)
    kept = []
    for finding in before.findings:
        if finding.kind is kinds.DEFAULT_USED or cells.are_mended(finding):
            continue
        counted = _counted(finding, table, after)
        if counted is not None:
            kept.append(counted)
    said = default_findings(table.assumed, len(after.requests), table.sheet, table.header_row or None)
    return [*kept, *said]


class _Cells:
    """Tells which findings are about cells that hold another value now."""

    def __init__(self, before: Intake, after: Intake) -> None:
        self._table = after.table
        self._assumed = after.table.assumed if after.table else {}
        places = before.table.rows if before.table else {}
        self._pairs = {
            places.get(old.id): (old, new)
            for old, new in zip(before.requests, after.requests, strict=True)
            if old is not new
        }

    def are_mended(self, finding: Finding) -> bool:
        """Whether the cell a finding is about was mended."""
        table = self._table
        if table is None or finding.row is None or (finding.sheet, finding.row) not in self._pairs:
            return False
        old, new = self._pairs[finding.sheet, finding.row]
        if finding.kind is kinds.DURATION_ASSUMED:
            return "duration_quarters" not in self._assumed.get(new.id, ())
        if finding.kind not in _CELL_KINDS or old == new:
            return False
        is_cost = any(use.header == finding.column for use in table.money.columns)
        if is_cost or (finding.column and finding.column == table.money.cost_column):
            return (old.capital_usd, old.operating_usd) != (new.capital_usd, new.operating_usd)
        if finding.kind is kinds.MANDATE_UNCLEAR:
            return old.mandate != new.mandate
        earlier, later = request_rows([old])[0], request_rows([new])[0]
        keys = _targets(finding, table) or {finding.column}
        return any(earlier.get(key) != later.get(key) and later.get(key) for key in keys)


def _targets(finding: Finding, table: RequestTable) -> set[str]:
    """The columns of our layout that a finding's column fills."""
    return {use.target for use in table.uses if use.header == finding.column and use.target}


def _counted(finding: Finding, table: RequestTable, after: Intake) -> Finding | None:
    """A finding about all requests with those that are left; None where none is."""
    if finding.kind not in _LACKING or finding.row != table.header_row:
        return finding
    key = next(iter(_targets(finding, table)), finding.column)
    lacks, words = _LACKING[finding.kind]
    n_left = sum(lacks(request, key, table.assumed) for request in after.requests)
    if n_left in (0, len(after.requests)):
        return finding if n_left else None
    what = words.format(column=finding.column)
    return replace(finding, message=f"{n_left:,} of {len(after.requests):,} requests {what}")


def _lacks_hours(request: Request, key: str, assumed: Mapping[str, frozenset[str]]) -> bool:
    match = HOURS_COLUMN.match(key)
    return match is not None and match[1] not in request.role_hours


# Of findings about a column that is blank throughout: whether a request still lacks the fact, and what it then does.
_LACKING: Mapping[FindingKind, tuple[Callable[[Request, str, Mapping[str, frozenset[str]]], bool], str]] = {
    kinds.COST_MISSING: (
        # Of a column that is named, it is the running cost that is unknown.
        lambda request, key, _assumed: not (request.operating_usd or (not key and request.capital_usd)),
        "have no cost: they wait for one.",
    ),
    kinds.HOURS_MISSING: (_lacks_hours, "have no {column}."),
    kinds.RATING_MISSING: (lambda request, key, _assumed: key not in request.ratings, "have no {column}."),
    kinds.DURATION_ASSUMED: (
        lambda request, _key, assumed: "duration_quarters" in assumed.get(request.id, ()),
        "state no duration: they count as one quarter.",
    ),
    kinds.START_ASSUMED: (
        lambda request, _key, _assumed: request.earliest_start is None,
        "state no start: the plan's first quarter counts.",
    ),
}
