"""Lists nobody prepared for us: money, number of requests and titles are right, or a question is asked."""

import datetime as dt
from decimal import Decimal

import pytest

from intake.answering import answered
from intake.answers import Answers, Grouping
from intake.questions import NO_COST
from intake.read import read_workbook
from tests.intake.made_lists import book
from tests.intake.unseen import UNSEEN, money, read

# (file, requests, their money in currency units, sum of the cost column, questions beside the one about currency)
EXPECTED = [
    ("servicenow.xlsx", 3, 275_500, 275_500, set()),
    ("jira.csv", 3, 230_000, 230_000, set()),
    ("smartsheet.xlsx", 5, 180_000, 180_000, set()),
    ("clarity.csv", 2, 0, 300_000, {"cost_column"}),
    ("project online.csv", 2, 340_000, 340_000, set()),
    ("project tasks.csv", 3, 215_000, 215_000, {"dates"}),
    ("planview.csv", 2, 198_000, 198_000, set()),
    ("german.csv", 3, 1_329_750, 1_329_750, set()),
    ("french.csv", 2, 1_314_500, 1_314_500, set()),
    ("spanish.xlsx", 2, 1_340_000, 1_340_000, set()),
    ("two headers.xlsx", 2, 220_000, 220_000, set()),
    ("years over kinds.xlsx", 1, 180_000, 180_000, set()),
    ("total first.xlsx", 2, 200_000, 200_000, set()),
    ("subtotals.xlsx", 4, 175_000, 175_000, set()),
    ("title in thousands.xlsx", 2, 340_000, 340_000, set()),
    ("tab in thousands.xlsx", 3, 46_000_000, 46_000_000, set()),
    ("months.csv", 2, 0, 180_000, {"unit"}),
    ("quarters.csv", 2, 168_000, 168_000, set()),
    ("budget and forecast.csv", 2, 0, 150_000, {"cost_column"}),
    ("long by year.csv", 6, 215_000, 215_000, {"grouping"}),
    ("currency column.csv", 3, 150_000, 150_000, set()),
    ("scale column.csv", 2, 2_400_000, 2_400_000, set()),
    ("mixed scales.csv", 3, 1_540_000, 1_540_000, set()),
    ("low and high.csv", 2, 0, 70_000, {"cost_column"}),
    ("spend so far.csv", 2, 150_000, 150_000, set()),
    ("once and yearly.csv", 2, 0, 137_000, {"cost_column"}),
    ("no headers.csv", 4, 0, 240_000, {"header_row", "title", "cost_column", "not_a_request_list"}),
    ("turned.xlsx", 3, 215_000, 215_000, set()),
    ("departments.xlsx", 1, 120_000, 120_000, {"sheet"}),
    ("years.xlsx", 2, 140_000, 140_000, {"sheet"}),
    ("merged department.xlsx", 4, 205_000, 205_000, set()),
    ("merged title.xlsx", 3, 205_000, 205_000, {"grouping"}),
    ("total of two.xlsx", 3, 315_000, 225_000, set()),
    ("one in euros.csv", 3, 205_000, 205_000, set()),
    ("sections.xlsx", 3, 150_000, 150_000, set()),
    ("units by header.xlsx", 2, 582_000, 474_000, set()),
    ("one unit unstated.xlsx", 2, 0, 504_000, {"unit"}),
    ("spent and planned.xlsx", 2, 150_000, 150_000, set()),
    ("hardly a cost.csv", 2, 0, 200_000, {"cost_column"}),
    ("pivot.xlsx", 2, 190_000, 190_000, set()),
    ("parts of a cost.csv", 2, 0, 160_000, {"cost_column"}),
    ("crowns.csv", 2, 200_000, 200_000, set()),
    ("two tables.xlsx", 5, 240_000, 240_000, set()),
    ("legend.xlsx", 2, 200_000, 200_000, set()),
    ("filtered.xlsx", 4, 0, 240_000, {"cost_column"}),
    ("mandates.csv", 2, 200_000, 200_000, set()),
    ("wrapped.xlsx", 2, 1_550_000, 1_550_000, set()),
    ("contingency.csv", 2, 0, 198_000, {"cost_column"}),
    ("one in dollars.csv", 5, 7_600_000, 7_600_000, set()),
    ("zeros.csv", 2, 1_340_000, 1_340_000, set()),
    ("two units.csv", 2, 4_550_000, 3_850_000, set()),
    ("signs.csv", 3, 170_000, 170_000, set()),
    ("no cents.csv", 2, 41_000, 41_000, set()),
    ("german years.csv", 2, 3_551_000, 3_551_000, set()),
    ("same header.csv", 2, 0, 160_000, {"cost_column"}),
    ("count below.csv", 3, 200_000, 200_000, set()),
    ("monthly.csv", 2, 0, None, set()),
    ("per hour.csv", 2, 0, None, set()),
    ("jira links.csv", 3, 215_000, 215_000, set()),
    ("smartsheet one child.xlsx", 3, 250_000, 250_000, set()),
    ("quarters in words.csv", 3, 215_000, 215_000, set()),
    ("indented.xlsx", 3, 265_000, 265_000, set()),
    ("levels.csv", 3, 265_000, 265_000, set()),
    ("requested and approved.csv", 2, 0, 200_000, {"cost_column"}),
    ("row for each kind.csv", 5, 250_000, 200_000, {"grouping"}),
    ("running sum.csv", 2, 200_000, 200_000, set()),
]


