"""Edits as data: what people entered beside the file, applied on top of what was read from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from intake import finding as kinds
from intake.defaults import after_edits
from intake.finding import Finding
from intake.list_checks import check_list
from intake.meanings import own_meaning
from intake.own_rows import Row
from intake.plan_currency import asked_again
from intake.read import Intake
from intake.request_table import RequestTable
from intake.rereading import Rereader
from intake.settled import still_open
from portfolio.limits import BudgetYear, Limits
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
    edited = replace(
        intake, requests=changed, limits=_with_years(intake, after), table=_with_stated(intake, by_request, refused)
    )
    kept = still_open(intake, edited)
    listed: Iterable[Finding] = ()
    if any(edit.column in _LISTED_BY for edit in edits):
        kept = [f for f in kept if f.kind not in _LIST_KINDS]
        listed = check_list(changed, intake.table.rows if intake.table else {}, is_spread=_is_spread(intake))
    questions = asked_again(intake.questions, intake.plan, changed, edited.limits)
    return replace(edited, findings=(*kept, *listed, *refused), questions=questions)


def _with_stated(
    intake: Intake, changed: Mapping[str, Mapping[str, str]], refused: Sequence[Finding]
) -> RequestTable | None:
    """The table that knows what people stated beside it."""
    if intake.table is None:
        return None
    bad = {(finding.column, finding.value) for finding in refused}
    stated = {
        i: {column: value for column, value in changed[i].items() if (column, value) not in bad}
        for i in intake.table.assumed
        if i in changed
    }
    return replace(intake.table, assumed=after_edits(intake.table.assumed, stated))


def _with_years(intake: Intake, after: Mapping[str, Request]) -> Limits:
    """The limits with the years that costs were entered for, where the list has no column of costs: nothing limits
    them, as it is with the years of a list that has."""
    limits = intake.limits
    if intake.table is None or intake.table.fiscal_years:
        return limits
    entered = {year for request in after.values() for year in (*request.capital_usd, *request.operating_usd)}
    further = entered - set(limits.fiscal_years)
    if not further:
        return limits
    budget = (*limits.budget, *(BudgetYear(fiscal_year=year) for year in further))
    return replace(limits, budget=tuple(sorted(budget, key=lambda year: year.fiscal_year)))


def _is_spread(intake: Intake) -> bool:
    return intake.answers.grouping is not None or any(q.code == "grouping" for q in intake.questions)
