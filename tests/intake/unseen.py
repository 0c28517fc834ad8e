"""Lists as offices keep them and tools export them, invented here: bytes by name, small enough to add up by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def book(
    sheets: Mapping[str, Rows],
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: str = "",
    hidden_sheets: Sequence[str] = (),
) -> bytes:
    """A workbook; what is merged or hidden concerns its first sheet."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden_sheets:
            sheet.sheet_state = "hidden"
    first = made.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    for row in hidden_rows:
        first.row_dimensions[row].hidden = True
    for letter in hidden_columns:
        first.column_dimensions[letter].hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def servicenow() -> bytes:
    """Demands; the total is capital plus operating: 150,000 + 80,000 + 45,500 = 275,500."""
    return book({"Page 1": [
        ["Number", "Name", "State", "Business unit", "Requested by", "Capital expense", "Operating expense",
         "Total cost"],
        ["DMND0001001", "Sepsis alert", "Screening", "ICU", "Ann Lee", "$100,000.00", "$50,000.00", "$150,000.00"],
        ["DMND0001002", "Bed board", "Qualified", "Nursing", "Bo Kim", "$60,000.00", "$20,000.00", "$80,000.00"],
        ["DMND0001003", "Pager swap", "Draft", "IT", "Cy Day", "$45,500.00", "$0.00", "$45,500.00"],
    ]})  # fmt: skip


def jira() -> bytes:
    """Three issues: 120,000 + 80,000 + 30,000 = 230,000; sprint stands twice, a description runs over lines."""
    return text([
        ["Issue key", "Issue id", "Summary", "Issue Type", "Status", "Priority", "Sprint", "Sprint",
         "Custom field (Estimated Cost)", "Custom field (Story Points)", "Outward issue link (Blocks)", "Description"],
        ["DIG-1", "10001", "Sepsis alert", "Epic", "To Do", "High", "S1", "", "120000.0", "13.0", "DIG-2", "One,\ntwo"],
        ["DIG-2", "10002", "Bed board", "Epic", "To Do", "Low", "S1", "S2", "80000.0", "8.0", "", 'A "quoted" word'],
        ["DIG-3", "10003", "Pager swap", "Epic", "In Progress", "Low", "", "", "30000.0", "5.0", "", ""],
    ])  # fmt: skip


def smartsheet() -> bytes:
    """Parents roll their children up: 70,000 + 30,000 and 50,000 + 25,000 + 5,000 are five requests, 180,000."""
    return book({"Portfolio": [
        ["Task Name", "Assigned To", "Status", "Budget", "Start Date", "End Date"],
        ["Clinical", None, None, 100_000, None, None],
        ["Sepsis alert", "Ann", "Not Started", 70_000, dt.datetime(2027, 1, 4), dt.datetime(2027, 6, 30)],
        ["Bed board", "Bo", "Not Started", 30_000, dt.datetime(2027, 2, 1), dt.datetime(2027, 3, 31)],
        ["Infrastructure", None, None, 80_000, None, None],
        ["Pager swap", "Cy", "Not Started", 50_000, dt.datetime(2027, 1, 4), dt.datetime(2027, 9, 30)],
        ["Wireless refresh", "Di", "Not Started", 25_000, dt.datetime(2027, 1, 4), dt.datetime(2027, 9, 30)],
        ["Printer review", "Ed", "Not Started", 5_000, dt.datetime(2027, 1, 4), dt.datetime(2027, 9, 30)],
    ]})  # fmt: skip


def clarity() -> bytes:
    """Planned 300,000, budgeted 330,000, actual 40,000: which one is the cost must be asked."""
    return text([
        ["Investment ID", "Investment Name", "Stage", "Planned Cost", "Budgeted Cost", "Actual Cost"],
        ["PR1001", "Sepsis alert", "Initiate", "200000", "220000", "40000"],
        ["PR1002", "Bed board", "Initiate", "100000", "110000", "0"],
    ])  # fmt: skip


