from pathlib import Path

import pytest

from governance.registry import AiUse
from intake.ai_inventory import InventoryError, read_ai_inventory
from scoring.request import AiTier, Stage

# Real inventories by others are never part of this project; where the folder stands beside it they are tried.
REAL = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "spreadsheets"


def inventory(*rows: str) -> bytes:
    head = "Use Case ID,Use Case Name,Bureau,Stage of Development,Is the AI use case high-impact?,Extra\n"
    return (head + "\n".join(rows)).encode()


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("a) Pre-deployment \u2013 The use case is in development", Stage.IDEA),
        ("b)  Pilot \u2013 The use case has been deployed in a limited test", Stage.PILOT),
        ("c) Deployed \u2013 in use", Stage.OPERATE),
        ("d) Retired \u2013 was deployed", Stage.RETIRE),
        ("Operation and Maintenance", Stage.OPERATE),
        ("Acquisition and/or Development", Stage.IDEA),
        ("", None),
        ("unknown", None),
    ],
)
def test_stages_of_every_year_are_understood_and_others_left_open(words, stage):
    assert read_ai_inventory(inventory(f'1,A,B,"{words}",,'), "x.csv").uses[0].stage is stage


@pytest.mark.parametrize(
    ("words", "tier"),
    [
        ("a) High-impact ", AiTier.HIGH),
        ("b) Presumed high-impact but determined not high-impact", AiTier.MODERATE),
        ("c) Not high-impact", AiTier.LOW),
        ("Neither", AiTier.LOW),
        ("Both", AiTier.HIGH),
        ("Rights-Impacting\n", AiTier.HIGH),
        ("", None),
    ],
)
def test_the_tier_is_proposed_from_the_impact_column(words, tier):
    assert read_ai_inventory(inventory(f'1,A,B,Pilot,"{words}",'), "x.csv").uses[0].tier is tier


def test_every_cell_is_kept_in_its_column():
    registry = read_ai_inventory(inventory('1,A,"B, west",Pilot,,=1+1', "2,,x,,,"), "x.csv")
    assert registry.headers[-1] == "Extra"
    assert [use.cells for use in registry.uses] == [("1", "A", "B, west", "Pilot", "", "=1+1")]


def test_ai_in_use_without_approval_is_found():
    registry = read_ai_inventory(inventory("1,A,B,c) Deployed,,", "2,C,B,Pilot,,"), "x.csv")
    assert [use.id for use in registry.found_in_use] == ["1"]
    assert not AiUse(id="1", name="A", stage=Stage.OPERATE, approved_by="CMIO").is_found_in_use


def test_another_table_is_no_inventory():
    with pytest.raises(InventoryError, match="Use Case Name"):
        read_ai_inventory(b"title,cost\na,1\n", "x.csv")


@pytest.mark.skipif(not REAL.is_dir(), reason="real inventories are not beside this project")
@pytest.mark.parametrize(
    ("name", "n_uses", "n_columns", "n_high"),
    [
        ("us_va_ai_2025.xlsx", 367, 14, 215),
        ("us_hud_ai_2025.xlsx", 11, 33, 0),
        ("us_federal_ai_2024.xls", 2133, 62, None),
    ],
)
def test_real_inventories_come_in_whole(name, n_uses, n_columns, n_high):
    registry = read_ai_inventory((REAL / name).read_bytes(), name)
    assert (len(registry.uses), len(registry.headers)) == (n_uses, n_columns)
    if n_high is not None:
        assert sum(use.tier is AiTier.HIGH for use in registry.uses) == n_high
