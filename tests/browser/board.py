"""The room's board in a browser: where its parts are."""

from playwright.sync_api import Locator, Page

from tests.browser.conftest import settle


def burden(page: Page) -> Locator:
    """The range of the weight of burden reduction."""
    return page.locator("[data-criterion=burden_reduction]").get_by_role("slider")


def move_burden(page: Page, percent: int) -> None:
    """So many percent more, each drawn before the next."""
    for _ in range(percent):
        burden(page).focus()
        burden(page).press("ArrowRight")
        settle(page)


def numbers(page: Page) -> Locator:
    return page.locator(".room-board dd")


def value(page: Page) -> Locator:
    return numbers(page).nth(1)


def changes(page: Page) -> Locator:
    """What came in and dropped out, and how sure the answer is."""
    return page.locator(".room-board .lines")


def button(page: Page, label: str) -> Locator:
    return page.locator(".room-board .press", has_text=label)


def row(page: Page, request_id: str) -> Locator:
    return page.locator(f'.room-board tr[data-id="{request_id}"]')


def marked(page: Page, request_id: str) -> Locator:
    """A request's mark in the picture."""
    return page.locator(f'.room-board .marks path[data-id="{request_id}"]')
