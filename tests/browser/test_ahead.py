"""A weight that moves: what is known of the new weights is shown at once, and the app's answer takes its place."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from planning.notebook import with_weights
from planning.outcome import Outcome, evaluate
from tests.browser import board
from tests.browser.conftest import settle
from tests.browser.test_journey import open_room
from tests.browser.test_notebook import agree, go, say_who

pytestmark = pytest.mark.browser
# Nothing that the page says reaches the app any more.
CUT_OFF = "WebSocket.prototype.send = () => {}"
LISTEN = """() => {
  const value = document.querySelectorAll(".room-board dd")[1];
  window.values = [];
  new MutationObserver(() => values.push(parseFloat(value.textContent))).observe(
    value, { subtree: true, childList: true, characterData: true });
}"""


def at(outcome: Outcome, percent: int) -> Outcome:
    """The sample with another weight of burden reduction."""
    notebook = outcome.notebook
    moved = notebook.weights.with_share("burden_reduction", percent / 100, like=notebook.plan.weights)
    return evaluate(with_weights(notebook, moved), outcome.today)


def points(page: Page) -> float:
    return float(board.value(page).inner_text().split()[0].replace(",", ""))


def test_what_is_known_is_shown_without_the_app_and_says_that_it_is_not_sure(page: Page, sample_outcome):
    open_room(page)
    expect(board.changes(page)).to_contain_text("Proven")
    page.evaluate(CUT_OFF)
    before = board.value(page).inner_text()
    for _ in range(5):
        board.burden(page).press("ArrowRight")
    expect(board.value(page)).not_to_have_text(before)
    there = at(sample_outcome, 30)
    # No less than what the agreed portfolio is worth there, and no more than the best.
    assert there.problem.value(sample_outcome.funded) - 0.06 <= points(page) <= there.selection.value + 0.06
    shown = page.locator(".room-board tbody tr[data-id]").all()[:6]
    assert [row.get_attribute("data-id") for row in shown] == [r.id for r in there.ranked()[:6]]
    for row, request in zip(shown, there.ranked(), strict=False):
        expect(row.locator(".points")).to_have_text(f"{there.scores.totals[request.id]:.1f}")
    # Nobody has said yet that nothing is better.
    expect(board.changes(page)).to_contain_text("Looking for a better one")
    expect(page.locator(".room-board dt").first).to_have_text("Requests funded, provisional")
    expect(page.locator(".room-board .legend .badge")).to_have_text("Provisional")
    expect(board.button(page, "Snapshot")).to_have_attribute("aria-disabled", "true")


def test_answers_to_earlier_moves_are_not_drawn_over_later_ones(page: Page, sample_outcome):
    open_room(page)
    # What is known is worth more with each percent, so that a step back would show.
    assert at(sample_outcome, 45).selection.value > at(sample_outcome, 35).selection.value
    page.evaluate(LISTEN)
    board.burden(page).focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(40)
    settle(page)
    expect(board.changes(page)).to_contain_text("Burden 25% to 45%")
    values = page.evaluate("values")
    assert all(later >= earlier - 0.05 for earlier, later in pairwise(values))
    expect(board.changes(page)).to_contain_text("Proven")
    assert points(page) == pytest.approx(at(sample_outcome, 45).selection.value, abs=0.06)
    expect(page.locator(".room-board[data-ahead]")).to_have_count(0)


def test_the_portfolio_moves_while_a_weight_is_dragged(page: Page):
    open_room(page)
    box = board.burden(page).bounding_box()
    top = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.25 * box["width"], top)
    page.mouse.down()
    page.evaluate(CUT_OFF)
    seen = [board.value(page).inner_text()]
    for share in (0.35, 0.45, 0.55):
        page.mouse.move(box["x"] + share * box["width"], top)
        expect(board.value(page)).not_to_have_text(seen[-1])
        seen.append(board.value(page).inner_text())
    page.mouse.up()
    assert len(set(seen)) == 4


def test_a_weight_taken_back_shows_what_the_app_says_of_it(page: Page):
    open_room(page)
    expect(board.changes(page)).to_contain_text("Proven")
    before = board.value(page).inner_text()
    board.move_burden(page, 1)
    expect(board.value(page)).not_to_have_text(before)
    page.get_by_role("button", name="Undo").click()
    expect(board.value(page)).to_have_text(before)
    expect(page.locator(".room-board[data-ahead]")).to_have_count(0)


def test_a_criterion_that_nothing_is_known_of_waits_for_the_app(page: Page):
    open_room(page)
    cost = page.locator("[data-criterion=cost]")
    typed = cost.get_by_role("spinbutton")
    typed.fill("0")
    typed.press("Enter")
    settle(page)
    say_who(page, "Ada Kim", "CMIO")
    agree(page, "Costs are counted elsewhere")
    expect(board.changes(page)).to_contain_text("Proven")
    before = board.value(page).inner_text()
    page.evaluate(CUT_OFF)
    cost.get_by_role("slider").press("ArrowRight")
    page.wait_for_timeout(500)
    # No engine has seen a weight on cost under these rules: nothing is made up.
    assert board.value(page).inner_text() == before
    expect(page.locator(".room-board[data-ahead]")).to_have_count(0)


def test_a_board_that_left_the_page_hears_of_no_weights(page: Page):
    page.evaluate(
        """() => {
          window.hearing = 0;
          const { addEventListener: add, removeEventListener: remove } = window;
          window.addEventListener = (name, ...rest) => {
            hearing += name === "rounds-weights"; return add.call(window, name, ...rest); };
          window.removeEventListener = (name, ...rest) => {
            hearing -= name === "rounds-weights"; return remove.call(window, name, ...rest); };
        }"""
    )
    open_room(page)
    for _ in range(2):
        go(page, "Plan", "Trade off")
        go(page, "Plan", "Choose portfolio")
        expect(board.value(page)).to_be_visible()
    board.move_burden(page, 1)
    assert page.evaluate("hearing") == 1


def test_a_snapshot_asked_for_right_after_a_move_is_of_what_that_move_led_to(page: Page):
    open_room(page)
    expect(board.changes(page)).to_contain_text("Proven")
    place = board.button(page, "Snapshot").bounding_box()
    board.burden(page).focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    # It did not move away from under the pointer.
    assert board.button(page, "Snapshot").bounding_box() == place
    expect(board.changes(page)).to_contain_text("Same requests as the last snapshot")
    expect(board.changes(page)).to_contain_text("Proven")
    assert board.burden(page).input_value() == "30"


def test_a_snapshot_that_waits_is_not_of_what_is_moved_to_later(page: Page):
    open_room(page)
    expect(board.changes(page)).to_contain_text("Proven")
    page.evaluate("window.send = WebSocket.prototype.send; WebSocket.prototype.send = () => {}")
    board.burden(page).press("ArrowRight")
    snapshot = board.button(page, "Snapshot")
    expect(snapshot).to_have_attribute("aria-disabled", "true")
    snapshot.click(force=True)
    expect(snapshot).to_have_attribute("aria-busy", "true")
    board.burden(page).press("ArrowRight")
    page.wait_for_timeout(100)
    assert snapshot.get_attribute("aria-busy") is None
