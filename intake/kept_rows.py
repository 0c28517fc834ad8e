"""Rows on their way to requests: judged, and left out with a reason and a finding."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from intake import finding as kinds
from intake import meanings as m
from intake.answers import Answers, place_key
from intake.cells import Cell, is_blank, read_text
from intake.finding import Finding
from intake.grouping import join_rows
from intake.header_findings import table_finding
from intake.layout import Table
from intake.mapping import ColumnUse
from intake.meanings import fold_header
from intake.money import Money
from intake.rollups import find_parents, find_rollups, outline_parents
from intake.row_checks import RowChecks, Verdict
from intake.statuses import status_text

_OUTLINE = re.compile(r"\d+(\.\d+)*\.?")
# Findings about rows that a person may count as requests, and about requests that a person may leave out.
COUNTABLE = (
    kinds.ROW_SUM, kinds.ROW_TOTAL, kinds.ROW_NOTE, kinds.ROW_STATUS_OUT, kinds.ROW_EXAMPLE, kinds.ROW_LEFT_OUT,
)  # fmt: skip
LEAVABLE = (kinds.ROW_SUM_KEPT, kinds.ROW_COUNTED, kinds.ROW_TITLE_ONLY, kinds.ROW_STRUCK)
# Headers of a column that says how deep in an outline a row stands.
_LEVELS = {"level", "outline level", "hierarchy level", "wbs level", "indent", "ebene", "niveau"}


@dataclass(slots=True)
class KeptRows:
    """The rows of a table that may become requests.

    Args:
        accepted: (row number, cells) of every row still in.
        rejected: (row number, reason) of every row left out.
        said: Numbers of the rows that a person counted: nothing leaves them out.
    """

    accepted: list[tuple[int, tuple[Cell, ...]]] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    said: set[int] = field(default_factory=set)


def judge_rows(table: Table, checks: RowChecks, answers: Answers, groups: Collection[int] = ()) -> KeptRows:
    """All rows, without those that hold no request or that a person left out.

    Args:
        groups: Numbers of the rows that name a group of the rows below them.
    """
    rows = KeptRows()
    for number, row in table.rows:
        verdict = checks.judge(row)
        said = answers.rows.get(place_key(table.place(number)))
        if said is not None:
            _as_said(rows, table, number, row, counts=said)
            continue
        if number in groups:
            rows.rejected.append((number, "the name of a group"))
            continue
        if verdict is not None:
            rows.findings.append(_row_finding(verdict, table, number, row))
        if verdict is not None and verdict.is_out:
            rows.rejected.append((number, verdict.reason))
        else:
            rows.accepted.append((number, row))
    return rows


def _as_said(rows: KeptRows, table: Table, number: int, row: tuple[Cell, ...], *, counts: bool) -> None:
    """A row that a person counted, or left out."""
    first = _first_text(row)
    if counts:
        rows.accepted.append((number, row))
        rows.said.add(number)
        message = f"A person counted the row as a request: {first[:80]}"
    else:
        rows.rejected.append((number, "left out by a person"))
        message = f"A person left the row out: {first[:80]}"
    kind = kinds.ROW_COUNTED if counts else kinds.ROW_LEFT_OUT
    rows.findings.append(table_finding(kind, message, table, row=number, value=first[:200]))


def _first_text(row: Sequence[Cell]) -> str:
    return next((read_text(cell) for cell in row if not is_blank(cell)), "")


def _row_finding(verdict: Verdict, table: Table, number: int, row: Sequence[Cell]) -> Finding:
    first = _first_text(row)
    message = f"The row holds {verdict.reason}: {first[:80]}"
    if verdict.kind is kinds.TITLE_MISSING:
        message = "The row has values but no title."
    return table_finding(verdict.kind, message, table, row=number, value=first[:200])


def keep_statuses(rows: KeptRows, table: Table, uses: Sequence[ColumnUse], answers: Answers) -> None:
    """Leave out the rows whose status does not compete, once a person has said which do."""
    index = index_of(uses, m.STATUS)
    if answers.statuses is None or index is None:
        return
    kept = []
    for number, row in rows.accepted:
        status = status_text(read_text(row[index])) if index < len(row) else ""
        if status in answers.statuses or not status or number in rows.said:
            kept.append((number, row))
            continue
        rows.rejected.append((number, f"status {status}"))
        message = f"Its status is {status}."
        header = next(use.header for use in uses if use.index == index)
        rows.findings.append(
            table_finding(kinds.ROW_STATUS_OUT, message, table, row=number, column=header, value=status)
        )
    rows.accepted = kept


def leave_out_rollups(rows: KeptRows, table: Table, uses: Sequence[ColumnUse], money: Money) -> None:
    """Leave out the rows that sum up their neighbors: their money would count twice.

    One that says more than a subtotal does, such as an id of its own, stays and is pointed out, unless an outline tells
    that it stands above the others.
    """
    level = next((k for k, header in enumerate(table.headers) if fold_header(header) in _LEVELS), None)
    parents = find_parents(rows.accepted, index_of(uses, m.TITLE), level) | outline_parents(rows.accepted, table.levels)
    found = {n: span for n, span in find_rollups(rows.accepted, money, parents).items() if n not in rows.said}
    cells = dict(rows.accepted)
    own = {n for n, row in rows.accepted if n not in parents and _says_more(row, uses)}
    for number, (first, last) in found.items():
        span = f"rows {table.row_words(first)} to {table.row_words(last)}"
        if first == last:
            span = f"row {table.row_words(first)}"
        index = index_of(uses, m.TITLE) or 0
        name = read_text(cells[number][index]) if index < len(cells[number]) else ""
        if number in own:
            message = f"{name[:80]} costs what {span} cost together; it is counted as a request of its own."
            rows.findings.append(table_finding(kinds.ROW_SUM_KEPT, message, table, row=number, value=name[:200]))
            continue
        rows.rejected.append((number, f"the sum of {span}"))
        message = f"{name[:80]} is the sum of {span}; it would count twice."
        rows.findings.append(table_finding(kinds.ROW_SUM, message, table, row=number, value=name[:200]))
    rows.accepted = [row for row in rows.accepted if row[0] not in found or row[0] in own]


def _says_more(row: Sequence[Cell], uses: Sequence[ColumnUse]) -> bool:
    """Whether a row has what no subtotal has: an id, or a text that describes it. A number of an outline is no id."""
    for meaning in (m.ID, "description"):
        index = index_of(uses, meaning)
        text = read_text(row[index]) if index is not None and index < len(row) else ""
        if text and not (meaning == m.ID and _OUTLINE.fullmatch(text)):
            return True
    return False


def join_same(rows: KeptRows, table: Table, uses: Sequence[ColumnUse], money: Money) -> None:
    """Join the rows that a person said are one request."""
    joined, gone = join_rows(
        rows.accepted, index_of(uses, m.ID), index_of(uses, m.TITLE), index_of(uses, m.DEPARTMENT), uses, money
    )
    rows.accepted = joined
    for number, first in gone:
        rows.rejected.append((number, f"joined with row {table.row_words(first)}"))
        message = f"The row is counted in the request of row {table.row_words(first)}."
        rows.findings.append(table_finding(kinds.ROW_JOINED, message, table, row=number))


def index_of(uses: Sequence[ColumnUse], meaning: str) -> int | None:
    """The column of a meaning; None where there is none."""
    return next((use.index for use in uses if use.meaning == meaning), None)
