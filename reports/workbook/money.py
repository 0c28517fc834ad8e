"""The sheet Money: by fiscal year, then by department, focus area, sponsor, cost nature and entity, then benefits."""

from __future__ import annotations

from reports.wording import payback_words
from reports.workbook import money_groups
from reports.workbook.book import Book, Sheet, Value, total_of
from reports.workbook.request_columns import YES, Columns, funded_columns
from reports.workbook.styles import BLUE, GRAY, GREEN, ORANGE
from scoring.cash import CASE_YEARS

TITLE, TOP = "Money", 3
SHORT_CASE = 3
# Rows of the block by year, below its header, in order.
ROWS = (
    "capital", "contingency", "counted", "capital limit", "capital left", "operating", "operating limit",
    "operating left", "cost", "claimed", "expected", "net", "cumulative", "below", "factor", "present", "depreciation",
)  # fmt: skip
_LABELS = {
    "capital": "Capital (one-time)",
    "contingency": "Contingency",
    "counted": "Capital with contingency",
    "capital limit": "Capital limit",
    "capital left": "Capital left",
    "operating": "Operating (recurring)",
    "operating limit": "Operating limit",
    "operating left": "Operating left",
    "cost": "Total cost",
    "claimed": "Benefit as claimed",
    "expected": "Benefit expected as cash",
    "net": "Net: expected benefit less total cost",
    "cumulative": "Net, summed up",
    "below": "Year, where the sum is below zero",
    "factor": "Discount factor",
    "present": "Present value of net",
    "depreciation": "Depreciation, straight line",
}
_TOTALS = ("counted", "cost", "net")
_NO_SUM = ("cumulative", "below", "factor", "capital limit", "capital left", "operating limit", "operating left")


def write(book: Book) -> None:
    """The block by year with its figures and charts, then the groups, then benefits."""
    sheet, money = book.sheets[TITLE], book.money
    years = len(money.years)
    currency = book.dossier.currency or "currency not stated"
    sheet.put(0, 0, f"Money by fiscal year ({currency})", "title")
    sheet.put(1, 0, _note(book), "text")
    sheet.widths([36, *[17] * (years + 8)])
    _write_years(book, sheet, funded_columns(book))
    row = _write_case(book, sheet, TOP + len(ROWS) + 3)
    _add_charts(book, sheet, row + 1)
    row = money_groups.write(book, sheet, row + 18)
    sheet.paper.freeze_panes(TOP + 1, 1)
    sheet.print_as((row, max(years + 3, 2 * len(money.stated) + 5)))


def _note(book: Book) -> str:
    stated = book.money.stated
    return (
        f"Costs are stated to {stated[-1]}; running cost and benefit go on after it as they were then. "
        "Limits are those in force in this plan."
    )


def place(book: Book, key: str, k: int) -> str:
    """A cell of the block by year from any sheet: key of the row, number of the year."""
    return book.sheets[TITLE].at(TOP + 1 + ROWS.index(key), k + 1)


def _write_years(book: Book, sheet: Sheet, columns: Columns) -> None:
    money = book.money
    n = len(money.years)
    spans = [("Three years", SHORT_CASE), ("Five years", CASE_YEARS), *([("All years", n)] if n > CASE_YEARS else [])]
    sheet.put(TOP, 0, "Fiscal year", "header")
    for k, year in enumerate(money.years, start=1):
        sheet.put(TOP, k, year, "number header")
    for k, (label, _) in enumerate(spans, start=n + 1):
        sheet.put(TOP, k, label, "number header")
    values = _values(book)
    for at, key in enumerate(ROWS, start=TOP + 1):
        style = "factor" if key == "factor" else "count" if key == "below" else "money"
        is_total = key in _TOTALS
        sheet.put(at, 0, _LABELS[key], "total label" if is_total else "label")
        for k in range(n):
            formula, value = _formula(book, sheet, columns, key, k), values[key][k]
            look = f"{style} total" if is_total else style
            if formula:
                sheet.formula(at, k + 1, formula, value, look)
            else:
                sheet.put(at, k + 1, value, look)
        if key not in _NO_SUM:
            for k, (_, span) in enumerate(spans, start=n + 1):
                total = total_of(values[key][:span])
                cells = sheet.span((at, 1), (at, span))
                sheet.formula(at, k, f"SUM({cells})", total, "money total" if is_total else "money")
    _name_factors(book, sheet)
    for key, what in (
        ("counted", "Capital with contingency"),
        ("operating", "Operating"),
        ("expected", "Benefit expected"),
    ):
        for k, year in enumerate(money.years[: len(money.stated)]):
            book.check(f"{what} {year}", place(book, key, k), values[key][k], "money")
        book.check(
            f"{what}, five years",
            sheet.at(TOP + 1 + ROWS.index(key), n + 2),
            total_of(values[key][:CASE_YEARS]),
            "money",
        )


