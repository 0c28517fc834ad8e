"""A messy list in a real browser: asked about, typed into, mended, read again, taken home."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from intake.read import read_workbook
from tests.browser.conftest import settle
from tests.browser.test_notebook import say_who

pytestmark = pytest.mark.browser

HEADER = "Project ID,Project name,Department,Moon phase,Cost"
ROWS = (
    "P-1,Sepsis <b>alert</b> **now**,ICU,Ann Lee,120",
    "P-2,Bed board,Nursing,Bo Kim,n/a",
    "P-3,Pager swap,IT,Cy Day,50",
)


def listed(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def drop(page: Page, text: str, name: str) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(page.get_by_text(f"{name}: ")).to_be_visible()
    settle(page)


def choose(page: Page, key: str, option: str) -> None:
    field = page.locator(f".st-key-{key}").get_by_role("combobox")
    field.click()
    field.fill(option)
    page.get_by_role("option", name=option).first.wait_for()
    field.press("Enter")
    settle(page)


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    settle(page)


def go_to(page: Page, group: str, title: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    page.get_by_role("menuitem", name=title).click()
    settle(page)


def corrected(page: Page) -> bytes:
    with page.expect_download() as started:
        page.locator(".st-key-download_corrected").get_by_role("button").click()
    return started.value.path().read_bytes()


def type_into_grid(page: Page, n_right: int, text: str) -> None:
    """Type into the first row, so many cells right of the id."""
    grid = page.locator("[class*=st-key-grid_Basics_]").locator("canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + 54)
    for _ in range(n_right):
        page.wait_for_timeout(300)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    cell = page.locator(".gdg-input").first
    cell.wait_for()
    cell.fill(text)
    cell.press("Enter")
    expect(page.get_by_text("1 cell entered beside the file.")).to_be_visible()


def test_a_messy_list_is_asked_about_typed_into_and_taken_home(page: Page):
    say_who(page, "Pat Ode", "portfolio office")
    drop(page, listed(*ROWS), "messy.csv")
    expect(page.get_by_text("What are the amounts counted in?")).to_be_visible()
    choose(page, "answer_unit", "In thousands")
    expect(page.get_by_text("What are the amounts counted in?")).to_have_count(0)
    open_tab(page, "How it was read")
    choose(page, "mapping_what", "Moon phase")
    choose(page, "mapping_is_Moon-phase", "Sponsor")
    page.locator(".st-key-mapping_change").get_by_role("button").click()
    settle(page)
    open_tab(page, "Requests")
    type_into_grid(page, 2, "CMO")
    go_to(page, "Plan", "Choose portfolio")
    go_to(page, "Prepare", "Load requests")
    open_tab(page, "Requests")
    expect(page.get_by_text("1 cell entered beside the file.")).to_be_visible()
    again = read_workbook(corrected(page), "corrected.xlsx")
    assert [r.title for r in again.requests] == ["Sepsis <b>alert</b> **now**", "Bed board", "Pager swap"]
    assert [r.sponsor_role for r in again.requests] == ["CMO", "Bo Kim", "Cy Day"]
    assert [int(r.total_capital_usd) for r in again.requests] == [120_000, 0, 50_000]
    assert not again.requests[1].capital_usd


def test_a_finding_is_picked_filtered_and_mended(page: Page):
    drop(page, listed(*ROWS), "to mend.csv")
    if page.locator(".st-key-answer_unit").count():
        choose(page, "answer_unit", "In thousands")
    page.get_by_role("button", name="Cost not given (1)").click()
    settle(page)
    page.locator(".st-key-findings").evaluate("box => box.scrollIntoView({ block: 'center' })")
    canvas = page.locator(".st-key-findings").locator("canvas").last
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 54)
    settle(page)
    expect(page.get_by_text("Request P-2, Bed board")).to_be_visible()
    page.locator(".st-key-finding_jump").get_by_role("button").click()
    settle(page)
    expect(page.get_by_role("tab", name="Requests")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Only P-2")).to_be_visible()
    page.locator(".st-key-grid_back").get_by_role("button").click()
    settle(page)
    expect(page.get_by_text("Request P-2, Bed board")).to_be_visible()
    mend = page.locator("[class*=st-key-mend_P-2]").get_by_role("textbox")
    mend.fill("80000")
    mend.press("Enter")
    settle(page)
    page.locator(".st-key-mend_enter").get_by_role("button").click()
    settle(page)
    expect(page.get_by_role("button", name="Cost not given (1)")).to_have_count(0)


def test_a_newer_version_keeps_entries_and_says_what_changed(page: Page):
    say_who(page, "Pat Ode", "portfolio office")
    drop(page, listed(*ROWS), "version 1.csv")
    open_tab(page, "Requests")
    type_into_grid(page, 2, "CMO")
    drop(page, listed(ROWS[0].replace("ICU", "ED"), *ROWS[1:], "P-4,Portal,IT,Di Fox,70"), "version 2.csv")
    open_tab(page, "What changed")
    values = page.get_by_test_id("stMetricValue")
    expect(values.nth(0)).to_have_text("1")
    expect(values.nth(1)).to_have_text("0")
    expect(values.nth(3)).to_have_text("1")
    book = openpyxl.load_workbook(io.BytesIO(corrected(page)))
    assert {"Requests", "Changes"} <= set(book.sheetnames)
    assert any(row[0].value == "edit" for row in book["Changes"].iter_rows(min_row=2))


def test_markup_in_titles_is_shown_as_typed_on_every_screen(page: Page):
    header = "request_id,title,capital_fy27_usd,opex_fy27_usd,clinical_value"
    body = f"{header}\nA,<img src=x onerror=alert(1)> **bold**,1,0,3\n"
    drop(page, body, "marked.csv")
    for screen in ("Choose portfolio", "Explain a choice", "Trade off"):
        go_to(page, "Plan", screen)
        assert page.locator("img[src=x]").count() == 0
        assert page.locator("strong", has_text="bold").count() == 0
        assert page.get_by_test_id("stException").count() == 0
