"""What each column means, and how sure that is: our own headers, known spellings, likeness, and the contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from openpyxl.utils import get_column_letter

from intake import meanings as m
from intake.answers import Answers
from intake.contents import meanings_by_contents
from intake.header_names import (
    ANY_STAFF,
    GUESSED,
    HOURS,
    OWN_LIKE,
    SERIES,
    SPELLED,
    SURE,
    hours_target,
    index_named,
    is_called_capital,
    is_called_expense,
    is_no_work,
    may_be_cost,
    meaning_by_name,
    series_meaning,
    sums_up_hours,
    without_stage,
)
from intake.layout import Table
from intake.meanings import (
    fold_header,
    is_own_layout,
    meaning_named,
    own_columns,
    own_key,
    own_meaning,
    spellings,
)
from intake.profile import Profile
from intake.series import year_of

# No list of requests is wider; columns beyond are not looked at.
MOST_COLUMNS = 400
_SINGLE = {m.ID, m.TITLE, "description", "requester_sponsor", m.DEPARTMENT, "focus_area", m.STATUS, m.START, m.END,
           m.DEPENDENCIES, m.MANDATE}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnUse:
    """How one column of a table is used.

    Args:
        index: Its place, 0 for the first.
        header: Its header as people read it.
        meaning: A field of our layout, or one of the meanings of foreign headers; "unused" where it is passed over.
        confidence: How sure the meaning is. Expected 0 <= confidence <= 1.
        target: Column of our layout it fills; empty where it fills none by itself.
        year: Fiscal year of a cost by year.
        is_stated: A person said so.
        parted: What it means, where its amounts are put into columns of their own and it is not used itself.
        made_from: Header of the column it was made from; empty for one that the file holds.
    """

    index: int
    header: str
    meaning: str
    confidence: float
    target: str = ""
    year: str = ""
    is_stated: bool = False
    parted: str = ""
    made_from: str = ""

    @property
    def name(self) -> str:
        """What people call it, and name it by: its header, else its letter."""
        return self.header or get_column_letter(self.index + 1)

    @property
    def is_cost(self) -> bool:
        """Whether it holds a cost in a foreign layout."""
        return self.meaning in m.COSTS

    @property
    def is_passed_over(self) -> bool:
        """Whether it fills no fact of a request: it means nothing known, or something such as a risk in words."""
        return self.meaning == m.UNUSED or self.meaning in m.NOT_READ

    @property
    def is_own(self) -> bool:
        """Whether its header is one of our own."""
        return self.confidence == SURE and not self.is_stated and bool(own_meaning(self.header))


def map_columns(
    table: Table, held: Sequence[Profile], answers: Answers, *, first_year: int
) -> tuple[tuple[ColumnUse, ...], tuple[ColumnUse, ...]]:
    """The use of every column, and the candidates for title and cost that were passed over.

    Args:
        held: Profile by column.
        first_year: Calendar year that "Year 1" stands for.
    """
    stated = _stated(table, answers)
    found = _by_headers(table, held, first_year) if table.has_headers else _by_contents(table, held)
    candidates = [stated.get(k, candidate) for k, candidate in enumerate(found)]
    uses, passed = _one_each(with_expenses_apart(candidates), held)
    uses = _guess_costs(uses, held)
    if not any(use.meaning == m.TITLE for use in uses):
        uses = _guess_title(uses, held)
    return _hours_once([_with_target(use) for use in uses]), tuple(passed)


def _hours_once(uses: Sequence[ColumnUse]) -> tuple[ColumnUse, ...]:
    """The columns without a total of the hours that stand beside it role by role: they would count twice."""
    by_role = any(use.meaning == m.EFFORT and use.target not in ("", ANY_STAFF) for use in uses)
    return tuple(
        replace(use, meaning=m.UNUSED, confidence=0.0, target="")
        if by_role and use.meaning == m.EFFORT and use.target == ANY_STAFF and not use.is_stated
        and sums_up_hours(use.header)
        else use
        for use in uses
    )  # fmt: skip


def _by_headers(table: Table, held: Sequence[Profile], first_year: int) -> list[ColumnUse]:
    is_own = is_own_layout(table.headers)
    return [
        _candidate(k, header, held[k], first_year=first_year, is_own=is_own)
        for k, header in enumerate(table.headers[:MOST_COLUMNS])
    ]


def _by_contents(table: Table, held: Sequence[Profile]) -> list[ColumnUse]:
    meanings = meanings_by_contents(held[:MOST_COLUMNS])
    return [
        ColumnUse(index=k, header=header, meaning=meaning, confidence=GUESSED if meaning != m.UNUSED else 0.0)
        for k, (header, meaning) in enumerate(zip(table.headers, meanings, strict=False))
    ]


def with_expenses_apart(uses: Sequence[ColumnUse]) -> list[ColumnUse]:
    """The columns by year with those called expense as running cost, where others are called capital."""
    if not any(use.year and is_called_capital(use.header) for use in uses):
        return list(uses)
    return [
        replace(use, meaning=m.COST_OPERATING)
        if use.year and use.meaning == m.COST_CAPITAL and not use.is_stated and is_called_expense(use.header)
        else use
        for use in uses
    ]


def _stated(table: Table, answers: Answers) -> dict[int, ColumnUse]:
    found = {}
    for name, meaning in answers.meanings.items():
        index = index_named(table.headers, name)
        key = meaning_named(meaning)
        if index is not None and key is not None:
            header = table.headers[index] or get_column_letter(index + 1)
            found[index] = ColumnUse(
                index=index,
                header=header,
                meaning=own_meaning(key) or key,
                confidence=SURE,
                target=key if own_meaning(key) and key not in m.LABELS else "",
                year=year_of(header) or "" if key in m.COSTS else "",
                is_stated=True,
            )
    return found


def _candidate(index: int, header: str, held: Profile, *, first_year: int, is_own: bool) -> ColumnUse:
    own = own_meaning(header)
    if own and (is_own or fold_header(header) not in spellings()):
        return ColumnUse(index=index, header=header, meaning=own, confidence=SURE, target=own_key(header))
    folded = fold_header(header)
    if like := _own_spellings().get(folded):
        return ColumnUse(index=index, header=header, meaning=own_meaning(like), confidence=OWN_LIKE, target=like)
    year = year_of(header, first_year=first_year) or ""
    if year and held.holds_amounts and (meaning := series_meaning(header)):
        return ColumnUse(index=index, header=header, meaning=meaning, confidence=SERIES, year=year)
    meaning, confidence = _confirmed(*meaning_by_name(folded, held), held)
    if meaning == m.EFFORT and is_no_work(header):
        meaning, confidence = m.UNUSED, 0.0
    return ColumnUse(index=index, header=header, meaning=meaning, confidence=confidence)


@cache
def _own_spellings() -> Mapping[str, str]:
    """Our own columns by their folded names, without those that a known spelling stands for."""
    return {fold_header(key): key for key in own_columns() if fold_header(key) not in spellings()}


def _confirmed(meaning: str, confidence: float, held: Profile) -> tuple[str, float]:
    """The meaning as far as the contents agree with it."""
    if meaning in (*m.COSTS, m.EFFORT) and not held.holds_amounts and not _may_yet_be(confidence, held):
        return m.UNUSED, 0.0
    if meaning in (m.START, m.END) and not held.holds_dates and not (confidence >= SPELLED and held.date_share >= 0.2):
        return m.UNUSED, 0.0
    if meaning == m.TITLE and held.n_filled and not held.holds_titles:
        return m.TITLE, confidence * 0.3
    if meaning == m.TITLE and held.n_filled >= 20 and held.distinct_share <= 0.03:
        return m.TITLE, confidence * 0.5
    return meaning, confidence


def _may_yet_be(confidence: float, held: Profile) -> bool:
    """A column that is called a cost word for word stays one, unless words plainly fill it: its cells are findings."""
    if confidence < SPELLED or held.mean_length > 25:
        return False
    return held.n_filled < 5 or held.amount_share + held.withheld_share >= 0.2


def _one_each(candidates: list[ColumnUse], held: Sequence[Profile]) -> tuple[list[ColumnUse], list[ColumnUse]]:
    """Keep the surest column of each meaning; the others are passed over."""
    best: dict[str, ColumnUse] = {}
    for use in candidates:
        key = _single_key(use)
        if key and (key not in best or _rank(use, held) > _rank(best[key], held)):
            best[key] = use
    uses, passed = [], []
    for use in candidates:
        key = _single_key(use)
        if key and best[key] is not use:
            passed.append(use)
            uses.append(replace(use, meaning=m.UNUSED, confidence=0.0, target="", year=""))
        else:
            uses.append(use)
    return uses, passed


def _single_key(use: ColumnUse) -> str:
    """What only one column may be; empty where several may."""
    if use.target:
        return use.target
    return m.TARGETS.get(use.meaning, use.meaning) if use.meaning in _SINGLE else ""


def _rank(use: ColumnUse, held: Sequence[Profile]) -> tuple[float, float, int]:
    filled = held[use.index]
    tells = filled.distinct_share if use.meaning in (m.TITLE, m.ID) else min(filled.n_filled, 1)
    return (use.confidence + use.is_stated, tells, -use.index)


def _guess_costs(uses: list[ColumnUse], held: Sequence[Profile]) -> list[ColumnUse]:
    """Take columns that may be the cost for guesses, to be asked about: where no header says cost, and beside one whose
    header says the same of another stage, as an approved amount does beside a requested one."""
    if any((use.is_stated and use.is_cost) or own_meaning(use.target) for use in uses):
        return uses
    if any(use.is_cost for use in uses):
        costs = {without_stage(use.header) for use in uses if use.is_cost} - {""}
        return [
            replace(use, meaning=m.COST_TOTAL, confidence=GUESSED)
            if use.meaning == m.UNUSED
            and not use.is_stated
            and without_stage(use.header) in costs
            and may_be_cost(use.header, held[use.index])
            else use
            for use in uses
        ]
    return [
        replace(use, meaning=m.COST_TOTAL, confidence=GUESSED)
        if use.meaning == m.UNUSED and not use.is_stated and may_be_cost(use.header, held[use.index])
        else use
        for use in uses
    ]


def _guess_title(uses: list[ColumnUse], held: Sequence[Profile]) -> list[ColumnUse]:
    """Take the column of the most telling words for the title where no header says title."""
    free = [
        use
        for use in uses
        if use.meaning in (m.UNUSED, "description") and not use.is_stated and held[use.index].holds_titles
        and held[use.index].mean_length >= 4 and held[use.index].distinct_share > 0.3
    ]  # fmt: skip
    if not free:
        return uses
    best = max(free, key=lambda use: (held[use.index].distinct_share * held[use.index].n_filled, -use.index))
    guessed = replace(best, meaning=m.TITLE, confidence=GUESSED)
    return [guessed if use is best else use for use in uses]


def _with_target(use: ColumnUse) -> ColumnUse:
    if use.target:
        return use
    if use.meaning == m.EFFORT:
        return replace(
            use, target=hours_target(use.header) if use.is_stated or HOURS.search(fold_header(use.header)) else ""
        )
    return replace(use, target=m.TARGETS.get(use.meaning, ""))
