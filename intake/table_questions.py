"""Questions about the table itself: which sheet, which title, and whether it lists requests at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake import meanings as m
from intake import questions as q
from intake.answers import Answers
from intake.cells import Cell, is_blank, read_text
from intake.header_names import GUESSED
from intake.headless import NO_HEADERS
from intake.layout import ALL_SHEETS, Table
from intake.mapping import ColumnUse
from intake.meanings import header_meaning, is_own_layout
from intake.profile import Profile
from intake.questions import Choice, Question
from intake.together import sheets_alike

_CLOSE_SHEET = 0.75
_CLOSE_TITLE = 0.1
_CROSSED_ROWS = 40


def table_questions(
    table: Table,
    others: Sequence[Table],
    uses: Sequence[ColumnUse],
    passed: Sequence[ColumnUse],
    held: Sequence[Profile],
    rows: Sequence[Sequence[Cell]],
    answers: Answers,
) -> Iterator[Question]:
    """The questions that the choice of the table leaves open."""
    named = answers.sheet.strip().casefold()
    if not named or named == table.part_of.strip().casefold():
        yield from _sheet(table, [other for other in others if not _is_own(table) or _is_own(other)])
    title = next((use for use in uses if use.meaning == m.TITLE), None)
    is_said = answers.is_request_list or answers.header_row == NO_HEADERS
    if not is_said and (why := _no_list(table, title, uses, held, rows)):
        yield Question(
            code=q.NOT_A_REQUEST_LIST,
            text=f"This does not look like a list of requests: {why} Is each row a request?",
            choices=(Choice("no", "No, it is something else"), Choice("yes", "Yes, each row is a request")),
        )
    if answers.header_row is None and not (table.has_headers and any(_known(table))):
        yield _header_row(table)
    if title is None or not title.is_stated:
        yield from _title(title, uses, passed, held, table)


def _sheet(table: Table, others: Sequence[Table]) -> Iterator[Question]:
    close = [o for o in others if o.score >= _CLOSE_SHEET * table.score and len(o.rows) > 0 and m.TITLE in _known(o)]
    if not close:
        return
    names = ", ".join(f"{t.sheet} ({_counted(len(t.rows))})" for t in (table, *close))
    what = "sheets" if not table.part_of else "lists side by side, or other sheets," if len(close) > 1 else "lists"
    yield Question(
        code=q.SHEET,
        text=f"Several {what} could hold the requests: {names}. Which one is it?",
        choices=sheet_choices(table, others, offered=close),
    )


def sheet_choices(
    table: Table, others: Sequence[Table], *, offered: Sequence[Table] | None = None
) -> tuple[Choice, ...]:
    """The sheets to choose from: all of the same columns together, where there are such, then each by itself.

    Args:
        others: The best table of every other sheet.
        offered: Those of the others that are offered by themselves; all where nobody says.
    """
    alike = sheets_alike(table, others)
    n_rows = sum(len(t.rows) for t in alike)
    together = (
        (
            Choice(
                ALL_SHEETS,
                f"All {len(alike)} {'lists' if table.part_of else 'sheets'} with these columns: {_counted(n_rows)}",
            ),
        )
        if alike
        else ()
    )
    single = (table, *(others if offered is None else offered))
    return (*together, *(Choice(t.sheet, f"{t.sheet}: {_counted(len(t.rows))}") for t in single))


def _counted(n_rows: int) -> str:
    return f"{n_rows:,} {'row' if n_rows == 1 else 'rows'}"


def _header_row(table: Table) -> Question:
    text = f"Row {table.header_row} is taken for the headers, and none of them is known. Which row is it?"
    if not table.has_headers:
        text = "Row 1 looks like data: it seems that no row holds headers, and every row is read. Is that right?"
    return Question(code=q.HEADER_ROW, text=text, choices=header_row_choices(table))


def header_row_choices(table: Table) -> tuple[Choice, ...]:
    """The rows that may hold the headers, the one taken for them first, and that there are none."""
    none = Choice(str(NO_HEADERS), "There are no headers: the first row is a request")
    rows = dict.fromkeys((table.header_row, *range(1, max(6, table.header_row + 2) + 1)))
    stated = tuple(Choice(str(row), f"Row {row}") for row in rows if row != NO_HEADERS)
    return (*stated[:1], none, *stated[1:]) if table.has_headers else (none, *stated)


def _is_own(table: Table) -> bool:
    """Whether the table has our own headers: beside it no foreign table can be meant."""
    return is_own_layout(table.headers)


def _known(table: Table) -> set[str]:
    return {header_meaning(header) for header in table.headers}


def _title(
    title: ColumnUse | None,
    uses: Sequence[ColumnUse],
    passed: Sequence[ColumnUse],
    held: Sequence[Profile],
    table: Table,
) -> Iterator[Question]:
    if title is None or title.confidence <= GUESSED:
        texts = [use.header for use in uses if use.header and held[use.index].holds_titles]
        first = [title.header] if title else []
        yield Question(
            code=q.TITLE,
            text="No column is called title or name. Which one says what each request is?",
            choices=tuple(Choice(h, _by_example(h, table)) for h in list(dict.fromkeys((*first, *texts)))[:20]),
        )
        return
    rivals = [use for use in passed if use.meaning == m.TITLE and use.confidence >= title.confidence - _CLOSE_TITLE]
    told_apart = held[title.index].distinct_share
    rivals = [use for use in rivals if held[use.index].distinct_share > 0.5 * told_apart]
    if rivals:
        names = [use.header for use in (title, *rivals)]
        text = f"{len(names)} columns could be the title: {', '.join(names)}. Which one is it?"
        yield Question(code=q.TITLE, text=text, choices=q.choices(names))


def _by_example(header: str, table: Table) -> str:
    """A column for people: by its header, or where it has none by what its first cell holds."""
    if table.has_headers:
        return header
    index = table.headers.index(header)
    held = next((text for _, row in table.rows if (text := _text(row, index))), "")
    return f"{header}: {held[:60]} ..."


def _no_list(
    table: Table,
    title: ColumnUse | None,
    uses: Sequence[ColumnUse],
    held: Sequence[Profile],
    rows: Sequence[Sequence[Cell]],
) -> str:
    """Why the rows are hardly requests; empty where they may well be."""
    if title is None:
        return "no column holds names."
    known = [use for use in uses if use.meaning not in (m.UNUSED, m.TITLE) and use.confidence > GUESSED]
    if title.confidence <= GUESSED and not known:
        return "no header is one that lists of requests use."
    if any(use.is_cost or use.is_own for use in uses) or len(rows) < _CROSSED_ROWS:
        return ""
    titles = {_text(row, title.index) for row in rows}
    if len(titles) > 0.1 * len(rows):
        return ""
    for use in uses:
        if use.index == title.index or not use.header:
            continue
        others = {_text(row, use.index) for row in rows}
        if len(others) > 1 and abs(len(titles) * len(others) - len(rows)) <= 0.1 * len(rows):
            return f"the same {len(titles)} names come again for each of {len(others)} entries in {use.header}."
    return f"{len(rows):,} rows have only {len(titles)} different names."


def _text(row: Sequence[Cell], index: int) -> str:
    return read_text(row[index]).strip() if index < len(row) and not is_blank(row[index]) else ""
