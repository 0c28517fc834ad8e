"""The AI inventory out and in again, with its own columns."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from governance.registry import OUR_COLUMNS, AiRegistry, AiUse
from intake.ai_inventory import USUAL_HEADERS, read_ai_inventory
from reports.ai_inventory import inventory_workbook
from scoring.request import AiTier, Stage

# Real inventories by others are never part of this project; where the folder stands beside it they are tried.
REAL = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "spreadsheets"
FILES = {"us_hud_ai_2025.xlsx": (11, 33), "us_va_ai_2025.xlsx": (367, 14), "us_federal_ai_2024.xls": (2133, 62)}


@pytest.mark.parametrize("name", FILES)
def test_a_real_inventory_is_tiered_and_goes_out_with_its_own_columns(name):
    if not (REAL / name).exists():
        pytest.skip("The real inventory is not beside this project.")
    registry = read_ai_inventory((REAL / name).read_bytes(), name)
    assert (len(registry.uses), len(registry.headers)) == FILES[name]
    first = registry.uses[0]
    tiered = registry.with_use(replace(first, tier=AiTier.HIGH, tier_confirmed_by="A (CMO)", approved_by="B (CMO)"))
    data = inventory_workbook(tiered)
    again = read_ai_inventory(data, name)
    assert again == tiered
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    headers = tuple(str(c.value or "") for c in sheet[1])
    assert headers == (*registry.headers, *OUR_COLUMNS)


def test_requests_with_ai_go_out_under_the_usual_columns_and_come_back():
    registry = AiRegistry(uses=(AiUse(id="A", name="=SUM(1)", office="IT", stage=Stage.OPERATE, tier=AiTier.LOW),))
    data = inventory_workbook(registry)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [c.value for c in sheet[1]] == [*USUAL_HEADERS, *OUR_COLUMNS]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=SUM(1)", "s")
    (use,) = read_ai_inventory(data, "i.xlsx").uses
    assert (use.id, use.name, use.office, use.stage, use.tier) == ("A", "=SUM(1)", "IT", Stage.OPERATE, AiTier.LOW)


def test_an_id_that_stands_twice_gets_a_number():
    data = b"Use Case ID,Use Case Name\n1,A\n1,B\n1,C\n"
    assert [u.id for u in read_ai_inventory(data, "i.csv").uses] == ["1", "1 (2)", "1 (3)"]