def project_online() -> bytes:
    """Costs 250,000 + 90,000 = 340,000; work stands as text with an h."""
    return text([
        ["ProjectName", "ProjectOwnerName", "ProjectStartDate", "ProjectFinishDate", "ProjectCost", "ProjectWork"],
        ["Sepsis alert", "Ann Lee", "2027-01-04T08:00:00", "2027-09-30T17:00:00", "250000.00", "1200h"],
        ["Bed board", "Bo Kim", "2027-04-01T08:00:00", "2027-06-30T17:00:00", "90000.00", "300h"],
    ])  # fmt: skip


def project_tasks() -> bytes:
    """Predecessors are row numbers with link types: 3 needs 1 and 2."""
    return text([
        ["ID", "Task Name", "Duration", "Start", "Finish", "Predecessors", "Cost"],
        ["1", "Sepsis alert", "45 days", "Mon 1/4/27", "Fri 3/5/27", "", "$120,000.00"],
        ["2", "Bed board", "20 days", "Mon 3/8/27", "Fri 4/2/27", "1", "$80,000.00"],
        ["3", "Pager swap", "10 days", "Mon 4/5/27", "Fri 4/16/27", "1FS+2 days;2SS", "$15,000.00"],
    ])  # fmt: skip


def planview() -> bytes:
    """Capital 100,000 + 50,000 and 20,000 + 0, operating 10,000 + 12,000 and 3,000 + 3,000: 198,000 in all."""
    return text([
        ["Work ID", "Work Name", "Lifecycle Step", "FY2027 Capital", "FY2027 Operating", "FY2028 Capital",
         "FY2028 Operating"],
        ["W-1", "Sepsis alert", "Propose", "100000", "10000", "50000", "12000"],
        ["W-2", "Bed board", "Propose", "20000", "3000", "0", "3000"],
    ], delimiter=";", encoding="utf-16")  # fmt: skip


def german() -> bytes:
    """1.234,5 + 80 + 15,25 thousand euros = 1,329,750."""
    return text([
        ["Projektname", "Abteilung", "Kosten (TEUR)", "Beginn", "Ende", "Status"],
        ["Sepsis-Warnung", "Intensivstation", "1.234,5", "04.01.2027", "30.09.2027", "geplant"],
        ["Bettenübersicht", "Pflege", "80", "01.02.2027", "31.03.2027", "geplant"],
        ["Pager-Ersatz", "IT", "15,25", "01.02.2027", "31.03.2027", "beantragt"],
    ], delimiter=";", encoding="cp1252")  # fmt: skip


def french() -> bytes:
    """1 234,5 + 80 thousand euros = 1,314,500."""
    return text([
        ["Nom du projet", "Service", "Coût total (k€)", "Date de début", "Statut"],
        ["Alerte sepsis", "Réanimation", "1\u202f234,5", "04/01/2027", "proposé"],
        ["Tableau des lits", "Soins", "80", "15/02/2027", "proposé"],
    ], delimiter=";")  # fmt: skip


def spanish() -> bytes:
    """1.250.000,00 + 90.000,00 euros."""
    return book({"Proyectos": [
        ["Código", "Nombre del proyecto", "Departamento", "Presupuesto (EUR)", "Fecha de inicio"],
        ["001", "Alerta de sepsis", "UCI", "1.250.000,00 €", "04/01/2027"],
        ["002", "Tablero de camas", "Enfermería", "90.000,00 €", "15/02/2027"],
    ]})  # fmt: skip


def two_headers() -> bytes:
    """Capital 100 + 50, operating 10 + 20 thousand for one, 30 + 0 and 5 + 5 for the other: 220,000."""
    return book({"List": [
        ["Project", "Department", "Capital ($K)", None, "Operating ($K)", None],
        [None, None, "FY27", "FY28", "FY27", "FY28"],
        ["Sepsis alert", "ICU", 100, 50, 10, 20],
        ["Bed board", "Nursing", 30, 0, 5, 5],
    ]}, merged=["C1:D1", "E1:F1"])  # fmt: skip


