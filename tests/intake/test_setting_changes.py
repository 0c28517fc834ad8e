"""What a newer file states otherwise beside its requests."""

import datetime as dt

import pytest

from intake.corrected import corrected_workbook
from intake.read import read_workbook
from intake.reimport import compare_files
from intake.setting_changes import settings_changed
from intake.tables import SAMPLE_WORKBOOK
from tests.intake.test_findings import sample_with, sample_without, table

TODAY = dt.date(2026, 11, 22)


def read(data, name="a.xlsx"):
    return read_workbook(data, name, today=TODAY)


@pytest.fixture(scope="module")
def sample():
    return read(SAMPLE_WORKBOOK.read_bytes())


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "expected"),
    [
        ("Budget", 2, 2, 1, ("FY27", "capital_limit_usd", "1", True)),
        ("Plan", 5, 3, 1234, ("plan", "dollars_per_point", "1234", False)),
        ("Capacity", 2, 6, 7, ("ehr_analyst", "2027-Q1", "7", True)),
    ],
)
def test_a_limit_or_setting_that_differs_is_named_with_both_values(sample, sheet, row, column, value, expected):
    (change,) = settings_changed(sample, read(sample_with(sheet, row, column, value)))
    assert (change.sheet, change.row, change.name, change.after, change.is_limit) == (sheet, *expected)
    assert change.before not in ("", change.after)


def test_other_weights_are_named(sample):
    heavier = read(sample_with("Plan", 9, 3, 95))
    changes = settings_changed(sample, heavier)
    assert {(change.sheet, change.row) for change in changes} == {("Plan", "weight")}
    assert not compare_files(sample, heavier).is_same


def test_what_a_newer_file_does_not_state_is_no_change(sample):
    assert settings_changed(sample, read(table(), "a.csv")) == ()
    without = settings_changed(sample, read(sample_without("Budget")))
    # The plan's own scenarios lose the limits they changed; nothing is said of the sheet that is not there.
    assert {change.row for change in without} == {"scenario: Budget cut"}
    assert settings_changed(sample, sample) == ()


def test_a_sheet_that_only_the_newer_file_has_is_all_new(sample):
    changes = [c for c in settings_changed(read(sample_without("Budget")), sample) if c.sheet == "Budget"]
    assert {change.row for change in changes} == {"FY27", "FY28", "FY29"}
    assert {change.before for change in changes} == {""}


@pytest.mark.parametrize("n_quarters", [41, 100_000])
def test_a_plan_of_more_quarters_than_ten_years_is_named_and_left_at_its_default(n_quarters):
    found = read(sample_with("Plan", 4, 3, n_quarters))
    assert found.plan.n_quarters == 8
    assert ["from 1 to 40" in f.message for f in found.findings if f.code == "setting_unreadable"] == [True]
    assert read(corrected_workbook(found)).plan.n_quarters == 8
