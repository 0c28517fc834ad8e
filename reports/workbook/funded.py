"""The sheet Funded: one row for each funded request, and a yes or no that every total follows."""

from __future__ import annotations

from reports.workbook.book import Book, Sheet, total_of
from reports.workbook.request_columns import NO, YES, Column, Columns, funded_columns

TITLE, TOTALS, TOP = "Funded", 2, 3
_PAGES_WIDE = 5


def write(book: Book) -> None:
    """The table, its totals above it, where they stay in view."""
    sheet, columns, lines = book.sheets[TITLE], funded_columns(book), book.money.lines
    sheet.put(0, 0, "Funded requests", "title")
    sheet.put(1, 0, "Set Counts to no to strike a request: totals here and on every other sheet follow.", "text")
    sheet.table("Funded", TOP, [(column.header, column.style) for column in columns.columns], len(lines))
    sheet.widths([column.width for column in columns.columns])
    for k, column in enumerate(columns.columns):
        _write_column(book, sheet, columns, column, k)
    bottom = TOP + max(len(lines), 1)
    counts = columns.columns.index(next(c for c in columns.columns if c.key == "counts"))
    sheet.paper.data_validation(
        TOP + 1, counts, bottom, counts,
        {"validate": "list", "source": [YES, NO], "error_title": "Counts", "error_message": "Enter yes or no."},
    )  # fmt: skip
    struck = {"type": "formula", "criteria": f'=${columns.letters["counts"]}{TOP + 2}="{NO}"',
              "format": book.file.add_format({"font_color": "#8E969E", "font_strikeout": True})}  # fmt: skip
    sheet.paper.conditional_format(TOP + 1, 0, bottom, len(columns.columns) - 1, struck)
    sheet.paper.freeze_panes(TOP + 1, 3)
    sheet.print_as((bottom, len(columns.columns) - 1), repeat=TOP, pages=(_PAGES_WIDE, 0))
    for key in ("score", "net cost") if lines else ():
        k = [column.key for column in columns.columns].index(key)
        book.places[f"funded {key}"] = sheet.across((TOP + 1, k), (bottom, k))
    if not lines:
        # The one blank row of the table: nothing is divided by an empty cell.
        quarters = list(columns.letters).index("quarters")
        sheet.put(TOP + 1, counts, NO, "yes")
        sheet.put(TOP + 1, quarters, 1, "count")


def _write_column(book: Book, sheet: Sheet, columns: Columns, column: Column, k: int) -> None:
    lines = book.money.lines
    values = [column.value(line) for line in lines]
    for row, value in enumerate(values, start=TOP + 1):
        if column.formula is None:
            sheet.put(row, k, value, column.style)
        else:
            sheet.formula(row, k, column.formula(columns, row), value, column.style)
    if column.is_summed:
        formula = f'SUMPRODUCT(({columns.all_of("counts")}="{YES}")*{columns.all_of(column.key)})'
        sheet.formula(TOTALS, k, formula, total_of(values), f"{column.style} total")
        book.places[f"total {column.key}"] = sheet.at(TOTALS, k)
    elif column.key == "id":
        sheet.put(TOTALS, k, "Total", "total label")
    elif column.key == "counts":
        sheet.formula(TOTALS, k, f'COUNTIF({columns.all_of("counts")},"{YES}")', len(lines), "count total")
        book.places["total counts"] = sheet.at(TOTALS, k)
        book.check("Requests funded", book.places["total counts"], len(lines), "count")
    else:
        sheet.put(TOTALS, k, " ", "total label")
