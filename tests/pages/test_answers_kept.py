"""What a browser asked for is answered, though a page begins to be drawn before the answer is sent."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from ui.answers_kept import keep_answers


@pytest.fixture
def streamlits_own(monkeypatch):
    """Streamlit as it comes, for one test."""
    own = getattr(ForwardMsgQueue.clear, "__wrapped__", ForwardMsgQueue.clear)
    monkeypatch.setattr(ForwardMsgQueue, "clear", own)


def waiting() -> ForwardMsgQueue:
    """A queue with an address for a dropped file, one for a file made on demand, and a piece of a page."""
    queue = ForwardMsgQueue()
    address, made, piece = ForwardMsg(), ForwardMsg(), ForwardMsg()
    address.file_urls_response.response_id = "a list"
    made.backend_operation_response.request_id = "a workbook"
    piece.delta.new_element.markdown.body = "old"
    for message in (address, made, piece):
        queue.enqueue(message)
    return queue


def begun(queue: ForwardMsgQueue, fragments: list[str] | None = None) -> list[str]:
    """What is left to send once a run has begun."""
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=fragments)
    return [str(message.WhichOneof("type")) for message in queue.flush()]


def test_an_address_for_a_file_is_still_sent_when_a_run_begins(streamlits_own):
    keep_answers()
    keep_answers()
    assert begun(waiting()) == ["file_urls_response", "backend_operation_response"]


def test_nothing_is_sent_twice_when_a_part_of_a_page_runs(streamlits_own):
    keep_answers()
    kept = begun(waiting(), ["a part"])
    assert sorted(kept) == ["backend_operation_response", "delta", "file_urls_response"]


def test_what_was_sent_is_not_sent_again(streamlits_own):
    keep_answers()
    queue = waiting()
    assert len(queue.flush()) == 3
    assert queue.is_empty()


def test_streamlit_itself_still_throws_them_away(streamlits_own):
    """Where this fails after an upgrade, ``ui/answers_kept.py`` has done its work and can go."""
    assert begun(waiting()) == []
