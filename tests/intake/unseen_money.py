"""Lists whose money is written in every way offices know, invented here, small enough to add up by hand."""

from __future__ import annotations

import datetime as dt

from tests.intake.made_lists import book, text


def thousands_in_the_title() -> bytes:
    """(250 + 90) thousand dollars."""
    return book({"Requests FY27": [
        ["Capital requests, all figures in $000s", None, None],
        ["Project", "Department", "Cost"],
        ["Sepsis alert", "ICU", 250],
        ["Bed board", "Nursing", 90],
    ]})  # fmt: skip


def thousands_in_the_tab() -> bytes:
    """(25,000 + 9,000) thousand dollars: only the tab says so."""
    return book({"FY27 ($000)": [
        ["Project", "Department", "Cost"],
        ["Sepsis alert", "ICU", 25_000],
        ["Bed board", "Nursing", 9_000],
        ["Pager swap", "IT", 12_000],
    ]})  # fmt: skip


def months() -> bytes:
    """A column a month: twelve of 10,000 and twelve of 5,000 are 180,000."""
    names = [dt.date(2027, month, 1).strftime("%b %Y") for month in range(1, 13)]
    return text([
        ["Project", "Department", *names],
        ["Sepsis alert", "ICU", *["10000"] * 12],
        ["Bed board", "Nursing", *["5000"] * 12],
    ])  # fmt: skip


def quarters() -> bytes:
    """A column a quarter over two years: 8 of 20,000 and 8 of 1,000 are 168,000."""
    names = [f"FY{year} Q{quarter}" for year in (27, 28) for quarter in (1, 2, 3, 4)]
    return text([
        ["Project", "Department", *names],
        ["Sepsis alert", "ICU", *["20000"] * 8],
        ["Bed board", "Nursing", *["1000"] * 8],
    ])  # fmt: skip


def budget_and_forecast_by_year() -> bytes:
    """Budget 100,000 + 50,000, forecast 110,000 + 70,000: never both together."""
    return text([
        ["Project", "FY27 Budget", "FY27 Forecast", "FY28 Budget", "FY28 Forecast"],
        ["Sepsis alert", "60000", "70000", "30000", "40000"],
        ["Bed board", "40000", "40000", "20000", "30000"],
    ])  # fmt: skip


def long_by_year() -> bytes:
    """A row a year: 100,000 + 50,000 + 20,000 and 30,000 + 10,000 + 5,000."""
    amounts = {"Sepsis alert": (100_000, 50_000, 20_000), "Bed board": (30_000, 10_000, 5_000)}
    return text([
        ["Project name", "Department", "Fiscal Year", "Amount"],
        *([name, "ICU", f"FY{27 + k}", str(amount)] for name, row in amounts.items() for k, amount in enumerate(row)),
    ])  # fmt: skip


def currency_column() -> bytes:
    """The currency stands in a column of its own: 100,000 dollars and 90,000 euros are no 190,000 of anything."""
    return text([
        ["Project", "Department", "Budget", "Currency"],
        ["Sepsis alert", "ICU", "100000", "USD"],
        ["Bed board", "Nursing", "90000", "EUR"],
        ["Pager swap", "IT", "50000", "USD"],
    ])  # fmt: skip


def scale_column() -> bytes:
    """A column says what each amount is counted in."""
    return text([
        ["Project", "Department", "Budget", "Units"],
        ["Sepsis alert", "ICU", "1.5", "Millions"],
        ["Bed board", "Nursing", "900", "Thousands"],
    ])  # fmt: skip


def mixed_scales() -> bytes:
    """250k, $1.2M and 90,000 are 1,540,000."""
    return text([
        ["Project", "Department", "Est. cost"],
        ["Sepsis alert", "ICU", "250k"],
        ["Bed board", "Nursing", "$1.2M"],
        ["Pager swap", "IT", "90,000"],
    ])  # fmt: skip


def low_and_high() -> bytes:
    """An estimate from 70,000 to 130,000: which end counts must be asked."""
    return text([
        ["Project", "Cost estimate (low)", "Cost estimate (high)"],
        ["Sepsis alert", "50000", "90000"],
        ["Bed board", "20000", "40000"],
    ])  # fmt: skip


