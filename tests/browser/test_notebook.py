"""A notebook's life in a real browser: agreed, reloaded, shared, recorded, and run again by command line."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from cli import main
from tests.browser import board
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


def move_burden_to(page: Page, percent: int) -> None:
    typed = page.locator("[data-criterion=burden_reduction]").get_by_role("spinbutton")
    typed.fill(str(percent))
    typed.press("Enter")
    settle(page)


def go(page: Page, group: str, title: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    page.get_by_role("menuitem", name=title, exact=True).click()
    settle(page)


def choose(page: Page, key: str, option: str) -> None:
    box = page.locator(f"[class*=st-key-{key}]").get_by_role("combobox")
    box.fill(option)
    page.get_by_role("option").filter(has_text=option).first.click()
    settle(page)


def fill(page: Page, key: str, text: str) -> None:
    box = page.locator(f"[class*=st-key-{key}] input")
    box.fill(text)
    box.press("Enter")
    settle(page)


def press(page: Page, key: str) -> None:
    page.locator(f"[class*=st-key-{key}] button").first.click()
    settle(page)


def expect_saved(page: Page) -> None:
    expect(page.locator(".st-key-saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    settle(page)


def save_compare_agree(page: Page) -> None:
    # A meeting with its strip; the moved weights are saved under a name, compared, and agreed on.
    open_room(page)
    board.button(page, "Snapshot").click()
    move_burden_to(page, 30)
    expect(board.value(page)).to_contain_text("673.5 points")
    go(page, "Prepare", "Notebooks")
    press(page, "meeting_begin")
    strip = page.get_by_role("navigation", name="Meeting")
    expect(strip.locator("[aria-current=step]")).to_have_text("What changed")
    strip.get_by_role("button", name="What changed").click()
    settle(page)
    press(page, "scenarios_")
    fill(page, "scenario_name", "Relief first")
    press(page, "scenario_save")
    # Nobody said yet who it is: it is asked once, and recorded then.
    page.get_by_role("dialog").get_by_label("Name").fill("Ada Kim")
    choose(page, "who_role_dialog", "CMIO")
    page.get_by_role("dialog").get_by_role("button", name="This is me").click()
    expect_saved(page)
    choose(page, "compare_right", "Saved: Relief first")
    expect(page.get_by_text(re.compile("Weights alone: .* points more, in .*DP-011.*; out .*DP-003"))).to_be_visible()
    strip.get_by_role("button", name="What if").click()
    settle(page)
    agree(page, "Burden counts more this year")


def override_decide_sign(page: Page, browser) -> None:
    # One that dropped out is forced in, with its price in sight; another waits.
    page.get_by_role("navigation", name="Meeting").get_by_role("button", name="Commit").click()
    settle(page)
    choose(page, "decide_0", "DP-003")
    page.get_by_text("Override", exact=True).click()
    fill(page, "force_why_DP-003", "The board promised it")
    expect(page.get_by_text(re.compile("Its price: The plan loses .* points: .*DP-003.* in; .* out"))).to_be_visible()
    press(page, "override_take")
    expect_saved(page)
    choose(page, "decide_0", "DP-004")
    page.locator(".st-key-verdict_DP-004").get_by_text("not yet").click()
    settle(page)
    fill(page, "reason_DP-004", "Promising")
    fill(page, "condition_DP-004", "the vendor's trial")
    press(page, "decide_take")
    expect(page.get_by_text("59 requests wait")).to_be_visible()
    press(page, "rest_")
    fill(page, "rest_why", "As planned")
    press(page, "rest_take")
    press(page, "sign")
    expect(page.get_by_text("Still to sign: CIO")).to_be_visible()
    # The CIO opens the same address somewhere else and signs: the plan is frozen.
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    other = context.new_page()
    other.set_default_timeout(60_000)
    other.goto(page.url)
    settle(other)
    say_who(other, "Bo Lee", "CIO")
    press(other, "sign")
    expect(other.get_by_text(re.compile("signed by Ada Kim .*CMIO.* and Bo Lee .*CIO.*, frozen on"))).to_be_visible()
    # The meeting is the notebook's own: its clock runs for whoever has it open.
    expect(other.get_by_role("navigation", name="Meeting").locator(".clock")).to_contain_text("in all")
    context.close()


def run_the_record_again(page: Page, app_url: str, tmp_path, capsys) -> None:
    # A new session at the notebook's address knows who is here. The record gives the same portfolio by a process of
    # its own, and one changed byte is noticed.
    page.goto(f"{app_url}/read_log?{urlsplit(page.url).query}")
    settle(page)
    expect(page.locator(".st-key-who_popover")).to_contain_text("Ada Kim (CMIO)")
    expect(page.get_by_text("8 changes, one unbroken chain")).to_be_visible()
    with page.expect_download() as started:
        page.locator(".st-key-download_record").get_by_role("button").click()
    path = tmp_path / "plan.rounds.zip"
    started.value.save_as(path)
    command = [sys.executable, "cli.py", "rerun", str(path), "--json"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, '"same": true' in found.stdout) == (0, True), found.stdout + found.stderr
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert main(["rerun", str(path)]) == 2
    assert "at least one byte was changed" in capsys.readouterr().err


def test_a_whole_cycle_from_the_sample_to_the_record_and_the_cycle_after_it(
    page: Page, browser, app_url, tmp_path, capsys
):
    save_compare_agree(page)
    override_decide_sign(page, browser)
    run_the_record_again(page, app_url, tmp_path, capsys)
    # The next cycle starts from this one: what is due again stands on top.
    go(page, "Decide", "Record decisions")
    press(page, "cycle_")
    fill(page, "next_cycle", "FY28")
    page.locator("[class*=st-key-next_day_]").get_by_role("spinbutton", name="year").click()
    page.keyboard.type("2027")
    # A click elsewhere in the panel closes the calendar.
    page.locator("[class*=st-key-next_cycle] input").first.click(force=True)
    settle(page)
    press(page, "next_cycle_take")
    expect(page.get_by_text("1 of them due again")).to_be_visible()
    expect(page.get_by_text("Due again: it waited for the vendor")).to_be_visible()
