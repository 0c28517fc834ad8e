"""Findings: counted by kind, filtered, mended in place, downloaded."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from intake import finding as kinds
from intake.cells import neutralized
from intake.edits import Edit
from intake.finding import Finding, Severity
from intake.kept_rows import COUNTABLE, LEAVABLE
from intake.meanings import COST_OPERATING, own_meaning
from intake.read import Intake
from reports import wording
from ui import answering, downloading, entering, jumping, state
from ui.plain_text import plain
from ui.request_grid import group_of, heading

SEVERITY_WORDS = {Severity.ERROR: "Not used", Severity.WARNING: "To check", Severity.NOTE: "Note"}
# Widths in pixels that show a finding and its remedy side by side on a projector.
_WIDTHS = {"Severity": 80, "Row": 50, "Column": 120, "Value": 110, "Finding": 380, "What to do": 360, "Sheet": 95}
_ORDER = list(SEVERITY_WORDS)
# Rows up to which the table has no scroll bar of its own, and its height in pixels beyond.
_SHOWN_WHOLE, _TALLEST = 11, 400
# Letters of a finding or remedy that its column shows in a line, and the height in pixels of a row with three of them:
# the grid wraps words in rows of more than four times the letters' size only.
_ONE_LINE, _THREE_LINES = 58, 68
# Share of long ones above which all rows are tall; the text of a picked one stands below the table in any case.
_LONG_SHARE = 0.1
_SHORT, _MOST_SHOWN = 48, 2_000
# Findings about how the file was read, which is changed where that stands.
_READINGS = tuple(
    kind.code
    for kind in (
        kinds.UNIT_ASSUMED, kinds.COLUMN_DOUBTFUL, kinds.SERIES_FOUND, kinds.COST_YEAR_ASSUMED, kinds.HEADER_ASSUMED,
        kinds.HEADER_NAMELESS, kinds.COLUMN_UNKNOWN, kinds.DATE_ORDER_DIFFERS, kinds.TABLE_TURNED,
    )
)  # fmt: skip


def show(found: Intake) -> None:
    """Pills with counts, the table, and the chosen finding with a way to mend it."""
    if not found.findings:
        st.success("No findings: every cell was understood.", icon=":material/check_circle:")
        return
    among = _of_one(found) or found.findings
    counted = Counter(f.kind for f in among)
    by_code = {k.code: k for k in sorted(counted, key=lambda k: (_ORDER.index(k.severity), -counted[k], k.title))}
    chosen = st.pills(
        "Kinds",
        list(by_code),
        selection_mode="multi",
        format_func=lambda code: f"{by_code[code].title} ({counted[by_code[code]]:,})",
        key="finding_kinds",
        label_visibility="collapsed",
    )
    shown = [f for f in among if not chosen or f.code in chosen]
    shown.sort(key=lambda f: _ORDER.index(f.severity))
    picked = _table(shown[:_MOST_SHOWN], _file_headers(found))
    if len(shown) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN:,} of {len(shown):,}; the download has all.")
    if picked is not None:
        _mend(found, shown[picked])
    downloading.offer(
        "Download the findings",
        downloading.File("findings.csv", "text/csv", lambda: as_csv(found.findings)),
        key="download_findings",
    )


def _of_one(found: Intake) -> Sequence[Finding]:
    """The findings of the one request that a person looks at, with the way back to all; empty where all are shown."""
    request_id = jumping.only_findings_of(found)
    if not request_id:
        return ()
    own = jumping.findings_of(found, request_id)
    words = f"Only the {wording.counted(len(own), 'finding')} of **{plain(request_id)}**"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words, width="content")
        st.button("Back to the grid", key="findings_back", on_click=jumping.back_to_requests)
        st.button("Show all findings", key="findings_all", on_click=jumping.show_all_findings)
    return own


def as_csv(findings: Sequence[Finding]) -> bytes:
    """Findings as CSV; what stood in the file can't run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["severity", "code", "sheet", "row", "column", "value", "finding", "what to do"])
    for f in findings:
        cells = [str(f.severity), f.code, f.sheet, str(f.row or ""), f.column, f.value, f.message, f.remedy]
        writer.writerow([neutralized(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _file_headers(found: Intake) -> frozenset[str]:
    return frozenset(use.header for use in found.table.uses) if found.table else frozenset()


def _column_words(column: str, headers: Collection[str]) -> str:
    """A column as the file calls it; one of our own that the file does not have, for people."""
    return heading(column) if column not in headers and own_meaning(column) else column


def _table(findings: Sequence[Finding], headers: Collection[str]) -> int | None:
    """The findings; the place of the one a person picked.

    Args:
        headers: The file's own.
    """
    frame = pd.DataFrame(
        {
            "Severity": [SEVERITY_WORDS[f.severity] for f in findings],
            "Row": pd.array([f.row for f in findings], dtype="Int64"),
            "Column": [_short(_column_words(f.column, headers)) for f in findings],
            "Value": [_short(f.value) for f in findings],
            "Finding": [f.message for f in findings],
            "What to do": [f.remedy for f in findings],
            "Sheet": [f.sheet for f in findings],
        }
    )
    if len({f.sheet for f in findings if f.row}) < 2:
        # The one sheet stands in "How it was read"; its width is the findings'.
        frame = frame.drop(columns="Sheet")
    n_long = sum(len(f.message) > _ONE_LINE or len(f.remedy) > _ONE_LINE for f in findings)
    is_long = n_long > _LONG_SHARE * len(findings)
    event = st.dataframe(
        frame,
        row_height=_THREE_LINES if is_long else None,
        hide_index=True,
        key="findings",
        height="content" if len(frame) * (1 + is_long) <= _SHOWN_WHOLE else _TALLEST,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        column_config={name: st.column_config.Column(width=_WIDTHS[name]) for name in frame.columns.astype(str)},
        alt="Findings by cell with what to do",
    )
    rows = event.selection.rows
    return rows[0] if rows and rows[0] < len(findings) else None


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def _mend(found: Intake, finding: Finding) -> None:
    """The picked finding with its request, a field for the right value where one helps, and the way to the grid."""
    request_id = jumping.request_of(found, finding)
    with st.container(border=True):
        st.text(finding.message)
        st.caption(finding.remedy)
        _row_button(finding)
        if finding.code in _READINGS:
            st.button("Show how it was read", key="finding_reading", on_click=jumping.show_how_read)
        if request_id is None:
            return
        row = next(row for row in entering.rows_of(found) if row["request_id"] == request_id)
        st.markdown(f"Request **{plain(request_id)}**, {plain(row['title'])}")
        columns = list(entering.columns_of(found))
        first = _target(found, finding)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            column = st.selectbox(
                "Column",
                columns,
                index=columns.index(first) if first in columns else 0,
                format_func=heading,
                key=f"mend_column_{finding.code}_{request_id}",
            )
            key = f"mend_{request_id}_{column}"
            st.text_input("Value", value=row.get(column, ""), key=key)
            st.button("Enter", key="mend_enter", on_click=_enter, args=(request_id, column, row.get(column, ""), key))
            st.button(
                "Show it in the grid",
                key="finding_jump",
                icon=":material/table_rows:",
                on_click=jumping.show_request,
                args=(request_id, group_of(column)),
            )


def _row_button(finding: Finding) -> None:
    """Count a row that was left out, or leave out one that counts, where that is a person's to say."""
    if finding.row is None or finding.kind not in (*COUNTABLE, *LEAVABLE):
        return
    counts = finding.kind in COUNTABLE
    st.button(
        "Count this row" if counts else "Leave this row out",
        key="finding_row",
        on_click=answering.count_row,
        args=((finding.sheet, finding.row),),
        kwargs={"counts": counts},
    )


def _enter(request_id: str, column: str, was: str, key: str) -> None:
    value = state.widget_value(key) or ""
    entering.enter([Edit(request_id=request_id, column=column, value=value, was=was)], redraw=True)


def _target(found: Intake, finding: Finding) -> str:
    """The column of our layout that a finding's column fills; a cost without a year fills the first one."""
    table = found.table
    use = next((use for use in table.uses if use.header == finding.column), None) if table else None
    if table is None or use is None:
        return finding.column
    if use.is_cost and table.fiscal_years:
        kind = "opex" if use.meaning == COST_OPERATING else "capital"
        return f"{kind}_{(use.year or table.fiscal_years[0]).lower()}_usd"
    return use.target or finding.column
