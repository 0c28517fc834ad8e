"""Lists as tools export them and as offices abroad write them, invented here, small enough to add up by hand."""

from __future__ import annotations

import datetime as dt

from tests.intake.made_lists import book, text


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


def pivot() -> bytes:
    """A pivot table with its years across and grand totals: 100,000 + 50,000 and 30,000 + 10,000."""
    return book({"Pivot": [
        ["Sum of Amount", "Column Labels", None, None], ["Row Labels", 2027, 2028, "Grand Total"],
        ["Sepsis alert", 100_000, 50_000, 150_000], ["Bed board", 30_000, 10_000, 40_000],
        ["Grand Total", 130_000, 60_000, 190_000],
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


def german_years() -> bytes:
    """One column tells that commas are decimals, so 1.200 is 1,200: 1,200 + 2,300 + 50.5 + 0.5 thousand."""
    return text([
        ["Projektnummer", "Projektname", "Bereich", "Investitionskosten 2027 (T€)", "Betriebskosten 2027 (T€)"],
        ["0001", "Sepsis-Alarm", "Pflege", "1.200", "50,5"],
        ["0002", "Bettentafel", "Pflege", "2.300", "0,5"],
    ], ";")  # fmt: skip


def jira_links() -> bytes:
    """Two columns of the same links: the third issue waits for both others. 120,000 + 80,000 + 15,000."""
    return text([
        ["Summary", "Issue key", "Custom field (Story Points)", "Estimated Cost", "Inward issue link (Blocks)",
         "Inward issue link (Blocks)"],
        ["Sepsis alert", "DP-1", "13.0", "120000", "", ""],
        ["Bed board", "DP-2", "8.0", "80000", "DP-1", ""],
        ["Pager swap", "DP-3", "5.0", "15000", "DP-1", "DP-2"],
    ])  # fmt: skip


def smartsheet_one_child() -> bytes:
    """Parents sum up what they hold, the last one a single row: 120,000 + 80,000 + 50,000."""
    return book({"Sheet1": [
        ["Task name", "Department", "Budget", "Status", "Start"],
        ["Clinical programs", None, 200_000, None, None],
        ["Sepsis alert", "ICU", 120_000, "Not started", "2027-01-04"],
        ["Bed board", "Nursing", 80_000, "Not started", "2027-02-01"],
        ["IT programs", None, 50_000, None, None],
        ["Pager swap", "IT", 50_000, "Not started", "2027-01-04"],
    ]})  # fmt: skip


def quarters_in_words() -> bytes:
    """Start and finish in quarters, written in three ways."""
    return text([
        ["Project", "Cost (USD)", "Start quarter", "Finish quarter"],
        ["Sepsis alert", "120000", "Q1 FY27", "Q3 FY27"],
        ["Bed board", "80000", "2027Q2", "2027Q4"],
        ["Pager swap", "15000", "3Q27", "4Q27"],
    ])  # fmt: skip
