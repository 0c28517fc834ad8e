"""What differs between two notebooks, place by place, from what to what, by request where it is about one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.edits import Edit
from intake.reimport import facts_changed, match_requests
from intake.setting_changes import limit_cells
from planning.change import Line, differing
from planning.notebook import Override, PlanningNotebook
from portfolio.rule_words import SaidRule, said_rules

AS_IN_THE_FILE, RESTS = "as in the file", "rests until the request is back"
_NO_SCENARIO = "agreed limits"


def agreed_lines(before: PlanningNotebook, after: PlanningNotebook) -> tuple[Line, ...]:
    """Each weight, limit, rule and override on which they differ."""
    sides = before, after
    return (
        *differing(*map(_weights, sides), what="weight ", nothing="0%"),
        *differing(*map(_bounds, sides), what="limit ", nothing=AS_IN_THE_FILE),
        *differing(*({"scenario": side.scenario or _NO_SCENARIO} for side in sides)),
        *differing(*(dict.fromkeys(sorted(side.kinds_on), "on") for side in sides), what="rule ", nothing="off"),
        *_rules(before, after),
        *_overrides(before, after),
    )


def list_lines(before: PlanningNotebook, after: PlanningNotebook) -> tuple[Line, ...]:
    """Each cell, request and limit on which two lists of requests differ.

    Where the file and its reading are the same, what people entered; else what the requests and limits now say.
    """
    one, other = before.source, after.source
    if (one.sha256, one.answers) == (other.sha256, other.answers):
        entered = newest_edits(one.edits, other.edits)
        return tuple(edit_line(edit, is_gone=is_gone) for edit, is_gone in entered)
    sides = before, after
    return (
        *_requests(before, after),
        *differing(*({"currency": side.plan.currency} for side in sides)),
        *limit_lines(before, after),
        *_resting(after.overrides, *({override.request_id for override in side.resting} for side in sides)),
    )


def limit_lines(before: PlanningNotebook, after: PlanningNotebook) -> tuple[Line, ...]:
    """Each limit on which two lists differ."""
    return differing(*(limit_cells(side.limits, side.plan.quarters) for side in (before, after)))


def edit_line(edit: Edit, *, is_gone: bool) -> Line:
    """One cell that was entered, or whose entry was taken back."""
    was, now = (edit.value, edit.was) if is_gone else (edit.was, edit.value)
    return Line(what=_said(edit.column), request_id=edit.request_id, before=was, after=now)


def newest_edits(before: Sequence[Edit], after: Sequence[Edit]) -> list[tuple[Edit, bool]]:
    """Edits that came, each with what stood in the cell until now, or that are gone (True)."""
    stood = {(edit.request_id, edit.column): edit.value for edit in before}
    known = set(before)
    came = [edit for edit in after if edit not in known]
    cells = {(edit.request_id, edit.column) for edit in after}
    gone = [(edit, True) for edit in before if (edit.request_id, edit.column) not in cells]
    return [*((replace(e, was=stood.get((e.request_id, e.column), e.was)), False) for e in came), *gone]


def forced_words(override: Override | None) -> str:
    """Which way an override goes, and until when."""
    if override is None:
        return "not forced"
    way = "forced in" if override.is_in else "forced out"
    return f"{way} until {override.until}" if override.until else way


def _weights(notebook: PlanningNotebook) -> dict[str, str]:
    return {_said(key): f"{100 * share:.4g}%" for key, share in notebook.weights.shares if share}


def _rules(before: PlanningNotebook, after: PlanningNotebook) -> Iterator[Line]:
    was, now = ({rule.about: rule for rule in said_rules(side.agreed_rules)} for side in (before, after))
    for about in dict.fromkeys((*was, *now)):
        one, other = was.get(about), now.get(about)
        if one != other:
            for request_id in _named(one, other) or ("",):
                words = [rule.words if rule else "" for rule in (one, other)]
                yield Line(what="further rule", request_id=request_id, before=words[0], after=words[1])


def _named(one: SaidRule | None, other: SaidRule | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for rule in (one, other) if rule for i in rule.request_ids))


def _overrides(before: PlanningNotebook, after: PlanningNotebook) -> Iterator[Line]:
    was, now = ({override.request_id: override for override in side.overrides} for side in (before, after))
    for request_id in dict.fromkeys((*was, *now)):
        one, other = was.get(request_id), now.get(request_id)
        if one != other:
            words = forced_words(one), forced_words(other)
            why = other.why if other else ""
            yield Line(what="override", request_id=request_id, before=words[0], after=words[1], why=why)


def _requests(before: PlanningNotebook, after: PlanningNotebook) -> Iterator[Line]:
    old, new = ({request.id: request for request in side.requests} for side in (before, after))
    matches = match_requests(before.requests, after.requests)
    for gone in (i for i in old if i not in matches):
        yield Line(what="request", request_id=gone, before=old[gone].title)
    found = set(matches.values())
    for came in (j for j in new if j not in found):
        yield Line(what="request", request_id=came, after=new[came].title)
    for i, j in matches.items():
        yield from (Line(what="id", request_id=j, before=was, after=now) for was, now in ((i, j),) if was != now)
        for fact in facts_changed(old[i], new[j]):
            yield Line(what=_said(fact.column), request_id=j, before=fact.before, after=fact.after)


def _resting(overrides: Sequence[Override], were: set[str], are: set[str]) -> Iterator[Line]:
    for override in overrides:
        is_same = (override.request_id in were) is (override.request_id in are)
        words = forced_words(override), f"{forced_words(override)}, {RESTS}"
        one, other = words if override.request_id in are else words[::-1]
        if not is_same:
            yield Line(what="override", request_id=override.request_id, before=one, after=other)


def _bounds(notebook: PlanningNotebook) -> dict[str, str]:
    return {key: f"{bound:,.10g}" for key, bound in notebook.bounds}


def _said(key: str) -> str:
    return key.replace("_", " ")
