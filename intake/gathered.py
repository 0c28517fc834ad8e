"""Findings about rows as people want them: one for a column that is blank throughout, each with its own sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake import finding as kinds
from intake.finding import Finding
from intake.header_findings import table_finding
from intake.layout import Table

_GATHERED = (kinds.RATING_MISSING, kinds.HOURS_MISSING)
_ASSUMED = {
    kinds.DURATION_ASSUMED: "No request states how long its work takes: each counts as one quarter.",
    kinds.START_ASSUMED: "No request states when its work may start: the plan's first quarter counts.",
}
_FEWEST_GATHERED = 5


def gathered(findings: Sequence[Finding], n_requests: int, table: Table) -> Iterable[Finding]:
    """The findings, with one in place of many where a column is blank in every row."""
    counted = Counter((f.kind, f.column) for f in findings if f.kind in (*_GATHERED, *_ASSUMED))
    whole = {key for key, n in counted.items() if n == n_requests and (key[0] in _ASSUMED or n >= _FEWEST_GATHERED)}
    said = set()
    for finding in findings:
        key = (finding.kind, finding.column)
        if key not in whole:
            yield _placed(finding, table)
        elif key not in said:
            said.add(key)
            message = _ASSUMED.get(finding.kind) or f"None of {n_requests:,} requests has {finding.column}."
            yield table_finding(finding.kind, message, table, row=table.header_row, column=finding.column)


def _placed(finding: Finding, table: Table) -> Finding:
    """The finding with the sheet its row comes from."""
    if finding.row is None or not table.places:
        return finding
    sheet, row = table.place(finding.row)
    return replace(finding, sheet=sheet, row=row)
