"""The corrected workbook: our template filled with what was understood, and a sheet that lists every correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake import finding as kinds
from intake.defaults import with_marks
from intake.editable import assumed_of
from intake.edits import Edit, apply_edits, resting
from intake.finding import Finding, FindingKind
from intake.own_rows import (
    budget_rows,
    capacity_rows,
    change_rows,
    empty_row,
    plan_rows,
    request_rows,
    stakeholder_rows,
)
from intake.read import Intake
from intake.template import PlanSetting, write_workbook
from portfolio.limits import Limits

CORRECTED, LEFT_OUT, OPEN = "corrected", "left out", "still open"
# What writing the requests into our layout puts right.
_CORRECTED: frozenset[FindingKind] = frozenset(
    {
        kinds.ENCODING_GUESSED, kinds.CONTROLS_REMOVED, kinds.HEADER_ASSUMED, kinds.HEADER_ABSENT,
        kinds.TABLE_TURNED, kinds.COLUMN_DOUBTFUL,
        kinds.SERIES_FOUND, kinds.ID_MISSING, kinds.TEXT_CLEANED, kinds.TEXT_LONG, kinds.COST_YEAR_ASSUMED,
        kinds.UNIT_ASSUMED, kinds.ROW_COUNTED,
        kinds.ROW_JOINED, kinds.SHEETS_JOINED, kinds.CELLS_MERGED, kinds.GROUP_FILLED,
        kinds.FISCAL_QUARTERS, kinds.SCENARIO_LIMIT_UNKNOWN,
    }
)  # fmt: skip
# What is not taken along.
_LEFT_OUT: frozenset[FindingKind] = frozenset(
    {
        kinds.SHEET_HIDDEN, kinds.ROWS_HIDDEN, kinds.COLUMNS_HIDDEN, kinds.HEADER_NAMELESS, kinds.COLUMN_UNKNOWN,
        kinds.COLUMN_REPEATED, kinds.TITLE_MISSING, kinds.ID_REPEATED, kinds.ROW_TOTAL, kinds.ROW_SUM,
        kinds.TABLE_OTHER, kinds.ROW_NOTE, kinds.ROW_HEADER, kinds.ROW_LONG, kinds.ROW_SHIFTED, kinds.ROW_STATUS_OUT,
        kinds.ROW_EXAMPLE, kinds.ROW_LEFT_OUT, kinds.COMMENTS_UNREAD, kinds.ROW_STRUCK,
    }
)  # fmt: skip
_NOT_CARRIED = (
    "Weights, limits and rules agreed in the planning notebook, with its overrides, scenarios and decisions, stay in "
    "the notebook: this workbook holds the plan and limits as the file states them. Keep the notebook beside it."
)
_COLUMNS = ("what", "state", "sheet", "row", "column", "request", "was", "is_now", "remark", "remedy", "code")


def corrected_workbook(intake: Intake, edits: Sequence[Edit] = ()) -> bytes:
    """A workbook in our layout with the requests as understood and edited, and the sheet Changes.

    Reading it again gives the same requests; nothing that the sheet calls corrected is found again, and facts that are
    still missing are.
    """
    edited = apply_edits(intake, edits)
    limits = edited.limits
    quarters = edited.plan.quarters if edited.plan else ()
    return write_workbook(
        plan=[PlanSetting(*row) for row in plan_rows(edited.plan)] if edited.plan else (),
        requests=_requests(edited, limits),
        budget=budget_rows(limits),
        capacity=capacity_rows(limits, quarters),
        change_limits=change_rows(limits, quarters),
        stakeholder_weights=stakeholder_rows(edited.stakeholder_weights),
        changes=change_list(intake, edited, edits),
        has_units=True,
    )


def change_list(intake: Intake, edited: Intake, edits: Sequence[Edit] = ()) -> list[dict[str, str]]:
    """Every finding and every edit, one row each: what it was about, what stood there and what became of it."""
    rows_to_ids = {place: i for i, place in intake.table.rows.items()} if intake.table else {}
    open_now, open_before = set(map(_identity, edited.findings)), set(map(_identity, intake.findings))
    asked = [f for f in edited.findings if _identity(f) not in open_before]
    listed = [_finding_row(f, rows_to_ids, _identity(f) in open_now) for f in (*intake.findings, *asked)]
    refused = {(f.column, f.value) for f in asked}
    unused = resting(intake, edits)
    entered = [
        _edit_row(edit, is_used=edit not in unused) for edit in edits if (edit.column, edit.value) not in refused
    ]
    unanswered = [_remark("question", OPEN, question.text) for question in edited.questions]
    changed = [*unanswered, *entered, *listed] or [_remark("nothing", "", "Nothing was changed.")]
    return [*changed, _remark("note", LEFT_OUT, _NOT_CARRIED)]


def state_of(finding: Finding, *, is_open: bool = True) -> str:
    """What became of a finding in the corrected workbook."""
    if not is_open or finding.kind in _CORRECTED:
        return CORRECTED
    return LEFT_OUT if finding.kind in _LEFT_OUT else OPEN


def _requests(edited: Intake, limits: Limits) -> list[dict[str, str]]:
    years, roles = limits.fiscal_years, limits.roles
    rows, assumed = request_rows(edited.requests, fiscal_years=years, roles=roles), assumed_of(edited)
    marked = [with_marks(row, assumed.get(row["request_id"], ())) for row in rows]
    return marked or [empty_row(fiscal_years=years, roles=roles)]


def _identity(finding: Finding) -> tuple[str, str, int | None, str, str]:
    return finding.code, finding.sheet, finding.row, finding.column, finding.message


def _remark(what: str, state: str, text: str) -> dict[str, str]:
    return dict.fromkeys(_COLUMNS, "") | {"what": what, "state": state, "remark": text}


def _finding_row(finding: Finding, ids: Mapping[tuple[str, int], str], is_open: bool) -> dict[str, str]:
    return {
        "what": str(finding.severity),
        "state": state_of(finding, is_open=is_open),
        "sheet": finding.sheet,
        "row": str(finding.row or ""),
        "column": finding.column,
        "request": ids.get((finding.sheet, finding.row or 0), ""),
        "was": finding.value,
        "is_now": "",
        "remark": finding.message,
        "remedy": finding.remedy,
        "code": finding.code,
    }


def _edit_row(edit: Edit, *, is_used: bool) -> dict[str, str]:
    return {
        "what": "edit",
        "state": CORRECTED if is_used else LEFT_OUT,
        "sheet": "",
        "row": "",
        "column": edit.column,
        "request": edit.request_id,
        "was": edit.was,
        "is_now": edit.value,
        "remark": "Entered by a person." if is_used else "Entered by a person for a request that is not in this list.",
        "remedy": "",
        "code": "",
    }