def test_every_invented_list_has_its_sums():
    assert [row[0] for row in EXPECTED] == list(UNSEEN)


@pytest.mark.parametrize(("name", "n", "used", "total", "questions"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_an_unseen_list_is_right_or_asked_about(name, n, used, total, questions):
    intake = read(name)
    table = intake.table
    assert (len(intake.requests), money(intake), table.cost_sum) == (n, used, total)
    assert {question.code for question in intake.questions} - {"currency"} == questions
    first = {"turned.xlsx": "Sepsis alert", "german.csv": "Sepsis-Warnung"}
    others = {"french.csv": "Alerte sepsis", "spanish.xlsx": "Alerta de sepsis"}
    others |= dict.fromkeys(("no cents.csv", "german years.csv"), "Sepsis-Alarm")
    assert intake.requests[0].title == {**first, **others}.get(name, "Sepsis alert")


def test_task_lists_name_predecessors_by_row_kind_and_lag():
    assert [r.prerequisites for r in read("project tasks.csv").requests] == [(), ("1",), ("1", "2")]


def test_rows_that_sum_up_others_are_found_with_what_they_sum_up():
    found = [f for f in read("subtotals.xlsx").findings if f.code == "row_sum"]
    assert [f.row for f in found] == [4, 7, 8]
    assert found[0].message == "Clinical is the sum of rows 2 to 3; it would count twice."


def test_a_row_a_year_becomes_one_request_with_money_in_its_years():
    joined = read("long by year.csv", grouping="same title").requests
    assert [r.capital_usd for r in joined] == [
        {"FY27": Decimal(100_000), "FY28": Decimal(50_000), "FY29": Decimal(20_000)},
        {"FY27": Decimal(30_000), "FY28": Decimal(10_000), "FY29": Decimal(5_000)},
    ]


def test_a_column_and_sheet_that_are_hidden_are_named():
    codes = {f.code for f in read("filtered.xlsx").findings}
    assert {"sheet_hidden", "rows_hidden", "columns_hidden"} <= codes


def test_a_second_table_with_other_headers_is_an_error_with_its_row():
    rows = "Project name,Department,Cost\nSepsis alert,ICU,120000\n,,\nProject name,Vendor,Sponsor\nPager,Acme,CIO\n"
    intake = read_workbook(rows.encode(), "a.csv", today=dt.date(2026, 11, 22))
    assert [r.title for r in intake.requests] == ["Sepsis alert"]
    assert [f.row for f in intake.findings if f.code == "table_other"] == [4]


def test_of_two_columns_of_one_name_the_chosen_one_counts():
    intake = read("same header.csv")
    (question,) = [q for q in intake.questions if q.code == "cost_column"]
    assert [choice.value for choice in question.choices] == ["Cost", "Cost (column 5)"]
    repeated = [f.message for f in intake.findings if f.code == "column_repeated"]
    assert repeated == ["The column Cost stands twice; the later one is called Cost (column 5)."]
    again = read_workbook(
        UNSEEN["same header.csv"](), "a.csv", today=dt.date(2026, 11, 22),
        answers=answered(intake, "cost_column", ["Cost (column 5)"]),
    )  # fmt: skip
    assert money(again) == 220_000


def test_a_list_without_a_known_cost_says_that_requests_wait():
    for name in ("monthly.csv", "per hour.csv"):
        assert [f.row for f in read(name).findings if f.code == "cost_missing"] == [1]


def test_a_list_without_headers_loses_no_row_and_its_money_waits_for_an_answer():
    intake = read("no headers.csv")
    assert [r.title for r in intake.requests] == ["Sepsis alert", "Bed board", "Pager swap", "Wireless refresh"]
    asked = {question.code: question for question in intake.questions}
    assert asked["header_row"].choices[0].value == "0"
    assert asked["title"].choices[0].label == "B: Sepsis alert ..."
    for code, chosen in (("header_row", "0"), ("title", "B"), ("cost_column", "D")):
        answers = answered(intake, code, [chosen])
        intake = read_workbook(
            UNSEEN["no headers.csv"](), "no headers.csv", today=dt.date(2026, 11, 22), answers=answers
        )
    assert [question.code for question in intake.questions] == ["currency"]
    assert (money(intake), [r.id for r in intake.requests]) == (240_000, ["P-1", "P-2", "P-3", "P-4"])
    without = read_workbook(
        UNSEEN["no headers.csv"](), "no headers.csv", today=dt.date(2026, 11, 22),
        answers=answered(read("no headers.csv"), "cost_column", [NO_COST]),
    )  # fmt: skip
    assert money(without) == 0
    assert not {"cost_column", "unit", "currency"} & {question.code for question in without.questions}


@pytest.mark.parametrize("first", ["Item,Place,2027,2028", "Item,Place,1/2027,2/2027", "Item,Code,Start,Sum"])
def test_a_row_of_headers_that_nobody_knows_is_not_taken_for_a_request(first):
    intake = read_workbook(
        f"{first}\nSepsis alert,A-1,100000,50000\nBed board,B-2,80000,7000\n".encode(), "a.csv",
        today=dt.date(2026, 11, 22),
    )  # fmt: skip
    assert [r.title for r in intake.requests] == ["Sepsis alert", "Bed board"]


def test_a_column_without_a_header_can_be_named_by_its_letter():
    rows = b"Project name,,Cost\nSepsis alert,ICU,100000\n"
    intake = read_workbook(rows, "a.csv", today=dt.date(2026, 11, 22), answers=Answers(meanings={"B": "department"}))
    assert [r.requesting_department for r in intake.requests] == ["ICU"]


def test_lists_without_headers_share_no_answers():
    assert read("no headers.csv").table.shape == ""


def test_what_is_merged_over_rows_counts_in_each_but_amounts_and_rows_of_totals():
    intake = read("merged department.xlsx")
    assert [r.requesting_department for r in intake.requests] == ["ICU", "ICU", "IT", "IT"]
    assert {(f.code, f.row): f.message for f in intake.findings if "merged" in f.code} == {
        ("cells_merged", 2): "ICU is merged over B2:B4: it counts in each of these rows.",
        ("cells_merged", 5): "IT is merged over B5:B6: it counts in each of these rows.",
        ("amount_merged", 5): "One amount is merged over C5:C6: it counts in row 5 alone.",
    }
    assert [(row, reason) for _, row, reason in intake.table.rejected] == [(4, "a row of totals")]


def test_a_title_merged_over_rows_is_one_request_where_a_person_says_so():
    joined = read("merged title.xlsx", grouping="same title").requests
    assert [(r.title, r.total_capital_usd) for r in joined] == [("Sepsis alert", 180_000), ("Pager swap", 25_000)]


def test_sheets_of_the_same_columns_can_be_read_together():
    intake = read("departments.xlsx")
    (question,) = [q for q in intake.questions if q.code == "sheet"]
    assert [choice.value for choice in question.choices] == ["*", "ICU", "Nursing", "IT"]
    together = read("departments.xlsx", sheet="*")
    assert money(together) == 215_000
    assert [r.requesting_department for r in together.requests] == ["ICU", "Nursing", "IT"]
    assert list(together.table.rows.values()) == [("ICU", 2), ("Nursing", 2), ("IT", 2)]
    assert {f.sheet for f in together.findings if f.code == "id_missing"} == {"ICU", "Nursing", "IT"}


def test_a_sheet_for_each_year_puts_its_costs_into_that_year():
    joined = read("years.xlsx", sheet="*", grouping="same title").requests
    assert [{year: int(cost) for year, cost in r.capital_usd.items() if cost} for r in joined] == [
        {"FY27": 120_000, "FY28": 60_000},
        {"FY27": 20_000},
        {"FY28": 30_000},
    ]


def test_an_id_that_stands_on_two_sheets_is_named_with_both():
    rows = [["Id", "Project name", "Department", "Cost"], ["A-1", "Sepsis alert", "ICU", 120_000]]
    other = [rows[0], ["A-1", "Bed board", "Nursing", 80_000]]
    data = book({"North": rows, "South": other})
    intake = read_workbook(data, "a.xlsx", today=dt.date(2026, 11, 22), answers=Answers(sheet="*"))
    found = [(f.sheet, f.row, f.message) for f in intake.findings if f.code == "id_repeated"]
    assert found == [("South", 2, "A-1 already stands further up, in row 2 of North.")]
    assert intake.table.rejected == (("South", 2, "id A-1 stands twice"),)


def test_columns_of_one_name_that_list_prerequisites_are_read_as_one():
    intake = read("jira links.csv")
    assert [r.prerequisites for r in intake.requests] == [(), ("DP-1",), ("DP-1", "DP-2")]
    unused = {f.column for f in intake.findings if f.code == "column_unknown"}
    assert unused == {"Custom field (Story Points)"}


def test_quarters_are_read_however_they_are_written():
    spans = [(str(r.earliest_start), r.duration_quarters) for r in read("quarters in words.csv").requests]
    assert spans == [("2027-Q1", 3), ("2027-Q2", 3), ("2027-Q3", 2)]


@pytest.mark.parametrize("name", ["smartsheet one child.xlsx", "indented.xlsx", "levels.csv"])
def test_a_parent_of_one_row_is_the_sum_of_it(name):
    sums = [f.message for f in read(name).findings if f.code == "row_sum"]
    assert len(sums) == 2
    assert "is the sum of row 6;" in sums[1]


@pytest.mark.parametrize("statuses", [("Closed", "Completed"), ("Closed", "Closed"), ("In production", "Retired")])
def test_a_list_of_nothing_but_finished_work_asks_whether_any_of_it_competes(statuses):
    rows = [f"{title},{status},120000" for title, status in zip(("Sepsis alert", "Bed board"), statuses, strict=True)]
    data = "\n".join(["Project,Status,Cost (USD)", *rows]).encode()
    intake = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22))
    (question,) = intake.questions
    assert (question.code, {choice.value for choice in question.choices}) == ("status", set(statuses))
    assert question.text.startswith("Every status says that the work runs already or is over: ")
    first = answered(intake, "status", [statuses[0]])
    again = read_workbook(data, "a.csv", today=dt.date(2026, 11, 22), answers=first)
    assert (len(again.requests), again.questions) == (statuses.count(statuses[0]), ())
    assert [reading.is_stated for reading in again.readings if reading.code == "status"] == [True]


