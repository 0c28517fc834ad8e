"""Two laptops on one notebook: one presents, the other follows, explores, and comes back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import board
from tests.browser.conftest import settle
from tests.browser.test_journey import open_room

pytestmark = pytest.mark.browser


def test_a_follower_sees_what_the_presenter_moves_explores_alone_and_comes_back(page: Page, browser: Browser):
    open_room(page)
    page.locator(".st-key-presenting label").first.click()
    settle(page)
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    follower = context.new_page()
    follower.goto(page.url)
    expect(follower.get_by_text("Following")).to_be_visible()
    follower.evaluate("window.notReloaded = true")
    for percent in (26, 27):
        board.burden(page).focus()
        board.burden(page).press("ArrowRight")
        expect(board.burden(follower)).to_have_value(str(percent))
    expect(board.changes(page).get_by_text("Proven: no other portfolio")).to_be_visible()
    settle(page)
    expect(board.value(follower)).to_have_text(board.value(page).inner_text())
    expect(board.changes(follower)).to_contain_text("Burden 25% to 27%")
    # What a follower tries stays on the follower's screen.
    board.burden(follower).focus()
    board.burden(follower).press("ArrowRight")
    expect(follower.locator(".st-key-follow")).to_be_visible()
    expect(board.burden(follower)).to_have_value("28")
    board.burden(page).focus()
    board.burden(page).press("ArrowLeft")
    expect(board.burden(page)).to_have_value("26")
    settle(page)
    expect(board.burden(follower)).to_have_value("28")
    follower.locator(".st-key-follow").get_by_role("button").click()
    expect(board.burden(follower)).to_have_value("26")
    page.locator(".st-key-presenting label").first.click()
    expect(follower.get_by_text(re.compile("Following|Follow "))).to_have_count(0)
    assert follower.evaluate("window.notReloaded")
    context.close()


def test_who_presents_goes_on_presenting_after_a_reload(page: Page, browser: Browser):
    open_room(page)
    page.locator(".st-key-presenting label").first.click()
    settle(page)
    board.move_burden(page, 2)
    expect(board.changes(page)).to_contain_text("Burden 25% to 27%")
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    follower = context.new_page()
    follower.goto(page.url)
    expect(follower.get_by_text("Following")).to_be_visible()
    page.reload()
    expect(board.burden(page)).to_have_value("27")
    expect(page.locator(".st-key-presenting").get_by_role("switch")).to_be_checked()
    expect(page.get_by_text(re.compile("Following|Follow "))).to_have_count(0)
    board.move_burden(page, 1)
    expect(board.burden(follower)).to_have_value("28")
    page.get_by_role("button", name="Undo").click()
    expect(board.burden(follower)).to_have_value("27")
    context.close()
