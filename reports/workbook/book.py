"""The workbook being written: its sheets, styles and names. Text stays text; a formula carries its value."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from reports.dossier import Dossier
from reports.safe_text import safe
from reports.workbook.styles import INK, STYLES, WORDS

Value = str | int | float | Decimal | dt.date | None
_UNNAMED = re.compile(r"\W")
_NOT_IN_HEADERS = re.compile(r"[\r\n\t]+")
# Formulas that name a column take these signs for their own.
_SIGNS_OF_FORMULAS = re.compile(r"([\[\]#'@])")
# A spreadsheet takes text that begins so for a formula when somebody edits its cell.
# Lines break at words: long text takes more room than its letters, short text less. Heights are in points.
_WRAP_LOSS, _ONE_LINE, _MOST_LINES, _LINE_HEIGHT = 1.1, 0.93, 12, 15
_FORMULA_SIGNS = ("=", "+", "-", "@")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def total_of(values: Sequence[Value]) -> float | Decimal:
    """The sum of the numbers among values: exact for money, which comes as decimals."""
    exact = [value for value in values if isinstance(value, Decimal)]
    others = [value for value in values if isinstance(value, int | float)]
    return sum(exact, Decimal(0)) if not others else float(sum(exact)) + math.fsum(others)


def column_names(headers: Sequence[str]) -> list[str]:
    """Headers as a table takes them: on one line, each one once whatever its case."""
    named: list[str] = []
    for header in headers:
        base = _NOT_IN_HEADERS.sub(" ", safe(header)).strip()[:200] or "Column"
        name, n, taken = base, 2, {one.casefold() for one in named}
        while name.casefold() in taken:
            name, n = f"{base} ({n})", n + 1
        named.append(name)
    return named


def column_of(table: str, name: str) -> str:
    """A whole column of a table as formulas of any sheet name it, such as Funded[Department]."""
    marked = _SIGNS_OF_FORMULAS.sub(r"'\1", name)
    return f"{table}[{marked}]"


@dataclass
class Sheet:
    """One sheet: puts values where they belong. Rows and columns count from 0."""

    book: Book
    title: str
    paper: Any
    _widths: dict[int, float] = field(default_factory=dict)
    _wrapped: list[tuple[int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Value, style: str = "text") -> None:
        """One value, by its type; nothing where there is none."""
        look = self.book.style(style)
        if value is None or value == "":
            return
        if isinstance(value, str):
            quoted = f"quoted {style}"
            is_quoted = value[:1] in _FORMULA_SIGNS and quoted in STYLES
            self.paper.write_string(row, column, safe(value), self.book.style(quoted) if is_quoted else look)
            if STYLES[style].get("text_wrap"):
                self._wrapped.append((row, column, len(value)))
        elif isinstance(value, dt.date):
            self.paper.write_datetime(row, column, value, look)
        else:
            self.paper.write_number(row, column, value, look)

    def formula(self, row: int, column: int, formula: str, value: Value, style: str) -> None:
        """A formula with the value it has now."""
        stored = value if isinstance(value, str) else float(value or 0)  # type: ignore[arg-type]
        self.paper.write_formula(row, column, f"={formula}", self.book.style(style), stored)

    def line(self, row: int, values: Sequence[Value], style: str = "text", *, column: int = 0) -> None:
        """Values side by side."""
        for k, value in enumerate(values, start=column):
            self.put(row, k, value, style)

    def cell(self, row: int, column: int) -> str:
        """A cell's address on this sheet, such as B7."""
        return str(xl_rowcol_to_cell(row, column))

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """A range's address on this sheet."""
        return f"{self.cell(*first)}:{self.cell(*last)}"

    def at(self, row: int, column: int) -> str:
        """A cell's address from any sheet."""
        return f"'{self.title}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def across(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """A range's address from any sheet."""
        ends = (xl_rowcol_to_cell(*end, row_abs=True, col_abs=True) for end in (first, last))
        return f"'{self.title}'!{':'.join(ends)}"

    def table(self, name: str, top: int, headers: Sequence[tuple[str, str]], n_rows: int) -> None:
        """Make a table of the rows below its header; where there is none, one blank row stands for it.

        Args:
            headers: (header, style of its cells) in order; numbers have theirs on the right.
        """
        named = column_names([header for header, _ in headers])
        looks = ["header" if style in WORDS else "number header" for _, style in headers]
        columns = [
            {"header": name, "header_format": self.book.style(look)} for name, look in zip(named, looks, strict=True)
        ]
        options = {"name": name, "columns": columns, "style": "Table Style Light 1", "autofilter": True}
        self.paper.add_table(top, 0, top + max(n_rows, 1), len(named) - 1, options)
        self._wrapped += [(top, k, len(header) + 3) for k, header in enumerate(named)]

    def widths(self, widths: Sequence[float], *, column: int = 0) -> None:
        """Column widths in characters."""
        for k, width in enumerate(widths, start=column):
            self.paper.set_column(k, k, width)
            self._widths[k] = width

    def fit_rows(self) -> None:
        """Make every row as high as its longest wrapped text; not every program does that by itself."""
        lines: dict[int, int] = {}
        for row, column, length in self._wrapped:
            width = self._widths.get(column, 9)
            needed = math.ceil(length * (_WRAP_LOSS if length > 2 * width else _ONE_LINE) / width)
            lines[row] = max(lines.get(row, 1), min(needed, _MOST_LINES))
        for row, n in lines.items():
            if n > 1:
                self.paper.set_row(row, _LINE_HEIGHT * n)

    def print_as(self, last: tuple[int, int], *, repeat: int | None = None, pages: tuple[int, int] = (1, 0)) -> None:
        """How it prints: so many pages wide and high (0: as many as it takes), with its name and page numbers.

        Args:
            repeat: A row that stands on top of every page; the first two columns repeat with it.
        """
        paper = self.paper
        paper.print_area(0, 0, *last)
        paper.set_landscape()
        paper.set_paper(9)
        paper.fit_to_pages(*pages)
        paper.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        paper.set_footer("&L&8Rounds&C&8&A&R&8&P of &N")
        if repeat is not None:
            paper.repeat_rows(repeat)
            paper.repeat_columns(0, 1)


