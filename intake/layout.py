"""Where the requests stand: sheets, header rows and orientation, scored by what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from intake.answers import Answers
from intake.cells import Cell, is_blank, read_text
from intake.header_rows import read_headers, rows_below, told_apart
from intake.headless import NO_HEADERS, column_letters, is_data_row
from intake.meanings import DEPARTMENT, ID, TITLE, UNUSED, header_meaning
from intake.series import year_of
from intake.side_by_side import parted
from intake.workbook import Book, Merged, Sheet

HEADER_ROWS_SEARCHED = 30
_WIDEST_TURNED, _TALLEST_TURNED = 400, 120
_WEIGHTS = {TITLE: 2.0, ID: 1.2, DEPARTMENT: 1.0, "cost_total": 1.5, "cost_capital": 1.5, UNUSED: 0.0}
_OWN_SHEET_BONUS = 3.0
# What a person answers on the sheet where several are one list; no sheet can be called so.
ALL_SHEETS = "*"
NAMED_SHEET = "requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One candidate: a header row and the rows below it.

    Args:
        sheet: The sheet's name.
        header_row: Number of the header row in the sheet, 1 for the first (the column's number when turned); 0 where
            there is none, and the columns go by their letters.
        headers: Headers as people read them, empty where there is none.
        rows: (row number, cells) below the header; blank rows are left out.
        above: Texts above the header.
        is_turned: One request in each column; numbers are the columns' then.
        has_text_cells: From a text file.
        other_table: Row below, where a table with other headers begins that is not read.
        merged: Cells merged over several rows, by row number.
        places: (sheet, row number there) of rows that come from several sheets; empty where all are this sheet's.
        part_of: The sheet in the file, where it is only some of its columns; empty where it is the whole.
        levels: How deep rows stand in the sheet's outline, by row number.
        score: How much it looks like a list of requests.
        next_row: The row of this sheet that is the next likeliest to hold the headers; 0 where there is none.
        next_score: How much that looks like a list of requests.
    """

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    above: tuple[str, ...] = ()
    is_turned: bool = False
    has_text_cells: bool = False
    comma_likely: bool = False
    other_table: int | None = None
    merged: tuple[Merged, ...] = ()
    places: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    part_of: str = ""
    levels: Mapping[int, int] = field(default_factory=dict)
    score: float = 0.0
    next_row: int = 0
    next_score: float = 0.0

    @property
    def has_headers(self) -> bool:
        """Whether a row of the sheet names the columns."""
        return self.header_row != NO_HEADERS

    def place(self, number: int) -> tuple[str, int]:
        """Sheet and row number there of a row."""
        return self.places.get(number, (self.sheet, number))

    def row_words(self, number: int) -> str:
        """A row for people: its number, with its sheet where the rows come from several."""
        sheet, row = self.place(number)
        return f"{row} of {sheet}" if self.places else str(row)

    @property
    def column(self) -> dict[str, int]:
        """Index by header, the first where a header stands twice."""
        found: dict[str, int] = {}
        for k, header in enumerate(self.headers):
            found.setdefault(header, k)
        return found


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: Sheet
    index: int
    score: float
    is_turned: bool = False
    next_row: int = 0
    next_score: float = 0.0


def find_tables(book: Book, answers: Answers) -> tuple[Table, ...]:
    """The best table of every sheet that has one, the likeliest first; an answer for sheet or header row decides.

    Returns:
        Empty where a person named a sheet that has none.
    """
    named = answers.sheet if answers.sheet != ALL_SHEETS else ""
    places = []
    for sheet in (part for whole in book.sheets for part in parted(whole)):
        is_meant = not named or sheet.is_called(named)
        found = _best(list(_places(sheet, answers.header_row if is_meant else None)))
        if found is not None:
            places.append(_without_headers(found, answers))
    places.sort(key=lambda place: (bool(named) and not place.sheet.is_called(named), -place.score))
    if named and not (places and places[0].sheet.is_called(named)):
        return ()
    return tuple(_table(place, book) for place in places)


def _best(found: Sequence[_Place]) -> _Place | None:
    """The likeliest place, which knows the next likeliest."""
    if not found:
        return None
    best, *rest = sorted(found, key=lambda place: -place.score)
    # The same sheet read the other way is no other row.
    other = next((place for place in rest if place.is_turned == best.is_turned), None)
    return best if other is None else replace(best, next_row=other.index + 1, next_score=other.score)


def _without_headers(place: _Place, answers: Answers) -> _Place:
    """The place, with no header row where its row is one of the requests."""
    is_data = answers.header_row is None and not place.is_turned and is_data_row(place.sheet.rows, place.index)
    return replace(place, index=NO_HEADERS - 1) if is_data else place


