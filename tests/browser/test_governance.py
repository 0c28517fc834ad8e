"""Governance in a real browser: evidence, charter, exit decision, mandate moved, override with its price, inventory."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Error, Locator, Page, expect

from governance.registry import OUR_COLUMNS
from intake.ai_inventory import read_ai_inventory
from tests.browser.conftest import settle
from tests.browser.test_journey import open_sample

pytestmark = pytest.mark.browser
# A real inventory by others is never part of this project; where the folder stands beside it it is tried.
REAL = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "spreadsheets" / "us_hud_ai_2025.xlsx"
MADE_UP = b"""Use Case ID,Use Case Name,Bureau/Component,Stage of Development,Is the AI use case high-impact?,Why
AF-1,Chat helper,IT,c) Deployed,Neither,=1+1
AF-2,Fall alerts,Nursing,b) Pilot,High-impact,Watches patients
"""


def say_who(page: Page, role: str) -> None:
    page.locator(".st-key-who_popover").get_by_role("button").first.click()
    page.locator(".st-key-who_name_header").get_by_role("textbox").fill("Ada Berg")
    pick(page, "who_role_header", role)
    page.get_by_role("button", name="This is me").click()
    expect(page.locator(".st-key-who_popover")).to_contain_text(f"Ada Berg ({role})")
    settle(page)


def open_gates(page: Page, role: str) -> None:
    open_sample(page)
    say_who(page, role)
    page.get_by_test_id("stTopNavSection").filter(has_text="Prepare").click()
    page.get_by_role("menuitem", name="Review gates").click()
    expect(page.get_by_text("7 requests wait")).to_be_visible()
    # The page is drawn once more when the prices are known; people wait for them as well.
    expect(page.get_by_test_id("stMetricValue").nth(2)).to_contain_text("38.9 points")
    settle(page)


def pick(page: Page, key: str, option: str) -> None:
    """Choose an option of a select box by typing, as people do."""
    take(page, page.locator(f".st-key-{key}").get_by_role("combobox"), option)


def pick_by_label(page: Page, label: str, option: str) -> None:
    take(page, page.get_by_role("combobox", name=label), option)


def take(page: Page, box: Locator, option: str) -> None:
    found = page.get_by_role("option").filter(has_text=option).first
    # A list that is opened while the page is still being drawn closes again.
    for _ in range(5):
        box.click()
        box.fill(option)
        try:
            found.click(timeout=2000)
            break
        except Error:
            box.press("Escape")
    else:
        raise AssertionError(f"Expected to choose {option}.")
    settle(page)


def view(page: Page, name: str, key: str = "gates_view") -> None:
    page.locator(f".st-key-{key}").get_by_role("radio", name=name, exact=True).click()
    settle(page)


def fill(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Tab")
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def test_gate_charter_exit_mandate_and_override(page: Page):
    open_gates(page, "CMO")
    view(page, "AI")
    pick(page, "ai_request", "DP-012")
    fill(page, "Link or note", "memo 12")
    press(page, "Record evidence")
    expect(page.get_by_text("No gate holds it.")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).to_contain_text("6 requests")
    expect(page.locator(".st-key-who")).to_contain_text("Saved")

    view(page, "Pilots")
    pick(page, "pilot_request", "DP-014")
    view(page, "Charter", "pilot_part")
    fill(page, "Where it runs", "Millrace")
    press(page, "Keep the charter")
    expect(page.get_by_label("Where it runs")).to_have_value("Millrace")
    view(page, "Exit decision", "pilot_part")
    fill(page, "Reason", "One site is missing")
    press(page, "Record the decision")
    refusal = page.get_by_test_id("stAlertContentError")
    expect(refusal).to_contain_text("The target is not met")
    expect(refusal).to_contain_text("E11")
    page.locator(".st-key-exit_DP-014").get_by_text("Extend once").click()
    settle(page)
    expect(page.get_by_label("Reason", exact=True)).to_have_value("One site is missing")
    fill(page, "Missing fact", "Time per message")
    press(page, "Record the decision")
    expect(page.get_by_text("Extend once by Ada Berg")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).to_contain_text("5 requests")

    view(page, "Waiting")
    pick(page, "waiting_request", "DP-019")
    page.get_by_text("Override a gate").click()
    expect(page.get_by_text("If this gate were open:")).to_be_visible()
    fill(page, "Reason", "Coding audit runs until spring")
    press(page, "Override the gate")
    expect(page.get_by_text("Gates overridden")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).to_contain_text("4 requests")


def test_a_rule_moved_in_the_calendar_frees_its_request(page: Page):
    open_gates(page, "CMIO")
    view(page, "Mandates")
    page.get_by_text("Rule calendar").click()
    pick(page, "rule_name", "42 CFR Part 2")
    pick_by_label(page, "Status", "proposed")
    expect(page.get_by_text("Only scores: it forces nothing in.")).to_be_visible()
    press(page, "Change the rule")
    expect(page.locator(".st-key-who")).to_contain_text("Saved")
    page.get_by_test_id("stTopNavSection").filter(has_text="Plan").click()
    page.get_by_role("menuitem", name="Explain a choice").click()
    pick(page, "asked_request", "DP-040")
    expect(page.get_by_text("not funded").first).to_be_visible()


def test_an_inventory_is_read_tiered_and_taken_home_with_its_own_columns(page: Page, tmp_path):
    data, name = (REAL.read_bytes(), REAL.name) if REAL.exists() else (MADE_UP, "inventory.csv")
    came = read_ai_inventory(data, name)
    open_gates(page, "CMIO")
    view(page, "AI in use")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    press(page, "Take it into the registry")
    n_found = len(came.found_in_use)
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text(f"{n_found} AI use")
    first = came.found_in_use[0]
    pick(page, "use", first.id)
    press(page, "Confirm the tier")
    expect(page.get_by_text("confirmed by Ada Berg (CMIO)")).to_be_visible()
    press(page, "Approve")
    expect(page.get_by_text("Approved by Ada Berg (CMIO).")).to_be_visible()
    with page.expect_download() as started:
        page.locator(".st-key-inventory_download").get_by_role("button").click()
    path = tmp_path / "inventory.xlsx"
    started.value.save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert tuple(str(c.value or "") for c in sheet[1]) == (*came.headers, *OUR_COLUMNS)
    again = read_ai_inventory(path.read_bytes(), "inventory.xlsx")
    assert again.use(first.id).approved_by == "Ada Berg (CMIO)"
    assert [u.cells for u in again.uses[: len(came.uses)]] == [u.cells for u in came.uses]
