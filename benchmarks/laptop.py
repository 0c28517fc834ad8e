"""A laptop without a window: it speaks with the app as a browser does, and keeps what it would paint.

Messages are Streamlit's own (``BackMsg`` to the app, ``ForwardMsg`` from it). A laptop opens a page, lets fragments run
again at their pace, keeps large messages that the app then only refers to, puts each element at its place and drops
those a run did not draw again. It leaves out painting and the values of widgets, which it never moves.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# Large messages a laptop keeps, so that the app need not send them again.
MESSAGES_KEPT = 50
# The component that looks for news (``ui/watching.py``), and the one that shows the plan (``ui/room/board.py``).
WATCHER, BOARD = "rounds_watch", "rounds_board"
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
Place = tuple[int, ...]
# A moment, and the values of the headline numbers then.
Sight = tuple[float, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands at a place, and the run that drew it there."""

    delta: Delta
    run: str


@dataclass(slots=True)
class Drawn:
    """What a browser shows after the messages it heard: elements by place."""

    session: str = ""
    page: str = ""
    n_bytes: int = 0
    # When each set of headline values was there, by time.time.
    seen: list[Sight] = field(default_factory=list)
    _pieces: dict[Place, _Piece] = field(default_factory=dict)
    _run: str = ""
    _fragments: frozenset[str] = frozenset()
    _known: OrderedDict[str, ForwardMsg] = field(default_factory=OrderedDict)

    def hear(self, payload: bytes) -> ForwardMsg:
        """Take in one message; what it stood for comes back."""
        self.n_bytes += len(payload)
        message = self._recalled(ForwardMsg.FromString(payload))
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "delta":
            self._put(tuple(message.metadata.delta_path), message.delta)
        elif kind == "script_finished" and message.script_finished in FINISHED:
            self._pieces = {place: piece for place, piece in self._pieces.items() if not self._is_stale(place, piece)}
        is_board = kind == "delta" and message.delta.new_element.bidi_component.component_name == BOARD
        if is_board:
            self.seen.append((time.time(), tuple(value for _, value in self.numbers())))
        return message

    def hashes(self) -> list[str]:
        """The messages it keeps."""
        return list(self._known)

    def all(self, kind: str) -> list[Any]:
        """Elements of a kind, from top to bottom."""
        shown = sorted((place, piece.delta.new_element) for place, piece in self._pieces.items() if _has(piece, kind))
        return [getattr(element, kind) for _, element in shown]

    def numbers(self) -> tuple[tuple[str, str], ...]:
        """The headline numbers: words and value of each, as painted."""
        return tuple((number["label"], number["value"]) for number in self._board().get("numbers", ()))

    def requests(self) -> tuple[tuple[str, int], ...]:
        """The list of requests in order: id and standing of each."""
        rows = self._board().get("rows", {"id": (), "standing": ()})
        return tuple(zip(rows["id"], rows["standing"], strict=True))

    def _board(self) -> dict[str, Any]:
        """What the room's board is told to draw; empty where there is none."""
        found = [each for each in self.all("bidi_component") if each.component_name == BOARD]
        return dict(json.loads(found[0].mixed.json or found[0].json)["board"]) if found else {}

    def weights(self) -> tuple[tuple[str, float], ...]:
        """The weights: key and share of each."""
        found = [json.loads(each.mixed.json or each.json) for each in self.all("bidi_component")]
        rows = next((data["rows"] for data in found if "rows" in data), [])
        return tuple((row["key"], round(row["share"], 9)) for row in rows)

    def state(self) -> tuple[object, ...]:
        """What two laptops that show one plan have in common."""
        return self.numbers(), self.weights(), self.requests()

    def _begin(self, message: ForwardMsg) -> None:
        self.session = message.new_session.initialize.session_id or self.session
        self._run = message.metadata.run.script_run_id
        self._fragments = frozenset(message.metadata.run.fragment_ids)

    def _put(self, place: Place, delta: Delta) -> None:
        kind = delta.WhichOneof("type")
        if kind == "new_transient":
            return
        if kind == "new_element":
            for inner in [each for each in self._pieces if each[: len(place)] == place]:
                del self._pieces[inner]
        self._pieces[place] = _Piece(delta, self._run)

    def _is_stale(self, place: Place, piece: _Piece) -> bool:
        """Whether the run that ended should have drawn it and did not."""
        if piece.run == self._run:
            return False
        around = (self._pieces.get(place[:n]) for n in range(len(place)))
        return not self._fragments or any(
            block is not None and block.run == self._run and block.delta.fragment_id in self._fragments
            for block in around
        )

    def _recalled(self, message: ForwardMsg) -> ForwardMsg:
        if message.WhichOneof("type") == "ref_hash":
            self._known.move_to_end(message.ref_hash)
            known = ForwardMsg()
            known.CopyFrom(self._known[message.ref_hash])
            known.metadata.CopyFrom(message.metadata)
            return known
        if message.metadata.cacheable:
            self._known[message.hash] = message
            while len(self._known) > MESSAGES_KEPT:
                self._known.popitem(last=False)
        return message


