"""Lists as portfolio offices keep them: odd units, words for amounts, strokes, comments, hidden cells."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.intake.made_lists import book, saved, text


def two_currencies() -> bytes:
    """A list in US and Canadian dollars, the sign with each amount."""
    return text([
        ["Project", "Department", "Cost"],
        ["Sepsis alert", "ICU", "US$120,000"],
        ["Bed board", "Nursing", "C$80,000"],
        ["Pager swap", "IT", "US$25,000"],
        ["Wireless", "IT", "C$50,000"],
    ])  # fmt: skip


def october_years() -> bytes:
    """A federal fiscal year begins in October: quarters of FY27 and money by year."""
    return text([
        ["Project", "Department", "Start", "FY27 cost", "FY28 cost"],
        ["Sepsis alert", "ICU", "Q1 FY27", "100000", "20000"],
        ["Bed board", "Nursing", "FY2027 Q3", "60000", "20000"],
        ["Pager swap", "IT", "Q4 FY27", "25000", "15000"],
    ])  # fmt: skip


def lakhs() -> bytes:
    """Indian grouping: 1,20,000 is a hundred and twenty thousand; 1,25,00,000 is twelve and a half million."""
    return text([
        ["Project", "Department", "Cost (₹)"],
        ["Sepsis alert", "ICU", "1,20,000"],
        ["Bed board", "Nursing", "80,000"],
        ["Hospital system", "IT", "1,25,00,000"],
        ["Pager swap", "IT", "₹ 2.5 lakh"],
    ])  # fmt: skip


def swiss() -> bytes:
    """Apostrophes part thousands, and some amounts are in words: 1,200,000 + 1,200,000 + 85,000.50."""
    return text([
        ["Projekt", "Abteilung", "Kosten CHF"],
        ["Sepsis-Alarm", "IPS", "1'200'000"],
        ["Bettentafel", "Pflege", "1.2 mio"],
        ["Pager", "IT", "85’000.50"],
    ])  # fmt: skip


def teur() -> bytes:
    """Amounts counted in thousands of euros, as the header says: 120,500 + 80,000."""
    return text([
        ["Projekt", "Abteilung", "Budget TEUR 2027", "Budget TEUR 2028"],
        ["Sepsis-Alarm", "Intensiv", "100,5", "20"],
        ["Bettentafel", "Pflege", "60", "20"],
    ], delimiter=";")  # fmt: skip


def thousands_in_title_row() -> bytes:
    """The unit stands in a title row above: 120,000 + 80,000 + 25,500."""
    return book({"Plan": [
        ["FY27 capital plan ($K)", None, None, None],
        [None, None, None, None],
        ["Project", "Department", "Sponsor", "Budget"],
        ["Sepsis alert", "ICU", "CMO", 120],
        ["Bed board", "Nursing", "CNO", 80],
        ["Pager swap", "IT", "CIO", 25.5],
    ]})  # fmt: skip


def negative_hours() -> bytes:
    """Hours that can't be: one below nothing, one not a number."""
    return text([
        ["Project", "Department", "Cost (USD)", "Analyst hours", "Trainer hours"],
        ["Sepsis alert", "ICU", "120000", "400", "80"],
        ["Bed board", "Nursing", "80000", "-40", "60"],
        ["Pager swap", "IT", "25000", "100", "n/a"],
    ])  # fmt: skip


def full_time_equivalents() -> bytes:
    """People, not hours: full-time equivalents by quarter and as a share of somebody's time."""
    return text([
        ["Project", "Department", "Cost (USD)", "FTE", "Analyst FTE Q1", "Analyst FTE Q2", "Allocation %"],
        ["Sepsis alert", "ICU", "120000", "1.5", "0.5", "1.0", "50%"],
        ["Bed board", "Nursing", "80000", "0.5", "0.25", "0.25", "25%"],
    ])  # fmt: skip


def yes_no_tbd() -> bytes:
    """Mandates as Y, N and TBD; a letter that says neither."""
    return text([
        ["Project", "Department", "Cost (USD)", "Regulatory?"],
        ["Sepsis alert", "ICU", "120000", "Y"],
        ["Bed board", "Nursing", "80000", "N"],
        ["Pager swap", "IT", "25000", "TBD"],
        ["Wireless", "IT", "30000", ""],
    ])  # fmt: skip


