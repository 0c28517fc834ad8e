"""Make the sample and the empty template from the files in data/sample: run `python -m data.make_sample`."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from intake.guides import example_row
from intake.tables import SAMPLE_WORKBOOK, TEMPLATE_WORKBOOK
from intake.template import PlanSetting, write_workbook

# Columns of our layout that the sample does not need.
OPTIONAL_KEYS = ("exit_decision", "harm", "cost_nature", "entity", "cost_center", "account")
SOURCE = Path(__file__).resolve().parent / "sample"


def plan_settings() -> tuple[PlanSetting, ...]:
    """The rows of the sample's sheet Plan, read from data/sample/sample_plan.csv."""
    return tuple(PlanSetting(r["section"], r["setting"], r["value"], r["meaning"]) for r in _rows("sample_plan.csv"))


def make_sample() -> bytes:
    """The sample organization's workbook."""
    return write_workbook(
        plan=plan_settings(),
        requests=_rows("sample_requests.csv"),
        budget=_rows("sample_budget.csv"),
        capacity=_rows("sample_capacity.csv"),
        change_limits=_rows("sample_change_limits.csv"),
        stakeholder_weights=_rows("sample_stakeholder_weights.csv"),
    )


def make_template() -> bytes:
    """A workbook in our layout to fill in: years, roles and one example row; limits and people are left blank."""
    keys = list(_rows("sample_requests.csv")[0])
    plan = [setting for setting in plan_settings() if not setting.section.startswith("scenario")]
    return write_workbook(
        plan=[replace(setting, value="") if setting.setting == "planning_date" else setting for setting in plan],
        requests=[example_row([*keys, *OPTIONAL_KEYS])],
        has_units=True,
        budget=_emptied("sample_budget.csv", kept=("fiscal_year",)),
        capacity=_emptied("sample_capacity.csv", kept=("role", "role_name")),
        change_limits=_emptied("sample_change_limits.csv")[:1],
        stakeholder_weights=_emptied("sample_stakeholder_weights.csv")[:1],
    )


def _emptied(name: str, kept: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """The rows of a file of the sample with nothing but the columns that name them."""
    return [{key: value if key in kept else "" for key, value in row.items()} for row in _rows(name)]


def _rows(name: str) -> list[dict[str, str]]:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    SAMPLE_WORKBOOK.write_bytes(make_sample())
    TEMPLATE_WORKBOOK.write_bytes(make_template())