def _places(sheet: Sheet, stated: int | None) -> Iterator[_Place]:
    bonus = _OWN_SHEET_BONUS if sheet.is_called(NAMED_SHEET) else 0.0
    rows = sheet.rows
    if stated is not None:
        if stated <= len(rows):
            # What is said of the row says nothing about the sheet.
            yield _Place(sheet, stated - 1, max((place.score for place in _places(sheet, None)), default=0.01))
        return
    for index in range(min(len(rows), HEADER_ROWS_SEARCHED)):
        if (score := _score(rows, index)) > 0:
            yield _Place(sheet, index, score + bonus - index * 0.01)
    width = max(map(len, rows), default=0)
    if len(rows) <= _TALLEST_TURNED and width <= _WIDEST_TURNED:
        turned = _turned(rows)
        for index in range(min(len(turned), 3)):
            if (score := _score(turned, index)) > 0 and _is_mostly_known(turned[index]):
                # Upright unless sideways reads clearly better.
                yield _Place(sheet, index, score * 0.8 + bonus - index * 0.01, is_turned=True)


def _score(rows: Sequence[tuple[Cell, ...]], index: int) -> float:
    """How much a row looks like the headers of a list of requests; 0 where it can't be."""
    cells = [cell for cell in rows[index] if not is_blank(cell)]
    texts = [read_text(cell) for cell in cells]
    known = [header_meaning(text) for text in texts]
    if not texts or (len(texts) < 2 and TITLE not in known):
        return 0.0
    n_values = sum(not isinstance(cell, str) and year_of(read_text(cell)) is None for cell in cells)
    if n_values * 2 > len(cells):
        return 0.0
    n_below = sum(any(not is_blank(cell) for cell in row) for row in rows[index + 1 : index + 41])
    if n_below == 0 and not any(known):
        return 0.0
    meaning_score = sum(_WEIGHTS.get(meaning, 0.8) for meaning in set(filter(None, known)))
    if TITLE not in known:
        meaning_score *= 0.5
    distinct = 0.6 + 0.4 * len(set(texts)) / len(texts)
    return (meaning_score + min(len(texts), 10) * 0.05) * distinct + min(n_below, 40) / 40


def without_rows(table: Table, kept: Sequence[tuple[int, tuple[Cell, ...]]]) -> Table:
    """The table with only some of its rows; what stands alone in the last rows goes to the texts above."""
    return replace(table, rows=tuple(kept), above=(*table.above, *notes_below(table)))


def notes_below(table: Table) -> tuple[str, ...]:
    """Texts that stand alone in one of the last rows."""
    alone = ([cell for cell in row if not is_blank(cell)] for _, row in table.rows[-12:])
    return tuple(cells[0] for cells in alone if len(cells) == 1 and isinstance(cells[0], str))


def _is_mostly_known(row: Sequence[Cell]) -> bool:
    """Whether most cells are known headers: only then a sheet is read sideways."""
    texts = [read_text(cell) for cell in row if not is_blank(cell)]
    return sum(bool(header_meaning(text)) for text in texts) * 2 >= len(texts)


def _table(place: _Place, book: Book) -> Table:
    rows = _turned(place.sheet.rows) if place.is_turned else place.sheet.rows
    headers, n_header_rows = _headers(rows, place.index)
    first = place.index + n_header_rows
    below = rows_below(
        [
            (number, row)
            for number, row in enumerate(rows[first:], start=first + 1)
            if any(not is_blank(cell) for cell in row)
        ],
        headers,
    )
    above = tuple(
        read_text(cell)
        for row in rows[: max(place.index, 0)]
        for cell in row
        if isinstance(cell, str) and not is_blank(cell)
    )
    return Table(
        sheet=place.sheet.name,
        header_row=place.index + 1,
        headers=told_apart(headers),
        rows=below.rows,
        other_table=below.other_table,
        above=above,
        is_turned=place.is_turned,
        has_text_cells=book.has_text_cells,
        comma_likely=book.decimal_comma_likely,
        merged=tuple(
            area for area in place.sheet.merged(is_turned=place.is_turned) if area.first > place.index + n_header_rows
        ),
        part_of=place.sheet.part_of,
        levels={} if place.is_turned else place.sheet.levels,
        score=place.score,
        next_row=place.next_row,
        next_score=place.next_score,
    )


def _headers(rows: Sequence[tuple[Cell, ...]], index: int) -> tuple[tuple[str, ...], int]:
    """The headers and how many rows they take, the place above the first row counted as one."""
    if index + 1 == NO_HEADERS:
        widths = Counter(len(row) for row in rows if row)
        return column_letters(max(widths, key=lambda width: (widths[width], width), default=0)), 1
    return read_headers(rows, index)


def _turned(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    width = max(map(len, rows), default=0)
    return tuple(tuple(row[k] if k < len(row) else None for row in rows) for k in range(width))
