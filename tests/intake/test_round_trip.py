"""What is written is read as itself: requests, corrected workbooks, edits, newer versions of a file."""

import csv
import datetime as dt
import io
import string
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.answering import answered
from intake.corrected import CORRECTED, corrected_workbook
from intake.own_rows import request_rows, requests_as_csv
from intake.plan_currency import uses_money
from intake.read import Intake, read_workbook
from intake.settings import CHANGES_SHEET
from intake.tables import SAMPLE_WORKBOOK
from portfolio.limits import Limits
from scoring.criterion import CRITERIA
from scoring.quarter import Quarter
from scoring.request import (
    AiTier,
    BenefitType,
    Confidence,
    Direction,
    ExitDecision,
    Mandate,
    OutcomeMetric,
    Request,
    Stage,
)
from tests.conftest import cases
from tests.intake.test_findings import SAMPLES, table

TODAY = dt.date(2026, 11, 22)
LETTERS = string.ascii_letters + string.digits + " =+-@'\"<>*_[]()#&,.:%$€éßяשמ漢😀"
words = st.text(alphabet=LETTERS, min_size=1, max_size=30).map(lambda t: " ".join(t.split())).filter(bool)
# An id of "EXAMPLE" is the template's example, and words such as "Total" end a table.
ids = st.text(alphabet=string.ascii_letters + string.digits + "-=+@'", min_size=1, max_size=12).map(lambda t: f"R{t}")
names = st.lists(st.text(alphabet=string.ascii_letters + " &0123456789", min_size=1, max_size=12), max_size=3)
lists = names.map(lambda found: tuple(dict.fromkeys(" ".join(n.split()) for n in found if n.strip())))
money = st.decimals(min_value=0, max_value=10**9, places=2)
costs = st.dictionaries(st.sampled_from(["FY27", "FY28", "FY29"]), money, max_size=3)
days = st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1))
# A workbook keeps 15 digits of a number.
hours = st.floats(0, 1e5).map(lambda x: round(x, 6))
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 6))
lines = st.lists(words, max_size=3).map("\n".join)


def maybe(strategy):
    return st.none() | strategy


@st.composite
def requests(draw):
    rated = [c for c in CRITERIA if c.is_rated]
    ratings = {c.key: round(draw(st.floats(c.low, c.high)), 9) for c in rated if draw(st.booleans())}
    mandate = Mandate(
        type=draw(st.sampled_from(["law in force", "law with date", "contract"])),
        rule=draw(st.just("") | words),
        deadline=draw(maybe(days)),
        group=draw(st.just("") | words),
    )
    metric = OutcomeMetric(
        name=draw(words), unit=draw(st.just("") | words), better=draw(st.sampled_from(Direction)),
        baseline=draw(maybe(numbers)), target=draw(maybe(numbers)), latest=draw(maybe(numbers)),
    )  # fmt: skip
    return Request(
        id=draw(ids),
        title="Project " + draw(words),
        description=draw(lines),
        sponsor_role=draw(st.just("") | words),
        requesting_department=draw(st.just("") | words),
        focus_area=draw(st.just("") | words),
        stage=draw(st.sampled_from(Stage)),
        ai_tier=draw(st.sampled_from(AiTier)),
        capital_usd=draw(costs),
        operating_usd={k: -v for k, v in draw(costs).items()},
        role_hours=draw(st.dictionaries(st.sampled_from(["analyst", "trainer"]), hours, max_size=2)),
        duration_quarters=draw(st.integers(1, 12)),
        earliest_start=draw(maybe(st.builds(Quarter, st.integers(2020, 2040), st.integers(1, 4)))),
        ratings=ratings,
        annual_benefit_usd=draw(maybe(money)),
        benefit_type=draw(st.sampled_from(BenefitType)),
        benefit_confidence=draw(st.sampled_from(Confidence)),
        affected_departments=draw(lists),
        change_impact=draw(maybe(hours)),
        mandate=draw(maybe(st.just(mandate))),
        prerequisites=tuple(dict.fromkeys(draw(st.lists(ids, max_size=2)))),
        exclusive_group=draw(st.just("") | words),
        metric=draw(maybe(st.just(metric))),
        pilot_start=draw(maybe(days)),
        pilot_end=draw(maybe(days)),
        exit_decision=draw(maybe(st.sampled_from(ExitDecision))),
        ai_evidence=draw(st.frozensets(st.sampled_from(["E1", "E2", "E12"]))),
        frontline_tickets=draw(maybe(st.integers(0, 999))),
        is_harmful=draw(st.booleans()),
        notes=draw(lines),
        cost_nature=draw(st.just("") | words),
        entity=draw(st.just("") | words),
        cost_center=draw(st.just("") | words),
        account=draw(st.just("") | words),
    )


portfolios = st.lists(requests(), min_size=1, max_size=3, unique_by=lambda r: r.id).map(tuple)