def amounts_in_words() -> bytes:
    """Ranges, abouts and bounds are no amounts: only 80,000 is one."""
    return text([
        ["Project", "Department", "Cost (USD)"],
        ["Sepsis alert", "ICU", "100-150k"],
        ["Bed board", "Nursing", "80000"],
        ["Pager swap", "IT", "~250k"],
        ["Wireless", "IT", ">500k"],
        ["Portal", "IT", "TBD"],
        ["Kiosk", "IT", "100 - 150"],
        ["Scanner", "IT", "50k+"],
        ["Intercom", "IT", "< 20k"],
        ["Carts", "IT", "approx. 40,000"],
        ["Cart locks", "IT", "100000/150000"],
    ])  # fmt: skip


def struck_through() -> bytes:
    """Two rows are struck through: dropped, as people mark it."""
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (
        ["Project", "Department", "Cost (USD)"],
        ["Sepsis alert", "ICU", 120_000],
        ["Bed board", "Nursing", 80_000],
        ["Pager swap", "IT", 25_000],
    ):
        sheet.append(row)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    return saved(made)


def filtered_away() -> bytes:
    """An automatic filter hides rows; a column is hidden too."""
    return book(
        {"List": [
            ["Project", "Department", "Cost (USD)", "Old cost (USD)"],
            ["Sepsis alert", "ICU", 120_000, 1],
            ["Bed board", "Nursing", 80_000, 2],
            ["Pager swap", "IT", 25_000, 3],
        ]},
        hidden_rows=[3], hidden_columns="D",
    )  # fmt: skip


def amounts_in_comments() -> bytes:
    """The cost cells say "see comment"; the amounts stand in the comments."""
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (
        ["Project", "Department", "Cost (USD)"],
        ["Sepsis alert", "ICU", "see comment"],
        ["Bed board", "Nursing", 80_000],
        ["Pager swap", "IT", None],
    ):
        sheet.append(row)
    sheet["C2"].comment = Comment("120,000 as of March", "PMO")
    sheet["C4"].comment = Comment("25,000", "PMO")
    return saved(made)


def notes_under_the_table() -> bytes:
    """Notes, a legend and a signature below the list: 200,000 in two requests."""
    return book({"List": [
        ["Project", "Department", "Sponsor", "Cost (USD)"],
        ["Sepsis alert", "ICU", "CMO", 120_000],
        ["Bed board", "Nursing", "CNO", 80_000],
        [None, None, None, None],
        ["Notes: all costs exclude contingency of 10%", None, None, None],
        ["* Bed board depends on the network upgrade of $1.5M", None, None, None],
        ["Approved by the committee on 3 March 2027", None, None, None],
        ["Contact", "pmo@example.org", None, None],
    ]})  # fmt: skip


def numbers_with_hard_spaces() -> bytes:
    """Numbers stored as text with no-break and narrow spaces: 1,200,000 + 80,000 + 25,500."""
    return book({"List": [
        ["Project", "Department", "Cost (EUR)"],
        ["Sepsis alert", "ICU", "1\u00a0200\u00a0000"],
        ["Bed board", "Nursing", "80\u202f000 "],
        ["Pager swap", "IT", "\u00a025\u00a0500,00\u00a0€"],
    ]})  # fmt: skip


def dates_in_halves() -> bytes:
    """Quarters, halves and fiscal quarters as starts."""
    return text([
        ["Project", "Department", "Cost (USD)", "Start"],
        ["Sepsis alert", "ICU", "120000", "2027-Q3"],
        ["Bed board", "Nursing", "80000", "Q3 FY27"],
        ["Pager swap", "IT", "25000", "FY2027H1"],
        ["Wireless", "IT", "25000", "H2 2027"],
        ["Portal", "IT", "25000", "3Q27"],
        ["Kiosk", "IT", "25000", "2027"],
        ["Carts", "IT", "25000", "Summer 2027"],
    ])  # fmt: skip


def ids_by_formula() -> bytes:
    """Ids that a formula makes, never calculated, and costs that another one sums up."""
    return book({"List": [
        ["ID", "Project", "Department", "Cost (USD)"],
        ['="P-"&ROW()', "Sepsis alert", "ICU", 120_000],
        ['="P-"&ROW()', "Bed board", "Nursing", 80_000],
        ['="P-"&ROW()', "Pager swap", "IT", "=C3*2"],
    ]})  # fmt: skip
