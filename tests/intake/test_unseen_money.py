"""Money of unseen lists: unit, currency and parts are read as meant, or asked about."""

import datetime as dt
from decimal import Decimal

import pytest

from intake.answering import answered
from intake.answers import Answers, Grouping
from intake.corrected import corrected_workbook
from intake.edits import Edit, apply_edits
from intake.read import read_workbook
from tests.intake.made_lists import book, text
from tests.intake.unseen import UNSEEN, money, read


def test_of_two_series_over_the_same_years_the_chosen_one_counts():
    intake = read("budget and forecast.csv")
    (question,) = [q for q in intake.questions if q.code == "cost_column"]
    assert [choice.value for choice in question.choices] == [
        "FY27 Budget + FY28 Budget",
        "FY27 Forecast + FY28 Forecast",
    ]
    again = read_workbook(
        UNSEEN["budget and forecast.csv"](), "a.csv", today=dt.date(2026, 11, 22),
        answers=answered(intake, "cost_column", ["FY27 Forecast + FY28 Forecast"]),
    )  # fmt: skip
    assert money(again) == 180_000


def test_an_amount_in_another_currency_is_unknown_not_added():
    intake = read("currency column.csv")
    assert [(f.row, f.value) for f in intake.findings if f.code == "currency_mixed"] == [(3, "EUR 90000")]


def test_a_bare_sign_is_no_euro():
    intake = read("signs.csv", currency="EUR")
    assert money(intake) == 50_000
    assert [f.row for f in intake.findings if f.code == "currency_mixed"] == [2, 4]


def test_hours_with_decimal_commas_are_read_as_they_are_meant():
    rows = "Projekt;Bereich;Aufwand in Stunden\nSepsis-Alarm;Pflege;1.200\nBettentafel;Pflege;80,5\n"
    intake = read_workbook(rows.encode(), "a.csv", today=dt.date(2026, 11, 22))
    assert [dict(r.role_hours) for r in intake.requests] == [{"staff": 1200.0}, {"staff": 80.5}]


def test_the_plan_is_in_the_currency_that_the_list_names_or_a_person_answers():
    assert [read("german years.csv").plan.currency, read("signs.csv", currency="GBP").plan.currency] == ["EUR", "GBP"]


def test_a_corrected_workbook_keeps_the_currency_of_the_list():
    again = read_workbook(corrected_workbook(read("german years.csv")), "a.xlsx", today=dt.date(2026, 11, 22))
    assert again.plan.currency == "EUR"


def test_a_currency_that_few_amounts_name_is_asked_about():
    intake = read("one in euros.csv")
    assert intake.plan.currency == ""
    (question,) = intake.questions
    assert (question.text, question.choices[0].value) == (
        "Only some of the costs name a currency (EUR). Which one are the others in?", "EUR",
    )  # fmt: skip
    dollars = read("one in euros.csv", currency="USD")
    assert (money(dollars), [f.row for f in dollars.findings if f.code == "currency_mixed"]) == (180_000, [4])


def test_a_unit_a_person_says_is_that_of_the_columns_that_say_none():
    intake = read("one unit unstated.xlsx", unit=Decimal(1))
    assert [(r.total_capital_usd, r.operating_usd["FY27"]) for r in intake.requests] == [
        (300_000, 45_000),
        (120_000, 39_000),
    ]


def test_parts_of_a_cost_are_offered_together_first():
    intake = read("parts of a cost.csv")
    (question,) = [q for q in intake.questions if q.code == "cost_column"]
    together = "Labor cost + Vendor cost + Hardware cost"
    assert [choice.value for choice in question.choices] == [together, "Labor cost", "Vendor cost", "Hardware cost"]
    answers = answered(intake, "cost_column", [together])
    data = UNSEEN["parts of a cost.csv"]()
    assert money(read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=answers)) == 160_000


def noted(note, header="Cost"):
    rows = [["Project", "Department", header], ["Sepsis alert", "ICU", 120_000], ["Bed board", "Nursing", 80_000]]
    made = book({"Requests": [[note], [], *rows]})
    return read_workbook(made, "noted.xlsx", today=dt.date(2026, 11, 22))


