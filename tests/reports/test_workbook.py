import csv
import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from planning.notebook import with_bounds, with_scenario
from planning.outcome import evaluate
from portfolio.limits import Limits
from reports.exports import EXPORTS
from reports.frames import hours_frame, money_frame, request_frame
from reports.workbook import build_workbook
from tests.builders import notebook, request

BY_KEY = {export.key: export for export in EXPORTS}


@pytest.fixture(scope="module")
def book(sample_outcome):
    return openpyxl.load_workbook(io.BytesIO(build_workbook(sample_outcome)))


def table(sheet) -> list[dict]:
    headers, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(headers, row, strict=True)) for row in rows]


def test_the_funded_sheet_holds_the_funded_requests_and_their_costs_to_the_cent(book, sample_outcome):
    *rows, total = table(book["Funded"])
    assert [r["Request"] for r in rows] == list(sample_outcome.selection.funded)
    by_id = {r.id: r for r in sample_outcome.notebook.requests}
    for row in rows:
        assert row["Capital FY27"] == by_id[row["Request"]].capital_usd["FY27"]
        assert row["Score (points)"] == pytest.approx(sample_outcome.scores.totals[row["Request"]])
    assert total["Score (points)"] == pytest.approx(662.533333, abs=1e-6)
    assert total["Capital FY27"] == sum(r["Capital FY27"] for r in rows)


def test_the_money_sheet_reconciles_with_the_requests_and_the_limits(book, sample_outcome):
    *years, total = table(book["Money"])
    funded = [r for r in sample_outcome.notebook.requests if r.id in sample_outcome.funded]
    for year in years:
        name = year["Fiscal year"]
        capital = sum(r.capital_usd[name] for r in funded)
        assert Decimal(str(year["Capital"])) == capital
        assert Decimal(str(year["Capital with contingency"])) == capital * Decimal("1.1")
        assert Decimal(str(year["Contingency"])) == capital * Decimal("0.1")
        assert year["Capital with contingency"] <= year["Capital limit"]
    assert total["Operating"] == sum(y["Operating"] for y in years)


def test_every_request_is_on_exactly_one_sheet_and_each_that_is_out_says_why(book, sample_outcome):
    out = table(book["Not funded"])
    assert {r["Request"] for r in out} | sample_outcome.funded == {r.id for r in sample_outcome.notebook.requests}
    assert not {r["Request"] for r in out} & sample_outcome.funded
    assert all(r["Why it is not in"] for r in out)


def test_hours_on_the_sheet_are_what_the_limits_count(book, sample_outcome):
    rows = table(book["Staffing"])
    uses = {use.row.key: use for use in sample_outcome.limits}
    integration = next(r for r in rows if r["Role"] == "Integration engineers" and r["Hours"] == "used")
    assert integration["2027-Q3"] == pytest.approx(uses["hours integration 2027-Q3"].used)
    assert integration["All quarters"] == pytest.approx(sum(v for k, v in integration.items() if k.startswith("20")))


def test_the_source_sheet_says_where_it_comes_from(book, sample_outcome):
    facts = {row[0].value: row[1].value for row in book["Source"].iter_rows(min_row=3)}
    assert facts["Source file SHA-256"] == sample_outcome.notebook.source.sha256
    assert facts["Weight clinical value"] == pytest.approx(0.35)
    assert facts["Rule change limits"] == "off"
    assert "HiGHS" in facts["Solver"]
    assert facts["Planning date"] == dt.datetime(2026, 11, 22)


def test_a_scenarios_limits_are_the_ones_in_the_workbook(sample):
    outcome = evaluate(with_scenario(sample, "Budget cut"), sample.plan.planning_date)
    assert [int(v) for v in money_frame(outcome)["capital_limit_usd"]] == [2_200_000, 500_000, 300_000]


def test_a_list_without_costs_years_or_requests_still_makes_a_workbook():
    for requests in ([], [request("A", capital_usd={}, operating_usd={}, ratings={"clinical_value": 5.0})]):
        outcome = evaluate(notebook(requests, limits_=Limits()), dt.date(2026, 11, 22))
        openpyxl.load_workbook(io.BytesIO(build_workbook(outcome)))


def test_assumed_ratings_are_named_beside_their_request():
    asked = request("A", ratings={"clinical_value": 5.0})
    outcome = evaluate(notebook([asked]), dt.date(2026, 11, 22))
    (row, _) = table(openpyxl.load_workbook(io.BytesIO(build_workbook(outcome)))["Funded"])
    assert row["Assumed ratings"] == "burden reduction, regulatory need"


def test_a_control_character_in_a_title_does_not_stop_the_export():
    outcome = evaluate(notebook([request("A", title="a\x07b", ratings={"clinical_value": 5.0})]), dt.date(2026, 11, 22))
    sheet = openpyxl.load_workbook(io.BytesIO(build_workbook(outcome)))["Funded"]
    assert sheet["B2"].value == "a\ufffdb"


def test_rules_carry_who_asks_for_them(book):
    rows = {r["Rule"]: r for r in table(book["Rules"])}
    assert "45 CFR Part 171" in rows["DP-033 must be in"]["Who or what asks for it"]
    assert rows["DP-012 out by gate"]["Kind"] == "Gates"


@pytest.mark.parametrize("title", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\tx", "<b>x</b>"])
def test_untrusted_text_stays_text(title):
    asked = request("A", title=title, ratings={"clinical_value": 5.0})
    outcome = evaluate(notebook([asked]), dt.date(2026, 11, 22))
    sheet = openpyxl.load_workbook(io.BytesIO(build_workbook(outcome)))["Funded"]
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value == title


def test_nothing_is_exported_where_no_portfolio_fits(sample):
    outcome = evaluate(with_bounds(sample, {"capital FY27": 1}), sample.plan.planning_date)
    with pytest.raises(ValueError, match="no portfolio"):
        build_workbook(outcome)


def test_file_names_are_safe(sample_outcome):
    odd = replace(sample_outcome, notebook=replace(sample_outcome.notebook, name='../a:b*"c'))
    assert BY_KEY["finance-xlsx"].file_name(odd) == "a-b--c-finance-xlsx-2026-11-22.xlsx"


def test_request_frame_adds_up(sample_outcome):
    frame = request_frame(sample_outcome)
    parts = frame[["clinical_value", "burden_reduction", "regulatory_need", "cost"]].sum(axis=1)
    assert (parts - frame["score"]).abs().max() < 1e-9
    assert frame["score"].is_monotonic_decreasing
    assert frame.loc[frame["funded"], "score"].sum() == pytest.approx(662.533333, abs=1e-6)


def test_hours_frame_has_every_role_and_quarter(sample_outcome):
    assert len(hours_frame(sample_outcome)) == 7 * 8


@pytest.mark.office
def test_libreoffice_opens_the_workbook_and_sees_the_same_totals(sample_outcome, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed: apt-get install libreoffice-calc"
    path = tmp_path / "portfolio.xlsx"
    path.write_bytes(build_workbook(sample_outcome))
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", options, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    with (tmp_path / "portfolio-Money.csv").open(encoding="utf-8") as file:
        total = list(csv.DictReader(file))[-1]
    expected = money_frame(sample_outcome)["capital_with_contingency_usd"].sum()
    assert Decimal(total["Capital with contingency"].replace(",", "")) == expected
