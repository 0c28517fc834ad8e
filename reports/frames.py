"""Tables that screens, charts and exports share: one row for each request, limit or year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from planning.outcome import Outcome
from portfolio.limit_rows import capital_with_contingency_usd, charged_hours
from reports.reasons import assumed_words, mandate_words, standing, why_out
from reports.safe_text import safe

# A table by column, all of one length. What moves with a slider stays out of pandas: to make a frame of it, and of the
# frame what the browser reads, takes longer than the answer.
Columns = Mapping[str, Sequence[Any]]


def request_columns(outcome: Outcome) -> Columns:
    """One row for each request, the highest score first.

    Returns:
        Columns id, title, standing (funded, mandated, not funded, blocked), funded (bool), score (points), one
        column of points by criterion in use, net_cost_usd (three years, NaN while unknown), capital_usd, hours,
        assumed (ratings nobody entered, in words), reason (why it is not funded, the mandate
        where one asks for it, else empty).
    """
    ranked, totals = outcome.ranked(), outcome.scores.totals
    ids = [request.id for request in ranked]
    # Looked up once: one search for each of thousands of requests takes minutes.
    place = {request_id: k for k, request_id in enumerate(outcome.scores.ids)}
    points = outcome.scores.contributions[[place[i] for i in ids]]
    column = {key: k for k, key in enumerate(outcome.scores.keys)}
    parts = {c.key: points[:, column[c.key]].tolist() for c in outcome.notebook.criteria_in_use}
    return {
        "id": ids,
        "title": [request.title for request in ranked],
        "standing": [standing(outcome, i) for i in ids],
        "funded": [i in outcome.funded for i in ids],
        "score": [totals[i] for i in ids],
        **parts,
        "net_cost_usd": [outcome.parts.net_cost_usd[i] for i in ids],
        "capital_usd": [outcome.parts.capital_usd[i] for i in ids],
        "hours": [request.total_hours for request in ranked],
        "assumed": [assumed_words(outcome, i) for i in ids],
        "reason": [why_out(outcome, r.id) or mandate_words(outcome, r) for r in ranked],
    }


MONEY_COLUMNS = [
    "fiscal_year",
    "capital_usd",
    "contingency_usd",
    "capital_with_contingency_usd",
    "capital_limit_usd",
    "operating_usd",
    "operating_limit_usd",
]


def money_rows(outcome: Outcome) -> list[dict[str, Any]]:
    """One row for each fiscal year of the funded portfolio, in whole cents.

    Returns:
        Entries fiscal_year, capital_usd, contingency_usd, capital_with_contingency_usd, capital_limit_usd,
        operating_usd, operating_limit_usd, all Decimal; a limit is None where nothing limits, and it is the limit
        in force (a scenario's where one is chosen).
    """
    funded = [r for r in outcome.notebook.requests if r.id in outcome.funded]
    bounds = {row.key: Decimal(str(row.bound)) for row in outcome.rows if row.is_limit}
    rows = []
    for year in outcome.notebook.limits.budget:
        name = year.fiscal_year
        capital = sum((r.capital_usd.get(name, Decimal(0)) for r in funded), Decimal(0))
        counted = sum((capital_with_contingency_usd(r, name, year.contingency_share) for r in funded), Decimal(0))
        rows.append(
            {
                "fiscal_year": name,
                "capital_usd": capital,
                "contingency_usd": counted - capital,
                "capital_with_contingency_usd": counted,
                "capital_limit_usd": bounds.get(f"capital {name}"),
                "operating_usd": sum((r.operating_usd.get(name, Decimal(0)) for r in funded), Decimal(0)),
                "operating_limit_usd": bounds.get(f"operating {name}"),
            }
        )
    return rows


def money_frame(outcome: Outcome) -> pd.DataFrame:
    """``money_rows`` as a table."""
    return pd.DataFrame(money_rows(outcome), columns=MONEY_COLUMNS, dtype=object)


def hours_frame(outcome: Outcome) -> pd.DataFrame:
    """One row for each role and quarter of the plan.

    Returns:
        Columns role, role_name, quarter, used_hours, available_hours.
    """
    funded = [r for r in outcome.notebook.requests if r.id in outcome.funded]
    first = outcome.notebook.plan.first_quarter
    notebook = outcome.notebook
    charge = notebook.agreed_rules.ai_charge if "ai-charge" in notebook.kinds_on else None
    bounds = {row.key: row.bound for row in outcome.rows if row.kind == "hours"}
    return pd.DataFrame(
        [
            {
                "role": capacity.role,
                "role_name": safe(capacity.name),
                "quarter": str(quarter),
                "used_hours": sum(charged_hours(r, capacity.role, quarter, first, charge) for r in funded),
                "available_hours": bounds.get(f"hours {capacity.role} {quarter}", available),
            }
            for capacity in outcome.notebook.limits.capacity
            for quarter, available in capacity.hours.items()
        ],
        columns=["role", "role_name", "quarter", "used_hours", "available_hours"],
    )
