"""Finance's workbook of 2,000 requests beside pandas writing the same rows plainly, in time and memory.

Run `python -m benchmarks.workbook [n]`.
"""

from __future__ import annotations

import io
import sys
import time
import tracemalloc
from collections.abc import Callable
from statistics import median

import pandas as pd

from intake.read import read_workbook
from planning.opening import open_notebook
from planning.outcome import Outcome, evaluate
from reports.dossier import Dossier
from reports.workbook import build_workbook
from tests.grown import grown_workbook

RUNS = 3


def rows_of(data: bytes) -> dict[str, pd.DataFrame]:
    """The cells of every sheet, as values: what plain pandas is asked to write."""
    found: dict[str, pd.DataFrame] = pd.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="calamine")  # noqa: TID251
    return found


def write_plainly(frames: dict[str, pd.DataFrame], engine: str) -> bytes:
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine=engine) as writer:
        for name, frame in frames.items():
            frame.to_excel(writer, sheet_name=name, index=False, header=False)
    return out.getvalue()


def measured(write: Callable[[], bytes]) -> tuple[float, float, int]:
    """Median seconds, peak megabytes that Python held, bytes of the file."""
    seconds = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        data = write()
        seconds.append(time.perf_counter() - begin)
    tracemalloc.start()
    write()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return median(seconds), peak, len(data)


def outcome_of(n: int) -> Outcome:
    notebook = open_notebook(read_workbook(grown_workbook(n), "grown.xlsx"))
    return evaluate(notebook, notebook.plan.planning_date, gap=0.01, seconds=60)


def main(n: int) -> None:
    outcome = outcome_of(n)
    dossier = Dossier(outcome=outcome)
    frames = rows_of(build_workbook(dossier))
    base = measured(lambda: write_plainly(frames, "openpyxl"))
    print(f"{n} requests, {len(outcome.funded)} funded; same cells, {sum(f.size for f in frames.values())} with blanks")
    print(f"{'':34}{'seconds':>9}{'ratio':>7}{'MB':>8}{'ratio':>7}{'kB':>8}")
    for name, write in (
        ("pandas.to_excel, openpyxl (base)", lambda: write_plainly(frames, "openpyxl")),
        ("pandas.to_excel, XlsxWriter", lambda: write_plainly(frames, "xlsxwriter")),
        ("finance's workbook", lambda: build_workbook(dossier)),
    ):
        seconds, peak, size = base if name.endswith("(base)") else measured(write)
        print(f"{name:34}{seconds:9.2f}{seconds / base[0]:7.2f}{peak:8.0f}{peak / base[1]:7.2f}{size / 1e3:8.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
