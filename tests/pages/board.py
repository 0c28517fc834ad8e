"""What the room's board shows, and what it tells the app: its part in JavaScript is for a browser."""

import json
from typing import Any

import pandas as pd
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest


def boards(app: AppTest) -> list[Any]:
    return [e.proto for e in app.get("bidi_component") if e.proto.id.endswith("-board")]


def shown(app: AppTest) -> dict[str, Any]:
    (proto,) = boards(app)
    return json.loads(proto.json)["board"]


def numbers(app: AppTest) -> list[str]:
    return [number["value"] for number in shown(app)["numbers"]]


def labels(app: AppTest) -> list[str]:
    return [number["label"] for number in shown(app)["numbers"]]


def words(app: AppTest) -> str:
    """Its lines, a run of text after the other; empty where there is no board."""
    return "\n".join(" ".join(run["text"] for run in line) for line in shown(app)["lines"]) if boards(app) else ""


def listed(app: AppTest) -> pd.DataFrame:
    """The list's rows, in order, with everything that is known of them."""
    board = shown(app)
    table = pd.DataFrame(board["rows"]).iloc[board["shown"]].reset_index(drop=True)
    return table.assign(standing=[board["standings"][k]["word"] for k in table["standing"]])


def columns(app: AppTest) -> dict[str, str]:
    return {column["key"]: column["label"] for column in shown(app)["columns"]}


def button(app: AppTest) -> str:
    """What its buttons do now: about a proof, or a snapshot; empty where it has none."""
    return next((b["name"] for b in shown(app)["buttons"] if not b["isOff"]), "") if boards(app) else ""


def tell(app: AppTest, event: str, value: str) -> AppTest:
    """What the board tells the app once somebody presses or opens something."""
    (proto,) = boards(app)
    states = app._tree.get_widget_states()
    told = json.dumps([{"event": event, "value": value}])
    states.widgets.append(WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{proto.id}__events", json_trigger_value=told))
    return app._run(states)


def press(app: AppTest) -> AppTest:
    return tell(app, "pressed", button(app))


def open_request(app: AppTest, request_id: str) -> AppTest:
    return tell(app, "opened", request_id)
