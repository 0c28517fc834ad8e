"""Lists as systems export them: field names, hierarchies, periods, forms and pivots."""

from __future__ import annotations

from openpyxl import Workbook

from tests.intake.made_lists import Rows, book, saved, text


def servicenow_fields() -> bytes:
    """pm_project with the names of its fields: 120,000 + 45,000 planned cost, of which 60,000 is capital."""
    return text([
        ["number", "short_description", "state", "u_department", "start_date", "end_date", "cost", "capex_cost",
         "opex_cost", "sys_id", "sys_created_on"],
        ["PRJ0010001", "Sepsis alert", "Open", "ICU", "2027-01-04 08:00:00", "2027-06-30 17:00:00", "120000.00",
         "100000.00", "20000.00", "9d385017c611228701d22104cc95c371", "2026-05-01 09:12:44"],
        ["PRJ0010002", "Bed board", "Pending", "Nursing", "2027-04-01 08:00:00", "2027-09-30 17:00:00", "45000.00",
         "40000.00", "5000.00", "46ca0887a9fe19810191e08e51927ebf", "2026-05-02 10:00:00"],
    ])  # fmt: skip


def jira_cloud() -> bytes:
    """Jira Cloud repeats a column for every value: components, labels, links."""
    return text([
        ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Labels", "Labels", "Labels",
         "Outward issue link (Blocks)", "Outward issue link (Blocks)", "Custom field (Budget)",
         "Custom field (Business Owner)", "Sprint", "Sprint"],
        ["Sepsis alert", "DH-1", "10001", "Epic", "To Do", "safety", "ai", "", "", "", "120000", "CMO", "S1", "S2"],
        ["Bed board", "DH-2", "10002", "Epic", "In Progress", "flow", "", "", "DH-1", "", "80000", "CNO", "", ""],
        ["Pager swap", "DH-3", "10003", "Epic", "To Do", "", "", "", "", "", "25000", "CIO", "", ""],
    ])  # fmt: skip


def smartsheet_blank_parents() -> bytes:
    """Parents hold a name alone; children come below them: 120,000 + 80,000 + 25,000."""
    return book({"Intake": [
        ["Task Name", "Status", "Assigned To", "Start", "Finish", "Budget"],
        ["Clinical", None, None, None, None, None],
        ["Sepsis alert", "Not Started", "CMO", "01/04/27", "06/30/27", 120_000],
        ["Bed board", "Not Started", "CNO", "04/01/27", "09/30/27", 80_000],
        ["Infrastructure", None, None, None, None, None],
        ["Pager swap", "Not Started", "CIO", "02/15/27", "05/31/27", 25_000],
    ]})  # fmt: skip


def clarity_cost_plan() -> bytes:
    """A cost plan with a column a month: 10,000 + 20,000 + 30,000, and 5,000 a month."""
    return text([
        ["Investment ID", "Investment Name", "Cost Type", "Jan 2027", "Feb 2027", "Mar 2027"],
        ["INV-1", "Sepsis alert", "Capital", "10,000.00", "20,000.00", "30,000.00"],
        ["INV-2", "Bed board", "Capital", "5,000.00", "5,000.00", "5,000.00"],
    ])  # fmt: skip


def project_odata() -> bytes:
    """Project Online's OData feed: camel case, ISO times, costs with six decimals."""
    return text([
        ["ProjectId", "ProjectName", "ProjectOwnerName", "ProjectStartDate", "ProjectFinishDate", "ProjectCost",
         "ProjectActualCost", "ProjectWork", "ProjectPercentCompleted", "ProjectDepartments"],
        ["6c1c5b5e-1d3c-e711-80d3-00155d9c9b01", "Sepsis alert", "CMO", "2027-01-04T08:00:00", "2027-06-30T17:00:00",
         "120000.000000", "1500.000000", "640.000000", "0", "ICU"],
        ["6c1c5b5e-1d3c-e711-80d3-00155d9c9b02", "Bed board", "CNO", "2027-04-01T08:00:00", "2027-09-30T17:00:00",
         "80000.000000", "0.000000", "320.000000", "0", "Nursing"],
    ])  # fmt: skip


def planview_periods() -> bytes:
    """Planview: a path as the name of the work, and a column for each fiscal year with its kind of money."""
    return text([
        ["PPL Code", "Work ID", "Work", "Lifecycle Stage", "FY2027 Capital", "FY2027 Expense", "FY2028 Capital",
         "FY2028 Expense"],
        ["1001", "W-1", "Sepsis alert", "Proposed", "90000", "10000", "20000", "10000"],
        ["1002", "W-2", "Bed board", "Proposed", "50000", "5000", "0", "5000"],
    ])  # fmt: skip


def form_for_each() -> bytes:
    """A capital request form on each sheet: labels in the first column, answers in the second."""
    forms: dict[str, Rows] = {
        name: [
            ["CAPITAL REQUEST FORM", None],
            ["Project name", title],
            ["Department", department],
            ["Executive sponsor", sponsor],
            ["Total cost", cost],
            ["Start date", "2027-01-04"],
        ]
        for name, title, department, sponsor, cost in (
            ("CR-1", "Sepsis alert", "ICU", "CMO", 120_000),
            ("CR-2", "Bed board", "Nursing", "CNO", 80_000),
            ("CR-3", "Pager swap", "IT", "CIO", 25_000),
        )
    }
    return book(forms)


def pivot_in_outline() -> bytes:
    """A pivot table in outline form: departments, projects below them, sums beside each department."""
    return book({"Pivot": [
        ["Sum of Cost", None, None],
        ["Department", "Project name", "Total"],
        ["ICU", None, 200_000],
        [None, "Sepsis alert", 120_000],
        [None, "Bed board", 80_000],
        ["IT", None, 75_000],
        [None, "Pager swap", 25_000],
        [None, "Wireless", 50_000],
        ["Grand Total", None, 275_000],
    ]})  # fmt: skip


def outlined() -> bytes:
    """Rows grouped in Excel: a parent with all the facts of its children costs what they cost, 120,000 + 80,000."""
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (
        ["Key", "Task Name", "Status", "Owner", "Budget"],
        ["T-1", "Clinical", "Not Started", "CMO", 200_000],
        ["T-2", "Sepsis alert", "Not Started", "CMO", 120_000],
        ["T-3", "Bed board", "Not Started", "CNO", 80_000],
        ["T-4", "Pager swap", "Not Started", "CIO", 25_000],
    ):
        sheet.append(row)
    for number in (3, 4):
        sheet.row_dimensions[number].outlineLevel = 1
    return saved(made)
