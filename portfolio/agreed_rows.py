"""Agreed rules as labelled rows and premiums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from portfolio.premium import Premium
from portfolio.row import Row, Sense
from portfolio.rules import CATEGORIES, AgreedRules, Balance, Measure
from scoring.quarter import Quarter
from scoring.request import Request

_SENSE_WORDS = {Sense.AT_LEAST: "at least", Sense.AT_MOST: "at most"}
_MEASURE_WORDS = {
    Measure.SHARE_OF_COUNT: "of all funded requests",
    Measure.SHARE_OF_CAPITAL: "of capital",
    Measure.SHARE_OF_SPEND: "of three-year spend",
}


def both_or_none_rows(rules: AgreedRules, requests: Sequence[Request]) -> Iterator[Row]:
    """x(a) = x(b) for each neighboring pair; a request whose partner is not in the list stays out."""
    known = {request.id for request in requests}
    for rule in rules.both_or_none:
        label = f"{' and '.join(rule.request_ids)} together or not at all"
        for a, b in zip(rule.request_ids, rule.request_ids[1:], strict=False):
            terms = {i: sign for i, sign in ((a, 1.0), (b, -1.0)) if i in known}
            key = f"both-or-none {a} {b}"
            yield Row(
                key=key,
                kind="both-or-none",
                label=label,
                sense=Sense.EXACTLY,
                bound=0,
                unit="requests",
                terms=terms,
                why=rule.why or label,
            )


def balance_rows(rules: AgreedRules, requests: Sequence[Request]) -> Iterator[Row]:
    """Count: sum over the category against a number. Share: sum (in category - share) x amount x(i) against 0."""
    for rule in rules.balances:
        inside = {r.id: CATEGORIES[rule.category](r).casefold() == rule.value.casefold() for r in requests}
        is_count = rule.measure is Measure.COUNT
        share = 0.0 if is_count else rule.amount
        amounts = {r.id: (float(inside[r.id]) - share) * _amount(r, rule.measure) for r in requests}
        label = _balance_label(rule)
        yield Row(
            key=f"balance {rule.category} {rule.value} {rule.sense} {rule.measure}",
            kind="balance",
            label=label,
            sense=rule.sense,
            bound=rule.amount if is_count else 0.0,
            unit="requests" if rule.measure in (Measure.COUNT, Measure.SHARE_OF_COUNT) else "USD",
            terms={i: amount for i, amount in amounts.items() if amount},
            why=rule.why or label,
        )


def maximum_rows(rules: AgreedRules, requests: Sequence[Request]) -> Iterator[Row]:
    """Sum of all x(i) <= number."""
    if rules.maximum is not None:
        label = f"At most {rules.maximum.number} requests"
        yield Row(
            key="maximum number",
            kind="maximum-number",
            label=label,
            sense=Sense.AT_MOST,
            bound=float(rules.maximum.number),
            unit="requests",
            terms={request.id: 1.0 for request in requests},
            why=rules.maximum.why or label,
        )


def ai_review_rows(rules: AgreedRules, requests: Sequence[Request], first_quarter: Quarter) -> Iterator[Row]:
    """Review hours by quarter, spread like any role's: sum hours(tier) / duration <= available x (1 - reserve)."""
    review = rules.ai_review
    if review is None:
        return
    for quarter, available in review.available.items():
        terms = {
            r.id: hours / r.duration_quarters
            for r in requests
            if (hours := review.hours_by_tier.get(r.ai_tier, 0.0))
            and r.start(first_quarter) <= quarter <= r.last_work_quarter(first_quarter)
        }
        yield Row(
            key=f"hours ai_review {quarter}",
            kind="ai-review",
            label=f"AI review {quarter}",
            sense=Sense.AT_MOST,
            bound=available * (1 - rules.reserve_share),
            unit="h",
            terms=terms,
            why=review.why or f"Hours of AI review in {quarter}",
        )


def interplay_premiums(rules: AgreedRules, requests: Iterable[Request]) -> Iterator[Premium]:
    """Points of synergy or overlap, where every request named is in the list."""
    known = {request.id for request in requests}
    for rule in rules.interplays:
        if known.issuperset(rule.request_ids):
            yield Premium(request_ids=rule.request_ids, points=rule.points, kind="synergy", why=rule.why)


def not_doing_premiums(rules: AgreedRules, requests: Iterable[Request]) -> Iterator[Premium]:
    """Points a request saves by being in."""
    known = {request.id for request in requests}
    for rule in rules.not_doing:
        if rule.request_id in known:
            yield Premium(request_ids=(rule.request_id,), points=rule.points, kind="not-doing", why=rule.why)


def _amount(request: Request, measure: Measure) -> float:
    if measure is Measure.SHARE_OF_CAPITAL:
        return float(request.total_capital_usd)
    if measure is Measure.SHARE_OF_SPEND:
        return float(request.total_capital_usd + request.total_operating_usd)
    return 1.0


def _balance_label(rule: Balance) -> str:
    name = f"{rule.category.replace('_', ' ').capitalize()} {rule.value}"
    sense = _SENSE_WORDS[rule.sense]
    if rule.measure is Measure.COUNT:
        return f"{name}: {sense} {rule.amount:g} {'request' if rule.amount == 1 else 'requests'}"
    return f"{name}: {sense} {rule.amount:.0%} {_MEASURE_WORDS[rule.measure]}"
