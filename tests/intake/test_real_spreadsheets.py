"""Real lists by other people, as the table beside them says. No part of the project: skipped where they are missing."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from intake.answers import Answers
from intake.read import read_workbook

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "spreadsheets"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real spreadsheets is not here")


def read(name: str, **answers):
    data = (FOLDER / name).read_bytes()
    return read_workbook(data, name, today=dt.date(2026, 11, 22), answers=Answers(**answers))


def asked(intake):
    return {question.code for question in intake.questions}


# (file, sheet, header row, requests, title, cost column, sum in currency units, unit source, questions it must ask)
EXPECTED = [
    ("au_mdpr_2025_public_release.xlsx", "Digital Project Data", 1, 136, "Project name", "Total budget (millions)",
     Decimal("15041300000"), "stated", {"cost_column"}),
    ("au_mdpr_2025_cp1252.csv", None, 1, 136, "Project name", "Total budget (millions)",
     Decimal("15041300000"), "stated", {"cost_column"}),
    ("ca_gc_it_projects_2016.csv", None, 1, 398, "projectName", "totalBudget", Decimal(11918961480), "assumed", set()),
    ("uk_gmpp_2018.csv", None, 1, 133, "project_name", "wlc_baseline_incl_NCG",
     Decimal("422739.43"), "asked", {"unit"}),
    ("us_va_ai_2025.xlsx", "All Use Cases", 2, 367, "Use Case Name", "", None, "stated", {"status"}),
    ("us_hud_ai_2025.xlsx", "All Use Cases", 2, 11, "Use Case Name", "", None, "stated", set()),
    ("us_hhs_ai_2023.csv", None, 1, 163, "Use Case Name", "", None, "stated", set()),
    ("us_dol_ai_2023.csv", None, 1, 18, "AI Use Case Name", "", None, "stated", set()),
    ("us_federal_ai_2024.xls", None, 1, 2133, "Use Case Name", "", None, "stated", {"status"}),
    ("wb_projects_2001.xlsx", "data", 2, 393, "Project Name", "Current Project Cost",
     Decimal("32057124371.69"), "assumed", {"status"}),
    ("toronto_capital_2022_2031.csv", None, 1, 2755, "Project Name", "Total 10 Year",
     Decimal("46616992.45"), "asked", {"unit", "grouping"}),
    ("chicago_menu_2019.csv", None, 1, 2439, "item", "cost", Decimal("65977999.50"), "assumed", {"grouping"}),
]  # fmt: skip


@pytest.mark.parametrize("expected", EXPECTED, ids=[row[0] for row in EXPECTED])
def test_a_real_list_is_read_as_it_should_be(expected):
    name, sheet, header_row, n, title, cost, total, source, questions = expected
    intake = read(name)
    table = intake.table
    assert sheet is None or table.sheet == sheet
    assert (table.header_row, len(intake.requests), table.rejected) == (header_row, n, ())
    assert (table.title_column, table.money.cost_column, table.cost_sum) == (title, cost, total)
    assert table.money.unit.source == source
    assert questions <= asked(intake)


def test_the_same_names_for_every_agency_are_questioned():
    assert "not_a_request_list" in asked(read("us_federal_cots_ai_2025.xlsx"))


@pytest.mark.parametrize("name", ["au_mdpr_2025_public_release.xlsx", "au_mdpr_2025_cp1252.csv"])
def test_three_withheld_budgets_stay_unknown(name):
    intake = read(name, meanings={"Total budget (millions)": "cost_total"})
    withheld = [f for f in intake.findings if f.code == "cost_withheld"]
    assert [(f.row, f.value) for f in withheld] == [(43, "NFP"), (56, "NFP"), (107, "NFP")]
    known = [r for r in intake.requests if r.capital_usd]
    assert len(known) == 133
    assert sum(r.total_capital_usd for r in known) == Decimal("15041300000")


def test_no_cost_is_used_before_the_unit_is_known_and_never_the_43_of_a_section():
    waiting = read("uk_gmpp_2018.csv", meanings={"wlc_baseline_incl_NCG": "cost_total"})
    assert not any(r.capital_usd for r in waiting.requests)
    intake = read("uk_gmpp_2018.csv", meanings={"wlc_baseline_incl_NCG": "cost_total"}, unit=Decimal(1_000_000))
    known = [r for r in intake.requests if r.capital_usd]
    assert len(known) == 119
    assert sum(r.total_capital_usd for r in known) == Decimal("422739430000")
    assert sum(f.code == "cost_withheld" for f in intake.findings) == 14


def test_six_blank_budgets_are_missing():
    intake = read("ca_gc_it_projects_2016.csv")
    assert sum(bool(r.capital_usd) for r in intake.requests) == 392
    assert sum(f.code == "cost_missing" for f in intake.findings) == 6


@pytest.mark.parametrize(("name", "zeros"), [("wb_projects_2001.xlsx", 55), ("chicago_menu_2019.csv", 206)])
def test_zero_costs_are_pointed_out(name, zeros):
    assert sum(f.code == "cost_zero" for f in read(name).findings) == zeros


def test_a_column_for_every_year_is_a_series_and_its_total_only_confirms_it():
    intake = read("toronto_capital_2022_2031.csv", unit=Decimal(1000))
    assert intake.table.fiscal_years == tuple(f"FY{year}" for year in range(22, 32))
    assert intake.requests[1].capital_usd["FY22"] == 192_000
    assert intake.requests[1].total_capital_usd == 500_000
    assert any(f.code == "negative_amount" for f in intake.findings)
    assert "FY22" not in intake.requests[0].capital_usd, "a negative one-off cost is no cost"


def test_hidden_sheets_are_named():
    assert [f.sheet for f in read("us_va_ai_2025.xlsx").findings if f.code == "sheet_hidden"] == [
        "Sheet3",
        "Selections",
    ]


def test_rows_of_one_project_can_be_joined():
    intake = read("toronto_capital_2022_2031.csv", unit=Decimal(1000), grouping="same title")
    # 630 as they are spelled; two of them differ in nothing but a space.
    assert len(intake.requests) == 629
