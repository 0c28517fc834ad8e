"""Findings about the list as a whole: prerequisites that lead nowhere, titles that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from intake import finding as kinds
from intake.finding import Finding, FindingKind
from scoring.request import Request

_SIMILAR = 92
_ALL_PAIRS = 1_500
_MOST_FINDINGS = 200
_NEIGHBORS = 4


def check_list(
    requests: Sequence[Request], rows: Mapping[str, tuple[str, int]], *, is_spread: bool
) -> Iterator[Finding]:
    """Findings about requests taken together.

    Args:
        rows: (sheet, row number) by request id.
        is_spread: Titles are known to come again: one request over several rows.
    """
    yield from check_prerequisites(requests, rows)
    if not is_spread:
        yield from _titles(requests, rows)


def check_prerequisites(requests: Sequence[Request], rows: Mapping[str, tuple[str, int]]) -> Iterator[Finding]:
    """Prerequisites that are not in the list, and those that run in a circle."""
    known = {request.id: request for request in requests}
    circular = _in_circles(known)
    for request in requests:
        place = rows.get(request.id)
        for needed in request.prerequisites:
            if needed not in known:
                message = f"{request.id} needs {needed}, which is not in the list: it can't be funded."
                yield _about(kinds.PREREQUISITE_UNKNOWN, place, message, needed)
        if request.id in circular:
            message = f"{request.id} needs itself through {', '.join(request.prerequisites)}."
            yield _about(kinds.PREREQUISITE_CIRCULAR, place, message, request.id)


def _about(
    kind: FindingKind, place: tuple[str, int] | None, message: str, value: str, column: str = "depends_on"
) -> Finding:
    sheet, row = place or ("", None)
    return Finding(kind=kind, message=message, sheet=sheet, row=row, column=column, value=value[:200])


def _in_circles(known: Mapping[str, Request]) -> set[str]:
    """Ids that can be reached from themselves: the strongly connected parts of more than one, and those that need
    themselves (Tarjan 1972, without recursion)."""
    needs = {i: [n for n in request.prerequisites if n in known] for i, request in known.items()}
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    circular = {i for i, n in needs.items() if i in n}
    for root, first in needs.items():
        todo = [] if root in order else [(root, iter(first))]
        while todo:
            node, rest = todo[-1]
            if node not in order:
                order[node] = low[node] = len(order)
                stack.append(node)
                on_stack.add(node)
            for needed in rest:
                if needed not in order:
                    todo.append((needed, iter(needs[needed])))
                    break
                if needed in on_stack:
                    low[node] = min(low[node], order[needed])
            else:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[node])
                if low[node] == order[node]:
                    part = _pop_part(stack, node)
                    on_stack -= set(part)
                    circular |= set(part) if len(part) > 1 else set()
    return circular


def _pop_part(stack: list[str], node: str) -> list[str]:
    """The nodes on top of the stack down to this one, taken off."""
    part = [stack.pop()]
    while part[-1] != node:
        part.append(stack.pop())
    return part


def _titles(requests: Sequence[Request], rows: Mapping[str, tuple[str, int]]) -> Iterator[Finding]:
    folded = [" ".join(request.title.casefold().split()) for request in requests]
    first: dict[tuple[str, str], Request] = {}
    n_repeated = 0
    for request, title in zip(requests, folded, strict=True):
        earlier = first.setdefault((title, request.requesting_department.casefold()), request)
        if earlier is not request and n_repeated < _MOST_FINDINGS:
            n_repeated += 1
            message = f"{request.id} has the title and department of {earlier.id}: {request.title}"
            yield _about(kinds.TITLE_REPEATED, rows.get(request.id), message, request.title, "title")
    for one, other in _similar(folded)[:_MOST_FINDINGS]:
        message = f"{requests[other].id} is nearly called like {requests[one].id}: {requests[one].title}"
        place = rows.get(requests[other].id)
        yield _about(kinds.TITLE_SIMILAR, place, message, requests[other].title, "title")


def _similar(titles: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of titles that are nearly, but not quite, the same; digits must agree."""
    if len(titles) <= _ALL_PAIRS:
        near = process.cdist(titles, titles, scorer=fuzz.ratio, score_cutoff=_SIMILAR, dtype=np.uint8)
        pairs = [(int(i), int(j)) for i, j in zip(*np.nonzero(np.triu(near, 1)), strict=True)]
    else:
        order = sorted(range(len(titles)), key=lambda k: titles[k])
        pairs = [
            (min(order[k], order[k + step]), max(order[k], order[k + step]))
            for k in range(len(order))
            for step in range(1, _NEIGHBORS + 1)
            if k + step < len(order) and fuzz.ratio(titles[order[k]], titles[order[k + step]], score_cutoff=_SIMILAR)
        ]
    return [(i, j) for i, j in pairs if titles[i] != titles[j] and _digits(titles[i]) == _digits(titles[j])]


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
