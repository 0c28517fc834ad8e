"""The sheet Summary: one page with the decision, the money and the people, and whether the totals agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from textwrap import wrap

from reports.since import since_line, since_sentences, since_title
from reports.wording import expected_sentence, headline, payback_words, scarcest
from reports.workbook.book import Book, Sheet, Value
from reports.workbook.money import ROWS, TOP
from reports.workbook.money import TITLE as MONEY
from reports.workbook.rules import used_cell
from reports.workbook.styles import BLUE, GRAY, GREEN
from scoring.cash import CASE_YEARS

TITLE = "Summary"
# A cent, and what sums of hours and points differ by between programs.
AGREES_WITHIN = 0.005
_SCARCE, _LINE, _CHANGES = 6, 105, 6
_CLAIMED = "Portfolio value (points), as claimed"
_CHART, _GRID = (378, 300), {"visible": True, "line": {"color": "#E4E9ED"}}
# Name, where its numbers stand, color and mark of what the picture shows.
_STANDINGS = (("Funded", "funded", BLUE, "circle"), ("Not funded", "not funded", GRAY, "square"))
_MILLIONS = '#,##0.0,,"M";-#,##0.0,,"M"'


def write(book: Book) -> None:
    """Key figures left, the chart right, the scarcest limits and the checks below."""
    sheet, outcome = book.sheets[TITLE], book.dossier.outcome
    sheet.widths([48, 20, 20, 14, 4])
    sheet.put(0, 0, f"{outcome.notebook.name}: selected portfolio", "title")
    sheet.put(1, 0, _subtitle(book), "text")
    sheet.put(2, 0, headline(outcome), "text")
    row = _write_figures(book, sheet, 4)
    row = _write_changes(book, sheet, row + 2)
    row = _write_scarce(book, sheet, row + 2)
    _add_cost_chart(book, sheet, row + 2)
    _add_picture(book, sheet, row + 2)
    row = _write_checks(book, sheet, row + 19)
    for line in wrap(expected_sentence(), _LINE):
        row += 1
        sheet.put(row, 0, line, "text")
    sheet.print_as((row, 4), pages=(1, 1))
    sheet.paper.set_portrait()
    sheet.paper.activate()
    sheet.paper.set_first_sheet()


def _write_changes(book: Book, sheet: Sheet, row: int) -> int:
    """What changed since the last meeting; returns the last row."""
    dossier = book.dossier
    sheet.line(row, (since_title(dossier), ""), "heading")
    for sentence in (since_line(dossier), *since_sentences(dossier)[:_CHANGES]):
        for line in wrap(sentence, _LINE):
            row += 1
            sheet.put(row, 0, line, "text")
    return row


def _subtitle(book: Book) -> str:
    outcome = book.dossier.outcome
    currency = book.dossier.currency or "currency not stated"
    return f"{book.dossier.plan_words}, judged on {outcome.today.isoformat()}. Money in {currency}."


def _figures(book: Book) -> Iterator[tuple[str, str, Value, str]]:
    """Label, formula, value and style of each key figure; no formula: a plain value."""
    money, outcome = book.money, book.dossier.outcome
    n = len(money.years)
    yield "Requests funded", book.places["total counts"], len(money.lines), "count"
    yield "Requests considered", "", len(outcome.notebook.requests), "count"
    for label, key, value in (
        (_CLAIMED, "total score", book.dossier.value),
        ("Portfolio value (points), as expected", "total expected score", book.dossier.expected_value),
    ):
        yield label, "+".join(book.places[name] for name in (key, "premiums") if name in book.places), value, "points"
    for label, key, values in (
        ("Capital with contingency, five years", "counted", money.counted),
        ("Operating, five years", "operating", money.operating),
        ("Benefit claimed, five years", "claimed", money.claimed),
        ("Benefit expected as cash, five years", "expected", money.expected),
    ):
        address = _cell(book, key, n + 1)
        yield label, address, sum(values[:CASE_YEARS], Decimal(0)), "money"
    yield f"Net present value, {n} years", "net_present_value", money.npv, "money"
    yield "Discount rate", "discount_rate", money.terms.discount_rate, "share"
    paid = money.payback
    yield "Payback (years)", "payback", payback_words(None, n) if paid is None else paid, "payback"


def _cell(book: Book, key: str, k: int) -> str:
    return book.sheets[MONEY].at(TOP + 1 + ROWS.index(key), k + 1)


def _write_figures(book: Book, sheet: Sheet, row: int) -> int:
    sheet.line(row, ("Key figures", ""), "heading")
    for label, formula, value, style in _figures(book):
        row += 1
        sheet.put(row, 0, label, "label")
        if formula:
            sheet.formula(row, 1, formula, value, style)
        else:
            sheet.put(row, 1, value, style)
        if label == _CLAIMED:
            book.check("Portfolio value (points)", sheet.at(row, 1), book.dossier.outcome.selection.value, style)
    return row


def _write_scarce(book: Book, sheet: Sheet, row: int) -> int:
    """The limits that stop most, and how full they are."""
    sheet.line(row, ("Scarcest limits",), "heading")
    sheet.line(row, ("Limit", "Used", "Share"), "number heading", column=1)
    shown = scarcest(book.dossier.outcome.limits, _SCARCE)
    for at, use in enumerate(shown, start=row + 1):
        style = book.style_of(use.row.unit)
        sheet.put(at, 0, f"{use.row.label}{' (tight)' if use.is_tight else ''}", "label")
        sheet.formula(at, 1, book.places[f"limit {use.row.key}"], use.row.bound, style)
        limit, used = sheet.cell(at, 1), sheet.cell(at, 2)
        source = used_cell(book, use)
        if source:
            sheet.formula(at, 2, source, use.used, style)
        else:
            sheet.put(at, 2, use.used, style)
        sheet.formula(at, 3, f"IF({limit}>0,{used}/{limit},IF({used}>0,1,0))", use.share, "share")
    return row + len(shown)


def _write_checks(book: Book, sheet: Sheet, row: int) -> int:
    """The workbook's totals beside the app's own values: OK, or the difference."""
    sheet.line(row, ("Checks",), "heading")
    sheet.line(row, ("This workbook", "App", "Check"), "number heading", column=1)
    first = row + 2
    for at, (what, address, value, style) in enumerate(book.checks, start=first):
        sheet.put(at, 0, what, "label")
        sheet.formula(at, 1, address, value, style)
        sheet.put(at, 2, value, style)
        mine, app = sheet.cell(at, 1), sheet.cell(at, 2)
        sheet.formula(at, 3, f'IF(ABS({mine}-{app})<{AGREES_WITHIN},"OK",{mine}-{app})', "OK", "check")
    last = first + len(book.checks) - 1
    cells = sheet.span((first, 3), (last, 3))
    count = len(book.checks)
    words = f"All {count} totals agree with the app."
    formula = (
        f'IF(COUNTIF({cells},"OK")={count},"{words}",'
        f'COUNTIF({cells},"<>OK")&" of {count} totals differ from the app: an input was changed or a request struck.")'
    )
    sheet.formula(row + 1, 0, formula, words, "label")
    green = book.file.add_format({"font_color": "#2E6B1F", "bg_color": "#E4F1DF"})
    red = book.file.add_format({"font_color": "#9C1C26", "bg_color": "#F8DADC"})
    sheet.paper.conditional_format(
        first, 3, last, 3, {"type": "cell", "criteria": "==", "value": '"OK"', "format": green}
    )
    sheet.paper.conditional_format(
        first, 3, last, 3, {"type": "cell", "criteria": "!=", "value": '"OK"', "format": red}
    )
    return last


def _add_cost_chart(book: Book, sheet: Sheet, row: int) -> None:
    years = book.sheets[MONEY]
    n = len(book.money.years)
    chart = book.chart({"type": "column", "subtype": "stacked"}, book.money_title("Cost by fiscal year"), size=_CHART)
    for key, color in (("counted", BLUE), ("operating", GREEN)):
        at = TOP + 1 + ROWS.index(key)
        chart.add_series({
            "name": f"={years.at(at, 0)}",
            "categories": f"={years.across((TOP, 1), (TOP, n))}",
            "values": f"={years.across((at, 1), (at, n))}",
            "fill": {"color": color},
        })  # fmt: skip
    chart.set_y_axis({"num_format": _MILLIONS, "major_gridlines": _GRID})
    sheet.paper.insert_chart(
        row, 0, chart, {"object_position": 2, "description": "Capital and operating by fiscal year"}
    )


def _add_picture(book: Book, sheet: Sheet, row: int) -> None:
    """Every request by net cost and score, as the room's screen draws it."""
    drawn = [kind for kind in _STANDINGS if f"{kind[1]} score" in book.places]
    if not drawn:
        return
    chart = book.chart({"type": "scatter"}, book.money_title("Score against net cost, three years"), size=_CHART)
    for name, key, color, shape in drawn:
        chart.add_series({
            "name": name,
            "categories": f"={book.places[f'{key} net cost']}",
            "values": f"={book.places[f'{key} score']}",
            "marker": {"type": shape, "size": 6, "fill": {"color": color}, "border": {"color": "#FFFFFF"}},
        })  # fmt: skip
    chart.set_x_axis({"num_format": _MILLIONS, "label_position": "low", "major_gridlines": {"visible": False}})
    chart.set_y_axis({"num_format": "0", "label_position": "low", "major_gridlines": _GRID})
    options = {"object_position": 2, "x_offset": 40, "description": "Score against net cost of every request"}
    sheet.paper.insert_chart(row, 1, chart, options)