@pytest.mark.parametrize(
    ("note", "header", "total", "source"),
    [
        ("Projects over $500 thousand go to the board", "Cost (USD)", 200_000, "assumed"),
        ("Projects over $500 thousand go to the board", "Cost", 200_000, "assumed"),
        ("All costs in thousands of dollars", "Cost", 200_000_000, "stated"),
        ("All costs in thousands of dollars", "Cost (USD)", 200_000, "asked"),
        ("Budget office, Thousand Oaks", "Cost", 200_000, "asked"),
        ("Budget office, Thousand Oaks", "Cost (USD)", 200_000, "assumed"),
    ],
)
def test_a_note_states_the_unit_only_in_so_many_words_and_against_no_header(note, header, total, source):
    table = noted(note, header).table
    assert (table.cost_sum, table.money.unit.source) == (total, source)


TWO_CURRENCIES = text([
    ["Project", "Department", "Capital cost (USD)", "Annual operating cost (EUR)"],
    ["Sepsis alert", "ICU", "120000", "30000"], ["Bed board", "Nursing", "80000", "20000"],
])  # fmt: skip


@pytest.mark.parametrize(("currency", "total"), [("", 200_000), ("USD", 200_000), ("EUR", 150_000)])
def test_columns_whose_headers_name_two_currencies_are_asked_about_and_never_added(currency, total):
    """Capital 200,000 dollars once; 50,000 euros in each of three years."""
    intake = read_workbook(
        TWO_CURRENCIES, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(currency=currency)
    )  # fmt: skip
    assert money(intake) == total
    assert intake.table.cost_sum == (50_000 if currency == "EUR" else 200_000)
    assert [q.code for q in intake.questions] == ([] if currency else ["currency"])
    mixed = {(f.row, f.column) for f in intake.findings if f.code == "currency_mixed"}
    other = "Capital cost (USD)" if currency == "EUR" else "Annual operating cost (EUR)"
    assert mixed == {(2, other), (3, other)}


@pytest.mark.parametrize(
    ("header", "costs", "source"),
    [
        ("Cost ($000)", ("$1,200,000", "$800,000", "$2,800,000"), "asked"),
        ("Cost ($000)", ("1200000", "900", "2800000"), "asked"),
        ("Cost ($000)", ("1200", "800", "28000"), "stated"),
        ("Cost ($M)", ("1.2", "0.8", "2500"), "stated"),
    ],
)
def test_amounts_written_out_under_a_header_of_thousands_wait_for_an_answer(header, costs, source):
    rows = [["Sepsis alert", "ICU", costs[0]], ["Bed board", "Nursing", costs[1]], ["Pager swap", "IT", costs[2]]]
    intake = read_workbook(text([["Project", "Department", header], *rows]), "a.csv", today=dt.date(2026, 11, 22))
    assert intake.table.money.unit.source == source
    assert (money(intake) == 0) == (source == "asked")


@pytest.mark.parametrize(
    "header", ["Monthly operating cost (USD)", "Operating cost (5 years)", "Operating cost (monthly)"]
)
def test_a_running_cost_by_the_month_or_of_several_years_is_no_yearly_one(header):
    """Neither a twelfth nor five times of it is spent: requests wait for their operating cost."""
    rows = [["Sepsis alert", "120000", "30000"], ["Bed board", "80000", "20000"]]
    data = text([["Project", "Capital cost (USD)", header], *rows])
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22))
    assert [(r.total_capital_usd, dict(r.operating_usd)) for r in intake.requests] == [(120_000, {}), (80_000, {})]
    (found,) = [f for f in intake.findings if f.column == header]
    assert (found.code, found.row) == ("cost_missing", 1)
    entered = apply_edits(intake, [Edit(request_id="sepsis-alert", column="capital_fy27_usd", value="5")])
    assert found in entered.findings
    yearly = read_workbook(
        data, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(meanings={header: "operating cost"})
    )
    assert [r.operating_usd["FY28"] for r in yearly.requests] == [30_000, 20_000]
    assert [r.total_capital_usd for r in yearly.requests] == [120_000, 80_000]


