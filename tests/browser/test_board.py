"""The room's board in a real browser: walked with the keyboard, sorted, pointed at, drawn again without a flicker."""

import io
from itertools import pairwise

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from intake.tables import SAMPLE_WORKBOOK
from tests.browser import board
from tests.browser.conftest import settle
from tests.browser.test_journey import open_room
from tests.browser.test_proof import FILE_TYPE, open_large

pytestmark = pytest.mark.browser
TITLE = "<img src=x onerror=alert(1)> **bold** [a](b) $x$"


def ids(page: Page) -> list[str]:
    """The rows in sight, from the top."""
    rows = page.locator(".room-board tbody tr[data-id]").all()
    top = page.locator(".room-board .list").bounding_box()
    assert top is not None
    return [str(row.get_attribute("data-id")) for row in rows if row.bounding_box()["y"] >= top["y"]]


def test_the_list_is_walked_with_arrow_keys_opened_with_enter_and_sorted_by_a_heading(page: Page, sample_outcome):
    open_room(page)
    ranked = [r.id for r in sample_outcome.ranked()]
    first = board.row(page, ranked[0]).get_by_role("button")
    first.focus()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    # Rows out of sight come into the page as they are walked to.
    expect(board.row(page, ranked[12]).get_by_role("button")).to_be_focused()
    page.keyboard.press("End")
    expect(board.row(page, ranked[-1]).get_by_role("button")).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(ranked[1])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    score = page.locator(".room-board th", has_text="Score")
    score.get_by_role("button").click()
    expect(score).to_have_attribute("aria-sort", "descending")
    assert ids(page)[0] == ranked[0]
    score.get_by_role("button").click()
    expect(score).to_have_attribute("aria-sort", "ascending")
    assert ids(page)[0] == ranked[-1]
    score.get_by_role("button").click()
    assert score.get_attribute("aria-sort") is None
    assert ids(page)[0] == ranked[0]


def test_the_focus_goes_along_with_its_request_whatever_is_drawn(page: Page, sample_outcome):
    open_room(page)
    ranked = [r.id for r in sample_outcome.ranked()]
    board.row(page, ranked[3]).get_by_role("button").focus()
    listed = page.locator(".room-board .list")
    # Out of sight the list keeps it, and an arrow key comes back to it.
    listed.evaluate("box => { box.scrollTop = 900 }")
    expect(listed).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(board.row(page, ranked[4]).get_by_role("button")).to_be_focused()
    # Sorted the other way round, the way goes on from where it stands now.
    for _ in range(2):
        page.evaluate("document.querySelector('.room-board th:nth-child(4) button').click()")
    page.keyboard.press("ArrowDown")
    expect(board.row(page, ranked[3]).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(ranked[3])


def test_a_request_is_found_by_its_name(page: Page, sample_outcome):
    open_room(page)
    page.get_by_label("Find a request").fill("sepsis")
    found = [r.id for r in sample_outcome.ranked() if "sepsis" in r.title.lower()]
    expect(page.locator(".room-board tbody tr[data-id]")).to_have_count(len(found))
    page.get_by_label("Find a request").fill("no such thing")
    expect(page.get_by_text("No request to show.")).to_be_visible()
    page.get_by_label("Find a request").fill("")
    expect(board.row(page, sample_outcome.ranked()[0].id)).to_be_visible()


def test_the_board_fits_its_screen_however_many_requests_moved(page: Page):
    open_room(page)
    number = page.locator("[data-criterion=regulatory_need]").get_by_role("spinbutton")
    number.fill("100")
    number.press("Enter")
    expect(page.locator(".room-board .lines")).to_contain_text("more")
    settle(page)
    parts = [
        page.locator(f".room-board > .{name}").bounding_box() for name in ("numbers", "changes", "picture", "list")
    ]
    for above, below in pairwise(parts):
        assert above["y"] + above["height"] <= below["y"] + 1
    assert parts[2]["height"] >= 120
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollHeight") <= 720


def test_a_mark_tells_what_it_is_and_opens_its_request_and_those_that_moved_have_a_ring(page: Page, sample_outcome):
    open_room(page)
    mark = board.marked(page, "DP-011")
    mark.hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Net cost 3,730,000 USD")
    expect(tip).to_contain_text(f"{sample_outcome.scores.totals['DP-011']:.2f} points")
    board.move_burden(page, 5)
    expect(mark).to_have_class("moved")
    expect(page.locator(".room-board .names text", has_text="DP-011")).to_be_visible()
    expect(board.row(page, "DP-003")).to_have_attribute("data-moved", "out")
    mark.click()
    expect(page.get_by_role("dialog")).to_contain_text("DP-011")


def test_a_move_writes_over_what_is_there_and_loses_neither_scroll_nor_focus(page: Page):
    open_room(page)
    board.numbers(page).first.evaluate("node => { node.isSame = true }")
    listed = page.locator(".room-board .list")
    listed.evaluate("box => { box.scrollTop = 300 }")
    slider = board.burden(page)
    slider.focus()
    slider.press("ArrowRight")
    expect(board.value(page)).not_to_have_text("662.5 points")
    settle(page)
    assert board.numbers(page).first.evaluate("node => node.isSame")
    assert listed.evaluate("box => box.scrollTop") == 300
    assert slider.evaluate("node => node === node.getRootNode().activeElement")


def test_of_five_hundred_requests_those_in_sight_stand_in_the_page_and_all_are_reached(page: Page):
    open_large(page)
    rows = page.locator(".room-board tbody tr[data-id]")
    expect(rows.first).to_be_visible()
    assert rows.count() < 40
    expect(page.locator(".room-board table")).to_have_attribute("aria-rowcount", "501")
    page.locator(".room-board .list").evaluate("box => { box.scrollTop = box.scrollHeight }")
    expect(page.locator(".room-board tr[aria-rowindex='501']")).to_be_visible()
    assert rows.count() < 40


def test_text_from_a_workbook_stays_text_on_the_board(page: Page):
    book = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    sheet = book["Requests"]
    place = {cell.value: k for k, cell in enumerate(sheet[1], start=1)}
    first = next(row for row in sheet.iter_rows(min_row=2) if row[place["request_id"] - 1].value == "DP-016")
    first[place["title"] - 1].value = TITLE
    out = io.BytesIO()
    book.save(out)
    page.on("dialog", lambda shown: pytest.fail(f"A title was run: {shown.message}"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "titles.xlsx", "mimeType": FILE_TYPE, "buffer": out.getvalue()}
    )
    page.locator(".st-key-go_choose").get_by_role("button").click()
    expect(page.locator(".room-board td", has_text=TITLE)).to_have_count(1)
    assert page.locator(".room-board img").count() == 0
