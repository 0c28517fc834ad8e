"""Funded requests for other systems: a CSV in our own layout, which Rounds reads back as the same requests."""

from __future__ import annotations

from intake.own_rows import requests_as_csv
from reports.dossier import Dossier


def funded_csv(dossier: Dossier) -> bytes:
    """One row for each funded request by id; the header is the same whatever is funded (data/README.md)."""
    requests, limits = dossier.outcome.notebook.requests, dossier.outcome.notebook.limits
    years = {year for r in requests for year in (*r.capital_usd, *r.operating_usd)}
    roles = {role for r in requests for role in r.role_hours}
    return requests_as_csv(
        dossier.funded, fiscal_years=(*limits.fiscal_years, *years), roles=(*limits.roles, *sorted(roles))
    )
