"""Harmful and broken files: one plain sentence or a list with findings, never an exception, never long."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from intake.answers import Answers, Grouping
from intake.check_facts import check_facts
from intake.corrected import CORRECTED, change_list, corrected_workbook
from intake.dates import DayOrder
from intake.meanings import spellings
from intake.old_workbook import look_into
from intake.read import read_workbook
from intake.tables import SAMPLE_WORKBOOK
from tests.conftest import ROOT, cases
from tests.intake.hostile import LARGE, SMALL, workbook
from tests.intake.hostile_lists import FILES
from tests.intake.old_workbooks import old_error, old_number, old_workbook


def read(data, name):
    return read_workbook(data, name, today=dt.date(2026, 11, 22))


# Files that are refused for a reason of their own.
REASONS = {
    "empty.xlsx": "file_empty",
    "truncated.xlsx": "file_unreadable",
    "page.xls": "file_wrong_kind",
    "picture.xlsx": "file_wrong_kind",
    "letter.pdf": "file_wrong_kind",
    "protected.xlsx": "file_protected",
    "far.xlsx": "file_too_large",
    "far_nameless.xlsx": "file_too_large",
    "far.xls": "file_too_large",
    "bomb.ods": "file_too_large",
    "bomb.xlsx": "file_too_large",
    "million.xlsx": "file_too_large",
    "million.csv": "file_too_large",
    "lying.xlsx": "file_unreadable",
}


def test_every_hostile_file_is_refused_with_its_reason_or_read_in_time_within_a_gigabyte(tmp_path):
    """In a process of its own, whose memory the system limits; a file that hangs meets the test's time limit."""
    made = {**{name: make for name, (make, *_) in FILES.items()}, **SMALL, **LARGE}
    for name, make in made.items():
        (tmp_path / name).write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    found = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(found) == set(made), done.stderr[-2000:]
    for name in (*SMALL, *LARGE):
        line = found[name]
        if line["is_refused"]:
            assert line["n_requests"] == 0, name
            assert line["message"].endswith("."), name
            assert "\n" not in line["message"], name
            assert line["remedy"], name
    assert {name: found[name]["code"] for name in REASONS} == REASONS


READ_ALL = """
import datetime, json, pathlib, resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30))
from intake.read import read_workbook
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    found = read_workbook(path.read_bytes(), path.name, today=datetime.date(2026, 11, 22))
    first = found.findings[0] if found.findings else None
    print(json.dumps({"name": path.name, "is_refused": found.is_refused, "n_requests": len(found.requests),
                      "message": found.message, "code": first and first.code, "remedy": first and first.remedy}))
"""


@pytest.mark.parametrize(
    ("name", "code", "rows"),
    [("errors.xlsx", "cell_error", [2, 3, 4]), ("formula.xlsx", "formula_without_value", [2])],
)
def test_cells_without_a_value_are_found_not_read_as_blank(name, code, rows):
    intake = read(SMALL[name](), name)
    assert [f.row for f in intake.findings if f.code == code] == rows
    assert not any(request.capital_usd for request in intake.requests)


def test_an_old_workbook_tells_how_far_it_reaches_and_where_its_errors_are():
    sheet = look_into(old_workbook(old_number(4, 2, 7.0), old_error(6, 1, 42)), "a.xls")["S"]
    assert (sheet.n_rows, sheet.n_columns, sheet.errors) == (7, 3, {6: {1: "#N/A"}})


def test_dates_of_the_1904_kind_are_the_same_days():
    (request,) = read(SMALL["1904.xlsx"](), "1904.xlsx").requests
    assert str(request.earliest_start) == "2027-Q3"


def test_an_open_document_list_is_read_and_its_million_blank_rows_are_not():
    intake = read(SMALL["list.ods"](), "list.ods")
    assert [int(r.total_capital_usd) for r in intake.requests] == [120_000, 80_000]


def test_not_numbers_are_unknown_never_an_amount():
    intake = read(SMALL["not_numbers.csv"](), "not_numbers.csv")
    assert [int(r.total_capital_usd) for r in intake.requests if r.capital_usd] == [50_000]


def test_titles_come_in_as_typed_without_what_nobody_sees():
    titles = [r.title for r in read(SMALL["markup.csv"](), "markup.csv").requests]
    assert titles == ["<script>alert(1)</script>", "**bold** ![x](http://e.x)"]
    assert [r.title for r in read(SMALL["formulas.csv"](), "f.csv").requests][:2] == ["=cmd|'/c calc'!A1", "@SUM(1)"]
    intake = read(SMALL["right_to_left.csv"](), "r.csv")
    assert [r.title for r in intake.requests] == ["evil", "שלום"]
    assert any(f.code == "text_cleaned" for f in intake.findings)