@dataclass
class Book:
    """The workbook and what its sheets share.

    Args:
        names: Address of each named cell or range, by name.
        places: Address of cells that other sheets point to, by what they hold.
        checks: What the summary compares: words, address, the app's value, style.
        columns: The columns of the sheet Funded, once they are known.
    """

    dossier: Dossier
    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    checks: list[tuple[str, str, Value, str]] = field(default_factory=list)
    columns: Any = None
    _looks: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._buffer = io.BytesIO()
        self.file = xlsxwriter.Workbook(self._buffer, _OPTIONS)
        self.money, self.expected = self.dossier.money, self.dossier.expected

    @property
    def stamp(self) -> dt.datetime:
        """When the copy was made; the planning date where nobody says."""
        made = self.dossier.made_at
        return dt.datetime.combine(self.dossier.outcome.today, dt.time()) if made is None else made.replace(tzinfo=None)

    def style(self, name: str) -> Any:
        """The style of this name."""
        if name not in self._looks:
            self._looks[name] = self.file.add_format(dict(STYLES[name]))
        return self._looks[name]

    def add_sheet(self, title: str) -> Sheet:
        """A new sheet behind the others."""
        paper = self.file.add_worksheet(title)
        paper.hide_gridlines(2)
        self.sheets[title] = Sheet(self, title, paper)
        return self.sheets[title]

    def name(self, name: str, address: str) -> str:
        """Give a cell or range a name that formulas use; returns the name as it is spelled."""
        spelled = _UNNAMED.sub("_", name)
        self.file.define_name(spelled, f"={address}")
        self.names[spelled] = address
        return spelled

    def style_of(self, unit: str) -> str:
        """The style of an amount in a row's unit."""
        return {"USD": "money", "h": "hours"}.get(unit, "points")

    def unit_words(self, unit: str) -> str:
        """A row's unit in words: the plan's own currency for money."""
        return (self.dossier.currency or "money") if unit == "USD" else unit

    def money_title(self, title: str) -> str:
        """A chart's title with the plan's currency."""
        return f"{title} ({self.dossier.currency})" if self.dossier.currency else title

    def check(self, what: str, address: str, value: Value, style: str) -> None:
        """Have the summary compare a cell of this workbook with the app's own value."""
        self.checks.append((what, address, value, style))

    def chart(self, kind: Mapping[str, str], title: str, *, size: tuple[int, int]) -> Any:
        """A native chart in the workbook's quiet look."""
        chart = self.file.add_chart(dict(kind))
        chart.set_title({"name": title, "name_font": {"size": 12, "bold": True, "color": INK}, "overlay": False})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": size[0], "height": size[1]})
        chart.set_chartarea({"border": {"none": True}})
        return chart

    def close(self) -> bytes:
        """The workbook's bytes."""
        for sheet in self.sheets.values():
            sheet.fit_rows()
        self.file.close()
        return self._buffer.getvalue()


Write = Callable[[Book], None]


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One sheet of the workbook: its name, the color of its tab, and what writes it."""

    title: str
    color: str
    write: Write


def column_letter(column: int) -> str:
    """The letter of a column, 0 for A."""
    return str(xl_col_to_name(column))