def spend_so_far() -> bytes:
    """Approved 150,000; spent and remaining are no cost."""
    return text([
        ["Project", "Cost Center", "Approved Budget", "Spend to Date", "Remaining Budget", "% Complete"],
        ["Sepsis alert", "40100", "100000", "25000", "75000", "25%"],
        ["Bed board", "40200", "50000", "50000", "0", "100%"],
    ])  # fmt: skip


def once_and_yearly() -> bytes:
    """One-time 100,000 + 20,000, yearly 15,000 + 2,000, five-year totals 175,000 + 30,000."""
    return text([
        ["Project", "One-time cost", "Annual recurring cost", "5-year TCO"],
        ["Sepsis alert", "100000", "15000", "175000"],
        ["Bed board", "20000", "2000", "30000"],
    ])  # fmt: skip


def total_of_two_columns() -> bytes:
    """The total stands below two columns of amounts of a short list: 180,000 once and 45,000 a year."""
    return book({"List": [
        ["Project name", "Department", "Capital cost", "Operating cost"],
        ["Sepsis alert", "ICU", 100_000, 20_000], ["Bed board", "Nursing", 80_000, 10_000],
        ["Pager swap", "IT", "TBD", 15_000], ["Total", None, 180_000, 45_000],
    ]})  # fmt: skip


def one_names_its_currency() -> bytes:
    """One of three amounts is in euros by its own words: whether the others are must be asked."""
    return text([
        ["Project", "Department", "Budget"],
        ["Sepsis alert", "ICU", "100000"], ["Bed board", "Nursing", "80000"], ["Pager swap", "IT", "EUR 25000"],
    ])  # fmt: skip


def units_by_header() -> bytes:
    """Capital in thousands, operating in dollars, as each header says: 300,000 + 120,000 and 45,000 + 9,000."""
    return book({"List": [
        ["Project", "Department", "Capital ($000)", "Annual operating ($)"],
        ["Sepsis alert", "ICU", 300, 45_000], ["Bed board", "Nursing", 120, 9_000],
    ]})  # fmt: skip


def one_unit_unstated() -> bytes:
    """Capital in thousands, operating in nobody says what, far larger: 420 thousand is sure, the rest is asked."""
    return book({"List": [
        ["Project", "Department", "Capital ($000)", "Annual operating cost"],
        ["Sepsis alert", "ICU", 300, 45_000], ["Bed board", "Nursing", 120, 39_000],
    ]})  # fmt: skip


def spent_and_planned() -> bytes:
    """What was spent is no cost to come: planned are 60,000 + 30,000 and 40,000 + 20,000."""
    return book({"Plan": [
        ["Project", "Department", "2025 Actual", "2026 Actual", "2027 Plan", "2028 Plan"],
        ["Sepsis alert", "ICU", 500_000, 400_000, 60_000, 30_000],
        ["Bed board", "Nursing", 0, 90_000, 40_000, 20_000],
    ]})  # fmt: skip


def hardly_a_cost() -> bytes:
    """No header says cost, one carries a sign: 120,000 + 80,000, asked about before it is used."""
    return text([
        ["Ref", "Project", "Department", "Request ($)", "Beds"],
        ["C1", "Sepsis alert", "ICU", "120,000", "12"], ["C2", "Bed board", "Nursing", "80,000", "400"],
    ])  # fmt: skip


def parts_of_a_cost() -> bytes:
    """Labor, vendor and hardware are parts of one cost: 60,000 + 40,000 + 10,000 and 30,000 + 20,000 + 0."""
    return text([
        ["Project", "Labor cost", "Vendor cost", "Hardware cost"],
        ["Sepsis alert", "60000", "40000", "10000"], ["Bed board", "30000", "20000", "0"],
    ])  # fmt: skip


def crowns() -> bytes:
    """120 000 kr and 80 000 kr: the sign is that of three currencies, the header says which."""
    return text([
        ["Projekt", "Avdelning", "Kostnad (SEK)"],
        ["Sepsis alert", "IVA", "120 000 kr"], ["Bed board", "Omvårdnad", "80 000 kr"],
    ], delimiter=";")  # fmt: skip


