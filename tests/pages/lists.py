"""A list dropped on the screen that loads requests, and what stands there then."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.intake.test_findings import ROWS

ROOT = Path(__file__).resolve().parent.parent.parent
# Amounts too small for anybody to know what they are counted in.
SMALL = [[*row[:4], str(k)] for k, row in enumerate(ROWS, start=5)]


def drop(data: bytes, name: str = "list.csv", app: AppTest | None = None) -> AppTest:
    app = app or AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.file_uploader(key="upload").set_value((name, data, "text/csv"))
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    parts = [*app.title, *app.subheader, *app.markdown, *app.text, *app.info, *app.error, *app.success, *app.caption]
    tables = [str(cell) for shown in app.dataframe for cell in shown.value.to_numpy().ravel()]
    return "\n".join([str(part.value) for part in parts] + tables)


def requests(app: AppTest):
    return app.session_state["state:intake"].requests


def enter_rating(app: AppTest) -> None:
    app.segmented_control(key="grid_group").set_value("Ratings").run()
    app.selectbox(key="fill_column").select("clinical_value").run()
    app.text_input(key="fill_value_clinical_value").input("4").run()
    app.button(key="fill").click().run()
