"""Finance's workbook, opened again: its values, its looks, and what is left out where nobody knows it."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from planning.change import Change
from planning.log import next_entry
from planning.money import funded_money
from planning.notebook import with_bounds, with_scenario
from planning.outcome import evaluate
from planning.people import Person
from portfolio.limits import Limits, RoleCapacity
from reports.dossier import Dossier
from reports.exports import EXPORTS, file_name
from reports.file_kinds import DOCX
from reports.frames import hours_frame, money_frame, request_columns
from reports.workbook import SHEETS, build_workbook
from scoring.request import BenefitType
from tests.builders import FIRST, limits, request
from tests.reports.opened_again import NEAR, opened, table

BY_KEY = {export.key: export for export in EXPORTS}
# What was worked out about one request that is out.


def labeled(sheet) -> dict:
    return {row[0]: row[1] for row in sheet.iter_rows(max_col=2, values_only=True) if row[0]}


def test_the_funded_table_holds_the_funded_requests_and_their_costs_to_the_cent(book, sample_outcome):
    rows = table(book, "Funded")
    assert [r["Request"] for r in rows] == list(sample_outcome.selection.funded)
    by_id = {r.id: r for r in sample_outcome.notebook.requests}
    for row in rows:
        assert row["Capital FY27"] == by_id[row["Request"]].capital_usd["FY27"]
        assert row["Score (points)"] == pytest.approx(sample_outcome.scores.totals[row["Request"]])
    totals = {cell.value: book["Funded"].cell(3, cell.column).value for cell in book["Funded"][4]}
    assert totals["Score (points)"] == pytest.approx(662.533333, abs=1e-6)
    assert totals["Capital FY27"] == sum(r["Capital FY27"] for r in rows)
    assert totals["Counts"] == 26


def test_money_by_year_reconciles_with_the_requests_and_the_limits(book, sample_outcome):
    headers, *rows = [list(row) for row in book["Money"].iter_rows(min_row=4, max_row=21, max_col=8, values_only=True)]
    money = {row[0]: dict(zip(headers[1:], row[1:], strict=True)) for row in rows}
    frame = money_frame(sample_outcome).set_index("fiscal_year")
    for year in ("FY27", "FY28", "FY29"):
        assert Decimal(str(money["Capital with contingency"][year])) == frame.loc[year, "capital_with_contingency_usd"]
        assert Decimal(str(money["Contingency"][year])) == frame.loc[year, "contingency_usd"]
        assert money["Capital left"][year] == money["Capital limit"][year] - money["Capital with contingency"][year]
    assert money["Operating (recurring)"]["Three years"] == frame["operating_usd"].sum()
    assert headers[-2:] == ["Three years", "Five years"]


def test_the_business_case_stands_where_finance_looks_for_it(book, sample_outcome):
    case = funded_money(sample_outcome)
    facts = labeled(book["Money"])
    assert facts["Net present value, 5 years"] == pytest.approx(float(case.npv), abs=1e-6)
    assert facts["Payback (years from the plan's start)"] == "not within 5 years"
    assert facts["Capital still to depreciate after FY31"] == pytest.approx(132_000)
    assert labeled(book["Assumptions"])["Discount rate a year"] == 0.05


def test_every_request_is_on_exactly_one_sheet_and_each_that_is_out_says_why(book, sample_outcome):
    out = table(book, "Not_funded")
    assert {r["Request"] for r in out} | sample_outcome.funded == {r.id for r in sample_outcome.notebook.requests}
    assert not {r["Request"] for r in out} & sample_outcome.funded
    assert all(r["Why it is not in"] for r in out)


def test_points_short_and_what_would_change_stand_there_where_they_were_worked_out(sample_outcome):
    data = build_workbook(Dossier(outcome=sample_outcome, explanations={"DP-011": NEAR}))
    rows = {r["Request"]: r for r in table(openpyxl.load_workbook(io.BytesIO(data), data_only=True), "Not_funded")}
    assert rows["DP-011"]["Points short"] == 2.5
    assert rows["DP-011"]["What would change it"].startswith("A score of 26.5 or more; it scores 24.0.")
    assert rows["DP-011"]["Whom it would push out"].startswith("DP-003 ")
    assert rows["DP-043"]["Points short"] is None
    note = openpyxl.load_workbook(io.BytesIO(data))["Not funded"]["A2"].value
    assert note.startswith("Points short of 33 requests were not worked out for this copy")


def test_hours_on_the_sheet_are_what_the_limits_count(book, sample_outcome):
    uses = {use.row.key: use for use in sample_outcome.limits}
    headers, *rows = [list(row) for row in book["Staffing"].iter_rows(min_row=4, max_row=12, values_only=True)]
    used = {row[0]: dict(zip(headers[1:], row[1:], strict=True)) for row in rows}
    assert used["Integration engineers"]["2027-Q3"] == pytest.approx(uses["hours integration 2027-Q3"].used)
    everything = sum(v for row, by in used.items() if row != "All roles" for q, v in by.items() if q == "All quarters")
    assert used["All roles"]["All quarters"] == pytest.approx(everything)


def test_a_role_without_hours_for_a_quarter_has_an_empty_cell_and_quarters_stand_in_order():
    late, both = FIRST.plus(1), (FIRST, FIRST.plus(1))
    capacity = (
        RoleCapacity(role="nurse", name="Nurses", hours={late: 10.0}),
        RoleCapacity(role="analyst", name="Analysts", hours=dict.fromkeys(both, 10.0)),
    )
    asked = request(
        "A", role_hours={"nurse": 4.0, "analyst": 2.0}, duration_quarters=2, ratings={"clinical_value": 5.0}
    )
    rows = list(opened(asked, limits_=Limits(capacity=capacity))["Staffing"].iter_rows(min_row=4, values_only=True))
    assert rows[0][:4] == ("Hours used", "2027-Q1", "2027-Q2", "All quarters")
    assert rows[1][:4] == ("Nurses", None, 2, 2)
    assert rows[2][:4] == ("Analysts", 1, 1, 2)
    assert rows[6][:4] == ("Nurses", None, 10, 10)


def test_the_log_says_where_it_comes_from_and_who_changed_what(sample_outcome):
    at = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
    change = Change(who=Person("Ada", "finance"), at=at, what="weights", before="35", after="30", why="=talk")
    entry = next_entry(change, "abc", None)
    dossier = Dossier(outcome=sample_outcome, log=(entry,), version=7, made_by="Ada (finance)", made_at=at)
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(dossier)), data_only=True)
    facts = labeled(book["Log"])
    assert facts["Source file SHA-256"] == sample_outcome.notebook.source.sha256
    assert "HiGHS" in facts["Solver"]
    assert facts["Planning date"] == dt.datetime(2026, 11, 22)
    assert facts["Version (changes in the log)"] == 7
    (line,) = table(book, "Log")
    assert (line["Who"], line["What"], line["Why"], line["Hash"]) == (
        "Ada (finance)",
        "weights",
        "=talk",
        entry.hash[:16],
    )
    assert (book.properties.creator, book.properties.created) == ("Ada (finance)", at.replace(tzinfo=None))


def test_weights_and_rules_stand_among_the_assumptions(book):
    facts = labeled(book["Assumptions"])
    assert facts["Clinical value"] == pytest.approx(0.35)
    assert facts["Change limits"] == "off"


def test_a_scenarios_limits_are_the_ones_in_the_workbook(sample):
    outcome = evaluate(with_scenario(sample, "Budget cut"), sample.plan.planning_date)
    assert [int(v) for v in money_frame(outcome)["capital_limit_usd"]] == [2_200_000, 500_000, 300_000]


def test_a_list_without_costs_years_or_requests_still_makes_a_workbook():
    for requests in ([], [request("A", capital_usd={}, operating_usd={}, ratings={"clinical_value": 5.0})]):
        assert opened(*requests, limits_=Limits()).sheetnames == [kind.title for kind in SHEETS]


def test_the_scarcest_limits_on_the_first_page_may_be_of_money():
    asked = [request(i, capital=9, hours=1, ratings={"clinical_value": v}) for i, v in (("A", 9.0), ("B", 8.0))]
    rows = list(opened(*asked, limits_=limits(capital=10, hours=100))["Summary"].iter_rows(values_only=True))
    (place,) = [k for k, row in enumerate(rows) if row[0] == "Scarcest limits"]
    assert rows[place + 1][:4] == ("Capital FY27 (tight)", 10, 9, 0.9)


def test_assumed_ratings_are_named_beside_their_request():
    (row,) = table(opened(request("A", ratings={"clinical_value": 5.0})), "Funded")
    assert row["Assumed ratings"] == "burden reduction, regulatory need"


def test_rules_carry_who_asks_for_them(book):
    rows = {r["Rule"]: r for r in table(book, "Rules")}
    assert "45 CFR Part 171" in rows["DP-033 must be in"]["Who or what asks for it"]
    assert rows["DP-012 out by gate"]["Kind"] == "Gates"


def test_a_benefit_of_every_type_and_confidence_adds_up():
    asked = [
        request(f"R{n}", ratings={"clinical_value": 5.0}, annual_benefit_usd=Decimal(1000), benefit_type=kind)
        for n, kind in enumerate(BenefitType)
    ]
    facts = [row for row in opened(*asked)["Money"].iter_rows(values_only=True) if row[0] == "Total"]
    assert facts[-2][5] == 5000


def test_nothing_is_exported_where_no_portfolio_fits(sample):
    outcome = evaluate(with_bounds(sample, {"capital FY27": 1}), sample.plan.planning_date)
    with pytest.raises(ValueError, match="no portfolio"):
        Dossier(outcome=outcome)


def test_file_names_are_safe_and_say_notebook_version_and_date(sample_outcome):
    odd = replace(sample_outcome, notebook=replace(sample_outcome.notebook, name='../a:b*"c'))
    export = BY_KEY["finance-xlsx"]
    assert export.file_name(Dossier(outcome=odd)) == "a-b--c, workbook for finance, 2026-11-22.xlsx"
    assert (
        export.file_name(Dossier(outcome=odd, version=12))
        == "a-b--c, workbook for finance, version 12, 2026-11-22.xlsx"
    )
    letter = file_name(Dossier(outcome=odd, version=12), "letter about ../x", DOCX)
    assert letter == "a-b--c, letter about ---x, version 12, 2026-11-22.docx"
    long = replace(sample_outcome, notebook=replace(sample_outcome.notebook, name="n" * 400))
    assert len(export.file_name(Dossier(outcome=long))) < 120


def test_the_points_of_each_request_add_up_the_highest_score_first(sample_outcome):
    rows = request_columns(sample_outcome)
    criteria = [rows[key] for key in ("clinical_value", "burden_reduction", "regulatory_need", "cost")]
    assert [sum(points) for points in zip(*criteria, strict=True)] == pytest.approx(rows["score"], abs=1e-9)
    assert rows["score"] == sorted(rows["score"], reverse=True)
    funded = [score for score, is_in in zip(rows["score"], rows["funded"], strict=True) if is_in]
    assert sum(funded) == pytest.approx(662.533333, abs=1e-6)


def test_hours_frame_has_every_role_and_quarter(sample_outcome):
    assert len(hours_frame(sample_outcome)) == 7 * 8
