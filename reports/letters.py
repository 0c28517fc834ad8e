"""Letters: one request's standing in plain words, for its sponsor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.outcome import Outcome
from portfolio.explanation import Explanation, Standing
from portfolio.frontier import Band
from reports.dossier import Dossier
from reports.reasons import explanation_sentences, mandate_words, obstacle_words, override_words, why_out
from reports.wording import money, points, scarcest
from scoring.request import Request

_OPENING = {
    Standing.FUNDED: "is in the plan.",
    Standing.MUST_BE_IN: "is in the plan because it must be.",
    Standing.NOT_FUNDED: "is not in the plan this time.",
    Standing.CANNOT_BE_IN: "can\u2019t be in the plan as things stand.",
}
# Requests a sentence names before it says how many more there are.
_NAMED = 5
_WORTH = "It is worth its place beside everything else that asks for the same money and people."
_NEXT = "Once that is settled, it competes with all others for the same money and people."
_EXACT = "Every number here comes from solving the whole plan again; none is an estimate."


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter.

    Args:
        opening: What was decided, in one sentence.
        reasons: Why, and what would change it.
        facts: (what, how much) of the request, as the plan counts it.
    """

    to: str
    about: str
    date: str
    opening: str
    reasons: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    closing: str = ""

    @property
    def lines(self) -> list[str]:
        """The letter as lines of plain text."""
        head = [f"To: {self.to}", f"About: {self.about}", f"Date: {self.date}", "", self.opening, ""]
        facts = [f"{what}: {amount}" for what, amount in self.facts]
        return [*head, *self.reasons, "", *facts, *(["", self.closing] if self.closing else [])]


def letter(
    outcome: Outcome, request: Request, explained: Explanation | None, bands: Sequence[Band] | None = None
) -> Letter:
    """The letter about one request.

    Args:
        explained: Why it is in or out, where that was worked out by solving again.
        bands: Overall capital budgets at which it is in; None where nobody asked.
    """
    notebook = outcome.notebook
    standing = explained.standing if explained else _standing(outcome, request)
    known = why_out(outcome, request.id) or mandate_words(outcome, request) or override_words(outcome, request.id)
    reasons = [known or _WORTH]
    if explained is not None:
        titles = {r.id: r.title for r in notebook.requests}
        said = explanation_sentences(explained, titles, n_named=_NAMED, currency=notebook.plan.currency)
        if explained.standing in (Standing.FUNDED, Standing.NOT_FUNDED):
            reasons = [*said, *_scarce_words(outcome, explained)]
        else:
            # What forbids or demands it says more to its sponsor than the name of the rule.
            reasons = [known, *said[1:]] if known else list(said)
            if explained.standing is Standing.CANNOT_BE_IN:
                reasons.append(_NEXT)
    if bands is not None:
        reasons += band_sentences(bands, notebook.plan.currency)
    return Letter(
        to=request.sponsor_role or "the sponsor",
        about=f"{request.id} {request.title}",
        date=outcome.today.isoformat(),
        opening=f"{request.title} {_OPENING[standing]}",
        reasons=tuple(reasons),
        facts=_facts(outcome, request),
        closing=_EXACT if explained is not None and explained.is_proven and _has_numbers(explained) else "",
    )


def letters(dossier: Dossier) -> tuple[Letter, ...]:
    """A letter about every request, by sponsor, then id."""
    requests = sorted(
        dossier.outcome.notebook.requests, key=lambda r: (r.sponsor_role.casefold(), r.sponsor_role, r.id)
    )
    return tuple(letter(dossier.outcome, r, dossier.explanations.get(r.id)) for r in requests)


def _standing(outcome: Outcome, request: Request) -> Standing:
    if request.id in outcome.funded:
        return Standing.MUST_BE_IN if request.id in outcome.mandated else Standing.FUNDED
    return Standing.CANNOT_BE_IN if request.id in outcome.blocked else Standing.NOT_FUNDED


def _has_numbers(explained: Explanation) -> bool:
    return any(x is not None for x in (explained.points_short, explained.safety_margin, explained.price))


def _scarce_words(outcome: Outcome, explained: Explanation) -> tuple[str, ...]:
    """The limit that is most in its way, or that all feel most."""
    if most := obstacle_words(explained, outcome.notebook.plan.currency):
        return (f"Most in its way: {most}.",)
    people = [use for use in outcome.limits if use.row.kind == "hours"]
    return tuple(
        f"The scarcest hours of this plan: {use.row.label}, {use.share:.0%} used." for use in scarcest(people, 1)
    )


def _facts(outcome: Outcome, request: Request) -> tuple[tuple[str, str], ...]:
    currency = outcome.notebook.plan.currency
    cost = (
        f"{money(float(request.total_capital_usd), currency)} capital" if request.capital_usd else "capital not stated"
    )
    running = (
        f"{money(float(request.total_operating_usd), currency)} operating"
        if request.operating_usd
        else "operating not stated"
    )
    return (
        ("Score", f"{points(outcome.scores.totals[request.id])} points"),
        ("Cost over the plan\u2019s years", f"{cost}, {running}"),
        ("Staff hours", f"{request.total_hours:,.0f}" if request.role_hours else "not stated"),
    )


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
