import datetime as dt

import pytest

from scoring.quarter import Quarter, quarters_from


@pytest.mark.parametrize("text", ["2027-Q1", "2027Q1", " 2027 q1 "])
def test_usual_spellings_of_a_quarter_are_read(text):
    assert Quarter.parse(text) == Quarter(2027, 1)


@pytest.mark.parametrize("text", ["", "2027", "2027-Q5", "Q1 2027", "27-Q1"])
def test_other_text_is_no_quarter(text):
    with pytest.raises(ValueError, match="Expected a quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize(("year", "number"), [(1899, 1), (9001, 1), (2027, 0), (2027, 5)])
def test_impossible_quarters_are_refused(year, number):
    with pytest.raises(ValueError, match="Expected"):
        Quarter(year, number)


def test_steps_cross_years_both_ways():
    assert Quarter(2027, 4).plus(1) == Quarter(2028, 1)
    assert Quarter(2027, 1).plus(-1) == Quarter(2026, 4)
    assert Quarter(2028, 2).minus(Quarter(2027, 4)) == 2


def test_a_quarter_ends_on_its_last_day():
    assert Quarter(2027, 2).last_day == dt.date(2027, 6, 30)
    assert Quarter(2027, 4).last_day == dt.date(2027, 12, 31)


def test_a_plan_of_eight_quarters_ends_in_the_second_year():
    assert [str(q) for q in quarters_from(Quarter(2027, 1), 8)][-1] == "2028-Q4"