def test_an_open_quotation_mark_is_found_with_its_row():
    (found,) = [f for f in read(SMALL["quote.csv"](), "quote.csv").findings if f.code == "quote_open"]
    assert found.row == 2


@settings(max_examples=cases(150), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=2000), st.sampled_from(["a.xlsx", "a.csv", "a.xls", "a.ods"]))
def test_no_bytes_raise(data, name):
    read(data, name)


@settings(max_examples=cases(100), deadline=None)
@given(
    st.text(alphabet=st.sampled_from('Project name,Cost;\t"\n\r=-+@$€£.0123456789()FY27%/ \u202e\x00é'), max_size=400)
)
def test_no_text_raises(text):
    read(text.encode(), "a.csv")


@settings(max_examples=cases(60), deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_no_mutated_copy_of_the_sample_raises(changes):
    data = bytearray(SAMPLE_WORKBOOK.read_bytes())
    for place, value in changes:
        data[min(int(place * len(data)), len(data) - 1)] = value
    read(bytes(data), "sample.xlsx")


SPELLED = sorted(spellings())
CELLS = st.one_of(
    st.sampled_from(
        ["", "-", " - ", "n/a", "TBD", "$1.2M", "(5)", "1.234", "1,234.5", "1e400", "NaN", "#REF!", "=A1", "Total",
         "31/12/2027", "3/4/2027", "2027-Q1", "Yes", "no", "EXAMPLE", "Closed", "A;B", "FY27", "9" * 40,
         "\u202e\u200b", "0", "-1"]
    ),
    st.text(max_size=12),
    st.integers(-(10**12), 10**12).map(str),
)  # fmt: skip
HEADERS = st.one_of(
    st.sampled_from(SPELLED),
    st.sampled_from(
        ["title", "request_id", "capital_fy27_usd", "opex_fy27_usd", "hours_analyst", "clinical_value", "stage"]
    ),
    st.sampled_from(["FY27", "2028", "Year 1", "Cost ($M)", "Total", ""]),
)
ANSWERS = st.builds(
    Answers,
    unit=st.none() | st.just(Decimal(1000)),
    grouping=st.none() | st.sampled_from(Grouping),
    statuses=st.none() | st.just(frozenset({"Closed"})),
    day_order=st.none() | st.sampled_from(DayOrder),
    is_request_list=st.booleans(),
)


@settings(max_examples=cases(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(HEADERS, min_size=1, max_size=7),
    st.lists(st.lists(CELLS, max_size=8), max_size=14),
    ANSWERS,
    st.booleans(),
)
def test_no_table_of_known_headers_raises_or_makes_up_a_cost(header, rows, answers, as_workbook):
    rows = [["Project name", *header], *rows]
    if as_workbook:
        data, name = workbook(*[[ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row] for row in rows]), "a.xlsx"
    else:
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        data, name = out.getvalue().encode("utf-8", "replace"), "a.csv"
    intake = read_workbook(data, name, today=dt.date(2026, 11, 22), answers=answers)
    if intake.is_waiting:
        assert not any(r.capital_usd and not intake.table.is_own for r in intake.requests if intake.table.money.columns)
    assert len({r.id for r in intake.requests}) == len(intake.requests)
    if intake.table is not None:
        n_rows = len(intake.requests) + len(intake.table.rejected)
        assert n_rows == len({*intake.table.rows.values(), *((sheet, row) for sheet, row, _ in intake.table.rejected)})
        check_facts(intake)
        check_corrected(intake)


def check_corrected(intake):
    """The corrected workbook gives the same requests, nothing it calls corrected, and what is missing again."""
    again = read_workbook(corrected_workbook(intake), "b.xlsx", today=dt.date(2026, 11, 22))
    assert again.requests == intake.requests
    changes = change_list(intake, intake)
    corrected = {row["code"] for row in changes if row["state"] == CORRECTED}
    assert not corrected & {f.code for f in again.findings}
    missing = {f.row for f in again.findings if f.code == "cost_missing"}
    asked = [r for r in again.requests if again.table.fiscal_years and not (r.capital_usd or r.operating_usd)]
    assert {again.table.rows[r.id][1] for r in asked} <= missing


@pytest.mark.parametrize("name", FILES)
def test_what_comes_of_a_harmful_file_is_known(name):
    make, code, n, money = FILES[name]
    intake = read(make(), name)
    if code is not None:
        assert intake.is_refused
        assert (intake.findings[0].code, intake.message.endswith(".")) == (code, True)
        return
    assert not intake.is_refused
    assert len(intake.requests) == n
    if money is not None:
        assert sum(r.total_capital_usd for r in intake.requests) == Decimal(str(money))
    check_facts(intake)
