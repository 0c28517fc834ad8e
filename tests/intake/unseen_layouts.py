"""Lists laid out in every way offices know, invented here, small enough to add up by hand."""

from __future__ import annotations

from tests.intake.made_lists import book, text


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


def sums_with_and_without_ids() -> bytes:
    """Two rows cost what the two between them cost together: one has an id of its own, the other is a subtotal."""
    return book({"List": [
        ["Project ID", "Project name", "Department", "Sponsor", "Cost"],
        ["P-1", "Imaging platform", None, None, 100_000],
        ["P-2", "Sepsis alert", "ICU", "CMO", 70_000],
        ["P-3", "Bed board", "ICU", "CNO", 30_000],
        [None, "Clinical", None, None, 100_000],
        ["P-4", "Pager swap", "IT", "CIO", 55_000],
    ]})  # fmt: skip


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


def wrapped_headers() -> bytes:
    """Headers run over lines and name the unit: (1.2 + 0.35) million dollars."""
    return book({"List": [
        ["Project\nName", "Business\nOwner", "Total\nCost\n($M)", "FTE", "Effort\n(days)"],
        ["Sepsis alert", "CMO", 1.2, 2.5, 100],
        ["Bed board", "CNO", 0.35, 1, 40],
    ]})  # fmt: skip


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


def indented() -> bytes:
    """Titles indented below their parents, which say as much as they do: 120,000 + 80,000 + 65,000."""
    return book({"Programs": [
        ["Name", "Owner", "Budget (USD)"],
        ["Clinical", "Di Fox", 200_000],
        ["   Sepsis alert", "Ann Lee", 120_000],
        ["   Bed board", "Bo Kim", 80_000],
        ["IT", "Ed Ray", 65_000],
        ["   Pager swap", "Cy Day", 65_000],
    ]})  # fmt: skip


def levels() -> bytes:
    """The same with a column of levels."""
    return text([
        ["ID", "Level", "Name", "Cost (USD)", "Owner"],
        ["10", "1", "Clinical", "200000", "Di Fox"],
        ["11", "2", "Sepsis alert", "120000", "Ann Lee"],
        ["12", "2", "Bed board", "80000", "Bo Kim"],
        ["20", "1", "IT", "65000", "Ed Ray"],
        ["21", "2", "Pager swap", "65000", "Cy Day"],
    ])  # fmt: skip