def read(data, name="list.xlsx"):
    return read_workbook(data, name, today=TODAY)


def file_of(found):
    return corrected_workbook(replace(read(SAMPLE_WORKBOOK.read_bytes()), requests=found, findings=(), limits=Limits()))


@settings(
    max_examples=cases(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(portfolios)
def test_written_requests_read_back_as_themselves(found):
    assert read(file_of(found)).requests == found
    assert read(requests_as_csv(found), "list.csv").requests == found


@pytest.mark.parametrize("title", ["=1+1", "+cmd", "-2", "@SUM(1)", "'quoted", "'=x"])
def test_a_title_like_a_formula_is_neutral_in_files_and_reads_back(title):
    found = (Request(id="R1", title=title),)
    written = requests_as_csv(found)
    cell = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1][1]
    assert cell[0] == "'"
    assert read(written, "list.csv").requests[0].title == title
    data = file_of(found)
    cell = openpyxl.load_workbook(io.BytesIO(data))["Requests"].cell(2, 2)
    assert (cell.data_type, cell.value) == ("s", title)
    assert read(data).requests[0].title == title


@pytest.mark.parametrize("code", SAMPLES)
def test_a_corrected_workbook_gives_the_same_requests_and_nothing_it_calls_corrected(code):
    data, name, _, _ = SAMPLES[code]
    before = read(data, name)
    if before.is_refused or before.table is None:
        return
    written = corrected_workbook(before)
    after = read(written)
    assert after.requests == before.requests
    sheet = openpyxl.load_workbook(io.BytesIO(written))[CHANGES_SHEET]
    rows = [
        dict(zip([c.value for c in sheet[1]], [c.value for c in row], strict=True))
        for row in sheet.iter_rows(min_row=2)
    ]
    listed = {row["code"] for row in rows if row["code"]}
    assert {f.code for f in before.findings} == listed
    corrected = {row["code"] for row in rows if row["state"] == CORRECTED}
    assert not corrected & {f.code for f in after.findings}
    # Only the currency is asked again, where nobody has said it yet and there is money to count.
    has_money = uses_money(after.requests, after.limits)
    open_before = {q.code for q in before.questions} & {"currency"} if has_money else set()
    assert {question.code for question in after.questions} == open_before
    assert after.plan.currency == before.plan.currency


def test_a_currency_nobody_stated_is_asked_again_until_it_is_answered():
    first = read(table(), "a.csv")
    assert first.plan.currency == ""
    written = corrected_workbook(first)
    again = read(written)
    assert [q.code for q in again.questions] == ["currency"]
    changes = openpyxl.load_workbook(io.BytesIO(written))[CHANGES_SHEET]
    assert ["question", "still open"] in [[row[0].value, row[1].value] for row in changes.iter_rows()]
    said = read_workbook(written, "b.xlsx", today=TODAY, answers=answered(again, "currency", ["CAD"]))
    last = read(corrected_workbook(said))
    assert (said.plan.currency, said.questions, last.plan.currency, last.questions) == ("CAD", (), "CAD", ())


def test_the_changes_say_that_agreed_rules_stay_in_the_notebook():
    listed = openpyxl.load_workbook(io.BytesIO(corrected_workbook(read(SAMPLE_WORKBOOK.read_bytes()))))[CHANGES_SHEET]
    last = [cell.value for cell in list(listed.iter_rows())[-1]]
    assert last[:2] == ["note", "left out"]
    assert "stay in the notebook" in " ".join(filter(None, last))


def test_facts_that_are_missing_are_found_again():
    before = read(table(["P-011", "Bed board", "Radiology", "CIO", ""]), "a.csv")
    after = read(corrected_workbook(before))
    missing = [f for f in after.findings if f.code == "cost_missing"]
    assert {f.row for f in missing} == {12}


def test_every_fact_of_a_request_has_a_column():
    blank, filled = Request(id="A", title="T"), read(SAMPLE_WORKBOOK.read_bytes()).requests[2]
    assert request_rows([blank])[0].keys() <= request_rows([filled])[0].keys()
    assert isinstance(read(b""), Intake)
    assert Decimal(request_rows([filled])[0]["opex_fy28_usd"]) == 240_000


@pytest.mark.parametrize("title", ["_x0041_ band", "Pager _x0042_ swap", "_x005F_x0041_", "_X0041_"])
def test_a_title_that_looks_like_an_escaped_character_stays_as_it_was_typed(title):
    listed = table(header=["request_id", "title", "stage", "capital_fy27_usd"], body=[["R-1", title, "idea", "100"]])
    (request,) = read_workbook(listed, "a.csv", today=TODAY).requests
    assert request.title == title
    again = read_workbook(corrected_workbook(read_workbook(listed, "a.csv", today=TODAY)), "b.xlsx", today=TODAY)
    assert again.requests == (request,)