@pytest.mark.parametrize(
    ("unit", "scale"), [("USD", 1), ("TEUR", 1_000), ("in k", 1_000), ("CHF mn", 1_000_000), ("$K", 1_000)]
)
def test_years_that_name_a_currency_or_a_unit_beside_are_a_series(unit, scale):
    rows = [["Sepsis alert", "120", "30"], ["Bed board", "80", "0"]]
    data = text([["Project", f"FY27 {unit}", f"FY28 {unit}"], *rows])
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(unit=Decimal(scale)))
    assert intake.table.fiscal_years == ("FY27", "FY28")
    assert [dict(r.capital_usd) for r in intake.requests] == [
        {"FY27": 120 * scale, "FY28": 30 * scale}, {"FY27": 80 * scale, "FY28": 0},
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Cost element", "Expense account", "Cost object", "Cost per bed", "Cost index"])
def test_a_number_that_only_names_or_rates_a_cost_is_none(header):
    rows = [["Sepsis alert", "ICU", "610200"], ["Bed board", "Nursing", "610300"]]
    intake = read_workbook(text([["Project", "Department", header], *rows]), "a.csv", today=dt.date(2026, 11, 22))
    assert (intake.table.money.columns, money(intake)) == ((), 0)
    assert [f.row for f in intake.findings if f.code == "cost_missing"] == [1]


@pytest.mark.parametrize(("one", "other"), [("US Dollars", "Euro"), ("usd", "EUR"), ("US dollar", "Euros")])
def test_a_column_of_currencies_by_name_tells_them_as_one_of_codes_does(one, other):
    rows = [["Sepsis alert", "120000", one], ["Bed board", "80000", other], ["Pager swap", "50000", one]]
    data = text([["Project", "Cost", "Currency"], *rows])
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(currency="USD"))
    assert (money(intake), intake.table.cost_sum) == (170_000, 170_000)
    assert [f.row for f in intake.findings if f.code == "currency_mixed"] == [3]


def spread(header, *costs, hours=("10", "5")):
    rows = [["R-1", "Sepsis alert", cost, hour] for cost, hour in zip(costs, hours, strict=True)]
    rows += [[f"R-{k}", f"Bed board {k}", f"{k}00", "1"] for k in range(2, 5)]
    made = text([["ID", "Project", header, "Hours analyst"], *rows])
    return read_workbook(
        made, "spread.csv", today=dt.date(2026, 11, 22), answers=Answers(grouping=Grouping.TITLES, currency="USD")
    )


def test_rows_joined_add_up_only_amounts_of_one_currency():
    joined = spread("Cost in thousands", "USD 100", "EUR 200")
    assert joined.requests[0].total_capital_usd == 0
    assert [f.message for f in joined.findings if f.kind.code == "currency_mixed"] == ["EUR 200 is not in USD."]


@pytest.mark.parametrize(
    ("costs", "total"),
    [(("$1.2M", "$1.3M"), 2_500_000), (("$1.2M", "300"), 1_500_000), (("USD 100.5", "200"), 300_500)],
)
def test_rows_joined_add_up_amounts_of_any_scale(costs, total):
    first = spread("Cost in thousands", *costs).requests[0]
    assert first.total_capital_usd == total


BLANK_YEARS = [
    ["Project", "FY27", "FY28", "FY29", "Total cost (USD)"],
    ["Sepsis alert", "120000", "", "30000", "150000"],
    ["Bed board", "80000", "", "10000", "99000"],
    ["Pager swap", "", "", "", "50000"],
    *([f"Ward {k}", "20000", "10000", "10000", "40000"] for k in range(20)),
]  # fmt: skip


@pytest.mark.parametrize("width", [4, 5], ids=["without a total", "with a total"])
def test_a_blank_year_is_nothing_only_where_the_total_says_so_and_else_found(width):
    """Beside the total the first row's blank is 0; the second's total leaves 9,000 that no year holds."""
    data = text([row[:width] for row in BLANK_YEARS])
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(currency="USD"))
    first, second, third = intake.requests[:3]
    assert first.capital_usd.get("FY28") == (0 if width == 5 else None)
    assert ("FY28" in second.capital_usd, dict(third.capital_usd)) == (False, {})
    missing = {f.row: f.message for f in intake.findings if f.code == "cost_missing"}
    whole = "pager-swap has no FY27 + FY28 + FY29"
    expected = {2: "sepsis-alert has no FY28.", 3: "bed-board has no FY28.", 4: f"{whole}."}
    if width == 5:
        alone = "Total cost (USD) alone"
        expected = {
            3: f"bed-board has no FY28; {alone} (99000) is not used.", 4: f"{whole}; {alone} (50000) is not used.",
        }  # fmt: skip
    assert missing == expected
