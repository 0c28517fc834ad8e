"""The app as a page test opens it, what it says, and how weights are moved in it."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from planning.notebook import with_bounds
from tests.pages import board
from ui.state import STATE_DRAFT, STATE_NOTEBOOK

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERED = 60
WORKING = "being worked out"


def start() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=ANSWERED).run()


def filled() -> AppTest:
    app = start()
    return app.button(key="open_sample").click().run()


def infeasible() -> AppTest:
    app = filled()
    tight = with_bounds(app.session_state[STATE_DRAFT], {"capital FY27": 1})
    app.session_state[STATE_DRAFT] = app.session_state[STATE_NOTEBOOK] = tight
    return app.run()


def proven(app: AppTest) -> AppTest:
    """As a browser does: look again until the proof has taken the provisional answer's place."""
    deadline = time.monotonic() + ANSWERED
    while _is_proving(app) and time.monotonic() < deadline:
        app.run()
    return app


def _is_proving(app: AppTest) -> bool:
    return board.button(app) == "stop_proof" or any(b.key == "stop_proof" for b in app.button)


def priced(app: AppTest) -> AppTest:
    """As a browser does: look again until the price of a step is known."""
    deadline = time.monotonic() + ANSWERED
    while WORKING in said(app) and time.monotonic() < deadline:
        app.run()
    assert WORKING not in said(app)
    return app


def go(app: AppTest, key: str) -> AppTest:
    return proven(app.switch_page(f"pages/{key}.py").run())


def said(app: AppTest) -> str:
    parts = [*app.title, *app.subheader, *app.markdown, *app.info, *app.error, *app.success, *app.caption]
    return "\n".join([*(str(part.value) for part in parts), board.words(app)])


def move(app: AppTest, key: str, percent: int, locked: tuple[str, ...] = ()) -> AppTest:
    """What the weights' control tells the app."""
    return tell(app, {"id": time.time(), "moves": [[key, percent]], "locked": list(locked)})


def tell(app: AppTest, told: dict) -> AppTest:
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=control(app).id, json_value=json.dumps({"moves": told})))
    return app._run(states)


def control(app: AppTest) -> Any:
    return next(e.proto for e in app.get("bidi_component") if e.proto.id.endswith("-weights"))


def weights(app: AppTest) -> dict[str, float]:
    """Percents of the criteria that have a weight, as drawn."""
    return {row["key"]: pytest.approx(100 * row["share"]) for row in json.loads(control(app).json)["rows"]}
