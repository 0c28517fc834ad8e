"""From a finding to its request in the grid, from a request to its findings, and back."""

from __future__ import annotations

from intake.finding import Finding
from intake.read import Intake
from ui import state

TABS = "details"
FINDINGS, REQUESTS, READING, VERSIONS = "Findings", "Requests", "How it was read", "What changed"
# The request that the grid alone shows, and the one whose findings alone are shown.
_REQUEST, _FINDINGS_OF = "only_request", "only_findings_of"
GROUP = "grid_group"


def show_request(request_id: str, group: str) -> None:
    """Show one request in the grid, with one group of its columns."""
    state.keep(_REQUEST, request_id)
    state.show_in_widget(GROUP, group)
    state.show_in_widget(TABS, REQUESTS)


def show_findings(request_id: str) -> None:
    """Show the findings of one request."""
    state.keep(_FINDINGS_OF, request_id)
    state.show_in_widget(TABS, FINDINGS)


def back_to_findings() -> None:
    """Go back to the findings as they were shown."""
    state.show_in_widget(TABS, FINDINGS)


def back_to_requests() -> None:
    """Show all findings again, and the grid as it was."""
    show_all_findings()
    state.show_in_widget(TABS, REQUESTS)


def show_how_read() -> None:
    """Show how the file was read, where every reading can be changed."""
    state.show_in_widget(TABS, READING)


def show_all_requests() -> None:
    """Show all requests in the grid again."""
    state.keep(_REQUEST, "")


def show_all_findings() -> None:
    """Show the findings of all requests again."""
    state.keep(_FINDINGS_OF, "")


def only_request(found: Intake) -> str:
    """The request that the grid alone shows; empty where it shows all."""
    return _known(found, _REQUEST)


def only_findings_of(found: Intake) -> str:
    """The request whose findings alone are shown; empty where all are."""
    return _known(found, _FINDINGS_OF)


def request_of(found: Intake, finding: Finding) -> str | None:
    """The request that a finding is about; None where it is about none that came in."""
    if found.table is None or finding.row is None:
        return None
    return next((i for i, place in found.table.rows.items() if place == (finding.sheet, finding.row)), None)


def findings_of(found: Intake, request_id: str) -> list[Finding]:
    """The findings about one request, in the order of the file."""
    place = found.table.rows.get(request_id) if found.table else None
    return [f for f in found.findings if place is not None and (f.sheet, f.row) == place]


def _known(found: Intake, name: str) -> str:
    kept = str(state.kept(name) or "")
    return kept if any(request.id == kept for request in found.requests) else ""
