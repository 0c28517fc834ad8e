"""What stands on a projector is read from the back row: no text of any screen is smaller than 14 pixels."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from ui.screens import SCREENS

pytestmark = pytest.mark.browser

# Text that is seen, with its size in pixels, where that is too small; what is drawn on a canvas is not text.
TOO_SMALL = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement;
    if (!text.data.trim() || holder.closest("canvas, style, script")) continue;
    if (!holder.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    // Names for screen readers take a pixel of room.
    if (box.width < 2 || box.height < 2) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 13.99) found.push(`${size} ${text.data.trim().slice(0, 40)}`);
  }
  return found;
}"""


def test_no_text_of_any_screen_is_smaller_than_can_be_read_from_the_back_row(page: Page):
    page.locator(".st-key-open_sample").get_by_role("button").click()
    expect(page.get_by_text("60 requests read")).to_be_visible()
    too_small = {}
    for screen in SCREENS:
        page.get_by_test_id("stTopNavSection").filter(has_text=screen.group).click()
        page.get_by_role("menuitem", name=screen.title).click()
        settle(page)
        if found := page.evaluate(TOO_SMALL):
            too_small[screen.title] = found
    assert not too_small
