"""AI in use: inventories read in, tiers confirmed, uses approved, and the inventory out again with its own columns."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from governance.registry import AiRegistry, AiUse
from governance.tier import TIER_ORDER
from intake.ai_inventory import InventoryError, read_ai_inventory
from intake.workbook import RefusedFileError
from planning import registry_record
from planning.outcome import Outcome
from planning.people import Action
from reports import governance_frames, wording
from reports.ai_inventory import inventory_workbook
from scoring.request import AiTier
from ui import access, downloading, state
from ui.gates import steps
from ui.plain_text import plain

KINDS = ["xlsx", "xls", "csv", "ods"]
RED = "background-color: #C62F3B; color: white; font-weight: 600"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(outcome: Outcome) -> None:
    """What is in use, what nobody approved, and the way in and out."""
    registry = registry_record.whole_registry(state.agreed())
    n_found = len(registry.found_in_use)
    if n_found:
        st.error(f"{wording.counted(n_found, 'AI use')} found in use without approval.", icon=":material/report:")
    files, one = st.columns([1, 1.2], gap="large")
    with files:
        _ask_file(registry)
    with one:
        _show_use(registry)
    _show_table(registry)


def _show_table(registry: AiRegistry) -> None:
    if not registry.uses:
        return
    names = {
        "approval": ("Approval", 120),
        "id": ("Id", 130),
        "name": ("Name", 380),
        "office": ("Office", 220),
        "stage": ("Stage", 90),
        "tier": ("Tier", 90),
        "tier_state": ("Tier is", 90),
    }
    frame = governance_frames.registry_frame(registry)
    steps.table(frame, "registry", names, "AI in use, without approval first", style=_mark_found)


def _mark_found(frame: pd.DataFrame) -> object:
    """Uses nobody approved stand out, in words and in red."""
    return frame.style.map(lambda said: RED if said == "found in use" else "", subset=["approval"])


def _ask_file(registry: AiRegistry) -> None:
    uploaded = st.file_uploader("An AI inventory with the federal columns", KINDS, key="inventory_upload")
    if uploaded is not None:
        try:
            found = read_ai_inventory(uploaded.getvalue(), uploaded.name)
        except (InventoryError, RefusedFileError) as error:
            st.error(plain(str(error)), icon=":material/error:")
        else:
            words = f"{wording.counted(len(found.uses), 'use')}, {len(found.headers)} columns"
            st.markdown(plain(f"{uploaded.name}: {words}."))
            if st.button("Take it into the registry", key="inventory_take", type="primary") and (
                person := steps.recorder()
            ):
                steps.take(person, lambda n, step: registry_record.replace_registry(n, found, step), uploaded.name)
    downloading.offer(
        "Download the inventory",
        downloading.File("ai-inventory.xlsx", XLSX, lambda: inventory_workbook(registry)),
        key="inventory_download",
        is_ready=bool(registry.uses),
    )


def _show_use(registry: AiRegistry) -> None:
    uses = {use.id: use for use in sorted(state.agreed().registry.uses, key=lambda u: not u.is_found_in_use)}
    if not uses:
        st.caption("Requests with AI are judged under AI. Read in an inventory to see what else is in use.")
        return
    chosen = st.selectbox("Use", list(uses), format_func=lambda i: f"{i} {uses[i].name}", key="use")
    use = uses[str(chosen)]
    tier = f"confirmed by {use.tier_confirmed_by}" if use.tier_confirmed_by else "proposed from its columns"
    approval = f"Approved by {use.approved_by}." if use.approved_by else "Not approved."
    st.markdown(plain(f"Tier {use.tier or 'unknown'}, {tier}. {approval}"))
    _ask_use(use)


def _ask_use(use: AiUse) -> None:
    person = access.person_for(Action.APPROVE)
    if person is None:
        return
    start = TIER_ORDER.index(use.tier) if use.tier else TIER_ORDER.index(AiTier.MODERATE)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tier = st.selectbox("Tier", TIER_ORDER, start, key=f"use_tier_{use.id}")
        is_confirmed = st.button("Confirm the tier", key="use_confirm")
        is_approved = st.button("Approve", key="use_approve", type="primary", disabled=bool(use.approved_by))
    if is_confirmed:
        steps.take(person, lambda n, step: registry_record.confirm_use_tier(n, use.id, tier, step))
    if is_approved:
        steps.take(person, lambda n, step: registry_record.approve_use(n, use.id, step))
