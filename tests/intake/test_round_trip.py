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
from intake.corrected import CORRECTED, change_list, corrected_workbook
from intake.editable import editable_columns, editable_rows, rows_again
from intake.edits import Edit, apply_edits, fill, resting, with_edits
from intake.own_rows import request_rows, requests_as_csv
from intake.plan_currency import uses_money
from intake.read import Intake, read_workbook
from intake.reimport import carry_edits, compare_files, is_newer_version, match_requests
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
from tests.intake.test_findings import ROWS, SAMPLES, table

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


def test_an_edit_changes_its_request_and_settles_its_finding():
    intake = read(table(["P-011", "Bed board", "Radiology", "CIO", "TBD"]), "a.csv")
    edits = tuple(
        Edit(request_id="P-011", column=column, value=value)
        for column, value in (
            ("capital_fy27_usd", "50000"), ("capital_fy28_usd", "0"), ("capital_fy29_usd", "0"),
            ("clinical_value", "4"), ("depends_on", "P-001"),
        )
    )  # fmt: skip
    edited = apply_edits(intake, edits)
    request = edited.requests[-1]
    assert request.capital_usd["FY27"] == 50_000
    assert (request.ratings["clinical_value"], request.prerequisites) == (4, ("P-001",))
    assert "cost_withheld" in {f.code for f in intake.findings}
    assert "cost_withheld" not in {f.code for f in edited.findings}
    assert edited.requests[:-1] == intake.requests[:-1]


def test_an_edit_that_cannot_be_is_left_out_and_said_so():
    intake = read(SAMPLE_WORKBOOK.read_bytes())
    edited = apply_edits(intake, [Edit(request_id="DP-001", column="clinical_value", value="lots")])
    assert edited.requests == intake.requests
    assert [f.code for f in edited.findings] == ["value_unreadable"]
    with pytest.raises(ValueError, match="column of our layout"):
        Edit(request_id="DP-001", column="moon_phase", value="full")


def test_an_edit_taken_back_is_none():
    first = with_edits((), [Edit(request_id="A", column="title", value="New", was="Old")])
    second = with_edits(first, [Edit(request_id="A", column="title", value="Newer", was="New")])
    assert second[0].was == "Old"
    assert with_edits(second, [Edit(request_id="A", column="title", value="Old", was="Newer")]) == ()


def test_rows_after_an_entry_are_those_made_anew():
    intake = read(table(), "a.csv")
    before = editable_rows(intake)
    for edit in (
        Edit(request_id="P-002", column="sponsor_role", value="CMO"),
        Edit(request_id="P-002", column="capital_fy30_usd", value="5"),
    ):
        edited = apply_edits(intake, [edit])
        again = rows_again(edited, intake, before)
        assert again == editable_rows(edited)
    assert rows_again(intake, intake, before) == before
    shared = rows_again(apply_edits(intake, [Edit(request_id="P-002", column="stage", value="pilot")]), intake, before)
    assert [new is old for new, old in zip(shared, before, strict=True)] == [True, False] + [True] * 8


def test_an_entry_that_titles_and_prerequisites_do_not_depend_on_leaves_what_was_found_about_them():
    intake = read(table(["P-011", *ROWS[0][1:]]), "a.csv")
    repeated = [f for f in intake.findings if f.code == "title_repeated"]
    stays = apply_edits(intake, [Edit(request_id="P-011", column="sponsor_role", value="CMO")])
    goes = apply_edits(intake, [Edit(request_id="P-011", column="title", value="Bed board")])
    assert repeated and [f for f in stays.findings if f.code == "title_repeated"] == repeated
    assert not [f for f in goes.findings if f.code == "title_repeated"]