def wide_by_year_with_contingency() -> bytes:
    """Years 100,000 + 50,000 and 30,000 + 0; the contingency of 18,000 stands apart and the total holds it: 198,000."""
    return text([
        ["Project", "2027", "2028", "Contingency", "Total"],
        ["Sepsis alert", "100000", "50000", "15000", "165000"],
        ["Bed board", "30000", "0", "3000", "33000"],
    ])  # fmt: skip


def one_in_another_unit() -> bytes:
    """Millions, but one row was typed in dollars."""
    return text([
        ["Project", "Cost (USD M)"],
        ["Sepsis alert", "1.2"], ["Bed board", "0.8"], ["Pager swap", "450000"], ["Wireless", "2.5"], ["Portal", "3.1"],
    ])  # fmt: skip


def leading_zeros() -> bytes:
    """Ids keep their zeros; amounts carry spaces and a code: USD 1 250 000 + USD 90 000."""
    return text([
        ["Project No.", "Project Title", "Amount Requested"],
        ["007", "Sepsis alert", "USD 1 250 000"],
        ["008", "Bed board", "USD 90 000"],
    ])  # fmt: skip


def two_units() -> bytes:
    """Millions in one header, thousands in another: 3.5M once and 350k in each of three years."""
    return text([
        ["ID", "Title", "Department", "Capital ($M)", "Operating ($K)"],
        ["P-1", "Sepsis alert", "ICU", "1.5", "250"],
        ["P-2", "Bed board", "Nursing", "2", "100"],
    ])  # fmt: skip


def signs_of_many() -> bytes:
    """Dollars and one code of another currency, none of them the plan's yet: 100,000 + 70,000 are in dollars."""
    return text([
        ["ID", "Title", "Department", "Cost"],
        ["P-1", "Sepsis alert", "ICU", "$100,000"],
        ["P-2", "Bed board", "Nursing", "€50,000"],
        ["P-3", "Pager swap", "IT", "$70,000"],
    ])  # fmt: skip


def no_cents() -> bytes:
    """Running costs with a dash for the cents are no savings: 15,000 + 26,000 = 41,000."""
    return text([
        ["Nr", "Projekt", "Bereich", "Betriebskosten 2027"],
        ["1", "Sepsis-Alarm", "Pflege", "15.000,-"],
        ["2", "Bettentafel", "Pflege", "26.000,-"],
    ], ";")  # fmt: skip


def monthly_alone() -> bytes:
    """What is spent a month is not what the request costs."""
    return text([
        ["ID", "Title", "Department", "Monthly cost"],
        ["P-1", "Sepsis alert", "ICU", "10000"],
        ["P-2", "Bed board", "Nursing", "20000"],
    ])  # fmt: skip


def rates() -> bytes:
    """A rate and a price for one piece are no cost."""
    return text([
        ["ID", "Title", "Department", "Hourly rate cost", "Unit cost"],
        ["P-1", "Sepsis alert", "ICU", "95", "12000"],
        ["P-2", "Bed board", "Nursing", "80", "15000"],
    ])  # fmt: skip


def requested_and_approved() -> bytes:
    """The same amount at two stages: nobody but a person knows which of them counts."""
    return text([
        ["Project", "Requested amount (USD)", "Approved amount (USD)"],
        ["Sepsis alert", "120000", "100000"],
        ["Bed board", "80000", ""],
    ])  # fmt: skip


def row_for_each_kind() -> bytes:
    """Capital 100,000 + 60,000 + 15,000 once; operating 20,000 + 5,000 in each of three years: 250,000."""
    return text([
        ["Project", "Cost type", "Amount (USD)"],
        ["Sepsis alert", "Capital", "100000"],
        ["Sepsis alert", "Operating", "20000"],
        ["Bed board", "Capital", "60000"],
        ["Bed board", "Operating", "5000"],
        ["Pager swap", "Capital", "15000"],
    ])  # fmt: skip


def running_sum() -> bytes:
    """A running sum beside the cost is none."""
    return text([
        ["Rank", "Project", "Cost (USD)", "Cumulative cost (USD)"],
        ["1", "Sepsis alert", "120000", "120000"],
        ["2", "Bed board", "80000", "200000"],
    ])  # fmt: skip
