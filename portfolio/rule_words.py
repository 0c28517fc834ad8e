"""Agreed rules in a few words each, told apart by what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portfolio.row import Sense
from portfolio.rules import AgreedRules, Balance, Measure
from scoring.request import AiTier


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRule:
    """One agreed rule in words.

    Args:
        about: Tells it from the other rules of its set; the same where only its amount or reason changed.
        request_ids: The requests it names; none where it is about all.
    """

    about: str
    words: str
    request_ids: tuple[str, ...] = ()


def said_rules(agreed: AgreedRules) -> tuple[SaidRule, ...]:
    """Each agreed rule; none where nothing is agreed."""
    return (*_about_some(agreed), *_about_all(agreed))


def _about_some(agreed: AgreedRules) -> Iterator[SaidRule]:
    for both in agreed.both_or_none:
        ids = " and ".join(both.request_ids)
        yield SaidRule(about=f"both or none {ids}", words=f"{ids} together or not at all", request_ids=both.request_ids)
    for pair in agreed.interplays:
        ids = " and ".join(pair.request_ids)
        words = f"{ids}: {pair.points:+g} points together"
        yield SaidRule(about=f"together {ids}", words=words, request_ids=pair.request_ids)
    for lost in agreed.not_doing:
        words = f"Without {lost.request_id}: {lost.points:g} points lost"
        yield SaidRule(about=f"without {lost.request_id}", words=words, request_ids=(lost.request_id,))


def _about_all(agreed: AgreedRules) -> Iterator[SaidRule]:
    for balance in agreed.balances:
        about = f"balance {balance.category} {balance.value} {balance.sense} {balance.measure}"
        yield SaidRule(about=about, words=_balance_words(balance))
    if agreed.maximum:
        yield SaidRule(about="maximum", words=f"At most {agreed.maximum.number} requests")
    if review := agreed.ai_review:
        available = ", ".join(f"{quarter} {hours:g} h" for quarter, hours in review.available.items())
        yield SaidRule(
            about="AI review", words=f"AI review takes {_hours_by_tier(review.hours_by_tier)}; there is {available}"
        )
    if agreed.reserve_share:
        yield SaidRule(about="reserve", words=f"{agreed.reserve_share:.0%} of hours kept back")
    if charge := agreed.ai_charge:
        words = f"review {_hours_by_tier(charge.review_hours)}; monitoring {_hours_by_tier(charge.monitoring_hours)}"
        yield SaidRule(about="AI charge", words=f"AI charged to {charge.role}: {words}")
    if kept := agreed.scale_reserve:
        words = f"{kept.money_share:.0%} of money and {kept.hours_share:.0%} of hours kept for pilots that succeed"
        yield SaidRule(about="scale reserve", words=words)


def _balance_words(balance: Balance) -> str:
    sense = "at least" if balance.sense is Sense.AT_LEAST else "at most"
    what = "requests" if balance.measure is Measure.COUNT else balance.measure.replace("_", " ")
    return f"{balance.category.replace('_', ' ')} {balance.value}: {sense} {balance.amount:g} {what}"


def _hours_by_tier(hours: Mapping[AiTier, float]) -> str:
    return ", ".join(f"{tier} {n:g} h" for tier, n in hours.items()) or "nothing"