def test_many_blank_cells_are_filled_at_once():
    intake = read(table(), "a.csv")
    among = {request.id for request in intake.requests if request.requesting_department == "Radiology"}
    edits = fill(editable_rows(intake), "clinical_value", "3", among=among)
    assert len(edits) == 10
    edited = apply_edits(intake, edits)
    assert {r.ratings["clinical_value"] for r in edited.requests} == {3}
    assert fill(editable_rows(edited), "clinical_value", "5") == ()
    assert len(fill(editable_rows(edited), "clinical_value", "5", only_blank=False)) == 10
    assert "clinical_value" in editable_columns(intake)


def numbered(*titles):
    return read(("No,Project\n" + "".join(f"{k},{title}\n" for k, title in enumerate(titles, 1))).encode(), "a.csv")


def test_lists_numbered_from_one_are_versions_of_one_list_only_where_their_titles_are_alike():
    older = numbered("Sepsis alert", "Bed board", "Nurse call", "Patient portal").requests
    assert len(older) == 4
    other = numbered("Boiler room roof", "Elevator east wing", "MRI suite", "Parking deck").requests
    assert match_requests(older, other) and not is_newer_version(older, other)
    newer = numbered("Sepsis alerts", "Board of beds", "Call of nurses", "Portal, patient", "MRI suite").requests
    assert is_newer_version(older, newer)
    assert not is_newer_version(older, ())


def test_a_newer_file_is_matched_by_id_else_by_title_and_department():
    older = read(table(), "a.csv")
    rows = (
        table().decode().replace("P-002,", "Q-77,").replace("P-003,Project number 3 gamma,Radiology,CIO,30000\r\n", "")
    )
    newer = read((rows.replace("10000", "12000") + "P-099,Bed board,ICU,COO,5000\r\n").encode(), "a.csv")
    assert match_requests(older.requests, newer.requests)["P-002"] == "Q-77"
    edits = (
        Edit(request_id="P-002", column="clinical_value", value="3"),
        Edit(request_id="P-003", column="clinical_value", value="4"),
        Edit(request_id="P-001", column="capital_fy27_usd", value="9000", was="10000"),
        Edit(request_id="P-004", column="title", value="Project number 4 delta", was="x"),
    )
    report = compare_files(older, newer, edits)
    assert [r.id for r in report.added] == ["P-099"]
    assert [r.id for r in report.removed] == ["P-003"]
    assert report.renamed == (("P-002", "Q-77"),)
    changed = {(c.request_id, c.column, c.before, c.after) for c in report.changed}
    assert ("P-001", "capital_fy27_usd", "10000", "12000") in changed
    assert [e.request_id for e in report.kept] == ["Q-77", "P-001"]
    assert [e.request_id for e in report.contested] == ["P-001"]
    assert [e.request_id for e in report.resting] == ["P-003"]
    assert [e.request_id for e in report.settled] == ["P-004"]
    assert compare_files(older, older).is_same


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


def test_an_edit_of_a_request_that_another_reading_does_not_hold_rests_and_comes_back():
    """Two requests under ids of their own; another reading holds the first alone, under another id."""
    both = read_workbook(
        b"ID,Project,Cost in USD\nP-1,Sepsis alert,120000\nP-2,Bed board,80000\n", "a.csv", today=TODAY
    )
    one = read_workbook(b"ID,Project,Cost in USD\nX-1,Sepsis alert,120000\n", "b.csv", today=TODAY)
    edits = (
        Edit(request_id="P-1", column="clinical_value", value="4"),
        Edit(request_id="P-2", column="clinical_value", value="3"),
    )
    there = carry_edits(edits, both.requests, one.requests)
    assert {(e.request_id, e.value) for e in there} == {("X-1", "4"), ("P-2", "3")}
    assert [e.request_id for e in resting(one, there)] == ["P-2"]
    states = {r["request"]: r["state"] for r in change_list(one, apply_edits(one, there), there) if r["what"] == "edit"}
    assert states == {"X-1": "corrected", "P-2": "left out"}
    back = carry_edits(there, one.requests, both.requests)
    assert sorted(back, key=lambda e: e.request_id) == list(edits)