def years_over_kinds() -> bytes:
    """The years stand above, capital and operating below: 100,000 + 10,000 + 50,000 + 20,000 = 180,000."""
    return book({"List": [
        [None, None, "FY27", None, "FY28", None],
        ["Project", "Department", "Capex", "Opex", "Capex", "Opex"],
        ["Sepsis alert", "ICU", 100_000, 10_000, 50_000, 20_000],
    ]}, merged=["C1:D1", "E1:F1"])  # fmt: skip


def total_first() -> bytes:
    """The total stands in the first row below the headers, and again above them: 120,000 + 80,000."""
    return book({"List": [
        ["FY27 requests", None, None, 200_000],
        ["Project name", "Department", "Sponsor", "Cost"],
        ["Total", None, None, 200_000],
        ["Sepsis alert", "ICU", "CMO", 120_000],
        ["Bed board", "Nursing", "CNO", 80_000],
    ]})  # fmt: skip


def subtotals_named_by_department() -> bytes:
    """Each department is followed by its own sum under its own name: 70,000 + 30,000 + 50,000 + 25,000."""
    return book({"List": [
        ["Project name", "Sponsor", "Status", "Cost"],
        ["Sepsis alert", "CMO", "New", 70_000],
        ["Bed board", "CNO", "New", 30_000],
        ["Clinical", None, None, 100_000],
        ["Pager swap", "CIO", "New", 50_000],
        ["Wireless", "CIO", "New", 25_000],
        ["Infrastructure", None, None, 75_000],
        ["All departments", None, None, 175_000],
    ]})  # fmt: skip


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


def no_headers() -> bytes:
    """Rows and nothing that says what they are."""
    return text([
        ["P-1", "Sepsis alert", "ICU", "120000", "2027-01-04"],
        ["P-2", "Bed board", "Nursing", "80000", "2027-02-01"],
        ["P-3", "Pager swap", "IT", "15000", "2027-03-01"],
        ["P-4", "Wireless refresh", "IT", "25000", "2027-03-01"],
    ])  # fmt: skip


def turned() -> bytes:
    """One request in each column: 120,000 + 80,000 + 15,000."""
    return book({"Summary": [
        ["Project name", "Sepsis alert", "Bed board", "Pager swap"],
        ["Department", "ICU", "Nursing", "IT"],
        ["Sponsor", "CMO", "CNO", "CIO"],
        ["Total cost (USD)", 120_000, 80_000, 15_000],
    ]})  # fmt: skip


def sheet_for_each_department() -> bytes:
    """The same columns on three sheets: 120,000 + 80,000 + 15,000; reading one alone must be asked about."""
    head = ["Project name", "Sponsor", "Cost"]
    return book({
        "ICU": [head, ["Sepsis alert", "CMO", 120_000]],
        "Nursing": [head, ["Bed board", "CNO", 80_000]],
        "IT": [head, ["Pager swap", "CIO", 15_000]],
    })  # fmt: skip


def sheet_for_each_year() -> bytes:
    """A-1 stands in both years, its columns in another order in the second: 120,000 + 20,000 and 60,000 + 30,000."""
    return book({
        "FY27": [["Id", "Project name", "Sponsor", "Cost"], ["A-1", "Sepsis alert", "CMO", 120_000],
                 ["A-2", "Bed board", "CNO", 20_000], [None, "Total", None, 140_000]],
        "FY28": [["Id", "Sponsor", "Project name", "Cost"], ["A-1", "CMO", "Sepsis alert", 60_000],
                 ["A-3", "CIO", "Pager swap", 30_000]],
    })  # fmt: skip


def merged_department() -> bytes:
    """ICU is merged over its two requests and its total, IT and one amount over two: 100,000 + 80,000 + 25,000."""
    return book({"List": [
        ["Project name", "Department", "Cost"],
        ["Sepsis alert", "ICU", 100_000], ["Bed board", None, 80_000], ["Total", None, 180_000],
        ["Pager swap", "IT", 25_000], ["Wireless", None, None],
    ]}, merged=["B2:B4", "B5:B6", "C5:C6"])  # fmt: skip


