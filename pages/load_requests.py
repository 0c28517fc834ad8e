"""Load requests: drop a workbook or open the sample, see how it was understood and what is wrong with it."""

import pandas as pd
import streamlit as st

from intake.finding import Severity
from intake.read import Intake
from intake.tables import TEMPLATE_WORKBOOK
from ui import parts, state
from ui.screens import screen

SEVERITY_WORDS = {Severity.ERROR: "Row or sheet lost", Severity.WARNING: "Fact unknown", Severity.NOTE: "Note"}


def show_sources() -> None:
    """Upload, sample and template."""
    st.title("Load requests", anchor=False)
    uploaded = st.file_uploader("Workbook or CSV with one request in each row", type=["xlsx", "csv"], key="upload")
    if uploaded is not None and state.is_new_upload(uploaded.file_id):
        state.open_file(uploaded.getvalue(), uploaded.name)
    with st.container(horizontal=True):
        st.button("Open the sample", key="open_sample", type="primary", on_click=parts.open_sample)
        st.download_button(
            "Download the empty template",
            data=TEMPLATE_WORKBOOK.read_bytes,
            file_name=TEMPLATE_WORKBOOK.name,
            key="download_template",
            icon=":material/download:",
            on_click="ignore",
        )


def show_understood(found: Intake) -> None:
    """What came in, and the way on."""
    name = parts.plain(found.source_name)
    n_errors = sum(f.severity is Severity.ERROR for f in found.findings)
    n_left_out = len(found.table.rejected) if found.table else 0
    st.subheader(f"{name}: {len(found.requests)} requests read", anchor=False)
    with st.container(horizontal=True):
        st.metric("Requests", len(found.requests), width="content")
        st.metric("Rows left out", n_left_out, width="content")
        st.metric("Errors", n_errors, width="content")
        st.metric("Other findings", len(found.findings) - n_errors, width="content")
    if found.requests and st.button("Choose the portfolio", key="go_choose", type="primary"):
        st.switch_page(screen("choose_portfolio").path)


def show_findings(found: Intake) -> None:
    """Findings by cell with what to do."""
    if not found.findings:
        st.success("No findings: every cell was understood.", icon=":material/check_circle:")
        return
    rows = [
        {
            "Severity": SEVERITY_WORDS[f.severity],
            "Sheet": f.sheet,
            "Row": f.row,
            "Column": f.column,
            "Value": f.value,
            "Finding": f.message,
            "What to do": f.remedy,
        }
        for f in found.findings
    ]
    frame = pd.DataFrame(rows).astype({"Row": "Int64"})
    st.dataframe(frame, hide_index=True, key="findings", alt="Findings by cell with what to do")


def show_requests(found: Intake) -> None:
    """The requests as read."""
    rows = [
        {
            "Request": r.id,
            "Title": r.title,
            "Sponsor": r.sponsor_role,
            "Department": r.requesting_department,
            "Stage": str(r.stage),
            "AI risk": str(r.ai_tier),
            "Capital": float(r.total_capital_usd),
            "Operating": float(r.total_operating_usd),
            "Hours": r.total_hours,
        }
        for r in found.requests
    ]
    money = st.column_config.NumberColumn(format="accounting")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="requests_read",
        column_config={
            "Capital": money,
            "Operating": money,
            "Hours": st.column_config.NumberColumn(format="localized"),
        },
        alt="Requests as read",
    )


show_sources()
found = state.intake()
if found is None:
    st.info("Nothing is loaded yet. The sample organization shows what a filled notebook looks like.")
elif found.is_refused:
    st.error(f"{parts.plain(found.message)} {found.findings[0].remedy}", icon=":material/error:")
else:
    show_understood(found)
    findings, requests = st.tabs([f"Findings ({len(found.findings)})", f"Requests ({len(found.requests)})"])
    with findings:
        show_findings(found)
    with requests:
        show_requests(found)
