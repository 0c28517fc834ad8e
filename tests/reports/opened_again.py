"""Exports opened again: what stands in them; text that must stay text; one request explained."""

import io

import docx
import openpyxl
from pptx import Presentation

from planning.outcome import evaluate
from portfolio.explanation import Explanation, Standing
from reports.dossier import Dossier
from reports.workbook import build_workbook
from tests.builders import TODAY, notebook

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    "\tx",
    "a\rb",
    "<b>x</b>",
    "*",
    "_x0041_",
    "{=1}",
    "https://a.b",
]
NEAR = Explanation(request_id="DP-011", standing=Standing.NOT_FUNDED, score=24.0, points_short=2.5, break_even=26.5,
                   leaves=("DP-003",))  # fmt: skip


def table(book, name: str) -> list[dict]:
    (sheet,) = [sheet for sheet in book if name in sheet.tables]
    headers, *rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
    return [dict(zip(headers, row, strict=True)) for row in rows]


def opened(*requests, **facts):
    """The workbook of a small notebook."""
    outcome = evaluate(notebook(requests, **facts), TODAY)
    return openpyxl.load_workbook(io.BytesIO(build_workbook(Dossier(outcome=outcome))), data_only=True)


def slide_texts(data: bytes) -> list[str]:
    """What each slide says, charts apart."""
    said = []
    for slide in Presentation(io.BytesIO(data)).slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        cells = [c.text_frame.text for s in slide.shapes if s.has_table for row in s.table.rows for c in row.cells]
        said.append("\n".join((*texts, *cells)))
    return said


def document_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def charts(data: bytes) -> list:
    return [s.chart for slide in Presentation(io.BytesIO(data)).slides for s in slide.shapes if s.has_chart]
