import csv
import datetime as dt
import io
from dataclasses import fields
from decimal import Decimal

import openpyxl
import pytest

from data.make_sample import SOURCE, make_sample, make_template
from intake.columns import COLUMNS, SERIES_COLUMNS
from intake.read import read_workbook
from intake.tables import DATA, SAMPLE_WORKBOOK, TEMPLATE_WORKBOOK
from planning.opening import open_notebook
from planning.prepared import prepare
from scoring.criterion import CRITERIA
from scoring.quarter import Quarter
from scoring.request import AiTier, BenefitType, Confidence, Direction, Mandate, Request, Stage

GOOD = {
    "request_id": "A-1",
    "title": "Sepsis warning",
    "capital_fy27_usd": "100",
    "opex_fy27_usd": "-20",
    "hours_analyst": "30",
    "clinical_value": "5",
    "burden_reduction": "-1",
    "regulatory_need": "0",
    "earliest_start": "2027-Q2",
}


def as_csv(*rows: dict[str, str], header: list[str] | None = None) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, header or list(GOOD), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(*rows, **facts):
    return read_workbook(as_csv(*rows, **facts), "list.csv", today=dt.date(2026, 11, 22))


def finding(intake, code):
    found = [f for f in intake.findings if f.code == code]
    assert found, f"no {code} among {[f.code for f in intake.findings]}"
    return found[0]


def test_the_sample_has_60_requests_and_no_findings(sample_intake):
    assert len(sample_intake.requests) == 60
    assert sample_intake.findings == ()
    assert sample_intake.plan.planning_date == dt.date(2026, 11, 22)
    assert sample_intake.plan.first_quarter == Quarter(2027, 1)
    assert sample_intake.plan.dollars_per_point == 600_000
    assert "change-limits" not in sample_intake.plan.kinds_on
    assert [s.name for s in sample_intake.plan.scenarios] == ["Budget cut"]
    assert sample_intake.limits.budget[0].contingency_share == Decimal("0.1")
    assert len(sample_intake.stakeholder_weights) == 9


def test_every_field_of_the_sample_is_read(sample_intake):
    read_one = next(r for r in sample_intake.requests if r.id == "DP-003")
    assert (read_one.stage, read_one.ai_tier) == (Stage.SCALE, AiTier.HIGH)
    assert read_one.capital_usd == {"FY27": 120_000, "FY28": 0, "FY29": 0}
    assert read_one.operating_usd["FY28"] == 240_000
    assert read_one.role_hours["data_analytics"] == 520
    assert (read_one.duration_quarters, read_one.earliest_start) == (3, Quarter(2027, 2))
    assert read_one.ratings["burden_reduction"] == -1
    assert read_one.annual_benefit_usd == 1_300_000
    assert (read_one.benefit_type, read_one.benefit_confidence) == (BenefitType.SOFT, Confidence.MEDIUM)
    assert read_one.affected_departments == ("Emergency", "Inpatient nursing", "Critical care")
    assert (read_one.prerequisites, read_one.exclusive_group) == (("DP-002",), "SEPSIS")
    assert (read_one.metric.better, read_one.metric.latest) == (Direction.LOWER, 12.2)
    assert read_one.pilot_end == dt.date(2026, 12, 18)
    assert len(read_one.ai_evidence) == 12
    mandated = next(r for r in sample_intake.requests if r.id == "DP-036")
    assert mandated.mandate == Mandate(
        type="law with date",
        rule="CMS hospital quality reporting eCQMs, CY 2027",
        deadline=dt.date(2027, 12, 31),
        group="ECQM",
    )
    # Every field of a request holds something in some request of the sample, but for the optional columns.
    empty = {f.name for f in fields(Request) if not any(getattr(r, f.name) for r in sample_intake.requests)}
    optional = {"cost_nature", "entity", "cost_center", "account", "other_columns"}
    assert empty == {"exit_decision", "is_harmful", "unclear", *optional}


def test_the_committed_workbooks_are_what_their_sources_make():
    for path, made in ((SAMPLE_WORKBOOK, make_sample()), (TEMPLATE_WORKBOOK, make_template())):
        books = [openpyxl.load_workbook(io.BytesIO(data)) for data in (path.read_bytes(), made)]
        cells = [{s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book} for book in books]
        assert cells[0] == cells[1], f"run make sample: {path.name} is out of date"


def test_the_sample_reads_the_same_from_csv(sample_intake):
    data = (SOURCE / "sample_requests.csv").read_bytes()
    assert read_workbook(data, "sample_requests.csv").requests == sample_intake.requests


def test_every_column_stands_in_the_dictionary_and_in_the_sample():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for key in [c.key for c in COLUMNS] + [key for key, *_ in SERIES_COLUMNS]:
        assert f"`{key}`" in readme, f"data/README.md lacks {key}"
    assert {c.key for c in CRITERIA if c.is_rated} <= {c.key for c in COLUMNS}


def test_a_good_row_has_no_findings_but_missing_limits_and_what_is_assumed():
    intake = read(GOOD)
    assert {f.code for f in intake.findings} == {"limits_missing", "duration_assumed", "default_used"}
    assert intake.requests[0].operating_usd == {"FY27": -20}


