"""The rule calendar as a file: out and in again, and every doubt named by row and column."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar import CalendarRule, RuleStatus
from intake.rule_calendar import CalendarError, calendar_csv, read_calendar_file
from intake.tables import read_calendar

TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
DATES = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1))
RULES = st.builds(
    CalendarRule,
    name=TEXT.filter(bool),
    mandate_rules=st.lists(TEXT.filter(lambda t: t and "|" not in t), max_size=2).map(tuple),
    asks=TEXT,
    status=st.sampled_from(RuleStatus),
    date=DATES,
    is_bound=st.booleans(),
    only_others_bound=st.booleans(),
    is_gap_open=st.booleans(),
    has_penalty=st.booleans(),
    who_is_bound=TEXT,
    source=TEXT,
    last_checked=DATES,
)


def test_the_shipped_calendar_goes_out_and_comes_back_the_same():
    assert read_calendar_file(calendar_csv(read_calendar()), "c.csv") == read_calendar()
    assert len(read_calendar()) == 25


@given(st.lists(RULES, max_size=4, unique_by=lambda r: r.name))
def test_writing_and_reading_is_identity(rules):
    assert read_calendar_file(calendar_csv(rules), "c.csv") == tuple(rules)


def test_a_formula_in_a_name_stays_text():
    data = calendar_csv([CalendarRule(name="=HYPERLINK(1)")])
    assert b"'=HYPERLINK" in data
    assert read_calendar_file(data, "c.csv")[0].name == "=HYPERLINK(1)"


HEAD = "rule,status,date,is_bound,only_others_bound,is_gap_open,has_penalty,mandate_rule\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("A,finale,2027-01-01,1,0,1,1", "row 2, status: finale is none of"),
        ("A,final,someday,1,0,1,1", "row 2, date: enter a date"),
        ("A,final,2027-01-01,maybe,0,1,1", "row 2, is_bound: enter yes or no"),
        (",final,2027-01-01,1,0,1,1", "row 2: enter the name"),
        ("A,final,,1,0,1,1\nA,final,,1,0,1,1", "row 3: the rule A stands twice"),
        ("A,final,,1,0,1,1\n,,,,,,\nA,final,,1,0,1,1", "row 4: the rule A stands twice"),
    ],
)
def test_a_cell_that_can_not_be_read_is_named(rows, words):
    with pytest.raises(CalendarError, match=words):
        read_calendar_file((HEAD + rows).encode(), "c.csv")


def test_a_file_without_the_columns_says_which():
    with pytest.raises(CalendarError, match="lacks the column status"):
        read_calendar_file(b"rule,is_bound,only_others_bound,is_gap_open,has_penalty\nA,1,0,1,1", "c.csv")
    with pytest.raises(CalendarError, match="lacks the column rule"):
        read_calendar_file(b"a,b\n1,2", "c.csv")
