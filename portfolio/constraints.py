"""Every kind of rule a portfolio must obey, each turning inputs into labelled rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio.agreed_rows import (
    ai_review_rows,
    balance_rows,
    both_or_none_rows,
    interplay_premiums,
    maximum_rows,
    not_doing_premiums,
)
from portfolio.limit_rows import capital_rows, change_rows, hours_rows, operating_rows, scale_reserve_rows
from portfolio.premium import Premium
from portfolio.row import Row, Sense
from portfolio.rule_inputs import MustHave, RuleInputs, Ruling

__all__ = [
    "CONSTRAINT_KINDS",
    "ConstraintKind",
    "MustHave",
    "RuleInputs",
    "Ruling",
    "build_premiums",
    "build_rows",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintKind:
    """One kind of rule.

    Args:
        key: Name in files, on the command line and in ``Row.kind``.
        label: Name on screen.
        meaning: One plain sentence for people.
        build: Inputs -> rows; an empty sequence where nothing is asked.
        reward: Inputs -> premiums: points that exist only when certain requests are in together.
        is_on: Whether a new notebook applies it.
        can_switch: Whether people may switch it off.
    """

    key: str
    label: str
    meaning: str
    build: Callable[[RuleInputs], Iterable[Row]] = lambda inputs: ()
    reward: Callable[[RuleInputs], Iterable[Premium]] = lambda inputs: ()
    is_on: bool = True
    can_switch: bool = True


def _prerequisites(inputs: RuleInputs) -> Iterator[Row]:
    known, done = {r.id for r in inputs.requests}, {r.id for r in inputs.funded_before}
    for request in inputs.requests:
        for needed in (i for i in request.prerequisites if i in known or i not in done):
            terms = {request.id: 1.0, needed: -1.0} if needed in known else {request.id: 1.0}
            label = f"{request.id} needs {needed}"
            yield _yes_no("prerequisites", f"prerequisite {request.id} {needed}", label, Sense.AT_MOST, 0, terms, label)


def _exclusions(inputs: RuleInputs) -> Iterator[Row]:
    groups: dict[str, list[str]] = {}
    taken = {r.exclusive_group: r.id for r in inputs.funded_before}
    for request in inputs.requests:
        if request.exclusive_group:
            groups.setdefault(request.exclusive_group, []).append(request.id)
    for group, members in groups.items():
        label = f"At most one of {' or '.join(sorted(members))}"
        if group in taken:
            label = f"{' or '.join(sorted(members))} not beside {taken[group]}, which an earlier cycle funded"
        terms, room = dict.fromkeys(members, 1.0), 0 if group in taken else 1
        yield _yes_no("exclusions", f"exclusion {group}", label, Sense.AT_MOST, room, terms, f"Variants of {group}")


def _mandates(inputs: RuleInputs) -> Iterator[Row]:
    for must in inputs.must_haves:
        label = f"{' or '.join(must.request_ids)} must be in"
        terms = dict.fromkeys(must.request_ids, 1.0)
        yield _yes_no("mandates", f"mandate {must.name}", label, Sense.AT_LEAST, 1, terms, must.why)


def _rulings(kind: str, rulings: Sequence[Ruling], noun: str) -> Iterator[Row]:
    for ruling in rulings:
        label = f"{ruling.request_id} {'in' if ruling.is_in else 'out'} by {noun}"
        bound = 1 if ruling.is_in else 0
        terms = {ruling.request_id: 1.0}
        yield _yes_no(kind, f"{noun} {ruling.request_id}", label, Sense.EXACTLY, bound, terms, ruling.why)


def _yes_no(kind: str, key: str, label: str, sense: Sense, bound: float, terms: Mapping[str, float], why: str) -> Row:
    return Row(key=key, kind=kind, label=label, sense=sense, bound=bound, unit="requests", terms=terms, why=why)


CONSTRAINT_KINDS: tuple[ConstraintKind, ...] = (
    ConstraintKind(
        key="capital",
        label="Capital by fiscal year",
        meaning="One-off cost with contingency stays within each year's capital budget.",
        build=capital_rows,
    ),
    ConstraintKind(
        key="operating",
        label="Operating by fiscal year",
        meaning="Added running cost stays within each year's operating limit.",
        build=operating_rows,
    ),
    ConstraintKind(
        key="hours",
        label="Role hours by quarter",
        meaning="Staff hours of each role stay within what the role has for projects in each quarter.",
        build=hours_rows,
    ),
    ConstraintKind(
        key="prerequisites",
        label="Prerequisites",
        meaning="A request is in only when everything it needs is in.",
        build=_prerequisites,
    ),
    ConstraintKind(
        key="exclusions",
        label="Exclusions",
        meaning="At most one of several variants or rival vendors is in.",
        build=_exclusions,
    ),
    ConstraintKind(
        key="mandates",
        label="Mandates",
        meaning="What law or contract demands is in, late or not.",
        build=_mandates,
    ),
    ConstraintKind(
        key="gates",
        label="Gates",
        meaning="AI without its evidence, overdue pilots and expected harm are out.",
        build=lambda inputs: _rulings("gates", inputs.gated, "gate"),
    ),
    ConstraintKind(
        key="missing-facts",
        label="Missing facts",
        meaning="A request without its cost or hours waits until they are entered.",
        build=lambda inputs: _rulings("missing-facts", inputs.incomplete, "missing facts"),
        can_switch=False,
    ),
    ConstraintKind(
        key="overrides",
        label="Overrides",
        meaning="Requests a named person forced in or out.",
        build=lambda inputs: _rulings("overrides", inputs.overrides, "override"),
    ),
    ConstraintKind(
        key="change-limits",
        label="Change limits",
        meaning="Go-lives in a quarter stay within the change points each department can take.",
        build=change_rows,
        is_on=False,
    ),
    ConstraintKind(
        key="both-or-none",
        label="Both or none",
        meaning="Requests that make sense only together are in together or not at all.",
        build=lambda inputs: both_or_none_rows(inputs.agreed, inputs.requests),
        is_on=False,
    ),
    ConstraintKind(
        key="balance",
        label="Balance",
        meaning="A focus area, stage, AI tier, sponsor or department gets at least or at most so much.",
        build=lambda inputs: balance_rows(inputs.agreed, inputs.requests),
        is_on=False,
    ),
    ConstraintKind(
        key="maximum-number",
        label="Maximum number",
        meaning="No more than so many requests are funded.",
        build=lambda inputs: maximum_rows(inputs.agreed, inputs.requests),
        is_on=False,
    ),
    ConstraintKind(
        key="ai-review",
        label="AI review hours",
        meaning="Reviews of AI stay within the hours the review board has in each quarter.",
        build=lambda inputs: ai_review_rows(inputs.agreed, inputs.requests, inputs.first_quarter),
        is_on=False,
    ),
    ConstraintKind(
        key="reserve",
        label="Reserve",
        meaning="A share of every role's hours is kept back for what nobody planned.",
        is_on=False,
    ),
    ConstraintKind(
        key="ai-charge",
        label="AI review and monitoring hours",
        meaning="Reviewing AI before go-live and watching it afterwards takes hours of a role.",
        is_on=False,
    ),
    ConstraintKind(
        key="scale-reserve",
        label="Scale reserve",
        meaning="A share of money and hours is kept for pilots that succeed: only requests at stage scale use it.",
        build=scale_reserve_rows,
        is_on=False,
    ),
    ConstraintKind(
        key="synergy",
        label="Synergy and overlap",
        meaning="Some requests are worth more, or less, together than apart.",
        reward=lambda inputs: interplay_premiums(inputs.agreed, inputs.requests),
        is_on=False,
    ),
    ConstraintKind(
        key="not-doing",
        label="Cost of not doing",
        meaning="Leaving some requests out costs points of its own.",
        reward=lambda inputs: not_doing_premiums(inputs.agreed, inputs.requests),
        is_on=False,
    ),
)


def build_rows(inputs: RuleInputs, kinds_on: Iterable[str]) -> tuple[Row, ...]:
    """All rows of the kinds that are on, in the order of ``CONSTRAINT_KINDS``."""
    on = set(kinds_on)
    if "reserve" not in on:
        inputs = replace(inputs, agreed=replace(inputs.agreed, reserve_share=0.0))
    if "ai-charge" not in on:
        inputs = replace(inputs, agreed=replace(inputs.agreed, ai_charge=None))
    return tuple(
        row for kind in CONSTRAINT_KINDS if kind.key in on or not kind.can_switch for row in kind.build(inputs)
    )


def build_premiums(inputs: RuleInputs, kinds_on: Iterable[str]) -> tuple[Premium, ...]:
    """All premiums of the kinds that are on, in the order of ``CONSTRAINT_KINDS``."""
    on = set(kinds_on)
    return tuple(premium for kind in CONSTRAINT_KINDS if kind.key in on for premium in kind.reward(inputs))