def _values(book: Book) -> dict[str, list[Value]]:
    """The app's own values of every row, by its key."""
    money, outcome = book.money, book.dossier.outcome
    bounds = {row.key: row.bound for row in outcome.rows if row.is_limit}
    limits = {kind: [bounds.get(f"{kind} {year}") for year in money.years] for kind in ("capital", "operating")}
    cost = [a + b for a, b in zip(money.counted, money.operating, strict=True)]
    summed = [sum(money.net[: k + 1]) for k in range(len(money.years))]
    rate = 1 + money.terms.discount_rate
    factors = [1 / rate ** (k + 1) for k in range(len(money.years))]
    left = {
        kind: [None if bound is None else bound - float(used) for bound, used in zip(limits[kind], spent, strict=True)]
        for kind, spent in (("capital", money.counted), ("operating", money.operating))
    }
    return {
        "capital": [*money.capital],
        "contingency": [a - b for a, b in zip(money.counted, money.capital, strict=True)],
        "counted": [*money.counted],
        "capital limit": [*limits["capital"]],
        "capital left": [*left["capital"]],
        "operating": [*money.operating],
        "operating limit": [*limits["operating"]],
        "operating left": [*left["operating"]],
        "cost": [*cost],
        "claimed": [*money.claimed],
        "expected": [*money.expected],
        "net": [*money.net],
        "cumulative": [*summed],
        "below": [k if total < 0 else 0 for k, total in enumerate(summed, start=1)],
        "factor": [*factors],
        "present": [flow * factor for flow, factor in zip(money.net, factors, strict=True)],
        "depreciation": [*money.depreciation],
    }


def _formula(book: Book, sheet: Sheet, columns: Columns, key: str, k: int) -> str:
    """What a cell calculates; empty where it holds a plain value."""
    at = {name: sheet.cell(TOP + 1 + place, k + 1) for place, name in enumerate(ROWS)}
    before = {name: sheet.cell(TOP + 1 + place, k) for place, name in enumerate(ROWS)}
    formulas = {
        **_spent_formulas(book, columns, k),
        "contingency": f"{at['counted']}-{at['capital']}",
        "cost": f"{at['counted']}+{at['operating']}",
        "net": f"{at['expected']}-{at['cost']}",
        "cumulative": f"{before['cumulative']}+{at['net']}" if k else at["net"],
        "below": f"IF(ROUND({at['cumulative']},6)<0,{k + 1},0)",
        "factor": f"1/(1+discount_rate)^{k + 1}",
        "present": f"{at['net']}*{at['factor']}",
        "depreciation": _depreciation(sheet, k),
    }
    if k >= len(book.money.stated):
        formulas["operating"] = before["operating"]
    for kind, spent in (("capital", "counted"), ("operating", "operating")):
        if limit := book.places.get(f"limit {kind} {book.money.years[k]}"):
            formulas[f"{kind} limit"] = limit
            formulas[f"{kind} left"] = f"{at[f'{kind} limit']}-{at[spent]}"
    return formulas.get(key, "")


def _spent_formulas(book: Book, columns: Columns, k: int) -> dict[str, str]:
    """Totals over the rows of the sheet Funded that count."""
    year, counts = book.money.years[k], f'({columns.all_of("counts")}="{YES}")'
    live = columns.all_of(f"live {year}")
    formulas = {
        "claimed": f"SUMPRODUCT({counts}*{columns.all_of('annual')}*{live})/4",
        "expected": f"SUMPRODUCT({counts}*{columns.all_of('expected')}*{live})/4",
    }
    if k < len(book.money.stated):
        capital = columns.all_of(f"capital {year}")
        formulas["capital"] = f"SUMPRODUCT({counts}*{capital})"
        formulas["counted"] = f"SUMPRODUCT({counts}*ROUND({capital}*(1+contingency_{year}),2))"
        formulas["operating"] = f"SUMPRODUCT({counts}*{columns.all_of(f'operating {year}')})"
    return formulas


def _depreciation(sheet: Sheet, k: int) -> str:
    """This year's share of every year's capital that is younger than its useful life."""
    row = TOP + 1 + ROWS.index("counted")
    parts = [f"{sheet.cell(row, j + 1)}*({k - j}<useful_life)" for j in range(k + 1)]
    return f"({'+'.join(parts)})/useful_life"