def _has(piece: _Piece, kind: str) -> bool:
    return piece.delta.HasField("new_element") and piece.delta.new_element.WhichOneof("type") == kind


class Laptop:
    """One session that looks at a page and never touches it."""

    def __init__(self, address: str, query: str, page: str) -> None:
        """``address``: host and port; ``query``: what follows the question mark; ``page``: the screen's key."""
        self.drawn = Drawn()
        self._address, self._query, self._page = address, query, page
        self._timers: dict[str, asyncio.Task[None]] = {}

    async def look(self) -> None:
        """Open the page and take in what comes until this is cancelled."""
        uri = f"ws://{self._address}/_stcore/stream"
        # A machine that is busy may take its time to answer.
        options = {"max_size": None, "proxy": None, "open_timeout": 120, "ping_timeout": 120}
        async with connect(uri, subprotocols=["streamlit"], **options) as line:  # type: ignore[arg-type, list-item]
            try:
                await line.send(self._ask())
                async for payload in line:
                    self._hear(line, payload if isinstance(payload, bytes) else payload.encode())
            finally:
                self._stop(list(self._timers))

    def _hear(self, line: ClientConnection, payload: bytes) -> None:
        message = self.drawn.hear(payload)
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self._stop(list(self._timers))
        elif kind == "auto_rerun" and message.auto_rerun.fragment_id not in self._timers:
            again = self._again(line, message.auto_rerun.fragment_id, message.auto_rerun.interval)
            self._timers[message.auto_rerun.fragment_id] = asyncio.create_task(again)
        elif kind == "delta" and message.delta.new_element.bidi_component.component_name == WATCHER:
            self._watch(line, message.delta)
        elif kind == "stop_auto_rerun":
            self._stop(list(message.stop_auto_rerun.fragment_ids))

    def _watch(self, line: ClientConnection, delta: Delta) -> None:
        """Ask for news as often as the page says, as the component without a face does in a browser."""
        component = delta.new_element.bidi_component
        seconds = json.loads(component.mixed.json or component.json)["milliseconds"] / 1000
        self._stop([component.id])
        if seconds:
            press = self._again(line, delta.fragment_id, seconds, press=component.id)
            self._timers[component.id] = asyncio.create_task(press)

    async def _again(self, line: ClientConnection, fragment: str, seconds: float, press: str = "") -> None:
        while True:
            await asyncio.sleep(seconds)
            await line.send(self._ask(fragment, press))

    def _stop(self, fragments: list[str]) -> None:
        for fragment in fragments:
            if timer := self._timers.pop(fragment, None):
                timer.cancel()

    def _ask(self, fragment: str = "", press: str = "") -> bytes:
        """The message that asks for the whole page, or for one fragment: its time has come, or a watcher looks."""
        asked = BackMsg()
        run = asked.rerun_script
        run.query_string, run.fragment_id, run.is_auto_rerun = self._query, fragment, bool(fragment and not press)
        if press:
            pressed = run.widget_states.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{press}__events")
            pressed.json_trigger_value = json.dumps([{"event": "look", "value": True}])
        run.page_script_hash, run.page_name = self.drawn.page, "" if self.drawn.page else self._page
        run.cached_message_hashes.extend(self.drawn.hashes())
        run.context_info.timezone, run.context_info.locale = "America/Chicago", "en-US"
        run.context_info.color_scheme, run.context_info.url = "light", f"http://{self._address}/{self._page}"
        return asked.SerializeToString()