def test_a_request_of_capital_and_operating_rows_becomes_one():
    (sepsis, bed, pager) = read("row for each kind.csv", grouping=Grouping.TITLES).requests
    assert (sepsis.total_capital_usd, sepsis.total_operating_usd) == (100_000, 60_000)
    assert (bed.total_capital_usd, bed.total_operating_usd) == (60_000, 15_000)
    assert (pager.total_capital_usd, pager.total_operating_usd) == (15_000, 0)


def test_columns_that_are_known_and_fill_nothing_are_named_and_go_through_to_finance():
    rows = ["Project,Cost (USD),Risk,Priority,Strategic goal,Zone", "Sepsis alert,120000,High,1,Safety,A"]
    intake = read_workbook("\n".join(rows).encode(), "a.csv", today=dt.date(2026, 11, 22))
    others = {"Risk": "High", "Priority": "1", "Strategic goal": "Safety", "Zone": "A"}
    assert intake.requests[0].other_columns == others
    assert [f.column for f in intake.findings if f.code == "column_unknown"] == list(others)


def test_ratings_of_a_list_that_is_not_ours_are_said_to_be_read_on_our_scale():
    rows = ["Project,Cost (USD),Clinical value", "Sepsis alert,120000,5"]
    intake = read_workbook("\n".join(rows).encode(), "a.csv", today=dt.date(2026, 11, 22))
    assert intake.requests[0].ratings == {"clinical_value": 5.0}
    (found,) = [f for f in intake.findings if f.code == "column_doubtful"]
    assert found.message == "Clinical value is read on our scale from 0 to 10, whatever scale the file rates on."
