"""The limits as bars, the scarcest first, and the panel that moves them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planning.outcome import LimitUse, Outcome
from reports import charts, wording
from ui import rules_panel

PEOPLE_LIMITS_SHOWN = 8
_PANEL = "limits_panel"
_HELP = (
    "A diamond marks a tight limit: some wanted request, alone, would overflow it, be it large or the limit nearly "
    "full. Orange marks a limit that is at least 90% used, red one that is overrun. People first, the scarcest on top."
)
# A bar ends a little behind the mark of its limit.
LONGEST_BAR = 110.0


def bars(outcome: Outcome) -> dict[str, Any]:
    """Limits as bars, the scarcest first."""
    shown = wording.limits_to_show(outcome.limits, PEOPLE_LIMITS_SHOWN)
    n_tight = sum(use.is_tight for use in outcome.limits)
    words = f"Limits: {charts.TIGHT_SIGN}{n_tight} of {len(outcome.limits)} tight"
    currency = outcome.notebook.plan.currency
    return {"words": words, "help": _HELP, "bars": [_bar(use, currency) for use in shown]}


def _bar(use: LimitUse, currency: str) -> dict[str, Any]:
    unit, label = use.row.unit, use.row.label
    used, bound, slack = (wording.exact_amount(x, unit, currency) for x in (use.used, use.row.bound, abs(use.slack)))
    return {
        "name": f"{charts.TIGHT_SIGN if use.is_tight else ''}{label}",
        "words": wording.use_words(use, currency),
        "percent": round(100 * min(max(use.share, 0.0), LONGEST_BAR / 100), 2),
        "state": charts.limit_state(use.slack, use.share),
        "tip": f"{label}\n{used} used of {bound}\n{slack} {'over' if use.slack < 0 else 'left'}",
    }


def show_panel(outcome: Outcome) -> None:
    """Limits and rules, moved from the room's screen; built only while it is open."""
    what = "Change limits and rules"
    with st.container(key="limits_way"):
        panel = st.popover(what, icon=":material/tune:", key=_PANEL, on_change="rerun", help=what)
    if panel.open:
        with panel:
            rules_panel.show(outcome)
