"""Below the years on the sheet Money: the same money by department, focus area, sponsor and the like, and benefits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from planning.money import Money, RequestMoney
from reports.workbook.book import Book, Sheet
from reports.workbook.request_columns import NOT_STATED, YES, Columns, funded_columns
from scoring.request import Request
from scoring.value import COUNTED_SHARE_BY_CONFIDENCE, COUNTED_SHARE_BY_TYPE

Group = Callable[[Request], str]
# Heading, column of the sheet Funded, and what groups a request.
_GROUPS: Sequence[tuple[str, str, Group]] = (
    ("By department", "department", lambda r: r.requesting_department or NOT_STATED),
    ("By focus area", "area", lambda r: r.focus_area or NOT_STATED),
    ("By sponsor", "sponsor", lambda r: r.sponsor_role or NOT_STATED),
    ("By cost nature", "cost_nature", lambda r: r.cost_nature or NOT_STATED),
    ("By entity", "entity", lambda r: r.entity or NOT_STATED),
)
# Groupings that come from optional columns: without one, a block of "not stated" would say nothing.
_OPTIONAL = ("cost_nature", "entity")


def write(book: Book, sheet: Sheet, row: int) -> int:
    """Every group, then the benefits; returns the last row."""
    columns = funded_columns(book)
    for heading, key, group in _GROUPS:
        found = sorted({group(line.request) for line in book.money.lines}, key=lambda name: (name.casefold(), name))
        if key not in _OPTIONAL or any(name != NOT_STATED for name in found):
            row = _write_group(book, sheet, columns, row, (heading, key, found), group) + 2
    return _write_benefit(book, sheet, columns, row)


def _write_group(
    book: Book, sheet: Sheet, columns: Columns, row: int, named: tuple[str, str, list[str]], group: Group
) -> int:
    heading, key, found = named
    stated = book.money.stated
    headers = [heading, "Requests", *(f"Capital with contingency {y}" for y in stated), "One-time"]
    headers += [*(f"Operating {y}" for y in stated), "Recurring", "Net present value"]
    sheet.put(row, 0, headers[0], "header")
    sheet.line(row, headers[1:], "number header", column=1)
    totals = [Decimal(0)] * (len(headers) - 1)
    for at, name in enumerate(found, start=row + 1):
        sheet.put(at, 0, name, "label")
        part = book.money.where(lambda request, name=name: group(request) == name)  # type: ignore[misc]
        formulas, values = _group_formulas(book, sheet, columns, key, at), _group_values(part)
        for k, (formula, value) in enumerate(zip(formulas, values, strict=True), start=1):
            sheet.formula(at, k, formula, value, "count" if k == 1 else "money")
            totals[k - 1] += value
    last = row + len(found)
    sheet.put(last + 1, 0, "Total", "total label")
    for k, total in enumerate(totals, start=1):
        formula = f"SUM({sheet.span((row + 1, k), (last, k))})" if found else "0"
        sheet.formula(last + 1, k, formula, total, "count total" if k == 1 else "money total")
    _check_total(book, sheet, (heading, last + 1), totals)
    return last + 1


def _check_total(book: Book, sheet: Sheet, named: tuple[str, int], totals: list[Decimal]) -> None:
    heading, row = named
    one_time = len(book.money.stated) + 2
    book.check(f"One-time money {heading.lower()}", sheet.at(row, one_time), sum(book.money.counted), "money")


def _group_formulas(book: Book, sheet: Sheet, columns: Columns, key: str, row: int) -> list[str]:
    """Totals over the rows that count and belong to the group; EXACT, so that no name is read as a pattern."""
    stated, n = book.money.stated, len(book.money.stated)
    counts = f'({columns.all_of("counts")}="{YES}")*EXACT({columns.all_of(key)},{sheet.cell(row, 0)})'
    capital = [f"SUMPRODUCT({counts}*ROUND({columns.all_of(f'capital {y}')}*(1+contingency_{y}),2))" for y in stated]
    operating = [f"SUMPRODUCT({counts}*{columns.all_of(f'operating {y}')})" for y in stated]
    return [
        f"SUMPRODUCT({counts}*1)",
        *capital,
        f"SUM({sheet.span((row, 2), (row, n + 1))})",
        *operating,
        f"SUM({sheet.span((row, n + 3), (row, 2 * n + 2))})",
        f"SUMPRODUCT({counts}*{columns.all_of('npv')})",
    ]


def _group_values(part: Money) -> list[Decimal]:
    n = len(part.stated)
    capital, operating = part.counted[:n], part.operating[:n]
    return [
        Decimal(len(part.lines)),
        *capital,
        sum(capital, Decimal(0)),
        *operating,
        sum(operating, Decimal(0)),
        part.npv,
    ]


def _write_benefit(book: Book, sheet: Sheet, columns: Columns, row: int) -> int:
    """Yearly benefit by type and confidence, as claimed and as expected; returns the last row."""
    kinds = (("annual", "Benefit claimed a year"), ("expected", "Benefit expected a year"))
    for key, heading in kinds:
        row = _write_benefit_table(book, sheet, columns, row, (key, heading)) + 2
    return row - 2


def _write_benefit_table(book: Book, sheet: Sheet, columns: Columns, row: int, named: tuple[str, str]) -> int:
    key, heading = named
    sure = [str(c) for c in COUNTED_SHARE_BY_CONFIDENCE]
    sheet.put(row, 0, f"{heading}: by type and confidence", "header")
    sheet.line(row, [*sure, "Total"], "number header", column=1)
    for at, kind in enumerate(map(str, COUNTED_SHARE_BY_TYPE), start=row + 1):
        sheet.put(at, 0, kind, "label")
        for k, confidence in enumerate(sure, start=1):
            formula = (
                f'SUMPRODUCT(({columns.all_of("counts")}="{YES}")*({columns.all_of("type")}={sheet.cell(at, 0)})'
                f"*({columns.all_of('confidence')}={sheet.cell(row, k)})*{columns.all_of(key)})"
            )
            sheet.formula(at, k, formula, _benefit(book, key, kind, confidence), "money")
        cells, total = sheet.span((at, 1), (at, len(sure))), _benefit(book, key, kind, "")
        sheet.formula(at, len(sure) + 1, f"SUM({cells})", total, "money bold")
    last = row + len(COUNTED_SHARE_BY_TYPE)
    sheet.put(last + 1, 0, "Total", "total label")
    for k, confidence in enumerate([*sure, ""], start=1):
        cells = sheet.span((row + 1, k), (last, k))
        sheet.formula(last + 1, k, f"SUM({cells})", _benefit(book, key, "", confidence), "money total")
    book.check(heading, sheet.at(last + 1, len(sure) + 1), _benefit(book, key, "", ""), "money")
    return last + 1


def _benefit(book: Book, key: str, kind: str, confidence: str) -> Decimal:
    """Yearly benefit of one type and confidence; an empty name stands for all."""
    lines: list[RequestMoney] = [
        line
        for line in book.money.lines
        if kind in ("", str(line.request.benefit_type)) and confidence in ("", str(line.request.benefit_confidence))
    ]
    return sum((line.annual if key == "annual" else line.expected_annual for line in lines), Decimal(0))
