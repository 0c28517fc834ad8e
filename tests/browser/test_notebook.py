"""A notebook's life in a real browser: agreed, reloaded, shared, recorded, and run again by command line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.browser.test_journey import open_room

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parent.parent.parent


def say_who(page: Page, name: str, role: str) -> None:
    page.locator(".st-key-who_popover button").click()
    page.locator(".st-key-who_name_header input").fill(name)
    page.locator(".st-key-who_role_header input").click()
    page.get_by_role("option", name=role, exact=True).click()
    page.get_by_role("button", name="This is me").click()
    expect(page.locator(".st-key-who_popover")).to_contain_text(f"{name} ({role})")
    page.keyboard.press("Escape")
    settle(page)


def agree(page: Page, why: str) -> None:
    page.locator("[class*=st-key-agree_] button").first.click()
    page.locator(".st-key-agree_why input").fill(why)
    page.locator(".st-key-agree_why input").press("Enter")
    settle(page)
    page.locator(".st-key-agree_take button").click()
    expect(page.locator(".st-key-saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    settle(page)


def move_burden_up(page: Page, steps: int) -> None:
    slider = page.locator("[data-criterion=burden_reduction]").get_by_role("slider")
    slider.focus()
    for _ in range(steps):
        slider.press("ArrowRight")
        settle(page)


def go(page: Page, group: str, title: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    page.get_by_role("menuitem", name=title, exact=True).click()
    settle(page)


def test_agreed_reloaded_shared_recorded_and_run_again(page: Page, browser, tmp_path):
    say_who(page, "Ada Kim", "CMIO")
    open_room(page)
    move_burden_up(page, 5)
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_contain_text("673.5 points")
    agree(page, "Burden counts more this year")
    expect(page.get_by_text("Same requests as the agreed plan")).to_be_visible()
    address = page.url
    assert "notebook=" in address
    # A reload finds the person, the agreed weights and the portfolio.
    page.reload()
    settle(page)
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_contain_text("673.5 points")
    expect(page.locator(".st-key-who_popover")).to_contain_text("Ada Kim (CMIO)")
    # So does somebody else with the same address, and what that person agrees on comes in here.
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    other = context.new_page()
    other.set_default_timeout(60_000)
    other.goto(address)
    settle(other)
    expect(other.get_by_test_id("stMetricValue").nth(1)).to_contain_text("673.5 points")
    say_who(other, "Bo Lee", "CIO")
    move_burden_up(other, 1)
    agree(other, "One more")
    context.close()
    go(page, "Decide", "Log")
    expect(page.get_by_text("3 changes, one unbroken chain")).to_be_visible()
    with page.expect_download() as started:
        page.locator(".st-key-download_record").get_by_role("button").click()
    path = tmp_path / "plan.rounds.zip"
    started.value.save_as(path)
    command = [sys.executable, "cli.py", "rerun", str(path), "--json"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, '"same": true' in found.stdout) == (0, True), found.stdout + found.stderr
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "at least one byte was changed" in found.stderr


def test_a_saved_draft_is_compared_with_the_agreed_plan(page: Page):
    say_who(page, "Ada Kim", "CMIO")
    open_room(page)
    move_burden_up(page, 5)
    go(page, "Plan", "Compare scenarios")
    page.locator("[class*=st-key-scenarios_] button").first.click()
    page.locator(".st-key-scenario_name input").fill("Relief first")
    page.locator(".st-key-scenario_name input").press("Enter")
    settle(page)
    page.locator(".st-key-scenario_save button").click()
    expect(page.locator(".st-key-saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    settle(page)
    page.locator(".st-key-compare_right input").click()
    page.get_by_role("option", name="Saved: Relief first").click()
    settle(page)
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_contain_text("673.5")
    expect(page.get_by_text(re.compile("Weights alone: .* points more, in .*DP-011.*; out .*DP-003"))).to_be_visible()
    page.reload()
    settle(page)
    expect(page.get_by_text("Both decide on the same requests")).to_be_visible()
