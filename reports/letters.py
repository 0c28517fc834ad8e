"""Letters: one request's standing in plain words, for its sponsor."""

from __future__ import annotations

from collections.abc import Sequence

from planning.outcome import Outcome
from portfolio.explanation import Explanation, Standing
from portfolio.frontier import Band
from reports.wording import explanation_sentences, money

_OPENING = {
    Standing.FUNDED: "is in the plan.",
    Standing.MUST_BE_IN: "is in the plan because it must be.",
    Standing.NOT_FUNDED: "is not in the plan this time.",
    Standing.CANNOT_BE_IN: "can\u2019t be in the plan as things stand.",
}


def sponsor_letter(outcome: Outcome, explained: Explanation, bands: Sequence[Band]) -> str:
    """The letter as plain text: what was decided, why, and what would change it."""
    notebook = outcome.notebook
    request = notebook.request(explained.request_id)
    titles = {r.id: r.title for r in notebook.requests}
    lines = [
        f"To: {request.sponsor_role or 'the sponsor'}",
        f"About: {request.id} {request.title}",
        f"Date: {outcome.today.isoformat()}",
        "",
        f"{request.title} {_OPENING[explained.standing]}",
        "",
        *explanation_sentences(explained, titles),
        *band_sentences(bands, notebook.plan.currency),
        "",
        "Every number here comes from solving the whole plan again; none is an estimate.",
    ]
    return "\n".join(lines)


def own_cost_sentences(band: Band, asked: float, currency: str) -> tuple[str, ...]:
    """Up to which own capital cost a request is in, everything else the same."""
    if band.end is None:
        return ("Its own capital cost does not matter.",)
    return (f"It asks for {money(asked, currency)} of capital; it is in up to {money(band.end, currency)}.",)


def _span(start: float, end: float, currency: str) -> str:
    """From and to, in whole units of the currency where rounded they would read the same."""
    words = money(start, currency), money(end, currency)
    if words[0] == words[1]:
        words = f"{currency} {start:,.0f}", f"{currency} {end:,.0f}"
    return f"{words[0]} up to {words[1]}"


def band_sentences(bands: Sequence[Band], currency: str) -> tuple[str, ...]:
    """The capital budgets at which the best plan holds a request, never as one threshold."""
    if not bands:
        return ("No overall capital budget within the other limits brings it in.",)
    said = [
        f"{money(band.start, currency)} or more" if band.end is None else _span(band.start, band.end, currency)
        for band in bands
    ]
    return (f"With the other limits as they are, it is in at an overall capital budget of {'; '.join(said)}.",)