@pytest.mark.parametrize(
    ("code", "change", "column"),
    [
        ("value_unreadable", {"clinical_value": "high"}, "clinical_value"),
        ("value_unreadable", {"capital_fy27_usd": "soon"}, "capital_fy27_usd"),
        ("value_unreadable", {"earliest_start": "next year"}, "earliest_start"),
        ("value_out_of_range", {"clinical_value": "11"}, "clinical_value"),
        ("value_out_of_range", {"burden_reduction": "-11"}, "burden_reduction"),
        ("negative_amount", {"capital_fy27_usd": "-1"}, "capital_fy27_usd"),
        ("negative_amount", {"hours_analyst": "-1"}, "hours_analyst"),
        ("cost_missing", {"opex_fy27_usd": ""}, "opex_fy27_usd"),
        ("hours_missing", {"hours_analyst": ""}, "hours_analyst"),
        ("rating_missing", {"regulatory_need": ""}, "regulatory_need"),
        ("id_missing", {"request_id": ""}, "request_id"),
    ],
)
def test_a_bad_cell_is_a_finding_with_its_place_and_the_row_still_comes_in(code, change, column):
    intake = read(GOOD, {**GOOD, "request_id": "A-2", **change})
    assert len(intake.requests) == 2
    found = finding(intake, code)
    assert (found.row, found.column, found.sheet) == (3, column, "list")
    assert found.remedy
    if change[column]:
        assert found.value == change[column]


def test_an_unreadable_cost_is_missing_never_zero():
    (asked,) = read({**GOOD, "capital_fy27_usd": "Exempt under Section 43"}).requests
    assert "FY27" not in asked.capital_usd


def test_a_row_without_a_title_is_left_out_and_said_so():
    intake = read({**GOOD, "title": ""}, {**GOOD, "request_id": "A-2"})
    assert [r.id for r in intake.requests] == ["A-2"]
    assert finding(intake, "title_missing").row == 2
    assert intake.table.rejected == (("list", 2, "no title"),)


def test_a_repeated_id_comes_in_once():
    intake = read(GOOD, {**GOOD, "title": "Another"})
    assert [r.title for r in intake.requests] == ["Sepsis warning"]
    assert finding(intake, "id_repeated").row == 3


def test_a_made_id_stays_the_same_when_rows_move():
    other = {**GOOD, "request_id": "", "title": "Other"}
    unnamed = {**GOOD, "request_id": ""}
    first = {r.title: r.id for r in read(unnamed, other).requests}
    assert {r.title: r.id for r in read(other, unnamed).requests} == first


@pytest.mark.parametrize(("needs", "code"), [("Z", "prerequisite_unknown"), ("A-1", "prerequisite_circular")])
def test_prerequisites_that_lead_nowhere_are_found(needs, code):
    header = [*GOOD, "depends_on"]
    assert finding(read({**GOOD, "depends_on": needs}, header=header), code).column == "depends_on"


@pytest.mark.parametrize(
    ("header", "code"),
    [([*GOOD, "surprise"], "column_unknown"), ([*GOOD, "title"], "column_repeated")],
)
def test_odd_headers_are_found(header, code):
    data = ",".join(header) + "\n" + ",".join([*GOOD.values(), "x"]) + "\n"
    assert finding(read_workbook(data.encode(), "list.csv"), code).row == 1


def test_a_word_outside_the_choices_names_the_choices():
    header = [*GOOD, "stage", "mandate_type"]
    intake = read({**GOOD, "stage": "someday", "mandate_type": "decree"}, header=header)
    found = [f for f in intake.findings if f.code == "choice_unknown"]
    assert "idea, pilot, scale" in found[0].remedy
    assert "law in force" in found[1].remedy


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n ", "file_empty"),
        (b"PK\x03\x04 not really a zip", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0 not really a workbook", "file_unreadable"),
        (b"a,b\n\x00\x01,2", "file_unreadable"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(data, code):
    intake = read_workbook(data, "list.xlsx")
    assert intake.is_refused
    assert intake.findings[0].code == code
    assert intake.message.endswith(".")


def test_a_file_above_the_size_limit_is_refused():
    assert read_workbook(b"x" * (20 * 1024 * 1024 + 1), "big.csv").findings[0].code == "file_too_large"


def test_a_title_that_looks_like_a_formula_stays_text():
    (asked,) = read({**GOOD, "title": "=1+1"}).requests
    assert asked.title == "=1+1"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ai_risk", "hgih"),
        ("ai_risk", None),
        ("stage", "someday"),
        ("pilot_end", "soon"),
        ("mandate_type", "decree"),
        ("duration_quarters", "long"),
        ("duration_quarters", 1000),
        ("earliest_start", "later"),
    ],
)
def test_what_gates_hang_on_is_never_guessed(column, value):
    """A cell that can't be read makes its request wait; it never passes a gate as "none" or "no"."""
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    sheet = book["Requests"]
    headers = [cell.value for cell in sheet[1]]
    line = next(n for n, cell in enumerate(sheet["A"], start=1) if cell.value == "DP-016")
    sheet.cell(line, headers.index(column) + 1).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    intake = read_workbook(buffer.getvalue(), "sample.xlsx")
    notebook = open_notebook(intake)
    waiting = prepare(notebook, notebook.plan.planning_date)
    assert any(f.column == column and f.row == line for f in intake.findings)
    assert any(r.kind == "missing-facts" and "DP-016" in r.terms for r in waiting.rows)


def test_harm_that_cannot_be_read_waits_too():
    header = [*GOOD, "harm"]
    (asked,) = read({**GOOD, "harm": "possibly"}, header=header).requests
    assert asked.unclear == ("harm",)


def test_facts_for_finance_and_columns_that_are_not_used_come_through():
    head = "request_id,title,cost_nature,entity,cost_center,account,Color of the form\n"
    found = read_workbook((head + "A,One,license,North,0042,6100,=red\n,Two,,,,,\n").encode(), "list.csv").requests
    one, two = found
    assert (one.cost_nature, one.entity, one.cost_center, one.account) == ("license", "North", "0042", "6100")
    assert (one.other_columns, two.other_columns) == ({"Color of the form": "=red"}, {})
