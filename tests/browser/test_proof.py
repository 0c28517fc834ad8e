"""The room's screen with a long list: an answer at once, the proof behind it, in a real browser."""

from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser import board
from tests.browser.conftest import settle
from tests.browser.test_journey import open_room
from tests.grown import grown_workbook

pytestmark = pytest.mark.browser
# Messages that draw nothing themselves: runs that begin and end, and places.
CONVERSATION = {"new_session", "session_status_changed", "script_finished", "transparent", "flex_container"}
FILE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_large(page: Page) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "grown.xlsx", "mimeType": FILE_TYPE, "buffer": grown_workbook(500)}
    )
    expect(page.get_by_text("500 requests read")).to_be_visible()
    page.get_by_test_id("stTopNavSection").filter(has_text="Plan").click()
    page.get_by_role("menuitem", name="Choose portfolio").click()
    expect(page.get_by_text("Provisional", exact=True).first).to_be_visible()


def test_a_long_list_is_answered_at_once_proven_behind_and_stopped_when_asked(page: Page):
    open_large(page)
    changes = board.changes(page)
    expect(changes).to_contain_text("points below the best possible. Proving")
    slider = board.burden(page)
    slider.focus()
    value = board.value(page)
    before = value.inner_text()
    slider.press("ArrowRight")
    expect(value).not_to_have_text(before)
    expect(changes).to_contain_text("Proving")
    # The screen looks for the proof by itself several times; whoever sits at the slider does not notice.
    page.wait_for_timeout(2500)
    assert slider.evaluate("e => e === e.getRootNode().activeElement")
    slider.press("ArrowRight")
    expect(slider).to_have_value("27")
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollHeight") <= 720
    board.button(page, "Stop").click()
    expect(changes).to_contain_text("Stopped after")
    expect(page.locator(".st-key-download_finance-xlsx").get_by_role("button")).to_be_disabled()
    # Two presses in a row count as one.
    page.wait_for_timeout(500)
    board.button(page, "Go on").click()
    expect(changes).to_contain_text("Proving")
    page.wait_for_timeout(500)
    board.button(page, "Stop").click()
    expect(changes).to_contain_text("Stopped after")


def test_the_proof_arrives_without_a_reload_or_a_lost_focus(page: Page):
    open_room(page)
    page.evaluate("window.notReloaded = true")
    slider = page.locator("[data-criterion=regulatory_need]").get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(slider).to_have_value("21")
    expect(board.changes(page).get_by_text("Proven: no other portfolio")).to_be_visible()
    settle(page)
    assert page.evaluate("window.notReloaded")
    assert slider.evaluate("e => e === e.getRootNode().activeElement")


def test_a_move_sends_what_it_changes_and_leaves_the_rest_of_the_page_alone(page: Page):
    frames: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda sent: frames.append(bytes(sent))))
    page.reload()
    open_room(page)
    slider = board.burden(page)
    for percent in (26, 27, 28):
        # The first move also draws the way back to what is agreed.
        frames.clear()
        slider.focus()
        slider.press("ArrowRight")
        expect(slider).to_have_value(str(percent))
        expect(board.changes(page).get_by_text("Proven: no other portfolio")).to_be_visible()
        settle(page)
    drawn = Counter(kind for frame in frames if (kind := element_drawn(frame)))
    # The board, the weights, what looks for the proof, and the way to the file; nothing else of the page but the line
    # about the stakeholders, as long as it waits for them.
    assert drawn.keys() - CONVERSATION - {"markdown"} == {
        "rounds_board",
        "rounds_weights",
        "rounds_watch",
        "download_button",
    }


def element_drawn(frame: bytes) -> str:
    """What one message from the app draws; empty where it draws nothing."""
    message = ForwardMsg()
    message.ParseFromString(frame)
    if message.WhichOneof("type") != "delta":
        return message.WhichOneof("type") or ""
    kind = message.delta.WhichOneof("type")
    if kind not in ("new_element", "add_block"):
        return ""
    component = message.delta.new_element.bidi_component.component_name
    return component or getattr(message.delta, kind).WhichOneof("type") or ""