def merged_title() -> bytes:
    """One request over two rows and its total, its name merged over all three: 100,000 + 80,000, and 25,000."""
    return book({"List": [
        ["Project name", "Phase", "Cost"],
        ["Sepsis alert", "Build", 100_000], [None, "Run", 80_000], [None, "Total", 180_000],
        ["Pager swap", "Build", 25_000],
    ]}, merged=["A2:A4"])  # fmt: skip


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


def sections() -> bytes:
    """Headings above and subtotals below each part: 70,000 + 30,000 and 50,000 are three requests."""
    return book({"List": [
        ["Project", "Sponsor", "Cost", "Status"],
        ["Radiology", None, None, None],
        ["Sepsis alert", "CMO", 70_000, "New"], ["Bed board", "CNO", 30_000, "New"],
        ["Subtotal Radiology", None, 100_000, None],
        ["Pharmacy", None, None, None], ["Pager swap", "CIO", 50_000, "New"], ["Pharmacy total", None, 50_000, None],
        ["TOTAL", None, 150_000, None],
    ]})  # fmt: skip


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


def pivot() -> bytes:
    """A pivot table with its years across and grand totals: 100,000 + 50,000 and 30,000 + 10,000."""
    return book({"Pivot": [
        ["Sum of Amount", "Column Labels", None, None], ["Row Labels", 2027, 2028, "Grand Total"],
        ["Sepsis alert", 100_000, 50_000, 150_000], ["Bed board", 30_000, 10_000, 40_000],
        ["Grand Total", 130_000, 60_000, 190_000],
    ]})  # fmt: skip


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


def two_tables_on_a_sheet() -> bytes:
    """A second table with its columns in another order: 120,000 + 80,000 + 15,000 + 25,000."""
    return book({"List": [
        ["Approved"],
        ["Project name", "Department", "Cost", "Year"],
        ["Sepsis alert", "ICU", 120_000, 2027],
        ["Bed board", "Nursing", 80_000, 2027],
        [],
        ["Proposed"],
        ["Project name", "Cost", "Department", "Year"],
        ["Pager swap", 15_000, "IT", 2028],
        ["Wireless", 25_000, "IT", 2028],
    ]})  # fmt: skip


def legend_beside() -> bytes:
    """A small table stands beside the list: 120,000 + 80,000, and no 999,000."""
    return book({"List": [
        ["Project name", "Department", "Cost", None, "Budget category", "Limit"],
        ["Sepsis alert", "ICU", 120_000, None, "Clinical", 900_000],
        ["Bed board", "Nursing", 80_000, None, "IT", 99_000],
        [None, None, None, None, "Total", 999_000],
    ]})  # fmt: skip


def filtered() -> bytes:
    """Two of four rows are hidden by a filter, a column and a sheet are hidden too: 240,000 in all rows."""
    return book({
        "List": [
            ["Project name", "Department", "Cost", "Old cost"],
            ["Sepsis alert", "ICU", 120_000, 1],
            ["Bed board", "Nursing", 80_000, 2],
            ["Pager swap", "IT", 15_000, 3],
            ["Wireless", "IT", 25_000, 4],
        ],
        "Old list": [["Project name", "Cost"], ["Fax upgrade", 999_000]],
    }, hidden_rows=[3, 4], hidden_columns="D", hidden_sheets=["Old list"])  # fmt: skip


def mandates() -> bytes:
    """Yes and no say that a mandate is there, not which."""
    return text([
        ["Project", "Regulatory? (Y/N)", "Budget (USD)"],
        ["Sepsis alert", "Y", "120000"],
        ["Bed board", "N", "80000"],
    ])  # fmt: skip


def wrapped_headers() -> bytes:
    """Headers run over lines and name the unit: (1.2 + 0.35) million dollars."""
    return book({"List": [
        ["Project\nName", "Business\nOwner", "Total\nCost\n($M)", "FTE", "Effort\n(days)"],
        ["Sepsis alert", "CMO", 1.2, 2.5, 100],
        ["Bed board", "CNO", 0.35, 1, 40],
    ]})  # fmt: skip


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


