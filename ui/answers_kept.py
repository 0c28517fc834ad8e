"""Answers that a browser waits for are sent even where a page begins to be drawn at that very moment.

To take a dropped file, or to fetch one that is made on demand, a browser asks the server for an address and waits.
When a run begins, Streamlit throws away what it has not sent yet of the run before, and such an answer with it (a
defect of Streamlit 1.67): the browser waits for ever, and the file is lost without a word.
"""

from __future__ import annotations

from functools import wraps

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

# What answers a question of the browser, whichever run goes on.
ANSWERS = frozenset({"file_urls_response", "backend_operation_response", "heartbeat_ack"})
_MARK = "keeps_answers"


def keep_answers() -> None:
    """Make Streamlit keep such answers; calling it again changes nothing."""
    clear = ForwardMsgQueue.clear
    if hasattr(clear, _MARK):
        return

    @wraps(clear)
    def clear_but_answers(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        # Without that word, everything in the queue is on its way already.
        waiting = [m for m in queue._queue if m.WhichOneof("type") in ANSWERS] if retain_lifecycle_msgs else []
        clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
        for answer in waiting:
            if not any(answer is kept for kept in queue._queue):
                queue.enqueue(answer)

    setattr(clear_but_answers, _MARK, True)
    ForwardMsgQueue.clear = clear_but_answers  # type: ignore[method-assign, assignment]
