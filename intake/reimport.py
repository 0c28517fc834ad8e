"""A newer version of the same file: which request is which, what changed, and what becomes of the edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from intake.defaults import blanked
from intake.editable import assumed_of
from intake.edits import Edit
from intake.own_rows import request_rows
from intake.read import Intake
from intake.setting_changes import SettingChange, settings_changed
from scoring.request import Request

# Files that share fewer of their requests are two lists, not two versions of one.
_SAME_LIST_SHARE = 0.3
# Titles less like each other name two things, also under one id: many lists are numbered from 1.
_LIKE_TITLES = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One fact that differs between two versions of a file."""

    request_id: str
    title: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReimportReport:
    """What changed between two files, and what became of the edits.

    Args:
        added: Requests that only the newer file has.
        removed: Requests that only the older file has.
        renamed: (old id, new id) of requests found by title and department.
        changed: Facts that differ, edits apart.
        kept: Edits that go on, under the new ids.
        settled: Edits that the newer file says itself.
        contested: Edits of facts that the newer file changed too: the edit goes on, and is pointed out.
        resting: Edits of requests that are gone: kept, and used again once a newer file holds their requests.
        settings: Limits, weights and settings of the plan that the newer file states otherwise.
    """

    added: tuple[Request, ...] = ()
    removed: tuple[Request, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    changed: tuple[CellChange, ...] = ()
    kept: tuple[Edit, ...] = ()
    settled: tuple[Edit, ...] = ()
    contested: tuple[Edit, ...] = ()
    resting: tuple[Edit, ...] = ()
    settings: tuple[SettingChange, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the newer file says what the older one said."""
        return not (self.added or self.removed or self.changed or self.settings)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits that stay beside the newer file, those that rest included."""
        return (*self.kept, *self.resting)


def match_requests(older: Sequence[Request], newer: Sequence[Request]) -> dict[str, str]:
    """New id by old id: by id, else by title and department, else by a title that stands once in both.

    An id under which the newer list names another thing, while its own title stands further down, is none: lists
    numbered from 1 are numbered anew once a row comes between.
    """
    new = {n.id: n for n in newer}
    once = _named_once(older) & _named_once(newer)
    found = {
        r.id: r.id for r in older if r.id in new and (_title_and_department(r) not in once or _is_like(r, new[r.id]))
    }
    for key_of in (_title_and_department, _title):
        left_old = [r for r in older if r.id not in found]
        left_new = [r for r in newer if r.id not in found.values()]
        once_old, once_new = Counter(map(key_of, left_old)), Counter(map(key_of, left_new))
        by_key = {key_of(r): r.id for r in left_new if once_new[key_of(r)] == 1}
        found |= {r.id: by_key[key_of(r)] for r in left_old if once_old[key_of(r)] == 1 and key_of(r) in by_key}
    return found


def is_newer_version(older: Sequence[Request], newer: Sequence[Request]) -> bool:
    """Whether enough requests of a list stand in another one, by title too, for the two to be versions of one list."""
    new = {r.id: r for r in newer}
    matches = match_requests(older, newer)
    n_same = sum(_is_like(r, new[matches[r.id]]) for r in older if r.id in matches)
    return n_same >= _SAME_LIST_SHARE * max(len(older), 1)


def carry_edits(edits: Sequence[Edit], older: Sequence[Request], newer: Sequence[Request]) -> tuple[Edit, ...]:
    """The edits of one reading of a file for another: under the new ids; those of requests it does not hold stay.

    Args:
        older: Requests of the reading that the edits lie beside.
        newer: Requests of the other reading.
    """
    matches = match_requests(older, newer)
    resting = [edit for edit in edits if edit.request_id not in matches]
    moved = [replace(e, request_id=matches[e.request_id]) for e in edits if e.request_id in matches]
    # Where an edit that rested comes back to a cell that was entered again since, the later one counts.
    return tuple({(edit.request_id, edit.column): edit for edit in (*resting, *moved)}.values())


def compare_files(older: Intake, newer: Intake, edits: Sequence[Edit] = ()) -> ReimportReport:
    """What changed between two files, both without edits, and what becomes of the edits made on the older one."""
    matches = match_requests(older.requests, newer.requests)
    old = {r.id: r for r in older.requests}
    new = {r.id: r for r in newer.requests}
    changed = [change for i, j in matches.items() for change in facts_changed(old[i], new[j])]
    kept, settled, contested, resting = [], [], [], []
    unstated = assumed_of(newer)
    for edit in edits:
        # An entry that rested comes back with its request, which the file between did not hold.
        now_called = matches.get(edit.request_id, edit.request_id if edit.request_id not in old else "")
        if now_called not in new:
            resting.append(edit)
            continue
        request = new[now_called]
        now = blanked(request_rows([request])[0], unstated.get(request.id, ())).get(edit.column, "")
        moved = replace(edit, request_id=request.id, was=now)
        if now == edit.value:
            settled.append(moved)
            continue
        kept.append(moved)
        if now != edit.was:
            contested.append(moved)
    return ReimportReport(
        added=tuple(r for r in newer.requests if r.id not in matches.values()),
        removed=tuple(r for r in older.requests if r.id not in matches),
        renamed=tuple((i, j) for i, j in matches.items() if i != j),
        changed=tuple(changed),
        kept=tuple(kept),
        settled=tuple(settled),
        contested=tuple(contested),
        resting=tuple(resting),
        settings=settings_changed(older, newer),
    )


def facts_changed(before: Request, after: Request) -> list[CellChange]:
    """Facts on which one request differs between two lists, under its later id; the id apart."""
    if replace(before, id=after.id) == after:
        return []
    one, other = request_rows([before, after])
    return [
        CellChange(request_id=after.id, title=after.title, column=key, before=one[key], after=other[key])
        for key in one
        if key != "request_id" and one[key] != other[key]
    ]


def _named_once(requests: Sequence[Request]) -> set[str]:
    """Titles with departments that stand once in a list."""
    return {key for key, n in Counter(map(_title_and_department, requests)).items() if n == 1}


def _is_like(one: Request, other: Request) -> bool:
    """Whether two requests are called alike."""
    return bool(fuzz.token_sort_ratio(_title(one), _title(other), score_cutoff=_LIKE_TITLES))


def _title_and_department(request: Request) -> str:
    return f"{_title(request)}\n{' '.join(request.requesting_department.casefold().split())}"


def _title(request: Request) -> str:
    return " ".join(request.title.casefold().split())