def german_years() -> bytes:
    """One column tells that commas are decimals, so 1.200 is 1,200: 1,200 + 2,300 + 50.5 + 0.5 thousand."""
    return text([
        ["Projektnummer", "Projektname", "Bereich", "Investitionskosten 2027 (T€)", "Betriebskosten 2027 (T€)"],
        ["0001", "Sepsis-Alarm", "Pflege", "1.200", "50,5"],
        ["0002", "Bettentafel", "Pflege", "2.300", "0,5"],
    ], ";")  # fmt: skip


def same_header_twice() -> bytes:
    """Two columns of one name are told apart and asked about."""
    return text([
        ["ID", "Title", "Department", "Cost", "Cost"],
        ["P-1", "Sepsis alert", "ICU", "100000", "150000"],
        ["P-2", "Bed board", "Nursing", "60000", "70000"],
    ])  # fmt: skip


def count_below() -> bytes:
    """A count below the list is no request: 100,000 + 60,000 + 40,000."""
    return text([
        ["ID", "Title", "Department", "Cost"],
        ["P-1", "Sepsis alert", "ICU", "100000"],
        ["P-2", "Bed board", "Nursing", "60000"],
        ["P-3", "Pager swap", "IT", "40000"],
        ["Count", "3", "", ""],
    ])  # fmt: skip


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


UNSEEN: Mapping[str, Callable[[], bytes]] = {
    "servicenow.xlsx": servicenow,
    "jira.csv": jira,
    "smartsheet.xlsx": smartsheet,
    "clarity.csv": clarity,
    "project online.csv": project_online,
    "project tasks.csv": project_tasks,
    "planview.csv": planview,
    "german.csv": german,
    "french.csv": french,
    "spanish.xlsx": spanish,
    "two headers.xlsx": two_headers,
    "years over kinds.xlsx": years_over_kinds,
    "total first.xlsx": total_first,
    "subtotals.xlsx": subtotals_named_by_department,
    "title in thousands.xlsx": thousands_in_the_title,
    "tab in thousands.xlsx": thousands_in_the_tab,
    "months.csv": months,
    "quarters.csv": quarters,
    "budget and forecast.csv": budget_and_forecast_by_year,
    "long by year.csv": long_by_year,
    "currency column.csv": currency_column,
    "scale column.csv": scale_column,
    "mixed scales.csv": mixed_scales,
    "low and high.csv": low_and_high,
    "spend so far.csv": spend_so_far,
    "once and yearly.csv": once_and_yearly,
    "no headers.csv": no_headers,
    "turned.xlsx": turned,
    "departments.xlsx": sheet_for_each_department,
    "years.xlsx": sheet_for_each_year,
    "merged department.xlsx": merged_department,
    "merged title.xlsx": merged_title,
    "total of two.xlsx": total_of_two_columns,
    "one in euros.csv": one_names_its_currency,
    "sections.xlsx": sections,
    "units by header.xlsx": units_by_header,
    "one unit unstated.xlsx": one_unit_unstated,
    "spent and planned.xlsx": spent_and_planned,
    "hardly a cost.csv": hardly_a_cost,
    "pivot.xlsx": pivot,
    "parts of a cost.csv": parts_of_a_cost,
    "crowns.csv": crowns,
    "two tables.xlsx": two_tables_on_a_sheet,
    "legend.xlsx": legend_beside,
    "filtered.xlsx": filtered,
    "mandates.csv": mandates,
    "wrapped.xlsx": wrapped_headers,
    "contingency.csv": wide_by_year_with_contingency,
    "one in dollars.csv": one_in_another_unit,
    "zeros.csv": leading_zeros,
    "two units.csv": two_units,
    "signs.csv": signs_of_many,
    "no cents.csv": no_cents,
    "german years.csv": german_years,
    "same header.csv": same_header_twice,
    "count below.csv": count_below,
    "monthly.csv": monthly_alone,
    "per hour.csv": rates,
}