def _name_factors(book: Book, sheet: Sheet) -> None:
    """Factors by year for benefit and capital; for running cost the last stated year's holds those of all after it."""
    money, row = book.money, TOP + 1 + ROWS.index("factor")
    n, stated = len(money.years), len(money.stated)
    book.name("discount_factors", sheet.across((row, 1), (row, n)))
    book.name("capital_factors", sheet.across((row, 1), (row, stated)))
    running = TOP + 1 + len(ROWS)
    sheet.put(running, 0, "Discount factor of running cost", "label")
    rate = 1 + money.terms.discount_rate
    for k in range(stated):
        last = n if k == stated - 1 else k + 1
        value = sum(1 / rate ** (j + 1) for j in range(k, last))
        sheet.formula(running, k + 1, f"SUM({sheet.span((row, k + 1), (row, last))})", value, "factor")
    book.name("running_factors", sheet.across((running, 1), (running, stated)))


def _write_case(book: Book, sheet: Sheet, row: int) -> int:
    """Net present value, payback and what is left to depreciate; returns the last row."""
    money, n = book.money, len(book.money.years)
    at = {key: TOP + 1 + place for place, key in enumerate(ROWS)}
    net, summed, below = (sheet.span((at[key], 1), (at[key], n)) for key in ("net", "cumulative", "below"))
    sheet.line(row, ("Business case", ""), "heading")
    sheet.put(row + 1, 0, f"Net present value, {n} years", "label")
    sheet.formula(row + 1, 1, f"NPV(discount_rate,{net})", money.npv, "money total")
    sheet.put(row + 2, 0, "Payback (years from the plan's start)", "label")
    paid = money.payback
    never = payback_words(None, n)
    formula = (
        f'IF(MAX({below})={n},"{never}",IF(MAX({below})=0,0,'
        f"MAX({below})-INDEX({summed},1,MAX({below}))/INDEX({net},1,MAX({below})+1)))"
    )
    sheet.formula(row + 2, 1, formula, never if paid is None else paid, "payback")
    spent, charged = (sheet.span((at[key], 1), (at[key], n)) for key in ("counted", "depreciation"))
    sheet.put(row + 3, 0, f"Capital still to depreciate after {money.years[-1]}", "label")
    rest = sum(money.counted) - sum(money.depreciation)
    sheet.formula(row + 3, 1, f"SUM({spent})-SUM({charged})", rest, "money")
    book.name("net_present_value", sheet.at(row + 1, 1))
    book.name("payback", sheet.at(row + 2, 1))
    book.places["depreciation"] = sheet.at(at["depreciation"], n + 2)
    book.check("Net present value", sheet.at(row + 1, 1), money.npv, "money")
    book.check("Net present value, sum of the requests", book.places["total npv"], money.npv, "money")
    five = sum(money.depreciation[:CASE_YEARS])
    book.check("Depreciation, five years", book.places["depreciation"], five, "money")
    return row + 3


def _add_charts(book: Book, sheet: Sheet, row: int) -> None:
    """Cost against limits, and the net flow, from the cells above."""
    n, stated = len(book.money.years), len(book.money.stated)
    at = {key: TOP + 1 + place for place, key in enumerate(ROWS)}

    def series(key: str, color: str, last: int) -> dict[str, object]:
        years = f"={sheet.across((TOP, 1), (TOP, last))}"
        cells = f"={sheet.across((at[key], 1), (at[key], last))}"
        return {"name": f"={sheet.at(at[key], 0)}", "categories": years, "values": cells,
                "fill": {"color": color}, "line": {"color": color, "width": 2.25}}  # fmt: skip

    cost = book.chart({"type": "column"}, book.money_title("Cost against limits"), size=(560, 300))
    for key, color in (
        ("counted", BLUE),
        ("capital limit", GRAY),
        ("operating", GREEN),
        ("operating limit", "#C9D3DA"),
    ):
        cost.add_series(series(key, color, stated) | {"line": {"none": True}})
    flow = book.chart({"type": "column"}, book.money_title("Net flow by year and summed up"), size=(560, 300))
    flow.add_series(series("net", BLUE, n) | {"line": {"none": True}, "invert_if_negative": False})
    line = book.file.add_chart({"type": "line"})
    line.add_series(series("cumulative", ORANGE, n))
    flow.combine(line)
    for chart in (cost, flow):
        chart.set_y_axis(
            {
                "num_format": '#,##0.0,,"M";-#,##0.0,,"M"',
                "major_gridlines": {"visible": True, "line": {"color": "#E4E9ED"}},
            }
        )
        chart.set_x_axis({"label_position": "low"})
    sheet.paper.insert_chart(row, 0, cost, {"object_position": 2, "description": "Cost by year against its limits"})
    sheet.paper.insert_chart(row, 4, flow, {"object_position": 2, "description": "Net flow by year and its sum"})
