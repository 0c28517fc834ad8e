"""Edits as data: what people entered beside the file, applied on top of what was read from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from intake import finding as kinds
from intake.finding import Finding
from intake.list_checks import check_list
from intake.meanings import own_meaning
from intake.own_rows import Row, empty_row, request_rows
from intake.plan_currency import asked_again
from intake.read import Intake
from intake.rereading import Rereader
from scoring.request import Request

EDITS_SHEET = "Edits"
# Findings of the whole list: made anew after edits.
_LIST_KINDS = (
    kinds.PREREQUISITE_UNKNOWN,
    kinds.PREREQUISITE_CIRCULAR,
    kinds.TITLE_REPEATED,
    kinds.TITLE_SIMILAR,
)
# Columns they are about.
_LISTED_BY = frozenset({"title", "requesting_department", "depends_on"})


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


def with_edits(edits: Sequence[Edit], more: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits with some more; an earlier edit of the same cell is replaced, and what stood first is remembered."""
    kept = {(edit.request_id, edit.column): edit for edit in edits}
    for edit in more:
        cell = edit.request_id, edit.column
        earlier = kept.pop(cell, edit)
        if edit.value != earlier.was:
            kept[cell] = replace(edit, was=earlier.was)
    return tuple(kept.values())


def resting(intake: Intake, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of requests that this reading of the file does not hold: they count once a reading holds them."""
    ids = {request.id for request in intake.requests}
    return tuple(edit for edit in edits if edit.request_id not in ids)


def fill(
    rows: Iterable[Row],
    column: str,
    value: str,
    *,
    among: Collection[str] | None = None,
    only_blank: bool = True,
) -> tuple[Edit, ...]:
    """Edits that give many requests the same value.

    Args:
        rows: The requests as rows of our layout.
        among: Ids of the requests that get it; all where nobody says.
        only_blank: Leave requests alone that have a value already.
    """
    return tuple(
        Edit(request_id=row["request_id"], column=column, value=value, was=row.get(column, ""))
        for row in rows
        if (among is None or row["request_id"] in among)
        and not (only_blank and row.get(column))
        and row.get(column, "") != value
    )


def editable_rows(intake: Intake) -> list[Row]:
    """The requests as rows of our layout, with a column for every year and role of the plan."""
    return request_rows(intake.requests, fiscal_years=intake.limits.fiscal_years, roles=intake.limits.roles)


def rows_again(intake: Intake, before: Intake, rows: Sequence[Row]) -> list[Row]:
    """The rows of an intake, with those of an earlier one taken over for the requests that are the same.

    Args:
        rows: The editable rows of the earlier one.
    """
    years, roles = intake.limits.fiscal_years, intake.limits.roles
    known = {id(request): row for request, row in zip(before.requests, rows, strict=True)}
    changed = [request for request in intake.requests if id(request) not in known]
    made = request_rows(changed, fiscal_years=years, roles=roles)
    if before.limits is not intake.limits or len({tuple(row) for row in (*made, *rows[:1])}) > 1:
        return editable_rows(intake)
    known |= {id(request): row for request, row in zip(changed, made, strict=True)}
    return [known[id(request)] for request in intake.requests]


def apply_edits(intake: Intake, edits: Sequence[Edit]) -> Intake:
    """The intake with the edits on top: requests changed, findings settled, and a finding for every edit that can't be.

    An edit of a request that is not there rests: it is passed over.
    """
    if not edits or intake.is_refused:
        return intake
    by_request: dict[str, dict[str, str]] = {}
    for edit in edits:
        by_request.setdefault(edit.request_id, {})[edit.column] = edit.value
    before = [request for request in intake.requests if request.id in by_request]
    reader = Rereader(EDITS_SHEET, fiscal_years=intake.limits.fiscal_years, roles=intake.limits.roles)
    after, refused = {}, []
    for request in before:
        after[request.id], findings = reader.edited(request, by_request[request.id])
        refused += findings
    changed = tuple(after.get(request.id, request) for request in intake.requests)
    places = intake.table.rows if intake.table else {}
    settled = _Settled(intake, before, after)
    kept = [f for f in intake.findings if not settled.covers(f)]
    listed: Iterable[Finding] = ()
    if any(edit.column in _LISTED_BY for edit in edits):
        kept = [f for f in kept if f.kind not in _LIST_KINDS]
        listed = check_list(changed, places, is_spread=_is_spread(intake))
    questions = asked_again(intake.questions, intake.plan, changed, intake.limits)
    return replace(intake, requests=changed, findings=(*kept, *listed, *refused), questions=questions)


def _is_spread(intake: Intake) -> bool:
    return intake.answers.grouping is not None or any(q.code == "grouping" for q in intake.questions)


class _Settled:
    """Tells which findings are about cells that hold another value now."""

    def __init__(self, intake: Intake, before: Sequence[Request], after: Mapping[str, Request]) -> None:
        self._table = intake.table
        places = intake.table.rows if intake.table else {}
        self._pairs = {
            places.get(request.id): (request, after[request.id])
            for request in before
            if request is not after[request.id] and request != after[request.id]
        }

    def covers(self, finding: Finding) -> bool:
        """Whether the cell a finding is about was mended."""
        table = self._table
        if table is None or finding.row is None or finding.kind not in _CELL_KINDS:
            return False
        if (finding.sheet, finding.row) not in self._pairs:
            return False
        old, new = self._pairs[finding.sheet, finding.row]
        is_cost = any(use.header == finding.column for use in table.money.columns)
        if is_cost or (finding.column and finding.column == table.money.cost_column):
            return (old.capital_usd, old.operating_usd) != (new.capital_usd, new.operating_usd)
        if finding.kind is kinds.MANDATE_UNCLEAR:
            return old.mandate != new.mandate
        targets = {use.target for use in table.uses if use.header == finding.column and use.target}
        before, after = request_rows([old])[0], request_rows([new])[0]
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
    kinds.DURATION_ASSUMED,
    kinds.START_ASSUMED,
)


def editable_columns(intake: Intake) -> tuple[str, ...]:
    """Columns of our layout that people may fill in, in order."""
    years = {*intake.limits.fiscal_years, *(y for r in intake.requests for y in (*r.capital_usd, *r.operating_usd))}
    roles = dict.fromkeys((*intake.limits.roles, *(role for r in intake.requests for role in r.role_hours)))
    keys = empty_row(fiscal_years=sorted(years), roles=tuple(roles))
    return tuple(key for key in keys if key != "request_id")
